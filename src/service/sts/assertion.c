/* assertion.c: see assertion.h. */
#include "service/sts/assertion.h"

#include "base/base.h"
#include "signin/throttle.h"
#include "store/store.h"
#include "wire/call.h"
#include "wire/errors.h"

void sts_assertion_keys(struct sts_assertion *s, struct gh_str key, const struct gh_str *values, size_t n) {
    if (s->n_keys == STS_ASSERTION_KEYS) return;
    s->keys[s->n_keys++] = (struct policy_key){.key = key, .values = values, .n_values = n, .multivalued = true};
}

void sts_assertion_key(struct gh_arena *a, struct sts_assertion *s, struct gh_str key, struct gh_str value) {
    if (!value.p || s->n_keys == STS_ASSERTION_KEYS) return;
    struct gh_str *one = gh_new(a, struct gh_str);
    *one = value;
    s->keys[s->n_keys++] = (struct policy_key){.key = key, .values = one, .n_values = 1};
}

bool sts_assertion_tag(struct sts_assertion *s, struct gh_str key, struct gh_str value) {
    if (s->n_tags == STS_ASSERTION_TAGS) return false;
    s->tags[s->n_tags++] = (struct sts_tag){key, value};
    return true;
}

void sts_assertion_finish(struct gh_arena *a, struct sts_assertion *s) {
    sts_assertion_key(a, s, GH_S("sts:SourceIdentity"), s->source_identity);
    if (!s->n_tags) return;
    struct gh_str *names = gh_new_n(a, struct gh_str, s->n_tags);
    for (size_t i = 0; i < s->n_tags; i++) {
        names[i] = s->tags[i].key;
        sts_assertion_key(a, s, gh_fmt(a, "aws:RequestTag/%.*s", GH_S_FMT(names[i])), s->tags[i].value);
    }
    sts_assertion_keys(s, GH_S("aws:TagKeys"), names, s->n_tags);
    if (s->transitive.n) sts_assertion_keys(s, GH_S("sts:TransitiveTagKeys"), s->transitive.v, s->transitive.n);
}

struct gh_str sts_account_of_role(struct gh_str role_arn) {
    struct gh_str rest = role_arn, part = GH_S_NONE;
    for (int i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &part)) return GH_S_NONE;
    return gh_str_starts(rest, GH_S("role/")) ? part : GH_S_NONE;
}

/* As the call's aftermath, once there is a provider: what is refused before that costs nearly nothing. */
static int count_refusal(struct context *c, struct gh_str subject, struct gh_err *err) {
    return throttle_count(c, &throttle_assertion, subject, err);
}

/* Verifying costs signatures and requests to elsewhere, and nobody vouches for whoever asks. */
static int check_address(struct gh_call *c, struct gh_err *err) {
    int64_t wait_ms;
    c->aftermath = count_refusal;
    c->aftermath_subject = throttle_subject_address(c->ctx.arena, "assertion", c->source_ip);
    int r = throttle_check(&c->ctx, &throttle_assertion, c->aftermath_subject, &wait_ms, err);
    return r || !wait_ms ? r : wire_refuse(err, c->op->service, WIRE_THROTTLED, "Rate exceeded");
}

static int read_provider(struct gh_call *c, struct gh_str arn, struct gh_str kind,
                         struct federation_provider *ret_provider, struct federation_private_keys *ret_keys,
                         struct gh_err *err) {
    int checked = check_address(c, err);
    if (checked) return checked;
    int r = federation_provider_get(&c->ctx, arn, kind, ret_provider, err);
    return r || !ret_keys ? r : federation_private_keys(&c->ctx, arn, ret_keys, err);
}

int sts_assertion_provider(struct gh_call *c, struct gh_str arn, struct gh_str kind,
                           struct federation_provider *ret_provider, struct federation_private_keys *ret_keys,
                           struct gh_err *err) {
    int r = store_read_begin(c->ctx.house->store, c->ctx.arena, &c->ctx.tx, err);
    if (r) return r;
    r = read_provider(c, arn, kind, ret_provider, ret_keys, err);
    store_read_end(c->ctx.tx);
    c->ctx.tx = NULL;
    return r;
}

int sts_assertion_present(struct gh_call *c, struct gh_str kind, struct gh_err *err) {
    const struct sts_assertion *s = c->prepared;
    struct federation_provider now;
    int r = federation_provider_get(&c->ctx, s->provider.arn, kind, &now, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(now.unique_id, s->provider.unique_id) || !gh_str_eq(now.content, s->provider.content))
        return sts_throw_invalid_identity_token(err, "The identity provider has changed. Please try again.");
    c->audit_account = s->account_id;
    c->caller = (struct principal){.kind = s->kind,
                                   .provider = s->provider.arn,
                                   .name = s->subject,
                                   .user_id = s->user_id,
                                   .keys = s->kept,
                                   .n_keys = s->n_kept};
    c->keys = s->keys;
    c->n_keys = s->n_keys;
    return 0;
}
