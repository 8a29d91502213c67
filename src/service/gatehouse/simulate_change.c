/*
 * simulate_change.c: SimulateChange: the requests of the last days, and those that the caller supplies, asked of the
 * engine twice: as things are, and as they would be. A page reads a bounded part of the trail, of which nothing stays
 * but what the answer tells; equal requests are asked once. Reads only.
 */
#include <string.h>

#include "audit/audit.h"
#include "crypto/digest.h"
#include "domain/access.h"
#include "gen/services.h"
#include "service/gatehouse/gatehouse.h"
#include "service/gatehouse/proposed.h"
#include "service/gatehouse/recorded.h"
#include "store/store.h"
#include "wire/engine.h"
#include "wire/page.h"

#define DAYS_DEFAULT 7
/* For one page: reads of the trail, requests that differ from each other, what these ask of the engine, and memory. */
#define READS_MAX 16
#define DISTINCT_MAX 1000
#define ASKED_MAX 2000
#define ROOM_BYTES ((size_t)8 << 20)
#define MEMBERS_MAX 200
/* Of one event: one that needs more stays undetermined. */
#define EVENT_ROOM_BYTES ((size_t)32 << 20)

/* A request that was seen, by what makes it differ from others. */
struct seen {
    ptrdiff_t difference; /* its index; -1: it makes no difference */
};

struct simulation {
    struct gh_call *c;
    struct gh_arena *reading, *asking; /* for one read of the trail, for one event */
    const struct gatehouse_simulate_change_input *in;
    struct proposed proposed;
    struct gh_map seen, accounts;
    struct gatehouse_difference_list list;
    size_t room;
    size_t asked; /* of the engine */
    struct audit_reader *reader;
    bool begun, full; /* this page has looked at an event; it takes no more */
    int64_t examined, undetermined, until_ms;
    int rc;
    struct gh_err *err;
};

static struct gatehouse_difference *add_difference(struct simulation *s, struct gh_str kind) {
    if (s->list.n == s->room) {
        s->room = s->room ? 2 * s->room : 64;
        struct gatehouse_difference *grown = gh_new_n(s->c->ctx.arena, struct gatehouse_difference, s->room);
        if (s->list.n) memcpy(grown, s->list.v, s->list.n * sizeof *grown);
        s->list.v = grown;
    }
    struct gatehouse_difference *d = &s->list.v[s->list.n++];
    *d = (struct gatehouse_difference){.kind = kind};
    return d;
}

/* ---- one request, asked twice ---- */

/* All of a request's resources together: what first refuses it, before and after. */
struct comparison {
    struct simulation *s;
    struct gh_call *subject;
    bool ends; /* the session would be none any more */
    struct policy_decision before, after;
    struct policy_request asked_before, asked_after; /* what was refused, if anything */
};

static void keep_stricter(struct policy_decision *kept, struct policy_request *kept_request,
                          const struct policy_decision *d, const struct policy_request *request) {
    if (kept_request->action.p && kept->effect != POLICY_ALLOW) return;
    *kept = *d;
    *kept_request = *request;
}

static int compare(void *context, const struct policy_layers *layers, const struct policy_request *request,
                   struct gh_err *err) {
    struct comparison *x = context;
    struct policy_layers changed;
    struct policy_decision d;
    struct gh_arena *a = x->subject->ctx.arena;
    x->s->asked++;
    policy_evaluate(a, layers, request, &d);
    keep_stricter(&x->before, &x->asked_before, &d, request);
    int r = proposed_apply(&x->s->proposed, x->subject, request, layers, &changed, err);
    if (r) return r;
    policy_evaluate(a, &changed, request, &d);
    if (x->ends) d = (struct policy_decision){.effect = POLICY_IMPLICIT_DENY};
    keep_stricter(&x->after, &x->asked_after, &d, request);
    return 0;
}

/* They outlive the subject and its policies. */
static struct gatehouse_deciding_statement_list kept_statements(struct gh_call *c, const struct policy_decision *why) {
    struct gatehouse_deciding_statement_list list = gatehouse_statements(c, why);
    for (size_t i = 0; i < list.n; i++) {
        list.v[i].policy_id = gh_str_dup(c->ctx.arena, list.v[i].policy_id);
        list.v[i].sid = gh_str_dup(c->ctx.arena, list.v[i].sid);
    }
    return list;
}

