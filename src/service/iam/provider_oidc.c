/* provider_oidc.c: OpenID Connect providers: whose tokens sts:AssumeRoleWithWebIdentity takes, and for which clients.
 */
#include "base/base.h"
#include "service/iam/provider.h"
#include "service/iam/tagging.h"

/* AWS's quotas. */
#define CLIENTS_MAX 100
#define THUMBPRINTS_MAX 5
#define THUMBPRINT_CHARS 40
#define SCHEME GH_S("https://")

static int not_found(struct gh_str arn, struct gh_err *err) {
    return iam_throw_no_such_entity(err, "OpenIDConnect Provider not found for arn %.*s", GH_S_FMT(arn));
}

static int own(struct gh_call *c, struct gh_str arn, struct federation_provider *ret_provider,
               struct federation_oidc *ret_oidc, struct gh_err *err) {
    int r = iam_provider_own(c, arn, FEDERATION_OIDC, ret_provider, err);
    if (r == -GH_ENOTFOUND) return not_found(arn, err);
    return r ? r : federation_oidc_read(c->ctx.arena, ret_provider->content, ret_oidc, err);
}

static int save(struct gh_call *c, struct gh_str arn, const struct federation_oidc *oidc, struct gh_err *err) {
    struct store_iam_provider_update_args args = {.arn = arn, .content = federation_oidc_write(c->ctx.arena, oidc)};
    return store_iam_provider_update(c->ctx.tx, &args, NULL, err);
}

static bool has(const struct gh_str *v, size_t n, struct gh_str s) {
    for (size_t i = 0; i < n; i++)
        if (gh_str_eq(v[i], s)) return true;
    return false;
}

/* ---- what may be registered ---- */

static bool is_url_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           gh_str_find(GH_S("-._~%:/@!$&'()*+,;="), c) >= 0;
}

/* https, a host, perhaps a path; no query, no fragment, no user. A port is allowed: private providers have one. */
static bool url_good(struct gh_str url) {
    struct gh_str rest = federation_oidc_name(url), host = rest;
    if (!gh_str_starts(url, SCHEME)) return false;
    for (size_t i = 0; i < rest.n; i++)
        if (!is_url_char(rest.p[i])) return false;
    gh_str_split(&rest, '/', &host);
    return host.n > 0 && gh_str_find(host, '@') < 0 && host.p[0] != ':';
}

static int check_url(struct gh_str url, struct gh_err *err) {
    return url_good(url) ? 0 : iam_throw_invalid_input(err, "Invalid Open ID Connect Provider URL");
}

static bool thumbprint_good(struct gh_str t) {
    unsigned char digest[THUMBPRINT_CHARS / 2];
    return t.n == THUMBPRINT_CHARS && gh_unhex(digest, sizeof digest, t);
}

static int take_thumbprints(struct gh_call *c, const struct iam_thumbprint_list_type *list,
                            struct federation_oidc *oidc, struct gh_err *err) {
    if (list->n > THUMBPRINTS_MAX)
        return iam_throw_invalid_input(err, "Thumbprint list must contain at most %d entries.", THUMBPRINTS_MAX);
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, list->n);
    for (size_t i = 0; i < list->n; i++) {
        if (!thumbprint_good(list->v[i]))
            return iam_throw_invalid_input(err, "Thumbprint must be a hexadecimal SHA-1 digest.");
        v[i] = gh_str_lower(c->ctx.arena, list->v[i]);
    }
    oidc->thumbprints = v;
    oidc->n_thumbprints = list->n;
    return 0;
}

static int clients_full(struct gh_err *err) {
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: %d", CLIENTS_MAX);
}

static int take_clients(struct gh_call *c, const struct iam_client_id_list_type *list, struct federation_oidc *oidc,
                        struct gh_err *err) {
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, list->n);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        if (!has(v, n, list->v[i])) v[n++] = list->v[i];
    if (n > CLIENTS_MAX) return clients_full(err);
    oidc->client_ids = v;
    oidc->n_client_ids = n;
    return 0;
}

/* ---- operations ---- */

