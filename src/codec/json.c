/*
 * json.c: the JSON reader (see json.h). Recursive descent, bounded by the depth limit; the children of all open
 * containers wait on one stack, so that each container's children end up side by side in the arena.
 */
#include "codec/json.h"

#include <string.h>

#include "base/base.h"
#include "codec/json_int.h"

/* Objects of up to this many members are checked for duplicate names pair by pair, larger ones by hashing. */
#define FEW_MEMBERS 8
#define FIRST_STACK 32

struct reader {
    struct gh_arena *arena;
    const char *p; /* whole text */
    size_t n, at;
    unsigned depth, max_depth;
    bool allow_nul;
    struct json_member *stack; /* children of the open containers; elements of arrays leave the name unused */
    size_t used, room;
    struct gh_err *err;
};

void json_position(struct gh_str text, size_t at, size_t *ret_line, size_t *ret_column) {
    size_t line = 1, start = 0;
    if (at > text.n) at = text.n;
    for (size_t i = 0; i < at; i++) {
        if (text.p[i] != '\n') continue;
        line++;
        start = i + 1;
    }
    *ret_line = line;
    *ret_column = at - start + 1;
}

static int fail_as(struct reader *r, enum gh_code code, size_t at, const char *what) {
    size_t line, column;
    json_position(gh_str_n(r->p, r->n), at, &line, &column);
    return gh_refuse(r->err, code, "%s at line %zu, column %zu", what, line, column);
}

static int fail_at(struct reader *r, size_t at, const char *what) {
    return fail_as(r, GH_EINVAL, at, what);
}

static int fail(struct reader *r, const char *what) {
    return fail_at(r, r->at, r->at < r->n ? what : "unexpected end of text");
}

static inline void skip_space(struct reader *r) {
    size_t at = r->at;
    while (at < r->n && (r->p[at] == ' ' || r->p[at] == '\n' || r->p[at] == '\r' || r->p[at] == '\t')) at++;
    r->at = at;
}

static inline bool next_is(const struct reader *r, char c) {
    return r->at < r->n && r->p[r->at] == c;
}

static int read_hex4(struct reader *r, unsigned *ret) {
    if (r->n - r->at < 4) return fail_at(r, r->n, "unexpected end of text");
    unsigned char bytes[2];
    if (!gh_unhex(bytes, 2, gh_str_n(r->p + r->at, 4))) return fail(r, "\\u without four hexadecimal digits");
    r->at += 4;
    *ret = (unsigned)bytes[0] << 8 | bytes[1];
    return 0;
}

