/*
 * verify_signature.c: VerifySignature: who signed a request that somebody else received. Answers facts about the
 * signer, never anything made of the secret: a refused signature is told as AWS's services tell it.
 */
#include <pthread.h>
#include <string.h>

#include "codec/form.h"
#include "domain/access.h"
#include "domain/session_token.h"
#include "proto/sigv4.h"
#include "service/gatehouse/gatehouse.h"
#include "wire/authenticate.h"
#include "wire/errors.h"

#define SKEW_S (SIGV4_SKEW_MS / GH_SECOND_MS)
/* Refused signatures of one access key that are answered in a second. */
#define FAILURES_A_SECOND 100
#define FAILURE_SLOTS 1024u
#define INVALID_TOKEN_TEXT "The security token included in the request is invalid."

/* Failures of late, by access key id; two ids in one slot share its room. */
static struct {
    pthread_mutex_t lock;
    struct {
        int64_t second;
        unsigned n;
    } slots[FAILURE_SLOTS];
} failures = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* One more: is that too many? */
static bool has_failed_too_often(struct gh_str key_id, int64_t now_ms) {
    size_t slot = gh_hash(key_id) % FAILURE_SLOTS;
    int64_t second = now_ms / GH_SECOND_MS;
    pthread_mutex_lock(&failures.lock);
    if (failures.slots[slot].second != second) failures.slots[slot].n = 0;
    failures.slots[slot].second = second;
    bool over = ++failures.slots[slot].n > FAILURES_A_SECOND;
    pthread_mutex_unlock(&failures.lock);
    return over;
}

/* What is to be verified, in either form. */
struct verification {
    const struct gatehouse_verify_signature_input *in;
    struct sigv4_message message;
    struct sigv4_request signature;
    struct form query;
    unsigned flags;
    struct gh_str string_to_sign; /* absent: to be made of the message */
};

static struct sigv4_message message_of(struct gh_call *c, const struct gatehouse_signed_request *q) {
    _Static_assert(sizeof(struct sigv4_header) == sizeof(struct gatehouse_http_header), "the two share their layout");
    struct sigv4_header *headers = gh_new_n(c->ctx.arena, struct sigv4_header, q->headers.n);
    memcpy(headers, q->headers.v, q->headers.n * sizeof *headers);
    return (struct sigv4_message){.method = q->method,
                                  .raw_path = q->uri,
                                  .raw_query = q->query_string,
                                  .headers = headers,
                                  .n_headers = q->headers.n};
}

/* The hash that the signature covers: as the request declares it, as given, or that of no body. */
static struct gh_str payload_hash(struct gh_call *c, const struct verification *v) {
    const struct gatehouse_signed_request *q = v->in->request;
    for (size_t i = 0; i < q->headers.n; i++)
        if (gh_str_eq_ci(q->headers.v[i].name, GH_S("x-amz-content-sha256"))) return gh_str_trim(q->headers.v[i].value);
    if (q->payload_hash.p) return q->payload_hash;
    struct gh_str declared = form_get(&v->query, GH_S("X-Amz-Content-Sha256"));
    if (v->signature.presigned && declared.p) return declared;
    if (v->flags && v->signature.presigned) return GH_S("UNSIGNED-PAYLOAD");
    return crypto_sha256_hex(c->ctx.arena, GH_S(""));
}

static enum sigv4_error read_request(struct gh_call *c, struct verification *v, struct gh_err *why) {
    const struct gatehouse_signed_request *q = v->in->request;
    v->message = message_of(c, q);
    if (!q->signing_style.p ? gh_str_eq(v->in->expected_service, GH_S("s3"))
                            : gh_str_eq(q->signing_style, GATEHOUSE_SIGNING_STYLE_S3))
        v->flags = SIGV4_S3 | SIGV4_UNSIGNED_PAYLOAD;
    enum sigv4_error e = sigv4_parse(c->ctx.arena, &v->message, &v->signature, why);
    if (e) return e;
    if (form_parse(c->ctx.arena, v->message.raw_query, NULL, &v->query, why)) return SIGV4_INCOMPLETE;
    v->message.payload_hash = payload_hash(c, v);
    if (!q->payload_hash.p || gh_str_eq(q->payload_hash, v->message.payload_hash)) return SIGV4_OK;
    gh_refuse(why, GH_EAUTH, "The provided 'x-amz-content-sha256' header does not match what was computed.");
    return SIGV4_MISMATCH;
}

