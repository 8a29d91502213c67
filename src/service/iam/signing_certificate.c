/* signing_certificate.c: X.509 certificates of users, as some services take them for signatures. */
#include "base/base.h"
#include "crypto/x509.h"
#include "domain/ids.h"
#include "service/iam/iam.h"

/* AWS: "SigningCertificatesPerUser", not adjustable. */
#define CERTIFICATES_PER_USER 2

static int list(struct gh_call *c, struct gh_str owner_id, struct gh_str after_id, int64_t count,
                struct store_iam_signing_list_rows *ret_rows, struct gh_err *err) {
    struct store_iam_signing_list_args args = {.owner_id = owner_id, .after_id = after_id, .count = count};
    return store_iam_signing_list(c->ctx.tx, &args, ret_rows, err);
}

static int read_certificate(struct gh_call *c, struct gh_str body, struct x509_facts *ret_facts, struct gh_err *err) {
    int r = x509_read(c->ctx.arena, body, ret_facts, NULL);
    if (r)
        return iam_throw_malformed_certificate(
            err, "Unable to parse certificate. Please ensure the certificate is in PEM format.");
    if (c->ctx.now_ms >= ret_facts->until_ms) return iam_throw_invalid_certificate(err, "The certificate has expired.");
    return 0;
}

int iam_upload_signing_certificate(struct gh_call *c, const struct iam_upload_signing_certificate_input *in,
                                   struct iam_upload_signing_certificate_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct x509_facts facts;
    struct store_iam_signing_list_rows rows;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = read_certificate(c, in->certificate_body, &facts, err);
    if (!r) r = list(c, iam_owner_id(c, &user), GH_S(""), CERTIFICATES_PER_USER, &rows, err);
    if (r) return r;
    if (rows.n >= CERTIFICATES_PER_USER)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for SigningCertificatesPerUser: %d",
                                        CERTIFICATES_PER_USER);
    struct store_iam_signing_insert_args row = {.id = id_iam_signing_certificate_new(c->ctx.arena),
                                                .account_id = c->caller.account_id,
                                                .owner_id = iam_owner_id(c, &user),
                                                .body = in->certificate_body,
                                                .digest = facts.digest,
                                                .status = IAM_STATUS_TYPE_ACTIVE,
                                                .uploaded_ms = c->ctx.now_ms};
    int64_t changes;
    r = store_iam_signing_insert(c->ctx.tx, &row, &changes, err);
    if (r) return r;
    if (!changes)
        return iam_throw_duplicate_certificate(err, "The same certificate is associated with a user of this account.");
    out->certificate = gh_new(c->ctx.arena, struct iam_signing_certificate);
    *out->certificate = (struct iam_signing_certificate){user.name, row.id, row.body, row.status, row.uploaded_ms};
    return 0;
}

int iam_list_signing_certificates(struct gh_call *c, const struct iam_list_signing_certificates_input *in,
                                  struct iam_list_signing_certificates_output *out, struct gh_err *err) {
    struct iam_user_page p;
    struct store_iam_signing_list_rows rows;
    int r = iam_user_page_open(c, in->user_name, &IAM_PAGE_QUERY(in, GH_S_NONE), &p, err);
    if (!r) r = list(c, p.owner_id, p.page.after, p.page.count + 1, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &p.page, rows.n, out->certificates);
    for (size_t i = 0; i < shown; i++)
        out->certificates.v[i] = (struct iam_signing_certificate){p.user.name, rows.v[i].id, rows.v[i].body,
                                                                  rows.v[i].status, rows.v[i].uploaded_ms};
    IAM_PAGE_END(c, &p.page, rows, id, shown, out);
    return 0;
}

/* Is the certificate that user's? */
static int check_own(struct gh_call *c, struct gh_str user_name, struct gh_str id, struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_signing_get_row row;
    int r = iam_user_named(c, user_name, &user, err);
    if (r) return r;
    r = store_iam_signing_get(c->ctx.tx, &(struct store_iam_signing_get_args){.id = id}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && gh_str_eq(row.owner_id, iam_owner_id(c, &user))) return 0;
    return iam_throw_no_such_entity(err, "The Certificate with id %.*s cannot be found.", GH_S_FMT(id));
}

int iam_update_signing_certificate(struct gh_call *c, const struct iam_update_signing_certificate_input *in,
                                   struct iam_update_signing_certificate_output *out, struct gh_err *err) {
    (void)out;
    int r = check_own(c, in->user_name, in->certificate_id, err);
    if (r) return r;
    if (gh_str_eq(in->status, IAM_STATUS_TYPE_EXPIRED))
        return iam_throw_invalid_input(err, "Status must be Active or Inactive.");
    struct store_iam_signing_status_args args = {.id = in->certificate_id, .status = in->status};
    return store_iam_signing_status(c->ctx.tx, &args, NULL, err);
}

int iam_delete_signing_certificate(struct gh_call *c, const struct iam_delete_signing_certificate_input *in,
                                   struct iam_delete_signing_certificate_output *out, struct gh_err *err) {
    (void)out;
    int r = check_own(c, in->user_name, in->certificate_id, err);
    if (r) return r;
    struct store_iam_signing_delete_args args = {.id = in->certificate_id};
    return store_iam_signing_delete(c->ctx.tx, &args, NULL, err);
}
