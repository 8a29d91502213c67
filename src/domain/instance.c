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
                                                 .state = GH_S("ACTIVE"),
                                                 .region = c->house->region,
                                                 .secret = secret_new(c, id),
                                                 .client_token = instance->client_token,
                                                 .created_ms = c->now_ms};
    int r = store_sso_instance_insert(c->tx, &row, NULL, err);
    if (!r) *ret_id = id;
    return r;
}

int instance_secret(struct context *c, struct gh_str instance_id, struct gh_str sealed, struct gh_secret *ret_secret,
                    struct gh_err *err) {
    if (keyring_open_secret(c->house->keyring, SECRET_PURPOSE, instance_id, sealed, ret_secret)) return 0;
    return gh_fail(err, GH_EINTERNAL, "the keyring does not open the secret of %.*s", GH_S_FMT(instance_id));
}
