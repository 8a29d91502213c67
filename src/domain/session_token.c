/*
 * session_token.c: see session_token.h.
 *
 *   token  = base64url(keyring blob), sealed for the access key id
 *   sealed = version (1) | 0 | claims, or version | 1 | length of claims | deflated claims, whichever is shorter
 *   claims = the members of struct session_claims in the order of write_claims(); numbers are LEB128, a text is its
 *            length + 1 and its bytes, 0 where it is absent
 *   secret = base64 of 30 bytes derived from the blob's key, its unique head and the access key id
 */
#include "domain/session_token.h"

#include <string.h>

#include <zlib.h>

#include "base/base.h"
#include "codec/base64.h"
#include "crypto/keyring.h"
#include "domain/ids.h"

#define PURPOSE_TOKEN "session.token"
#define PURPOSE_SECRET "session.secret"
#define VERSION 2
#define SECRET_BYTES 30
/* What is sealed never inflates to more. */
#define CLAIMS_MAX ((size_t)128 * 1024)
#define LIST_MAX 256
/* Below that, deflating a few ids gains nothing and costs more than the signature check. */
#define DEFLATE_FROM 384

enum { PLAIN, DEFLATED };

/* Part of the format: tokens outlive an upgrade. */
_Static_assert(PRINCIPAL_ROOT == 1 && PRINCIPAL_USER == 2 && PRINCIPAL_ROLE_SESSION == 3 &&
                   PRINCIPAL_FEDERATED_USER == 6,
               "as sealed");

/* ---- writing ---- */

static void add_number(struct gh_buf *b, uint64_t v) {
    for (; v >= 0x80; v >>= 7) gh_buf_addc(b, (char)(v | 0x80));
    gh_buf_addc(b, (char)v);
}

static void add_text(struct gh_buf *b, struct gh_str s) {
    add_number(b, s.p ? s.n + 1 : 0);
    if (s.p) gh_buf_add(b, s);
}

static void write_claims(struct gh_buf *b, const struct session_claims *c) {
    const struct gh_str texts[] = {c->account_id,       c->entity_id,    c->session_name,     c->source_identity,
                                   c->parent_key_id,    c->root_granter, c->provider,         c->identity_store_id,
                                   c->identity_user_id, c->instance_id,  c->permission_set_id};
    add_number(b, (uint64_t)c->kind);
    add_number(b, c->mfa_present);
    add_number(b, (uint64_t)c->mfa_ms);
    add_number(b, (uint64_t)c->issue_ms);
    add_number(b, (uint64_t)(c->expires_ms - c->issue_ms));
    for (size_t i = 0; i < GH_COUNT(texts); i++) add_text(b, texts[i]);
    add_number(b, c->n_tags);
    add_number(b, c->n_transitive_tags);
    for (size_t i = 0; i < c->n_tags; i++) {
        add_text(b, c->tags[i].key);
        add_text(b, c->tags[i].value);
    }
    add_number(b, c->n_keys);
    for (size_t i = 0; i < c->n_keys; i++) {
        add_text(b, c->keys[i].key);
        add_text(b, c->keys[i].value);
    }
    add_number(b, c->n_session_policies);
    for (size_t i = 0; i < c->n_session_policies; i++) add_text(b, c->session_policies[i]);
}

/* Adds @text deflated; false, with nothing added, where that would not be shorter. */
static bool add_deflated(struct gh_buf *b, struct gh_str text) {
    z_stream z = {0};
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    char *to = gh_buf_extend(b, text.n);
    bool shorter = false;
    if (to) {
        z.next_in = (Bytef *)text.p;
        z.avail_in = (uInt)text.n;
        z.next_out = (Bytef *)to;
        z.avail_out = (uInt)text.n;
        shorter = deflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_out > 0;
        b->n -= shorter ? z.avail_out : text.n;
    }
    deflateEnd(&z);
    return shorter;
}

static struct gh_str pack(struct gh_arena *a, struct gh_str claims) {
    struct gh_buf b;
    gh_buf_init(&b, a, claims.n + 16);
    if (claims.n >= DEFLATE_FROM) {
        gh_buf_addc(&b, VERSION);
        gh_buf_addc(&b, DEFLATED);
        add_number(&b, claims.n);
        if (add_deflated(&b, claims)) return gh_buf_str(&b);
        gh_buf_init(&b, a, claims.n + 16);
    }
    gh_buf_addc(&b, VERSION);
    gh_buf_addc(&b, PLAIN);
    gh_buf_add(&b, claims);
    return gh_buf_str(&b);
}

