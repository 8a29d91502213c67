/* base.h: everything in base/ at once. The only umbrella header of the tree. */
#ifndef GH_BASE_H
#define GH_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/log.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/thread.h"
#include "base/time.h"

#define GH_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
