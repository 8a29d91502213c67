/* server_certificate.c: certificates that servers show, with their keys: kept for other services, the key sealed. */
#include "base/base.h"
#include "crypto/keyring.h"
#include "crypto/x509.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "service/iam/iam.h"
#include "service/iam/tagging.h"

/* AWS: "ServerCertificatesPerAccount", adjustable there. */
#define CERTIFICATES_PER_ACCOUNT 20
#define KEY_PURPOSE "iam.server-certificate-key"

static int by_name(struct gh_call *c, struct gh_str name, struct store_iam_server_certificate_by_name_row *ret_row,
                   struct gh_err *err) {
    struct store_iam_server_certificate_by_name_args args = {.account_id = c->caller.account_id,
                                                             .name_key = fold_key(c->ctx.arena, name)};
    return store_iam_server_certificate_by_name(c->ctx.tx, &args, ret_row, err);
}

static int named(struct gh_call *c, struct gh_str name, struct store_iam_server_certificate_by_name_row *ret_row,
                 struct gh_err *err) {
    int r = by_name(c, name, ret_row, err);
    if (r != -GH_ENOTFOUND) return r;
    return iam_throw_no_such_entity(err, "The Server Certificate with name %.*s cannot be found.", GH_S_FMT(name));
}

static struct gh_str arn_of(struct gh_call *c, struct gh_str path, struct gh_str name) {
    return arn_iam_server_certificate(c->ctx.arena, c->caller.account_id, path, name);
}

int iam_find_new_server_certificate(struct gh_call *c, struct gh_str path, struct gh_str name, struct gh_list *ret_arns,
                                    struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_of(c, path.p ? path : GH_S("/"), name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* AWS: whoever renames needs permission on the certificate by both names. */
int iam_find_renamed_server_certificate(struct gh_call *c, struct gh_str name, struct gh_str new_path,
                                        struct gh_str new_name, struct gh_list *ret_arns, struct gh_err *err) {
    struct store_iam_server_certificate_by_name_row row;
    int r = by_name(c, name, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    struct gh_str path = r ? GH_S("/") : row.path;
    struct gh_str *arns = gh_new_n(c->ctx.arena, struct gh_str, 2);
    if (!r) name = row.name;
    arns[0] = arn_of(c, path, name);
    arns[1] = arn_of(c, new_path.p ? new_path : path, new_name.p ? new_name : name);
    *ret_arns = (struct gh_list){arns, new_path.p || new_name.p ? 2 : 1};
    return 0;
}

int iam_find_server_certificate(struct gh_call *c, struct gh_str name, struct gh_list *ret_arns, struct gh_err *err) {
    return iam_find_renamed_server_certificate(c, name, GH_S_NONE, GH_S_NONE, ret_arns, err);
}

/* Everything that is asked of what is uploaded, in AWS's words. */
static int check_material(struct gh_call *c, const struct iam_upload_server_certificate_input *in,
                          struct x509_facts *ret_facts, struct gh_err *err) {
    if (x509_read(c->ctx.arena, in->certificate_body, ret_facts, NULL))
        return iam_throw_malformed_certificate(
            err, "Unable to parse certificate. Please ensure the certificate is in PEM format.");
    int r = x509_check_key(in->certificate_body, in->private_key, NULL);
    if (r == -GH_ECONFLICT)
        return iam_throw_key_pair_mismatch(err, "The public key of the certificate does not match the private key.");
    if (r)
        return iam_throw_malformed_certificate(
            err, "Unable to parse private key. Please ensure the key is in PEM format and is not encrypted.");
    if (c->ctx.now_ms < ret_facts->from_ms || c->ctx.now_ms >= ret_facts->until_ms)
        return iam_throw_malformed_certificate(err, "The certificate is not valid now.");
    size_t at = 0;
    if (!in->certificate_chain.p || !x509_check_chain(in->certificate_body, in->certificate_chain, &at, NULL)) return 0;
    return iam_throw_malformed_certificate(err,
                                           "Unable to validate certificate chain. The certificate chain must start "
                                           "with the immediate signing certificate, followed by any intermediaries "
                                           "in order. The index within the chain of the invalid certificate is: %zu",
                                           at);
}

static int check_room(struct gh_call *c, struct gh_err *err) {
    struct store_iam_server_certificate_count_row row;
    struct store_iam_server_certificate_count_args args = {.account_id = c->caller.account_id};
    int r = store_iam_server_certificate_count(c->ctx.tx, &args, &row, err);
    if (r || row.n < CERTIFICATES_PER_ACCOUNT) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for ServerCertificatesPerAccount: %d",
                                    CERTIFICATES_PER_ACCOUNT);
}

static int exists(struct gh_str name, struct gh_err *err) {
    return iam_throw_entity_already_exists(err, "The Server Certificate with name %.*s already exists.",
                                           GH_S_FMT(name));
}

int iam_upload_server_certificate(struct gh_call *c, const struct iam_upload_server_certificate_input *in,
                                  struct iam_upload_server_certificate_output *out, struct gh_err *err) {
    struct x509_facts facts;
    int r = check_material(c, in, &facts, err);
    if (!r) r = check_room(c, err);
    if (r) return r;
    struct gh_str id = id_iam_server_certificate_new(c->ctx.arena);
    struct store_iam_server_certificate_insert_args row = {
        .id = id,
        .account_id = c->caller.account_id,
        .name = in->server_certificate_name,
        .name_key = fold_key(c->ctx.arena, in->server_certificate_name),
        .path = in->path.p ? in->path : GH_S("/"),
        .body = in->certificate_body,
        .chain = in->certificate_chain,
        .private_key = keyring_seal(c->ctx.house->keyring, c->ctx.arena, KEY_PURPOSE, id, in->private_key),
        .uploaded_ms = c->ctx.now_ms,
        .expires_ms = facts.until_ms};
    int64_t changes;
    r = store_iam_server_certificate_insert(c->ctx.tx, &row, &changes, err);
    if (!r && !changes) return exists(in->server_certificate_name, err);
    if (!r) r = iam_tags_put(c, id, &in->tags, err);
    if (r) return r;
    out->tags = in->tags;
    out->server_certificate_metadata = gh_new(c->ctx.arena, struct iam_server_certificate_metadata);
    *out->server_certificate_metadata = (struct iam_server_certificate_metadata){
        row.path, row.name, id, arn_of(c, row.path, row.name), row.uploaded_ms, row.expires_ms};
    return 0;
}

int iam_get_server_certificate(struct gh_call *c, const struct iam_get_server_certificate_input *in,
                               struct iam_get_server_certificate_output *out, struct gh_err *err) {
    struct store_iam_server_certificate_by_name_row row;
    int r = named(c, in->server_certificate_name, &row, err);
    if (r) return r;
    struct iam_server_certificate_metadata *about = gh_new(c->ctx.arena, struct iam_server_certificate_metadata);
    *about = (struct iam_server_certificate_metadata){
        row.path, row.name, row.id, arn_of(c, row.path, row.name), row.uploaded_ms, row.expires_ms};
    out->server_certificate = gh_new(c->ctx.arena, struct iam_server_certificate);
    *out->server_certificate = (struct iam_server_certificate){
        .server_certificate_metadata = about, .certificate_body = row.body, .certificate_chain = row.chain};
    return iam_tags(c, row.id, &out->server_certificate->tags, err);
}

int iam_list_server_certificates(struct gh_call *c, const struct iam_list_server_certificates_input *in,
                                 struct iam_list_server_certificates_output *out, struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct wire_page page;
    struct store_iam_server_certificate_list_rows rows;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, prefix), &page, err);
    if (r) return r;
    struct store_iam_server_certificate_list_args args = {.account_id = c->caller.account_id,
                                                          .after_key = page.after,
                                                          .path_begin = prefix,
                                                          .path_end = iam_path_end(c, prefix),
                                                          .count = page.count + 1};
    if ((r = store_iam_server_certificate_list(c->ctx.tx, &args, &rows, err))) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->server_certificate_metadata_list);
    for (size_t i = 0; i < shown; i++) {
        const struct store_iam_server_certificate_list_row *row = &rows.v[i];
        out->server_certificate_metadata_list.v[i] = (struct iam_server_certificate_metadata){
            row->path, row->name, row->id, arn_of(c, row->path, row->name), row->uploaded_ms, row->expires_ms};
    }
    IAM_PAGE_END(c, &page, rows, name_key, shown, out);
    return 0;
}

