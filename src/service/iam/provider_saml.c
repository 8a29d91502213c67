/*
 * provider_saml.c: SAML providers: whose responses sts:AssumeRoleWithSAML takes. Their metadata is really parsed, on
 * the pool: it may be large. The certificates in it are the only keys that count.
 */
#include "base/base.h"
#include "proto/saml.h"
#include "service/iam/provider.h"
#include "service/iam/tagging.h"

/* AWS: so that the new key can be there before the old one goes. */
#define PRIVATE_KEYS_MAX 2
/* AWS: how long metadata is good that does not say. */
#define VALID_MS (100 * 365 * GH_DAY_MS)

/* What prepare leaves for run. */
struct metadata {
    struct gh_str document; /* absent: none was sent */
    int64_t valid_until_ms; /* 0: not said */
};

static int not_found(struct gh_str arn, struct gh_err *err) {
    return iam_throw_no_such_entity(err, "Manifest not found for arn %.*s", GH_S_FMT(arn));
}

static int own(struct gh_call *c, struct gh_str arn, struct federation_provider *ret_provider, struct gh_err *err) {
    int r = iam_provider_own(c, arn, FEDERATION_SAML, ret_provider, err);
    return r == -GH_ENOTFOUND ? not_found(arn, err) : r;
}

static int prepare(struct gh_call *c, struct gh_str document, struct gh_str private_key, struct gh_err *err) {
    struct metadata *m = gh_new(c->ctx.arena, struct metadata);
    struct gh_err *why = gh_err_new(c->ctx.arena);
    struct saml_idp idp = {0};
    *m = (struct metadata){.document = document};
    c->prepared = m;
    if (document.p && saml_metadata_parse(c->ctx.arena, document, &idp, why))
        return iam_throw_invalid_input(err, "%s", why->message);
    if (private_key.p && saml_private_key_check(private_key, why))
        return iam_throw_invalid_input(err, "%s", why->message);
    m->valid_until_ms = idp.valid_until_ms;
    return 0;
}

static int add_private_key(struct gh_call *c, struct gh_str arn, struct gh_str pem, struct gh_err *err) {
    struct store_iam_provider_key_list_rows rows;
    int r = store_iam_provider_key_list(c->ctx.tx, &(struct store_iam_provider_key_list_args){arn}, &rows, err);
    if (r) return r;
    if (rows.n >= PRIVATE_KEYS_MAX)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for PrivateKeysPerSAMLProvider: %d",
                                        PRIVATE_KEYS_MAX);
    struct store_iam_provider_key_insert_args row = {.provider_arn = arn,
                                                     .id = iam_provider_id_new(c->ctx.arena),
                                                     .private_key = federation_private_key_seal(&c->ctx, arn, pem),
                                                     .created_ms = c->ctx.now_ms};
    return store_iam_provider_key_insert(c->ctx.tx, &row, NULL, err);
}

/* Encrypted assertions need a key that opens them, and a key says that they may come. */
static int check_encryption(struct gh_call *c, struct gh_str arn, struct gh_str mode, struct gh_err *err) {
    struct store_iam_provider_key_list_rows rows;
    int r = store_iam_provider_key_list(c->ctx.tx, &(struct store_iam_provider_key_list_args){arn}, &rows, err);
    if (r || (rows.n > 0) == (mode.p != NULL)) return r;
    return iam_throw_invalid_input(err, mode.p ? "An assertion encryption mode needs a private key."
                                               : "A private key needs an assertion encryption mode.");
}

/*
 * The roles of permission sets trust providers of these names, which stand for Identity Center: whoever made one could
 * sign themselves into every such role. Names are told apart by case, so every case is refused.
 */
static int check_name(struct gh_str name, struct gh_err *err) {
    struct gh_str reserved = GH_S("AWSSSO_");
    if (name.n < reserved.n || !gh_str_eq_ci(gh_str_slice(name, 0, reserved.n), reserved)) return 0;
    return iam_throw_invalid_input(err, "Name: names that begin with AWSSSO_ are reserved for IAM Identity Center.");
}