/* The index of the difference, or -1. */
static ptrdiff_t conclude(struct simulation *s, const struct comparison *x) {
    bool allowed = x->before.effect == POLICY_ALLOW, stays = x->after.effect == POLICY_ALLOW;
    if (allowed == stays) return -1;
    const struct policy_decision *why = stays ? &x->before : &x->after;
    const struct policy_request *refused = stays ? &x->asked_before : &x->asked_after;
    struct gatehouse_difference *d =
        add_difference(s, stays ? GATEHOUSE_DIFFERENCE_KIND_NEWLY_ALLOWED : GATEHOUSE_DIFFERENCE_KIND_NEWLY_DENIED);
    d->principal_arn = gh_str_dup(s->c->ctx.arena, x->subject->caller.arn);
    d->account_id = gh_str_dup(s->c->ctx.arena, x->subject->caller.account_id);
    d->action = gh_str_dup(s->c->ctx.arena, refused->action);
    d->resource = gh_str_dup(s->c->ctx.arena, refused->resource);
    d->before = gatehouse_decision(x->before.effect);
    d->after = gatehouse_decision(x->after.effect);
    d->layer = x->ends && !stays ? GATEHOUSE_LAYER_AUTHENTICATION : gatehouse_layer(why->layer);
    d->deciding_statements = kept_statements(s->c, why);
    return d - s->list.v;
}

/* ---- requests that the caller supplies ---- */

static int simulate_given(struct simulation *s, const struct gatehouse_authorization_request *q, struct gh_err *err) {
    struct gatehouse_explained e;
    struct gatehouse_authorization_result now;
    int r = gatehouse_decide(s->c, q, &e, &now, err);
    if (r) return r;
    s->examined++;
    if (e.subject.failure.p) {
        s->undetermined++;
        return 0;
    }
    struct comparison x = {.s = s, .subject = &e.subject.call};
    r = proposed_ends_session(&s->proposed, &e.subject.call, &x.ends, err);
    if (r) return r;
    r = compare(&x, &e.evaluation.layers, &e.evaluation.request, err);
    if (!r) conclude(s, &x);
    if (r == -GH_ECONFLICT) s->undetermined++;
    return r == -GH_ECONFLICT ? 0 : r;
}

/* ---- the trail ---- */

static const struct gh_operation *operation_of(const struct audit_event *e) {
    const struct gh_operation *op = recorded_operation(e);
    bool asked = op && op->auth == GH_AUTH_SIGV4 && op->authorization.action.p && op->run;
    return asked ? op : NULL;
}

static bool is_of_kind(const struct principal *p) {
    return p && !p->assumed_root &&
           (p->kind == PRINCIPAL_ROOT || p->kind == PRINCIPAL_USER || p->kind == PRINCIPAL_ROLE_SESSION);
}

/* Is the account one that the caller may ask about, and of those that are asked about? */
static bool is_in_question(struct simulation *s, struct gh_str account_id) {
    static char yes, no;
    bool may = false;
    if (s->in->account_id.p && !gh_str_eq(s->in->account_id, account_id)) return false;
    void *known = gh_map_get(&s->accounts, account_id);
    if (known) return known == &yes;
    int r = gatehouse_may_ask(s->c, account_id, &may, s->err);
    if (r) s->rc = r;
    gh_map_put(&s->accounts, gh_str_dup(s->c->ctx.arena, account_id), may ? &yes : &no);
    return may;
}

/* What the event tells of the session and the connection, which the ARN does not. */
static void take_facts(struct gh_arena *a, struct gh_call *subject, const struct audit_event *e) {
    const struct principal *p = e->caller;
    subject->ctx.now_ms = e->time_ms;
    subject->source_ip = gh_str_dup(a, e->source_ip);
    subject->user_agent = gh_str_dup(a, e->user_agent);
    subject->signed_region = gh_str_dup(a, e->region);
    subject->secure_transport = subject->ctx.house->secure;
    subject->caller.token_issue_ms = p->token_issue_ms;
    subject->caller.mfa_present = p->mfa_present;
    subject->caller.mfa_ms = p->mfa_ms;
    subject->caller.source_identity = gh_str_dup(a, p->source_identity);
    subject->caller.identity_store_id = gh_str_dup(a, p->identity_store_id);
    subject->caller.identity_user_id = gh_str_dup(a, p->identity_user_id);
}

