/*
 * center.h: for unit tests of Identity Center: an organization of two accounts with its instance, a user, a group, and
 * the permission set "Developer" with one managed and one inline policy.
 */
#ifndef TESTS_SUPPORT_CENTER_H
#define TESTS_SUPPORT_CENTER_H

#include "domain/account.h"
#include "domain/assignment.h"
#include "domain/iam.h"
#include "domain/ids.h"
#include "domain/instance.h"
#include "domain/provisioning.h"
#include "house.h"
#include "store/queries.h"

#define CENTER_INLINE                                                                                                  \
    GH_S("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}}")

/** Its texts live as long as the house. */
struct center {
    struct test_house *h;
    struct gh_str organization_id, management_id, member_id, stranger_id;
    struct gh_str instance_id, store_id, set_id, user_id, group_id;
};

static inline int center_account(struct context *c, struct center *s, const char *email, bool joins,
                                 struct gh_str *ret_id, struct gh_err *err) {
    struct account_new account = {.name = GH_S("An account"), .email = gh_str_c(email)};
    int r = account_create(c, &account, ret_id, err);
    if (r || !joins) return r;
    struct store_organization_member_insert_args member = {.account_id = *ret_id,
                                                           .organization_id = s->organization_id,
                                                           .parent_id = GH_S("r-abcd"),
                                                           .joined_method = GH_S("CREATED"),
                                                           .joined_ms = c->now_ms};
    return store_organization_member_insert(c->tx, &member, NULL, err);
}

static inline int center_organization(struct context *c, struct center *s, struct gh_err *err) {
    s->organization_id = id_organization_new(c->arena);
    int r = center_account(c, s, "management@example.com", false, &s->management_id, err);
    struct store_organization_insert_args organization = {.id = s->organization_id,
                                                          .root_id = GH_S("r-abcd"),
                                                          .management_account_id = s->management_id,
                                                          .feature_set = GH_S("ALL"),
                                                          .created_ms = c->now_ms};
    if (!r) r = store_organization_insert(c->tx, &organization, NULL, err);
    struct store_organization_member_insert_args member = {.account_id = s->management_id,
                                                           .organization_id = s->organization_id,
                                                           .parent_id = GH_S("r-abcd"),
                                                           .joined_method = GH_S("INVITED"),
                                                           .joined_ms = c->now_ms};
    if (!r) r = store_organization_member_insert(c->tx, &member, NULL, err);
    if (!r) r = center_account(c, s, "member@example.com", true, &s->member_id, err);
    return r ? r : center_account(c, s, "stranger@example.com", false, &s->stranger_id, err);
}

static inline int center_people(struct context *c, struct center *s, struct gh_err *err) {
    s->user_id = id_identity_new(c->arena, s->store_id);
    s->group_id = id_identity_new(c->arena, s->store_id);
    struct store_identity_user_insert_args user = {.id = s->user_id,
                                                   .identity_store_id = s->store_id,
                                                   .user_name = GH_S("jdoe"),
                                                   .user_name_key = GH_S("jdoe"),
                                                   .attributes = GH_S("{}"),
                                                   .created_ms = c->now_ms};
    struct store_identity_group_insert_args group = {.id = s->group_id,
                                                     .identity_store_id = s->store_id,
                                                     .display_name = GH_S("Developers"),
                                                     .display_name_key = GH_S("developers"),
                                                     .created_ms = c->now_ms};
    int r = store_identity_user_insert(c->tx, &user, NULL, err);
    return r ? r : store_identity_group_insert(c->tx, &group, NULL, err);
}

static inline int center_build(struct context *c, void *argument, struct gh_err *err) {
    struct center *s = argument;
    struct store_sso_instance_get_row row;
    int r = center_organization(c, s, err);
    struct instance_new instance = {.account_id = s->management_id, .organization_id = s->organization_id};
    if (!r) r = instance_create(c, &instance, &s->instance_id, err);
    if (!r) r = store_sso_instance_get(c->tx, &(struct store_sso_instance_get_args){s->instance_id}, &row, err);
    if (r) return r;
    s->store_id = row.identity_store_id;
    s->set_id = id_permission_set_new(c->arena);
    struct store_permission_set_insert_args set = {.id = s->set_id,
                                                   .instance_id = s->instance_id,
                                                   .name = GH_S("Developer"),
                                                   .description = GH_S("Builds things"),
                                                   .session_duration = GH_S("PT4H"),
                                                   .created_ms = c->now_ms};
    r = store_permission_set_insert(c->tx, &set, NULL, err);
    struct store_permission_set_policy_insert_args policy = {s->set_id, ADMINISTRATOR_ACCESS_ARN};
    if (!r) r = store_permission_set_policy_insert(c->tx, &policy, NULL, err);
    struct store_permission_set_set_inline_args document = {s->set_id, CENTER_INLINE};
    if (!r) r = store_permission_set_set_inline(c->tx, &document, NULL, err);
    return r ? r : center_people(c, s, err);
}

static inline struct center center_of(struct test_house *h) {
    struct center s = {.h = h};
    assert_int_equal(test_write(h, center_build, &s), 0);
    return s;
}

static inline struct assignment center_assignment(const struct center *s, bool group) {
    return (struct assignment){.account_id = s->member_id,
                               .permission_set_id = s->set_id,
                               .principal_type = group ? GH_S("GROUP") : GH_S("USER"),
                               .principal_id = group ? s->group_id : s->user_id};
}

/** The member account's role of the set and what the set's books say of it, as they stand now. */
struct center_role {
    bool provisioned;
    int64_t revision;
    struct store_iam_role_get_row row;
};

static inline int center_role_read(struct context *c, const struct center *s, struct center_role *ret_role,
                                   struct gh_err *err) {
    struct store_provisioned_role_get_row role;
    struct store_provisioned_role_get_args args = {s->set_id, s->member_id};
    *ret_role = (struct center_role){0};
    int r = store_provisioned_role_get(c->tx, &args, &role, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    ret_role->provisioned = true;
    ret_role->revision = role.revision;
    return store_iam_role_get(c->tx, &(struct store_iam_role_get_args){role.role_id}, &ret_role->row, err);
}

#endif