/* ---- reading: @rest turns absent at the first thing that does not fit ---- */

static uint64_t take_number(struct gh_str *rest) {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && rest->n; shift += 7) {
        unsigned char c = (unsigned char)rest->p[0];
        *rest = gh_str_slice(*rest, 1, rest->n);
        v |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80)) return v;
    }
    *rest = GH_S_NONE;
    return 0;
}

static struct gh_str take_text(struct gh_str *rest) {
    uint64_t n = take_number(rest);
    if (n == 0) return GH_S_NONE;
    if (n - 1 > rest->n) {
        *rest = GH_S_NONE;
        return GH_S_NONE;
    }
    struct gh_str s = gh_str_n(rest->p, (size_t)(n - 1));
    *rest = gh_str_slice(*rest, s.n, rest->n);
    return s;
}

static size_t take_count(struct gh_str *rest) {
    uint64_t n = take_number(rest);
    if (n <= LIST_MAX) return (size_t)n;
    *rest = GH_S_NONE;
    return 0;
}

static bool read_claims(struct gh_arena *a, struct gh_str rest, struct session_claims *c) {
    struct gh_str *const texts[] = {&c->account_id,       &c->entity_id,    &c->session_name,     &c->source_identity,
                                    &c->parent_key_id,    &c->root_granter, &c->provider,         &c->identity_store_id,
                                    &c->identity_user_id, &c->instance_id,  &c->permission_set_id};
    c->kind = (enum principal_kind)take_number(&rest);
    c->mfa_present = take_number(&rest) != 0;
    c->mfa_ms = (int64_t)take_number(&rest);
    c->issue_ms = (int64_t)take_number(&rest);
    c->expires_ms = (int64_t)((uint64_t)c->issue_ms + take_number(&rest));
    for (size_t i = 0; i < GH_COUNT(texts); i++) *texts[i] = take_text(&rest);
    c->n_tags = take_count(&rest);
    c->n_transitive_tags = take_count(&rest);
    struct principal_tag *tags = gh_new_n(a, struct principal_tag, c->n_tags);
    for (size_t i = 0; i < c->n_tags; i++) {
        tags[i].key = take_text(&rest);
        tags[i].value = take_text(&rest);
    }
    c->tags = tags;
    c->n_keys = take_count(&rest);
    struct principal_key *keys = gh_new_n(a, struct principal_key, c->n_keys);
    for (size_t i = 0; i < c->n_keys; i++) {
        keys[i].key = take_text(&rest);
        keys[i].value = take_text(&rest);
    }
    c->keys = keys;
    c->n_session_policies = take_count(&rest);
    struct gh_str *policies = gh_new_n(a, struct gh_str, c->n_session_policies);
    for (size_t i = 0; i < c->n_session_policies; i++) policies[i] = take_text(&rest);
    c->session_policies = policies;
    return rest.p && rest.n == 0 && c->n_transitive_tags <= c->n_tags;
}

static bool inflate_claims(struct gh_arena *a, struct gh_str packed, struct gh_str *ret) {
    uint64_t n = take_number(&packed);
    z_stream z = {0};
    if (!packed.n || n > CLAIMS_MAX || inflateInit2(&z, -15) != Z_OK) return false;
    char *to = gh_arena_text(a, (size_t)n);
    z.next_in = (Bytef *)packed.p;
    z.avail_in = (uInt)packed.n;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)n;
    bool ok = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_out == 0 && z.avail_in == 0;
    inflateEnd(&z);
    if (ok) *ret = gh_str_n(to, (size_t)n);
    return ok;
}

static bool unpack(struct gh_arena *a, struct gh_str packed, struct gh_str *ret) {
    if (packed.n < 2 || packed.p[0] != VERSION) return false;
    struct gh_str rest = gh_str_slice(packed, 2, packed.n);
    if (packed.p[1] == DEFLATED) return inflate_claims(a, rest, ret);
    *ret = rest;
    return packed.p[1] == PLAIN;
}

/* ---- */

