/* handshake_job.c: see handshake_job.h. One job a handshake, which sleeps until something is due. */
#include "service/organizations/handshake_job.h"

#include "base/base.h"
#include "domain/context.h"
#include "gen/organizations.h"
#include "store/queries.h"

/* AWS: a closed handshake can be seen for 30 days. */
#define VISIBLE_MS (30 * GH_DAY_MS)

static int expire(struct context *c, const struct store_handshake_get_row *row, struct gh_err *err) {
    struct store_handshake_state_args args = {row->id, ORGANIZATIONS_HANDSHAKE_STATE_EXPIRED, true, row->expires_ms};
    int r = store_handshake_state(c->tx, &args, NULL, err);
    struct store_handshake_cancel_parts_args parts = {row->id, c->now_ms};
    struct store_responsibility_transfer_answer_args transfer = {row->id, args.state};
    if (!r) r = store_responsibility_transfer_answer(c->tx, &transfer, NULL, err);
    return r ? r : store_handshake_cancel_parts(c->tx, &parts, NULL, err);
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_handshake_get_row row;
    int r = store_handshake_get(c->tx, &(struct store_handshake_get_args){job->payload}, &row, err);
    if (r) return r == -GH_ENOTFOUND ? JOB_DONE : r;
    if (!row.has_closed_ms && row.expires_ms > c->now_ms) {
        job->run_ms = row.expires_ms;
        return JOB_MORE;
    }
    if (!row.has_closed_ms && (r = expire(c, &row, err))) return r;
    int64_t forget_ms = (row.has_closed_ms ? row.closed_ms : row.expires_ms) + VISIBLE_MS;
    if (forget_ms <= c->now_ms) {
        r = store_handshake_delete(c->tx, &(struct store_handshake_delete_args){row.id}, NULL, err);
        return r ? r : JOB_DONE;
    }
    job->run_ms = forget_ms;
    return JOB_MORE;
}

const struct job_kind handshake_job = {
    .name = GH_S_INIT("organizations.handshake"), .run = run, .max_attempts = INT64_MAX};
