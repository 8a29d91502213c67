/*
 * totp.h: time-based one-time passwords (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, six digits, 30
 * seconds. Pure functions: no clock, no store. That a code is used once only is for the caller to keep.
 */
#ifndef GH_PROTO_TOTP_H
#define GH_PROTO_TOTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct gh_arena;

#define TOTP_STEP_MS INT64_C(30000)
#define TOTP_DIGITS 6

/** The number of the time step at a moment. */
int64_t totp_step(int64_t now_ms);
/** The code of a step, TOTP_DIGITS digits. */
void totp_code(struct gh_str seed, int64_t step, char ret_digits[TOTP_DIGITS]);

/** The steps that are tried: from @first to @last. */
struct totp_window {
    int64_t first, last;
};
/** Is @code that of a step in the window? Answers the latest such step. Every step is tried, in constant time each. */
bool totp_match(struct gh_str seed, struct totp_window window, struct gh_str code, int64_t *ret_step);
/** Are the codes those of two steps that follow each other, both in the window? Answers the latter. */
bool totp_match_pair(struct gh_str seed, struct totp_window window, struct gh_str first, struct gh_str second,
                     int64_t *ret_step);

#endif
