/*
 * device_code.h: the user code of the device flow: what the person types or compares. Eight letters that are hard to
 * confuse and spell no words, shown as XXXX-XXXX: 34 bits, so that guessing is throttled (RFC 8628 section 5.1).
 */
#ifndef GH_SIGNIN_DEVICE_CODE_H
#define GH_SIGNIN_DEVICE_CODE_H

#include <stdbool.h>

#include "base/str.h"

#define DEVICE_CODE_LIFE_MS (10 * INT64_C(60000))
#define DEVICE_CODE_INTERVAL_S 5

struct gh_str device_code_new(struct gh_arena *a);
/** What a person typed, in any case, with or without the dash or spaces, as it is stored. False where it is no code. */
bool device_code_normalize(struct gh_arena *a, struct gh_str typed, struct gh_str *ret_code);

#endif