/* "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/s3/aws4_request\n…" */
static enum sigv4_error read_string(struct verification *v, struct gh_err *why) {
    const struct gatehouse_signed_string *q = v->in->string_to_sign;
    struct sigv4_request *s = &v->signature;
    struct gh_str rest = q->string_to_sign, algorithm, scope = GH_S_NONE, last = GH_S_NONE;
    bool ok = gh_str_split(&rest, '\n', &algorithm) && gh_str_split(&rest, '\n', &s->timestamp) &&
              gh_str_split(&rest, '\n', &scope) && rest.n && gh_str_split(&scope, '/', &s->date) &&
              gh_str_split(&scope, '/', &s->region) && gh_str_split(&scope, '/', &s->service) &&
              gh_str_split(&scope, '/', &last) && !scope.p && gh_str_eq(last, GH_S("aws4_request")) &&
              gh_time_parse_basic(s->timestamp, &s->timestamp_ms) &&
              gh_str_eq(s->date, gh_str_slice(s->timestamp, 0, 8));
    if (!ok) {
        gh_refuse(why, GH_EAUTH, "The string to sign is not well-formed.");
        return SIGV4_INCOMPLETE;
    }
    s->access_key_id = q->access_key_id;
    s->security_token = q->session_token;
    s->signature = q->signature;
    s->presigned = q->has_expires_seconds;
    s->expires_s = q->expires_seconds;
    v->string_to_sign = q->string_to_sign;
    return SIGV4_OK;
}

static enum sigv4_error check_scope(struct gh_call *c, const struct verification *v, struct gh_err *why) {
    const struct gatehouse_verify_signature_input *in = v->in;
    int64_t skew_s = in->has_maximum_skew_seconds ? in->maximum_skew_seconds : SKEW_S;
    enum sigv4_error e = sigv4_check_time(c->ctx.arena, &v->signature, c->ctx.now_ms, skew_s * GH_SECOND_MS, why);
    if (!e) e = sigv4_check_scope(&v->signature, in->expected_service, why);
    if (e || !in->expected_region.p || gh_str_eq(in->expected_region, v->signature.region)) return e;
    gh_refuse(why, GH_EAUTH, "Credential should be scoped to a valid region: '%.*s'. ", GH_S_FMT(in->expected_region));
    return SIGV4_SCOPE;
}

static enum sigv4_error check_with(struct gh_call *c, const struct verification *v, const struct gh_secret *secret,
                                   struct gh_err *why) {
    struct crypto_hmac_key key;
    const struct sigv4_request *s = &v->signature;
    enum sigv4_error e = SIGV4_OK;
    sigv4_signing_key(gh_secret_reveal(secret), s->date, s->region, s->service, &key);
    if (v->string_to_sign.p) {
        char made[SIGV4_SIGNATURE_CHARS];
        sigv4_signature(&key, v->string_to_sign, made);
        if (!gh_bytes_eq(made, s->signature.p, sizeof made)) e = SIGV4_MISMATCH;
        gh_zero(made, sizeof made);
        if (e) gh_refuse(why, GH_EAUTH, "The signature does not match the string to sign.");
    } else {
        e = sigv4_check(c->ctx.arena, &v->message, s, &key, v->flags, why);
    }
    gh_zero(&key, sizeof key);
    return e;
}

static struct gh_str code_of(enum sigv4_error e, bool presigned) {
    enum wire_fault fault = e == SIGV4_MISSING_TOKEN                           ? WIRE_MISSING_AUTHENTICATION
                            : e == SIGV4_INCOMPLETE || e == SIGV4_INVALID_DATE ? WIRE_INCOMPLETE_SIGNATURE
                            : e == SIGV4_EXPIRED && presigned                  ? WIRE_REQUEST_EXPIRED
                                                                               : WIRE_INVALID_SIGNATURE;
    return wire_fault_shape(GH_AWS_QUERY, fault)->code;
}

static int refuse(struct gatehouse_verify_signature_output *out, struct gh_str code, struct gh_str message) {
    *out =
        (struct gatehouse_verify_signature_output){.has_verified = true, .error_code = code, .error_message = message};
    return 0;
}

static int refuse_token(struct gatehouse_verify_signature_output *out) {
    return refuse(out, wire_fault_shape(GH_AWS_QUERY, WIRE_INVALID_TOKEN)->code, GH_S(INVALID_TOKEN_TEXT));
}

/* -GH_EAUTH where there is no such key. */
static int secret_of(struct gh_call *c, const struct verification *v, struct gh_secret *ret_secret,
                     struct gh_err *why) {
    const struct sigv4_request *s = &v->signature;
    const struct access *access;
    struct session_claims claims;
    struct session_token presented = {s->access_key_id, s->security_token};
    if (s->security_token.p)
        return session_token_open(c->ctx.house->keyring, c->ctx.arena, &presented, &claims, ret_secret, why);
    int r = access_for_key(&c->ctx, s->access_key_id, &access, why);
    if (!r) *ret_secret = access->secret;
    return r;
}

static struct gh_str subject_error(const struct gatehouse_subject *subject) {
    bool expired = gh_str_find_str(subject->failure, GH_S("expired")) >= 0;
    return wire_fault_shape(GH_AWS_QUERY, expired ? WIRE_EXPIRED_TOKEN : WIRE_INVALID_TOKEN)->code;
}

