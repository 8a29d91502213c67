/*
 * org_policy.c: see org_policy.h. Two tables: what bears on an account, by account; and compiled policies, by id and
 * revision, which all accounts share. A slot is overwritten by a newcomer. Only committed state is put into them.
 */
#include "domain/org_policy.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/base.h"
#include "domain/context.h"
#include "store/queries.h"

#define ACCOUNT_SLOTS 1024u
#define POLICY_SLOTS 1024u
/* The root, five levels of units, the account. */
#define LEVELS_MAX 9
#define SCP GH_S("SERVICE_CONTROL_POLICY")
#define RCP GH_S("RESOURCE_CONTROL_POLICY")

/* What both tables hold: found by key and version, freed with its last reference. */
struct kept {
    _Atomic unsigned refs;
    struct gh_arena *arena;
    struct gh_str key;
    int64_t version;
};

struct kept_account {
    struct org_policies policies; /* first: borrowed policies are their kept_account */
    struct kept kept;
};

struct kept_policy {
    struct kept kept;
    const struct policy *compiled;
};

struct table {
    pthread_mutex_t lock;
    size_t n;
    struct kept **slots;
};

static struct kept *account_slots[ACCOUNT_SLOTS], *policy_slots[POLICY_SLOTS];
static struct table accounts = {PTHREAD_MUTEX_INITIALIZER, ACCOUNT_SLOTS, account_slots};
static struct table compiled = {PTHREAD_MUTEX_INITIALIZER, POLICY_SLOTS, policy_slots};

static void kept_unref(void *object) {
    struct kept *k = object;
    if (k && atomic_fetch_sub(&k->refs, 1) == 1) gh_arena_free(k->arena);
}

/* The caller gets a reference. */
static struct kept *table_get(struct table *t, struct gh_str key, int64_t version) {
    struct kept **slot = &t->slots[gh_hash(key) % t->n];
    pthread_mutex_lock(&t->lock);
    struct kept *k = *slot;
    bool hit = k && k->version == version && gh_str_eq(k->key, key);
    if (hit) atomic_fetch_add(&k->refs, 1);
    pthread_mutex_unlock(&t->lock);
    return hit ? k : NULL;
}

static void table_put(struct table *t, struct kept *k) {
    struct kept **slot = &t->slots[gh_hash(k->key) % t->n];
    atomic_fetch_add(&k->refs, 1);
    pthread_mutex_lock(&t->lock);
    struct kept *old = *slot;
    *slot = k;
    pthread_mutex_unlock(&t->lock);
    kept_unref(old);
}

static const struct org_policy_builtin builtins[] = {
    {GH_S_INIT("p-FullAWSAccess"), GH_S_INIT("SERVICE_CONTROL_POLICY"), GH_S_INIT("FullAWSAccess"),
     GH_S_INIT("Allows access to every operation"),
     GH_S_INIT("arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"),
     GH_S_INIT("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n"
               "      \"Action\": \"*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}")},
    {GH_S_INIT("p-RCPFullAWSAccess"), GH_S_INIT("RESOURCE_CONTROL_POLICY"), GH_S_INIT("RCPFullAWSAccess"),
     GH_S_INIT("Allows access to every operation"),
     GH_S_INIT("arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess"),
     GH_S_INIT("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n"
               "      \"Principal\": \"*\",\n      \"Action\": \"*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}")},
};

const struct org_policy_builtin *org_policy_builtin(struct gh_str id) {
    for (size_t i = 0; i < GH_COUNT(builtins); i++)
        if (gh_str_eq(builtins[i].id, id)) return &builtins[i];
    return NULL;
}

const struct org_policy_builtin *org_policy_builtin_of_type(struct gh_str type) {
    for (size_t i = 0; i < GH_COUNT(builtins); i++)
        if (gh_str_eq(builtins[i].type, type)) return &builtins[i];
    return NULL;
}

struct gh_str org_policy_arn(struct gh_arena *a, struct gh_str management_account_id, struct gh_str organization_id,
                             struct gh_str type, struct gh_str id) {
    const struct org_policy_builtin *builtin = org_policy_builtin(id);
    if (builtin) return builtin->arn;
    return gh_fmt(a, "arn:aws:organizations::%.*s:policy/%.*s/%.*s/%.*s", GH_S_FMT(management_account_id),
                  GH_S_FMT(organization_id), GH_S_FMT(gh_str_lower(a, type)), GH_S_FMT(id));
}

