/* managed_policy.c: see managed_policy.h. */
#include "domain/managed_policy.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/base.h"
#include "domain/context.h"
#include "policy/policy.h"
#include "store/queries.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct gh_arena *shared; /* holds every compiled built-in policy; never freed */
static struct policy **compiled;

/* The table is sorted by ARN. */
static ptrdiff_t builtin_index(struct gh_str arn) {
    size_t low = 0, high = managed_policies_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = gh_str_cmp(managed_policies[middle].arn, arn);
        if (order == 0) return (ptrdiff_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

static int builtin_compile(size_t index, const struct policy **ret_policy, struct gh_err *err) {
    const struct managed_policy *m = &managed_policies[index];
    int r = 0;
    pthread_mutex_lock(&lock);
    if (!shared) {
        shared = gh_arena_new(0);
        compiled = gh_new_n(shared, struct policy *, managed_policies_count);
    }
    if (!compiled[index]) r = policy_compile(shared, m->document, POLICY_IDENTITY, m->arn, &compiled[index], err);
    if (!r) *ret_policy = compiled[index];
    pthread_mutex_unlock(&lock);
    return r;
}

int managed_policy_find(struct context *c, struct gh_str arn, struct gh_str *ret_name, struct gh_err *err) {
    ptrdiff_t index = builtin_index(arn);
    if (index >= 0) {
        *ret_name = managed_policies[index].name;
        return 0;
    }
    struct store_iam_aws_policy_get_row row;
    int r = store_iam_aws_policy_get(c->tx, &(struct store_iam_aws_policy_get_args){.arn = arn}, &row, err);
    if (!r) *ret_name = row.name;
    return r;
}

int managed_policy_compile(struct context *c, struct gh_arena *a, struct gh_str arn, const struct policy **ret_policy,
                           struct gh_err *err) {
    ptrdiff_t index = builtin_index(arn);
    if (index >= 0) return builtin_compile((size_t)index, ret_policy, err);
    struct store_iam_aws_policy_get_row row;
    int r = store_iam_aws_policy_get(c->tx, &(struct store_iam_aws_policy_get_args){.arn = arn}, &row, err);
    if (r) return r;
    struct policy *p;
    r = policy_compile(a, gh_str_dup(a, row.document), POLICY_IDENTITY, gh_str_dup(a, arn), &p, err);
    if (!r) *ret_policy = p;
    return r;
}
