/* qr.c: see qr.h. The image is grey, one bit a pixel (PNG, W3C Recommendation, third edition, sections 5 and 11). */
#include "codec/qr.h"

#include <qrencode.h>
#include <zlib.h>

#include "base/base.h"

/* Pixels a module, and modules of quiet zone around the code (the standard wants four). */
#define SCALE 6
#define QUIET 4
#define BYTES_MAX ((size_t)1 << 20)

static void add_u32(struct gh_buf *b, uint32_t v) {
    for (int shift = 24; shift >= 0; shift -= 8) gh_buf_addc(b, (char)(v >> shift));
}

static void add_chunk(struct gh_buf *b, const char *type, struct gh_str data) {
    add_u32(b, (uint32_t)data.n);
    size_t from = b->n;
    gh_buf_add(b, gh_str_n(type, 4));
    gh_buf_add(b, data);
    if (gh_buf_ok(b)) add_u32(b, (uint32_t)crc32(0, (const Bytef *)b->p + from, (uInt)(data.n + 4)));
}

static bool is_dark(const QRcode *code, int x, int y) {
    x -= QUIET;
    y -= QUIET;
    return x >= 0 && y >= 0 && x < code->width && y < code->width && (code->data[y * code->width + x] & 1);
}

/* Scan lines, each after its filter byte 0; a set bit is white. */
static struct gh_str draw(struct gh_arena *a, const QRcode *code, unsigned pixels) {
    size_t stride = 1 + (pixels + 7) / 8;
    unsigned char *lines = gh_arena_alloc(a, stride * pixels);
    for (unsigned y = 0; y < pixels; y++)
        for (unsigned x = 0; x < pixels; x++)
            if (!is_dark(code, (int)(x / SCALE), (int)(y / SCALE)))
                lines[y * stride + 1 + x / 8] |= (unsigned char)(0x80 >> x % 8);
    return gh_str_n((const char *)lines, stride * pixels);
}

static struct gh_str deflated(struct gh_arena *a, struct gh_str bytes) {
    uLongf n = compressBound(bytes.n);
    char *to = gh_arena_text(a, n);
    if (compress((Bytef *)to, &n, (const Bytef *)bytes.p, bytes.n) != Z_OK) return GH_S_NONE;
    return gh_str_n(to, n);
}

static struct gh_str encode(struct gh_arena *a, const QRcode *code) {
    unsigned pixels = (unsigned)(code->width + 2 * QUIET) * SCALE;
    struct gh_str data = deflated(a, draw(a, code, pixels));
    struct gh_buf header, b;
    gh_buf_init(&header, a, 13);
    add_u32(&header, pixels);
    add_u32(&header, pixels);
    /* One bit deep, grey, deflate, adaptive filters, not interlaced. */
    gh_buf_add(&header, gh_str_n("\1\0\0\0\0", 5));
    gh_buf_init(&b, a, BYTES_MAX);
    gh_buf_add(&b, GH_S("\x89PNG\r\n\x1a\n"));
    add_chunk(&b, "IHDR", gh_buf_str(&header));
    add_chunk(&b, "IDAT", data);
    add_chunk(&b, "IEND", GH_S(""));
    return data.p && gh_buf_ok(&b) ? gh_buf_str(&b) : GH_S_NONE;
}

bool qr_png(struct gh_arena *a, struct gh_str text, struct gh_str *ret_png) {
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (!code) return false;
    *ret_png = encode(a, code);
    QRcode_free(code);
    return ret_png->p != NULL;
}
