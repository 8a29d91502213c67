/* token.c: see token.h. */
#include "crypto/token.h"

#include <string.h>

#include "base/arena.h"
#include "base/hex.h"
#include "base/rand.h"
#include "base/secret.h"
#include "crypto/crypto_int.h"
#include "crypto/digest.h"

#define TOKEN_BYTES 32

_Static_assert(CRYPTO_TEXT64_CHARS(TOKEN_BYTES) == TOKEN_CHARS, "the length the header promises");

struct gh_str token_new(struct gh_arena *a, const char *prefix) {
    unsigned char bytes[TOKEN_BYTES];
    size_t head = strlen(prefix);
    char *p = gh_arena_text(a, head + TOKEN_CHARS + 1);
    memcpy(p, prefix, head);
    gh_rand(bytes, sizeof bytes);
    crypto_text64(p + head, bytes, sizeof bytes, "-_");
    p[head + TOKEN_CHARS] = '\0';
    gh_zero(bytes, sizeof bytes);
    return gh_str_n(p, head + TOKEN_CHARS);
}

struct gh_str token_hash(struct gh_arena *a, struct gh_str token) {
    return crypto_sha256_hex(a, token);
}

bool token_check(struct gh_str token, struct gh_str hash) {
    unsigned char made[CRYPTO_SHA256_BYTES], kept[CRYPTO_SHA256_BYTES];
    if (!token.n || !gh_unhex(kept, sizeof kept, hash)) return false;
    crypto_sha256_of(token, made);
    return gh_bytes_eq(made, kept, sizeof made);
}
