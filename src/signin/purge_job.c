/* purge_job.c: see purge_job.h. One job for all nodes, under a fixed id, which moves itself on by an hour. */
#include "signin/purge_job.h"

#include "base/base.h"
#include "domain/context.h"
#include "domain/portal_session.h"
#include "store/queries.h"

#define PURGE_ID GH_S("signin.purge")
#define PURGE_KIND GH_S("signin.purge")
#define INTERVAL_MS GH_HOUR_MS
#define CHUNK 100
/* A link that is kept a while after its end can say "expired" rather than "unknown". */
#define KEEP_MS (7 * GH_DAY_MS)

int purge_job_ensure(struct context *c, struct gh_err *err) {
    return job_ensure(c, PURGE_KIND, PURGE_ID, c->now_ms, err);
}

static int purge_sessions(struct context *c, int64_t *more, struct gh_err *err) {
    struct store_portal_session_expired_rows rows;
    struct store_portal_session_expired_args args = {c->now_ms - KEEP_MS, CHUNK};
    int r = store_portal_session_expired(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) r = portal_session_end(c, rows.v[i].id, err);
    *more += (int64_t)rows.n;
    return r;
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    int64_t before_ms = c->now_ms - KEEP_MS, n[8] = {0}, more = 0;
    int r = purge_sessions(c, &more, err);
    if (!r) r = store_purge_signin_link(c->tx, &(struct store_purge_signin_link_args){before_ms, CHUNK}, &n[0], err);
    if (!r) r = store_purge_portal_token(c->tx, &(struct store_purge_portal_token_args){before_ms, CHUNK}, &n[1], err);
    if (!r)
        r = store_purge_device_authorization(c->tx, &(struct store_purge_device_authorization_args){before_ms, CHUNK},
                                             &n[2], err);
    if (!r) r = store_purge_oidc_client(c->tx, &(struct store_purge_oidc_client_args){before_ms, CHUNK}, &n[3], err);
    if (!r)
        r = store_purge_signin_failure(c->tx, &(struct store_purge_signin_failure_args){before_ms, CHUNK}, &n[4], err);
    /* These had an end of their own, and nothing is said of them later. */
    if (!r)
        r = store_purge_iam_assertion_used(c->tx, &(struct store_purge_iam_assertion_used_args){c->now_ms, CHUNK},
                                           &n[5], err);
    if (!r)
        r = store_purge_console_session(c->tx, &(struct store_purge_console_session_args){c->now_ms, CHUNK}, &n[6],
                                        err);
    if (!r)
        r = store_purge_account_email_start(
            c->tx, &(struct store_purge_account_email_start_args){c->now_ms - GH_DAY_MS, CHUNK}, &n[7], err);
    for (size_t i = 0; i < GH_COUNT(n); i++) more += n[i];
    if (r) return r;
    if (!more) job->run_ms = c->now_ms + INTERVAL_MS;
    return JOB_MORE;
}

const struct job_kind purge_job = {.name = GH_S_INIT("signin.purge"), .run = run, .max_attempts = INT64_MAX};
