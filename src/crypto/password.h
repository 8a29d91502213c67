/*
 * password.h: passwords as argon2id hashes (RFC 9106) in PHC strings, which carry their own parameters. Slow and hungry
 * by intention: call only from the pool, never on an event thread nor inside a transaction. What a good password is,
 * is signin's business.
 */
#ifndef GH_CRYPTO_PASSWORD_H
#define GH_CRYPTO_PASSWORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

/** Longer passwords are refused. */
#define PASSWORD_MAX_BYTES 1024

struct password_cost {
    uint32_t memory_kib, passes, lanes;
};

/** 19 MiB, 2 passes, 1 lane. */
extern const struct password_cost password_cost_default;

/**
 * Hashes @password with a new salt to "$argon2id$v=19$m=...,t=...,p=...$salt$hash". -GH_ELIMIT where the password is
 * too long, -GH_EINVAL where the cost is out of bounds, -GH_EIO where the memory is not to be had.
 */
int password_hash(struct gh_arena *a, const struct password_cost *cost, struct gh_str password, struct gh_str *ret_hash,
                  struct gh_err *err) GH_MUST_USE;
/** Does @password match? Constant time in the content; false also where @hash is malformed or its cost unreasonable. */
bool password_verify(struct gh_str hash, struct gh_str password);
/** A hash that nothing matches: verify against it where there is no such user, so that the time taken tells nothing. */
struct gh_str password_decoy(struct gh_arena *a, const struct password_cost *cost);
/** Gives memory back to the system that no hash has used for @unused_ms. Call now and then. */
void password_memory_return(int64_t unused_ms);
/** Was @hash made with another cost than @cost? Then hash again after the next success. */
bool password_needs_rehash(struct gh_str hash, const struct password_cost *cost);

#endif
