/*
 * load.h: a load generator: some connections kept alive, one request at a time on each, every request from a callback.
 * One thread; to this machine only.
 */
#ifndef BENCH_LOAD_LOAD_H
#define BENCH_LOAD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOAD_REQUEST_MAX 65536

struct load_options {
    unsigned port;
    unsigned connections;
    int64_t warmup_ms, run_ms; /* nothing is counted in the warm-up */
    uint64_t requests_max;     /* 0 = until the time is over */
    unsigned expect;           /* the status of a good answer */
    bool spin;                 /* look for answers without sleeping: the server's CPU is not spent on waking this one */
    /** Writes request number @serial (head and body) to @to; answers its length, 0 to give up. */
    size_t (*request)(void *context, uint64_t serial, char to[LOAD_REQUEST_MAX]);
    void *context;
};

struct load_result {
    uint64_t requests, errors; /* errors: another status, or the connection broke */
    double seconds, per_second;
    double p50_us, p99_us, max_us;
    unsigned first_bad_status;   /* 0 = none, or a broken connection */
    char first_bad_answer[1024]; /* the beginning of it */
};

/** False where no connection can be made. */
bool load_run(const struct load_options *o, struct load_result *ret);

#endif
