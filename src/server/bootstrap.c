/* bootstrap.c: see bootstrap.h. */
#include "server/bootstrap.h"

#include <string.h>

#include "base/base.h"
#include "domain/account.h"
#include "domain/iam.h"
#include "domain/ids.h"
#include "server/files.h"
#include "store/queries.h"

#define ADMIN_NAME GH_S("admin")

int bootstrap_of_options(struct installation *in, const struct options *o, bool first, struct bootstrap *ret_bootstrap,
                         struct gh_err *err) {
    struct bootstrap b = {.account_id = o->account_id,
                          .account_name = o->account_name ? o->account_name : "Gatehouse",
                          .root_email = o->root_email ? o->root_email
                                        : first       ? "root@localhost"
                                                      : NULL,
                          .credentials_file = o->credentials_file,
                          .first = first};
    if (b.account_id && !id_is_account(gh_str_c(b.account_id)))
        return gh_refuse(err, GH_EINVAL, "--account-id must be 12 digits");
    if (b.root_email && !strchr(b.root_email, '@'))
        return gh_refuse(err, GH_EINVAL, "--root-email must be an e-mail address");
    if (o->first_key && strcmp(o->first_key, "admin") != 0 && strcmp(o->first_key, "root") != 0)
        return gh_refuse(err, GH_EINVAL, "--first-key must be admin or root");
    b.root_key = o->first_key && strcmp(o->first_key, "root") == 0;
    if (!b.credentials_file) b.credentials_file = gh_cstr(in->arena, gh_fmt(in->arena, "%s/credentials", in->data));
    *ret_bootstrap = b;
    return 0;
}

static int write_credentials(struct context *c, const struct bootstrap *b, struct gh_str key_id,
                             const struct gh_secret *secret, struct gh_err *err) {
    struct gh_str text =
        gh_fmt(c->arena, "[default]\naws_access_key_id = %.*s\naws_secret_access_key = %.*s\nregion = %.*s\n",
               GH_S_FMT(key_id), GH_S_FMT(gh_secret_reveal(secret)), GH_S_FMT(c->house->region));
    int r = files_write(c->arena, b->credentials_file, text, 0600, err);
    gh_zero((void *)text.p, text.n);
    return r;
}

struct bootstrap_call {
    const struct bootstrap *bootstrap;
    struct gh_str account_id;
};

static int refuse_second(struct context *c, struct gh_err *err) {
    struct store_account_first_row row;
    int r = store_account_first(c->tx, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    return r ? r : gh_refuse(err, GH_EEXIST, "there is an account already (create-account makes further ones)");
}

static int make_administrator(struct context *c, struct gh_str account_id, struct gh_str *ret_user_id,
                              struct gh_err *err) {
    int r = iam_user_create(c, account_id, GH_S("/"), ADMIN_NAME, ret_user_id, err);
    return r ? r : iam_attach(c, account_id, *ret_user_id, ADMINISTRATOR_ACCESS_ARN, err);
}

static int run(struct context *c, void *argument, struct gh_err *err) {
    struct bootstrap_call *call = argument;
    const struct bootstrap *b = call->bootstrap;
    struct account_new account = {.id = b->account_id ? gh_str_c(b->account_id) : id_account_new(c->arena),
                                  .name = gh_str_c(b->account_name),
                                  .email = gh_str_c(b->root_email)};
    if (!account.email.p) account.email = gh_fmt(c->arena, "root+%.*s@localhost", GH_S_FMT(account.id));
    int r = b->first ? refuse_second(c, err) : 0;
    if (r) return r;
    r = account_create(c, &account, &call->account_id, err);
    if (r == -GH_EEXIST) return gh_refuse(err, GH_EEXIST, "an account with this id or e-mail address exists");
    struct gh_str user_id = GH_S_NONE, key_id;
    struct gh_secret secret = {0};
    if (!r && !b->root_key) r = make_administrator(c, call->account_id, &user_id, err);
    if (!r) r = iam_access_key_create(c, call->account_id, user_id, &key_id, &secret, err);
    /* The file first: a key that is nowhere written down would lock its owner out. */
    if (!r) r = write_credentials(c, b, key_id, &secret, err);
    gh_secret_done(&secret);
    return r;
}

int bootstrap_account(struct installation *in, const struct bootstrap *b, struct gh_str *ret_account_id,
                      struct gh_err *err) {
    struct bootstrap_call call = {.bootstrap = b};
    int r = installation_write(in, run, &call, err);
    if (!r) *ret_account_id = gh_str_dup(in->arena, call.account_id);
    return r;
}
