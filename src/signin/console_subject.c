/* console_subject.c: who is about to sign in to an account, and what the account's rules let them do. */
#include <string.h>

#include "base/base.h"
#include "domain/access.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "policy/policy.h"
#include "signin/console.h"

#define ALIAS_MIN 3
#define ALIAS_MAX 63
#define KEYS_MAX 24
/* AWS's default, which holds for root users whatever the account says. */
#define ROOT_LENGTH 8

struct gh_str console_path_account(struct gh_str path) {
    static const char allowed[] = GH_ALPHABET_LOWER36 "-";
    struct gh_str end = GH_S("/console");
    if (!gh_str_starts(path, GH_S("/")) || !gh_str_ends(path, end) || path.n <= end.n) return GH_S_NONE;
    struct gh_str account = gh_str_slice(path, 1, path.n - end.n);
    if (account.n < ALIAS_MIN || account.n > ALIAS_MAX) return GH_S_NONE;
    for (size_t i = 0; i < account.n; i++)
        if (!account.p[i] || !strchr(allowed, account.p[i])) return GH_S_NONE;
    return account;
}

/* An id that is an account's comes first: an alias that looks like it would lead its users elsewhere. */
static int find_account(struct context *c, struct gh_str account, struct gh_str *ret_id, struct gh_err *err) {
    struct store_account_get_row of_id;
    struct store_iam_account_by_alias_row of_alias;
    struct store_iam_account_by_alias_args args = {.alias = gh_str_lower(c->arena, account)};
    struct gh_str id = id_account_typed(c->arena, account);
    int r = id.p ? store_account_get(c->tx, &(struct store_account_get_args){id}, &of_id, err) : -GH_ENOTFOUND;
    *ret_id = id;
    if (r != -GH_ENOTFOUND) return r;
    r = store_iam_account_by_alias(c->tx, &args, &of_alias, err);
    if (!r) *ret_id = of_alias.account_id;
    return r == -GH_ENOTFOUND ? 0 : r;
}