static bool derive_secret(const struct keyring *keyring, struct gh_arena *a, struct gh_str access_key_id,
                          struct gh_str blob, struct gh_secret *ret) {
    unsigned char derived[KEYRING_DERIVED_BYTES];
    struct gh_str head = gh_str_slice(blob, 0, KEYRING_UNIQUE_BYTES);
    struct gh_buf context;
    uint32_t key_id;
    gh_buf_init(&context, a, head.n + access_key_id.n);
    gh_buf_add(&context, head);
    gh_buf_add(&context, access_key_id);
    if (!keyring_blob_key(keyring, blob, &key_id) ||
        !keyring_derive(keyring, key_id, PURPOSE_SECRET, gh_buf_str(&context), derived))
        return false;
    struct gh_str text = base64_encode(a, gh_str_n((const char *)derived, SECRET_BYTES), BASE64_STANDARD);
    bool ok = gh_secret_set(ret, text);
    gh_zero((char *)text.p, text.n);
    gh_zero(derived, sizeof derived);
    return ok;
}

static struct gh_str packed_claims(struct gh_arena *a, const struct session_claims *claims) {
    struct gh_buf b;
    gh_buf_init(&b, a, CLAIMS_MAX);
    write_claims(&b, claims);
    return gh_buf_ok(&b) ? pack(a, gh_buf_str(&b)) : GH_S_NONE;
}

/* What policies and tags take of the room that is left beside what the token holds anyway, rounded up. */
static unsigned percent_of_room(struct gh_arena *a, const struct session_claims *claims, size_t packed_n) {
    struct session_claims bare = *claims;
    if (!claims->n_tags && !claims->n_session_policies) return 0;
    bare.n_tags = bare.n_transitive_tags = bare.n_session_policies = 0;
    size_t base = packed_claims(a, &bare).n, most = SESSION_TOKEN_MAX / 4 * 3 - KEYRING_EXTRA;
    if (packed_n <= base) return 1;
    return (unsigned)(((packed_n - base) * 100 + most - base - 1) / (most - base));
}

int session_token_seal(const struct keyring *keyring, struct gh_arena *a, const struct session_claims *claims,
                       struct session_credentials *ret_credentials, struct gh_err *err) {
    bool countable = claims->n_tags <= LIST_MAX && claims->n_keys <= LIST_MAX && claims->n_session_policies <= LIST_MAX;
    struct gh_str packed = countable ? packed_claims(a, claims) : GH_S_NONE;
    if (!packed.p) return gh_refuse(err, GH_ELIMIT, "Session policies and tags are too large.");
    struct session_credentials made = {.access_key_id = id_access_key_new(a, "ASIA", claims->account_id),
                                       .packed_percent = percent_of_room(a, claims, packed.n)};
    struct gh_str blob = keyring_seal(keyring, a, PURPOSE_TOKEN, made.access_key_id, packed);
    made.token = base64_encode(a, blob, BASE64_URL);
    if (made.token.n > SESSION_TOKEN_MAX)
        return gh_refuse(err, GH_ELIMIT,
                         "Packed size of session policies and session tags consumes %u%% of the allotted space.",
                         made.packed_percent);
    if (!derive_secret(keyring, a, made.access_key_id, blob, &made.secret))
        return gh_fail(err, GH_EINTERNAL, "session token: no secret");
    *ret_credentials = made;
    gh_secret_done(&made.secret);
    return 0;
}

int session_token_open(const struct keyring *keyring, struct gh_arena *a, const struct session_token *presented,
                       struct session_claims *ret_claims, struct gh_secret *ret_secret, struct gh_err *err) {
    struct gh_str blob, packed, text;
    struct session_claims claims = {0};
    if (presented->token.n > SESSION_TOKEN_MAX || !base64_decode(a, presented->token, BASE64_URL, &blob) ||
        !keyring_open(keyring, a, PURPOSE_TOKEN, presented->access_key_id, blob, &packed))
        return gh_refuse(err, GH_EAUTH, "The security token included in the request is invalid.");
    /* Authentic from here on: what does not fit is a bug of ours or of another version. */
    if (!unpack(a, packed, &text) || !read_claims(a, text, &claims))
        return gh_fail(err, GH_EAUTH, "session token: sealed by us, but not readable");
    if (!derive_secret(keyring, a, presented->access_key_id, blob, ret_secret))
        return gh_fail(err, GH_EINTERNAL, "session token: no secret");
    *ret_claims = claims;
    return 0;
}
