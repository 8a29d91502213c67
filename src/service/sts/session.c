/* session.c: see session.h; and GetSessionToken. */
#include "service/sts/session.h"

#include "base/base.h"
#include "domain/managed_policy.h"
#include "domain/mfa.h"
#include "policy/policy.h"
#include "wire/authorize.h"
#include "wire/call.h"

/* AWS: 15 minutes to 36 hours, 12 hours by default; an hour at most for root. */
#define SESSION_DEFAULT_S (12 * 3600)
#define SESSION_ROOT_S 3600
#define MANAGED_POLICIES_MAX 10
/* AWS: characters of an inline session policy. */
#define POLICY_MAX 2048
#define TAGS_MAX 50

int sts_check_caller(const struct gh_call *c, const char *operation, struct gh_err *err) {
    const struct principal *p = &c->caller;
    bool lent = p->kind == PRINCIPAL_FEDERATED_USER ||
                (p->token_issue_ms && !p->assumed_root && (p->kind == PRINCIPAL_USER || p->kind == PRINCIPAL_ROOT));
    return lent ? gh_refuse(err, GH_EDENIED, "Cannot call %s with session credentials", operation) : 0;
}

int64_t sts_duration_s(const struct gh_call *c, bool has_asked, int32_t asked_s) {
    int64_t seconds = has_asked ? asked_s : SESSION_DEFAULT_S;
    return c->caller.kind == PRINCIPAL_ROOT && seconds > SESSION_ROOT_S ? SESSION_ROOT_S : seconds;
}

/* ---- policies ---- */

/* arn:aws:iam::ACCOUNT:policy/… or arn:aws:iam::aws:policy/… */
static bool is_policy_of(struct gh_str arn, struct gh_str account_id) {
    struct gh_str rest = arn, part = GH_S_NONE;
    for (int i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &part)) return false;
    if (!gh_str_starts(arn, GH_S("arn:aws:iam::")) || !gh_str_starts(rest, GH_S("policy/"))) return false;
    return gh_str_eq(part, GH_S("aws")) || gh_str_eq(part, account_id);
}

static int check_managed(struct gh_call *c, struct gh_str arn, struct gh_str account_id, struct gh_err *err) {
    const struct policy *compiled;
    int r = is_policy_of(arn, account_id) ? managed_policy_compile(&c->ctx, c->ctx.arena, arn, &compiled, err)
                                          : -GH_ENOTFOUND;
    return r == -GH_ENOTFOUND
               ? gh_refuse(err, GH_EINVAL, "Policy %.*s does not exist or is not attachable.", GH_S_FMT(arn))
               : r;
}

static int check_inline(struct gh_call *c, struct gh_str document, struct gh_err *err) {
    struct policy *compiled;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (gh_str_chars(document) > POLICY_MAX)
        return gh_refuse(
            err, GH_EINVAL,
            "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have "
            "length less than or equal to %d",
            POLICY_MAX);
    if (!policy_compile(c->ctx.arena, document, POLICY_IDENTITY, GH_S("session"), &compiled, why)) return 0;
    return sts_throw_malformed_policy_document(err, "%s", why->message);
}

int sts_take_policies(struct gh_call *c, struct gh_str document, const struct sts_policy_descriptor_list_type *arns,
                      struct session_claims *claims, struct gh_err *err) {
    if (arns->n > MANAGED_POLICIES_MAX)
        return gh_refuse(err, GH_EINVAL, "Cannot pass more than %d managed session policies.", MANAGED_POLICIES_MAX);
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, arns->n + 1);
    size_t n = 0;
    if (document.p) {
        int r = check_inline(c, document, err);
        if (r) return r;
        v[n++] = document;
    }
    for (size_t i = 0; i < arns->n; i++) {
        int r = check_managed(c, arns->v[i].arn, claims->account_id, err);
        if (r) return r;
        v[n++] = arns->v[i].arn;
    }
    claims->session_policies = v;
    claims->n_session_policies = n;
    return 0;
}

/* ---- tags ---- */

static bool has_key(const struct sts_tag_key_list_type *keys, struct gh_str key) {
    for (size_t i = 0; keys && i < keys->n; i++)
        if (gh_str_eq_ci(keys->v[i], key)) return true;
    return false;
}

static bool has_tag(const struct principal_tag *tags, size_t n, struct gh_str key) {
    for (size_t i = 0; i < n; i++)
        if (gh_str_eq_ci(tags[i].key, key)) return true;
    return false;
}

static bool is_passed(const struct sts_passed_tags *tags, struct gh_str key) {
    for (size_t i = 0; i < tags->n; i++)
        if (gh_str_eq_ci(tags->v[i].key, key)) return true;
    return false;
}

