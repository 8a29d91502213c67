/* claims.c: see claims.h. */
#include "service/sts/claims.h"

#include "base/base.h"
#include "codec/json.h"
#include "policy/policy.h"
#include "wire/call.h"

#define TAGS_CLAIM "https://aws.amazon.com/tags"
#define SOURCE_IDENTITY_CLAIM GH_S("https://aws.amazon.com/source_identity")
#define KEY_CHARS_MAX 128
#define VALUE_CHARS_MAX 256
#define IDENTITY_CHARS_MAX 64

static int invalid(struct gh_err *err, const char *why) {
    return sts_throw_invalid_identity_token(err, "%s", why);
}

/* A tag's value stands alone or as the only one of a list. */
static struct gh_str tag_value(const struct json *v) {
    return v->kind == JSON_ARRAY ? (v->n == 1 ? json_text(&v->items[0]) : GH_S_NONE) : json_text(v);
}

static int take_tags(const struct json *tags, struct sts_assertion *to, struct gh_err *err) {
    if (!tags) return 0;
    if (tags->kind != JSON_OBJECT) return invalid(err, "The principal tags of the token are malformed.");
    for (uint32_t i = 0; i < tags->n; i++) {
        struct gh_str key = tags->members[i].name, value = tag_value(&tags->members[i].value);
        if (!key.n || !value.p || gh_str_chars(key) > KEY_CHARS_MAX || gh_str_chars(value) > VALUE_CHARS_MAX)
            return invalid(err, "The principal tags of the token are malformed.");
        if (!sts_assertion_tag(to, key, value)) return invalid(err, "The token has more than 50 principal tags.");
    }
    return 0;
}

static int take_transitive(struct gh_arena *a, const struct json *keys, struct sts_assertion *to, struct gh_err *err) {
    if (!keys) return 0;
    if (keys->kind != JSON_ARRAY || keys->n > STS_ASSERTION_TAGS)
        return invalid(err, "The transitive tag keys of the token are malformed.");
    to->transitive.v = gh_new_n(a, struct gh_str, keys->n);
    to->transitive.n = keys->n;
    for (uint32_t i = 0; i < keys->n; i++) {
        to->transitive.v[i] = json_text(&keys->items[i]);
        if (!to->transitive.v[i].p) return invalid(err, "The transitive tag keys of the token are malformed.");
    }
    return 0;
}

static bool is_identity(struct gh_str s) {
    if (s.n < 2 || s.n > IDENTITY_CHARS_MAX) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && gh_str_find(GH_S("_+=,.@-"), c) < 0) return false;
    }
    return true;
}

int sts_claims_take(struct gh_arena *a, const struct json *claims, struct sts_assertion *to, struct gh_err *err) {
    /* Nested under one claim, or flattened into two for providers that cannot nest. */
    const struct json *tags = json_get(claims, GH_S(TAGS_CLAIM)), *identity = json_get(claims, SOURCE_IDENTITY_CLAIM);
    bool nested = tags && tags->kind == JSON_OBJECT;
    int r = take_tags(nested ? json_get(tags, GH_S("principal_tags"))
                             : json_get(claims, GH_S(TAGS_CLAIM "/principal_tags")),
                      to, err);
    if (!r)
        r = take_transitive(a,
                            nested ? json_get(tags, GH_S("transitive_tag_keys"))
                                   : json_get(claims, GH_S(TAGS_CLAIM "/transitive_tag_keys")),
                            to, err);
    if (r || !identity) return r;
    to->source_identity = json_text(identity);
    return is_identity(to->source_identity) ? 0 : invalid(err, "The source identity of the token is malformed.");
}

#define GITHUB                                                                                                         \
    {                                                                                                                  \
        GH_S_INIT("actor"), GH_S_INIT("actor_id"), GH_S_INIT("enterprise_id"), GH_S_INIT("environment"),               \
            GH_S_INIT("job_workflow_ref"), GH_S_INIT("ref"), GH_S_INIT("repository"), GH_S_INIT("repository_id"),      \
            GH_S_INIT("repository_owner_id"), GH_S_INIT("workflow")                                                    \
    }
