/* qr.h: text as a QR code (ISO/IEC 18004) in a PNG image, for telephones to read from a screen. */
#ifndef GH_CODEC_QR_H
#define GH_CODEC_QR_H

#include <stdbool.h>

#include "base/str.h"

struct gh_arena;

/** False where @text is empty or too long for a code (about 2,900 bytes). */
bool qr_png(struct gh_arena *a, struct gh_str text, struct gh_str *ret_png);

#endif