/* The index of the difference, -1 for none, or -2 where the request cannot be asked again. */
static ptrdiff_t simulate_event(struct simulation *s, const struct audit_event *e, const struct gh_operation *op) {
    struct gh_arena *a = s->asking;
    struct gh_call asker = *s->c;
    struct gh_err *why = gh_err_new(a);
    struct gatehouse_principal p = {.arn = gh_str_dup(a, e->caller->arn)};
    struct gatehouse_subject subject;
    void *in;
    asker.ctx.arena = a;
    int r = gatehouse_subject_open(&asker, &p, &subject, why);
    if (r || subject.failure.p) return -2;
    take_facts(a, &subject.call, e);
    if (wire_undump(a, op, gh_str_dup(a, e->request_parameters), &in, why)) return -2;
    struct comparison x = {.s = s, .subject = &subject.call};
    struct wire_visitor visitor = {compare, &x};
    subject.call.op = op;
    r = proposed_ends_session(&s->proposed, &subject.call, &x.ends, why);
    if (!r) r = wire_gate_visit(&subject.call, in, &visitor, why);
    return r || !x.asked_after.action.p ? -2 : conclude(s, &x);
}

static void count(struct simulation *s, const struct audit_event *e, ptrdiff_t at) {
    if (at < 0) return;
    struct gatehouse_difference *d = &s->list.v[at];
    d->requests++;
    d->has_requests = true;
    if (!d->first_time) d->first_time = e->time_ms;
    d->last_time = e->time_ms;
    d->last_request_id = gh_str_dup(s->c->ctx.arena, e->request_id);
}

static bool is_full(const struct simulation *s) {
    return s->begun &&
           (s->seen.count >= DISTINCT_MAX || s->asked >= ASKED_MAX || gh_arena_used(s->c->ctx.arena) > ROOM_BYTES);
}

/* What requests have in common that are asked once. */
static struct gh_str key_of(struct simulation *s, const struct audit_event *e, unsigned char digest[]) {
    crypto_sha256_of(gh_fmt(s->asking, "%.*s %.*s %.*s %.*s %.*s", GH_S_FMT(e->caller->arn), GH_S_FMT(e->event_source),
                            GH_S_FMT(e->event_name), GH_S_FMT(e->source_ip), GH_S_FMT(e->request_parameters)),
                     digest);
    return gh_str_n((const char *)digest, CRYPTO_SHA256_BYTES);
}

static void examine(struct simulation *s, const struct audit_event *e) {
    struct gh_arena *a = s->c->ctx.arena;
    unsigned char digest[CRYPTO_SHA256_BYTES];
    const struct gh_operation *op = operation_of(e);
    if (!op || !is_in_question(s, e->caller->account_id)) return;
    s->begun = true;
    s->examined++;
    struct gh_str key = key_of(s, e, digest);
    struct seen *seen = gh_map_get(&s->seen, key);
    if (!seen) {
        seen = gh_new(a, struct seen);
        seen->difference = simulate_event(s, e, op);
        gh_map_put(&s->seen, gh_str_dup(a, key), seen);
    }
    if (seen->difference == -2) s->undetermined++;
    count(s, e, seen->difference);
}

static void look_at(void *context, const struct audit_entry *entry) {
    struct simulation *s = context;
    const struct audit_event *e = entry->event;
    s->full = is_full(s);
    if (s->rc || s->full) {
        audit_reader_stop(s->reader, entry);
        return;
    }
    if (!e || e->event_type.p || !is_of_kind(e->caller)) return;
    s->until_ms = e->time_ms;
    struct gh_arena *before = store_read_into(s->c->ctx.tx, s->asking);
    examine(s, e);
    store_read_into(s->c->ctx.tx, before);
    gh_arena_reset(s->asking);
}

/*
 * "t/BEGIN/TIME/SEQUENCE/EVENT/NODE": behind which block of the trail to go on, and with which event of the next. No
 * count: another node may write blocks before that one in the meantime.
 */
