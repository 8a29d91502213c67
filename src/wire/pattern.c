/*
 * pattern.c: see pattern.h. AWS's patterns are Java's, which match the whole value and write \uHHHH for a code unit;
 * \w, \d and \s are ASCII there, as in PCRE2 without UCP, while \p{L} and the like are Unicode in both.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "wire/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

/* Far above what any pattern of the models needs for its longest value, far below a second. */
#define MATCH_LIMIT 2000000
#define HEAP_LIMIT_KIB 8192

static struct {
    pcre2_code **codes;
    size_t n;
    pcre2_match_context *limits;
} table;

static void match_data_free(void *data) {
    pcre2_match_data_free(data);
}

/* One per thread, reused: with JIT a match then allocates nothing. */
static pcre2_match_data *match_data(void) {
    static _Thread_local pcre2_match_data *data;
    if (data) return data;
    data = pcre2_match_data_create(1, NULL);
    if (!data) abort();
    gh_at_thread_end(match_data_free, data);
    return data;
}

static bool is_hex4(const char *p) {
    unsigned char bytes[2];
    return strnlen(p, 4) == 4 && gh_unhex(bytes, 2, gh_str_n(p, 4));
}

/* \uHHHH becomes \x{HHHH}. The supplementary planes, which Java cannot write so, stand in AWS's models as below. */
static char *translate(struct gh_arena *a, const char *pattern) {
    static const char planes[] = "\\u10000-\\u10FFFF";
    struct gh_buf b;
    gh_buf_init(&b, a, 1 << 16);
    for (const char *p = pattern; *p;) {
        if (strncmp(p, planes, sizeof planes - 1) == 0) {
            gh_buf_add(&b, GH_S("\\x{10000}-\\x{10FFFF}"));
            p += sizeof planes - 1;
        } else if (p[0] == '\\' && p[1] == 'u' && is_hex4(p + 2)) {
            gh_buf_addf(&b, "\\x{%.4s}", p + 2);
            p += 6;
        } else if (p[0] == '\\' && p[1]) {
            gh_buf_add(&b, gh_str_n(p, 2));
            p += 2;
        } else {
            gh_buf_addc(&b, *p++);
        }
    }
    return gh_buf_ok(&b) ? gh_cstr(a, gh_buf_str(&b)) : NULL;
}

static int compile(const char *pattern, pcre2_code **ret_code, struct gh_err *err) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    const char *text = translate(a, pattern);
    if (!text) return gh_fail(err, GH_EINTERNAL, "pattern too long: %.60s", pattern);
    int code;
    PCRE2_SIZE at;
    uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
    pcre2_code *c = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, &code, &at, NULL);
    if (!c) {
        char why[128];
        pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
        return gh_fail(err, GH_EINTERNAL, "pattern %s: %s at %zu", pattern, why, (size_t)at);
    }
    /* Without JIT (a system that forbids writable code) matching is slower, not different. */
    pcre2_jit_compile(c, PCRE2_JIT_COMPLETE);
    *ret_code = c;
    return 0;
}

int wire_patterns_init(const char *const *patterns, size_t n, struct gh_err *err) {
    wire_patterns_done();
    table.codes = calloc(n ? n : 1, sizeof *table.codes);
    table.limits = pcre2_match_context_create(NULL);
    if (!table.codes || !table.limits) abort();
    pcre2_set_match_limit(table.limits, MATCH_LIMIT);
    pcre2_set_heap_limit(table.limits, HEAP_LIMIT_KIB);
    table.n = n;
    for (size_t i = 0; i < n; i++) {
        int rc = compile(patterns[i], &table.codes[i], err);
        if (!rc) continue;
        wire_patterns_done();
        return rc;
    }
    return 0;
}

void wire_patterns_done(void) {
    for (size_t i = 0; i < table.n; i++) pcre2_code_free(table.codes[i]);
    free(table.codes);
    pcre2_match_context_free(table.limits);
    memset(&table, 0, sizeof table);
}

bool wire_pattern_match(uint32_t id, struct gh_str value) {
    if (id >= table.n || !value.p) return false;
    const pcre2_code *code = table.codes[id];
    PCRE2_SPTR text = (PCRE2_SPTR)value.p;
    int rc = pcre2_match(code, text, value.n, 0, 0, match_data(), table.limits);
    /* The machine stack that JIT uses is small; the interpreter's heap is larger. */
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(code, text, value.n, 0, PCRE2_NO_JIT, match_data(), table.limits);
    return rc >= 0;
}
