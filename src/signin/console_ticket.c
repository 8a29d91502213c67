/* console_ticket.c: see console_ticket.h. */
#include "signin/console_ticket.h"

#include "base/base.h"
#include "codec/base64.h"
#include "crypto/digest.h"
#include "crypto/keyring.h"

#define PURPOSE "signin.console-ticket"
#define LIFE_MS (10 * GH_MINUTE_MS)

struct gh_str console_ticket_seal(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie,
                                  const struct console_ticket *t) {
    struct gh_str plain = gh_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s\n%lld\n%.*s", GH_S_FMT(t->step), GH_S_FMT(t->account_id),
                                 GH_S_FMT(t->owner_id), GH_S_FMT(crypto_sha256_hex(a, t->hash)),
                                 (long long)t->issued_ms, GH_S_FMT(t->mfa_serial));
    return base64_encode(a, keyring_seal(k, a, PURPOSE, form_cookie, plain), BASE64_URL);
}

bool console_ticket_open(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie, struct gh_str text,
                         struct console_ticket *ret_ticket) {
    struct gh_str blob, rest, issued;
    struct console_ticket t;
    if (!form_cookie.n || !text.n || !base64_decode(a, text, BASE64_URL, &blob) ||
        !keyring_open(k, a, PURPOSE, form_cookie, blob, &rest))
        return false;
    if (!gh_str_split(&rest, '\n', &t.step) || !gh_str_split(&rest, '\n', &t.account_id) ||
        !gh_str_split(&rest, '\n', &t.owner_id) || !gh_str_split(&rest, '\n', &t.hash) ||
        !gh_str_split(&rest, '\n', &issued) || !gh_str_to_i64(issued, &t.issued_ms))
        return false;
    t.mfa_serial = rest.n ? rest : GH_S_NONE;
    *ret_ticket = t;
    return true;
}

bool console_ticket_is_good(const struct console_ticket *opened, struct gh_str step, int64_t now_ms) {
    return gh_str_eq(opened->step, step) && opened->issued_ms <= now_ms && now_ms < opened->issued_ms + LIFE_MS;
}

bool console_ticket_is_for(struct gh_arena *a, const struct console_ticket *opened, struct gh_str hash) {
    return hash.p && gh_str_eq(opened->hash, crypto_sha256_hex(a, hash));
}
