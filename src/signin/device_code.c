/* device_code.c: see device_code.h. */
#include "signin/device_code.h"

#include <string.h>

#include "base/base.h"

#define LETTERS "BCDFGHJKLMNPQRSTVWXZ"
#define HALF 4

struct gh_str device_code_new(struct gh_arena *a) {
    struct gh_str letters = gh_id_new(a, "", LETTERS, 2 * HALF);
    return gh_fmt(a, "%.4s-%.4s", letters.p, letters.p + HALF);
}

bool device_code_normalize(struct gh_arena *a, struct gh_str typed, struct gh_str *ret_code) {
    char letters[2 * HALF];
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == '-' || c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (n == sizeof letters || !c || !strchr(LETTERS, c)) return false;
        letters[n++] = c;
    }
    if (n != sizeof letters) return false;
    *ret_code = gh_fmt(a, "%.4s-%.4s", letters, letters + HALF);
    return true;
}
