/*
 * access.c: see access.h. The cache is a fixed table of reference-counted snapshots; a slot is found by the hash of the
 * subject (access key id or role id) and simply overwritten by a newcomer. Only committed state is put into it.
 */
#include "domain/access.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/base.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/iam.h"
#include "domain/ids.h"
#include "domain/managed_policy.h"
#include "domain/org_policy.h"
#include "store/queries.h"
#include "store/store.h"

#define SHARDS 64u
#define SLOTS_PER_SHARD 64u
/* AWS allows 10 attached policies by default (20 at most) and inline policies up to a total size; we read them all. */
#define POLICIES_MAX 1000
#define GROUPS_MAX 1000
#define TAGS_MAX 50

/* What a snapshot is good for: the account's version, and that of its organization's policies. */
struct versions {
    int64_t access;
    struct org_policy_mark policies;
};

struct entry {
    struct access access; /* first: a borrowed access is its entry */
    _Atomic unsigned refs;
    struct gh_arena *arena;
    struct gh_str subject;
    struct versions versions;
    _Atomic uint64_t mark; /* the store's mark under which the version was last found to be current */
};

struct shard {
    pthread_mutex_t lock;
    struct entry *slots[SLOTS_PER_SHARD];
};

static struct shard shards[SHARDS] = {[0 ... SHARDS - 1] = {.lock = PTHREAD_MUTEX_INITIALIZER}};

static void entry_unref(void *object) {
    struct entry *e = object;
    if (atomic_fetch_sub(&e->refs, 1) != 1) return;
    gh_secret_done(&e->access.secret);
    gh_arena_free(e->arena);
}

static struct entry **slot_of(struct gh_str subject, struct shard **ret_shard) {
    uint64_t h = gh_hash(subject);
    *ret_shard = &shards[h % SHARDS];
    return &(*ret_shard)->slots[h / SHARDS % SLOTS_PER_SHARD];
}

/* The cached snapshot, whatever its version; the caller gets a reference. */
static struct entry *cache_get(struct gh_str subject) {
    struct shard *s;
    struct entry **slot = slot_of(subject, &s);
    pthread_mutex_lock(&s->lock);
    struct entry *e = *slot;
    bool hit = e && gh_str_eq(e->subject, subject);
    if (hit) atomic_fetch_add(&e->refs, 1);
    pthread_mutex_unlock(&s->lock);
    return hit ? e : NULL;
}

static void cache_put(struct entry *e) {
    struct shard *s;
    struct entry **slot = slot_of(e->subject, &s);
    atomic_fetch_add(&e->refs, 1);
    pthread_mutex_lock(&s->lock);
    struct entry *old = *slot;
    *slot = e;
    pthread_mutex_unlock(&s->lock);
    if (old) entry_unref(old);
}

static struct entry *entry_new(struct gh_str subject, struct gh_str account_id, const struct versions *versions) {
    struct gh_arena *a = gh_arena_new(0);
    struct entry *e = gh_new(a, struct entry);
    e->arena = a;
    e->refs = 1;
    e->subject = gh_str_dup(a, subject);
    e->versions = *versions;
    e->versions.policies.organization_id = gh_str_dup(a, versions->policies.organization_id);
    e->access.account_id = gh_str_dup(a, account_id);
    e->access.version = versions->access;
    e->access.policy_version = versions->policies.version;
    return e;
}

static int load_organization(struct context *c, struct entry *e, struct gh_err *err) {
    const struct org_policies *p;
    int r = org_policies_ref(c, e->access.account_id, &e->versions.policies, &p, err);
    if (r || !p) return r;
    gh_arena_defer(e->arena, org_policies_unref, (void *)p);
    e->access.organization = p;
    e->access.organization_id = p->organization_id;
    e->access.management_account_id = p->management_account_id;
    return 0;
}

/* What grows while policies are read. */
struct gathering {
    struct context *c;
    struct entry *e;
    const struct policy **v;
    size_t n, room;
};

static void add_policy(struct gathering *g, const struct policy *p) {
    if (g->n == g->room) {
        size_t room = g->room ? 2 * g->room : 8;
        const struct policy **grown = gh_new_n(g->e->arena, const struct policy *, room);
        for (size_t i = 0; i < g->n; i++) grown[i] = g->v[i];
        g->v = grown;
        g->room = room;
    }
    g->v[g->n++] = p;
}