static size_t put_utf8(char *to, unsigned c) {
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* After "\u": one code point, or a surrogate pair. */
static int read_unicode(struct reader *r, char *to, size_t *ret_n) {
    size_t start = r->at - 2;
    unsigned c, low;
    int rc = read_hex4(r, &c);
    if (rc) return rc;
    if (c >= 0xdc00 && c <= 0xdfff) return fail_at(r, start, "lone low surrogate");
    if (c >= 0xd800 && c <= 0xdbff) {
        if (r->n - r->at < 2 || r->p[r->at] != '\\' || r->p[r->at + 1] != 'u')
            return fail_at(r, start, "lone high surrogate");
        r->at += 2;
        if ((rc = read_hex4(r, &low)) != 0) return rc;
        if (low < 0xdc00 || low > 0xdfff) return fail_at(r, start, "lone high surrogate");
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    if (c == 0 && !r->allow_nul) return fail_at(r, start, "NUL character in a string");
    *ret_n = put_utf8(to, c);
    return 0;
}

static int read_escape(struct reader *r, char *to, size_t *ret_n) {
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    if (r->n - r->at < 2) return fail_at(r, r->n, "unexpected end of text");
    char c = r->p[r->at + 1];
    if (c == 'u') {
        r->at += 2;
        return read_unicode(r, to, ret_n);
    }
    const char *known = c ? strchr(from, c) : NULL;
    if (!known) return fail(r, "unknown escape");
    r->at += 2;
    *to = into[known - from];
    *ret_n = 1;
    return 0;
}

static size_t raw_length(const struct reader *r) {
    size_t at = r->at;
    while (at < r->n) {
        bool high = false;
        at += json_plain_run(r->p + at, r->n - at, &high);
        if (at >= r->n || r->p[at] != '\\') break;
        at += 2;
    }
    return (at > r->n ? r->n : at) - r->at;
}

/* The rest of a string from its first escape on; @run bytes before it stand for themselves. An escape never grows. */
static int read_escaped(struct reader *r, size_t start, size_t run, bool *high, struct gh_str *ret) {
    r->at = start + run;
    char *text = gh_arena_text(r->arena, run + raw_length(r) + 4);
    memcpy(text, r->p + start, run);
    size_t n = run;
    while (r->at < r->n && r->p[r->at] == '\\') {
        size_t step;
        int rc = read_escape(r, text + n, &step);
        if (rc) return rc;
        n += step;
        step = json_plain_run(r->p + r->at, r->n - r->at, high);
        memcpy(text + n, r->p + r->at, step);
        n += step;
        r->at += step;
    }
    *ret = gh_str_n(text, n);
    return 0;
}

/* At the opening quote. */
static int read_string(struct reader *r, struct gh_str *ret) {
    size_t start = ++r->at;
    bool high = false;
    size_t run = json_plain_run(r->p + start, r->n - start, &high);
    r->at = start + run;
    struct gh_str s = gh_str_n(r->p + start, run);
    if (next_is(r, '\\')) {
        int rc = read_escaped(r, start, run, &high, &s);
        if (rc) return rc;
    }
    if (!next_is(r, '"')) return fail(r, "control character in a string");
    if (high && !gh_str_is_utf8(gh_str_n(r->p + start, r->at - start)))
        return fail_at(r, start, "ill-formed UTF-8 in a string");
    r->at++;
    *ret = s;
    return 0;
}

static size_t skip_digits(struct reader *r) {
    size_t start = r->at;
    while (r->at < r->n && r->p[r->at] >= '0' && r->p[r->at] <= '9') r->at++;
    return r->at - start;
}

static int read_number(struct reader *r, struct json *node) {
    size_t start = r->at;
    if (next_is(r, '-')) r->at++;
    if (next_is(r, '0')) {
        r->at++;
        if (r->at < r->n && r->p[r->at] >= '0' && r->p[r->at] <= '9') return fail(r, "leading zero in a number");
    } else if (!skip_digits(r)) {
        return fail(r, "digit expected");
    }
    if (next_is(r, '.')) {
        r->at++;
        if (!skip_digits(r)) return fail(r, "digit expected");
    }
    if (next_is(r, 'e') || next_is(r, 'E')) {
        r->at++;
        if (next_is(r, '+') || next_is(r, '-')) r->at++;
        if (!skip_digits(r)) return fail(r, "digit expected");
    }
    node->kind = JSON_NUMBER;
    node->text = gh_str_n(r->p + start, r->at - start);
    return 0;
}

static int read_word(struct reader *r, struct json *node, struct gh_str word, enum json_kind kind) {
    if (!gh_str_starts(gh_str_n(r->p + r->at, r->n - r->at), word)) return fail(r, "unknown word");
    r->at += word.n;
    node->kind = kind;
    return 0;
}

static int push(struct reader *r, const struct json_member *m) {
    if (r->used == r->room) {
        if (gh_arena_over(r->arena)) return fail_as(r, GH_ELIMIT, r->at, "text too large");
        struct json_member *more = gh_new_n(r->arena, struct json_member, r->room * 2);
        memcpy(more, r->stack, r->used * sizeof *more);
        r->stack = more;
        r->room *= 2;
    }
    r->stack[r->used++] = *m;
    return 0;
}

static int read_value(struct reader *r, struct json *node);

static int enter(struct reader *r) {
    if (r->depth == r->max_depth) return fail_as(r, GH_ELIMIT, r->at, "nested too deeply");
    r->depth++;
    r->at++;
    skip_space(r);
    return 0;
}

/* After an element: true on a comma. False with *@ret_rc 0 on the closing bracket, or the failure. */
static bool another(struct reader *r, char close, int *ret_rc) {
    skip_space(r);
    *ret_rc = 0;
    if (next_is(r, ',')) {
        r->at++;
        skip_space(r);
        return true;
    }
    if (next_is(r, close))
        r->at++;
    else
        *ret_rc = fail(r, close == '}' ? "',' or '}' expected" : "',' or ']' expected");
    return false;
}

static int read_array(struct reader *r, struct json *node) {
    size_t base = r->used;
    int rc = enter(r);
    if (rc) return rc;
    node->kind = JSON_ARRAY;
    if (next_is(r, ']')) {
        r->at++;
    } else {
        do {
            struct json_member m = {0};
            if ((rc = read_value(r, &m.value)) != 0 || (rc = push(r, &m)) != 0) return rc;
        } while (another(r, ']', &rc));
        if (rc) return rc;
    }
    size_t n = r->used - base;
    struct json *items = n ? gh_new_n(r->arena, struct json, n) : NULL;
    for (size_t i = 0; i < n; i++) items[i] = r->stack[base + i].value;
    node->items = items;
    node->n = (uint32_t)n;
    r->used = base;
    r->depth--;
    return 0;
}

static const struct json_member *duplicate_hashed(struct gh_arena *a, const struct json_member *m, size_t n) {
    struct gh_map seen;
    gh_map_init(&seen, a);
    for (size_t i = 0; i < n; i++)
        if (gh_map_put(&seen, m[i].name, &seen)) return &m[i];
    return NULL;
}

static const struct json_member *duplicate(struct gh_arena *a, const struct json_member *m, size_t n) {
    if (n > FEW_MEMBERS) return duplicate_hashed(a, m, n);
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (gh_str_eq(m[i].name, m[j].name)) return &m[i];
    return NULL;
}

static int read_member(struct reader *r) {
    struct json_member m = {.begin = (uint32_t)r->at};
    if (!next_is(r, '"')) return fail(r, "member name expected");
    int rc = read_string(r, &m.name);
    if (rc) return rc;
    skip_space(r);
    if (!next_is(r, ':')) return fail(r, "':' expected");
    r->at++;
    skip_space(r);
    if ((rc = read_value(r, &m.value)) != 0) return rc;
    return push(r, &m);
}

static int read_object(struct reader *r, struct json *node) {
    size_t base = r->used;
    int rc = enter(r);
    if (rc) return rc;
    node->kind = JSON_OBJECT;
    if (next_is(r, '}')) {
        r->at++;
    } else {
        do {
            if ((rc = read_member(r)) != 0) return rc;
        } while (another(r, '}', &rc));
        if (rc) return rc;
    }
    size_t n = r->used - base;
    struct json_member *members = n ? gh_new_n(r->arena, struct json_member, n) : NULL;
    if (n) memcpy(members, r->stack + base, n * sizeof *members);
    const struct json_member *twice = duplicate(r->arena, members, n);
    if (twice) return fail_at(r, twice->begin, "duplicate member name");
    node->members = members;
    node->n = (uint32_t)n;
    r->used = base;
    r->depth--;
    return 0;
}

static int read_value(struct reader *r, struct json *node) {
    node->begin = (uint32_t)r->at;
    int rc;
    switch (r->at < r->n ? r->p[r->at] : '\0') {
    case '{': rc = read_object(r, node); break;
    case '[': rc = read_array(r, node); break;
    case '"':
        node->kind = JSON_STRING;
        rc = read_string(r, &node->text);
        break;
    case 't': rc = read_word(r, node, GH_S("true"), JSON_TRUE); break;
    case 'f': rc = read_word(r, node, GH_S("false"), JSON_FALSE); break;
    case 'n': rc = read_word(r, node, GH_S("null"), JSON_NULL); break;
    case '-':
    case '0' ... '9': rc = read_number(r, node); break;
    default: rc = fail(r, "value expected");
    }
    node->end = (uint32_t)r->at;
    return rc;
}

int json_parse(struct gh_arena *a, struct gh_str text, const struct json_limits *limits, const struct json **ret,
               struct gh_err *err) {
    struct json_member first[FIRST_STACK];
    struct reader r = {.arena = a, .p = text.p ? text.p : "", .n = text.n, .err = err};
    r.max_depth = limits && limits->depth ? limits->depth : JSON_DEPTH;
    r.allow_nul = limits && limits->allow_nul;
    r.stack = first;
    r.room = FIRST_STACK;
    if (text.n >= UINT32_MAX) return gh_refuse(err, GH_ELIMIT, "text too large");
    struct json *root = gh_new(a, struct json);
    skip_space(&r);
    int rc = read_value(&r, root);
    if (rc) return rc;
    skip_space(&r);
    if (r.at != r.n) return fail(&r, "text after the value");
    *ret = root;
    return 0;
}

const struct json *json_get(const struct json *object, struct gh_str name) {
    if (!object || object->kind != JSON_OBJECT) return NULL;
    for (size_t i = 0; i < object->n; i++)
        if (gh_str_eq(object->members[i].name, name)) return &object->members[i].value;
    return NULL;
}

struct gh_str json_text(const struct json *node) {
    return node && node->kind == JSON_STRING ? node->text : GH_S_NONE;
}

struct gh_str json_get_text(const struct json *object, struct gh_str name) {
    return json_text(json_get(object, name));
}

bool json_bool(const struct json *node, bool *ret_value) {
    if (!node || (node->kind != JSON_TRUE && node->kind != JSON_FALSE)) return false;
    *ret_value = node->kind == JSON_TRUE;
    return true;
}

const char *json_kind_name(enum json_kind kind) {
    static const char *const names[] = {"null", "boolean", "boolean", "number", "string", "array", "object"};
    return names[kind];
}
