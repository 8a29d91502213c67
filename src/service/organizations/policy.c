/* policy.c: the organization's policies themselves: making, changing, showing and listing them. */
#include "service/organizations/policy.h"

#include "base/base.h"
#include "domain/ids.h"
#include "domain/org_policy.h"

#define PAGE_MAX 20

int organizations_policy_get(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                             struct policy_found *ret_policy, struct gh_err *err) {
    const struct org_policy_builtin *b = org_policy_builtin(id);
    if (b) {
        *ret_policy = (struct policy_found){b->id, b->type, b->name, b->description, b->content, true};
        return 0;
    }
    struct store_organization_policy_get_row row;
    struct store_organization_policy_get_args args = {org->organization_id, id};
    int r = store_organization_policy_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_policy_not_found(err,
                                                    "We can't find a policy with the PolicyId that you specified.");
    if (!r) *ret_policy = (struct policy_found){row.id, row.type, row.name, row.description, row.content, false};
    return r;
}

struct organizations_policy_summary organizations_policy_summary(struct gh_call *c,
                                                                 const struct store_organization_of_account_row *org,
                                                                 const struct policy_found *p) {
    struct gh_str arn = org_policy_arn(c->ctx.arena, org->management_account_id, org->organization_id, p->type, p->id);
    return (struct organizations_policy_summary){.id = p->id,
                                                 .arn = arn,
                                                 .name = p->name,
                                                 .description = p->description,
                                                 .type = p->type,
                                                 .aws_managed = p->aws_managed,
                                                 .has_aws_managed = true};
}

static struct organizations_policy *output(struct gh_call *c, const struct store_organization_of_account_row *org,
                                           const struct policy_found *p) {
    struct organizations_policy *policy = gh_new(c->ctx.arena, struct organizations_policy);
    policy->policy_summary = gh_new(c->ctx.arena, struct organizations_policy_summary);
    *policy->policy_summary = organizations_policy_summary(c, org, p);
    policy->content = p->content;
    return policy;
}

static int refuse_duplicate(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str type,
                            struct gh_str name, struct gh_err *err) {
    struct store_organization_policy_by_name_row row;
    struct store_organization_policy_by_name_args args = {org->organization_id, type, name};
    const struct org_policy_builtin *builtin = org_policy_builtin_of_type(type);
    int r =
        builtin && gh_str_eq(builtin->name, name) ? 0 : store_organization_policy_by_name(c->ctx.tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return organizations_throw_duplicate_policy(err, "A policy with the same name already exists.");
}

static int check_count(struct gh_call *c, const struct store_organization_of_account_row *org,
                       const struct policy_kind *kind, struct gh_err *err) {
    struct store_organization_policy_count_row row;
    struct store_organization_policy_count_args args = {org->organization_id, kind->type};
    int r = store_organization_policy_count(c->ctx.tx, &args, &row, err);
    if (r || row.n < kind->stored_max) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_POLICY_NUMBER_LIMIT_EXCEEDED,
        "You attempted to exceed the number of policies that you can have in an organization.");
}

int organizations_create_policy(struct gh_call *c, const struct organizations_create_policy_input *in,
                                struct organizations_create_policy_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    const struct policy_kind *kind = organizations_policy_kind(in->type);
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_share_tags(c, in, &in->tags, &org, err);
    if (!r) r = organizations_all_features(&org, err);
    if (!r) r = organizations_policy_check(c, kind, in->content, err);
    if (!r) r = refuse_duplicate(c, &org, in->type, in->name, err);
    if (!r) r = check_count(c, &org, kind, err);
    if (r) return r;
    struct store_organization_policy_insert_args row = {.id = id_organization_policy_new(c->ctx.arena),
                                                        .organization_id = org.organization_id,
                                                        .type = in->type,
                                                        .name = in->name,
                                                        .description = in->description,
                                                        .content = in->content,
                                                        .now_ms = c->ctx.now_ms};
    r = store_organization_policy_insert(c->ctx.tx, &row, NULL, err);
    if (!r) r = organizations_put_tags(c, gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id)), &in->tags, err);
    if (r) return r;
    struct policy_found made = {row.id, row.type, row.name, row.description, row.content, false};
    out->policy = output(c, &org, &made);
    return 0;
}

