/* device.c: StartDeviceAuthorization (RFC 8628). */
#include "base/base.h"
#include "crypto/token.h"
#include "gen/sso_oidc.h"
#include "service/oidc/client.h"
#include "signin/device_code.h"
#include "signin/start_url.h"
#include "wire/call.h"

/* One of 20^8 codes may be taken already; twice in a row it will not be. */
#define CODE_TRIES 4

static int insert(struct gh_call *c, struct store_device_authorization_insert_args *row, struct gh_err *err) {
    int64_t inserted = 0;
    for (int i = 0; i < CODE_TRIES && !inserted; i++) {
        row->user_code = device_code_new(c->ctx.arena);
        int r = store_device_authorization_insert(c->ctx.tx, row, &inserted, err);
        if (r) return r;
    }
    return inserted ? 0 : gh_fail(err, GH_EBUSY, "no free user code");
}

int sso_oidc_start_device_authorization(struct gh_call *c, const struct sso_oidc_start_device_authorization_input *in,
                                        struct sso_oidc_start_device_authorization_output *out, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    struct gh_str house_url = c->ctx.house->url;
    struct store_oidc_client_get_row client;
    struct store_signin_instance_organization_row instance;
    struct start_url url;
    int r = oidc_client_open(c, in->client_id, in->client_secret, &client, err);
    if (r) return r;
    r = oidc_start_url(c, in->start_url, &url);
    if (!r) r = start_url_instance(&c->ctx, &url, &instance, err);
    if (r == -GH_EINVAL || r == -GH_ENOTFOUND)
        return sso_oidc_throw_invalid_request(err, GH_S_NONE, "The start URL names no instance here.");
    if (r) return r;
    r = oidc_throttle(c, "device", err);
    if (r) return r;
    struct gh_str device_code = token_new(a, "");
    struct store_device_authorization_insert_args row = {.device_code_hash = token_hash(a, device_code),
                                                         .client_id = in->client_id,
                                                         .instance_id = instance.id,
                                                         .source_ip = c->source_ip,
                                                         .created_ms = c->ctx.now_ms,
                                                         .expires_ms = c->ctx.now_ms + DEVICE_CODE_LIFE_MS};
    r = insert(c, &row, err);
    if (r) return r;
    c->audit_account = instance.account_id;
    /* Another instance than the house's first has its people sign in below its store's id. */
    struct gh_str page = url.identity_store_id.p || url.instance_id.p
                             ? gh_fmt(a, "%.*s/%.*s/device", GH_S_FMT(house_url), GH_S_FMT(instance.identity_store_id))
                             : gh_fmt(a, "%.*s/device", GH_S_FMT(house_url));
    *out = (struct sso_oidc_start_device_authorization_output){
        .device_code = device_code,
        .user_code = row.user_code,
        .verification_uri = page,
        .verification_uri_complete = gh_fmt(a, "%.*s?user_code=%.*s", GH_S_FMT(page), GH_S_FMT(row.user_code)),
        .expires_in = DEVICE_CODE_LIFE_MS / GH_SECOND_MS,
        .has_expires_in = true,
        .interval = DEVICE_CODE_INTERVAL_S,
        .has_interval = true};
    return 0;
}
