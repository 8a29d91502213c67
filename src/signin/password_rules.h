/* password_rules.h: AWS's rules for a new password, which nobody can change: 8 to 64 characters, four classes. */
#ifndef GH_SIGNIN_PASSWORD_RULES_H
#define GH_SIGNIN_PASSWORD_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define PASSWORD_RULES 5
/** Of earlier passwords, this many may not be chosen again. */
#define PASSWORD_HISTORY 3

/** The text of rule @i, for a person. */
struct gh_str password_rule_text(size_t i);
/** Which rules @password meets. */
void password_rules_check(struct gh_str password, bool ret_met[PASSWORD_RULES]);
bool password_rules_all(const bool met[PASSWORD_RULES]);

#endif
