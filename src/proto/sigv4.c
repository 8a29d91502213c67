/* sigv4.c: the key, the check and the signer; see sigv4.h. */
#include "proto/sigv4_int.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

const char *sigv4_error_name(enum sigv4_error e) {
    static const char *const names[] = {
        [SIGV4_OK] = "OK",
        [SIGV4_MISSING_TOKEN] = "MISSING_TOKEN",
        [SIGV4_INCOMPLETE] = "INCOMPLETE",
        [SIGV4_INVALID_DATE] = "INVALID_DATE",
        [SIGV4_SCOPE] = "SCOPE",
        [SIGV4_EXPIRED] = "EXPIRED",
        [SIGV4_NOT_YET] = "NOT_YET",
        [SIGV4_MISMATCH] = "MISMATCH",
    };
    return (size_t)e < GH_COUNT(names) ? names[e] : "?";
}

enum sigv4_error sigv4_refuse(struct gh_err *err, enum sigv4_error e, const char *fmt, ...) {
    if (!err) return e;
    char text[sizeof err->message];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    gh_refuse(err, e == SIGV4_EXPIRED ? GH_EEXPIRED : GH_EAUTH, "%s", text);
    return e;
}

const struct sigv4_header *sigv4_header_find(const struct sigv4_message *m, struct gh_str name) {
    for (size_t i = 0; i < m->n_headers; i++)
        if (m->headers[i].name.n == name.n && gh_str_eq_ci(m->headers[i].name, name)) return &m->headers[i];
    return NULL;
}

bool sigv4_list_has(struct gh_str list, struct gh_str name) {
    struct gh_str part;
    while (gh_str_split(&list, ';', &part))
        if (part.n == name.n && gh_str_eq_ci(part, name)) return true;
    return false;
}

enum sigv4_error sigv4_check_time(struct gh_arena *a, const struct sigv4_request *r, int64_t now_ms, int64_t skew_ms,
                                  struct gh_err *err) {
    struct gh_str now = gh_time_basic(a, now_ms);
    int64_t life_ms = r->presigned ? r->expires_s * GH_SECOND_MS : skew_ms;
    if (r->timestamp_ms < now_ms - life_ms) {
        struct gh_str oldest = gh_time_basic(a, now_ms - life_ms);
        return sigv4_refuse(err, SIGV4_EXPIRED, "Signature expired: %.*s is now earlier than %.*s (%.*s - %lld %s.)",
                            GH_S_FMT(r->timestamp), GH_S_FMT(oldest), GH_S_FMT(now),
                            (long long)(life_ms / (r->presigned ? GH_SECOND_MS : GH_MINUTE_MS)),
                            r->presigned ? "s" : "min");
    }
    if (r->timestamp_ms > now_ms + skew_ms) {
        struct gh_str newest = gh_time_basic(a, now_ms + skew_ms);
        return sigv4_refuse(
            err, SIGV4_NOT_YET, "Signature not yet current: %.*s is still later than %.*s (%.*s + %lld min.)",
            GH_S_FMT(r->timestamp), GH_S_FMT(newest), GH_S_FMT(now), (long long)(skew_ms / GH_MINUTE_MS));
    }
    return SIGV4_OK;
}

enum sigv4_error sigv4_check_scope(const struct sigv4_request *r, struct gh_str service, struct gh_err *err) {
    if (gh_str_eq(r->service, service)) return SIGV4_OK;
    return sigv4_refuse(err, SIGV4_SCOPE, "Credential should be scoped to correct service: '%.*s'. ",
                        GH_S_FMT(service));
}

void sigv4_signing_key(struct gh_str secret, struct gh_str date, struct gh_str region, struct gh_str service,
                       struct crypto_hmac_key *ret) {
    const struct gh_str steps[] = {date, region, service, GH_S(SIGV4_TERMINATOR)};
    unsigned char mac[CRYPTO_SHA256_BYTES];
    char first[4 + GH_SECRET_MAX];
    size_t n = secret.n < GH_SECRET_MAX ? secret.n : GH_SECRET_MAX;
    memcpy(first, "AWS4", 4);
    if (n) memcpy(first + 4, secret.p, n);
    crypto_hmac_key_init(ret, gh_str_n(first, 4 + n));
    for (size_t i = 0; i < GH_COUNT(steps); i++) {
        crypto_hmac(ret, steps[i], mac);
        crypto_hmac_key_init(ret, gh_str_n((const char *)mac, sizeof mac));
    }
    gh_zero(mac, sizeof mac);
    gh_zero(first, sizeof first);
}

void sigv4_signature(const struct crypto_hmac_key *key, struct gh_str string_to_sign, char ret[SIGV4_SIGNATURE_CHARS]) {
    unsigned char mac[CRYPTO_SHA256_BYTES];
    crypto_hmac(key, string_to_sign, mac);
    gh_hex(ret, mac, sizeof mac);
}