static int add_inline(struct gathering *g, struct gh_str id, struct gh_err *err) {
    struct store_iam_inline_list_rows rows;
    struct store_iam_inline_list_args args = {.entity_id = id, .after_name = GH_S(""), .count = POLICIES_MAX};
    int r = store_iam_inline_list(g->c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct policy *p;
        struct gh_str document = gh_str_dup(g->e->arena, rows.v[i].document);
        struct gh_str label = gh_fmt(g->e->arena, "inline:%.*s", GH_S_FMT(rows.v[i].name));
        r = policy_compile(g->e->arena, document, POLICY_IDENTITY, label, &p, err);
        if (!r) add_policy(g, p);
    }
    return r;
}

/* A policy may reach a user twice: by themselves and by their groups. */
static bool has_policy(const struct gathering *g, struct gh_str arn) {
    for (size_t i = 0; i < g->n; i++)
        if (gh_str_eq(policy_id(g->v[i]), arn)) return true;
    return false;
}

static int add_attached(struct gathering *g, struct gh_str id, struct gh_err *err) {
    struct store_iam_attachment_list_rows rows;
    struct store_iam_attachment_list_args args = {.entity_id = id, .after_arn = GH_S(""), .count = POLICIES_MAX};
    int r = store_iam_attachment_list(g->c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        const struct policy *p;
        if (has_policy(g, rows.v[i].policy_arn)) continue;
        r = managed_policy_compile(g->c, g->e->arena, rows.v[i].policy_arn, &p, err);
        if (!r) add_policy(g, p);
    }
    return r;
}

static int add_all(struct gathering *g, struct gh_str id, struct gh_err *err) {
    int r = add_inline(g, id, err);
    return r ? r : add_attached(g, id, err);
}

static int add_groups(struct gathering *g, struct gh_str user_id, struct gh_err *err) {
    struct store_iam_group_get_rows rows;
    struct store_iam_groups_of_user_args args = {.user_id = user_id, .after_id = GH_S(""), .count = GROUPS_MAX};
    int r = store_iam_groups_of_user(g->c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) r = add_all(g, rows.v[i].id, err);
    return r;
}