static void resume(struct audit_reader *reader, struct gh_str rest) {
    struct gh_str part;
    int64_t numbers[4];
    for (size_t i = 0; i < GH_COUNT(numbers); i++)
        if (!gh_str_split(&rest, '/', &part) || !gh_str_to_i64(part, &numbers[i])) return;
    if (!rest.n || rest.n >= sizeof reader->node) return;
    memcpy(reader->node, rest.p, rest.n);
    reader->after_ms = numbers[0];
    reader->last_ms = numbers[1];
    reader->sequence = numbers[2];
    reader->from = numbers[3];
    reader->begun = true;
}

/* Reads on until the page is full: 1 where there may be more. */
static int read_trail(struct simulation *s, struct gh_err *err) {
    struct gh_arena *before = store_read_into(s->c->ctx.tx, s->reading);
    int r = 1;
    for (int i = 0; r == 1 && i < READS_MAX && !s->full && !s->rc; i++) {
        r = audit_read(s->c->ctx.tx, s->reader, err);
        gh_arena_reset(s->reading);
    }
    store_read_into(s->c->ctx.tx, before);
    return r;
}

static int simulate_trail(struct simulation *s, struct gh_str place, struct gh_str *ret_next, struct gh_err *err) {
    int64_t days = s->in->has_days ? s->in->days : DAYS_DEFAULT;
    struct audit_reader reader = {.after_ms = s->c->ctx.now_ms - days * GH_DAY_MS, .take = look_at, .context = s};
    if (!days) return 0;
    resume(&reader, place);
    s->reader = &reader;
    s->until_ms = reader.begun ? reader.last_ms : reader.after_ms;
    s->reading = gh_arena_new(0); /* bounded by what is read at once */
    s->asking = gh_arena_new(EVENT_ROOM_BYTES);
    int r = read_trail(s, err);
    gh_arena_free(s->asking);
    gh_arena_free(s->reading);
    if (r < 0 || s->rc) return r < 0 ? r : s->rc;
    if (r == 1)
        *ret_next = gh_fmt(s->c->ctx.arena, "t/%lld/%lld/%lld/%lld/%s", (long long)reader.after_ms,
                           (long long)reader.last_ms, (long long)reader.sequence, (long long)reader.from, reader.node);
    return 0;
}

/* ---- whom an assignment concerns ---- */

static int simulate_member(struct simulation *s, struct gh_str user_id, struct gh_str user_name, struct gh_err *err) {
    const struct gatehouse_assignment_change *in = s->in->change->assignment;
    bool create = gh_str_eq(in->operation, GATEHOUSE_ASSIGNMENT_OPERATION_CREATE), reached;
    int r = proposed_reached_otherwise(&s->proposed, user_id, &reached, err);
    if (r || reached) return r;
    struct gatehouse_difference *d =
        add_difference(s, create ? GATEHOUSE_DIFFERENCE_KIND_ACCESS_GAINED : GATEHOUSE_DIFFERENCE_KIND_ACCESS_LOST);
    d->user_id = user_id;
    d->user_name = user_name;
    d->account_id = in->account_id;
    d->permission_set_arn = in->permission_set_arn;
    return 0;
}

