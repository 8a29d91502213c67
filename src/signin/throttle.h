/*
 * throttle.h: failed attempts, counted in the database by subject (a user name, an address, a session), so that a
 * restart or another node forgets nothing. Unknown names are counted like known ones.
 */
#ifndef GH_SIGNIN_THROTTLE_H
#define GH_SIGNIN_THROTTLE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/** How many failures are free, and how the wait grows after that. */
struct throttle_rule {
    int64_t free_failures;
    int64_t first_wait_ms;   /* doubled with each further failure, */
    int64_t longest_wait_ms; /* up to this */
};

/** Guessing one person's password; guessing from one address; guessing device codes in one session. */
extern const struct throttle_rule throttle_user, throttle_address, throttle_code;

struct gh_str throttle_subject(struct gh_arena *a, const char *kind, struct gh_str scope, struct gh_str name);

/** The wait after @count failures, from the last of them. */
int64_t throttle_wait_ms(const struct throttle_rule *rule, int64_t count);

/** How long @subject has to wait from now on: 0 = not at all. */
int throttle_check(struct context *c, const struct throttle_rule *rule, struct gh_str subject, int64_t *ret_wait_ms,
                   struct gh_err *err);
int throttle_count(struct context *c, struct gh_str subject, struct gh_err *err);
int throttle_clear(struct context *c, struct gh_str subject, struct gh_err *err);

#endif