/* Of one's own, for changing it: AWS's policies stay as they are. */
static int open_own(struct gh_call *c, const void *in, struct gh_str id, struct store_organization_of_account_row *org,
                    struct policy_found *ret_policy, struct gh_err *err) {
    int r = organizations_share(c, in, org, err);
    if (!r) r = organizations_policy_get(c, org, id, ret_policy, err);
    if (r || !ret_policy->aws_managed) return r;
    return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_IMMUTABLE_POLICY,
                                             "You specified a policy that is managed by AWS and can't be modified.");
}

int organizations_update_policy(struct gh_call *c, const struct organizations_update_policy_input *in,
                                struct organizations_update_policy_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct policy_found p;
    int r = open_own(c, in, in->policy_id, &org, &p, err);
    if (!r && in->content.p) r = organizations_policy_check(c, organizations_policy_kind(p.type), in->content, err);
    bool renamed = in->name.p && !r && !gh_str_eq(in->name, p.name);
    if (renamed) r = refuse_duplicate(c, &org, p.type, in->name, err);
    if (r) return r;
    if (in->name.p) p.name = in->name;
    if (in->description.p) p.description = in->description;
    if (in->content.p) p.content = in->content;
    struct store_organization_policy_update_args row = {p.id, p.name, p.description, p.content, c->ctx.now_ms};
    r = store_organization_policy_update(c->ctx.tx, &row, NULL, err);
    if (!r) r = organizations_policy_touch(c, &org, p.type, err);
    if (r) return r;
    out->policy = output(c, &org, &p);
    return 0;
}

int organizations_delete_policy(struct gh_call *c, const struct organizations_delete_policy_input *in,
                                struct organizations_delete_policy_output *out, struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct policy_found p;
    struct store_organization_attachment_of_policy_rows targets;
    int r = open_own(c, in, in->policy_id, &org, &p, err);
    if (r) return r;
    struct store_organization_attachment_of_policy_args attached = {org.organization_id, p.id, GH_S(""), 1};
    r = store_organization_attachment_of_policy(c->ctx.tx, &attached, &targets, err);
    if (r) return r;
    if (targets.n)
        return organizations_throw_policy_in_use(
            err, "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts "
                 "before performing this operation.");
    struct store_tag_delete_all_args tags = {gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(p.id))};
    r = store_tag_delete_all(c->ctx.tx, &tags, NULL, err);
    return r ? r
             : store_organization_policy_delete(c->ctx.tx, &(struct store_organization_policy_delete_args){p.id}, NULL,
                                                err);
}

int organizations_describe_policy(struct gh_call *c, const struct organizations_describe_policy_input *in,
                                  struct organizations_describe_policy_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct policy_found p;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_policy_get(c, &org, in->policy_id, &p, err);
    if (!r) out->policy = output(c, &org, &p);
    return r;
}

/* AWS's own policy stands among the organization's where its id belongs. */
static size_t merge(struct policy_found *v, const struct store_organization_policy_list_rows *rows,
                    const struct org_policy_builtin *b, struct gh_str type, struct gh_str after) {
    size_t n = 0;
    bool due = b && gh_str_cmp(b->id, after) > 0;
    for (size_t i = 0; i <= rows->n; i++) {
        if (due && (i == rows->n || gh_str_cmp(b->id, rows->v[i].id) < 0)) {
            v[n++] = (struct policy_found){b->id, b->type, b->name, b->description, b->content, true};
            due = false;
        }
        if (i < rows->n)
            v[n++] = (struct policy_found){
                .id = rows->v[i].id, .type = type, .name = rows->v[i].name, .description = rows->v[i].description};
    }
    return n;
}

int organizations_list_policies(struct gh_call *c, const struct organizations_list_policies_input *in,
                                struct organizations_list_policies_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_policy_list_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->filter), &page, err);
    if (r) return r;
    struct store_organization_policy_list_args args = {org.organization_id, in->filter, page.after, page.count + 1};
    r = store_organization_policy_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    struct policy_found *v = gh_new_n(c->ctx.arena, struct policy_found, rows.n + 1);
    size_t n = merge(v, &rows, org_policy_builtin_of_type(in->filter), in->filter, page.after);
    size_t shown = wire_page_shown(&page, n);
    out->policies.v = gh_new_n(c->ctx.arena, struct organizations_policy_summary, shown + 1);
    out->policies.n = shown;
    for (size_t i = 0; i < shown; i++) out->policies.v[i] = organizations_policy_summary(c, &org, &v[i]);
    if (shown) out->next_token = wire_page_next(c, &page, n, v[shown - 1].id);
    return 0;
}
