/* context_keys.c: see context_keys.h. Source: AWS's list of global condition context keys. */
#include "wire/context_keys.h"

#include "base/base.h"
#include "domain/access.h"
#include "domain/org_policy.h"
#include "wire/call.h"
#include "wire/member.h"

#define GLOBAL_KEYS 24

struct builder {
    struct gh_arena *arena;
    struct policy_key *v;
    size_t n;
};

static void add_values(struct builder *b, struct gh_str key, const struct gh_str *values, size_t n, bool multivalued) {
    b->v[b->n++] = (struct policy_key){.key = key, .values = values, .n_values = n, .multivalued = multivalued};
}

static void add(struct builder *b, struct gh_str key, struct gh_str value) {
    if (!value.p) return;
    struct gh_str *one = gh_new(b->arena, struct gh_str);
    *one = value;
    add_values(b, key, one, 1, false);
}

static struct gh_str boolean(bool value) {
    return value ? GH_S("true") : GH_S("false");
}

static struct gh_str principal_type(const struct principal *p) {
    switch (p->kind) {
    case PRINCIPAL_ROOT: return GH_S("Account");
    case PRINCIPAL_USER: return GH_S("User");
    case PRINCIPAL_ROLE_SESSION: return GH_S("AssumedRole");
    case PRINCIPAL_SERVICE: return GH_S("Service");
    case PRINCIPAL_FEDERATED_USER: return GH_S("FederatedUser");
    case PRINCIPAL_WEB_IDENTITY:
    case PRINCIPAL_SAML:
    case PRINCIPAL_IDENTITY_CENTER:
    case PRINCIPAL_ANONYMOUS: break;
    }
    return GH_S("Anonymous");
}

static void add_caller(struct builder *b, const struct principal *p) {
    add(b, GH_S("aws:PrincipalArn"), p->policy_arn);
    add(b, GH_S("aws:PrincipalAccount"), p->account_id);
    add(b, GH_S("aws:PrincipalOrgID"), p->organization_id);
    add(b, GH_S("aws:PrincipalType"), principal_type(p));
    add(b, GH_S("aws:userid"), p->user_id);
    if (p->kind == PRINCIPAL_USER) add(b, GH_S("aws:username"), p->name);
    add(b, GH_S("aws:PrincipalIsAWSService"), boolean(p->kind == PRINCIPAL_SERVICE));
    add(b, GH_S("identitystore:UserId"), p->identity_user_id);
    add(b, GH_S("aws:SourceIdentity"), p->source_identity);
    add(b, GH_S("aws:FederatedProvider"), p->provider);
    if (p->assumed_root) add(b, GH_S("aws:AssumedRoot"), boolean(true));
}

/* AWS: a set of one, the place of the caller's account in its organization. */
static void add_place(struct builder *b, const struct access *access) {
    if (!access || !access->organization) return;
    struct gh_str *path = gh_new(b->arena, struct gh_str);
    *path = org_policies_parent_path(access->organization);
    add_values(b, GH_S("aws:PrincipalOrgPaths"), path, 1, true);
}

/* Present with temporary credentials only: BoolIfExists is how policies ask for MFA of long-term keys. */
static void add_session(struct builder *b, const struct gh_call *c) {
    const struct principal *p = &c->caller;
    if (p->token_issue_ms || p->mfa_present) add(b, GH_S("aws:MultiFactorAuthPresent"), boolean(p->mfa_present));
    if (p->mfa_present)
        add(b, GH_S("aws:MultiFactorAuthAge"),
            gh_fmt(b->arena, "%lld", (long long)((c->ctx.now_ms - p->mfa_ms) / GH_SECOND_MS)));
    if (p->token_issue_ms) add(b, GH_S("aws:TokenIssueTime"), gh_time_iso(b->arena, p->token_issue_ms));
    for (size_t i = 0; i < p->n_tags; i++)
        add(b, gh_fmt(b->arena, "aws:PrincipalTag/%.*s", GH_S_FMT(p->tags[i].key)), p->tags[i].value);
    /* The user's or role's own tags come after: of two of the same name the session's counts. */
    for (size_t i = 0; c->access && i < c->access->n_tags; i++)
        add(b, gh_fmt(b->arena, "aws:PrincipalTag/%.*s", GH_S_FMT(c->access->tags[i].key)), c->access->tags[i].value);
    for (size_t i = 0; i < p->n_keys; i++) add(b, p->keys[i].key, p->keys[i].value);
}

