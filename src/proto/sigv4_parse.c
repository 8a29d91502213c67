/*
 * sigv4_parse.c: what a signed request says of itself, in its Authorization header or its query; see sigv4.h. Strict:
 * whatever has two spellings or two values is refused, since two readers could disagree on it.
 */
#include "proto/sigv4_int.h"

#include <string.h>

#include "base/base.h"
#include "codec/base64.h"
#include "codec/form.h"

#define AUTHORIZATION_MAX 8192
#define TOKEN_MAX 8192
#define SCOPE_PARTS 5

/* The parts as sent: borrowed, absent where they are missing. */
struct parts {
    struct gh_str credential, signed_headers, signature;
};

/* For quoting in a message: only what is short and printable. */
static struct gh_str shown(struct gh_str s) {
    if (s.n > 128) return GH_S("(too long)");
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] > 0x7e) return GH_S("(not printable)");
    return s;
}

/* Where a character may stand. */
enum {
    KEY_ID = 1,
    REGION = 2,
    SERVICE = 4,
    HEADER_NAME = 8,
    HEX = 16,
    ALNUM = KEY_ID | REGION | SERVICE | HEADER_NAME
};
static const unsigned char kinds[256] = {
    ['0' ... '9'] = ALNUM | HEX,
    ['A' ... 'Z'] = ALNUM & ~HEADER_NAME, /* signed names are in lower case */
    ['a' ... 'f'] = ALNUM | HEX,
    ['g' ... 'z'] = ALNUM,
    ['_'] = KEY_ID | SERVICE | HEADER_NAME,
    ['-'] = KEY_ID | REGION | SERVICE | HEADER_NAME,
    ['.'] = SERVICE | HEADER_NAME,
    ['!'] = HEADER_NAME,
    ['#' ... '\''] = HEADER_NAME,
    ['*' ... '+'] = HEADER_NAME,
    ['^'] = HEADER_NAME,
    ['`'] = HEADER_NAME,
    ['|'] = HEADER_NAME,
    ['~'] = HEADER_NAME,
};

static bool is_made_of(struct gh_str s, unsigned kind, size_t max) {
    unsigned common = kind;
    if (!s.n || s.n > max) return false;
    for (size_t i = 0; i < s.n; i++) common &= kinds[(unsigned char)s.p[i]];
    return common != 0;
}

/* The header whole would show a credential to whoever reads the error: AWS shows its hash, and so do we. */
static struct gh_str hashed(struct gh_arena *a, struct gh_str s) {
    unsigned char digest[CRYPTO_SHA256_BYTES];
    crypto_sha256_of(s, digest);
    return base64_encode(a, gh_str_n((const char *)digest, sizeof digest), BASE64_STANDARD);
}

#define HASHED_NOTE "(hashed with SHA-256 and encoded with Base64)"

/* ---- the Authorization header ---- */

static enum sigv4_error take_part(struct gh_arena *a, struct gh_str header, struct gh_str part, struct parts *p,
                                  struct gh_err *err) {
    ptrdiff_t eq = gh_str_find(part, '=');
    if (eq <= 0)
        return sigv4_refuse(err, SIGV4_INCOMPLETE,
                            "Invalid key=value pair (missing equal-sign) in Authorization header " HASHED_NOTE
                            ": '%.*s'.",
                            GH_S_FMT(hashed(a, header)));
    struct gh_str name = gh_str_slice(part, 0, (size_t)eq), value = gh_str_slice(part, (size_t)eq + 1, part.n);
    struct gh_str *to = NULL;
    if (gh_str_eq(name, GH_S("Credential"))) to = &p->credential;
    if (gh_str_eq(name, GH_S("SignedHeaders"))) to = &p->signed_headers;
    if (gh_str_eq(name, GH_S("Signature"))) to = &p->signature;
    if (!to)
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "Authorization header has an unknown parameter: '%.*s'.",
                            GH_S_FMT(shown(name)));
    if (to->p)
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "Authorization header has parameter '%.*s' more than once.",
                            GH_S_FMT(name));
    *to = value;
    return SIGV4_OK;
}