static void answer(struct gh_call *c, const struct verification *v, const struct gatehouse_subject *subject,
                   struct gatehouse_verify_signature_output *out) {
    const struct sigv4_request *s = &v->signature;
    int64_t life_s = s->presigned                      ? s->expires_s
                     : v->in->has_maximum_skew_seconds ? v->in->maximum_skew_seconds
                                                       : SKEW_S;
    *out = (struct gatehouse_verify_signature_output){.verified = true,
                                                      .has_verified = true,
                                                      .signer = gatehouse_details(c, &subject->call.caller),
                                                      .presigned = s->presigned,
                                                      .has_presigned = true,
                                                      .region = s->region,
                                                      .service = s->service,
                                                      .signature_expiration = s->timestamp_ms + life_s * GH_SECOND_MS};
    if (v->string_to_sign.p) return;
    struct gh_str rest = s->signed_headers, name;
    out->payload_hash = v->message.payload_hash;
    out->signed_headers.v = gh_new_n(c->ctx.arena, struct gh_str, v->message.n_headers + 1);
    while (out->signed_headers.n <= v->message.n_headers && gh_str_split(&rest, ';', &name))
        out->signed_headers.v[out->signed_headers.n++] = name;
}

/* The signature against the key; then whether who it belongs to still is somebody. */
static int verify(struct gh_call *c, const struct verification *v, struct gatehouse_verify_signature_output *out,
                  struct gh_err *err) {
    struct gh_err *why = gh_err_new(c->ctx.arena);
    struct gh_secret secret;
    struct gatehouse_subject subject;
    struct gatehouse_principal p = {.access_key_id = v->signature.access_key_id,
                                    .session_token = v->signature.security_token};
    int r = secret_of(c, v, &secret, why);
    if (r == -GH_EAUTH) return refuse_token(out);
    if (r) return gh_fail(err, (enum gh_code) - r, "%s", why->detail);
    enum sigv4_error e = check_with(c, v, &secret, why);
    gh_secret_done(&secret);
    if (e) return refuse(out, code_of(e, v->signature.presigned), gh_str_c(why->message));
    r = gatehouse_subject_open(c, &p, &subject, err);
    if (r) return r;
    if (subject.failure.p) return refuse(out, subject_error(&subject), subject.failure);
    answer(c, v, &subject, out);
    return 0;
}

/* The key that a request says it is signed with; absent where it says nothing that can be read. */
static struct gh_str key_named(struct gh_call *c, const struct gatehouse_signed_request *request,
                               const struct gatehouse_signed_string *string) {
    struct sigv4_request s;
    if (string) return string->access_key_id;
    if (!request) return GH_S_NONE;
    struct sigv4_message m = message_of(c, request);
    return sigv4_parse(c->ctx.arena, &m, &s, gh_err_new(c->ctx.arena)) ? GH_S_NONE : s.access_key_id;
}

int gatehouse_find_signing_key(struct gh_call *c, const struct gatehouse_signed_request *request,
                               const struct gatehouse_signed_string *string_to_sign, struct gh_list *ret_arns,
                               struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    struct gatehouse_principal p = {.access_key_id = key_named(c, request, string_to_sign)};
    if (!p.access_key_id.p) return 0;
    struct gh_str account_id = gatehouse_account_of(c, &p);
    *arn = gh_fmt(c->ctx.arena, "arn:aws:gatehouse::%.*s:access-key/%.*s", GH_S_FMT(account_id),
                  GH_S_FMT(p.access_key_id));
    ret_arns->v = arn;
    ret_arns->n = 1;
    return 0;
}

int gatehouse_verify_signature(struct gh_call *c, const struct gatehouse_verify_signature_input *in,
                               struct gatehouse_verify_signature_output *out, struct gh_err *err) {
    struct verification v = {.in = in};
    struct gh_err *why = gh_err_new(c->ctx.arena);
    bool may;
    if (!in->request == !in->string_to_sign) return gh_refuse(err, GH_EINVAL, "Give either Request or StringToSign.");
    enum sigv4_error e = in->request ? read_request(c, &v, why) : read_string(&v, why);
    if (e) return refuse(out, code_of(e, v.signature.presigned), gh_str_c(why->message));
    struct gatehouse_principal p = {.access_key_id = v.signature.access_key_id};
    struct gh_str account_id = gatehouse_account_of(c, &p);
    if (!account_id.p) return refuse_token(out);
    int r = gatehouse_may_ask(c, account_id, &may, err);
    if (r) return r;
    if (!may) return gatehouse_refuse_account(err, account_id);
    e = check_scope(c, &v, why);
    r = e ? refuse(out, code_of(e, v.signature.presigned), gh_str_c(why->message)) : verify(c, &v, out, err);
    /* Wrong ones only: nobody can have the right ones of a key refused by sending others. */
    if (!r && !out->verified && has_failed_too_often(p.access_key_id, c->ctx.now_ms))
        return gatehouse_throw_throttling(err, "Too many signatures of %.*s were wrong.", GH_S_FMT(p.access_key_id));
    return r;
}