int iam_find_new_oidc_provider(struct gh_call *c, struct gh_str url, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = federation_oidc_arn(c->ctx.arena, c->caller.account_id, url);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* Where no thumbprint is given, the topmost certificate that the provider's server sends is taken, as AWS does. */
int iam_create_open_id_connect_provider_prepare(struct gh_call *c,
                                                const struct iam_create_open_id_connect_provider_input *in,
                                                struct gh_err *err) {
    struct federation_oidc *oidc = gh_new(c->ctx.arena, struct federation_oidc);
    oidc->url = in->url;
    c->prepared = oidc;
    int r = check_url(in->url, err);
    if (!r) r = take_clients(c, &in->client_id_list, oidc, err);
    if (!r) r = take_thumbprints(c, &in->thumbprint_list, oidc, err);
    if (r || oidc->n_thumbprints) return r;
    struct gh_str *one = gh_new(c->ctx.arena, struct gh_str);
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (federation_oidc_thumbprint(c->ctx.house, c->ctx.arena, in->url, one, why))
        return iam_throw_open_id_idp_communication_error(
            err, "Please check .well-known/openid-configuration of provider: %.*s is valid.", GH_S_FMT(in->url));
    oidc->thumbprints = one;
    oidc->n_thumbprints = 1;
    return 0;
}

int iam_create_open_id_connect_provider(struct gh_call *c, const struct iam_create_open_id_connect_provider_input *in,
                                        struct iam_create_open_id_connect_provider_output *out, struct gh_err *err) {
    const struct federation_oidc *oidc = c->prepared;
    struct gh_str arn = federation_oidc_arn(c->ctx.arena, c->caller.account_id, oidc->url);
    struct store_iam_provider_insert_args row = {.arn = arn,
                                                 .account_id = c->caller.account_id,
                                                 .kind = FEDERATION_OIDC,
                                                 .unique_id = iam_provider_id_new(c->ctx.arena),
                                                 .content = federation_oidc_write(c->ctx.arena, oidc),
                                                 .created_ms = c->ctx.now_ms};
    int64_t changes;
    int r = iam_provider_room(c, FEDERATION_OIDC, "OpenIdConnectProvidersPerAccount", err);
    if (!r) r = store_iam_provider_insert(c->ctx.tx, &row, &changes, err);
    if (r) return r;
    if (!changes)
        return iam_throw_entity_already_exists(err, "Provider with url %.*s already exists.", GH_S_FMT(oidc->url));
    r = iam_tags_put(c, arn, &in->tags, err);
    if (!r) r = iam_tags(c, arn, &out->tags, err);
    out->open_id_connect_provider_arn = arn;
    return r;
}

int iam_get_open_id_connect_provider(struct gh_call *c, const struct iam_get_open_id_connect_provider_input *in,
                                     struct iam_get_open_id_connect_provider_output *out, struct gh_err *err) {
    struct federation_provider provider;
    struct federation_oidc oidc;
    int r = own(c, in->open_id_connect_provider_arn, &provider, &oidc, err);
    if (r) return r;
    out->url = federation_oidc_name(oidc.url);
    out->client_id_list = (struct iam_client_id_list_type){(struct gh_str *)oidc.client_ids, oidc.n_client_ids};
    out->thumbprint_list = (struct iam_thumbprint_list_type){(struct gh_str *)oidc.thumbprints, oidc.n_thumbprints};
    out->create_date = provider.created_ms;
    return iam_tags(c, provider.arn, &out->tags, err);
}

int iam_list_open_id_connect_providers(struct gh_call *c, const struct iam_list_open_id_connect_providers_input *in,
                                       struct iam_list_open_id_connect_providers_output *out, struct gh_err *err) {
    (void)in;
    struct store_iam_provider_list_rows rows;
    struct store_iam_provider_list_args args = {.account_id = c->caller.account_id, .kind = FEDERATION_OIDC};
    int r = store_iam_provider_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    out->open_id_connect_provider_list.v =
        gh_new_n(c->ctx.arena, struct iam_open_id_connect_provider_list_entry, rows.n + 1);
    out->open_id_connect_provider_list.n = rows.n;
    for (size_t i = 0; i < rows.n; i++) out->open_id_connect_provider_list.v[i].arn = rows.v[i].arn;
    return 0;
}

int iam_delete_open_id_connect_provider(struct gh_call *c, const struct iam_delete_open_id_connect_provider_input *in,
                                        struct iam_delete_open_id_connect_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    int r = iam_provider_own(c, in->open_id_connect_provider_arn, FEDERATION_OIDC, &provider, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    r = iam_tags_end(c, provider.arn, err);
    if (r) return r;
    return store_iam_provider_delete(c->ctx.tx, &(struct store_iam_provider_delete_args){.arn = provider.arn}, NULL,
                                     err);
}

int iam_add_client_id_to_open_id_connect_provider(struct gh_call *c,
                                                  const struct iam_add_client_id_to_open_id_connect_provider_input *in,
                                                  struct iam_add_client_id_to_open_id_connect_provider_output *out,
                                                  struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    struct federation_oidc oidc;
    int r = own(c, in->open_id_connect_provider_arn, &provider, &oidc, err);
    if (r || has(oidc.client_ids, oidc.n_client_ids, in->client_id)) return r;
    if (oidc.n_client_ids >= CLIENTS_MAX) return clients_full(err);
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, oidc.n_client_ids + 1);
    for (size_t i = 0; i < oidc.n_client_ids; i++) v[i] = oidc.client_ids[i];
    v[oidc.n_client_ids++] = in->client_id;
    oidc.client_ids = v;
    return save(c, provider.arn, &oidc, err);
}

int iam_remove_client_id_from_open_id_connect_provider(
    struct gh_call *c, const struct iam_remove_client_id_from_open_id_connect_provider_input *in,
    struct iam_remove_client_id_from_open_id_connect_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    struct federation_oidc oidc;
    int r = own(c, in->open_id_connect_provider_arn, &provider, &oidc, err);
    if (r) return r;
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, oidc.n_client_ids);
    size_t n = 0;
    for (size_t i = 0; i < oidc.n_client_ids; i++)
        if (!gh_str_eq(oidc.client_ids[i], in->client_id)) v[n++] = oidc.client_ids[i];
    oidc.client_ids = v;
    oidc.n_client_ids = n;
    return save(c, provider.arn, &oidc, err);
}

