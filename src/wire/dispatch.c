/*
 * dispatch.c: see dispatch.h.
 *
 * A request goes through up to three stages. `open` reads the signature, finds the row and, in a read snapshot,
 * verifies who is calling; a read operation then runs in that same snapshot. `run` is the write half, in a savepoint on
 * the writer's thread, where caller and permissions are looked up again. `finish` encodes and replies. Where reads
 * block (PostgreSQL) the first stage runs on a pool for that, with the exchange deferred.
 */
#include "wire/dispatch.h"

#include "audit/audit.h"
#include "base/base.h"
#include "domain/access.h"
#include "domain/portal_session.h"
#include "domain/service_event.h"
#include "http/response.h"
#include "http/server.h"
#include "job/job.h"
#include "proto/sigv4.h"
#include "store/store.h"
#include "wire/authenticate.h"
#include "wire/authorize.h"
#include "wire/call.h"
#include "wire/engine.h"
#include "wire/errors.h"
#include "wire/route.h"

#define AUDIT_DUMP_MAX ((size_t)64 * 1024)
#define UNSIGNED_JSON_MAX ((size_t)32 * 1024)

/* A request under way; lives in the exchange's arena. */
struct request {
    struct store_write write; /* first: the writer hands it back */
    struct audit_wait wait;
    struct gh_work work;
    const struct dispatcher *d;
    struct http_exchange *x;
    struct wire_route route;
    bool is_signed, deferred, reads;
    struct sigv4_request signature;
    struct wire_proof proof;
    struct gh_call call;
    void *in, *out;
    int rc;
    struct gh_err *err;
    struct wire_reply reply;
};

static const struct gh_service *service_of(const struct request *q) {
    return q->route.service;
}

/* Turns what library code answered into something the client may see. */
static int settle(struct request *q, int rc) {
    if (rc >= 0 || rc == -GH_ETHROWN) return rc;
    struct gh_err *e = q->err;
    if (rc == -GH_EDENIED && e->message[0])
        return wire_refuse(e, service_of(q), WIRE_ACCESS_DENIED, "%s",
                           gh_cstr(q->call.ctx.arena, gh_str_c(e->message)));
    if (rc == -GH_EINVAL && e->message[0])
        return wire_refuse(e, service_of(q), WIRE_VALIDATION, "%s", gh_cstr(q->call.ctx.arena, gh_str_c(e->message)));
    e->code = (enum gh_code) - rc;
    e->shape = NULL;
    gh_log(GH_LOG_ERROR, "%.*s:%.*s %.*s failed: %s: %s", GH_S_FMT(q->call.request_id),
           GH_S_FMT(q->call.op ? q->call.op->service->name : GH_S("?")),
           GH_S_FMT(q->call.op ? q->call.op->name : GH_S("?")), gh_code_name((enum gh_code) - rc), e->detail);
    return rc;
}

static void encode(struct request *q) {
    struct gh_arena *a = q->call.ctx.arena;
    q->reply = (struct wire_reply){0};
    if (q->rc >= 0)
        wire_encode(a, q->call.op, q->out, q->call.request_id, &q->reply);
    else
        wire_encode_error(a, q->route.protocol, service_of(q), q->err, q->call.request_id, &q->reply);
}

static void send_reply(struct request *q) {
    const struct wire_reply *out = &q->reply;
    for (size_t i = 0; i < out->n_headers; i++) http_reply_header(q->x, out->headers[i].name, out->headers[i].value);
    if (q->rc < 0 && q->call.denial.p)
        http_reply_header(q->x, GH_S("X-Gatehouse-Authorization-Message"), q->call.denial);
    http_reply(q->x, out->status, out->content_type, gh_buf_str(&out->body));
}

static void reply(struct request *q) {
    encode(q);
    send_reply(q);
}

static struct gh_str dump(struct request *q, const struct gh_shape *shape, const void *value) {
    if (!shape || !value) return GH_S_NONE;
    struct gh_buf b;
    gh_buf_init(&b, q->call.ctx.arena, AUDIT_DUMP_MAX);
    wire_dump(&b, shape, value);
    return gh_buf_ok(&b) ? gh_buf_str(&b) : GH_S("{\"omitted\":true}");
}

