/*
 * authorization_message.c: see authorization_message.h.
 *
 *   message = base64url(keyring blob), sealed for the account id
 *   sealed  = moment of the denial in milliseconds, a space, JSON
 */
#include "domain/authorization_message.h"

#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/keyring.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/principal.h"

#define PURPOSE "sts.authorization-message"
#define TEXT_MAX ((size_t)AUTHORIZATION_MESSAGE_MAX * 3 / 4)

static void open_items(struct json_writer *w, struct gh_str name) {
    json_key(w, name);
    json_object_begin(w);
    json_key(w, GH_S("items"));
    json_array_begin(w);
}

static void close_items(struct json_writer *w) {
    json_array_end(w);
    json_object_end(w);
}

static bool is_of_another_account(const struct policy_request *rq) {
    struct arn_iam parts;
    struct gh_str owner = rq->resource_account;
    if (!owner.p && arn_iam_split(rq->resource, &parts)) owner = parts.account_id;
    return owner.p && !gh_str_eq(owner, GH_S("aws")) && !gh_str_eq(owner, rq->principal.account_id);
}

/* The policy of a resource in another account is none of this account's business. */
static bool is_foreign(const struct policy_request *rq, const struct policy_match *m) {
    return (m->layer == POLICY_LAYER_RESOURCE || m->layer == POLICY_LAYER_RCP) && is_of_another_account(rq);
}

/* Nor is what its owner has set on it: these keys are read from the resource, not from the request. */
static bool tells_of_resource(struct gh_str key) {
    ptrdiff_t slash = gh_str_find(key, '/');
    struct gh_str name = slash < 0 ? key : gh_str_slice(key, 0, (size_t)slash);
    return gh_str_eq_ci(name, GH_S("aws:ResourceTag")) || gh_str_eq_ci(name, GH_S("iam:ResourceTag")) ||
           gh_str_eq_ci(name, GH_S("iam:PermissionsBoundary")) || gh_str_eq_ci(name, GH_S("sso:ApplicationAccount")) ||
           gh_str_starts(name, GH_S("account:AccountResource"));
}

static void write_statements(struct json_writer *w, const struct authorization_denial *d) {
    open_items(w, GH_S("matchedStatements"));
    for (size_t i = 0; i < d->decision->n_matches; i++) {
        const struct policy_match *m = &d->decision->matches[i];
        if (is_foreign(d->request, m)) continue;
        json_object_begin(w);
        json_field(w, GH_S("statementId"), m->sid.p ? m->sid : GH_S(""));
        json_field(w, GH_S("effect"), m->allow ? GH_S("ALLOW") : GH_S("DENY"));
        json_field(w, GH_S("policyId"), m->policy_id);
        json_key(w, GH_S("statementIndex"));
        json_put_i64(w, (int64_t)m->index);
        json_object_end(w);
    }
    close_items(w);
}

static void write_conditions(struct json_writer *w, const struct policy_request *rq) {
    open_items(w, GH_S("conditions"));
    bool foreign = is_of_another_account(rq);
    for (size_t i = 0; i < rq->n_keys; i++) {
        if (foreign && tells_of_resource(rq->keys[i].key)) continue;
        json_object_begin(w);
        json_field(w, GH_S("key"), rq->keys[i].key);
        open_items(w, GH_S("values"));
        for (size_t j = 0; j < rq->keys[i].n_values; j++) {
            json_object_begin(w);
            json_field(w, GH_S("value"), rq->keys[i].values[j]);
            json_object_end(w);
        }
        close_items(w);
        json_object_end(w);
    }
    close_items(w);
}

static void write_message(struct json_writer *w, const struct authorization_denial *d) {
    json_object_begin(w);
    json_key(w, GH_S("allowed"));
    json_put_bool(w, d->decision->effect == POLICY_ALLOW);
    json_key(w, GH_S("explicitDeny"));
    json_put_bool(w, d->decision->effect == POLICY_EXPLICIT_DENY);
    write_statements(w, d);
    open_items(w, GH_S("failures"));
    close_items(w);
    json_key(w, GH_S("context"));
    json_object_begin(w);
    json_key(w, GH_S("principal"));
    json_object_begin(w);
    json_field(w, GH_S("id"), d->principal->user_id);
    json_field(w, GH_S("name"), d->principal->name);
    json_field(w, GH_S("arn"), d->principal->arn);
    json_object_end(w);
    json_field(w, GH_S("action"), d->request->action);
    json_field(w, GH_S("resource"), d->request->resource);
    write_conditions(w, d->request);
    json_object_end(w);
    json_object_end(w);
}

struct gh_str authorization_message_seal(struct context *c, const struct authorization_denial *denial) {
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, c->arena, TEXT_MAX - KEYRING_EXTRA);
    gh_buf_add_i64(&b, c->now_ms);
    gh_buf_addc(&b, ' ');
    json_writer_init(&w, &b);
    write_message(&w, denial);
    if (!gh_buf_ok(&b) || !denial->principal->account_id.p) return GH_S_NONE;
    struct gh_str blob =
        keyring_seal(c->house->keyring, c->arena, PURPOSE, denial->principal->account_id, gh_buf_str(&b));
    return base64_encode(c->arena, blob, BASE64_URL);
}

int authorization_message_open(struct context *c, struct gh_str account_id, struct gh_str message,
                               struct gh_str *ret_text, struct gh_err *err) {
    struct gh_str blob, text, moment;
    int64_t denied_ms;
    if (!base64_decode(c->arena, message, BASE64_URL, &blob) ||
        !keyring_open(c->house->keyring, c->arena, PURPOSE, account_id, blob, &text) ||
        !gh_str_split(&text, ' ', &moment) || !gh_str_to_i64(moment, &denied_ms))
        return gh_fail(err, GH_EINVAL, "not an authorization message of this account");
    if (c->now_ms >= denied_ms + GH_DAY_MS) return gh_fail(err, GH_EEXPIRED, "the message is over a day old");
    *ret_text = text;
    return 0;
}
