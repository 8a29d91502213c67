/* value.h: the values that conditions compare besides text: numbers, moments, truth values, address ranges. */
#ifndef GH_POLICY_VALUE_H
#define GH_POLICY_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/** A decimal number as exactly as nine fractional digits allow: whole + nano / 10^9, nano of the same sign. */
struct value_number {
    int64_t whole;
    int32_t nano;
};

/** An IPv4 or IPv6 range. */
struct value_cidr {
    uint8_t address[16];
    uint8_t bits;  /* of the prefix */
    uint8_t bytes; /* 4 or 16 */
};

/** "-12.50"; further fractional digits are cut off. False where it is no number or does not fit. */
bool value_number(struct gh_str s, struct value_number *ret);
/** Negative, zero or positive, as for strcmp. */
int value_number_cmp(struct value_number a, struct value_number b);
/** ISO 8601 with date alone, minutes, seconds or fraction, zone Z or +hh:mm; or whole seconds since 1970. */
bool value_date(struct gh_str s, int64_t *ret_ms);
/** "true" or "false", in any case. */
bool value_bool(struct gh_str s, bool *ret);
/** An address, or an address with "/bits". Bits past the prefix are cleared. */
bool value_cidr(struct gh_str s, struct value_cidr *ret);
/** Does @range hold all of @address? Never across families. */
bool value_cidr_holds(const struct value_cidr *range, const struct value_cidr *address);

#endif
