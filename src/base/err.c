/* err.c: see err.h. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

/* Starts a fresh error without clearing its two text buffers byte by byte: failures are on the hot path too. */
static void start(struct gh_err *err, enum gh_code code, const struct gh_error_shape *shape) {
    err->code = code;
    err->shape = shape;
    for (size_t i = 0; i < GH_ERR_MEMBERS; i++) err->members[i] = (struct gh_err_member){0};
    err->message[0] = err->detail[0] = '\0';
}

/* vsnprintf, but text that does not fit is cut between characters: half of one would make the reply invalid UTF-8. */
static void GH_PRINTF(3, 0) print(char *to, size_t size, const char *fmt, va_list ap) {
    int n = vsnprintf(to, size, fmt, ap);
    if (n < (int)size) return;
    size_t end = size - 1, lead = end;
    while (lead && ((unsigned char)to[lead - 1] & 0xc0) == 0x80) lead--;
    if (lead && (unsigned char)to[lead - 1] >= 0xc0) lead--;
    if (!gh_str_is_utf8(gh_str_n(to + lead, end - lead))) to[lead] = '\0';
}

struct gh_err *gh_err_new(struct gh_arena *a) {
    struct gh_err *err = gh_arena_raw(a, sizeof *err);
    start(err, 0, NULL);
    return err;
}

int gh_fail(struct gh_err *err, enum gh_code code, const char *fmt, ...) {
    if (!err) return -(int)code;
    start(err, code, NULL);
    va_list ap;
    va_start(ap, fmt);
    print(err->detail, sizeof err->detail, fmt, ap);
    va_end(ap);
    return -(int)code;
}

int gh_refuse(struct gh_err *err, enum gh_code code, const char *fmt, ...) {
    if (!err) return -(int)code;
    start(err, code, NULL);
    va_list ap;
    va_start(ap, fmt);
    print(err->message, sizeof err->message, fmt, ap);
    va_end(ap);
    return -(int)code;
}

int gh_throw(struct gh_err *err, const struct gh_error_shape *shape, const char *fmt, ...) {
    if (!err) return -GH_ETHROWN;
    start(err, GH_ETHROWN, shape);
    va_list ap;
    va_start(ap, fmt);
    print(err->message, sizeof err->message, fmt, ap);
    va_end(ap);
    if (shape && shape->fixed_name) gh_err_member(err, shape->fixed_name, shape->fixed_value);
    return -GH_ETHROWN;
}

void gh_err_member(struct gh_err *err, const char *name, struct gh_str value) {
    if (!err || !value.p) return;
    for (size_t i = 0; i < GH_ERR_MEMBERS; i++) {
        if (err->members[i].name) continue;
        err->members[i] = (struct gh_err_member){name, value};
        return;
    }
}

const char *gh_code_name(enum gh_code code) {
    static const char *const names[] = {
        "ok",    "invalid", "not found", "exists", "denied",           "unauthenticated", "conflict",
        "limit", "expired", "busy",      "I/O",    "modelled failure", "internal",
    };
    return (size_t)code < sizeof names / sizeof names[0] ? names[code] : "unknown";
}
