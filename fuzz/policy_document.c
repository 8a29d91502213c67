/* policy_document.c: the first byte picks the kind of policy, the rest is the document. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "policy/policy.h"

static void walk(const struct policy *p) {
    struct policy_named_principal principal;
    size_t at = 0, before = 0;
    while (policy_principal_next(p, &at, &principal))
        if (at <= before++ || !principal.text.n) abort();
}

static void ask(struct gh_arena *a, const struct policy *p, struct gh_str document) {
    struct gh_str value = GH_S("alice");
    const struct policy_key keys[] = {{GH_S("aws:username"), &value, 1, false}, {GH_S("aws:TagKeys"), NULL, 0, true}};
    struct policy_layers layers = {.identity = {&p, 1}, .resource = p};
    struct policy_request rq = {
        .action = GH_S("sts:AssumeRole"),
        .resource = GH_S("arn:aws:iam::111122223333:role/r"),
        .principal = {.account_id = GH_S("111122223333"), .arn = GH_S("arn:aws:iam::111122223333:user/alice")},
        .keys = keys,
        .n_keys = 2};
    struct policy_decision d;
    policy_evaluate(a, &layers, &rq, &d);
    for (size_t i = 0; i < d.n_matches; i++) {
        const struct policy_match *m = &d.matches[i];
        if (m->begin >= m->end || m->end > document.n || document.p[m->begin] != '{') abort();
        if (document.p[m->end - 1] != '}' || m->allow != (d.effect == POLICY_ALLOW)) abort();
    }
    policy_explain(a, &d, rq.action);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    struct gh_arena *a = gh_arena_new(0);
    struct gh_str document = gh_str_n((const char *)data + 1, size - 1);
    enum policy_type type = (enum policy_type)(data[0] % (POLICY_MANAGED + 1));
    struct policy *p;
    struct gh_err err = {0};
    if (policy_compile(a, document, type, GH_S("p"), &p, &err) == 0) {
        walk(p);
        ask(a, p, document);
    } else if (err.code != GH_EINVAL || !err.message[0]) {
        abort();
    }
    gh_arena_free(a);
    return 0;
}