static int check_tags(const struct gh_call *c, const struct sts_passed_tags *tags, struct gh_err *err) {
    const struct principal *p = &c->caller;
    if (tags->n > TAGS_MAX) return gh_refuse(err, GH_EINVAL, "Cannot pass more than %d session tags.", TAGS_MAX);
    for (size_t i = 0; i < tags->n; i++) {
        struct sts_passed_tags before = {.v = tags->v, .n = i};
        if (is_passed(&before, tags->v[i].key))
            return gh_refuse(err, GH_EINVAL,
                             "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        if (gh_str_starts(tags->v[i].key, GH_S("aws:")))
            return gh_refuse(err, GH_EINVAL, "Tag keys with the prefix aws: are reserved for use by AWS.");
        if (has_tag(p->tags, p->n_transitive_tags, tags->v[i].key))
            return gh_refuse(err, GH_EINVAL,
                             "One of the specified transitive tag keys can't be set because it conflicts with a "
                             "transitive tag key from the calling session.");
    }
    for (size_t i = 0; tags->transitive && i < tags->transitive->n; i++)
        if (!is_passed(tags, tags->transitive->v[i]))
            return gh_refuse(err, GH_EINVAL,
                             "The specified transitive tag key must be included in the requested tags.");
    return 0;
}

int sts_take_tags(struct gh_call *c, const void *in, const struct sts_passed_tags *tags, struct session_claims *claims,
                  struct gh_err *err) {
    const struct principal *p = &c->caller;
    int r = check_tags(c, tags, err);
    if (r) return r;
    if (!tags->n && !p->n_transitive_tags) return 0;
    if ((r = wire_authorize_action(c, in, GH_S("sts:TagSession"), err))) return r;
    struct principal_tag *v = gh_new_n(c->ctx.arena, struct principal_tag, p->n_transitive_tags + tags->n);
    size_t n = 0;
    for (size_t i = 0; i < p->n_transitive_tags; i++) v[n++] = p->tags[i];
    for (size_t i = 0; i < tags->n; i++)
        if (has_key(tags->transitive, tags->v[i].key))
            v[n++] = (struct principal_tag){tags->v[i].key, tags->v[i].value};
    claims->n_transitive_tags = n;
    for (size_t i = 0; i < tags->n; i++)
        if (!has_key(tags->transitive, tags->v[i].key))
            v[n++] = (struct principal_tag){tags->v[i].key, tags->v[i].value};
    claims->tags = v;
    claims->n_tags = n;
    return 0;
}

/* ---- MFA ---- */

int sts_present_mfa(struct gh_call *c, struct gh_str serial, struct gh_str code, struct gh_err *err) {
    struct principal *p = &c->caller;
    if (!serial.p && !code.p) return 0;
    if (!serial.p || !code.p)
        return gh_refuse(err, GH_EDENIED,
                         "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass "
                         "code. ");
    /* A role has no device; whoever signed in with a code already has used it. */
    if (p->kind != PRINCIPAL_USER && p->kind != PRINCIPAL_ROOT)
        return gh_refuse(err, GH_EDENIED,
                         "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA "
                         "serial number is valid and associated with this user.");
    /* Whatever refuses the call, in this snapshot or later: the code has been shown, and counts. */
    struct mfa_attempt attempt = {p->account_id, p->entity_id, serial, code};
    c->aftermath = mfa_attempt_settle;
    c->aftermath_subject = mfa_attempt_subject(c->ctx.arena, &attempt);
    int r = c->ctx.writing ? mfa_check(&c->ctx, &attempt, err) : 0;
    if (r) return r;
    p->mfa_present = true;
    p->mfa_ms = c->ctx.now_ms;
    return 0;
}

/* ---- credentials ---- */

int sts_issue(struct gh_call *c, const struct session_claims *claims, struct sts_credentials **ret_credentials,
              unsigned *ret_packed_percent, struct gh_err *err) {
    struct session_credentials issued;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = session_token_seal(c->ctx.house->keyring, c->ctx.arena, claims, &issued, why);
    if (r == -GH_ELIMIT) return sts_throw_packed_policy_too_large(err, "%s", why->message);
    if (r) return gh_fail(err, (enum gh_code) - r, "%s", why->detail);
    struct sts_credentials *out = gh_new(c->ctx.arena, struct sts_credentials);
    *out = (struct sts_credentials){.access_key_id = issued.access_key_id,
                                    .secret_access_key = gh_str_dup(c->ctx.arena, gh_secret_reveal(&issued.secret)),
                                    .session_token = issued.token,
                                    .expiration = claims->expires_ms};
    gh_secret_done(&issued.secret);
    *ret_credentials = out;
    if (ret_packed_percent) *ret_packed_percent = issued.packed_percent;
    return 0;
}

int sts_get_session_token(struct gh_call *c, const struct sts_get_session_token_input *in,
                          struct sts_get_session_token_output *out, struct gh_err *err) {
    const struct principal *p = &c->caller;
    if (p->token_issue_ms) return gh_refuse(err, GH_EDENIED, "Cannot call GetSessionToken with session credentials");
    int r = sts_present_mfa(c, in->serial_number, in->token_code, err);
    if (r) return r;
    int64_t seconds = sts_duration_s(c, in->has_duration_seconds, in->duration_seconds);
    struct session_claims claims = {.kind = p->kind,
                                    .account_id = p->account_id,
                                    .entity_id = p->entity_id,
                                    .parent_key_id = p->access_key_id,
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS,
                                    .mfa_present = p->mfa_present,
                                    .mfa_ms = p->mfa_ms};
    return sts_issue(c, &claims, &out->credentials, NULL, err);
}
