/* ids.c: see ids.h. Formats: patterns of AWS's service models. */
#include "domain/ids.h"

#include <stdint.h>
#include <string.h>

#include "base/base.h"

#define ACCOUNT_DIGITS 12
#define KEY_PREFIX_CHARS 4
#define KEY_CODE_CHARS 16
#define KEY_CODE_BYTES 10

struct gh_str id_account_new(struct gh_arena *a) {
    char first = (char)('1' + gh_rand_below(9));
    struct gh_str rest = gh_id_new(a, "", GH_ALPHABET_DIGITS, ACCOUNT_DIGITS - 1);
    return gh_fmt(a, "%c%.*s", first, GH_S_FMT(rest));
}

bool id_is_account(struct gh_str id) {
    if (id.n != ACCOUNT_DIGITS) return false;
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] < '0' || id.p[i] > '9') return false;
    return true;
}

struct gh_str id_account_typed(struct gh_arena *a, struct gh_str text) {
    char *digits = gh_arena_text(a, ACCOUNT_DIGITS);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '-') continue;
        if (n == ACCOUNT_DIGITS) return GH_S_NONE;
        digits[n++] = text.p[i];
    }
    struct gh_str id = gh_str_n(digits, n);
    return id_is_account(id) ? id : GH_S_NONE;
}