static enum sigv4_error parse_authorization(struct gh_arena *a, struct gh_str header, struct parts *ret,
                                            struct gh_err *err) {
    struct gh_str rest = gh_str_trim(header), algorithm, part;
    if (!rest.n) return sigv4_refuse(err, SIGV4_INCOMPLETE, "Authorization header cannot be empty.");
    if (rest.n > AUTHORIZATION_MAX) return sigv4_refuse(err, SIGV4_INCOMPLETE, "Authorization header is too long.");
    gh_str_split(&rest, ' ', &algorithm);
    if (!gh_str_eq(algorithm, GH_S(SIGV4_ALGORITHM))) {
        if (gh_str_starts(algorithm, GH_S("AWS4-")))
            return sigv4_refuse(err, SIGV4_INCOMPLETE, "Unsupported AWS 'algorithm': '%.*s'.",
                                GH_S_FMT(shown(algorithm)));
        return take_part(a, header, GH_S_NONE, ret, err);
    }
    while (gh_str_split(&rest, ',', &part)) {
        enum sigv4_error e = take_part(a, header, gh_str_trim(part), ret, err);
        if (e) return e;
    }
    return SIGV4_OK;
}

static enum sigv4_error check_complete(struct gh_arena *a, struct gh_str header, const struct parts *p, bool dated,
                                       struct gh_err *err) {
    if (p->credential.n && p->signature.n && p->signed_headers.n && dated) return SIGV4_OK;
    return sigv4_refuse(err, SIGV4_INCOMPLETE, "%s%s%s%s" HASHED_NOTE " Authorization=%.*s",
                        p->credential.n ? "" : "Authorization header requires 'Credential' parameter. ",
                        p->signature.n ? "" : "Authorization header requires 'Signature' parameter. ",
                        p->signed_headers.n ? "" : "Authorization header requires 'SignedHeaders' parameter. ",
                        dated ? ""
                              : "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
                        GH_S_FMT(hashed(a, header)));
}

/* ---- dates ---- */

/* "Sun, 30 Aug 2015 12:36:00 GMT": spelled back and compared, so that only the one spelling passes. */
static bool parse_http_date(struct gh_arena *a, struct gh_str s, int64_t *ret_ms) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (s.n != 29) return false;
    ptrdiff_t month = gh_str_find_str(gh_str_c(months), gh_str_slice(s, 8, 11));
    if (month < 0 || month % 3) return false;
    struct gh_str basic = gh_fmt(a, "%.*s%02d%.*sT%.*s%.*s%.*sZ", 4, s.p + 12, (int)month / 3 + 1, 2, s.p + 5, 2,
                                 s.p + 17, 2, s.p + 20, 2, s.p + 23);
    return gh_time_parse_basic(basic, ret_ms) && gh_str_eq(gh_time_http(a, *ret_ms), s);
}

static enum sigv4_error read_date(struct gh_arena *a, struct gh_str text, bool http_form, struct sigv4_request *r,
                                  struct gh_err *err) {
    text = gh_str_trim(text);
    if (gh_time_parse_basic(text, &r->timestamp_ms)) {
        r->timestamp = text;
        return SIGV4_OK;
    }
    if (http_form && parse_http_date(a, text, &r->timestamp_ms)) {
        r->timestamp = gh_time_basic(a, r->timestamp_ms);
        return SIGV4_OK;
    }
    return sigv4_refuse(err, SIGV4_INVALID_DATE,
                        "Date must be in ISO-8601 'basic format'. Got '%.*s'. See "
                        "https://en.wikipedia.org/wiki/ISO_8601",
                        GH_S_FMT(shown(text)));
}

/* ---- what both forms share ---- */

