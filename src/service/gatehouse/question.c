/* question.c: see gatehouse.h: what the engine is asked, from what the caller supplies and what is stored. */
#include "domain/access.h"
#include "domain/federation.h"
#include "domain/ids.h"
#include "service/gatehouse/gatehouse.h"
#include "service/sts/role_session.h"

/* What the session itself says: to be supplied only where there is no session to ask. */
static bool is_about_session(struct gh_str key) {
    static const struct gh_str keys[] = {GH_S_INIT("aws:MultiFactorAuthAge"), GH_S_INIT("aws:MultiFactorAuthPresent"),
                                         GH_S_INIT("aws:TokenIssueTime")};
    for (size_t i = 0; i < GH_COUNT(keys); i++)
        if (gh_str_eq_ci(keys[i], key)) return true;
    return gh_str_eq_ci(gh_str_slice(key, 0, 5), GH_S("saml:"));
}

/* "host/path:sub" of arn:aws:iam::A:oidc-provider/host/path. */
static bool is_of_provider(struct gh_str key, struct gh_str arn) {
    struct gh_str mark = GH_S(":oidc-provider/");
    ptrdiff_t at = gh_str_find_str(arn, mark);
    if (at < 0) return false;
    struct gh_str name = gh_str_slice(arn, (size_t)at + mark.n, arn.n);
    return key.n > name.n && key.p[name.n] == ':' && gh_str_eq_ci(gh_str_slice(key, 0, name.n), name);
}

/* What a provider of the principal's account said of them is known from the session, or was not said. */
static bool is_of_providers(const struct principal *p, const struct store_iam_provider_list_rows *providers,
                            struct gh_str key) {
    if (p->provider.p && is_of_provider(key, p->provider)) return true;
    for (size_t i = 0; i < providers->n; i++)
        if (is_of_provider(key, providers->v[i].arn)) return true;
    for (size_t i = 0; i < p->n_keys; i++)
        if (gh_str_eq_ci(key, p->keys[i].key)) return true;
    return false;
}

static int check_session_keys(struct gatehouse_subject *s, const struct gatehouse_question *q, struct gh_err *err) {
    const struct principal *p = &s->call.caller;
    if (!p->access_key_id.p || !q->context || !q->context->n) return 0;
    struct store_iam_provider_list_rows providers;
    struct store_iam_provider_list_args args = {.account_id = p->account_id, .kind = FEDERATION_OIDC};
    int r = store_iam_provider_list(s->call.ctx.tx, &args, &providers, err);
    for (size_t i = 0; !r && i < q->context->n; i++) {
        struct gh_str key = q->context->v[i].key;
        if (is_about_session(key) || is_of_providers(p, &providers, key))
            r = gh_refuse(err, GH_EINVAL, "The context key %.*s is known from the session and cannot be given.",
                          GH_S_FMT(key));
    }
    return r;
}

static void take_context(const struct gatehouse_question *q, struct policy_key *keys, size_t *n) {
    for (size_t i = 0; q->context && i < q->context->n; i++) {
        const struct gatehouse_context_entry *e = &q->context->v[i];
        keys[(*n)++] = (struct policy_key){.key = e->key,
                                           .values = e->values.v,
                                           .n_values = e->values.n,
                                           .multivalued = e->has_multi_valued ? e->multi_valued : e->values.n > 1};
    }
}

static void take_tags(struct gh_arena *a, const struct gatehouse_question *q, struct policy_key *keys, size_t *n) {
    for (size_t i = 0; q->tags && i < q->tags->n; i++)
        keys[(*n)++] = (struct policy_key){
            .key = gh_fmt(a, "aws:ResourceTag/%.*s", GH_S_FMT(q->tags->v[i].key)),
            .values = &q->tags->v[i].value,
            .n_values = 1,
        };
}

/*
 * The request's own keys. The connection's that are not given are missing, not false: they come after, and of two keys
 * of one name the first counts.
 */
static int take_keys(struct gatehouse_subject *s, const struct gatehouse_question *q, struct gh_err *err) {
    struct gh_arena *a = s->call.ctx.arena;
    size_t most = (q->context ? q->context->n : 0) + (q->tags ? q->tags->n : 0) + 2, n = 0;
    struct policy_key *keys = gh_new_n(a, struct policy_key, most);
    int r = check_session_keys(s, q, err);
    if (r) return r;
    take_context(q, keys, &n);
    take_tags(a, q, keys, &n);
    keys[n++] = (struct policy_key){.key = GH_S("aws:SecureTransport")};
    keys[n++] = (struct policy_key){.key = GH_S("aws:ViaAWSService")};
    s->call.keys = keys;
    s->call.n_keys = n;
    return 0;
}

static struct gh_str owner_named(struct gh_str arn) {
    struct gh_str rest = arn, part = GH_S_NONE;
    for (size_t i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &part)) return GH_S_NONE;
    return id_is_account(part) ? part : GH_S_NONE;
}

static bool is_trust_action(struct gh_str action) {
    static const struct gh_str actions[] = {GH_S_INIT("sts:AssumeRole"), GH_S_INIT("sts:SetSourceIdentity"),
                                            GH_S_INIT("sts:TagSession")};
    for (size_t i = 0; i < GH_COUNT(actions); i++)
        if (gh_str_eq_ci(actions[i], action)) return true;
    return false;
}

/* A role is asked by its trust policy, unless the caller supplies another one to try. */
static int take_trust(struct gh_call *c, struct wire_question *asked, struct gh_err *err) {
    const struct access *role;
    if (!is_trust_action(asked->action) || gh_str_find_str(asked->resource, GH_S(":role/")) < 0) return 0;
    asked->resource_required = true;
    if (asked->resource_policy || asked->resource_hidden) return 0;
    int r = sts_role_by_arn(c, asked->resource, &role, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    asked->resource_policy = role->trust;
    return 0;
}

static int take_resource_policy(struct gh_call *c, const struct gatehouse_question *q, struct wire_question *asked,
                                struct gh_err *err) {
    struct policy *compiled;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (!q->resource_policy.p) return 0;
    enum policy_type type = is_trust_action(q->action) ? POLICY_TRUST : POLICY_RESOURCE;
    if (policy_compile(c->ctx.arena, q->resource_policy, type, GH_S("ResourcePolicy"), &compiled, why))
        return gh_refuse(err, GH_EINVAL, "The resource policy is not valid: %s", why->message);
    asked->resource_policy = compiled;
    return 0;
}

int gatehouse_prepare(struct gh_call *c, struct gatehouse_subject *s, const struct gatehouse_question *q,
                      struct gatehouse_evaluation *ret, struct gh_err *err) {
    struct wire_question asked = {.action = q->action,
                                  .resource = q->resource.p ? q->resource : GH_S("*"),
                                  .resource_account = q->resource_account};
    bool visible;
    struct gh_str named = owner_named(asked.resource), owner = named.p ? named : q->resource_account;
    /* What is stored is found by the ARN: an account beside it must not make that visible. */
    if (named.p && q->resource_account.p && !gh_str_eq(named, q->resource_account))
        return gh_refuse(err, GH_EINVAL, "ResourceAccount is another account than the Resource names.");
    int r = gatehouse_may_ask(c, owner.p ? owner : s->call.caller.account_id, &visible, err);
    asked.resource_hidden = !visible;
    if (!r) r = take_keys(s, q, err);
    if (!r) r = take_resource_policy(c, q, &asked, err);
    if (!r) r = take_trust(c, &asked, err);
    return r ? r : wire_question_prepare(&s->call, &asked, &ret->layers, &ret->request, err);
}
