/* user_policy.c: inline and attached policies of users. */
#include "base/base.h"
#include "domain/iam.h"
#include "domain/managed_policy.h"
#include "policy/policy.h"
#include "service/iam/iam.h"

/* AWS: the inline policies of one user together, white space not counted. */
#define USER_INLINE_BYTES 2048
#define ATTACHED_PER_USER 10

static size_t bytes_counted(struct gh_str document) {
    size_t n = 0;
    for (size_t i = 0; i < document.n; i++) {
        char ch = document.p[i];
        n += !(ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r');
    }
    return n;
}

static int check_inline_size(struct gh_call *c, const struct iam_subject *user,
                             const struct iam_put_user_policy_input *in, struct gh_err *err) {
    struct store_iam_inline_list_rows rows;
    struct store_iam_inline_list_args args = {
        .entity_id = user->id, .after_name = GH_S(""), .count = USER_INLINE_BYTES};
    int r = store_iam_inline_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t total = bytes_counted(in->policy_document);
    for (size_t i = 0; i < rows.n; i++)
        if (!gh_str_eq(rows.v[i].name, in->policy_name)) total += bytes_counted(rows.v[i].document);
    if (total > USER_INLINE_BYTES)
        return iam_throw_limit_exceeded(err, "Maximum policy size of %d bytes exceeded for user %.*s",
                                        USER_INLINE_BYTES, GH_S_FMT(user->name));
    return 0;
}

int iam_put_user_policy(struct gh_call *c, const struct iam_put_user_policy_input *in,
                        struct iam_put_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct policy *compiled;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = check_inline_size(c, &user, in, err);
    if (r) return r;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    r = policy_compile(c->ctx.arena, in->policy_document, POLICY_IDENTITY, in->policy_name, &compiled, why);
    if (r) return iam_throw_malformed_policy_document(err, "%s", why->message);
    return iam_inline_put(&c->ctx, c->caller.account_id, user.id, in->policy_name, in->policy_document, err);
}

int iam_get_user_policy(struct gh_call *c, const struct iam_get_user_policy_input *in,
                        struct iam_get_user_policy_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_inline_get_row row;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    struct store_iam_inline_get_args args = {.entity_id = user.id, .name = in->policy_name};
    r = store_iam_inline_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "The user policy with name %.*s cannot be found.",
                                        GH_S_FMT(in->policy_name));
    if (r) return r;
    *out = (struct iam_get_user_policy_output){user.name, in->policy_name, iam_document(c, row.document)};
    return 0;
}

int iam_delete_user_policy(struct gh_call *c, const struct iam_delete_user_policy_input *in,
                           struct iam_delete_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    r = iam_inline_delete(&c->ctx, c->caller.account_id, user.id, in->policy_name, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "The user policy with name %.*s cannot be found.",
                                        GH_S_FMT(in->policy_name));
    return r;
}

int iam_list_user_policies(struct gh_call *c, const struct iam_list_user_policies_input *in,
                           struct iam_list_user_policies_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct wire_page page;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, user.id), &page, err);
    if (!r) r = iam_list_inline(c, user.id, &page, &out->policy_names, &out->marker, err);
    out->is_truncated = out->marker.p != NULL;
    out->has_is_truncated = true;
    return r;
}

int iam_list_attached_user_policies(struct gh_call *c, const struct iam_list_attached_user_policies_input *in,
                                    struct iam_list_attached_user_policies_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct wire_page page;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, user.id), &page, err);
    if (!r)
        r = iam_list_attached(c, &(struct iam_attached_query){user.id, in->path_prefix, &page}, &out->attached_policies,
                              &out->marker, err);
    out->is_truncated = out->marker.p != NULL;
    out->has_is_truncated = true;
    return r;
}

static int check_attach(struct gh_call *c, const struct iam_subject *user, struct gh_str arn, struct gh_err *err) {
    struct gh_str name;
    int r = managed_policy_find(&c->ctx, arn, &name, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "Policy %.*s does not exist or is not attachable.", GH_S_FMT(arn));
    if (r) return r;
    struct store_iam_attachment_list_rows rows;
    struct store_iam_attachment_list_args args = {
        .entity_id = user->id, .after_arn = GH_S(""), .count = ATTACHED_PER_USER};
    r = store_iam_attachment_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    for (size_t i = 0; i < rows.n; i++)
        if (gh_str_eq(rows.v[i].policy_arn, arn)) return 0;
    if (rows.n >= ATTACHED_PER_USER)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for PoliciesPerUser: %d", ATTACHED_PER_USER);
    return 0;
}

int iam_attach_user_policy(struct gh_call *c, const struct iam_attach_user_policy_input *in,
                           struct iam_attach_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = check_attach(c, &user, in->policy_arn, err);
    return r ? r : iam_attach(&c->ctx, c->caller.account_id, user.id, in->policy_arn, err);
}

int iam_detach_user_policy(struct gh_call *c, const struct iam_detach_user_policy_input *in,
                           struct iam_detach_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    r = iam_detach(&c->ctx, c->caller.account_id, user.id, in->policy_arn, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "Policy %.*s was not found.", GH_S_FMT(in->policy_arn));
    return r;
}