static enum sigv4_error read_credential(struct gh_str credential, struct sigv4_request *r, struct gh_err *err) {
    struct gh_str part[SCOPE_PARTS], rest = credential;
    size_t n = 0;
    while (n < SCOPE_PARTS && gh_str_split(&rest, '/', &part[n])) n++;
    if (n < SCOPE_PARTS || rest.p)
        return sigv4_refuse(err, SIGV4_INCOMPLETE,
                            "Credential must have exactly 5 slash-delimited elements, e.g. "
                            "keyid/date/region/service/term, got '%.*s'",
                            GH_S_FMT(shown(credential)));
    if (!is_made_of(part[0], KEY_ID, 128) || !is_made_of(part[2], REGION, 64) || !is_made_of(part[3], SERVICE, 64))
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "Credential has an invalid element.");
    r->access_key_id = part[0];
    r->date = part[1];
    r->region = part[2];
    r->service = part[3];
    if (!gh_str_eq(part[4], GH_S(SIGV4_TERMINATOR)))
        return sigv4_refuse(err, SIGV4_SCOPE,
                            "Credential should be scoped with a valid terminator: '" SIGV4_TERMINATOR "', not '%.*s'. ",
                            GH_S_FMT(shown(part[4])));
    struct gh_str day = gh_str_slice(r->timestamp, 0, 8);
    if (gh_str_eq(r->date, day)) return SIGV4_OK;
    return sigv4_refuse(err, SIGV4_SCOPE,
                        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                        "'%.*s' != '%.*s', from '%.*s'.",
                        GH_S_FMT(shown(r->date)), GH_S_FMT(day), GH_S_FMT(r->timestamp));
}

static bool is_header_list(struct gh_str list) {
    struct gh_str name, before = GH_S_NONE;
    size_t n = 0;
    while (gh_str_split(&list, ';', &name)) {
        if (!is_made_of(name, HEADER_NAME, 256) || ++n > SIGV4_SIGNED_HEADERS_MAX) return false;
        if (before.p && gh_str_cmp(before, name) >= 0) return false;
        before = name;
    }
    return n > 0;
}

/* Host and every x-amz-* that was sent must be signed, or whoever relays the request could change them. Proxies and
 * browsers' libraries put in x-amz-user-agent, which means nothing. */
