/*
 * organization.c: the organization of a very large customer, written through the domain's own functions: 1,000 units,
 * 5,000 accounts, 100,000 users, 10,000 groups, 2,000 permission sets, 1,000,000 assignments and the roles that they
 * bring. Beside no running server, into a house that has an organization and an instance.
 *
 * Usage: organization DATA ORGANIZATION_ID ROOT_ID INSTANCE_ID IDENTITY_STORE_ID PERSON_ID TRAVELLER_ID
 * PERSON_ID becomes one of the many; TRAVELLER_ID gets the set "Everywhere" in every account, through a group.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "domain/account.h"
#include "domain/assignment.h"
#include "domain/context.h"
#include "domain/ids.h"
#include "domain/provisioning.h"
#include "server/installation.h"
#include "store/queries.h"
#include "store/store.h"

enum {
    UNITS = 1000,
    UNITS_AT_THE_ROOT = 100,
    ACCOUNTS = 5000,
    USERS = 100000,
    GROUPS = 10000,
    GROUPS_OF_A_USER = 5,
    SETS = 2000,
    SETS_OF_AN_ACCOUNT = 40,
    GROUPS_OF_A_SET = 5, /* in one account: 5,000 x 40 x 5 assignments */
    ROWS_A_WRITE = 10000 /* about: random keys are cheaper in large transactions */
};

struct seeding {
    struct installation in;
    struct gh_arena *keep;
    struct gh_str organization_id, root_id, instance_id, store_id, person_id, traveller_id;
    struct gh_str *units, *accounts, *groups, *sets, everywhere, travellers;
    struct provisioning_recipe *recipes, everywhere_recipe;
};

/** Writes item number @i of its kind. */
typedef int item_function(struct seeding *s, struct context *c, int i, struct gh_err *err);

struct kind {
    const char *what;
    item_function *item;
    int count, rows; /* rows an item, about */
};

struct part {
    struct store_write write; /* first: the writer hands it back */
    struct seeding *s;
    item_function *item;
    int next, end, items_a_write;
    struct gh_err *err;
};

static struct gh_str kept(struct seeding *s, struct gh_str text) {
    return gh_str_dup(s->keep, text);
}

static int unit_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    s->units[i] = kept(s, id_organization_unit_new(c->arena, s->root_id));
    struct store_organization_unit_insert_args unit = {
        .id = s->units[i],
        .organization_id = s->organization_id,
        .parent_id = i < UNITS_AT_THE_ROOT ? s->root_id : s->units[i % UNITS_AT_THE_ROOT],
        .name = gh_fmt(c->arena, "unit-%d", i),
        .created_ms = c->now_ms};
    return store_organization_unit_insert(c->tx, &unit, NULL, err);
}

static int account_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    struct account_new account = {.name = gh_fmt(c->arena, "Account %d", i),
                                  .email = gh_fmt(c->arena, "account-%d@example.com", i)};
    struct gh_str id;
    int r = account_create(c, &account, &id, err);
    if (r) return r;
    s->accounts[i] = kept(s, id);
    struct store_organization_member_insert_args member = {.account_id = id,
                                                           .organization_id = s->organization_id,
                                                           .parent_id = s->units[i % UNITS],
                                                           .joined_method = GH_S("CREATED"),
                                                           .joined_ms = c->now_ms};
    return store_organization_member_insert(c->tx, &member, NULL, err);
}

static int group_insert(struct seeding *s, struct context *c, struct gh_str name, struct gh_str *ret_id,
                        struct gh_err *err) {
    *ret_id = kept(s, id_identity_new(c->arena, s->store_id));
    struct store_identity_group_insert_args group = {.id = *ret_id,
                                                     .identity_store_id = s->store_id,
                                                     .display_name = name,
                                                     .display_name_key = fold_key(c->arena, name),
                                                     .created_ms = c->now_ms};
    return store_identity_group_insert(c->tx, &group, NULL, err);
}

static int group_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    return group_insert(s, c, gh_fmt(c->arena, "Group %d", i), &s->groups[i], err);
}

