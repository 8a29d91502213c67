/*
 * shape.h: what stands in a document, as data: every kind of thing, its fields, and of each field how it is written in
 * YAML and what it is called in the APIs. Reader, writer, comparison and calls all walk these tables.
 *
 * A value is kept as the JSON that the API takes, in one spelling: members in the order of the table, what is empty
 * left out, sets sorted. So two values are equal where their texts are, policies apart (client_value_equal()).
 */
#ifndef GH_CLIENT_SHAPE_H
#define GH_CLIENT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct gh_arena;
struct json;

enum client_shape_kind {
    CLIENT_TEXT,
    CLIENT_CHOICE,     /* one of the words of `choices` */
    CLIENT_FLAG,       /* true, or left out */
    CLIENT_POLICY,     /* a JSON object: as text or as a mapping */
    CLIENT_TAGS,       /* a mapping of texts; in the APIs a list of Key and Value */
    CLIENT_ATTRIBUTES, /* a mapping of texts or lists of texts; in the API a list of Key and Value.Source */
    CLIENT_FREE,       /* a mapping with anything inside */
    CLIENT_SET,        /* a list whose order means nothing */
    CLIENT_LIST,
    CLIENT_OBJECT,
};

struct client_field;

struct client_shape {
    enum client_shape_kind kind;
    unsigned min, max; /* TEXT: characters; TAGS, ATTRIBUTES, SET, LIST: how many; 0 max = no bound of ours */
    const char *const *choices;
    const struct client_shape *item;   /* SET, LIST */
    const struct client_field *fields; /* OBJECT */
    unsigned n_fields;
    bool exactly_one; /* OBJECT: one of its fields must be there, and no other */
};

enum client_field_flags {
    CLIENT_REQUIRED = 1,
    CLIENT_MAKING_ONLY = 2, /* counts when the thing is made; never shown nor compared afterwards */
    CLIENT_STAYS = 8,       /* cannot be taken away again: left out, it stays as it is */
    CLIENT_SERVER_ONLY = 4, /* not in documents: a state that the plan brings about */
};

struct client_field {
    const char *name, *wire;
    const struct client_shape *shape;
    unsigned flags;
    const char *fallback; /* the value (JSON) where it is left out, or NULL */
};

/** In the order in which they are made; deletions go backwards. */
enum client_kind {
    CLIENT_ORGANIZATION,
    CLIENT_TRUSTED_SERVICE,
    CLIENT_POLICY_TYPE,
    CLIENT_ROOT,
    CLIENT_UNIT,
    CLIENT_ACCOUNT,
    CLIENT_ORG_POLICY,
    CLIENT_ATTACHMENT,
    CLIENT_DETACHMENT, /* an AWS policy that does not hang where it would by default */
    CLIENT_DELEGATION,
    CLIENT_RESOURCE_POLICY, /* the organization's own: what member accounts may do with its policies */
    CLIENT_INSTANCE,
    CLIENT_USER,
    CLIENT_GROUP,
    CLIENT_MEMBERSHIP,
    CLIENT_PERMISSION_SET,
    CLIENT_ASSIGNMENT,
    CLIENT_KINDS
};

#define CLIENT_PARTS 4
#define CLIENT_FIELDS 24

struct client_kind_row {
    const char *label, *plural;
    unsigned n_parts;
    unsigned folded; /* bit i: case means nothing in part i of the name */
    const struct client_field *fields;
    unsigned n_fields;
    const char *name, *wire_name; /* where the spelling of the name can be changed: what it is called; or NULL */
};

extern const struct client_kind_row client_kinds[CLIENT_KINDS];

/* Positions of fields that code asks for by name. */
enum { CLIENT_UNIT_TAGS };
enum { CLIENT_ACCOUNT_NAME, CLIENT_ACCOUNT_UNIT, CLIENT_ACCOUNT_TAGS, CLIENT_ACCOUNT_ROLE, CLIENT_ACCOUNT_BILLING };
enum { CLIENT_POLICY_DESCRIPTION, CLIENT_POLICY_TAGS, CLIENT_POLICY_CONTENT };
enum { CLIENT_RESOURCE_CONTENT, CLIENT_RESOURCE_TAGS };
enum { CLIENT_INSTANCE_NAME, CLIENT_INSTANCE_TAGS, CLIENT_INSTANCE_ATTRIBUTES };
enum { CLIENT_USER_EMAILS = 2, CLIENT_USER_ENTERPRISE = 16 };
enum {
    CLIENT_SET_DESCRIPTION,
    CLIENT_SET_DURATION,
    CLIENT_SET_RELAY_STATE,
    CLIENT_SET_TAGS,
    CLIENT_SET_MANAGED,
    CLIENT_SET_CUSTOMER,
    CLIENT_SET_INLINE,
    CLIENT_SET_BOUNDARY,
    CLIENT_SET_PROVISIONED,
};

/**
 * The value's one spelling from an API's JSON; absent where there is nothing (an empty text, list or object). What the
 * table does not name is dropped. Reads any JSON: what has the wrong kind counts as nothing.
 */
struct gh_str client_value_of(struct gh_arena *a, const struct client_shape *shape, const struct json *json);
/** The same from text that is a value already, or from none; for fields with a fallback never absent. */
struct gh_str client_value_or_fallback(const struct client_field *field, struct gh_str value);
/** Equal? Policies are equal where they say the same, whatever the order of their members. */
bool client_value_equal(struct gh_arena *a, const struct client_shape *shape, struct gh_str x, struct gh_str y);
/** A text as a value. Absent and empty give absent. */
struct gh_str client_value_text(struct gh_arena *a, struct gh_str text);
/** The text that a value of a TEXT or CHOICE is; absent where it is absent. */
struct gh_str client_text_value(struct gh_arena *a, struct gh_str value);
/** A value as a tree; NULL where it is absent. */
const struct json *client_value_json(struct gh_arena *a, struct gh_str value);

#endif