static enum sigv4_error check_signed_headers(const struct sigv4_message *m, const struct sigv4_request *r,
                                             struct gh_err *err) {
    if (!is_header_list(r->signed_headers))
        return sigv4_refuse(err, SIGV4_INCOMPLETE,
                            "SignedHeaders must be a list of lower-case header names, sorted, each of them once.");
    if (!sigv4_list_has(r->signed_headers, GH_S("host")))
        return sigv4_refuse(err, SIGV4_MISMATCH,
                            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    for (size_t i = 0; i < m->n_headers; i++) {
        struct gh_str name = m->headers[i].name;
        if (name.n < 6 || !gh_str_eq_ci(gh_str_slice(name, 0, 6), GH_S("x-amz-"))) continue;
        if (gh_str_eq_ci(name, GH_S("x-amz-user-agent")) || sigv4_list_has(r->signed_headers, name)) continue;
        return sigv4_refuse(err, SIGV4_MISMATCH, "'%.*s' must be a 'SignedHeader' in the AWS Authorization.",
                            GH_S_FMT(shown(name)));
    }
    return SIGV4_OK;
}

static enum sigv4_error read_signature(struct gh_str signature, struct sigv4_request *r, struct gh_err *err) {
    if (signature.n != SIGV4_SIGNATURE_CHARS || !is_made_of(signature, HEX, SIGV4_SIGNATURE_CHARS))
        return sigv4_refuse(err, SIGV4_MISMATCH, "The signature must be %d lower-case hexadecimal digits.",
                            SIGV4_SIGNATURE_CHARS);
    r->signature = signature;
    return SIGV4_OK;
}

static enum sigv4_error read_parts(const struct sigv4_message *m, const struct parts *p, struct sigv4_request *r,
                                   struct gh_err *err) {
    r->signed_headers = p->signed_headers;
    enum sigv4_error e = read_credential(p->credential, r, err);
    if (!e) e = check_signed_headers(m, r, err);
    if (!e) e = read_signature(p->signature, r, err);
    if (!e && r->security_token.n > TOKEN_MAX)
        e = sigv4_refuse(err, SIGV4_INCOMPLETE, "The security token is too long.");
    return e;
}

static enum sigv4_error check_single_headers(const struct sigv4_message *m, struct gh_err *err) {
    static const struct gh_str single[] = {
        GH_S_INIT("authorization"),        GH_S_INIT("date"),       GH_S_INIT("host"),
        GH_S_INIT("x-amz-content-sha256"), GH_S_INIT("x-amz-date"), GH_S_INIT("x-amz-security-token"),
        GH_S_INIT("x-amz-target"),
    };
    for (size_t k = 0; k < GH_COUNT(single); k++) {
        size_t n = 0;
        for (size_t i = 0; i < m->n_headers; i++)
            n += m->headers[i].name.n == single[k].n && gh_str_eq_ci(m->headers[i].name, single[k]);
        if (n > 1)
            return sigv4_refuse(err, SIGV4_INCOMPLETE, "Header '%.*s' must be sent only once.", GH_S_FMT(single[k]));
    }
    return SIGV4_OK;
}

static enum sigv4_error parse_header_form(struct gh_arena *a, const struct sigv4_message *m, struct gh_str header,
                                          struct sigv4_request *r, struct gh_err *err) {
    struct parts p = {0};
    const struct sigv4_header *amz_date = sigv4_header_find(m, GH_S("x-amz-date"));
    const struct sigv4_header *date = amz_date ? amz_date : sigv4_header_find(m, GH_S("date"));
    const struct sigv4_header *token = sigv4_header_find(m, GH_S("x-amz-security-token"));
    enum sigv4_error e = parse_authorization(a, header, &p, err);
    if (!e) e = check_complete(a, header, &p, date != NULL, err);
    if (!e) e = read_date(a, date->value, date != amz_date, r, err);
    if (!e && token) r->security_token = gh_str_trim(token->value);
    return e ? e : read_parts(m, &p, r, err);
}

/* ---- the query (presigned) form ---- */

static const struct gh_str query_names[] = {
    GH_S_INIT("X-Amz-Algorithm"),      GH_S_INIT("X-Amz-Credential"), GH_S_INIT("X-Amz-Date"),
    GH_S_INIT("X-Amz-SignedHeaders"),  GH_S_INIT("X-Amz-Signature"),  GH_S_INIT("X-Amz-Expires"),
    GH_S_INIT("X-Amz-Security-Token"),
};
enum { Q_ALGORITHM, Q_CREDENTIAL, Q_DATE, Q_SIGNED_HEADERS, Q_SIGNATURE, Q_EXPIRES, Q_TOKEN, Q_COUNT };
_Static_assert(GH_COUNT(query_names) == Q_COUNT, "a name each");

/* Finds the parameters of the signature; *ret_any says whether there is one at all. */
static enum sigv4_error find_in_query(struct gh_arena *a, const struct sigv4_message *m, struct gh_str ret[Q_COUNT],
                                      bool *ret_any, struct gh_err *err) {
    struct form form;
    *ret_any = false;
    memset(ret, 0, Q_COUNT * sizeof *ret);
    if (!m->raw_query.n) return SIGV4_OK;
    if (form_parse(a, m->raw_query, NULL, &form, NULL) != 0)
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "The query string is not well-formed.");
    for (size_t i = 0; i < form.n; i++) {
        for (size_t k = 0; k < Q_COUNT; k++) {
            if (!gh_str_eq_ci(form.pairs[i].name, query_names[k])) continue;
            /* Another reader might take the one that we do not. */
            if (!gh_str_eq(form.pairs[i].name, query_names[k]))
                return sigv4_refuse(err, SIGV4_INCOMPLETE, "Query parameter '%.*s' must be spelled so.",
                                    GH_S_FMT(query_names[k]));
            if (ret[k].p)
                return sigv4_refuse(err, SIGV4_INCOMPLETE, "Query parameter '%.*s' must be sent only once.",
                                    GH_S_FMT(query_names[k]));
            ret[k] = form.pairs[i].value;
            *ret_any = true;
        }
    }
    return SIGV4_OK;
}