static int join(struct seeding *s, struct context *c, struct gh_str group_id, struct gh_str user_id,
                struct gh_err *err) {
    struct store_identity_membership_insert_args membership = {.id = id_identity_new(c->arena, s->store_id),
                                                               .identity_store_id = s->store_id,
                                                               .group_id = group_id,
                                                               .user_id = user_id,
                                                               .created_ms = c->now_ms};
    return store_identity_membership_insert(c->tx, &membership, NULL, err);
}

/* The five groups lie far apart, so that they bring different accounts. */
static int join_groups(struct seeding *s, struct context *c, int i, struct gh_str user_id, struct gh_err *err) {
    int r = 0;
    for (int g = 0; !r && g < GROUPS_OF_A_USER; g++)
        r = join(s, c, s->groups[(i + g * (GROUPS / GROUPS_OF_A_USER + 7)) % GROUPS], user_id, err);
    return r;
}

static int user_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    struct gh_str name = gh_fmt(c->arena, "user-%d", i), id = id_identity_new(c->arena, s->store_id);
    struct gh_str attributes =
        gh_fmt(c->arena,
               "{\"UserName\":\"%.*s\",\"UserId\":\"%.*s\",\"IdentityStoreId\":\"%.*s\","
               "\"DisplayName\":\"User %d\",\"Name\":{\"GivenName\":\"User\",\"FamilyName\":\"%d\"}}",
               GH_S_FMT(name), GH_S_FMT(id), GH_S_FMT(s->store_id), i, i);
    struct store_identity_user_insert_args user = {.id = id,
                                                   .identity_store_id = s->store_id,
                                                   .user_name = name,
                                                   .user_name_key = name,
                                                   .display_name = name,
                                                   .attributes = attributes,
                                                   .created_ms = c->now_ms};
    int r = store_identity_user_insert(c->tx, &user, NULL, err);
    return r ? r : join_groups(s, c, i, id, err);
}

static void keep_recipe(struct seeding *s, struct provisioning_recipe *recipe) {
    struct gh_str *texts[] = {
        &recipe->permission_set_id, &recipe->name,  &recipe->instance_id, &recipe->identity_store_id, &recipe->region,
        &recipe->organization_id,   &recipe->secret};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = kept(s, *texts[i]);
    struct gh_str *arns = gh_new_n(s->keep, struct gh_str, recipe->n_policy_arns);
    for (size_t i = 0; i < recipe->n_policy_arns; i++) arns[i] = kept(s, recipe->policy_arns[i]);
    recipe->policy_arns = arns;
}

static int set_insert(struct seeding *s, struct context *c, struct gh_str name, struct gh_str *ret_id,
                      struct provisioning_recipe *ret_recipe, struct gh_err *err) {
    *ret_id = kept(s, id_permission_set_new(c->arena));
    struct store_permission_set_insert_args set = {.id = *ret_id,
                                                   .instance_id = s->instance_id,
                                                   .name = name,
                                                   .session_duration = GH_S("PT4H"),
                                                   .created_ms = c->now_ms};
    struct store_permission_set_policy_insert_args policy = {*ret_id, GH_S("arn:aws:iam::aws:policy/PowerUserAccess")};
    int r = store_permission_set_insert(c->tx, &set, NULL, err);
    if (!r) r = store_permission_set_policy_insert(c->tx, &policy, NULL, err);
    if (r) return r;
    r = provisioning_recipe_load(c, *ret_id, ret_recipe, err);
    if (!r) keep_recipe(s, ret_recipe);
    return r;
}

static int set_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    return set_insert(s, c, gh_fmt(c->arena, "Set%d", i), &s->sets[i], &s->recipes[i], err);
}

static int assign(struct context *c, struct gh_str account_id, const struct provisioning_recipe *recipe,
                  struct gh_str group_id, struct gh_err *err) {
    struct assignment assignment = {account_id, recipe->permission_set_id, GH_S("GROUP"), group_id};
    return assignment_add(c, &assignment, recipe, err);
}