int iam_create_saml_provider_prepare(struct gh_call *c, const struct iam_create_saml_provider_input *in,
                                     struct gh_err *err) {
    int r = check_name(in->name, err);
    return r ? r : prepare(c, in->saml_metadata_document, in->add_private_key, err);
}

int iam_create_saml_provider(struct gh_call *c, const struct iam_create_saml_provider_input *in,
                             struct iam_create_saml_provider_output *out, struct gh_err *err) {
    const struct metadata *m = c->prepared;
    struct gh_str arn = federation_saml_arn(c->ctx.arena, c->caller.account_id, in->name);
    struct store_iam_provider_insert_args row = {.arn = arn,
                                                 .account_id = c->caller.account_id,
                                                 .kind = FEDERATION_SAML,
                                                 .unique_id = iam_provider_id_new(c->ctx.arena),
                                                 .content = m->document,
                                                 .encryption_mode = in->assertion_encryption_mode,
                                                 .created_ms = c->ctx.now_ms,
                                                 .expires_ms = m->valid_until_ms,
                                                 .has_expires_ms = m->valid_until_ms != 0};
    int64_t changes;
    int r = iam_provider_room(c, FEDERATION_SAML, "SAMLProvidersPerAccount", err);
    if (!r) r = store_iam_provider_insert(c->ctx.tx, &row, &changes, err);
    if (r) return r;
    if (!changes)
        return iam_throw_entity_already_exists(err, "Provider with name %.*s already exists.", GH_S_FMT(in->name));
    if (in->add_private_key.p) r = add_private_key(c, arn, in->add_private_key, err);
    if (!r) r = check_encryption(c, arn, in->assertion_encryption_mode, err);
    if (!r) r = iam_tags_put(c, arn, &in->tags, err);
    if (!r) r = iam_tags(c, arn, &out->tags, err);
    out->saml_provider_arn = arn;
    return r;
}

int iam_update_saml_provider_prepare(struct gh_call *c, const struct iam_update_saml_provider_input *in,
                                     struct gh_err *err) {
    return prepare(c, in->saml_metadata_document, in->add_private_key, err);
}

static int remove_private_key(struct gh_call *c, struct gh_str arn, struct gh_str id, struct gh_err *err) {
    int64_t changes;
    struct store_iam_provider_key_delete_args args = {.provider_arn = arn, .id = id};
    int r = store_iam_provider_key_delete(c->ctx.tx, &args, &changes, err);
    if (r || changes) return r;
    return iam_throw_no_such_entity(err, "The private key with id %.*s cannot be found.", GH_S_FMT(id));
}

int iam_update_saml_provider(struct gh_call *c, const struct iam_update_saml_provider_input *in,
                             struct iam_update_saml_provider_output *out, struct gh_err *err) {
    const struct metadata *m = c->prepared;
    struct federation_provider provider;
    int r = own(c, in->saml_provider_arn, &provider, err);
    if (r) return r;
    int64_t expires_ms = m->document.p ? m->valid_until_ms : provider.expires_ms;
    struct store_iam_provider_update_args row = {
        .arn = provider.arn,
        .content = m->document.p ? m->document : provider.content,
        .encryption_mode = in->assertion_encryption_mode.p ? in->assertion_encryption_mode : provider.encryption_mode,
        .expires_ms = expires_ms,
        .has_expires_ms = expires_ms != 0};
    r = store_iam_provider_update(c->ctx.tx, &row, NULL, err);
    if (!r && in->remove_private_key.p) r = remove_private_key(c, provider.arn, in->remove_private_key, err);
    if (!r && in->add_private_key.p) r = add_private_key(c, provider.arn, in->add_private_key, err);
    if (!r) r = check_encryption(c, provider.arn, row.encryption_mode, err);
    out->saml_provider_arn = provider.arn;
    return r;
}

