/* page_out.c: escaping for HTML text and for URLs. */
#include "signin/page_out.h"

#include "base/hex.h"

#define REPLACEMENT GH_S("\xEF\xBF\xBD")

/* Length of the UTF-8 sequence at @p, or 0 where it is none. */
static size_t sequence_at(const char *p, size_t n) {
    unsigned char lead = (unsigned char)p[0];
    size_t len = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return len <= n && gh_str_is_utf8(gh_str_n(p, len)) ? len : 0;
}

static struct gh_str reference_for(char c) {
    switch (c) {
    case '&': return GH_S("&amp;");
    case '<': return GH_S("&lt;");
    case '>': return GH_S("&gt;");
    case '"': return GH_S("&quot;");
    case '\'': return GH_S("&#39;");
    case '\t':
    case '\n': return GH_S_NONE;
    default: return (unsigned char)c < 0x20 || c == 0x7F ? REPLACEMENT : GH_S_NONE;
    }
}

void page_add_text(struct gh_buf *b, struct gh_str s) {
    size_t plain = 0;
    for (size_t i = 0; i < s.n;) {
        size_t len = sequence_at(s.p + i, s.n - i);
        struct gh_str instead = len == 1 ? reference_for(s.p[i]) : len == 0 ? REPLACEMENT : GH_S_NONE;
        size_t next = i + (len ? len : 1);
        if (instead.p) {
            gh_buf_add(b, gh_str_slice(s, plain, i));
            gh_buf_add(b, instead);
            plain = next;
        }
        i = next;
    }
    gh_buf_add(b, gh_str_slice(s, plain, s.n));
}

static bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void page_add_url(struct gh_buf *b, struct gh_str s) {
    for (size_t i = 0; i < s.n; i++) {
        if (is_unreserved(s.p[i])) {
            gh_buf_addc(b, s.p[i]);
            continue;
        }
        char digits[3] = {'%'};
        gh_hex(digits + 1, s.p + i, 1);
        gh_buf_add(b, gh_str_n(digits, sizeof(digits)));
    }
}