static int load_boundary(struct context *c, struct entry *e, struct gh_err *err) {
    struct store_iam_boundary_get_row row;
    int r = store_iam_boundary_get(c->tx, &(struct store_iam_boundary_get_args){e->access.entity_id}, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    return r ? r : managed_policy_compile(c, e->arena, row.policy_arn, &e->access.boundary, err);
}

static int load_tags(struct context *c, struct entry *e, struct gh_err *err) {
    struct store_tag_list_rows rows;
    struct store_tag_list_args args = {iam_tags_of(c->arena, e->access.entity_id), GH_S(""), TAGS_MAX};
    int r = store_tag_list(c->tx, &args, &rows, err);
    if (r) return r;
    struct principal_tag *tags = gh_new_n(e->arena, struct principal_tag, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        tags[i] = (struct principal_tag){gh_str_dup(e->arena, rows.v[i].key), gh_str_dup(e->arena, rows.v[i].value)};
    e->access.tags = tags;
    e->access.n_tags = rows.n;
    return 0;
}

/* Compiles everything attached to the entity into the snapshot. */
static int load_policies(struct context *c, struct entry *e, struct gh_err *err) {
    struct gathering g = {.c = c, .e = e};
    int r = add_all(&g, e->access.entity_id, err);
    if (!r && e->access.kind == ACCESS_USER) r = add_groups(&g, e->access.entity_id, err);
    if (!r) r = load_boundary(c, e, err);
    if (!r) r = load_tags(c, e, err);
    e->access.policies = (struct policy_list){g.v, g.n};
    return r;
}

/* ChangePassword is always about the caller, so that it needs no narrower resource. */
#define PASSWORD_PERMISSION                                                                                            \
    GH_S("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":"              \
         "[\"iam:ChangePassword\",\"iam:GetAccountPasswordPolicy\"]}}")

/* AWS: where the account's password policy lets users change their passwords, that is a permission of every user. */
static int load_password_permission(struct context *c, struct entry *e, struct gh_err *err) {
    struct store_iam_password_policy_get_row row;
    struct store_iam_password_policy_get_args args = {.account_id = e->access.account_id};
    int r = store_iam_password_policy_get(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND || (!r && !row.allow_change)) return 0;
    if (r) return r;
    struct policy *permission;
    r = policy_compile(e->arena, PASSWORD_PERMISSION, POLICY_IDENTITY, GH_S("password-policy"), &permission, err);
    if (r) return r;
    struct policy_list *all = &e->access.policies;
    const struct policy **v = gh_new_n(e->arena, const struct policy *, all->n + 1);
    for (size_t i = 0; i < all->n; i++) v[i] = all->v[i];
    v[all->n] = permission;
    *all = (struct policy_list){v, all->n + 1};
    return 0;
}

static int load_user(struct context *c, struct entry *e, struct gh_str user_id, struct gh_err *err) {
    struct store_iam_user_get_row user;
    int r = store_iam_user_get(c->tx, &(struct store_iam_user_get_args){.id = user_id}, &user, err);
    if (r) return r;
    struct access *x = &e->access;
    x->kind = ACCESS_USER;
    x->entity_id = gh_str_dup(e->arena, user.id);
    x->name = gh_str_dup(e->arena, user.name);
    x->path = gh_str_dup(e->arena, user.path);
    x->arn = arn_iam_user(e->arena, x->account_id, x->path, x->name);
    r = load_policies(c, e, err);
    return r ? r : load_password_permission(c, e, err);
}

static void load_root(struct entry *e) {
    struct access *x = &e->access;
    x->kind = ACCESS_ROOT;
    x->entity_id = x->account_id;
    x->arn = arn_root(e->arena, x->account_id);
}

static int load_key(struct context *c, struct entry *e, struct gh_err *err) {
    struct store_iam_access_key_get_row key;
    int r = store_iam_access_key_get(c->tx, &(struct store_iam_access_key_get_args){.id = e->subject}, &key, err);
    if (r) return r;
    if (!gh_str_eq(key.status, GH_S("Active"))) return gh_fail(err, GH_EAUTH, "access key is inactive");
    if (!gh_str_eq(key.account_id, e->access.account_id))
        return gh_fail(err, GH_EAUTH, "access key of another account");
    r = iam_access_key_secret(c, e->subject, key.secret, &e->access.secret, err);
    if (r) return r;
    if (key.user_id.p) return load_user(c, e, key.user_id, err);
    load_root(e);
    return 0;
}

static int load_role(struct context *c, struct entry *e, struct gh_err *err) {
    struct store_iam_role_get_row role;
    int r = store_iam_role_get(c->tx, &(struct store_iam_role_get_args){.id = e->subject}, &role, err);
    if (r) return r;
    if (role.has_removed_ms) return gh_fail(err, GH_EAUTH, "role was removed");
    if (!gh_str_eq(role.account_id, e->access.account_id)) return gh_fail(err, GH_EAUTH, "role of another account");
    struct access *x = &e->access;
    x->kind = ACCESS_ROLE;
    x->entity_id = gh_str_dup(e->arena, role.id);
    x->name = gh_str_dup(e->arena, role.name);
    x->path = gh_str_dup(e->arena, role.path);
    x->arn = arn_iam_role(e->arena, x->account_id, x->path, x->name);
    x->role_owner = gh_str_dup(e->arena, role.owner);
    x->max_session_s = role.max_session_s;
    x->sessions_after_ms = role.sessions_after_ms;
    struct policy *trust;
    r = policy_compile(e->arena, gh_str_dup(e->arena, role.trust_policy), POLICY_TRUST, x->arn, &trust, err);
    if (r) return r;
    x->trust = trust;
    return load_policies(c, e, err);
}

static int current_versions(struct context *c, struct gh_str account_id, struct versions *ret_versions,
                            struct gh_err *err) {
    struct store_account_access_row row;
    int r = store_account_access(c->tx, &(struct store_account_access_args){.id = account_id}, &row, err);
    if (r == -GH_ENOTFOUND) return gh_fail(err, GH_EAUTH, "no such account");
    if (r) return r;
    if (!gh_str_eq(row.state, GH_S("ACTIVE"))) return gh_fail(err, GH_EAUTH, "account is not active");
    *ret_versions = (struct versions){row.access_version, {row.organization_id, row.policy_version}};
    return 0;
}

static bool same_versions(const struct versions *a, const struct versions *b) {
    return a->access == b->access && a->policies.version == b->policies.version &&
           gh_str_eq(a->policies.organization_id, b->policies.organization_id);
}

/* Whose snapshot, and how it is read from the database. */
struct wanted {
    struct gh_str subject, account_id;
    int (*load)(struct context *c, struct entry *e, struct gh_err *err);
};

static int entry_load(struct context *c, const struct wanted *w, const struct versions *versions,
                      struct entry **ret_entry, struct gh_err *err) {
    struct entry *e = entry_new(w->subject, w->account_id, versions);
    int r = w->load(c, e, err);
    if (!r) r = load_organization(c, e, err);
    if (r) {
        entry_unref(e);
        return r == -GH_ENOTFOUND ? gh_fail(err, GH_EAUTH, "no such key or role") : r;
    }
    if (!c->writing) cache_put(e);
    *ret_entry = e;
    return 0;
}

/* The cached snapshot if the versions are still its own, else a new one. Takes over the reference @cached. */
static int current(struct context *c, const struct wanted *w, struct entry *cached, struct entry **ret_entry,
                   struct gh_err *err) {
    struct versions versions;
    int r = current_versions(c, w->account_id, &versions, err);
    if (!r && cached && same_versions(&cached->versions, &versions)) {
        *ret_entry = cached;
        return 0;
    }
    if (cached) entry_unref(cached);
    return r ? r : entry_load(c, w, &versions, ret_entry, err);
}

static int find(struct context *c, const struct wanted *w, const struct access **ret_access, struct gh_err *err) {
    uint64_t mark = store_mark(c->tx);
    struct entry *e = cache_get(w->subject);
    if (e && !gh_str_eq(e->access.account_id, w->account_id)) {
        entry_unref(e);
        e = NULL;
    }
    if (!e || !mark || atomic_load(&e->mark) != mark) {
        int r = current(c, w, e, &e, err);
        if (r) return r;
        if (mark) atomic_store(&e->mark, mark);
    }
    gh_arena_defer(c->arena, entry_unref, e);
    *ret_access = &e->access;
    return 0;
}

int access_for_key(struct context *c, struct gh_str access_key_id, const struct access **ret_access,
                   struct gh_err *err) {
    struct gh_str account_id;
    if (!id_access_key_account(c->arena, access_key_id, &account_id))
        return gh_fail(err, GH_EAUTH, "malformed access key id");
    return find(c, &(struct wanted){access_key_id, account_id, load_key}, ret_access, err);
}

int access_for_role(struct context *c, struct gh_str account_id, struct gh_str role_id,
                    const struct access **ret_access, struct gh_err *err) {
    return find(c, &(struct wanted){role_id, account_id, load_role}, ret_access, err);
}

static int load_named_user(struct context *c, struct entry *e, struct gh_err *err) {
    struct store_iam_user_get_row user;
    int r = store_iam_user_get(c->tx, &(struct store_iam_user_get_args){.id = e->subject}, &user, err);
    if (r) return r;
    if (!gh_str_eq(user.account_id, e->access.account_id)) return gh_fail(err, GH_EAUTH, "user of another account");
    return load_user(c, e, e->subject, err);
}

int access_for_user(struct context *c, struct gh_str account_id, struct gh_str user_id,
                    const struct access **ret_access, struct gh_err *err) {
    return find(c, &(struct wanted){user_id, account_id, load_named_user}, ret_access, err);
}

static int load_root_user(struct context *c, struct entry *e, struct gh_err *err) {
    (void)c;
    (void)err;
    load_root(e);
    return 0;
}

int access_for_root(struct context *c, struct gh_str account_id, const struct access **ret_access, struct gh_err *err) {
    return find(c, &(struct wanted){account_id, account_id, load_root_user}, ret_access, err);
}
