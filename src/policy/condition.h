/* condition.h: the Condition element: its operators, how it is compiled and how it is decided. */
#ifndef GH_POLICY_CONDITION_H
#define GH_POLICY_CONDITION_H

#include "policy/policy_int.h"

struct evaluation;
struct json;

/** An operator as written: "ForAllValues:StringLikeIfExists" taken apart. */
struct condition_name {
    const struct condition_operator *op;
    enum condition_set set;
    bool if_exists;
};

/** Finds an operator by name (exact case, as IAM). */
bool condition_operator_find(struct gh_str name, struct condition_name *ret);

/**
 * What is wrong with a Condition element, before anything is compiled. Each answers NULL or the node at fault.
 * _shape: not operators over keys over scalars, an unknown operator, two keys that differ only in case.
 * _dates: a date that cannot be read.
 */
const struct json *condition_bad_shape(struct gh_arena *scratch, const struct json *block);
const struct json *condition_bad_date(const struct json *block);

/** Compiles a block that passed the checks. Strings are taken through @keep. */
struct condition_builder {
    struct gh_arena *arena;
    struct gh_str (*keep)(void *keeper, struct gh_str s);
    void *keeper;
    bool variables;
};
const struct condition *condition_compile(const struct condition_builder *b, const struct json *block, uint32_t *ret_n);

/** Do all conditions hold for the request? */
bool condition_match_all(struct evaluation *ev, const struct condition *conditions, uint32_t n);

#endif
