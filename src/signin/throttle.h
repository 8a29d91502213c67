/*
 * throttle.h: failed attempts, counted in the database by subject (a user name, an address, a person), so that a
 * restart or another node forgets nothing. Unknown names are counted like known ones.
 */
#ifndef GH_SIGNIN_THROTTLE_H
#define GH_SIGNIN_THROTTLE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/** How many attempts are free, and how the wait grows after that. */
struct throttle_rule {
    int64_t free_attempts;
    int64_t first_wait_ms;   /* doubled with each further attempt, */
    int64_t longest_wait_ms; /* up to this */
    int64_t window_ms;       /* counted from the first attempt: then counting starts anew */
};

/**
 * Guessing one person's password, from one address and from all together; guessing from one address; guessing device
 * codes; asking for reset mails to one person, and from one address; registrations and device flows from one address;
 * assertions that STS refused, from one address.
 */
extern const struct throttle_rule throttle_user, throttle_user_anywhere, throttle_address, throttle_code, throttle_mail,
    throttle_mail_address, throttle_client, throttle_assertion;

/** What a count is kept under. @name is kept as its digest only: somebody may have typed a password there. */
struct gh_str throttle_subject(struct gh_arena *a, const char *kind, struct gh_str scope, struct gh_str name);
/**
 * The same for the old password of an IAM user or root user, guessed by somebody who is signed in or signs with a key
 * of theirs. What strangers guess at the sign-in page does not count here: they would keep the owner out.
 */
struct gh_str throttle_subject_owner(struct gh_arena *a, struct gh_str account_id, struct gh_str owner_id);
/** The same for an address. Of an IPv6 address the first 64 bits count: the rest is for its holder to choose. */
struct gh_str throttle_subject_address(struct gh_arena *a, const char *kind, struct gh_str address);

/** The wait after @count attempts, from the last of them. */
int64_t throttle_wait_ms(const struct throttle_rule *rule, int64_t count);

/** How long @subject has to wait from now on: 0 = not at all. */
int throttle_check(struct context *c, const struct throttle_rule *rule, struct gh_str subject, int64_t *ret_wait_ms,
                   struct gh_err *err);
int throttle_count(struct context *c, const struct throttle_rule *rule, struct gh_str subject, struct gh_err *err);
int throttle_clear(struct context *c, struct gh_str subject, struct gh_err *err);

/**
 * What an attempt to sign in is counted under. Guesses from one address make a name wait for that address, so that
 * nobody keeps its owner out; only those of very many addresses together make it wait for all, but for addresses that
 * the name was signed in from within the last days.
 */
struct throttle_attempt {
    struct gh_str name, name_here, known_here, address;
};
/** @name: what throttle_subject() gives for it. */
struct throttle_attempt throttle_attempt_from(struct gh_arena *a, struct gh_str name, struct gh_str address);
/** A wait, and which of the counts makes it. */
struct throttle_wait {
    int64_t ms;
    struct gh_str subject;
};
/** -GH_ELIMIT where the attempt has to wait: the longest of its waits. */
int throttle_attempt_check(struct context *c, const struct throttle_attempt *t, struct throttle_wait *ret_wait,
                           struct gh_err *err);
int throttle_attempt_failed(struct context *c, const struct throttle_attempt *t, struct gh_err *err);
/** Forgets the failures from this address. */
int throttle_attempt_succeeded(struct context *c, const struct throttle_attempt *t, struct gh_err *err);

#endif