enum sigv4_error sigv4_check(struct gh_arena *a, const struct sigv4_message *m, const struct sigv4_request *r,
                             const struct crypto_hmac_key *key, unsigned flags, struct gh_err *err) {
    struct gh_str canonical;
    char made[SIGV4_SIGNATURE_CHARS];
    enum sigv4_error e = sigv4_canonical_request(a, m, r, flags, &canonical, err);
    if (e) return e;
    sigv4_signature(key, sigv4_string_to_sign(a, r, canonical), made);
    bool same = r->signature.n == sizeof made && gh_bytes_eq(r->signature.p, made, sizeof made);
    gh_zero(made, sizeof made);
    if (same) return SIGV4_OK;
    return sigv4_refuse(err, SIGV4_MISMATCH,
                        "The request signature we calculated does not match the signature you provided. Check your AWS "
                        "Secret Access Key and signing method. Consult the service documentation for details.");
}

/* Headers that a client library or a proxy on the way adds or changes. */
static bool is_signable(struct gh_str name) {
    static const struct gh_str skipped[] = {
        GH_S_INIT("authorization"),     GH_S_INIT("connection"), GH_S_INIT("expect"),
        GH_S_INIT("keep-alive"),        GH_S_INIT("te"),         GH_S_INIT("trailer"),
        GH_S_INIT("transfer-encoding"), GH_S_INIT("upgrade"),    GH_S_INIT("user-agent"),
        GH_S_INIT("x-amzn-trace-id"),
    };
    for (size_t i = 0; i < GH_COUNT(skipped); i++)
        if (gh_str_eq_ci(name, skipped[i])) return false;
    return true;
}

static int compare_names(const void *x, const void *y) {
    return gh_str_cmp(*(const struct gh_str *)x, *(const struct gh_str *)y);
}

static struct gh_str list_signed_headers(struct gh_arena *a, const struct sigv4_message *m) {
    struct gh_str *names = gh_new_n(a, struct gh_str, m->n_headers + 1);
    struct gh_buf b;
    size_t n = 0;
    for (size_t i = 0; i < m->n_headers; i++)
        if (is_signable(m->headers[i].name)) names[n++] = gh_str_lower(a, m->headers[i].name);
    qsort(names, n, sizeof *names, compare_names);
    gh_buf_init(&b, a, SIGV4_CANONICAL_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i && gh_str_eq(names[i], names[i - 1])) continue;
        if (i) gh_buf_addc(&b, ';');
        gh_buf_add(&b, names[i]);
    }
    return gh_buf_str(&b);
}

static struct gh_str authorization(struct gh_arena *a, const struct sigv4_request *r) {
    return gh_fmt(
        a, SIGV4_ALGORITHM " Credential=%.*s/%.*s/%.*s/%.*s/" SIGV4_TERMINATOR ", SignedHeaders=%.*s, Signature=%.*s",
        GH_S_FMT(r->access_key_id), GH_S_FMT(r->date), GH_S_FMT(r->region), GH_S_FMT(r->service),
        GH_S_FMT(r->signed_headers), GH_S_FMT(r->signature));
}

int sigv4_sign(struct gh_arena *a, const struct sigv4_message *m, const struct sigv4_signer *signer, int64_t now_ms,
               unsigned flags, struct sigv4_signed *ret) {
    struct sigv4_request r = {.access_key_id = signer->access_key_id,
                              .region = signer->region,
                              .service = signer->service,
                              .timestamp = gh_time_basic(a, now_ms),
                              .timestamp_ms = now_ms};
    struct sigv4_signed out = {.n = 1};
    out.headers[0] = (struct sigv4_header){GH_S("X-Amz-Date"), r.timestamp};
    if (signer->session_token.n)
        out.headers[out.n++] = (struct sigv4_header){GH_S("X-Amz-Security-Token"), signer->session_token};
    r.date = gh_str_slice(r.timestamp, 0, 8);

    struct sigv4_message whole = *m;
    struct sigv4_header *headers = gh_new_n(a, struct sigv4_header, m->n_headers + out.n);
    if (m->n_headers) memcpy(headers, m->headers, m->n_headers * sizeof *headers);
    memcpy(headers + m->n_headers, out.headers, out.n * sizeof *headers);
    whole.headers = headers;
    whole.n_headers += out.n;
    r.signed_headers = list_signed_headers(a, &whole);
    if (!sigv4_list_has(r.signed_headers, GH_S("host"))) return -GH_EINVAL;

    struct gh_str canonical;
    if (sigv4_canonical_request(a, &whole, &r, flags, &canonical, NULL) != SIGV4_OK) return -GH_EINVAL;
    struct crypto_hmac_key key;
    char *signature = gh_arena_text(a, SIGV4_SIGNATURE_CHARS);
    sigv4_signing_key(signer->secret, r.date, r.region, r.service, &key);
    sigv4_signature(&key, sigv4_string_to_sign(a, &r, canonical), signature);
    gh_zero(&key, sizeof key);
    r.signature = gh_str_n(signature, SIGV4_SIGNATURE_CHARS);
    out.headers[out.n++] = (struct sigv4_header){GH_S("Authorization"), authorization(a, &r)};
    *ret = out;
    return 0;
}
