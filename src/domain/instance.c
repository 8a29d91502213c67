/* instance.c: see instance.h. */
#include "domain/instance.h"

#include "base/base.h"
#include "crypto/keyring.h"
#include "domain/context.h"
#include "domain/ids.h"
#include "store/queries.h"

#define SECRET_PURPOSE "sso.instance-secret"
#define SECRET_BYTES 32

/* Sealed, not derived: it must stay the same when the keyring is rotated. */
static struct gh_str secret_new(struct context *c, struct gh_str instance_id) {
    unsigned char bytes[SECRET_BYTES];
    gh_rand(bytes, sizeof bytes);
    struct gh_str plain = gh_str_n((const char *)bytes, sizeof bytes);
    struct gh_str sealed = keyring_seal(c->house->keyring, c->arena, SECRET_PURPOSE, instance_id, plain);
    gh_zero(bytes, sizeof bytes);
    return sealed;
}

int instance_create(struct context *c, const struct instance_new *instance, struct gh_str *ret_id, struct gh_err *err) {
    struct gh_str id = id_sso_instance_new(c->arena);
    struct store_sso_instance_insert_args row = {.id = id,
                                                 .account_id = instance->account_id,
                                                 .identity_store_id = id_identity_store_new(c->arena),
                                                 .organization_id = instance->organization_id,
                                                 .name = instance->name,
                                                 .state = INSTANCE_ACTIVE,
                                                 .region = c->house->region,
                                                 .secret = secret_new(c, id),
                                                 .client_token = instance->client_token,
                                                 .request_digest = instance->request_digest,
                                                 .created_ms = c->now_ms};
    int r = store_sso_instance_insert(c->tx, &row, NULL, err);
    if (!r) *ret_id = id;
    return r;
}

int instance_standing(struct context *c, struct gh_str owner_account_id, struct gh_str organization_id,
                      struct gh_str account_id, enum instance_standing *ret_standing, struct gh_err *err) {
    *ret_standing = INSTANCE_OWNER;
    if (gh_str_eq(owner_account_id, account_id)) return 0;
    *ret_standing = INSTANCE_STRANGER;
    if (!organization_id.p) return 0;
    struct store_organization_of_account_row of;
    int r = store_organization_of_account(c->tx, &(struct store_organization_of_account_args){account_id}, &of, err);
    if (r == -GH_ENOTFOUND || (!r && !gh_str_eq(of.organization_id, organization_id))) return 0;
    if (r) return r;
    struct store_organization_delegation_get_row delegation;
    struct store_organization_delegation_get_args args = {organization_id, account_id, INSTANCE_SERVICE_PRINCIPAL};
    r = store_organization_delegation_get(c->tx, &args, &delegation, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_standing = r ? INSTANCE_MEMBER : INSTANCE_DELEGATE;
    return 0;
}

int instance_secret(struct context *c, struct gh_str instance_id, struct gh_str sealed, struct gh_secret *ret_secret,
                    struct gh_err *err) {
    if (keyring_open_secret(c->house->keyring, SECRET_PURPOSE, instance_id, sealed, ret_secret)) return 0;
    return gh_fail(err, GH_EINTERNAL, "the keyring does not open the secret of %.*s", GH_S_FMT(instance_id));
}