#define BUILDKITE                                                                                                      \
    {                                                                                                                  \
        GH_S_INIT("build_branch"), GH_S_INIT("cluster_id"), GH_S_INIT("cluster_name"), GH_S_INIT("organization_id"),   \
            GH_S_INIT("organization_slug"), GH_S_INIT("pipeline_id"), GH_S_INIT("pipeline_slug")                       \
    }

/* Further claims that AWS makes condition keys of, for the providers it knows them from. */
static const struct {
    struct gh_str provider; /* a pattern of its name */
    struct gh_str claims[12];
} further[] = {
    {GH_S_INIT("token.actions.*"), GITHUB},
    {GH_S_INIT("github.com/enterprises/*"), GITHUB},
    {GH_S_INIT("gitlab.com*"),
     {GH_S_INIT("namespace_id"), GH_S_INIT("pipeline_source"), GH_S_INIT("project_id"), GH_S_INIT("ref_protected"),
      GH_S_INIT("runner_environment"), GH_S_INIT("user_access_level"), GH_S_INIT("user_email"), GH_S_INIT("user_id"),
      GH_S_INIT("user_login")}},
    {GH_S_INIT("agent.buildkite.com"), BUILDKITE},
    {GH_S_INIT("agent.*.buildkite.dev"), BUILDKITE},
    {GH_S_INIT("agent.*.buildkite.site"), BUILDKITE},
    {GH_S_INIT("oidc.circleci.com/org/*"), {GH_S_INIT("oidc.circleci.com/project-id")}},
    {GH_S_INIT("idcs-*.identity.oraclecloud.com"), {GH_S_INIT("rpst_id")}},
    {GH_S_INIT("accounts.google.com"), {GH_S_INIT("google/organization_number")}},
};

/* A claim that is text or a number; "google/organization_number" may stand inside "google". */
static struct gh_str claim_text(const struct json *claims, struct gh_str name) {
    const struct json *v = json_get(claims, name);
    ptrdiff_t slash = gh_str_find(name, '/');
    if (!v && slash > 0)
        v = json_get(json_get(claims, gh_str_slice(name, 0, (size_t)slash)),
                     gh_str_slice(name, (size_t)slash + 1, name.n));
    return v && v->kind == JSON_NUMBER ? v->text : json_text(v);
}

static struct gh_str key_of(struct gh_arena *a, const struct sts_claim_source *s, struct gh_str claim) {
    return gh_fmt(a, "%.*s:%.*s", GH_S_FMT(s->name), GH_S_FMT(claim));
}

static void add_further(struct gh_arena *a, const struct sts_claim_source *s, struct sts_assertion *to) {
    for (size_t i = 0; i < GH_COUNT(further); i++) {
        if (!policy_wildcard(further[i].provider, s->name, false)) continue;
        for (size_t j = 0; j < GH_COUNT(further[i].claims) && further[i].claims[j].p; j++)
            sts_assertion_key(a, to, key_of(a, s, further[i].claims[j]), claim_text(s->claims, further[i].claims[j]));
    }
}

static void add_methods(struct gh_arena *a, const struct sts_claim_source *s, struct sts_assertion *to) {
    const struct json *amr = json_get(s->claims, GH_S("amr"));
    if (!amr || amr->kind != JSON_ARRAY) return;
    struct gh_str *v = gh_new_n(a, struct gh_str, amr->n);
    size_t n = 0;
    for (uint32_t i = 0; i < amr->n; i++)
        if (json_text(&amr->items[i]).p) v[n++] = json_text(&amr->items[i]);
    sts_assertion_keys(to, key_of(a, s, GH_S("amr")), v, n);
}

void sts_claims_keys(struct gh_arena *a, const struct sts_claim_source *source, struct sts_assertion *to) {
    struct gh_str aud = key_of(a, source, GH_S("aud")), sub = key_of(a, source, GH_S("sub"));
    sts_assertion_key(a, to, aud, source->audience);
    sts_assertion_key(a, to, sub, source->registered->sub);
    if (source->registered->azp.p && source->registered->n_aud == 1)
        sts_assertion_key(a, to, key_of(a, source, GH_S("oaud")), source->registered->aud[0]);
    add_methods(a, source, to);
    add_further(a, source, to);
    to->kept = gh_new_n(a, struct principal_key, 2);
    to->kept[0] = (struct principal_key){aud, source->audience};
    to->kept[1] = (struct principal_key){sub, source->registered->sub};
    to->n_kept = 2;
}
