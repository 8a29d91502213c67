/* ssh_key: a public key as a user uploads it. What is accepted reads back to the same key in both of its forms. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "proto/ssh_key.h"

static void promise(bool kept) {
    if (!kept) abort();
}

static void reads_back(struct gh_arena *a, struct gh_str text, const struct ssh_key *key) {
    struct ssh_key again;
    promise(ssh_key_read(a, text, &again, NULL) == 0);
    promise(gh_str_eq(again.fingerprint, key->fingerprint) && gh_str_eq(again.pem, key->pem));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct gh_arena *a = gh_arena_new(0);
    struct ssh_key key;
    if (n <= 16384 && ssh_key_read(a, gh_str_n((const char *)data, n), &key, NULL) == 0) {
        reads_back(a, key.line, &key);
        reads_back(a, key.pem, &key);
    }
    gh_arena_free(a);
    return 0;
}
