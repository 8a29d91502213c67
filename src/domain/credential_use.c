/* credential_use.c: see credential_use.h. The memory is a table without chains: a collision costs a write, no more. */
#include "domain/credential_use.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "store/queries.h"

#define SLOTS 4096u

struct slot {
    uint64_t hash;
    int64_t minute;
};

struct credential_use_memory {
    struct slot slots[SLOTS];
};

struct credential_use_memory *credential_use_memory_new(void) {
    struct credential_use_memory *memory = calloc(1, sizeof *memory);
    if (!memory) abort();
    return memory;
}

void credential_use_memory_free(struct credential_use_memory *memory) {
    free(memory);
}

void credential_use_memory_clear(struct credential_use_memory *memory) {
    memset(memory, 0, sizeof *memory);
}

static uint64_t mix(uint64_t h, struct gh_str text) {
    return (h ^ gh_hash(text)) * UINT64_C(0x9e3779b97f4a7c15);
}

/* Is this the first time within the minute? Then it is remembered. */
static bool is_news(struct credential_use_memory *memory, uint64_t hash, int64_t time_ms) {
    int64_t minute = time_ms / GH_MINUTE_MS;
    struct slot *slot = &memory->slots[hash % SLOTS];
    if (slot->hash == hash && slot->minute >= minute) return false;
    *slot = (struct slot){hash, minute};
    return true;
}

static int note_key(struct store_tx *tx, const struct credential_use *use, struct gh_err *err) {
    struct store_iam_access_key_used_args args = {
        .key_id = use->access_key_id, .used_ms = use->time_ms, .region = use->region, .service = use->service};
    return store_iam_access_key_used(tx, &args, NULL, err);
}

static int note_role(struct store_tx *tx, const struct credential_use *use, struct gh_err *err) {
    struct store_iam_role_used_args args = {.id = use->owner_id, .now_ms = use->time_ms, .region = use->region};
    return store_iam_role_used(tx, &args, NULL, err);
}

static int note_action(struct store_tx *tx, const struct credential_use *use, struct gh_err *err) {
    struct store_iam_action_used_args args = {.owner_id = use->owner_id,
                                              .service = use->service,
                                              .action = use->action,
                                              .account_id = use->account_id,
                                              .used_ms = use->time_ms,
                                              .region = use->region};
    return store_iam_action_used(tx, &args, NULL, err);
}

int credential_use_note(struct credential_use_memory *memory, struct store_tx *tx, const struct credential_use *use,
                        struct gh_err *err) {
    if (!use->owner_id.p) return 0;
    uint64_t owner = mix(1, use->owner_id), action = mix(mix(owner, use->service), use->action);
    int r = 0;
    if (use->access_key_id.p && is_news(memory, mix(2, use->access_key_id), use->time_ms)) r = note_key(tx, use, err);
    if (!r && use->is_role && is_news(memory, owner, use->time_ms)) r = note_role(tx, use, err);
    if (!r && is_news(memory, action, use->time_ms)) r = note_action(tx, use, err);
    return r;
}