/* Does the change change anything: is the assignment not there yet, or there? */
static int changes_assignment(struct simulation *s, bool *ret_changes, struct gh_err *err) {
    const struct gatehouse_assignment_change *in = s->in->change->assignment;
    bool create = gh_str_eq(in->operation, GATEHOUSE_ASSIGNMENT_OPERATION_CREATE);
    struct store_effective_assignment_after_row row;
    struct store_effective_assignment_get_args args = {in->account_id, s->proposed.set_id, in->principal_type,
                                                       in->principal_id};
    int r = store_effective_assignment_get(s->c->ctx.tx, &args, &row, err);
    *ret_changes = create ? r == -GH_ENOTFOUND : r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int simulate_group(struct simulation *s, struct gh_str after, struct gh_str *ret_next, struct gh_err *err) {
    struct gh_str group_id = s->in->change->assignment->principal_id;
    struct store_identity_group_get_row group;
    struct store_identity_group_get_args of_store = {s->proposed.store_id, group_id};
    int r = store_identity_group_get(s->c->ctx.tx, &of_store, &group, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct store_effective_member_after_rows members;
    struct store_effective_member_after_args args = {group_id, after, MEMBERS_MAX};
    r = store_effective_member_after(s->c->ctx.tx, &args, &members, err);
    for (size_t i = 0; !r && i < members.n; i++)
        r = simulate_member(s, members.v[i].user_id, members.v[i].user_name, err);
    if (!r && members.n == MEMBERS_MAX)
        *ret_next = gh_fmt(s->c->ctx.arena, "m/%.*s", GH_S_FMT(members.v[members.n - 1].user_id));
    return r;
}

static int simulate_assignment(struct simulation *s, struct gh_str after, struct gh_str *ret_next, struct gh_err *err) {
    const struct gatehouse_assignment_change *in = s->in->change->assignment;
    struct store_identity_user_get_row user;
    struct store_identity_user_get_args args = {s->proposed.store_id, in->principal_id};
    bool changes;
    int r = changes_assignment(s, &changes, err);
    if (r || !changes) return r;
    if (gh_str_eq(in->principal_type, GATEHOUSE_PRINCIPAL_TYPE_GROUP)) return simulate_group(s, after, ret_next, err);
    r = store_identity_user_get(s->c->ctx.tx, &args, &user, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return user.enabled ? simulate_member(s, user.id, user.user_name, err) : 0;
}

/* ---- the operation ---- */

/* A token serves the very same change only. */
static struct gh_str filter_of(struct gh_call *c, const struct gatehouse_simulate_change_input *in) {
    struct gh_buf b;
    gh_buf_init(&b, c->ctx.arena, (size_t)1 << 20);
    for (uint32_t i = 0; i < c->op->in->n_members; i++)
        if (gh_str_eq(c->op->in->members[i].name, GH_S("Change")))
            wire_dump(&b, c->op->in->members[i].shape, in->change);
    return gh_fmt(c->ctx.arena, "%.*s:%d:%.*s", GH_S_FMT(in->account_id), in->has_days ? in->days : DAYS_DEFAULT,
                  GH_S_FMT(crypto_sha256_hex(c->ctx.arena, gh_buf_str(&b))));
}

static int simulate(struct simulation *s, struct gh_str place, struct gh_str *ret_next, struct gh_err *err) {
    bool trail = gh_str_starts(place, GH_S("t/")), members = gh_str_starts(place, GH_S("m/"));
    struct gh_str rest = place.n > 2 ? gh_str_slice(place, 2, place.n) : GH_S("");
    int r = 0;
    for (size_t i = 0; !r && !place.n && i < s->in->requests.n; i++) r = simulate_given(s, &s->in->requests.v[i], err);
    if (!r && !trail && s->in->change->assignment) r = simulate_assignment(s, members ? rest : GH_S(""), ret_next, err);
    if (r || ret_next->p) return r;
    return simulate_trail(s, trail ? rest : GH_S(""), ret_next, err);
}

int gatehouse_simulate_change(struct gh_call *c, const struct gatehouse_simulate_change_input *in,
                              struct gatehouse_simulate_change_output *out, struct gh_err *err) {
    struct simulation s = {.c = c, .in = in, .err = err};
    struct wire_page page;
    struct gh_str next = GH_S_NONE;
    struct wire_page_query query = {.token = in->next_token, .largest = 1, .filter = filter_of(c, in)};
    gh_map_init(&s.seen, c->ctx.arena);
    gh_map_init(&s.accounts, c->ctx.arena);
    int r = wire_page_open(c, &query, &page, err);
    if (!r) r = proposed_open(c, in->change, &s.proposed, err);
    if (!r) r = simulate(&s, page.after, &next, err);
    if (r) return r;
    *out = (struct gatehouse_simulate_change_output){.differences = s.list,
                                                     .examined = (int32_t)s.examined,
                                                     .has_examined = true,
                                                     .undetermined = (int32_t)s.undetermined,
                                                     .has_undetermined = true,
                                                     .searched_until = s.until_ms};
    if (!out->differences.v) out->differences.v = gh_new(c->ctx.arena, struct gatehouse_difference);
    if (next.p) out->next_token = wire_page_next(c, &page, 2, next);
    return 0;
}
