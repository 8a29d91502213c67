/* operator.c: the table of condition operators and the reading of their names. */
#include "policy/condition.h"

#include "base/base.h"
#include "policy/policy_int.h"

#define OP(name_, type_, order_, negated_)                                                                             \
    { GH_S_INIT(name_), type_, order_, negated_ }
#define OP_ORDERED(kind, type)                                                                                         \
    OP(kind "Equals", type, ORDER_EQUAL, false), OP(kind "NotEquals", type, ORDER_EQUAL, true),                        \
        OP(kind "LessThan", type, ORDER_LESS, false), OP(kind "LessThanEquals", type, ORDER_LESS_EQUAL, false),        \
        OP(kind "GreaterThan", type, ORDER_GREATER, false),                                                            \
        OP(kind "GreaterThanEquals", type, ORDER_GREATER_EQUAL, false)

static const struct condition_operator operators[] = {
    OP("StringEquals", CONDITION_STRING, ORDER_EQUAL, false),
    OP("StringNotEquals", CONDITION_STRING, ORDER_EQUAL, true),
    OP("StringEqualsIgnoreCase", CONDITION_STRING_FOLD, ORDER_EQUAL, false),
    OP("StringNotEqualsIgnoreCase", CONDITION_STRING_FOLD, ORDER_EQUAL, true),
    OP("StringLike", CONDITION_STRING_LIKE, ORDER_EQUAL, false),
    OP("StringNotLike", CONDITION_STRING_LIKE, ORDER_EQUAL, true),
    OP_ORDERED("Numeric", CONDITION_NUMERIC),
    OP_ORDERED("Date", CONDITION_DATE),
    OP("Bool", CONDITION_BOOL, ORDER_EQUAL, false),
    OP("BinaryEquals", CONDITION_BINARY, ORDER_EQUAL, false),
    OP("IpAddress", CONDITION_IP, ORDER_EQUAL, false),
    OP("NotIpAddress", CONDITION_IP, ORDER_EQUAL, true),
    OP("ArnEquals", CONDITION_ARN, ORDER_EQUAL, false),
    OP("ArnLike", CONDITION_ARN, ORDER_EQUAL, false),
    OP("ArnNotEquals", CONDITION_ARN, ORDER_EQUAL, true),
    OP("ArnNotLike", CONDITION_ARN, ORDER_EQUAL, true),
    OP("Null", CONDITION_NULL, ORDER_EQUAL, false),
};

static bool eat_prefix(struct gh_str *s, struct gh_str prefix) {
    if (!gh_str_starts(*s, prefix)) return false;
    *s = gh_str_slice(*s, prefix.n, s->n);
    return true;
}

bool condition_operator_find(struct gh_str name, struct condition_name *ret) {
    struct condition_name found = {.set = SET_NONE};
    if (eat_prefix(&name, GH_S("ForAllValues:")))
        found.set = SET_ALL;
    else if (eat_prefix(&name, GH_S("ForAnyValue:")))
        found.set = SET_ANY;
    if (gh_str_ends(name, GH_S("IfExists"))) {
        found.if_exists = true;
        name = gh_str_slice(name, 0, name.n - 8);
    }
    for (size_t i = 0; i < GH_COUNT(operators) && !found.op; i++)
        if (gh_str_eq(operators[i].name, name)) found.op = &operators[i];
    /* Null asks whether the key exists: neither IfExists nor a set makes sense with it, and AWS refuses both. */
    if (!found.op || (found.op->type == CONDITION_NULL && (found.if_exists || found.set != SET_NONE))) return false;
    *ret = found;
    return true;
}
