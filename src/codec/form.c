/* form.c: see form.h. */
#include "codec/form.h"

#include "base/base.h"

static bool decode(struct gh_arena *a, struct gh_str s, bool plus_is_space, struct gh_str *ret) {
    bool percent = gh_str_find(s, '%') >= 0;
    if (!percent && !(plus_is_space && gh_str_find(s, '+') >= 0)) {
        *ret = s;
        return true;
    }
    char *text = gh_arena_text(a, s.n + 1), *to = text;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            if (!gh_unhex(&c, 1, gh_str_slice(s, i + 1, i + 3))) return false;
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        *to++ = c;
    }
    *ret = gh_str_n(text, (size_t)(to - text));
    return true;
}

bool percent_decode(struct gh_arena *a, struct gh_str s, struct gh_str *ret) {
    return decode(a, s, false, ret);
}

static bool is_clean(struct gh_str s) {
    return gh_str_find(s, '\0') < 0 && gh_str_is_utf8(s);
}

static size_t count_parts(struct gh_str text) {
    size_t n = 0;
    struct gh_str part;
    while (gh_str_split(&text, '&', &part)) n += part.n > 0;
    return n;
}

/* "name=value", decoded; a text about what is wrong with it, or NULL. */
static const char *parse_pair(struct gh_arena *a, struct gh_str part, bool plus_is_space, struct form_pair *to) {
    ptrdiff_t eq = gh_str_find(part, '=');
    struct gh_str name = eq < 0 ? part : gh_str_slice(part, 0, (size_t)eq);
    struct gh_str value = eq < 0 ? GH_S("") : gh_str_slice(part, (size_t)eq + 1, part.n);
    *to = (struct form_pair){GH_S(""), GH_S_NONE};
    struct gh_str text;
    if (!decode(a, name, plus_is_space, &text)) return "has bad percent-encoding";
    if (!is_clean(text)) return "is not UTF-8 text";
    to->name = text;
    if (!decode(a, value, plus_is_space, &text)) return "has bad percent-encoding";
    if (!is_clean(text)) return "is not UTF-8 text";
    to->value = text;
    return NULL;
}

int form_parse(struct gh_arena *a, struct gh_str text, const struct form_limits *limits, struct form *ret,
               struct gh_err *err) {
    size_t n = count_parts(text), max = limits && limits->pairs ? limits->pairs : FORM_PAIRS;
    bool plus_is_space = !(limits && limits->plus_literal);
    if (n > max) return gh_refuse(err, GH_ELIMIT, "more than %zu parameters", max);
    struct form_pair *pairs = n ? gh_new_n(a, struct form_pair, n) : NULL, *to = pairs;
    struct gh_str part, malformed = GH_S_NONE;
    while (gh_str_split(&text, '&', &part)) {
        if (!part.n) continue;
        const char *wrong = parse_pair(a, part, plus_is_space, to);
        size_t number = (size_t)(to++ - pairs) + 1;
        if (!wrong) continue;
        if (!limits || !limits->keep_malformed) return gh_refuse(err, GH_EINVAL, "parameter %zu %s", number, wrong);
        if (malformed.p) continue;
        struct gh_str name = to[-1].name;
        malformed = name.n ? gh_fmt(a, "Parameter '%.*s' %s", GH_S_FMT(name), wrong)
                           : gh_fmt(a, "The name of parameter %zu %s", number, wrong);
    }
    *ret = (struct form){pairs, n, malformed};
    return 0;
}

struct gh_str form_get(const struct form *f, struct gh_str name) {
    for (size_t i = 0; i < f->n; i++)
        if (gh_str_eq(f->pairs[i].name, name)) return f->pairs[i].value;
    return GH_S_NONE;
}

size_t form_count(const struct form *f, struct gh_str name) {
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) n += gh_str_eq(f->pairs[i].name, name);
    return n;
}

static bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void percent_encode(struct gh_buf *b, struct gh_str s) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_unreserved(s.p[i])) {
            gh_buf_addc(b, s.p[i]);
            continue;
        }
        char escape[3] = {'%', digits[c >> 4], digits[c & 15]};
        gh_buf_add(b, gh_str_n(escape, sizeof escape));
    }
}

void form_add(struct gh_buf *b, struct gh_str name, struct gh_str value) {
    if (b->n) gh_buf_addc(b, '&');
    percent_encode(b, name);
    gh_buf_addc(b, '=');
    percent_encode(b, value);
}
