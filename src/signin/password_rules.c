/* password_rules.c: see password_rules.h. */
#include "signin/password_rules.h"

#include "base/base.h"

#define CHARS_MIN 8
#define CHARS_MAX 64

struct gh_str password_rule_text(size_t i) {
    static const struct gh_str texts[PASSWORD_RULES] = {
        GH_S_INIT("8 to 64 characters"), GH_S_INIT("A lower-case letter"), GH_S_INIT("An upper-case letter"),
        GH_S_INIT("A digit"), GH_S_INIT("A symbol, such as ! or -")};
    return texts[i];
}

void password_rules_check(struct gh_str password, bool ret_met[PASSWORD_RULES]) {
    size_t chars = gh_str_chars(password);
    bool lower = false, upper = false, digit = false, symbol = false;
    for (size_t i = 0; i < password.n; i++) {
        char c = password.p[i];
        lower |= c >= 'a' && c <= 'z';
        upper |= c >= 'A' && c <= 'Z';
        digit |= c >= '0' && c <= '9';
        symbol |= c > ' ' && c < 0x7f && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }
    ret_met[0] = chars >= CHARS_MIN && chars <= CHARS_MAX && gh_str_is_utf8(password);
    ret_met[1] = lower;
    ret_met[2] = upper;
    ret_met[3] = digit;
    ret_met[4] = symbol;
}

bool password_rules_all(const bool met[PASSWORD_RULES]) {
    bool all = true;
    for (size_t i = 0; i < PASSWORD_RULES; i++) all &= met[i];
    return all;
}