struct gh_str org_policies_parent_path(const struct org_policies *policies) {
    return gh_str_slice(policies->path, 0, policies->path.n - policies->account_id.n - 1);
}

int org_policies_touch(struct context *c, struct gh_str organization_id, struct gh_err *err) {
    return store_organization_touch(c->tx, &(struct store_organization_touch_args){organization_id}, NULL, err);
}

int org_policies_place(struct context *c, struct gh_str organization_id, struct gh_str target_id, struct gh_err *err) {
    struct store_organization_policy_type_list_rows rows;
    struct store_organization_policy_type_list_args args = {organization_id};
    int r = store_organization_policy_type_list(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        const struct org_policy_builtin *b = org_policy_builtin_of_type(rows.v[i].type);
        if (!b) continue;
        struct store_organization_attachment_insert_args row = {organization_id, target_id, b->type, b->id};
        r = store_organization_attachment_insert(c->tx, &row, NULL, err);
    }
    return r;
}

int org_policies_clear(struct context *c, struct gh_str organization_id, struct gh_str target_id, struct gh_err *err) {
    struct store_organization_detach_target_args args = {organization_id, target_id};
    return store_organization_detach_target(c->tx, &args, NULL, err);
}

/* What is being put together for one account. */
struct assembly {
    struct context *c;
    struct kept_account *to;
    struct policy_level *scps, *rcps;
    bool has_scps, has_rcps;
};

static int document_of(struct context *c, struct gh_str id, struct gh_str *ret_content, struct gh_err *err) {
    const struct org_policy_builtin *builtin = org_policy_builtin(id);
    if (builtin) {
        *ret_content = builtin->content;
        return 0;
    }
    struct store_organization_policy_content_row row;
    int r = store_organization_policy_content(c->tx, &(struct store_organization_policy_content_args){id}, &row, err);
    if (!r) *ret_content = row.content;
    return r;
}

static int compile(struct assembly *as, const struct store_organization_policy_chain_row *row,
                   struct kept_policy **ret_policy, struct gh_err *err) {
    struct gh_str content;
    int r = document_of(as->c, row->policy_id, &content, err);
    if (r) return r;
    struct gh_arena *a = gh_arena_new(0);
    struct kept_policy *k = gh_new(a, struct kept_policy);
    const struct org_policies *p = &as->to->policies;
    struct gh_str arn = org_policy_arn(a, p->management_account_id, p->organization_id, row->type, row->policy_id);
    enum policy_type type = gh_str_eq(row->type, SCP) ? POLICY_SCP : POLICY_RCP;
    struct policy *policy;
    r = policy_compile(a, gh_str_dup(a, content), type, arn, &policy, err);
    if (r) {
        gh_arena_free(a);
        return r;
    }
    *k = (struct kept_policy){.kept = {1, a, gh_str_dup(a, row->policy_id), row->has_revision ? row->revision : 0},
                              .compiled = policy};
    if (!as->c->writing) table_put(&compiled, &k->kept);
    *ret_policy = k;
    return 0;
}

/* The compiled policy lives as long as the account's set. */
static int add_policy(struct assembly *as, const struct store_organization_policy_chain_row *row,
                      struct policy_level *level, struct gh_err *err) {
    struct kept_policy *k = (struct kept_policy *)table_get(&compiled, row->policy_id, row->revision);
    int r = k ? 0 : compile(as, row, &k, err);
    if (r) return r;
    gh_arena_defer(as->to->kept.arena, kept_unref, &k->kept);
    const struct policy **v = (const struct policy **)level->policies.v;
    v[level->policies.n++] = k->compiled;
    return 0;
}

