/*
 * entitlement.h: what a person of an identity store may reach: account × permission set, by assignments to them or to
 * their groups. Asked when the portal lists, when it issues credentials, and again on every use of those.
 */
#ifndef GH_DOMAIN_ENTITLEMENT_H
#define GH_DOMAIN_ENTITLEMENT_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/**
 * 0 where @user_id is enabled and an assignment (their own or a group's) reaches @permission_set_id in @account_id;
 * -GH_EDENIED otherwise.
 */
int entitlement_check(struct context *c, struct gh_str user_id, struct gh_str account_id,
                      struct gh_str permission_set_id, struct gh_err *err);

struct entitled_account {
    struct gh_str id, name, email;
};

struct entitled_accounts {
    struct entitled_account *v;
    size_t n;
};

/**
 * The first @count active accounts after @after_id that the user reaches, by id. What it costs grows with the groups of
 * the user and with @count, not with what stands before or after the page.
 */
int entitlement_accounts(struct context *c, struct gh_str user_id, struct gh_str after_id, size_t count,
                         struct entitled_accounts *ret_accounts, struct gh_err *err);

#endif
