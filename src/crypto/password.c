/* password.c: see password.h. */
#include "crypto/password.h"

#include <argon2.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/rand.h"
#include "base/secret.h"
#include "crypto/crypto_int.h"

#define SALT_BYTES 16
#define SALT_MIN_BYTES 8
#define SALT_MAX_BYTES 64
#define HASH_BYTES 32
#define HASH_MIN_BYTES 16
#define HASH_MAX_BYTES 64

const struct password_cost password_cost_default = {19456, 2, 1};

/* The bounds keep a forged or damaged row from taking the machine's memory or hours of its time. */
static bool cost_ok(const struct password_cost *c) {
    return c->lanes >= 1 && c->lanes <= 16 && c->passes >= 1 && c->passes <= 64 && c->memory_kib >= 8 * c->lanes &&
           c->memory_kib <= 1024 * 1024;
}

static bool eat(struct gh_str *s, struct gh_str word) {
    if (!gh_str_starts(*s, word)) return false;
    *s = gh_str_slice(*s, word.n, s->n);
    return true;
}

/* Reads "m=19456," and the like: a number between @word and @end. */
static bool eat_number(struct gh_str *s, struct gh_str word, char end, uint32_t *ret) {
    if (!eat(s, word)) return false;
    ptrdiff_t n = gh_str_find(*s, end);
    int64_t v;
    if (n < 0 || !gh_str_to_i64(gh_str_slice(*s, 0, (size_t)n), &v) || v < 0 || v > UINT32_MAX) return false;
    *s = gh_str_slice(*s, (size_t)n + 1, s->n);
    *ret = (uint32_t)v;
    return true;
}

/* Eats all of a PHC string up to its salt. */
static bool eat_cost(struct gh_str *hash, struct password_cost *ret) {
    return eat(hash, GH_S("$argon2id$v=19$")) && eat_number(hash, GH_S("m="), ',', &ret->memory_kib) &&
           eat_number(hash, GH_S("t="), ',', &ret->passes) && eat_number(hash, GH_S("p="), '$', &ret->lanes) &&
           cost_ok(ret);
}

static int derive(const struct password_cost *cost, struct gh_str password, unsigned char *salt, size_t salt_n,
                  unsigned char *ret_hash, size_t hash_n) {
    if (gh_fault("password.hash")) return ARGON2_MEMORY_ALLOCATION_ERROR;
    argon2_context c = {.out = ret_hash,
                        .outlen = (uint32_t)hash_n,
                        .pwd = (uint8_t *)(uintptr_t)password.p, /* not cleared: no flag asks for it */
                        .pwdlen = (uint32_t)password.n,
                        .salt = salt,
                        .saltlen = (uint32_t)salt_n,
                        .t_cost = cost->passes,
                        .m_cost = cost->memory_kib,
                        .lanes = cost->lanes,
                        .threads = cost->lanes,
                        .version = ARGON2_VERSION_13,
                        .allocate_cbk = crypto_password_memory_take,
                        .free_cbk = crypto_password_memory_give};
    return argon2id_ctx(&c);
}

static struct gh_str phc(struct gh_arena *a, const struct password_cost *cost, const unsigned char salt[SALT_BYTES],
                         const unsigned char hash[HASH_BYTES]) {
    char s[CRYPTO_TEXT64_CHARS(SALT_BYTES)], h[CRYPTO_TEXT64_CHARS(HASH_BYTES)];
    crypto_text64(s, salt, SALT_BYTES, "+/");
    crypto_text64(h, hash, HASH_BYTES, "+/");
    return gh_fmt(a, "$argon2id$v=19$m=%u,t=%u,p=%u$%.*s$%.*s", cost->memory_kib, cost->passes, cost->lanes,
                  (int)sizeof s, s, (int)sizeof h, h);
}

int password_hash(struct gh_arena *a, const struct password_cost *cost, struct gh_str password, struct gh_str *ret_hash,
                  struct gh_err *err) {
    if (password.n > PASSWORD_MAX_BYTES)
        return gh_refuse(err, GH_ELIMIT, "The password must be at most %d bytes long.", PASSWORD_MAX_BYTES);
    if (!cost_ok(cost)) return gh_fail(err, GH_EINVAL, "argon2id cost out of bounds");
    unsigned char salt[SALT_BYTES], hash[HASH_BYTES];
    gh_rand(salt, sizeof salt);
    int r = derive(cost, password, salt, sizeof salt, hash, sizeof hash);
    if (r != ARGON2_OK) return gh_fail(err, GH_EIO, "argon2id: %s", argon2_error_message(r));
    *ret_hash = phc(a, cost, salt, hash);
    return 0;
}

bool password_verify(struct gh_str hash, struct gh_str password) {
    struct password_cost cost;
    unsigned char salt[SALT_MAX_BYTES], want[HASH_MAX_BYTES], got[HASH_MAX_BYTES];
    size_t salt_n, want_n;
    if (password.n > PASSWORD_MAX_BYTES || !eat_cost(&hash, &cost)) return false;
    ptrdiff_t dollar = gh_str_find(hash, '$');
    if (dollar < 0 || !crypto_text64_read(salt, sizeof salt, hash.p, (size_t)dollar, &salt_n)) return false;
    hash = gh_str_slice(hash, (size_t)dollar + 1, hash.n);
    if (!crypto_text64_read(want, sizeof want, hash.p, hash.n, &want_n)) return false;
    if (salt_n < SALT_MIN_BYTES || want_n < HASH_MIN_BYTES) return false;
    bool ok = derive(&cost, password, salt, salt_n, got, want_n) == ARGON2_OK && gh_bytes_eq(got, want, want_n);
    gh_zero(got, sizeof got);
    return ok;
}

struct gh_str password_decoy(struct gh_arena *a, const struct password_cost *cost) {
    unsigned char salt[SALT_BYTES], hash[HASH_BYTES];
    gh_rand(salt, sizeof salt);
    gh_rand(hash, sizeof hash);
    return phc(a, cost, salt, hash);
}

bool password_needs_rehash(struct gh_str hash, const struct password_cost *cost) {
    struct password_cost was;
    return !eat_cost(&hash, &was) || was.memory_kib != cost->memory_kib || was.passes != cost->passes ||
           was.lanes != cost->lanes;
}
