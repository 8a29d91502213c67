/*
 * effective_access.c: ListEffectiveAccess. Assignments are walked in the order of their key (or, of one user or group,
 * principal by principal) and those to groups spread out into members, as portal and credentials see it at this moment:
 * enabled people, active accounts. A page looks at a bounded number of assignments, so it may be short; those in
 * accounts of other organizations are leapt over.
 */
#include "domain/arn.h"
#include "service/gatehouse/gatehouse.h"
#include "service/sso_admin/sso_admin.h"
#include "wire/page.h"

#define PAGE_MAX 100
/* Assignments looked at for one page, and read at a time. */
#define SCAN_MAX 500
#define READ_AT_ONCE 100
#define USER GATEHOUSE_PRINCIPAL_TYPE_USER
#define GROUP GATEHOUSE_PRINCIPAL_TYPE_GROUP

/* An assignment, and how far its members were told: none of them where that is empty and the assignment is done. */
struct place {
    struct gh_str account, set, type, principal, member;
};

struct walk {
    struct gh_call *c;
    struct gh_str instance_id, organization_id, store_id;
    struct gh_str user_id, group_id, account_id, set_id; /* filters; absent: any */
    struct place at;
    size_t room, scanned;
    struct gatehouse_effective_access_list list;
    struct place *places; /* of each entry */
};

static bool is_full(const struct walk *w) {
    return w->list.n == w->room || w->scanned >= SCAN_MAX;
}

static void emit(struct walk *w, const struct store_effective_assignment_after_row *row, struct gh_str user_id,
                 struct gh_str user_name, struct gh_str group_name) {
    if (w->list.n == w->room) return;
    struct gh_arena *a = w->c->ctx.arena;
    w->places[w->list.n] =
        (struct place){row->account_id, row->permission_set_id, row->principal_type, row->principal_id, user_id};
    w->list.v[w->list.n++] = (struct gatehouse_effective_access){
        .user_id = user_id,
        .user_name = user_name,
        .account_id = row->account_id,
        .permission_set_arn = arn_permission_set(a, row->instance_id, row->permission_set_id),
        .permission_set_name = row->set_name,
        .principal_type = row->principal_type,
        .principal_id = row->principal_id,
        .group_name = group_name};
}

