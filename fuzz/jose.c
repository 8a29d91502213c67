/* jose.c: a token, a line feed, and the key set that may have signed it. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "codec/json.h"
#include "proto/jose.h"

/* What was read stays within what was there. */
static void check_claims(struct gh_arena *a, const struct jose_token *token) {
    struct jose_claims c;
    struct gh_err err = {0};
    if (jose_claims_read(a, token->claims, &c, &err)) {
        if (!err.message[0]) abort();
        return;
    }
    for (size_t i = 0; i < c.n_aud; i++)
        if (!c.aud[i].p) abort();
    if (c.exp_s < 0 || c.nbf_s < 0 || c.iat_s < 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_str rest = gh_str_n((const char *)data, size), text;
    struct jose_token token;
    struct jose_keys keys = {0};
    struct gh_err err = {0};
    gh_str_split(&rest, '\n', &text);
    bool is_token = jose_parse(a, text, &token, &err) == 0;
    if (!is_token && !err.message[0]) abort();
    if (is_token) check_claims(a, &token);
    if (rest.p && jose_keys_parse(a, rest, &keys, NULL) == 0 && is_token && jose_verify(&keys, &token) &&
        !jose_has_key(&keys, &token))
        abort();
    gh_arena_free(a);
    return 0;
}
