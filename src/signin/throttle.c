/* throttle.c: see throttle.h. */
#include "signin/throttle.h"

#include <arpa/inet.h>

#include "base/base.h"
#include "crypto/digest.h"
#include "domain/context.h"
#include "store/queries.h"

#define IPV6_NETWORK_BYTES 8

/* An address may be a whole office: its rules are wide, and they forget within the hour. */
const struct throttle_rule throttle_user = {5, GH_SECOND_MS, 15 * GH_MINUTE_MS, GH_DAY_MS};
const struct throttle_rule throttle_user_anywhere = {1000, GH_SECOND_MS, GH_MINUTE_MS, GH_DAY_MS};
const struct throttle_rule throttle_address = {50, GH_SECOND_MS, 5 * GH_MINUTE_MS, GH_HOUR_MS};
const struct throttle_rule throttle_code = {10, 2 * GH_SECOND_MS, 10 * GH_MINUTE_MS, GH_HOUR_MS};
const struct throttle_rule throttle_mail = {3, 5 * GH_MINUTE_MS, GH_HOUR_MS, GH_DAY_MS};
const struct throttle_rule throttle_mail_address = {50, GH_SECOND_MS, 5 * GH_MINUTE_MS, GH_HOUR_MS};
const struct throttle_rule throttle_client = {1000, GH_SECOND_MS, GH_MINUTE_MS, GH_HOUR_MS};
const struct throttle_rule throttle_assertion = {100, GH_SECOND_MS, GH_MINUTE_MS, GH_HOUR_MS};

struct gh_str throttle_subject(struct gh_arena *a, const char *kind, struct gh_str scope, struct gh_str name) {
    return gh_fmt(a, "%s:%.*s:%.*s", kind, GH_S_FMT(scope), GH_S_FMT(crypto_sha256_hex(a, name)));
}

struct gh_str throttle_subject_owner(struct gh_arena *a, struct gh_str account_id, struct gh_str owner_id) {
    return throttle_subject(a, "change", account_id, owner_id);
}

static struct gh_str network_of(struct gh_arena *a, struct gh_str address) {
    struct in6_addr six;
    const char *text = gh_cstr(a, address);
    bool is_six = text && inet_pton(AF_INET6, text, &six) == 1 && !IN6_IS_ADDR_V4MAPPED(&six);
    return is_six ? gh_hex_str(a, &six, IPV6_NETWORK_BYTES) : address;
}

struct gh_str throttle_subject_address(struct gh_arena *a, const char *kind, struct gh_str address) {
    return throttle_subject(a, kind, GH_S(""), network_of(a, address));
}

int64_t throttle_wait_ms(const struct throttle_rule *rule, int64_t count) {
    if (count <= rule->free_attempts) return 0;
    int64_t doublings = count - rule->free_attempts - 1;
    int64_t wait = doublings < 20 ? rule->first_wait_ms << doublings : rule->longest_wait_ms;
    return wait < rule->longest_wait_ms ? wait : rule->longest_wait_ms;
}

int throttle_check(struct context *c, const struct throttle_rule *rule, struct gh_str subject, int64_t *ret_wait_ms,
                   struct gh_err *err) {
    struct store_signin_failure_get_row row;
    *ret_wait_ms = 0;
    int r = store_signin_failure_get(c->tx, &(struct store_signin_failure_get_args){subject}, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    if (row.first_ms < c->now_ms - rule->window_ms) return 0;
    int64_t wait_ms = throttle_wait_ms(rule, row.count);
    /* A clock that was set back makes nobody wait longer than the rule says. */
    int64_t passed_ms = c->now_ms > row.last_ms ? c->now_ms - row.last_ms : 0;
    if (wait_ms > passed_ms) *ret_wait_ms = wait_ms - passed_ms;
    return 0;
}

int throttle_count(struct context *c, const struct throttle_rule *rule, struct gh_str subject, struct gh_err *err) {
    struct store_signin_failure_count_args args = {
        .subject = subject, .now_ms = c->now_ms, .window_begin_ms = c->now_ms - rule->window_ms};
    return store_signin_failure_count(c->tx, &args, NULL, err);
}

int throttle_clear(struct context *c, struct gh_str subject, struct gh_err *err) {
    return store_signin_failure_clear(c->tx, &(struct store_signin_failure_clear_args){subject}, NULL, err);
}

/* ---- an attempt to sign in ---- */

#define KNOWN_MS (7 * GH_DAY_MS)

struct throttle_attempt throttle_attempt_from(struct gh_arena *a, struct gh_str name, struct gh_str address) {
    struct gh_str network = network_of(a, address);
    return (struct throttle_attempt){.name = name,
                                     .name_here = throttle_subject(a, "here", name, network),
                                     .known_here = throttle_subject(a, "known", name, network),
                                     .address = throttle_subject(a, "address", GH_S(""), network)};
}

static int is_known(struct context *c, const struct throttle_attempt *t, bool *ret_known, struct gh_err *err) {
    struct store_signin_failure_get_row row;
    int r = store_signin_failure_get(c->tx, &(struct store_signin_failure_get_args){t->known_here}, &row, err);
    *ret_known = !r && row.last_ms > c->now_ms - KNOWN_MS;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int throttle_attempt_check(struct context *c, const struct throttle_attempt *t, struct throttle_wait *ret_wait,
                           struct gh_err *err) {
    const struct {
        const struct throttle_rule *rule;
        struct gh_str subject;
    } counts[] = {{&throttle_user, t->name_here}, {&throttle_address, t->address}, {&throttle_user_anywhere, t->name}};
    int r = 0;
    *ret_wait = (struct throttle_wait){0};
    for (size_t i = 0; !r && i < GH_COUNT(counts); i++) {
        struct throttle_wait wait = {.subject = counts[i].subject};
        bool excused = false;
        r = throttle_check(c, counts[i].rule, wait.subject, &wait.ms, err);
        if (!r && wait.ms && counts[i].rule == &throttle_user_anywhere) r = is_known(c, t, &excused, err);
        if (!r && !excused && wait.ms > ret_wait->ms) *ret_wait = wait;
    }
    if (r) return r;
    return ret_wait->ms ? gh_fail(err, GH_ELIMIT, "too many failed attempts") : 0;
}

int throttle_attempt_failed(struct context *c, const struct throttle_attempt *t, struct gh_err *err) {
    int r = throttle_count(c, &throttle_user, t->name_here, err);
    if (!r) r = throttle_count(c, &throttle_user_anywhere, t->name, err);
    return r ? r : throttle_count(c, &throttle_address, t->address, err);
}

/* The count of all addresses stays: a guesser must not start anew whenever the owner comes. */
int throttle_attempt_succeeded(struct context *c, const struct throttle_attempt *t, struct gh_err *err) {
    struct store_signin_failure_count_args known = {
        .subject = t->known_here, .now_ms = c->now_ms, .window_begin_ms = c->now_ms};
    int r = throttle_clear(c, t->name_here, err);
    return r ? r : store_signin_failure_count(c->tx, &known, NULL, err);
}
