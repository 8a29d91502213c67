/*
 * decide.c: answers decisions for run.py, which compares AWS's documents with ours. One process, since it asks for
 * millions. Reads lines of tab-separated fields:
 *   P document          adds a document to the set                (N forgets the set)
 *   R resource [key=value]...   the request that the following actions are part of
 *   Q action            prints one character a document: A allowed, D denied, - neither
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "policy/policy.h"

#define DOCUMENTS_MAX 4
#define FIELDS_MAX 16

struct decider {
    struct gh_arena *documents; /* of the set */
    struct gh_arena *request;   /* of the R line; its texts outlive the line */
    struct gh_arena *decision;
    const struct policy *policies[DOCUMENTS_MAX];
    size_t n;
    struct policy_request asked;
};

static void stop(const char *what) {
    fprintf(stderr, "decide: %s\n", what);
    exit(1);
}

static size_t split(struct gh_str line, struct gh_str *ret_fields) {
    size_t n = 0;
    for (size_t from = 0, i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] != '\t') continue;
        if (n == FIELDS_MAX) stop("a line has too many fields");
        ret_fields[n++] = gh_str_slice(line, from, i);
        from = i + 1;
    }
    return n;
}

static void add_document(struct decider *d, struct gh_str document) {
    struct gh_err err;
    struct policy *p;
    if (d->n == DOCUMENTS_MAX) stop("too many documents");
    if (policy_compile(d->documents, gh_str_dup(d->documents, document), POLICY_MANAGED, GH_S("p"), &p, &err))
        stop(err.message);
    d->policies[d->n++] = p;
}

static void set_request(struct decider *d, const struct gh_str *fields, size_t n) {
    gh_arena_reset(d->request);
    struct policy_key *keys = gh_new_n(d->request, struct policy_key, n);
    for (size_t i = 1; i < n; i++) {
        struct gh_str field = gh_str_dup(d->request, fields[i]);
        size_t equals = 0;
        while (equals < field.n && field.p[equals] != '=') equals++;
        struct gh_str *value = gh_new(d->request, struct gh_str);
        *value = gh_str_slice(field, equals + 1, field.n);
        keys[i - 1] = (struct policy_key){.key = gh_str_slice(field, 0, equals), .values = value, .n_values = 1};
    }
    d->asked = (struct policy_request){
        .resource = gh_str_dup(d->request, fields[0]),
        .principal = {.account_id = GH_S("111122223333"), .arn = GH_S("arn:aws:iam::111122223333:user/alice")},
        .keys = keys,
        .n_keys = n - 1,
    };
}

static void answer(struct decider *d, struct gh_str action) {
    d->asked.action = action;
    for (size_t i = 0; i < d->n; i++) {
        struct policy_decision decision;
        struct policy_layers layers = {.identity = {&d->policies[i], 1}};
        policy_evaluate(d->decision, &layers, &d->asked, &decision);
        putchar(decision.effect == POLICY_ALLOW ? 'A' : decision.effect == POLICY_EXPLICIT_DENY ? 'D' : '-');
        gh_arena_reset(d->decision);
    }
    putchar('\n');
}

static void obey(struct decider *d, const struct gh_str *fields, size_t n) {
    char what = fields[0].n == 1 ? fields[0].p[0] : 0;
    if (what == 'N') {
        gh_arena_reset(d->documents);
        d->n = 0;
    } else if (what == 'P' && n == 2) {
        add_document(d, fields[1]);
    } else if (what == 'R' && n >= 2) {
        set_request(d, fields + 1, n - 1);
    } else if (what == 'Q' && n == 2) {
        answer(d, fields[1]);
    } else {
        stop("a line of no known form");
    }
}

int main(void) {
    struct decider d = {.documents = gh_arena_new(0), .request = gh_arena_new(0), .decision = gh_arena_new(0)};
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    struct gh_str fields[FIELDS_MAX];
    while ((n = getline(&line, &room, stdin)) > 0) {
        if (line[n - 1] == '\n') n--;
        obey(&d, fields, split(gh_str_n(line, (size_t)n), fields));
    }
    free(line);
    gh_arena_free(d.documents);
    gh_arena_free(d.request);
    gh_arena_free(d.decision);
    return 0;
}