static struct audit_event event_of(struct request *q) {
    struct gh_call *c = &q->call;
    struct audit_event e = {.time_ms = c->ctx.now_ms,
                            .account_id = c->audit_account.p       ? c->audit_account
                                          : c->caller.account_id.p ? c->caller.account_id
                                                                   : GH_S(""),
                            .request_id = c->request_id,
                            .event_source = c->op->service->event_source,
                            .event_name = c->op->name,
                            .region = c->signed_region,
                            .source_ip = c->source_ip,
                            .user_agent = c->user_agent,
                            .caller = &c->caller,
                            .read_only = c->op->mode == GH_MODE_READ,
                            .additional_data = c->audit_data,
                            .request_parameters = dump(q, c->op->in, q->in)};
    if (q->rc >= 0 && c->op->audit == GH_AUDIT_DURABLE) e.response_elements = dump(q, c->op->out, q->out);
    if (q->rc < 0) {
        e.error_code = q->err->shape ? q->err->shape->name : GH_S("InternalFailure");
        e.error_message = gh_str_c(q->err->message);
    }
    return e;
}

static void defer(struct request *q) {
    if (q->deferred) return;
    q->deferred = true;
    http_defer(q->x);
}

/* Who is calling, as of the transaction at hand. */
static int identify(struct request *q) {
    if (q->call.op->auth == GH_AUTH_NONE) return 0;
    if (q->call.op->auth == GH_AUTH_BEARER) return wire_caller_by_bearer(&q->call, q->err);
    return wire_caller_by_proof(&q->call, &q->proof, service_of(q), q->err);
}

/*
 * What the input proves about the caller, then the gate. Where the input is the only proof, it has been checked by the
 * slow half, and counts in the write.
 */
static int authorize(struct request *q) {
    const struct gh_operation *op = q->call.op;
    bool by_input = op->auth == GH_AUTH_NONE && op->present;
    if (op->auth != GH_AUTH_SIGV4 && !(by_input && q->call.ctx.writing)) return 0;
    q->call.keys = NULL;
    q->call.n_keys = 0;
    int r = op->present ? op->present(&q->call, q->in, q->err) : 0;
    return r ? r : wire_authorize(&q->call, q->in, q->err);
}

static int run_write(struct store_write *w, struct store_tx *tx) {
    struct request *q = (struct request *)w;
    q->call.ctx.tx = tx;
    q->call.ctx.writing = true;
    int r = identify(q);
    if (!r) r = authorize(q);
    return r ? r : q->call.op->run(&q->call, q->in, q->out, q->err);
}

/* A call that did many things leaves an event of each. */
static void record_parts(struct request *q, const struct audit_event *whole) {
    const struct gh_call *c = &q->call;
    for (size_t i = 0; i < c->n_part_events; i++) {
        struct audit_event e = *whole;
        e.event_source = c->part_events[i].event_source;
        e.event_name = c->part_events[i].event_name;
        e.request_parameters = c->part_events[i].request_parameters;
        e.response_elements = c->part_events[i].response_elements;
        audit_record(q->d->audit, &e);
    }
}

static int record_write(struct store_write *w, struct store_tx *tx, int rc) {
    struct request *q = (struct request *)w;
    q->rc = settle(q, rc);
    q->call.ctx.tx = tx;
    if (q->rc < 0 && q->call.aftermath) {
        int r = q->call.aftermath(&q->call.ctx, q->call.aftermath_subject, NULL);
        if (r < 0) return r;
    }
    struct audit_event e = event_of(q);
    audit_record(q->d->audit, &e);
    if (q->rc >= 0) record_parts(q, &e);
    if (q->rc >= 0) service_events_record(q->d->house, q->call.ctx.service_events);
    return 0;
}

/* The batch was rolled back or its fate is unknown: whatever the handler answered does not count. */
static void did_not_commit(struct request *q) {
    q->rc = gh_fail(q->err, GH_EBUSY, "the transaction did not commit");
}

static void done_write(struct store_write *w, int rc) {
    struct request *q = (struct request *)w;
    bool wake = rc >= 0 && q->call.ctx.job_submitted && q->d->jobs;
    if (rc == -GH_EBUSY && q->rc != rc) did_not_commit(q);
    if (wake) job_runner_kick(q->d->jobs); /* before the reply: the server may stop with its last exchange */
    reply(q);                              /* q is gone from here on */
}

static void submit_write(struct request *q) {
    struct store *store = q->d->house->store;
    defer(q);
    q->write =
        (struct store_write){.arena = q->call.ctx.arena, .run = run_write, .record = record_write, .done = done_write};
    store_write_submit(store, &q->write);
}

