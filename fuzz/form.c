/* form.c: whatever parses as a form is written back as a form of the same pairs. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "codec/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct form form, again, kept;
    struct gh_err err;
    struct form_limits keep = {.keep_malformed = true};
    int r = form_parse(a, gh_str_n((const char *)data, size), NULL, &form, &err);
    int rk = form_parse(a, gh_str_n((const char *)data, size), &keep, &kept, NULL);
    if (rk ? rk != r : (r != 0) != (kept.malformed.p != NULL)) abort();
    if (r) {
        if (!err.message[0]) abort();
        return 0;
    }
    struct gh_buf b;
    gh_buf_init(&b, a, (size_t)16 << 20);
    for (size_t i = 0; i < form.n; i++) form_add(&b, form.pairs[i].name, form.pairs[i].value);
    if (!gh_buf_ok(&b) || form_parse(a, gh_buf_str(&b), NULL, &again, NULL) || again.n != form.n) abort();
    for (size_t i = 0; i < form.n; i++)
        if (!gh_str_eq(form.pairs[i].name, again.pairs[i].name) ||
            !gh_str_eq(form.pairs[i].value, again.pairs[i].value))
            abort();
    return 0;
}