static enum sigv4_error check_query_complete(const struct gh_str q[Q_COUNT], struct gh_err *err) {
    const char *lacking[5];
    size_t n = 0;
    for (size_t k = Q_ALGORITHM; k <= Q_SIGNATURE; k++) {
        lacking[k] = q[k].n ? "" : query_names[k].p;
        n += !q[k].n;
    }
    if (!n) return SIGV4_OK;
    char text[512];
    size_t at = 0;
    for (size_t k = 0; k < GH_COUNT(lacking); k++)
        if (*lacking[k])
            at += (size_t)snprintf(text + at, sizeof text - at, "AWS query-string parameters must include '%s'. ",
                                   lacking[k]);
    return sigv4_refuse(err, SIGV4_INCOMPLETE, "%sRe-examine the query-string parameters.", text);
}

static enum sigv4_error parse_query_form(struct gh_arena *a, const struct sigv4_message *m,
                                         const struct gh_str q[Q_COUNT], struct sigv4_request *r, struct gh_err *err) {
    r->presigned = true;
    r->security_token = q[Q_TOKEN].n ? q[Q_TOKEN] : GH_S_NONE;
    enum sigv4_error e = check_query_complete(q, err);
    if (e) return e;
    if (!gh_str_eq(q[Q_ALGORITHM], GH_S(SIGV4_ALGORITHM)))
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "Unsupported AWS 'algorithm': '%.*s'.",
                            GH_S_FMT(shown(q[Q_ALGORITHM])));
    r->expires_s = SIGV4_SKEW_MS / GH_SECOND_MS;
    if (q[Q_EXPIRES].p &&
        (!gh_str_to_i64(q[Q_EXPIRES], &r->expires_s) || r->expires_s < 1 || r->expires_s > SIGV4_EXPIRES_MAX_S))
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "X-Amz-Expires must be a number of seconds from 1 to %lld.",
                            (long long)SIGV4_EXPIRES_MAX_S);
    if (sigv4_header_find(m, GH_S("x-amz-date")) || sigv4_header_find(m, GH_S("x-amz-security-token")))
        return sigv4_refuse(err, SIGV4_INCOMPLETE,
                            "X-Amz-Date and X-Amz-Security-Token belong in the query of a request signed there.");
    e = read_date(a, q[Q_DATE], false, r, err);
    struct parts p = {q[Q_CREDENTIAL], q[Q_SIGNED_HEADERS], q[Q_SIGNATURE]};
    return e ? e : read_parts(m, &p, r, err);
}

enum sigv4_error sigv4_parse(struct gh_arena *a, const struct sigv4_message *m, struct sigv4_request *ret,
                             struct gh_err *err) {
    struct sigv4_request r = {0};
    struct gh_str q[Q_COUNT];
    bool in_query;
    enum sigv4_error e = check_single_headers(m, err);
    if (!e) e = find_in_query(a, m, q, &in_query, err);
    if (e) return e;
    const struct sigv4_header *header = sigv4_header_find(m, GH_S("authorization"));
    if (header && in_query)
        return sigv4_refuse(err, SIGV4_INCOMPLETE,
                            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the "
                            "Authorization header should be specified.");
    if (!header && !in_query) return sigv4_refuse(err, SIGV4_MISSING_TOKEN, "Request is missing Authentication Token");
    e = header ? parse_header_form(a, m, header->value, &r, err) : parse_query_form(a, m, q, &r, err);
    if (!e) *ret = r;
    return e;
}