static int tell_user(struct walk *w, const struct store_effective_assignment_after_row *row, struct gh_err *err) {
    struct store_identity_user_get_row user;
    struct store_identity_user_get_args args = {w->store_id, row->principal_id};
    if (w->user_id.p && !gh_str_eq(w->user_id, row->principal_id)) return 0;
    int r = store_identity_user_get(w->c->ctx.tx, &args, &user, err);
    if (!r && user.enabled) emit(w, row, user.id, user.user_name, GH_S_NONE);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int tell_members(struct walk *w, const struct store_effective_assignment_after_row *row, struct gh_str after,
                        struct gh_err *err) {
    struct store_identity_group_get_row group;
    struct store_identity_group_get_args args = {w->store_id, row->principal_id};
    int r = store_identity_group_get(w->c->ctx.tx, &args, &group, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct gh_str name = group.display_name.p ? group.display_name : GH_S("");
    if (w->user_id.p && after.n) return 0;
    if (w->user_id.p) {
        struct store_effective_membership_row one;
        struct store_effective_membership_args member = {group.id, w->user_id};
        r = store_effective_membership(w->c->ctx.tx, &member, &one, err);
        if (!r) emit(w, row, one.user_id, one.user_name, name);
        return r == -GH_ENOTFOUND ? 0 : r;
    }
    struct store_effective_member_after_rows members;
    struct store_effective_member_after_args range = {group.id, after, (int64_t)(w->room - w->list.n)};
    r = store_effective_member_after(w->c->ctx.tx, &range, &members, err);
    for (size_t i = 0; !r && i < members.n; i++) emit(w, row, members.v[i].user_id, members.v[i].user_name, name);
    return r;
}

/* Who reaches the account by this assignment, from @after on. */
static int tell(struct walk *w, const struct store_effective_assignment_after_row *row, struct gh_str after,
                struct gh_err *err) {
    w->scanned++;
    w->at = (struct place){row->account_id, row->permission_set_id, row->principal_type, row->principal_id, GH_S("")};
    bool counts = gh_str_eq(row->instance_id, w->instance_id) && gh_str_eq(row->account_state, GH_S("ACTIVE")) &&
                  (!w->set_id.p || gh_str_eq(w->set_id, row->permission_set_id));
    if (!counts) return 0;
    return gh_str_eq(row->principal_type, USER) ? (after.n ? 0 : tell_user(w, row, err))
                                                : tell_members(w, row, after, err);
}

/* The page before ended within an assignment: the rest of it, where it is still there. */
static int finish_assignment(struct walk *w, struct gh_err *err) {
    struct store_effective_assignment_after_row row;
    struct place at = w->at;
    if (!at.member.n) return 0;
    struct store_effective_assignment_get_args args = {at.account, at.set, at.type, at.principal};
    int r = store_effective_assignment_get(w->c->ctx.tx, &args, &row, err);
    return r == -GH_ENOTFOUND ? 0 : r ? r : tell(w, &row, at.member, err);
}

/* ---- by the key of the assignments ---- */

/* To the next account that has the wanted set. *ret_more false: there is none. */
static int skip_to_set(struct walk *w, bool *ret_more, struct gh_err *err) {
    struct store_provisioned_account_list_rows rows;
    struct store_provisioned_account_list_args args = {
        .permission_set_id = w->set_id, .after_account = w->at.account, .count = 1};
    *ret_more = false;
    if (w->account_id.p) return 0;
    int r = store_provisioned_account_list(w->c->ctx.tx, &args, &rows, err);
    if (r || !rows.n) return r;
    w->at = (struct place){rows.v[0].account_id, w->set_id, GH_S(""), GH_S(""), GH_S("")};
    *ret_more = true;
    return 0;
}

static int find_account(struct walk *w, struct gh_str account_id, bool *ret_found, struct gh_err *err) {
    struct store_organization_account_get_row row;
    struct store_organization_account_get_args args = {w->organization_id, account_id};
    int r = store_organization_account_get(w->c->ctx.tx, &args, &row, err);
    *ret_found = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

/* From the account of another organization to the next of ours. *ret_more false: there is none. */
static int leap(struct walk *w, struct gh_str account_id, bool *ret_leapt, bool *ret_more, struct gh_err *err) {
    bool ours;
    struct store_organization_account_get_rows rows;
    struct store_organization_account_list_args args = {w->organization_id, account_id, 1};
    int r = find_account(w, account_id, &ours, err);
    *ret_leapt = !ours;
    if (r || ours) return r;
    w->scanned++;
    r = store_organization_account_list(w->c->ctx.tx, &args, &rows, err);
    *ret_more = rows.n > 0;
    if (!r && rows.n) w->at = (struct place){rows.v[0].id, GH_S(""), GH_S(""), GH_S(""), GH_S("")};
    return r;
}

static int read_keys(struct walk *w, bool *ret_more, struct gh_err *err) {
    struct store_effective_assignment_after_rows rows;
    struct store_effective_assignment_after_args args = {w->at.account, w->at.set, w->at.type, w->at.principal,
                                                         READ_AT_ONCE};
    int r = store_effective_assignment_after(w->c->ctx.tx, &args, &rows, err);
    *ret_more = rows.n > 0;
    for (size_t i = 0; !r && i < rows.n && !is_full(w); i++) {
        const struct store_effective_assignment_after_row *row = &rows.v[i];
        bool past_account = w->account_id.p && !gh_str_eq(row->account_id, w->account_id);
        bool past_set = w->set_id.p &&
                        (!gh_str_eq(row->account_id, w->at.account) || !gh_str_eq(row->permission_set_id, w->set_id));
        if (past_account) *ret_more = false;
        if (past_account) return 0;
        if (past_set) return skip_to_set(w, ret_more, err);
        bool leapt = false;
        if (!gh_str_eq(row->instance_id, w->instance_id)) r = leap(w, row->account_id, &leapt, ret_more, err);
        if (r || leapt) return r;
        r = tell(w, row, GH_S(""), err);
    }
    return !r && !rows.n && w->set_id.p ? skip_to_set(w, ret_more, err) : r;
}

static int walk_keys(struct walk *w, bool *more, struct gh_err *err) {
    int r = 0;
    if (!w->at.account.n && w->account_id.p)
        w->at = (struct place){w->account_id, w->set_id.p ? w->set_id : GH_S(""), GH_S(""), GH_S(""), GH_S("")};
    else if (!w->at.account.n && w->set_id.p)
        r = skip_to_set(w, more, err);
    while (!r && *more && !is_full(w)) r = read_keys(w, more, err);
    return r;
}

/* ---- by principal ---- */

static struct gh_str first_account(const struct walk *w) {
    return w->account_id.p ? w->account_id : GH_S("");
}

/* The user's groups after the user; a group that is asked for stands alone. */
static int next_principal(struct walk *w, bool *ret_more, struct gh_err *err) {
    struct store_effective_group_after_rows groups;
    struct gh_str after = gh_str_eq(w->at.type, GROUP) ? w->at.principal : GH_S("");
    *ret_more = false;
    if (w->group_id.p) return 0;
    struct store_effective_group_after_args args = {w->user_id, after, 1};
    int r = store_effective_group_after(w->c->ctx.tx, &args, &groups, err);
    if (r || !groups.n) return r;
    w->scanned++;
    w->at = (struct place){first_account(w), GH_S(""), GROUP, groups.v[0].group_id, GH_S("")};
    *ret_more = true;
    return 0;
}

static int read_principal(struct walk *w, bool *ret_more, struct gh_err *err) {
    struct store_effective_assignment_after_rows rows;
    struct store_effective_assignment_of_principal_args args = {w->at.principal, w->at.type, w->at.account, w->at.set,
                                                                READ_AT_ONCE};
    int r = store_effective_assignment_of_principal(w->c->ctx.tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n && !is_full(w); i++) {
        if (w->account_id.p && !gh_str_eq(rows.v[i].account_id, w->account_id)) return next_principal(w, ret_more, err);
        r = tell(w, &rows.v[i], GH_S(""), err);
    }
    return !r && !rows.n ? next_principal(w, ret_more, err) : r;
}

static int walk_principals(struct walk *w, bool *more, struct gh_err *err) {
    int r = 0;
    if (!w->at.type.n)
        w->at = (struct place){first_account(w), GH_S(""), w->group_id.p ? GROUP : USER,
                               w->group_id.p ? w->group_id : w->user_id, GH_S("")};
    while (!r && *more && !is_full(w)) r = read_principal(w, more, err);
    return r;
}

/* ---- the operation ---- */

static struct gh_str key_of(struct gh_arena *a, const struct place *p) {
    return gh_fmt(a, "%.*s/%.*s/%.*s/%.*s/%.*s", GH_S_FMT(p->account), GH_S_FMT(p->set), GH_S_FMT(p->type),
                  GH_S_FMT(p->principal), GH_S_FMT(p->member));
}

static struct place place_of(struct gh_str key) {
    struct gh_str parts[5], rest = key;
    for (size_t i = 0; i < GH_COUNT(parts); i++)
        if (!gh_str_split(&rest, '/', &parts[i])) parts[i] = GH_S("");
    return (struct place){parts[0], parts[1], parts[2], parts[3], parts[4]};
}

static int open_walk(struct gh_call *c, const struct gatehouse_list_effective_access_input *in, struct walk *w,
                     struct gh_err *err) {
    struct sso_admin_set set;
    int r = in->permission_set_arn.p ? sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err)
                                     : sso_admin_instance_open(c, in->instance_arn, &set.instance, err);
    if (r) return r;
    *w = (struct walk){.c = c,
                       .instance_id = set.instance.id,
                       .organization_id = set.instance.organization_id,
                       .store_id = set.instance.identity_store_id,
                       .user_id = in->user_id,
                       .group_id = in->group_id,
                       .account_id = in->account_id,
                       .set_id = in->permission_set_arn.p ? set.row.id : GH_S_NONE};
    return 0;
}

/* A user or group of another store is nobody here, and an account of another organization holds nothing. */
static int filters_exist(struct walk *w, bool *ret_exist, struct gh_err *err) {
    struct store_identity_user_get_row user;
    struct store_identity_group_get_row group;
    struct store_identity_user_get_args of_user = {w->store_id, w->user_id};
    struct store_identity_group_get_args of_group = {w->store_id, w->group_id};
    int r = w->user_id.p ? store_identity_user_get(w->c->ctx.tx, &of_user, &user, err) : 0;
    if (!r && w->group_id.p) r = store_identity_group_get(w->c->ctx.tx, &of_group, &group, err);
    *ret_exist = r == 0 && (!w->user_id.p || user.enabled);
    if (!r && *ret_exist && w->account_id.p) return find_account(w, w->account_id, ret_exist, err);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static struct gh_str filter_of(struct gh_call *c, const struct gatehouse_list_effective_access_input *in) {
    return gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s:%.*s:%.*s", GH_S_FMT(in->instance_arn), GH_S_FMT(in->user_id),
                  GH_S_FMT(in->group_id), GH_S_FMT(in->account_id), GH_S_FMT(in->permission_set_arn));
}

int gatehouse_list_effective_access(struct gh_call *c, const struct gatehouse_list_effective_access_input *in,
                                    struct gatehouse_list_effective_access_output *out, struct gh_err *err) {
    struct walk w;
    struct wire_page page;
    bool more = true;
    int r = open_walk(c, in, &w, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter_of(c, in)), &page, err);
    if (r) return r;
    /* One entry more than the page shows tells whether there is another page. */
    w.room = (size_t)page.count + 1;
    w.list.v = gh_new_n(c->ctx.arena, struct gatehouse_effective_access, w.room);
    w.places = gh_new_n(c->ctx.arena, struct place, w.room);
    w.at = place_of(page.after);
    r = filters_exist(&w, &more, err);
    if (!r && more) r = finish_assignment(&w, err);
    if (!r && more && !is_full(&w)) r = (w.user_id.p || w.group_id.p ? walk_principals : walk_keys)(&w, &more, err);
    if (r) return r;
    bool over = w.list.n == w.room;
    if (over) w.list.n--;
    if (over)
        out->next_token = wire_page_next(c, &page, w.room, key_of(c->ctx.arena, &w.places[w.list.n - 1]));
    else if (more)
        out->next_token = wire_page_next(c, &page, w.room, key_of(c->ctx.arena, &w.at));
    out->effective_access = w.list;
    return 0;
}
