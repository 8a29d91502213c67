/* unit.h: what every cmocka test of this folder includes first. */
#ifndef TEST_POLICY_UNIT_H
#define TEST_POLICY_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"

#endif
