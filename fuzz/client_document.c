/* client_document.c: a document that is read is written so that reading it again gives the same text, and all that was
 * wanted: a plan from the second to the first has nothing to do. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "client/document.h"
#include "client/model.h"
#include "client/plan.h"

static int gather(void *context, struct gh_str text) {
    gh_buf_add(context, text);
    return 0;
}

static struct gh_str write_out(struct gh_arena *a, struct client_model *m) {
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    const struct client_sink sink = {gather, &b};
    client_model_sort(m);
    if (client_document_write(m, &sink, NULL)) abort();
    return gh_buf_str(&b);
}

static void check_problems(const struct client_problems *p, const struct gh_err *err) {
    size_t told = p->n < CLIENT_PROBLEMS ? p->n : CLIENT_PROBLEMS;
    if (err->code != GH_EINVAL && err->code != GH_ELIMIT) abort();
    if (!p->n && !err->message[0]) abort();
    for (size_t i = 0; i < told; i++)
        if (!p->v[i].line || !p->v[i].rule.n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct gh_arena *a = gh_arena_new(0);
    struct client_model first, second;
    struct client_problems *p = gh_new(a, struct client_problems);
    struct gh_err err = {0};
    struct client_plan plan;
    p->arena = a;
    client_model_init(&first, a);
    client_model_init(&second, a);
    if (client_document_read(&first, gh_str_n((const char *)data, size), p, &err)) {
        check_problems(p, &err);
    } else {
        struct gh_str text = write_out(a, &first);
        if (client_document_read(&second, text, p, &err)) abort();
        if (!gh_str_eq(text, write_out(a, &second))) abort();
        if (!client_plan_make(&second, &first, true, &plan, p, &err) && plan.n) abort();
    }
    gh_arena_free(a);
    return 0;
}
