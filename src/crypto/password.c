/* password.c: see password.h. */
#include "crypto/password.h"

#include <argon2.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/rand.h"
#include "base/secret.h"
#include "crypto/crypto_int.h"

#define SALT_BYTES 16
#define HASH_BYTES 32
#define PHC_MAX 512

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

static bool cost_parse(struct gh_str hash, struct password_cost *ret) {
    return eat(&hash, GH_S("$argon2id$v=19$")) && eat_number(&hash, GH_S("m="), ',', &ret->memory_kib) &&
           eat_number(&hash, GH_S("t="), ',', &ret->passes) && eat_number(&hash, GH_S("p="), '$', &ret->lanes) &&
           cost_ok(ret);
}

int password_hash(struct gh_arena *a, const struct password_cost *cost, struct gh_str password, struct gh_str *ret_hash,
                  struct gh_err *err) {
    if (password.n > PASSWORD_MAX_BYTES)
        return gh_refuse(err, GH_ELIMIT, "The password must be at most %d bytes long.", PASSWORD_MAX_BYTES);
    if (!cost_ok(cost)) return gh_fail(err, GH_EINVAL, "argon2id cost out of bounds");
    unsigned char salt[SALT_BYTES];
    gh_rand(salt, sizeof salt);
    char phc[PHC_MAX];
    int r = gh_fault("password.hash") ? ARGON2_MEMORY_ALLOCATION_ERROR
                                      : argon2id_hash_encoded(cost->passes, cost->memory_kib, cost->lanes, password.p,
                                                              password.n, salt, sizeof salt, HASH_BYTES, phc, PHC_MAX);
    if (r != ARGON2_OK) return gh_fail(err, GH_EIO, "argon2id: %s", argon2_error_message(r));
    *ret_hash = gh_str_dup(a, gh_str_c(phc));
    return 0;
}

bool password_verify(struct gh_str hash, struct gh_str password) {
    struct password_cost cost;
    char phc[PHC_MAX];
    if (hash.n >= sizeof phc || password.n > PASSWORD_MAX_BYTES || !cost_parse(hash, &cost)) return false;
    memcpy(phc, hash.p, hash.n);
    phc[hash.n] = '\0';
    bool ok = argon2id_verify(phc, password.p, password.n) == ARGON2_OK;
    gh_zero(phc, sizeof phc);
    return ok;
}

struct gh_str password_decoy(struct gh_arena *a, const struct password_cost *cost) {
    unsigned char salt[SALT_BYTES], hash[HASH_BYTES];
    gh_rand(salt, sizeof salt);
    gh_rand(hash, sizeof hash);
    char s[CRYPTO_TEXT64_CHARS(SALT_BYTES)], h[CRYPTO_TEXT64_CHARS(HASH_BYTES)];
    crypto_text64(s, salt, sizeof salt, "+/");
    crypto_text64(h, hash, sizeof hash, "+/");
    return gh_fmt(a, "$argon2id$v=19$m=%u,t=%u,p=%u$%.*s$%.*s", cost->memory_kib, cost->passes, cost->lanes,
                  (int)sizeof s, s, (int)sizeof h, h);
}

bool password_needs_rehash(struct gh_str hash, const struct password_cost *cost) {
    struct password_cost was;
    return !cost_parse(hash, &was) || was.memory_kib != cost->memory_kib || was.passes != cost->passes ||
           was.lanes != cost->lanes;
}
