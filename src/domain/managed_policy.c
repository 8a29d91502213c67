/* managed_policy.c: see managed_policy.h. */
#include "domain/managed_policy.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/base.h"
#include "domain/context.h"
#include "domain/iam_policy.h"
#include "policy/policy.h"
#include "store/queries.h"

/* AWS shows when it made a policy; of those built in no more is known than that it was before this: 1 January 2015. */
#define BUILTIN_CREATED_MS 1420070400000

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

size_t managed_policy_after(struct gh_str arn) {
    size_t i = 0;
    while (i < managed_policies_count && gh_str_cmp(managed_policies[i].arn, arn) <= 0) i++;
    return i;
}

bool managed_policy_is_aws(struct gh_str arn) {
    return gh_str_starts(arn, GH_S("arn:aws:iam::aws:"));
}

int managed_policy_read(struct context *c, struct gh_str arn, struct managed_policy_facts *ret_facts,
                        struct gh_err *err) {
    ptrdiff_t index = builtin_index(arn);
    if (index >= 0) {
        const struct managed_policy *m = &managed_policies[index];
        *ret_facts = (struct managed_policy_facts){m->name, m->document, BUILTIN_CREATED_MS};
        return 0;
    }
    struct store_iam_aws_policy_read_row row;
    int r = store_iam_aws_policy_read(c->tx, &(struct store_iam_aws_policy_read_args){arn}, &row, err);
    if (!r) *ret_facts = (struct managed_policy_facts){row.name, row.document, row.imported_ms};
    return r;
}

int managed_policy_find(struct context *c, struct gh_str arn, struct gh_str *ret_name, struct gh_err *err) {
    struct managed_policy_facts facts;
    struct iam_policy_row own;
    bool aws = managed_policy_is_aws(arn);
    int r = aws ? managed_policy_read(c, arn, &facts, err) : iam_policy_find(c, arn, &own, err);
    if (!r) *ret_name = aws ? facts.name : own.name;
    return r;
}

static int document_of(struct context *c, struct gh_str arn, struct gh_str *ret_document, struct gh_err *err) {
    struct managed_policy_facts facts;
    struct iam_policy_row own;
    bool aws = managed_policy_is_aws(arn);
    int r = aws ? managed_policy_read(c, arn, &facts, err) : iam_policy_find(c, arn, &own, err);
    if (!r && !aws) return iam_policy_text(c, &own, ret_document, err);
    if (!r) *ret_document = facts.document;
    return r;
}

int managed_policy_compile(struct context *c, struct gh_arena *a, struct gh_str arn, const struct policy **ret_policy,
                           struct gh_err *err) {
    ptrdiff_t index = builtin_index(arn);
    if (index >= 0) return builtin_compile((size_t)index, ret_policy, err);
    struct gh_str document;
    struct policy *p;
    int r = document_of(c, arn, &document, err);
    if (!r) r = policy_compile(a, gh_str_dup(a, document), POLICY_IDENTITY, gh_str_dup(a, arn), &p, err);
    if (!r) *ret_policy = p;
    return r;
}
