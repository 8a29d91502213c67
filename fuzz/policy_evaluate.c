/*
 * policy_evaluate.c: a request and a document. The first line is the action, the second the resource, then lines
 * "key=value" until an empty one, then the document. The decision must be that of its statements taken one by one, so
 * that the index over them can lose none.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "codec/json.h"
#include "policy/policy.h"

#define MAX_KEYS 80

struct input {
    struct policy_request request;
    struct policy_key keys[MAX_KEYS];
    struct gh_str values[MAX_KEYS];
    struct gh_str document;
};

static void read_input(struct input *in, struct gh_str text) {
    struct gh_str line;
    in->request.principal.account_id = GH_S("111122223333");
    in->request.principal.arn = GH_S("arn:aws:iam::111122223333:user/alice");
    in->request.keys = in->keys;
    if (!gh_str_split(&text, '\n', &in->request.action) || !gh_str_split(&text, '\n', &in->request.resource)) return;
    while (gh_str_split(&text, '\n', &line) && line.n) {
        size_t i = in->request.n_keys;
        ptrdiff_t equals = gh_str_find(line, '=');
        if (i == MAX_KEYS || equals < 0) continue;
        in->values[i] = gh_str_slice(line, (size_t)equals + 1, line.n);
        in->keys[i] = (struct policy_key){gh_str_slice(line, 0, (size_t)equals), &in->values[i], 1, i % 3 == 2};
        in->request.n_keys++;
    }
    in->document = text.p ? text : GH_S("");
}

static enum policy_effect decide(struct gh_arena *a, const struct policy *p, const struct policy_request *rq,
                                 size_t *ret_matches) {
    struct policy_layers layers = {.identity = {&p, 1}};
    struct policy_decision d;
    policy_evaluate(a, &layers, rq, &d);
    *ret_matches = d.n_matches;
    return d.effect;
}

/* The same from single-statement policies: slow and obvious. */
static enum policy_effect decide_one_by_one(struct gh_arena *a, const struct json *root, const struct input *in,
                                            size_t *ret_matches) {
    const struct json *statements = json_get(root, GH_S("Statement"));
    struct gh_str version = json_get_text(root, GH_S("Version"));
    size_t n = statements->kind == JSON_ARRAY ? statements->n : 1, count[3] = {0}, matches;
    for (size_t i = 0; i < n; i++) {
        const struct json *s = statements->kind == JSON_ARRAY ? &statements->items[i] : statements;
        struct gh_str text =
            gh_fmt(a, "{\"Version\":\"%.*s\",\"Statement\":%.*s}", GH_S_FMT(version.p ? version : GH_S("2008-10-17")),
                   GH_S_FMT(gh_str_slice(in->document, s->begin, s->end)));
        struct policy *p;
        if (policy_compile(a, text, POLICY_IDENTITY, GH_S("one"), &p, NULL)) abort();
        count[decide(a, p, &in->request, &matches)]++;
    }
    enum policy_effect effect = count[POLICY_EXPLICIT_DENY] ? POLICY_EXPLICIT_DENY
                                : count[POLICY_ALLOW]       ? POLICY_ALLOW
                                                            : POLICY_IMPLICIT_DENY;
    *ret_matches = effect == POLICY_IMPLICIT_DENY ? 0 : count[effect];
    return effect;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct gh_arena *a = gh_arena_new(0);
    struct input *in = gh_new(a, struct input);
    struct policy *p;
    read_input(in, gh_str_n((const char *)data, size));
    if (policy_compile(a, in->document, POLICY_IDENTITY, GH_S("p"), &p, NULL) == 0) {
        const struct json *root;
        size_t matches, expected;
        if (json_parse(a, in->document, NULL, &root, NULL)) abort();
        enum policy_effect effect = decide(a, p, &in->request, &matches);
        if (effect != decide_one_by_one(a, root, in, &expected) || matches != expected) abort();
    }
    gh_arena_free(a);
    return 0;
}
