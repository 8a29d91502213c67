/* init.c: gatehouse init and gatehouse create-account. */
#include "base/base.h"
#include "server/bootstrap.h"
#include "server/commands.h"

static int make_account(struct installation *in, const struct options *o, bool first) {
    struct gh_err err = {0};
    struct bootstrap b;
    struct gh_str account_id;
    int r = bootstrap_of_options(in, o, first, &b, &err);
    if (!r) r = bootstrap_account(in, &b, &account_id, &err);
    if (r) return installation_complain(first ? "init" : "create-account", &err);
    printf("account %.*s\ncredentials %s\n", GH_S_FMT(account_id), b.credentials_file);
    return 0;
}

int command_init(const struct options *o) {
    struct installation in;
    struct gh_err err = {0};
    if (installation_open(o, INSTALLATION_OR_NEW, &in, &err)) return installation_complain("init", &err);
    int code = make_account(&in, o, true);
    installation_close(&in);
    return code;
}

int command_create_account(const struct options *o) {
    struct installation in;
    struct gh_err err = {0};
    if (!o->credentials_file) {
        fprintf(stderr,
                "gatehouse create-account: --credentials-file FILE is missing: it is where the new key is written\n");
        return 2;
    }
    if (installation_open(o, INSTALLATION_EXISTING, &in, &err)) return installation_complain("create-account", &err);
    int code = make_account(&in, o, false);
    installation_close(&in);
    return code;
}