int iam_update_open_id_connect_provider_thumbprint(
    struct gh_call *c, const struct iam_update_open_id_connect_provider_thumbprint_input *in,
    struct iam_update_open_id_connect_provider_thumbprint_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    struct federation_oidc oidc;
    int r = own(c, in->open_id_connect_provider_arn, &provider, &oidc, err);
    if (!r) r = take_thumbprints(c, &in->thumbprint_list, &oidc, err);
    return r ? r : save(c, provider.arn, &oidc, err);
}

int iam_tag_open_id_connect_provider(struct gh_call *c, const struct iam_tag_open_id_connect_provider_input *in,
                                     struct iam_tag_open_id_connect_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    struct federation_oidc oidc;
    int r = own(c, in->open_id_connect_provider_arn, &provider, &oidc, err);
    return r ? r : iam_tags_put(c, provider.arn, &in->tags, err);
}

int iam_untag_open_id_connect_provider(struct gh_call *c, const struct iam_untag_open_id_connect_provider_input *in,
                                       struct iam_untag_open_id_connect_provider_output *out, struct gh_err *err) {
    (void)out;
    struct federation_provider provider;
    struct federation_oidc oidc;
    int r = own(c, in->open_id_connect_provider_arn, &provider, &oidc, err);
    return r ? r : iam_tags_take(c, provider.arn, &in->tag_keys, err);
}

int iam_list_open_id_connect_provider_tags(struct gh_call *c,
                                           const struct iam_list_open_id_connect_provider_tags_input *in,
                                           struct iam_list_open_id_connect_provider_tags_output *out,
                                           struct gh_err *err) {
    struct federation_provider provider;
    struct federation_oidc oidc;
    struct gh_str arn = in->open_id_connect_provider_arn;
    int r = own(c, arn, &provider, &oidc, err);
    if (!r) r = iam_tags_page(c, arn, &IAM_PAGE_QUERY(in, arn), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