/* All that one account has. */
static int assignments_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    int r = assign(c, s->accounts[i], &s->everywhere_recipe, s->travellers, err);
    for (int k = 0; !r && k < SETS_OF_AN_ACCOUNT * GROUPS_OF_A_SET; k++) {
        int set = (i * SETS_OF_AN_ACCOUNT + k / GROUPS_OF_A_SET) % SETS;
        r = assign(c, s->accounts[i], &s->recipes[set],
                   s->groups[(i * SETS_OF_AN_ACCOUNT * GROUPS_OF_A_SET + k) % GROUPS], err);
    }
    return r;
}

static int people_item(struct seeding *s, struct context *c, int i, struct gh_err *err) {
    (void)i;
    int r = join_groups(s, c, 0, s->person_id, err);
    if (!r) r = group_insert(s, c, GH_S("Travellers"), &s->travellers, err);
    if (!r) r = join(s, c, s->travellers, s->traveller_id, err);
    return r ? r : set_insert(s, c, GH_S("Everywhere"), &s->everywhere, &s->everywhere_recipe, err);
}

static int write_items(struct store_write *w, struct store_tx *tx) {
    struct part *p = (struct part *)w;
    struct context c = {
        .arena = w->arena, .tx = tx, .writing = true, .now_ms = gh_clock_ms(), .house = &p->s->in.house};
    int end = p->next + p->items_a_write < p->end ? p->next + p->items_a_write : p->end, r = 0;
    for (int i = p->next; !r && i < end; i++) r = p->item(p->s, &c, i, p->err);
    p->next = end;
    return r;
}

static int write_part(struct seeding *s, const struct kind *k, struct gh_err *err) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *rows = gh_arena_new(0);
    struct part part = {.write = {.arena = rows, .run = write_items},
                        .s = s,
                        .item = k->item,
                        .end = k->count,
                        .items_a_write = ROWS_A_WRITE / k->rows,
                        .err = err};
    int64_t began_ms = gh_monotonic_ms();
    while (part.next < part.end) {
        int r = store_write_wait(s->in.store, &part.write);
        if (r) return r;
        gh_arena_reset(rows);
    }
    fprintf(stderr, "  %d %s in %.1f s\n", k->count, k->what, (double)(gh_monotonic_ms() - began_ms) / 1000);
    return 0;
}

static int seed(struct seeding *s, struct gh_err *err) {
    s->units = gh_new_n(s->keep, struct gh_str, UNITS);
    s->accounts = gh_new_n(s->keep, struct gh_str, ACCOUNTS);
    s->groups = gh_new_n(s->keep, struct gh_str, GROUPS);
    s->sets = gh_new_n(s->keep, struct gh_str, SETS);
    s->recipes = gh_new_n(s->keep, struct provisioning_recipe, SETS);
    static const struct kind parts[] = {{"units", unit_item, UNITS, 1},
                                        {"accounts", account_item, ACCOUNTS, 2},
                                        {"groups", group_item, GROUPS, 1},
                                        {"users, each in five groups", user_item, USERS, 1 + GROUPS_OF_A_USER},
                                        {"permission sets", set_item, SETS, 2},
                                        {"people who ask", people_item, 1, 10},
                                        {"accounts' assignments and roles", assignments_item, ACCOUNTS, 400}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int r = write_part(s, &parts[i], err);
        if (r) return r;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fputs("usage: organization DATA ORGANIZATION_ID ROOT_ID INSTANCE_ID IDENTITY_STORE_ID PERSON_ID TRAVELLER_ID\n",
              stderr);
        return 2;
    }
    GH_CLEANUP(gh_arena_freep) struct gh_arena *keep = gh_arena_new(0);
    struct seeding s = {.keep = keep,
                        .organization_id = gh_str_c(argv[2]),
                        .root_id = gh_str_c(argv[3]),
                        .instance_id = gh_str_c(argv[4]),
                        .store_id = gh_str_c(argv[5]),
                        .person_id = gh_str_c(argv[6]),
                        .traveller_id = gh_str_c(argv[7])};
    struct gh_err err = {0};
    int r = installation_open(&(struct options){.data = argv[1]}, INSTALLATION_EXISTING, &s.in, &err);
    if (r) return installation_complain("seed", &err);
    r = seed(&s, &err);
    if (r) installation_complain("seed", &err);
    installation_close(&s.in);
    return r ? 1 : 0;
}