/* Rows come level by level from the root down; a level without a policy has one row without a type. */
static int add_rows(struct assembly *as, const struct store_organization_policy_chain_rows *rows, struct gh_err *err) {
    struct gh_arena *a = as->to->kept.arena;
    struct org_policies *p = &as->to->policies;
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const struct store_organization_policy_chain_row *row = &rows->v[i];
        if (i == 0 || row->depth != row[-1].depth) {
            if (n == LEVELS_MAX) return gh_fail(err, GH_EINTERNAL, "an account below too many units");
            as->scps[n].policies.v = gh_new_n(a, const struct policy *, rows->n);
            as->rcps[n].policies.v = gh_new_n(a, const struct policy *, rows->n);
            p->path = gh_fmt(a, "%.*s%.*s/", GH_S_FMT(p->path), GH_S_FMT(row->target_id));
            n++;
        }
        if (!row->type.p) continue;
        bool is_scp = gh_str_eq(row->type, SCP);
        int r = (is_scp ? as->has_scps : as->has_rcps)
                    ? add_policy(as, row, &(is_scp ? as->scps : as->rcps)[n - 1], err)
                    : 0;
        if (r) return r;
    }
    p->n_scps = as->has_scps ? n : 0;
    p->n_rcps = as->has_rcps ? n : 0;
    return 0;
}

static int read_types(struct assembly *as, struct gh_err *err) {
    struct store_organization_policy_type_list_rows rows;
    struct store_organization_policy_type_list_args args = {as->to->policies.organization_id};
    int r = store_organization_policy_type_list(as->c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        as->has_scps |= gh_str_eq(rows.v[i].type, SCP);
        as->has_rcps |= gh_str_eq(rows.v[i].type, RCP);
    }
    return r;
}

static int assemble(struct assembly *as, struct gh_err *err) {
    struct gh_arena *a = as->to->kept.arena;
    struct org_policies *p = &as->to->policies;
    struct store_organization_get_row org;
    struct store_organization_policy_chain_rows rows;
    int r = store_organization_get(as->c->tx, &(struct store_organization_get_args){p->organization_id}, &org, err);
    if (!r) r = read_types(as, err);
    if (r) return r;
    p->management_account_id = gh_str_dup(a, org.management_account_id);
    p->path = gh_fmt(a, "%.*s/", GH_S_FMT(p->organization_id));
    if (gh_str_eq(p->management_account_id, p->account_id)) as->has_scps = as->has_rcps = false;
    p->scps = as->scps = gh_new_n(a, struct policy_level, LEVELS_MAX);
    p->rcps = as->rcps = gh_new_n(a, struct policy_level, LEVELS_MAX);
    struct store_organization_policy_chain_args args = {p->account_id};
    r = store_organization_policy_chain(as->c->tx, &args, &rows, err);
    return r ? r : add_rows(as, &rows, err);
}

int org_policies_ref(struct context *c, struct gh_str account_id, const struct org_policy_mark *mark,
                     const struct org_policies **ret_policies, struct gh_err *err) {
    *ret_policies = NULL;
    if (!mark->organization_id.p) return 0;
    struct kept *hit = table_get(&accounts, account_id, mark->version);
    struct kept_account *k = hit ? (struct kept_account *)((char *)hit - offsetof(struct kept_account, kept)) : NULL;
    if (k && gh_str_eq(k->policies.organization_id, mark->organization_id)) {
        *ret_policies = &k->policies;
        return 0;
    }
    kept_unref(hit);
    struct gh_arena *a = gh_arena_new(0);
    k = gh_new(a, struct kept_account);
    *k = (struct kept_account){
        .policies = {.account_id = gh_str_dup(a, account_id), .organization_id = gh_str_dup(a, mark->organization_id)},
        .kept = {.refs = 1, .arena = a, .version = mark->version}};
    k->kept.key = k->policies.account_id;
    struct assembly as = {.c = c, .to = k};
    int r = assemble(&as, err);
    if (r) {
        gh_arena_free(a);
        return r;
    }
    if (!c->writing) table_put(&accounts, &k->kept);
    *ret_policies = &k->policies;
    return 0;
}

void org_policies_unref(void *policies) {
    if (policies) kept_unref((char *)policies + offsetof(struct kept_account, kept));
}

int org_policies_of(struct context *c, struct gh_str account_id, const struct org_policies **ret_policies,
                    struct gh_err *err) {
    struct store_organization_policy_version_row row;
    struct store_organization_policy_version_args args = {account_id};
    *ret_policies = NULL;
    int r = store_organization_policy_version(c->tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct org_policy_mark mark = {row.organization_id, row.policy_version};
    r = org_policies_ref(c, account_id, &mark, ret_policies, err);
    if (!r) gh_arena_defer(c->arena, org_policies_unref, (void *)*ret_policies);
    return r;
}
