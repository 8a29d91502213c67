/*
 * assignment_targets.c: assignments to a unit or the whole organization: promises, which jobs keep. Whether the caller
 * may assign in each account below is asked in the slow half; the write makes sure that nothing it rests on has
 * changed.
 */
#include "domain/assignment_target.h"

#include "domain/access.h"
#include "domain/arn.h"
#include "service/gatehouse/gatehouse.h"
#include "service/gatehouse/jobs.h"
#include "service/sso_admin/sso_admin.h"
#include "store/store.h"
#include "wire/page.h"

#define PAGE_MAX 100
/* Accounts or units of one place that are read at once. */
#define READ_AT_ONCE 100

/* ---- whom a target concerns ---- */

/* Those that are still to come; the row's question is about them. */
#define ANY_ACCOUNT GH_S("arn:aws:sso:::account/*")

int gatehouse_find_any_account(struct gh_call *c, struct gh_str target_id, struct gh_list *ret_arns,
                               struct gh_err *err) {
    (void)target_id;
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = ANY_ACCOUNT;
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* What is asked about each account: the same but for the resource. */
struct below {
    struct gh_call *c;
    struct gh_arena *page, *scratch; /* for the accounts read at once, for one of them */
    struct gatehouse_evaluation questions[2];
};

static int check_account(struct below *b, struct gh_str account_id, struct gh_err *err) {
    int r = 0;
    struct gh_str arn = gh_fmt(b->scratch, "arn:aws:sso:::account/%.*s", GH_S_FMT(account_id));
    for (size_t i = 0; !r && i < GH_COUNT(b->questions); i++) {
        struct policy_decision d;
        struct policy_request request = b->questions[i].request;
        request.resource = arn;
        policy_evaluate(b->scratch, &b->questions[i].layers, &request, &d);
        if (d.effect != POLICY_ALLOW)
            r = gatehouse_throw_access_denied(
                err, "User: %.*s is not authorized to perform: %.*s on resource: %.*s %.*s", GH_S_FMT(b->c->caller.arn),
                GH_S_FMT(request.action), GH_S_FMT(arn), GH_S_FMT(policy_explain(b->scratch, &d, request.action)));
    }
    gh_arena_reset(b->scratch);
    return r;
}

static int check_accounts_of(struct below *b, struct gh_str parent_id, struct gh_err *err) {
    struct store_organization_account_get_rows rows;
    struct store_organization_account_list_by_parent_args args = {parent_id, GH_S(""), READ_AT_ONCE};
    struct gh_arena *before = store_read_into(b->c->ctx.tx, b->page);
    int r;
    do {
        r = store_organization_account_list_by_parent(b->c->ctx.tx, &args, &rows, err);
        for (size_t i = 0; !r && i < rows.n; i++) r = check_account(b, rows.v[i].id, err);
        if (!r && rows.n) args.after_id = gh_str_dup(b->c->ctx.arena, rows.v[rows.n - 1].id);
        gh_arena_reset(b->page);
    } while (!r && rows.n == READ_AT_ONCE);
    store_read_into(b->c->ctx.tx, before);
    return r;
}

/* The tree has five levels of units at most. */
static int check_below(struct below *b, struct gh_str parent_id, unsigned depth, struct gh_err *err) {
    struct store_organization_unit_get_rows rows;
    struct store_organization_unit_list_args args = {parent_id, GH_S(""), READ_AT_ONCE};
    int r = check_accounts_of(b, parent_id, err);
    if (r || depth == ASSIGNMENT_TARGET_CHAIN) return r;
    do {
        r = store_organization_unit_list(b->c->ctx.tx, &args, &rows, err);
        for (size_t i = 0; !r && i < rows.n; i++) r = check_below(b, rows.v[i].id, depth + 1, err);
        if (!r && rows.n) args.after_id = rows.v[rows.n - 1].id;
    } while (!r && rows.n == READ_AT_ONCE);
    return r;
}

/*
 * Who may not assign account by account may not assign to all of them, as with many in one call. The gate and @single
 * were asked about accounts as a class; this is about each that is below now.
 */
static int check_each(struct gh_call *c, struct gh_str target_id, struct gh_str single, struct gh_err *err) {
    struct below b = {.c = c};
    struct gh_str actions[] = {c->op->authorization.action, single};
    int r = 0;
    for (size_t i = 0; !r && i < GH_COUNT(actions); i++) {
        struct gh_call asker = *c;
        struct wire_question asked = {.action = actions[i], .resource = ANY_ACCOUNT};
        r = wire_question_prepare(&asker, &asked, &b.questions[i].layers, &b.questions[i].request, err);
    }
    if (r) return r;
    b.page = gh_arena_new(0);
    b.scratch = gh_arena_new(0);
    r = check_below(&b, target_id, 0, err);
    gh_arena_free(b.scratch);
    gh_arena_free(b.page);
    return r;
}

/* ---- the slow half ---- */

/* What both operations are asked for. */
struct wanted {
    const void *in;
    struct gh_str instance_arn, set_arn, target_id, principal_type, principal_id;
    struct gh_str single; /* the operation that does it for one account */
    bool ends;
};

static struct wanted wanted_new(const struct gatehouse_create_assignment_target_input *in) {
    return (struct wanted){.in = in,
                           .instance_arn = in->instance_arn,
                           .set_arn = in->permission_set_arn,
                           .target_id = in->target_id,
                           .principal_type = in->principal_type,
                           .principal_id = in->principal_id,
                           .single = GH_S("sso:CreateAccountAssignment")};
}

static struct wanted wanted_end(const struct gatehouse_delete_assignment_target_input *in) {
    return (struct wanted){.in = in,
                           .instance_arn = in->instance_arn,
                           .set_arn = in->permission_set_arn,
                           .target_id = in->target_id,
                           .principal_type = in->principal_type,
                           .principal_id = in->principal_id,
                           .single = GH_S("sso:DeleteAccountAssignment"),
                           .ends = true};
}

/* A root or unit of the instance's organization. */
static int check_target(struct gh_call *c, const struct sso_admin_set *set, struct gh_str target_id,
                        struct gh_err *err) {
    struct store_organization_get_row org;
    struct store_organization_unit_get_row unit;
    struct store_organization_get_args of_instance = {set->instance.organization_id};
    int r = store_organization_get(c->ctx.tx, &of_instance, &org, err);
    if (r || gh_str_eq(org.root_id, target_id)) return r;
    struct store_organization_unit_get_args args = {set->instance.organization_id, target_id};
    r = store_organization_unit_get(c->ctx.tx, &args, &unit, err);
    if (r != -GH_ENOTFOUND) return r;
    return gatehouse_throw_resource_not_found(err, "There is no root or organizational unit %.*s in the organization.",
                                              GH_S_FMT(target_id));
}

/* What holds before anybody is asked about one account. */
static int open_wanted(struct gh_call *c, const struct wanted *w, struct sso_admin_set *ret_set, struct gh_err *err) {
    int r = wire_authorize_action(c, w->in, w->single, err);
    if (!r) r = sso_admin_set_change(c, w->instance_arn, w->set_arn, ret_set, err);
    return r ? r : check_target(c, ret_set, w->target_id, err);
}

static int throw_none(const struct wanted *w, struct gh_err *err) {
    return gatehouse_throw_resource_not_found(err, "There is no such assignment to %.*s.", GH_S_FMT(w->target_id));
}

static int check_there(struct gh_call *c, const struct wanted *w, const struct sso_admin_set *set, struct gh_err *err) {
    struct store_assignment_target_get_row row;
    struct store_assignment_target_get_args args = {set->instance.id, w->target_id, set->row.id, w->principal_type,
                                                    w->principal_id};
    int r = store_assignment_target_get(c->ctx.tx, &args, &row, err);
    return r == -GH_ENOTFOUND ? throw_none(w, err) : r;
}

static int ask_in_snapshot(struct gh_call *c, const struct wanted *w, struct gh_err *err) {
    struct sso_admin_set set;
    int r = open_wanted(c, w, &set, err);
    if (!r && w->ends) r = check_there(c, w, &set, err);
    return r ? r : check_each(c, w->target_id, w->single, err);
}

/* As many questions as there are accounts: not for the thread that all writes wait for. */
static int ask(struct gh_call *c, const struct wanted *w, struct gh_err *err) {
    c->prepared = (void *)c->access; /* what the answers rest on */
    int r = store_read_begin(c->ctx.house->store, c->ctx.arena, &c->ctx.tx, err);
    if (r) return r;
    r = ask_in_snapshot(c, w, err);
    store_read_end(c->ctx.tx);
    c->ctx.tx = NULL;
    return r;
}

/*
 * Would the answers be the same now? Accounts that were moved below the target meanwhile, or policies: no. One that was
 * made meanwhile is of those that are still to come.
 */
static int check_unchanged(struct gh_call *c, struct gh_err *err) {
    const struct access *asked = c->prepared;
    if (c->access->version == asked->version && c->access->policy_version == asked->policy_version) return 0;
    return gatehouse_throw_conflict(err,
                                    "Your permissions or the organization have changed in the meantime. Try again.");
}

int gatehouse_create_assignment_target_prepare(struct gh_call *c,
                                               const struct gatehouse_create_assignment_target_input *in,
                                               struct gh_err *err) {
    struct wanted w = wanted_new(in);
    return ask(c, &w, err);
}

int gatehouse_delete_assignment_target_prepare(struct gh_call *c,
                                               const struct gatehouse_delete_assignment_target_input *in,
                                               struct gh_err *err) {
    struct wanted w = wanted_end(in);
    return ask(c, &w, err);
}

/* ---- making and ending one ---- */

static int check_principal(struct gh_call *c, const struct sso_admin_set *set, const struct assignment *a,
                           struct gh_err *err) {
    int r = assignment_principal_check(&c->ctx, set->instance.identity_store_id, a, err);
    if (r != -GH_ENOTFOUND) return r;
    return gatehouse_throw_resource_not_found(err, "There is no %.*s %.*s in the identity store.",
                                              GH_S_FMT(a->principal_type), GH_S_FMT(a->principal_id));
}

static int look_at_accounts(struct gh_call *c, const struct sso_admin_set *set, const struct assignment *a,
                            struct gh_err *err) {
    struct gh_str payload =
        gh_fmt(c->ctx.arena, "%.*s/%.*s/%.*s/%.*s", GH_S_FMT(set->instance.id), GH_S_FMT(a->permission_set_id),
               GH_S_FMT(a->principal_type), GH_S_FMT(a->principal_id));
    return job_submit(&c->ctx, gatehouse_target_job.name, payload, c->ctx.now_ms, err);
}

int gatehouse_create_assignment_target(struct gh_call *c, const struct gatehouse_create_assignment_target_input *in,
                                       struct gatehouse_create_assignment_target_output *out, struct gh_err *err) {
    struct wanted w = wanted_new(in);
    struct sso_admin_set set;
    (void)out;
    int r = open_wanted(c, &w, &set, err);
    if (r) return r;
    struct assignment a = {GH_S_NONE, set.row.id, in->principal_type, in->principal_id};
    r = check_principal(c, &set, &a, err);
    if (!r) r = check_unchanged(c, err);
    if (r) return r;
    struct store_assignment_target_insert_args row = {set.instance.id,    in->target_id,    set.row.id,
                                                      in->principal_type, in->principal_id, c->ctx.now_ms};
    r = store_assignment_target_insert(c->ctx.tx, &row, NULL, err);
    return r ? r : look_at_accounts(c, &set, &a, err);
}

int gatehouse_delete_assignment_target(struct gh_call *c, const struct gatehouse_delete_assignment_target_input *in,
                                       struct gatehouse_delete_assignment_target_output *out, struct gh_err *err) {
    struct wanted w = wanted_end(in);
    struct sso_admin_set set;
    int64_t deleted;
    (void)out;
    int r = open_wanted(c, &w, &set, err);
    if (!r) r = check_unchanged(c, err);
    if (r) return r;
    struct assignment a = {GH_S_NONE, set.row.id, in->principal_type, in->principal_id};
    struct store_assignment_target_delete_args row = {set.instance.id, in->target_id, set.row.id, in->principal_type,
                                                      in->principal_id};
    r = store_assignment_target_delete(c->ctx.tx, &row, &deleted, err);
    if (r) return r;
    return deleted ? look_at_accounts(c, &set, &a, err) : throw_none(&w, err);
}

/* ---- the list ---- */

struct listing {
    struct gh_str instance_id, set_id, target_id; /* set and target absent: any */
    struct wire_page page;
};

static int read_targets(struct gh_call *c, const struct listing *l, struct store_assignment_target_get_rows *ret_rows,
                        struct gh_err *err) {
    struct gh_str after[4], rest = l->page.after;
    for (size_t i = 0; i < GH_COUNT(after); i++)
        if (!gh_str_split(&rest, '/', &after[i])) after[i] = GH_S("");
    if (!l->page.after.n && l->target_id.p) after[0] = l->target_id;
    struct gh_str end = l->target_id.p ? l->target_id : ASSIGNMENT_TARGET_END;
    /* After the target itself, and no set: what hangs on it comes behind. */
    if (l->set_id.p) {
        struct store_assignment_target_of_set_after_args args = {l->set_id, end,      after[0],
                                                                 after[2],  after[3], l->page.count + 1};
        return store_assignment_target_of_set_after(c->ctx.tx, &args, ret_rows, err);
    }
    struct store_assignment_target_after_args args = {l->instance_id, end,      after[0],         after[1],
                                                      after[2],       after[3], l->page.count + 1};
    return store_assignment_target_after(c->ctx.tx, &args, ret_rows, err);
}

static int open_listing(struct gh_call *c, const struct gatehouse_list_assignment_targets_input *in, struct listing *l,
                        struct gh_err *err) {
    struct sso_admin_set set;
    int r = in->permission_set_arn.p ? sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err)
                                     : sso_admin_instance_open(c, in->instance_arn, &set.instance, err);
    if (r) return r;
    *l = (struct listing){.instance_id = set.instance.id,
                          .set_id = in->permission_set_arn.p ? set.row.id : GH_S_NONE,
                          .target_id = in->target_id};
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s", GH_S_FMT(in->instance_arn),
                                  GH_S_FMT(in->permission_set_arn), GH_S_FMT(in->target_id));
    return wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter), &l->page, err);
}

