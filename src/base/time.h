/*
 * time.h: moments as milliseconds since 1970-01-01T00:00:00Z (int64_t, suffix _ms), UTC only.
 * gh_clock_ms() is the only place that asks for the wall clock, so that tests can move it.
 */
#ifndef GH_TIME_H
#define GH_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/str.h"

#define GH_SECOND_MS INT64_C(1000)
#define GH_MINUTE_MS (60 * GH_SECOND_MS)
#define GH_HOUR_MS (60 * GH_MINUTE_MS)
#define GH_DAY_MS (24 * GH_HOUR_MS)

/** The wall clock plus the offset that a test or GATEHOUSE_CLOCK_OFFSET_S has set. */
int64_t gh_clock_ms(void);
/** Moves what gh_clock_ms() answers by @offset_ms. */
void gh_clock_shift(int64_t offset_ms);
/** A clock that never goes back, for durations. */
int64_t gh_monotonic_ms(void);
/** @ms (not negative) from now on that clock, as waits take it. */
struct timespec gh_monotonic_after(int64_t ms);

/** "2026-11-24T08:00:00Z" */
struct gh_str gh_time_iso(struct gh_arena *a, int64_t ms);
/** "20261124T080000Z" as SigV4 writes it */
struct gh_str gh_time_basic(struct gh_arena *a, int64_t ms);
/** "Tue, 24 Nov 2026 08:00:00 GMT" (RFC 9110 section 5.6.7) */
struct gh_str gh_time_http(struct gh_arena *a, int64_t ms);
/** ISO 8601: date and time, optional fraction, Z or +hh:mm. */
bool gh_time_parse_iso(struct gh_str s, int64_t *ret_ms);
/** SigV4's basic form. */
bool gh_time_parse_basic(struct gh_str s, int64_t *ret_ms);
/** ISO 8601 duration of days, hours, minutes, seconds ("PT4H", "P1DT30M"), in seconds. */
bool gh_time_parse_duration(struct gh_str s, int64_t *ret_seconds);

#endif
