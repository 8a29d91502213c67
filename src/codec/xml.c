/* xml.c: see xml.h. */
#include "codec/xml.h"

#include <string.h>

#include "base/base.h"

#define REPLACEMENT GH_S("\xef\xbf\xbd")

void xml_begin(struct gh_buf *b, struct gh_str name) {
    gh_buf_addc(b, '<');
    gh_buf_add(b, name);
    gh_buf_addc(b, '>');
}

void xml_begin_with(struct gh_buf *b, struct gh_str name, struct gh_str attribute, struct gh_str value) {
    gh_buf_addc(b, '<');
    gh_buf_add(b, name);
    gh_buf_addc(b, ' ');
    gh_buf_add(b, attribute);
    gh_buf_add(b, GH_S("=\""));
    xml_text(b, value);
    gh_buf_add(b, GH_S("\">"));
}

void xml_end(struct gh_buf *b, struct gh_str name) {
    gh_buf_add(b, GH_S("</"));
    gh_buf_add(b, name);
    gh_buf_addc(b, '>');
}

/* What stands for an ASCII character that cannot stand for itself; absent where it can. */
static struct gh_str reference(unsigned char c) {
    switch (c) {
    case '<': return GH_S("&lt;");
    case '>': return GH_S("&gt;");
    case '&': return GH_S("&amp;");
    case '"': return GH_S("&quot;");
    case '\t': return GH_S("&#x9;");
    case '\n': return GH_S("&#xA;");
    case '\r': return GH_S("&#xD;");
    default: return c < 0x20 ? REPLACEMENT : GH_S_NONE;
    }
}

static size_t character(struct gh_str s) {
    static const unsigned char lengths[16] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4};
    size_t n = lengths[(unsigned char)s.p[0] >> 4];
    if (!n || n > s.n || !gh_str_is_utf8(gh_str_n(s.p, n))) return 0;
    /* U+FFFE and U+FFFF are no XML characters (XML 1.0 section 2.2). */
    return n == 3 && memcmp(s.p, "\xef\xbf", 2) == 0 && (unsigned char)s.p[2] >= 0xbe ? 0 : n;
}

static void text_wide(struct gh_buf *b, struct gh_str s) {
    while (s.n) {
        size_t n = character(s);
        gh_buf_add(b, n ? gh_str_n(s.p, n) : REPLACEMENT);
        s = gh_str_slice(s, n ? n : 1, s.n);
    }
}

/* Characters that stand for themselves. */
static const bool plain[256] = {
    [' ' ... '!'] = true, ['#' ... '%'] = true, ['\'' ... ';'] = true, ['='] = true, ['?' ... 0x7f] = true,
};

/* Where the run of them from @i on ends. */
static size_t plain_end(struct gh_str s, size_t i) {
    const unsigned char *p = (const unsigned char *)s.p;
    while (s.n - i >= 4 && plain[p[i]] & plain[p[i + 1]] & plain[p[i + 2]] & plain[p[i + 3]]) i += 4;
    while (i < s.n && plain[p[i]]) i++;
    return i;
}

void xml_text(struct gh_buf *b, struct gh_str s) {
    size_t start = 0, i = 0;
    for (;;) {
        i = plain_end(s, i);
        gh_buf_add(b, gh_str_slice(s, start, i));
        if (i == s.n) return;
        unsigned char c = (unsigned char)s.p[i];
        struct gh_str instead = c < 0x80 ? reference(c) : GH_S_NONE;
        start = i;
        if (instead.p) {
            gh_buf_add(b, instead);
            i++;
        } else {
            while (i < s.n && (unsigned char)s.p[i] >= 0x80) i++;
            text_wide(b, gh_str_slice(s, start, i));
        }
        start = i;
    }
}

void xml_element(struct gh_buf *b, struct gh_str name, struct gh_str s) {
    if (!s.p) return;
    xml_begin(b, name);
    xml_text(b, s);
    xml_end(b, name);
}