/* A denial is kept before it is told, also where the operation only reads. */
static int already_settled(struct store_write *w, struct store_tx *tx) {
    (void)tx;
    return ((struct request *)w)->rc;
}

static int record_settled(struct store_write *w, struct store_tx *tx, int rc) {
    struct request *q = (struct request *)w;
    (void)rc;
    q->call.ctx.tx = tx;
    if (q->call.aftermath) {
        int r = q->call.aftermath(&q->call.ctx, q->call.aftermath_subject, NULL);
        if (r < 0) return r;
    }
    struct audit_event e = event_of(q);
    audit_record(q->d->audit, &e);
    return 0;
}

static void submit_refusal(struct request *q) {
    struct store *store = q->d->house->store;
    defer(q);
    q->write = (struct store_write){
        .arena = q->call.ctx.arena, .run = already_settled, .record = record_settled, .done = done_write};
    store_write_submit(store, &q->write);
}

/* Who was refused is known, and what was refused: that is worth keeping. */
static bool is_denial(const struct request *q) {
    bool known = q->call.caller.account_id.p || q->call.audit_account.p;
    return q->rc < 0 && q->call.op && q->call.op->run && known;
}

static void run_slow(struct gh_work *w) {
    struct request *q = (struct request *)((char *)w - offsetof(struct request, work));
    q->rc = settle(q, q->call.op->prepare(&q->call, q->in, q->out, q->err));
    if (q->rc >= 0)
        submit_write(q);
    else if (is_denial(q))
        submit_refusal(q);
    else
        reply(q);
}

static void submit_slow(struct request *q) {
    defer(q);
    q->work.run = run_slow;
    if (gh_pool_submit(q->d->slow, &q->work)) return;
    q->rc = wire_refuse(q->err, service_of(q), WIRE_THROTTLED, "Rate exceeded");
    reply(q);
}

/*
 * JSON grows many times when it is decoded. Whom nobody vouches for gets room for what these operations take, no more;
 * a SAML assertion, which may be longer, comes in a form.
 */
static bool is_too_large(const struct request *q) {
    return q->call.op->auth != GH_AUTH_SIGV4 && service_of(q)->protocol != GH_AWS_QUERY &&
           q->route.input.http->body.n > UNSIGNED_JSON_MAX;
}

/* Everything that is decided in the first snapshot. Returns 0 where the operation may go on. */
static int open_in_snapshot(struct request *q) {
    struct gh_call *c = &q->call;
    const struct gh_service *service = service_of(q);
    if (q->is_signed) {
        int r = wire_signature_verify(c, q->route.input.http, service, &q->signature, &q->proof, q->err);
        if (r) return r;
    }
    if (!c->op)
        return wire_refuse(q->err, service, WIRE_UNKNOWN_OPERATION,
                           "The requested operation is not a part of this service.");
    if (!q->is_signed && c->op->auth == GH_AUTH_SIGV4)
        return wire_refuse(q->err, service, WIRE_MISSING_AUTHENTICATION, "Missing Authentication Token");
    if (!c->op->run)
        return wire_refuse(q->err, service, WIRE_NOT_IMPLEMENTED, "%.*s is not built yet.", GH_S_FMT(c->op->name));
    if (is_too_large(q))
        return wire_refuse(q->err, service, WIRE_REQUEST_TOO_LARGE, "The request body may have at most %zu bytes.",
                           UNSIGNED_JSON_MAX);
    int r = identify(q);
    if (!r) r = wire_decode(c->ctx.arena, &q->route.input, c->op, &q->in, q->err);
    if (r) return r;
    q->out = wire_output_new(c->ctx.arena, c->op);
    r = authorize(q);
    /* A call that uses something up (a one-time code) writes, whatever its row says. */
    q->reads = c->op->mode == GH_MODE_READ && !c->aftermath;
    if (r || !q->reads) return r;
    r = c->op->run(c, q->in, q->out, q->err);
    q->reads = !c->aftermath;
    return r;
}

static void event_settled(struct audit_wait *w, bool durable) {
    struct request *q = (struct request *)((char *)w - offsetof(struct request, wait));
    if (!durable) {
        did_not_commit(q);
        encode(q);
    }
    send_reply(q);
}

