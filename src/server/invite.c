/* invite.c: gatehouse invite: a one-time link for a user, for whoever cannot be reached by mail. */
#include "signin/invite.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/context.h"
#include "server/commands.h"
#include "server/installation.h"
#include "store/queries.h"

#define URL_DEFAULT "http://127.0.0.1:8080"

struct invite_call {
    const struct options *options;
    struct gh_str link;
};

static int find_store(struct context *c, const struct options *o, struct gh_str *ret_store, struct gh_err *err) {
    struct store_signin_instance_organization_row instance;
    if (o->identity_store) {
        *ret_store = gh_str_c(o->identity_store);
        return 0;
    }
    int r = store_signin_instance_organization(c->tx, &instance, err);
    if (r == -GH_ENOTFOUND) r = store_signin_instance_first(c->tx, &instance, err);
    if (r == -GH_ENOTFOUND) return gh_refuse(err, GH_ENOTFOUND, "Identity Center is not enabled: there are no users");
    if (!r) *ret_store = instance.identity_store_id;
    return r;
}

static int run(struct context *c, void *argument, struct gh_err *err) {
    struct invite_call *call = argument;
    const char *name = call->options->operands[0];
    struct gh_str store;
    struct store_signin_user_row user;
    int r = find_store(c, call->options, &store, err);
    if (r) return r;
    struct store_signin_user_args args = {store, fold_key(c->arena, gh_str_c(name))};
    r = store_signin_user(c->tx, &args, &user, err);
    if (r == -GH_ENOTFOUND)
        return gh_refuse(err, GH_ENOTFOUND, "there is no user %s in identity store %.*s", name, GH_S_FMT(store));
    if (!r && !user.enabled) return gh_refuse(err, GH_ECONFLICT, "the user %s is disabled", name);
    return r ? r : signin_invite(c, user.id, &call->link, err);
}

/* The server has left its public URL in the database; --url overrules it. */
static int find_url(struct context *c, void *argument, struct gh_err *err) {
    struct store_setting_get_row row;
    struct gh_str *url = argument;
    int r = store_setting_get(c->tx, &(struct store_setting_get_args){.key = INSTALLATION_URL_SETTING}, &row, err);
    if (!r && row.value.p) *url = row.value;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int command_invite(const struct options *o) {
    struct installation in;
    struct gh_err err = {0};
    struct invite_call call = {.options = o};
    if (installation_open(o, INSTALLATION_EXISTING, &in, &err)) return installation_complain("invite", &err);
    in.house.url = gh_str_c(o->url ? o->url : URL_DEFAULT);
    int r = o->url ? 0 : installation_write(&in, find_url, &in.house.url, &err);
    if (!r) r = installation_write(&in, run, &call, &err);
    if (r)
        installation_complain("invite", &err);
    else
        printf("%.*s\n", GH_S_FMT(call.link));
    installation_close(&in);
    return r ? 1 : 0;
}
