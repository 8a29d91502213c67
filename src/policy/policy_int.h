/*
 * policy_int.h: the compiled form of a document, shared by the files of policy/ and by nobody else. Everything here is
 * immutable once policy_compile() has returned, and points into the policy's own copy of the document.
 */
#ifndef GH_POLICY_INT_H
#define GH_POLICY_INT_H

#include "base/base.h"
#include "policy/pattern.h"
#include "policy/policy.h"
#include "policy/value.h"

/** What a condition compares, and so how its values are read. */
enum condition_type {
    CONDITION_STRING,      /* exact */
    CONDITION_STRING_FOLD, /* ASCII case ignored */
    CONDITION_STRING_LIKE,
    CONDITION_NUMERIC,
    CONDITION_DATE,
    CONDITION_BOOL,
    CONDITION_BINARY,
    CONDITION_IP,
    CONDITION_ARN,
    CONDITION_NULL,
};

enum condition_order { ORDER_EQUAL, ORDER_LESS, ORDER_LESS_EQUAL, ORDER_GREATER, ORDER_GREATER_EQUAL };

enum condition_set { SET_NONE, SET_ALL, SET_ANY };

struct condition_operator {
    struct gh_str name;
    enum condition_type type;
    enum condition_order order;
    bool negated;
};

struct condition_value {
    bool valid; /* false: a value of the wrong form, which equals nothing */
    union {
        struct pattern pattern; /* strings and ARNs */
        struct value_number number;
        int64_t date_ms;
        bool boolean;
        struct value_cidr cidr;
    };
};

struct condition {
    const struct condition_operator *op;
    enum condition_set set;
    bool if_exists;
    struct gh_str key;
    uint32_t key_hash;
    uint32_t n_values;
    const struct condition_value *values;
};

struct principal_entry {
    enum policy_principal_kind kind;
    struct gh_str text;
};

struct statement {
    bool allow, not_action, not_resource, not_principal;
    uint32_t index, begin, end;
    uint32_t n_actions, n_resources, n_principals, n_conditions;
    struct gh_str sid;
    const struct pattern *actions;
    const struct pattern *resources;          /* none: the document's kind has no Resource, every resource matches */
    const struct principal_entry *principals; /* none: the document's kind has no Principal */
    const struct condition *conditions;
};

#define POSTING_END UINT32_MAX

/** A statement that an action may match, in a chain in the order of the document. */
struct posting {
    uint32_t statement, next;
    const struct pattern *pattern; /* NULL: no test needed, or (NotAction) all of the statement's patterns */
};

struct posting_slot {
    struct gh_str key; /* "iam:createuser", "iam", or the beginning "iam:crea" of a pattern; absent in a free slot */
    uint64_t hash;
    uint32_t head, tail;
};

/** Finds the statements for an action without looking at the others. */
struct statement_index {
    const struct posting *postings;
    const struct posting_slot *slots; /* a power of two; open addressing */
    uint32_t mask;
    uint32_t any; /* chain of the statements that may match any action */
    bool deep;    /* patterns are found by their beginnings too */
};

struct policy {
    struct gh_str id, document;
    enum policy_type type;
    bool variables; /* Version 2012-10-17 */
    uint32_t n_statements;
    const struct statement *statements;
    struct statement_index index;
};

/** Case-folded hash of a condition key: a filter before the comparison, nothing more. */
uint32_t policy_key_hash(struct gh_str key);

#endif