/* A read has run. Where it handed something out, its event is durable first; the reply is made meanwhile. */
static void finish_read(struct request *q) {
    struct audit_event e = event_of(q);
    if (q->call.op->audit == GH_AUDIT_DURABLE) {
        defer(q);
        encode(q);
        q->wait.done = event_settled;
        audit_await(q->d->audit, &e, &q->wait);
        return;
    }
    int pushed = audit_push(q->d->audit, &e, q->err);
    if (pushed) q->rc = pushed;
    reply(q);
}

static void open_request(struct request *q) {
    struct gh_call *c = &q->call;
    int r = store_read_begin(q->d->house->store, c->ctx.arena, &c->ctx.tx, q->err);
    if (!r) {
        r = open_in_snapshot(q);
        store_read_end(c->ctx.tx);
        c->ctx.tx = NULL;
    }
    q->rc = settle(q, r);
    if (is_denial(q)) {
        submit_refusal(q);
        return;
    }
    if (q->rc < 0)
        reply(q);
    else if (q->reads)
        finish_read(q);
    else if (c->op->mode == GH_MODE_SLOW)
        submit_slow(q);
    else
        submit_write(q);
}

static void open_on_pool(struct gh_work *w) {
    open_request((struct request *)((char *)w - offsetof(struct request, work)));
}

/*
 * The portal's cookie counts only on a request that our own pages made. Another site can have a browser send it, but
 * not with this Origin, nor with this Sec-Fetch-Site, which stands in for it on a GET
 * (https://www.w3.org/TR/fetch-metadata).
 */
static struct gh_str own_cookie(const struct house *house, const struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    struct gh_str origin = http_header(r, GH_S("Origin"));
    bool own = origin.p ? gh_str_eq(origin, house->url)
                        : gh_str_eq(http_header(r, GH_S("Sec-Fetch-Site")), GH_S("same-origin"));
    return own ? http_cookie_own(x, PORTAL_COOKIE, house->secure) : GH_S_NONE;
}

static struct request *request_new(const struct dispatcher *d, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    struct gh_arena *a = http_exchange_arena(x);
    struct request *q = gh_new(a, struct request);
    q->d = d;
    q->x = x;
    q->err = gh_err_new(a);
    q->call = (struct gh_call){.ctx = {.arena = a, .now_ms = gh_clock_ms(), .house = d->house},
                               .request_id = gh_uuid_new(a),
                               .source_ip = r->remote_ip,
                               .user_agent = http_header(r, GH_S("User-Agent")),
                               .host = http_header(r, GH_S("Host")),
                               .signed_region = d->house->region,
                               .bearer_token = http_header(r, GH_S("x-amz-sso_bearer_token")),
                               .secure_transport = r->secure};
    q->call.portal_cookie = own_cookie(d->house, x);
    return q;
}

/* What can be told without the database: the signature's parts and the operation's row. */
static int read_request(struct request *q) {
    const struct http_request *r = http_exchange_request(q->x);
    const struct dispatcher *d = q->d;
    struct gh_arena *a = q->call.ctx.arena;
    q->is_signed = wire_is_signed(r);
    /* Without a signature first: a malformed one is refused in the terms of the service that was meant. */
    wire_route(a, d->services, d->n_services, GH_S_NONE, r, &q->route);
    q->call.op = q->route.op;
    if (!q->is_signed) return 0;
    int rc = wire_signature_parse(&q->call, r, q->route.service, &q->signature, q->err);
    if (rc) return rc;
    const struct gh_service *meant = q->route.service;
    if (meant && gh_str_eq(meant->signing_name, q->signature.service)) return 0;
    wire_route(a, d->services, d->n_services, q->signature.service, r, &q->route);
    q->call.op = q->route.op;
    if (q->route.service) return 0;
    q->route.service = meant;
    return wire_refuse(q->err, meant, WIRE_INVALID_SIGNATURE,
                       "Credential should be scoped to correct service: '%.*s'. ",
                       GH_S_FMT(meant ? meant->signing_name : GH_S("")));
}

void wire_dispatch(const struct dispatcher *d, struct http_exchange *x) {
    struct request *q = request_new(d, x);
    q->rc = read_request(q);
    if (q->rc < 0) {
        reply(q);
        return;
    }
    if (!d->readers) {
        open_request(q);
        return;
    }
    defer(q);
    q->work.run = open_on_pool;
    if (gh_pool_submit(d->readers, &q->work)) return;
    q->rc = wire_refuse(q->err, service_of(q), WIRE_UNAVAILABLE, "The service is busy. Please try again.");
    reply(q);
}
