/* home_flow.c: the signed-in person's accounts and roles, and how to use one from the command line. */
#include "signin/flow.h"

/* Of everything a person has, that much is shown. */
#define ROLES_MAX 20000

struct home {
    struct visit *v;
    struct page_home_account *accounts;
    size_t n_accounts;
};

/* The rows come account by account. */
static int read_home(struct context *c, void *argument, struct gh_err *err) {
    struct home *h = argument;
    struct gh_arena *a = h->v->arena;
    struct store_entitlement_everything_rows rows;
    struct store_entitlement_everything_args args = {h->v->person.user_id, ROLES_MAX};
    int r = store_entitlement_everything(c->tx, &args, &rows, err);
    if (r) return r;
    struct page_home_role *roles = gh_new_n(a, struct page_home_role, rows.n + 1);
    h->accounts = gh_new_n(a, struct page_home_account, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_entitlement_everything_row *row = &rows.v[i];
        if (!i || !gh_str_eq(row->account_id, rows.v[i - 1].account_id))
            h->accounts[h->n_accounts++] = (struct page_home_account){
                .account_id = row->account_id, .name = row->account_name, .email = row->email, .roles = &roles[i]};
        roles[i].name = row->role_name;
        h->accounts[h->n_accounts - 1].n_roles++;
    }
    return 0;
}

/*
 * The newest AWS CLI asks a start URL, by HEAD, for a host of AWS's own and only passes that name on: the name we then
 * understand as this instance.
 */
static void answer_head(struct visit *v) {
    struct gh_str location =
        gh_fmt(v->arena, "https://%.*s.portal.%.*s.app.aws", GH_S_FMT(v->instance.id), GH_S_FMT(v->instance.region));
    http_reply_header(v->x, GH_S("Location"), location);
    http_reply(v->x, 302, GH_S_NONE, GH_S(""));
}

void flow_home(struct visit *v) {
    if (gh_str_eq(v->request->method, GH_S("HEAD")) && v->has_instance) {
        answer_head(v);
        return;
    }
    if (!visit_require_person(v)) return;
    struct home h = {.v = v};
    int r = visit_read(v, read_home, &h);
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    int64_t page = 1;
    gh_str_to_i64(visit_query(v, "page"), &page);
    struct gh_buf *b = visit_buf(v);
    struct page_home p = {.layout = visit_layout(v)};
    page_home_fill(v->arena, &p, h.accounts, h.n_accounts, visit_query(v, "q"), page);
    page_home_render(b, &p);
    visit_reply(v, 200, b);
}

struct role {
    struct visit *v;
    struct gh_str account_id, name, account_name;
    bool found;
};

static int read_role(struct context *c, void *argument, struct gh_err *err) {
    struct role *role = argument;
    struct store_entitlement_roles_rows rows;
    struct store_account_get_row account;
    struct store_entitlement_roles_args args = {role->v->person.user_id, role->account_id, GH_S(""), ROLES_MAX};
    int r = store_entitlement_roles(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) role->found |= gh_str_eq(rows.v[i].name, role->name);
    if (r || !role->found) return r;
    r = store_account_get(c->tx, &(struct store_account_get_args){role->account_id}, &account, err);
    if (!r) role->account_name = account.name;
    return r;
}

void flow_access(struct visit *v) {
    if (!visit_require_person(v)) return;
    struct role role = {.v = v, .account_id = visit_query(v, "account_id"), .name = visit_query(v, "role_name")};
    int r = role.account_id.p && role.name.p ? visit_read(v, read_role, &role) : 0;
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    if (!role.found) {
        visit_fail(v, 404, 0);
        return;
    }
    struct gh_str url = v->signin->options.house->url;
    struct gh_buf *b = visit_buf(v);
    struct page_access p = {.layout = visit_layout(v),
                            .account_name = role.account_name,
                            .account_id = role.account_id,
                            .role_name = role.name,
                            .profile_name = page_profile_name(v->arena, role.account_name, role.name),
                            .session_name = GH_S("gatehouse"),
                            .start_url = gh_fmt(v->arena, "%.*s%.*s", GH_S_FMT(url), GH_S_FMT(visit_path(v, "/start"))),
                            .endpoint_url = url};
    page_access_render(b, &p);
    visit_reply(v, 200, b);
}

void flow_not_found(struct visit *v) {
    visit_fail(v, 404, 0);
}