static int list_private_keys(struct gh_call *c, struct gh_str arn, struct iam_private_key_list *ret_keys,
                             struct gh_err *err) {
    struct store_iam_provider_key_list_rows rows;
    int r = store_iam_provider_key_list(c->ctx.tx, &(struct store_iam_provider_key_list_args){arn}, &rows, err);
    if (r || !rows.n) return r;
    *ret_keys = (struct iam_private_key_list){gh_new_n(c->ctx.arena, struct iam_saml_private_key, rows.n), rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret_keys->v[i] = (struct iam_saml_private_key){.key_id = rows.v[i].id, .timestamp = rows.v[i].created_ms};
    return 0;
}

int iam_get_saml_provider(struct gh_call *c, const struct iam_get_saml_provider_input *in,
                          struct iam_get_saml_provider_output *out, struct gh_err *err) {
    struct federation_provider provider;
    int r = own(c, in->saml_provider_arn, &provider, err);
    if (r) return r;
    out->saml_provider_uuid = provider.unique_id;
    out->saml_metadata_document = provider.content;
    out->create_date = provider.created_ms;
    out->valid_until = provider.expires_ms ? provider.expires_ms : provider.created_ms + VALID_MS;
    out->assertion_encryption_mode = provider.encryption_mode;
    r = list_private_keys(c, provider.arn, &out->private_key_list, err);
    return r ? r : iam_tags(c, provider.arn, &out->tags, err);
}

int iam_list_saml_providers(struct gh_call *c, const struct iam_list_saml_providers_input *in,
                            struct iam_list_saml_providers_output *out, struct gh_err *err) {
    (void)in;
    struct store_iam_provider_list_rows rows;
    struct store_iam_provider_list_args args = {.account_id = c->caller.account_id, .kind = FEDERATION_SAML};
    int r = store_iam_provider_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    out->saml_provider_list.v = gh_new_n(c->ctx.arena, struct iam_saml_provider_list_entry, rows.n + 1);
    out->saml_provider_list.n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        out->saml_provider_list.v[i] = (struct iam_saml_provider_list_entry){
            .arn = rows.v[i].arn,
            .valid_until = rows.v[i].has_expires_ms ? rows.v[i].expires_ms : rows.v[i].created_ms + VALID_MS,
            .create_date = rows.v[i].created_ms};
    return 0;
}

int iam_delete_saml_provider(struct gh_call *c, const struct iam_delete_saml_provider_input *in,
                             struct iam_delete_saml_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    int r = own(c, in->saml_provider_arn, &provider, err);
    if (!r) r = iam_tags_end(c, provider.arn, err);
    if (r) return r;
    r = store_iam_provider_key_delete_all(
        c->ctx.tx, &(struct store_iam_provider_key_delete_all_args){.provider_arn = provider.arn}, NULL, err);
    if (r) return r;
    return store_iam_provider_delete(c->ctx.tx, &(struct store_iam_provider_delete_args){.arn = provider.arn}, NULL,
                                     err);
}

int iam_tag_saml_provider(struct gh_call *c, const struct iam_tag_saml_provider_input *in,
                          struct iam_tag_saml_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    int r = own(c, in->saml_provider_arn, &provider, err);
    return r ? r : iam_tags_put(c, provider.arn, &in->tags, err);
}

int iam_untag_saml_provider(struct gh_call *c, const struct iam_untag_saml_provider_input *in,
                            struct iam_untag_saml_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    int r = own(c, in->saml_provider_arn, &provider, err);
    return r ? r : iam_tags_take(c, provider.arn, &in->tag_keys, err);
}

int iam_list_saml_provider_tags(struct gh_call *c, const struct iam_list_saml_provider_tags_input *in,
                                struct iam_list_saml_provider_tags_output *out, struct gh_err *err) {
    struct federation_provider provider;
    int r = own(c, in->saml_provider_arn, &provider, err);
    if (!r)
        r = iam_tags_page(c, in->saml_provider_arn, &IAM_PAGE_QUERY(in, in->saml_provider_arn), &out->tags,
                          &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