struct gh_str id_iam_user_new(struct gh_arena *a) {
    return gh_id_new(a, "AIDA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_role_new(struct gh_arena *a) {
    return gh_id_new(a, "AROA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_group_new(struct gh_arena *a) {
    return gh_id_new(a, "AGPA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_policy_new(struct gh_arena *a) {
    return gh_id_new(a, "ANPA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_instance_profile_new(struct gh_arena *a) {
    return gh_id_new(a, "AIPA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_ssh_key_new(struct gh_arena *a) {
    return gh_id_new(a, "APKA", GH_ALPHABET_BASE32, 16);
}

struct gh_str id_iam_server_certificate_new(struct gh_arena *a) {
    return gh_id_new(a, "ASCA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_service_credential_new(struct gh_arena *a) {
    return gh_id_new(a, "ACCA", GH_ALPHABET_BASE32, 17);
}

struct gh_str id_iam_signing_certificate_new(struct gh_arena *a) {
    return gh_id_new(a, "", GH_ALPHABET_BASE32, 32);
}

struct gh_str id_organization_new(struct gh_arena *a) {
    return gh_id_new(a, "o-", GH_ALPHABET_LOWER36, 10);
}

struct gh_str id_root_new(struct gh_arena *a) {
    return gh_id_new(a, "r-", GH_ALPHABET_LOWER36, 4);
}

struct gh_str id_organization_unit_new(struct gh_arena *a, struct gh_str root_id) {
    struct gh_str tail = gh_id_new(a, "", GH_ALPHABET_LOWER36, 8);
    return gh_fmt(a, "ou-%.*s-%.*s", GH_S_FMT(gh_str_slice(root_id, 2, root_id.n)), GH_S_FMT(tail));
}

struct gh_str id_organization_policy_new(struct gh_arena *a) {
    return gh_id_new(a, "p-", GH_ALPHABET_LOWER36, 10);
}

struct gh_str id_resource_policy_new(struct gh_arena *a) {
    return gh_id_new(a, "rp-", GH_ALPHABET_LOWER36, 8);
}

struct gh_str id_account_creation_new(struct gh_arena *a) {
    return gh_id_new(a, "car-", GH_ALPHABET_LOWER36, 32);
}

struct gh_str id_handshake_new(struct gh_arena *a) {
    return gh_id_new(a, "h-", GH_ALPHABET_LOWER36, 32);
}

struct gh_str id_responsibility_transfer_new(struct gh_arena *a) {
    return gh_id_new(a, "rt-", GH_ALPHABET_LOWER36, 32);
}

struct gh_str id_sso_instance_new(struct gh_arena *a) {
    return gh_id_new(a, "ssoins-", GH_ALPHABET_HEX, 16);
}

struct gh_str id_permission_set_new(struct gh_arena *a) {
    return gh_id_new(a, "ps-", GH_ALPHABET_HEX, 16);
}

struct gh_str id_application_new(struct gh_arena *a) {
    return gh_id_new(a, "apl-", GH_ALPHABET_HEX, 16);
}

struct gh_str id_trusted_token_issuer_new(struct gh_arena *a) {
    return gh_fmt(a, "tti-%.*s", GH_S_FMT(gh_uuid_new(a)));
}

struct gh_str id_identity_store_new(struct gh_arena *a) {
    return gh_id_new(a, "d-", GH_ALPHABET_HEX, 10);
}

struct gh_str id_identity_new(struct gh_arena *a, struct gh_str store_id) {
    return gh_fmt(a, "%.*s-%.*s", GH_S_FMT(gh_str_slice(store_id, 2, store_id.n)), GH_S_FMT(gh_uuid_new(a)));
}

/* Layout of the ten bytes, high bit first: 1 bit unused, 40 bits account number, 39 bits random. */
static void put_account(unsigned char code[KEY_CODE_BYTES], uint64_t account) {
    uint64_t head = account << 7 | (code[5] & 0x7f);
    for (int i = 5; i >= 0; i--, head >>= 8) code[i] = (unsigned char)head;
}

static uint64_t get_account(const unsigned char code[KEY_CODE_BYTES]) {
    uint64_t head = 0;
    for (int i = 0; i < 6; i++) head = head << 8 | code[i];
    return (head & UINT64_C(0x7fffffffff80)) >> 7;
}

static void base32(char to[KEY_CODE_CHARS], const unsigned char code[KEY_CODE_BYTES]) {
    uint64_t bits = 0;
    int have = 0;
    for (size_t in = 0, out = 0; out < KEY_CODE_CHARS; out++) {
        if (have < 5) {
            bits = bits << 8 | code[in++];
            have += 8;
        }
        have -= 5;
        to[out] = GH_ALPHABET_BASE32[bits >> have & 31];
    }
}

static bool unbase32(unsigned char code[KEY_CODE_BYTES], const char *from) {
    uint64_t bits = 0;
    int have = 0;
    for (size_t in = 0, out = 0; in < KEY_CODE_CHARS; in++) {
        const char *at = from[in] ? strchr(GH_ALPHABET_BASE32, from[in]) : NULL;
        if (!at) return false;
        bits = bits << 5 | (uint64_t)(at - GH_ALPHABET_BASE32);
        have += 5;
        if (have >= 8) {
            have -= 8;
            code[out++] = (unsigned char)(bits >> have);
        }
    }
    return true;
}

struct gh_str id_access_key_new(struct gh_arena *a, const char *prefix, struct gh_str account_id) {
    unsigned char code[KEY_CODE_BYTES];
    int64_t account = 0;
    gh_str_to_i64(account_id, &account);
    gh_rand(code, sizeof code);
    put_account(code, (uint64_t)account);
    char text[KEY_CODE_CHARS];
    base32(text, code);
    return GH_JOIN(a, gh_str_c(prefix), gh_str_n(text, KEY_CODE_CHARS));
}

bool id_access_key_account(struct gh_arena *a, struct gh_str access_key_id, struct gh_str *ret_account_id) {
    unsigned char code[KEY_CODE_BYTES];
    if (access_key_id.n != KEY_PREFIX_CHARS + KEY_CODE_CHARS) return false;
    if (!unbase32(code, access_key_id.p + KEY_PREFIX_CHARS)) return false;
    uint64_t account = get_account(code);
    if (account >= UINT64_C(1000000000000)) return false;
    char *digits = gh_arena_text(a, ACCOUNT_DIGITS);
    for (int i = ACCOUNT_DIGITS - 1; i >= 0; i--, account /= 10) digits[i] = (char)('0' + account % 10);
    *ret_account_id = gh_str_n(digits, ACCOUNT_DIGITS);
    return true;
}
