/* log.c: see log.h. A line is written with one write(2), so that threads and processes do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"

static _Atomic int lowest = GH_LOG_INFO;

void gh_log_set_level(enum gh_log_level level) {
    atomic_store(&lowest, (int)level);
}

static void add_escaped(struct gh_buf *b, const char *s) {
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') gh_buf_addc(b, '\\');
        if (c < 0x20)
            gh_buf_addf(b, "\\u%04x", c);
        else
            gh_buf_addc(b, *s);
    }
}

void gh_log(enum gh_log_level level, const char *fmt, ...) {
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if ((int)level < atomic_load_explicit(&lowest, memory_order_relaxed)) return;
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, a, 16384);
    gh_buf_addf(&b, "{\"time\":\"%.*s\",\"level\":\"%s\",\"message\":\"", GH_S_FMT(gh_time_iso(a, gh_clock_ms())),
                names[level]);
    add_escaped(&b, text);
    gh_buf_add(&b, GH_S("\"}\n"));
    ssize_t written = write(STDERR_FILENO, b.p, b.n);
    (void)written; /* nowhere left to complain */
}
