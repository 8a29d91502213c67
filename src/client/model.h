/*
 * model.h: an organization as a list of things, each with a name that is unique in its kind and the values of its
 * fields. What a document wants and what a server has are the same structure, so that comparing them is a walk.
 */
#ifndef GH_CLIENT_MODEL_H
#define GH_CLIENT_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/str.h"
#include "client/shape.h"

struct gh_arena;

struct client_item {
    enum client_kind kind;
    uint32_t line;                     /* of the document; 0 where it came from a server */
    struct gh_str parts[CLIENT_PARTS]; /* its name; see client_kinds */
    struct gh_str key;                 /* the parts as one text, folded: unique in the kind */
    struct gh_str *values;             /* one a field of the kind, or NULL; absent = nothing */
    struct gh_str id;                  /* the server's name of it */
    struct gh_str home;                /* ACCOUNT: id of the root or unit it stands in */
    bool management;                   /* ACCOUNT: the organization's own */
    bool closed;                       /* ACCOUNT: suspended, pending closure or closed: only its name is taken */
    struct client_item *match;         /* of a server: what the document has of that name */
    bool goes;                         /* of a server: it is to be deleted, */
    bool held;                         /* of a server: what stands on it, or should stand in for that, failed */
    bool goes_first;                   /* USER: before others are made, who take the address */
    bool in_use;                       /* PERMISSION_SET: it has roles in accounts */
    bool broken;                       /* of a document: making or changing it failed; nothing may build on it */
};

struct client_list {
    struct client_item **v;
    size_t n, room;
    struct gh_map by_key;
};

struct client_model {
    struct gh_arena *arena;
    struct client_list of[CLIENT_KINDS];
    bool present[CLIENT_KINDS];         /* does the document speak of this kind? */
    struct gh_map parents;              /* kind and parent ("5 name"): does it list that parent's memberships ...? */
    uint32_t unsupported[CLIENT_KINDS]; /* bit i: the server does not know field i */
    struct gh_str *notes;               /* what an export must say about what it left out */
    size_t n_notes;
    struct gh_map by_id;        /* of a server: root, units, accounts, users, groups, sets: id -> thing */
    struct gh_map aws_policies; /* of a server: key of an AWS policy's type and name -> its struct gh_str id */
    bool prune;                 /* what the document does not name goes */
    struct gh_str organization_id, root_id, management_id, instance_arn, store_id;
};

void client_model_init(struct client_model *m, struct gh_arena *a);
/** The key of a name of @kind. */
struct gh_str client_key(struct gh_arena *a, enum client_kind kind, const struct gh_str parts[CLIENT_PARTS]);
/** Adds a thing, whose parts are borrowed; NULL where one of that name is there, which *@ret_twin then is. */
struct client_item *client_model_add(struct client_model *m, enum client_kind kind,
                                     const struct gh_str parts[CLIENT_PARTS], struct client_item **ret_twin);
/** The thing of that name, or NULL. */
struct client_item *client_model_find(const struct client_model *m, enum client_kind kind,
                                      const struct gh_str parts[CLIENT_PARTS]);
/** The same for kinds whose name is one text. */
struct client_item *client_model_named(const struct client_model *m, enum client_kind kind, struct gh_str name);
/** Puts every kind in the order of its keys. */
void client_model_sort(struct client_model *m);
/** The document lists what of @kind belongs to the thing whose key is @parent. */
void client_model_manage(struct client_model *m, enum client_kind kind, struct gh_str parent);
bool client_model_manages(const struct client_model *m, enum client_kind kind, struct gh_str parent);
/** Adds a line for exports. */
void client_model_note(struct client_model *m, struct gh_str text);
/** The key of the thing that a membership, an attachment or a detachment is listed under. */
struct gh_str client_parent_key(struct gh_arena *a, const struct client_item *item);

/** A field's value; absent where there is none. */
struct gh_str client_item_value(const struct client_item *item, unsigned field);
void client_item_set(struct client_item *item, unsigned field, struct gh_str value);
/** "group admins, user alice": a name for people. */
struct gh_str client_item_label(struct gh_arena *a, const struct client_item *item);

/** Paths of units: names with '/' between; a '/' or '\' of a name has '\' before it. */
struct gh_str client_path_join(struct gh_arena *a, struct gh_str parent, struct gh_str name);
/** Takes the last name off; *@ret_parent is empty for a unit of the root. False where @path is no path. */
bool client_path_split(struct gh_arena *a, struct gh_str path, struct gh_str *ret_parent, struct gh_str *ret_name);

#endif
