/*
 * credential_use.h: when access keys, roles and actions were last used, taken from the audit trail as it is written.
 * Each is written down at most once a minute, so that a busy key costs no write a request.
 */
#ifndef GH_DOMAIN_CREDENTIAL_USE_H
#define GH_DOMAIN_CREDENTIAL_USE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct store_tx;

/** One attempt by a principal of an account, whether it succeeded or not. */
struct credential_use {
    int64_t time_ms;
    struct gh_str account_id;
    struct gh_str owner_id;      /* AIDA…, AROA…, or the account's id for its root; absent: nobody's use */
    struct gh_str access_key_id; /* long-term keys only */
    bool is_role;
    struct gh_str service, action; /* "iam", "GetUser" */
    struct gh_str region;
};

/** What this process wrote lately. For one thread only. */
struct credential_use_memory;
struct credential_use_memory *credential_use_memory_new(void);
/** Accepts NULL. */
void credential_use_memory_free(struct credential_use_memory *memory);
/** Forgets everything: what was written may not have become durable. */
void credential_use_memory_clear(struct credential_use_memory *memory);

/** Writes the use down, unless the same was written less than a minute ago. */
int credential_use_note(struct credential_use_memory *memory, struct store_tx *tx, const struct credential_use *use,
                        struct gh_err *err);

#endif