int iam_update_server_certificate(struct gh_call *c, const struct iam_update_server_certificate_input *in,
                                  struct iam_update_server_certificate_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_server_certificate_by_name_row row, other;
    int r = named(c, in->server_certificate_name, &row, err);
    if (r) return r;
    struct gh_str name = in->new_server_certificate_name.p ? in->new_server_certificate_name : row.name;
    r = by_name(c, name, &other, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && !gh_str_eq(other.id, row.id)) return exists(name, err);
    struct store_iam_server_certificate_rename_args args = {.id = row.id,
                                                            .name = name,
                                                            .name_key = fold_key(c->ctx.arena, name),
                                                            .path = in->new_path.p ? in->new_path : row.path};
    return store_iam_server_certificate_rename(c->ctx.tx, &args, NULL, err);
}

int iam_delete_server_certificate(struct gh_call *c, const struct iam_delete_server_certificate_input *in,
                                  struct iam_delete_server_certificate_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_server_certificate_by_name_row row;
    int r = named(c, in->server_certificate_name, &row, err);
    if (!r) r = iam_tags_end(c, row.id, err);
    if (r) return r;
    struct store_iam_server_certificate_delete_args args = {.id = row.id};
    return store_iam_server_certificate_delete(c->ctx.tx, &args, NULL, err);
}

int iam_tag_server_certificate(struct gh_call *c, const struct iam_tag_server_certificate_input *in,
                               struct iam_tag_server_certificate_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_server_certificate_by_name_row row;
    int r = named(c, in->server_certificate_name, &row, err);
    return r ? r : iam_tags_put(c, row.id, &in->tags, err);
}

int iam_untag_server_certificate(struct gh_call *c, const struct iam_untag_server_certificate_input *in,
                                 struct iam_untag_server_certificate_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_server_certificate_by_name_row row;
    int r = named(c, in->server_certificate_name, &row, err);
    return r ? r : iam_tags_take(c, row.id, &in->tag_keys, err);
}

int iam_list_server_certificate_tags(struct gh_call *c, const struct iam_list_server_certificate_tags_input *in,
                                     struct iam_list_server_certificate_tags_output *out, struct gh_err *err) {
    struct store_iam_server_certificate_by_name_row row;
    int r = named(c, in->server_certificate_name, &row, err);
    if (!r) r = iam_tags_page(c, row.id, &IAM_PAGE_QUERY(in, row.id), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
