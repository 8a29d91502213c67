/* test_qr.c: the image is a PNG whose pixels are the modules of the code: finder patterns, quiet zone, checksums. */
#include "unit.h"

#include <zlib.h>

#include "codec/qr.h"

#define SCALE 6u
#define QUIET 4u

struct image {
    unsigned pixels, stride;
    unsigned char lines[1 << 16];
};

static uint32_t u32(const char *p) {
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The next chunk, whose checksum must hold. */
static struct gh_str chunk(struct gh_str *rest, const char *type) {
    uint32_t n = u32(rest->p);
    assert_true(rest->n >= 12 + n);
    assert_memory_equal(rest->p + 4, type, 4);
    assert_int_equal(u32(rest->p + 8 + n), crc32(0, (const Bytef *)rest->p + 4, n + 4));
    struct gh_str data = gh_str_n(rest->p + 8, n);
    *rest = gh_str_slice(*rest, 12 + n, rest->n);
    return data;
}

static void read_image(struct gh_str png, struct image *to) {
    assert_true(gh_str_starts(png, GH_S("\x89PNG\r\n\x1a\n")));
    struct gh_str rest = gh_str_slice(png, 8, png.n), header = chunk(&rest, "IHDR"), data = chunk(&rest, "IDAT");
    assert_int_equal(chunk(&rest, "IEND").n, 0);
    assert_int_equal(rest.n, 0);
    assert_int_equal(header.n, 13);
    assert_memory_equal(header.p + 8, "\1\0\0\0\0", 5);
    to->pixels = u32(header.p);
    assert_int_equal(u32(header.p + 4), to->pixels);
    to->stride = 1 + (to->pixels + 7) / 8;
    uLongf n = sizeof to->lines;
    assert_int_equal(uncompress(to->lines, &n, (const Bytef *)data.p, data.n), Z_OK);
    assert_int_equal(n, to->stride * to->pixels);
}

static bool is_dark(const struct image *image, unsigned x, unsigned y) {
    x *= SCALE;
    y *= SCALE;
    return !(image->lines[y * image->stride + 1 + x / 8] >> (7 - x % 8) & 1);
}

static void draws_a_code(void **state) {
    struct gh_str png;
    struct image *image = gh_new(*state, struct image);
    assert_true(qr_png(*state, GH_S("otpauth://totp/phone@123456789012?secret=MZXW6YTBOI"), &png));
    read_image(png, image);
    assert_int_equal(image->pixels % SCALE, 0);
    unsigned modules = image->pixels / SCALE - 2 * QUIET;
    assert_int_equal((modules - 17) % 4, 0); /* versions are 21, 25, 29 ... modules wide */
    for (unsigned i = 0; i < image->pixels / SCALE; i++)
        for (unsigned k = 0; k < QUIET; k++) assert_false(is_dark(image, i, k) || is_dark(image, k, i));
    /* A finder pattern: dark ring, light ring, dark heart. */
    const unsigned at[] = {QUIET, QUIET + modules - 7};
    for (unsigned i = 0; i < 2; i++) {
        assert_true(is_dark(image, at[i], QUIET) && is_dark(image, at[i] + 6, QUIET + 6));
        assert_false(is_dark(image, at[i] + 1, QUIET + 1));
        assert_true(is_dark(image, at[i] + 3, QUIET + 3));
    }
}

static void refuses_what_does_not_fit(void **state) {
    struct gh_str png = GH_S_NONE;
    char *text = gh_arena_text(*state, 4000);
    for (size_t i = 0; i < 4000; i++) text[i] = 'a';
    assert_false(qr_png(*state, GH_S(""), &png));
    assert_false(qr_png(*state, gh_str_n(text, 4000), &png));
    assert_true(qr_png(*state, gh_str_n(text, 2000), &png));
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(draws_a_code), arena_test(refuses_what_does_not_fit)};
    return cmocka_run_group_tests_name("codec/qr", tests, NULL, NULL);
}