static void add_connection(struct builder *b, const struct gh_call *c) {
    add(b, GH_S("aws:SourceIp"), c->source_ip);
    /* Bytes that are no UTF-8 are no text that a policy could name; in patterns two of them stand for wildcards. */
    if (gh_str_is_utf8(c->user_agent)) add(b, GH_S("aws:UserAgent"), c->user_agent);
    add(b, GH_S("aws:SecureTransport"), boolean(c->secure_transport));
    add(b, GH_S("aws:RequestedRegion"), c->signed_region);
    add(b, GH_S("aws:CurrentTime"), gh_time_iso(b->arena, c->ctx.now_ms));
    add(b, GH_S("aws:EpochTime"), gh_fmt(b->arena, "%lld", (long long)(c->ctx.now_ms / GH_SECOND_MS)));
    add(b, GH_S("aws:ViaAWSService"), boolean(false));
}

/* "aws:RequestTag/${TagKey}" becomes one key per tag; its member is the tag list, whose elements have Key and Value. */
static void add_tags(struct builder *b, struct gh_call *c, const void *in, const struct gh_condition_key *row,
                     size_t prefix) {
    struct wire_texts keys, values;
    struct gh_arena *a = b->arena;
    struct gh_str key_path = gh_fmt(a, "%.*s[].Key", GH_S_FMT(row->member));
    struct gh_str value_path = gh_fmt(a, "%.*s[].Value", GH_S_FMT(row->member));
    if (!wire_member_texts(a, c->op->in, in, key_path, &keys)) return;
    if (!wire_member_texts(a, c->op->in, in, value_path, &values) || values.n != keys.n) return;
    struct policy_key *more = gh_new_n(a, struct policy_key, b->n + keys.n + GLOBAL_KEYS);
    for (size_t i = 0; i < b->n; i++) more[i] = b->v[i];
    b->v = more;
    for (size_t i = 0; i < keys.n; i++)
        add(b, gh_fmt(a, "%.*s%.*s", (int)prefix, row->key.p, GH_S_FMT(keys.v[i])), values.v[i]);
}

static void add_row(struct builder *b, struct gh_call *c, const void *in, const struct gh_condition_key *row) {
    ptrdiff_t variable = gh_str_find_str(row->key, GH_S("${"));
    if (variable >= 0) {
        add_tags(b, c, in, row, (size_t)variable);
        return;
    }
    struct wire_texts texts;
    if (!wire_member_texts(b->arena, c->op->in, in, row->member, &texts)) return;
    bool multivalued = gh_str_find_str(row->member, GH_S("[]")) >= 0;
    add_values(b, row->key, texts.v, texts.n, multivalued);
}

struct wire_keys wire_context_keys(struct gh_call *c, const void *in, const struct gh_condition_key *rows, uint32_t n) {
    struct builder b = {.arena = c->ctx.arena};
    size_t own_tags = c->access ? c->access->n_tags : 0;
    b.v = gh_new_n(b.arena, struct policy_key,
                   GLOBAL_KEYS + c->caller.n_tags + c->caller.n_keys + c->n_keys + n + own_tags);
    for (size_t i = 0; i < c->n_keys; i++) b.v[b.n++] = c->keys[i];
    add_caller(&b, &c->caller);
    add_place(&b, c->access);
    add_session(&b, c);
    add_connection(&b, c);
    for (uint32_t i = 0; i < n; i++) add_row(&b, c, in, &rows[i]);
    return (struct wire_keys){b.v, b.n};
}
