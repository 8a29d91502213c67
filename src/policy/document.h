/*
 * document.h: a document between parsing and compiling: its elements found, nothing yet checked beyond JSON.
 * Lives in a scratch arena that ends with policy_compile().
 */
#ifndef GH_POLICY_DOCUMENT_H
#define GH_POLICY_DOCUMENT_H

#include "codec/json.h"
#include "policy/policy.h"

enum element {
    ELEMENT_SID,
    ELEMENT_EFFECT,
    ELEMENT_PRINCIPAL,
    ELEMENT_NOT_PRINCIPAL,
    ELEMENT_ACTION,
    ELEMENT_NOT_ACTION,
    ELEMENT_RESOURCE,
    ELEMENT_NOT_RESOURCE,
    ELEMENT_CONDITION,
    ELEMENTS,
};

struct raw_statement {
    const struct json *node;
    const struct json *element[ELEMENTS]; /* NULL where absent */
};

struct raw_document {
    struct gh_arena *scratch;
    struct gh_str text;
    enum policy_type type;
    const struct json *version; /* NULL where absent */
    bool is_2012;
    struct raw_statement *statements;
    uint32_t n_statements;
    struct gh_err *err;
};

/** Parses the text and finds the elements. Fails with the message of the document's kind. */
int document_read(struct raw_document *d);
/** Checks everything that AWS checks when a policy is stored, in AWS's order. */
int document_check(struct raw_document *d);
/** The part of document_check() for a role's trust policy. */
int document_check_trust(struct raw_document *d);

/** Fails with AWS's text for the client, and what and where for the log. */
int document_malformed(const struct raw_document *d, const struct json *at, const char *what, const char *fmt, ...)
    GH_PRINTF(4, 5);
/** "Syntax errors in policy.", or what trust policies answer instead. */
int document_syntax(const struct raw_document *d, const struct json *at, const char *what);

/** Items of a string-or-array element. Strings where document_check() has passed. */
uint32_t element_count(const struct json *element);
const struct json *element_at(const struct json *element, uint32_t i);

/** Checks one Resource element's value; "*" and ARNs with their parts in order. */
int resource_check(const struct raw_document *d, const struct json *value);
/** The part of it that IAM calls legacy parsing, which it does before anything else. */
bool resource_is_legacy(struct gh_str value);
/** Does the ARN end after its third field, so that AWS fills the others with "*"? */
bool resource_is_short(struct gh_str value);
int action_check(const struct raw_document *d, const struct json *value);

#endif