int gatehouse_list_assignment_targets(struct gh_call *c, const struct gatehouse_list_assignment_targets_input *in,
                                      struct gatehouse_list_assignment_targets_output *out, struct gh_err *err) {
    struct listing l;
    struct store_assignment_target_get_rows rows;
    int r = open_listing(c, in, &l, err);
    if (!r) r = read_targets(c, &l, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&l.page, rows.n);
    out->assignment_targets.v = gh_new_n(c->ctx.arena, struct gatehouse_assignment_target, shown + 1);
    out->assignment_targets.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->assignment_targets.v[i] = (struct gatehouse_assignment_target){
            .target_id = rows.v[i].target_id,
            .permission_set_arn = arn_permission_set(c->ctx.arena, l.instance_id, rows.v[i].permission_set_id),
            .principal_type = rows.v[i].principal_type,
            .principal_id = rows.v[i].principal_id,
            .created_date = rows.v[i].created_ms};
    if (!shown) return 0;
    const struct store_assignment_target_get_row *last = &rows.v[shown - 1];
    struct gh_str key =
        gh_fmt(c->ctx.arena, "%.*s/%.*s/%.*s/%.*s", GH_S_FMT(last->target_id), GH_S_FMT(last->permission_set_id),
               GH_S_FMT(last->principal_type), GH_S_FMT(last->principal_id));
    out->next_token = wire_page_next(c, &l.page, rows.n, key);
    return 0;
}
