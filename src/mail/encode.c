/*
 * encode.c: text in the shapes that mail has for it: encoded words (RFC 2047), quoted-printable (RFC 2045 section 6.7).
 * Lines stay within 76 characters, encoded words within 75, and no word splits a character.
 */
#include "mail/mail_int.h"

#include <string.h>

#include "codec/base64.h"

#define LINE_MAX_CHARS 76
#define LINE_HARD_MAX 998
#define WORD_FRAME (sizeof "=?UTF-8?B?" + sizeof "?=" - 2)

static bool is_ascii(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

bool mail_one_line(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f) return false;
    return gh_str_is_utf8(s);
}

bool mail_body_text(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) return false;
    }
    return gh_str_is_utf8(s);
}

/* How many bytes of @s, at most @max, end between two characters. */
static size_t whole_characters(struct gh_str s, size_t max) {
    if (s.n <= max) return s.n;
    size_t n = max;
    while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80) n--;
    return n;
}

static void encoded_words(struct gh_buf *b, struct gh_str s, size_t column) {
    while (s.n) {
        size_t n = whole_characters(s, (LINE_MAX_CHARS - column - WORD_FRAME) / 4 * 3);
        gh_buf_add(b, GH_S("=?UTF-8?B?"));
        gh_buf_add(b, base64_encode(b->arena, gh_str_slice(s, 0, n), BASE64_STANDARD));
        gh_buf_add(b, GH_S("?="));
        s = gh_str_slice(s, n, s.n);
        if (s.n) gh_buf_add(b, GH_S("\r\n "));
        column = 1;
    }
}

/* Can @s stand in a header as it is: ASCII, nothing that looks like an encoded word, no word too long to fold? */
static bool plain(struct gh_str s) {
    if (!is_ascii(s) || gh_str_find_str(s, GH_S("=?")) >= 0) return false;
    if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ')) return false;
    struct gh_str rest = s, word;
    while (gh_str_split(&rest, ' ', &word))
        if (word.n > LINE_MAX_CHARS - 1 || !word.n) return false; /* a run of spaces would not survive folding */
    return true;
}

void mail_header_text(struct gh_buf *b, struct gh_str text, size_t column) {
    if (!text.n) return;
    if (!plain(text)) {
        encoded_words(b, text, column);
        return;
    }
    struct gh_str word;
    bool first = true;
    while (gh_str_split(&text, ' ', &word)) {
        if (!first && column + 1 + word.n > LINE_MAX_CHARS) {
            gh_buf_add(b, GH_S("\r\n"));
            column = 0;
        }
        if (!first) {
            gh_buf_addc(b, ' ');
            column++;
        }
        gh_buf_add(b, word);
        column += word.n;
        first = false;
    }
}

void mail_header_name(struct gh_buf *b, struct gh_str name, size_t column) {
    if (!is_ascii(name) || gh_str_find_str(name, GH_S("=?")) >= 0 || name.n > LINE_MAX_CHARS - 10) {
        encoded_words(b, name, column);
        return;
    }
    gh_buf_addc(b, '"');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"' || name.p[i] == '\\') gh_buf_addc(b, '\\');
        gh_buf_addc(b, name.p[i]);
    }
    gh_buf_addc(b, '"');
}

/* Takes the next line of @rest, whatever ended it: LF, CRLF or CR. */
static bool next_line(struct gh_str *rest, struct gh_str *ret_line) {
    if (!rest->n) return false;
    size_t i = 0;
    while (i < rest->n && rest->p[i] != '\n' && rest->p[i] != '\r') i++;
    *ret_line = gh_str_slice(*rest, 0, i);
    size_t end = i + 1;
    if (i + 1 < rest->n && rest->p[i] == '\r' && rest->p[i + 1] == '\n') end++;
    *rest = gh_str_slice(*rest, end, rest->n);
    return true;
}

static void quoted_printable_line(struct gh_buf *b, struct gh_str line) {
    static const char hex[] = "0123456789ABCDEF";
    size_t column = 0;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        bool last = i + 1 == line.n;
        bool literal = (c >= 0x21 && c <= 0x7e && c != '=') || ((c == ' ' || c == '\t') && !last);
        size_t width = literal ? 1 : 3;
        if (column + width > LINE_MAX_CHARS - (last ? 0 : 1)) {
            gh_buf_add(b, GH_S("=\r\n"));
            column = 0;
        }
        if (literal) {
            gh_buf_addc(b, (char)c);
        } else {
            gh_buf_addc(b, '=');
            gh_buf_addc(b, hex[c >> 4]);
            gh_buf_addc(b, hex[c & 15]);
        }
        column += width;
    }
    gh_buf_add(b, GH_S("\r\n"));
}

static bool lines_fit(struct gh_str body) {
    struct gh_str line;
    while (next_line(&body, &line))
        if (line.n > LINE_HARD_MAX) return false;
    return true;
}

void mail_entity(struct gh_buf *b, struct gh_str content_type, struct gh_str body, bool eight_bit) {
    bool ascii = is_ascii(body);
    bool as_is = (ascii || eight_bit) && lines_fit(body);
    const char *encoding = !as_is ? "quoted-printable" : ascii ? "7bit" : "8bit";
    gh_buf_addf(b, "Content-Type: %.*s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n", GH_S_FMT(content_type),
                encoding);
    struct gh_str line;
    while (next_line(&body, &line)) {
        if (as_is) {
            gh_buf_add(b, line);
            gh_buf_add(b, GH_S("\r\n"));
        } else {
            quoted_printable_line(b, line);
        }
    }
}
