/*
 * effective_validation.c: accounts whose management policies, each good by itself, come to something that cannot be
 * enforced. Computed when asked: nothing is kept that could lag behind.
 */
#include "base/base.h"
#include "domain/management_policy.h"
#include "service/organizations/effective.h"

#define PAGE_MAX 20
/* Accounts looked at for one page: the page may be short, and its token says where to go on. */
#define LOOKED_AT 250
/* ... and the bytes of their policies: adding up what every account may carry would take seconds. */
#define READ_BYTES ((size_t)256 * 1024)

static int open_type(struct gh_call *c, const void *in, struct gh_str type,
                     struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    bool enabled;
    int r = organizations_share(c, in, ret_org, err);
    if (!r) r = organizations_policy_type_enabled(c, ret_org, type, &enabled, err);
    return r || enabled ? r : effective_refuse_missing(err);
}

static int validate(struct gh_call *c, struct gh_str type, const struct effective *effective,
                    struct management_errors *ret_errors, struct gh_err *err) {
    struct gh_str element = organizations_policy_kind(type)->element;
    *ret_errors = (struct management_errors){0};
    if (effective->too_large) {
        struct management_error *one = gh_new(c->ctx.arena, struct management_error);
        *one =
            (struct management_error){.code = GH_S("ELEMENTS_TOO_MANY"),
                                      .message = GH_S("The policies come to more than an effective policy may hold."),
                                      .path = gh_fmt(c->ctx.arena, "$.%.*s", GH_S_FMT(element))};
        *ret_errors = (struct management_errors){one, 1};
    }
    if (!effective->content.p) return 0;
    return management_policy_validate(c->ctx.arena, element, effective->content, ret_errors, err);
}

/* Policies that say something about the part in which the error lies. */
static struct organizations_policy_ids contributing(struct gh_call *c, struct gh_str type,
                                                    const struct effective *effective, struct gh_str scope) {
    const struct store_organization_effective_chain_rows *rows = &effective->rows;
    struct organizations_policy_ids ids = {gh_new_n(c->ctx.arena, struct gh_str, rows->n + 1), 0};
    struct gh_str element = organizations_policy_kind(type)->element;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *work = gh_arena_new(0);
    for (size_t i = 0; i < rows->n; i++) {
        if (management_policy_mentions(work, element, rows->v[i].content, scope)) ids.v[ids.n++] = rows->v[i].policy_id;
        gh_arena_reset(work);
    }
    return ids;
}

/* Errors have no ids: a page goes on after a number. */
static struct gh_str number_key(struct gh_call *c, size_t number) {
    return gh_fmt(c->ctx.arena, "%06zu", number);
}

int organizations_list_effective_policy_validation_errors(
    struct gh_call *c, const struct organizations_list_effective_policy_validation_errors_input *in,
    struct organizations_list_effective_policy_validation_errors_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    struct effective effective;
    struct management_errors errors;
    struct wire_page page;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(in->account_id), GH_S_FMT(in->policy_type));
    int depth;
    int r = open_type(c, in, in->policy_type, &org, err);
    if (!r) r = organizations_account_get(c, &org, in->account_id, &account, err);
    if (!r) r = organizations_path(c, &org, account.parent_id, &out->path, &depth, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter), &page, err);
    if (!r) r = effective_read(c, account.id, in->policy_type, &effective, err);
    if (!r) r = validate(c, in->policy_type, &effective, &errors, err);
    if (r) return r;
    out->account_id = account.id;
    out->policy_type = in->policy_type;
    out->path = gh_fmt(c->ctx.arena, "%.*s%.*s/", GH_S_FMT(out->path), GH_S_FMT(account.id));
    out->evaluation_timestamp = c->ctx.now_ms;
    struct organizations_effective_policy_validation_errors *list = &out->effective_policy_validation_errors;
    list->v = gh_new_n(c->ctx.arena, struct organizations_effective_policy_validation_error, errors.n + 1);
    size_t first = 0;
    while (first < errors.n && gh_str_cmp(number_key(c, first + 1), page.after) <= 0) first++;
    size_t shown = wire_page_shown(&page, errors.n - first);
    for (size_t i = first; i < first + shown; i++)
        list->v[list->n++] = (struct organizations_effective_policy_validation_error){
            .error_code = errors.v[i].code,
            .error_message = errors.v[i].message,
            .path_to_error = errors.v[i].path,
            .contributing_policies = contributing(c, in->policy_type, &effective, errors.v[i].scope)};
    out->next_token = wire_page_next(c, &page, errors.n - first, number_key(c, first + shown));
    return 0;
}