/* Fills in the account, where it is there and active. */
static int open_account(struct context *c, struct gh_str account_id, struct console_subject *s, struct gh_err *err) {
    struct store_account_get_row account;
    struct store_iam_account_alias_get_row alias;
    *s = (struct console_subject){.known = false};
    if (!account_id.p) return 0;
    int r = store_account_get(c->tx, &(struct store_account_get_args){.id = account_id}, &account, err);
    if (r || !gh_str_eq(account.state, GH_S("ACTIVE"))) return r == -GH_ENOTFOUND ? 0 : r;
    s->person.account_id = account.id;
    s->person.account_name = account.name;
    r = store_iam_account_alias_get(c->tx, &(struct store_iam_account_alias_get_args){account.id}, &alias, err);
    if (!r) s->person.alias = alias.alias;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static void take_user(struct context *c, const struct store_console_user_row *row, struct console_subject *s) {
    struct console_person *p = &s->person;
    s->known = true;
    p->owner_id = row->owner_id;
    p->user_name = row->name;
    p->arn = arn_iam_user(c->arena, p->account_id, row->path, row->name);
    p->password_ms = row->has_changed_ms ? row->changed_ms : 0;
    s->hash = row->hash;
    s->reset_required = row->has_reset_required && row->reset_required;
    s->has_device = row->has_device;
}

static int take_root(struct context *c, struct console_subject *s, struct gh_err *err) {
    struct store_console_root_row row;
    struct console_person *p = &s->person;
    int r = store_console_root(c->tx, &(struct store_console_root_args){p->account_id}, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    s->known = true;
    p->is_root = true;
    p->owner_id = p->account_id;
    p->arn = arn_root(c->arena, p->account_id);
    p->password_ms = row.has_changed_ms ? row.changed_ms : 0;
    s->hash = row.hash;
    s->reset_required = row.has_reset_required && row.reset_required;
    s->has_device = row.has_device;
    return 0;
}

int console_subject_find(struct context *c, struct gh_str account, struct gh_str user_name,
                         struct console_subject *ret_subject, struct gh_err *err) {
    struct gh_str account_id;
    struct store_console_user_row row;
    int r = find_account(c, account, &account_id, err);
    if (!r) r = open_account(c, account_id, ret_subject, err);
    if (r || !ret_subject->person.account_id.p) return r;
    struct store_console_user_args args = {ret_subject->person.account_id, fold_key(c->arena, user_name)};
    r = store_console_user(c->tx, &args, &row, err);
    if (!r) take_user(c, &row, ret_subject);
    return r == -GH_ENOTFOUND ? 0 : r;
}

int console_subject_find_root(struct context *c, struct gh_str email, struct console_subject *ret_subject,
                              struct gh_err *err) {
    struct store_account_by_email_row row;
    struct store_account_by_email_args args = {fold_key(c->arena, email)};
    int r = store_account_by_email(c->tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    r = open_account(c, r ? GH_S_NONE : row.id, ret_subject, err);
    return r || !ret_subject->person.account_id.p ? r : take_root(c, ret_subject, err);
}

int console_subject_get(struct context *c, struct gh_str account_id, struct gh_str owner_id,
                        struct console_subject *ret_subject, struct gh_err *err) {
    struct store_console_user_row row;
    int r = open_account(c, account_id, ret_subject, err);
    if (r || !ret_subject->person.account_id.p) return r;
    if (gh_str_eq(owner_id, account_id)) return take_root(c, ret_subject, err);
    r = store_console_user_by_id(c->tx, &(struct store_console_user_by_id_args){account_id, owner_id}, &row, err);
    if (!r) take_user(c, &row, ret_subject);
    return r == -GH_ENOTFOUND ? 0 : r;
}

int console_policy_of(struct context *c, const struct console_person *person, struct password_policy *ret_policy,
                      struct gh_err *err) {
    *ret_policy = (struct password_policy){.minimum_length = ROOT_LENGTH};
    return person->is_root ? 0 : password_policy_of(c, person->account_id, ret_policy, err);
}

/* ---- may they change their password? ---- */

struct keys {
    struct gh_arena *arena;
    struct policy_key v[KEYS_MAX];
    size_t n;
};

static void add(struct keys *k, const char *name, struct gh_str value) {
    if (!value.p || k->n == KEYS_MAX) return;
    struct gh_str *one = gh_new(k->arena, struct gh_str);
    *one = value;
    k->v[k->n++] = (struct policy_key){.key = gh_str_c(name), .values = one, .n_values = 1};
}

static struct gh_str boolean(bool value) {
    return value ? GH_S("true") : GH_S("false");
}

/* What the call would carry if the person's session made it: their session, who they are, and the connection. */
static void add_keys(struct keys *k, const struct visit *v, const struct console_person *p,
                     const struct access *access) {
    int64_t now_ms = v->now_ms;
    add(k, "aws:PrincipalArn", p->arn);
    add(k, "aws:PrincipalAccount", p->account_id);
    add(k, "aws:PrincipalOrgID", access->organization_id);
    add(k, "aws:PrincipalType", GH_S("User"));
    add(k, "aws:PrincipalIsAWSService", boolean(false));
    add(k, "aws:ResourceAccount", p->account_id);
    add(k, "aws:userid", p->owner_id);
    add(k, "aws:username", p->user_name);
    add(k, "aws:MultiFactorAuthPresent", boolean(p->mfa_serial.p != NULL));
    if (p->mfa_serial.p)
        add(k, "aws:MultiFactorAuthAge",
            gh_fmt(k->arena, "%lld", (long long)((now_ms - p->started_ms) / GH_SECOND_MS)));
    add(k, "aws:TokenIssueTime", gh_time_iso(k->arena, p->started_ms));
    add(k, "aws:SourceIp", v->request->remote_ip);
    add(k, "aws:UserAgent", http_header(v->request, GH_S("User-Agent")));
    add(k, "aws:SecureTransport", boolean(v->request->secure));
    add(k, "aws:RequestedRegion", v->signin->options.house->region);
    add(k, "aws:CurrentTime", gh_time_iso(k->arena, now_ms));
    add(k, "aws:EpochTime", gh_fmt(k->arena, "%lld", (long long)(now_ms / GH_SECOND_MS)));
    add(k, "aws:ViaAWSService", boolean(false));
    if (!access->organization) return;
    add(k, "aws:ResourceOrgID", access->organization_id);
    add(k, "aws:PrincipalOrgPaths", org_policies_parent_path(access->organization));
    k->v[k->n - 1].multivalued = true;
}

/* The user's own tags are those of the principal and of the resource. */
static struct policy_key *with_tags(const struct keys *k, const struct access *access, size_t *ret_n) {
    static const char *const kinds[] = {"aws:PrincipalTag", "aws:ResourceTag", "iam:ResourceTag"};
    struct policy_key *v = gh_new_n(k->arena, struct policy_key, k->n + GH_COUNT(kinds) * access->n_tags);
    size_t n = 0;
    for (; n < k->n; n++) v[n] = k->v[n];
    for (size_t i = 0; i < access->n_tags; i++)
        for (size_t j = 0; j < GH_COUNT(kinds); j++)
            v[n++] = (struct policy_key){.key = gh_fmt(k->arena, "%s/%.*s", kinds[j], GH_S_FMT(access->tags[i].key)),
                                         .values = &access->tags[i].value,
                                         .n_values = 1};
    *ret_n = n;
    return v;
}

int console_may_change(struct context *c, const struct visit *v, const struct console_person *person, bool *ret_may,
                       struct gh_err *err) {
    const struct access *access;
    struct policy_decision decision;
    *ret_may = person->is_root;
    if (person->is_root) return 0;
    int r = access_for_user(c, person->account_id, person->owner_id, &access, err);
    if (r) return r == -GH_EAUTH ? 0 : r;
    struct keys keys = {.arena = c->arena};
    add_keys(&keys, v, person, access);
    struct policy_layers layers = {.identity = access->policies, .boundary = access->boundary};
    if (access->organization) {
        layers.scps = access->organization->scps;
        layers.n_scps = access->organization->n_scps;
    }
    struct policy_request request = {
        .action = GH_S("iam:ChangePassword"),
        .resource = person->arn,
        .principal = {.account_id = person->account_id, .arn = person->arn, .entity_id = person->owner_id}};
    request.keys = with_tags(&keys, access, &request.n_keys);
    policy_evaluate(c->arena, &layers, &request, &decision);
    *ret_may = decision.effect == POLICY_ALLOW;
    return 0;
}
