/* json_write.c: the JSON writer (see json.h). The buffer's own maximum bounds the output. */
#include "base/base.h"
#include "codec/json.h"
#include "codec/json_int.h"

static void write_escape(struct gh_buf *b, unsigned char c) {
    static const char digits[] = "0123456789abcdef";
    switch (c) {
    case '"': gh_buf_add(b, GH_S("\\\"")); return;
    case '\\': gh_buf_add(b, GH_S("\\\\")); return;
    case '\n': gh_buf_add(b, GH_S("\\n")); return;
    case '\r': gh_buf_add(b, GH_S("\\r")); return;
    case '\t': gh_buf_add(b, GH_S("\\t")); return;
    default: break;
    }
    char text[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    gh_buf_add(b, gh_str_n(text, sizeof text));
}

/* Bytes of the well-formed character at @p, or 0. */
static size_t character(struct gh_str s) {
    static const unsigned char lengths[16] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4};
    size_t n = lengths[(unsigned char)s.p[0] >> 4];
    return n && n <= s.n && gh_str_is_utf8(gh_str_n(s.p, n)) ? n : 0;
}

static void write_repaired(struct gh_buf *b, struct gh_str s) {
    while (s.n) {
        size_t n = character(s);
        gh_buf_add(b, n ? gh_str_n(s.p, n) : GH_S("\xef\xbf\xbd"));
        s = gh_str_slice(s, n ? n : 1, s.n);
    }
}

void json_write_string(struct gh_buf *b, struct gh_str s) {
    gh_buf_addc(b, '"');
    for (size_t at = 0; at < s.n;) {
        bool high = false;
        size_t n = json_plain_run(s.p + at, s.n - at, &high);
        struct gh_str run = gh_str_n(s.p + at, n);
        if (high && !gh_str_is_utf8(run))
            write_repaired(b, run);
        else
            gh_buf_add(b, run);
        at += n;
        if (at < s.n) write_escape(b, (unsigned char)s.p[at++]);
    }
    gh_buf_addc(b, '"');
}

void json_encode(struct gh_buf *b, const struct json *node) {
    switch (node->kind) {
    case JSON_NULL: gh_buf_add(b, GH_S("null")); break;
    case JSON_FALSE: gh_buf_add(b, GH_S("false")); break;
    case JSON_TRUE: gh_buf_add(b, GH_S("true")); break;
    case JSON_NUMBER: gh_buf_add(b, node->text); break;
    case JSON_STRING: json_write_string(b, node->text); break;
    case JSON_ARRAY:
        gh_buf_addc(b, '[');
        for (size_t i = 0; i < node->n; i++) {
            if (i) gh_buf_addc(b, ',');
            json_encode(b, &node->items[i]);
        }
        gh_buf_addc(b, ']');
        break;
    case JSON_OBJECT:
        gh_buf_addc(b, '{');
        for (size_t i = 0; i < node->n; i++) {
            if (i) gh_buf_addc(b, ',');
            json_write_string(b, node->members[i].name);
            gh_buf_addc(b, ':');
            json_encode(b, &node->members[i].value);
        }
        gh_buf_addc(b, '}');
        break;
    }
}

void json_writer_init(struct json_writer *w, struct gh_buf *out) {
    *w = (struct json_writer){.out = out};
}

static void before(struct json_writer *w) {
    if (w->comma) gh_buf_addc(w->out, ',');
    w->comma = true;
}

static void begin(struct json_writer *w, char c) {
    before(w);
    gh_buf_addc(w->out, c);
    w->comma = false;
}

static void end(struct json_writer *w, char c) {
    gh_buf_addc(w->out, c);
    w->comma = true;
}

void json_object_begin(struct json_writer *w) {
    begin(w, '{');
}

void json_object_end(struct json_writer *w) {
    end(w, '}');
}

void json_array_begin(struct json_writer *w) {
    begin(w, '[');
}

void json_array_end(struct json_writer *w) {
    end(w, ']');
}

void json_key(struct json_writer *w, struct gh_str name) {
    before(w);
    json_write_string(w->out, name);
    gh_buf_addc(w->out, ':');
    w->comma = false;
}

void json_put_raw(struct json_writer *w, struct gh_str text) {
    before(w);
    gh_buf_add(w->out, text);
}

void json_put_null(struct json_writer *w) {
    json_put_raw(w, GH_S("null"));
}

void json_put_bool(struct json_writer *w, bool v) {
    json_put_raw(w, v ? GH_S("true") : GH_S("false"));
}

void json_put_string(struct json_writer *w, struct gh_str s) {
    if (!s.p) {
        json_put_null(w);
        return;
    }
    before(w);
    json_write_string(w->out, s);
}

void json_put_i64(struct json_writer *w, int64_t v) {
    before(w);
    gh_buf_add_i64(w->out, v);
}

void json_field(struct json_writer *w, struct gh_str name, struct gh_str s) {
    if (!s.p) return;
    json_key(w, name);
    json_put_string(w, s);
}
