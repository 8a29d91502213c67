/*
 * delegation.c: delegation requests. In AWS they come from partners whom AWS has enrolled, with policies that AWS keeps
 * for them, and their tokens go out over SNS. No partner is enrolled here, so that none can be made and none exists:
 * every operation answers as AWS does to whoever has none (model/differences.md).
 */
#include "base/base.h"
#include "service/iam/iam.h"

static int not_found(struct gh_str id, struct gh_err *err) {
    return iam_throw_no_such_entity(err, "The delegation request with id %.*s cannot be found.", GH_S_FMT(id));
}

int iam_create_delegation_request(struct gh_call *c, const struct iam_create_delegation_request_input *in,
                                  struct iam_create_delegation_request_output *out, struct gh_err *err) {
    (void)in;
    (void)out;
    return iam_throw_invalid_input(err, "Account %.*s is not enrolled as a partner that may request delegation.",
                                   GH_S_FMT(c->caller.account_id));
}

int iam_accept_delegation_request(struct gh_call *c, const struct iam_accept_delegation_request_input *in,
                                  struct iam_accept_delegation_request_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    return not_found(in->delegation_request_id, err);
}

int iam_associate_delegation_request(struct gh_call *c, const struct iam_associate_delegation_request_input *in,
                                     struct iam_associate_delegation_request_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    return not_found(in->delegation_request_id, err);
}

int iam_reject_delegation_request(struct gh_call *c, const struct iam_reject_delegation_request_input *in,
                                  struct iam_reject_delegation_request_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    return not_found(in->delegation_request_id, err);
}

int iam_update_delegation_request(struct gh_call *c, const struct iam_update_delegation_request_input *in,
                                  struct iam_update_delegation_request_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    return not_found(in->delegation_request_id, err);
}

int iam_send_delegation_token(struct gh_call *c, const struct iam_send_delegation_token_input *in,
                              struct iam_send_delegation_token_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    return not_found(in->delegation_request_id, err);
}

int iam_get_delegation_request(struct gh_call *c, const struct iam_get_delegation_request_input *in,
                               struct iam_get_delegation_request_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    return not_found(in->delegation_request_id, err);
}

int iam_list_delegation_requests(struct gh_call *c, const struct iam_list_delegation_requests_input *in,
                                 struct iam_list_delegation_requests_output *out, struct gh_err *err) {
    struct wire_page page;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, in->owner_id), &page, err);
    if (r) return r;
    out->delegation_requests.v = gh_new(c->ctx.arena, struct iam_delegation_request);
    out->has_is_truncated = true;
    return 0;
}

int iam_get_human_readable_summary(struct gh_call *c, const struct iam_get_human_readable_summary_input *in,
                                   struct iam_get_human_readable_summary_output *out, struct gh_err *err) {
    (void)c;
    (void)out;
    struct gh_str kind = GH_S(":delegation-request/");
    ptrdiff_t at = gh_str_find_str(in->entity_arn, kind);
    if (!gh_str_starts(in->entity_arn, GH_S("arn:aws:iam::")) || at < 0)
        return iam_throw_invalid_input(err, "Only delegation requests can be summarized.");
    return not_found(gh_str_slice(in->entity_arn, (size_t)at + kind.n, in->entity_arn.n), err);
}
