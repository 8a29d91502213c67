/* base32.h: base32 (RFC 4648 section 6), as people type seeds of one-time passwords. */
#ifndef GH_CODEC_BASE32_H
#define GH_CODEC_BASE32_H

#include "base/str.h"

struct gh_arena;

/** Upper case, without padding. */
struct gh_str base32_encode(struct gh_arena *a, struct gh_str bytes);

#endif