/* Accounts of one parent without policies of their own have the same effective policy: it is looked at once. */
struct survey {
    const struct store_organization_of_account_row *org;
    struct gh_str type;
    struct gh_map parents; /* of a parent that was looked at: &valid or &invalid */
    size_t read_bytes;     /* policies that were added up */
};
static const bool valid = false, invalid = true;

static int look(struct gh_call *c, struct survey *s, struct gh_str account_id, bool *ret_invalid, struct gh_err *err) {
    struct effective effective;
    struct management_errors errors;
    int r = effective_read(c, account_id, s->type, &effective, err);
    if (!r) r = validate(c, s->type, &effective, &errors, err);
    if (!r) *ret_invalid = errors.n > 0;
    for (size_t i = 0; !r && i < effective.rows.n; i++) s->read_bytes += effective.rows.v[i].content.n;
    return r;
}

static int is_invalid(struct gh_call *c, struct survey *s, const struct store_organization_account_get_row *account,
                      bool *ret_invalid, struct gh_err *err) {
    struct store_organization_attachment_any_rows own;
    struct store_organization_attachment_any_args args = {s->org->organization_id, account->id, s->type};
    int r = store_organization_attachment_any(c->ctx.tx, &args, &own, err);
    if (r) return r;
    if (own.n) return look(c, s, account->id, ret_invalid, err);
    const bool *known = gh_map_get(&s->parents, account->parent_id);
    if (!known) {
        r = look(c, s, account->id, ret_invalid, err);
        if (!r) gh_map_put(&s->parents, account->parent_id, (void *)(*ret_invalid ? &invalid : &valid));
        return r;
    }
    *ret_invalid = *known;
    return 0;
}

static int show(struct gh_call *c, const struct store_organization_of_account_row *org,
                const struct store_organization_account_get_row *account, struct organizations_accounts *list,
                struct gh_err *err) {
    struct gh_str path;
    int depth;
    int r = organizations_path(c, org, account->parent_id, &path, &depth, err);
    if (!r) list->v[list->n++] = organizations_account_output(c, org, account, path);
    return r;
}

int organizations_list_accounts_with_invalid_effective_policy(
    struct gh_call *c, const struct organizations_list_accounts_with_invalid_effective_policy_input *in,
    struct organizations_list_accounts_with_invalid_effective_policy_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_rows rows;
    struct survey survey = {.org = &org, .type = in->policy_type};
    gh_map_init(&survey.parents, c->ctx.arena);
    struct wire_page page;
    int r = open_type(c, in, in->policy_type, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->policy_type), &page, err);
    if (r) return r;
    struct store_organization_account_list_args args = {org.organization_id, page.after, LOOKED_AT};
    r = store_organization_account_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    out->policy_type = in->policy_type;
    out->accounts.v = gh_new_n(c->ctx.arena, struct organizations_account, (size_t)page.count + 1);
    size_t i = 0;
    for (; !r && i < rows.n && out->accounts.n < (size_t)page.count && survey.read_bytes < READ_BYTES; i++) {
        bool found = false;
        r = is_invalid(c, &survey, &rows.v[i], &found, err);
        if (!r && found) r = show(c, &org, &rows.v[i], &out->accounts, err);
    }
    bool more = i < rows.n || rows.n == LOOKED_AT;
    if (!r && more) out->next_token = wire_page_next(c, &page, (size_t)page.count + 1, rows.v[i - 1].id);
    return r;
}
