/* pattern.c: see pattern.h. */
#include "policy/pattern.h"

#include <string.h>

#include "base/arena.h"
#include "policy/policy.h"
#include "policy/policy_int.h"

static inline char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Where the next character after byte @at begins. */
static inline size_t next_char(struct gh_str s, size_t at) {
    at++;
    while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80) at++;
    return at;
}

/*
 * Greedy: on a mismatch only the last run grows, never an earlier one, so the time is bounded by the product of the
 * lengths whatever the number of wildcards.
 */
static inline bool match_glob(struct gh_str p, struct gh_str t, char run, char one, bool fold_case) {
    size_t i = 0, j = 0, after_run = 0, mark = 0;
    bool has_run = false;
    while (j < t.n) {
        if (i < p.n && p.p[i] == run) {
            has_run = true;
            after_run = ++i;
            mark = j;
            if (i == p.n) return true;
        } else if (i < p.n && p.p[i] == one) {
            i++;
            j = next_char(t, j);
        } else if (i < p.n && (p.p[i] == t.p[j] || (fold_case && fold(p.p[i]) == fold(t.p[j])))) {
            i++;
            j++;
        } else if (has_run) {
            i = after_run;
            j = ++mark;
        } else {
            return false;
        }
    }
    while (i < p.n && p.p[i] == run) i++;
    return i == p.n;
}

bool policy_wildcard(struct gh_str pattern, struct gh_str text, bool fold_case) {
    return fold_case ? match_glob(pattern, text, '*', '?', true) : match_glob(pattern, text, '*', '?', false);
}

bool pattern_match_encoded(struct gh_str encoded, struct gh_str text) {
    return match_glob(encoded, text, PATTERN_RUN, PATTERN_ONE, false);
}

bool pattern_match(const struct pattern *p, struct gh_str text) {
    switch (p->kind) {
    case PATTERN_ANY: return true;
    case PATTERN_LITERAL: return gh_str_eq(p->text, text);
    case PATTERN_PREFIX: return gh_str_starts(text, p->text);
    case PATTERN_GENERAL: return pattern_match_encoded(p->text, text);
    case PATTERN_TEMPLATE: break;
    }
    return false;
}

bool pattern_match_arn(struct gh_str encoded, struct gh_str arn) {
    if (encoded.n == 1 && encoded.p[0] == PATTERN_RUN) return true;
    for (int field = 0; field < 5; field++) {
        ptrdiff_t p = gh_str_find(encoded, ':'), t = gh_str_find(arn, ':');
        if (p < 0 || t < 0) return false;
        if (!pattern_match_encoded(gh_str_slice(encoded, 0, (size_t)p), gh_str_slice(arn, 0, (size_t)t))) return false;
        encoded = gh_str_slice(encoded, (size_t)p + 1, encoded.n);
        arn = gh_str_slice(arn, (size_t)t + 1, arn.n);
    }
    return pattern_match_encoded(encoded, arn);
}

/* Length of the "${...}" that @s begins with, or 0. A quoted default may hold a brace. */
static size_t variable_length(struct gh_str s) {
    if (s.n < 3 || s.p[0] != '$' || s.p[1] != '{') return 0;
    bool quoted = false;
    for (size_t i = 2; i < s.n; i++) {
        if (s.p[i] == '\'') quoted = !quoted;
        if (s.p[i] == '}' && !quoted) return i + 1;
    }
    return 0;
}

/* Reads the inside of "${...}": a key and perhaps ", 'default'". False where it is not of that form. */
static bool parse_variable(struct gh_str inside, struct pattern_piece *ret) {
    ptrdiff_t comma = gh_str_find(inside, ',');
    *ret = (struct pattern_piece){.variable = true};
    ret->text = gh_str_trim(comma < 0 ? inside : gh_str_slice(inside, 0, (size_t)comma));
    ret->key_hash = policy_key_hash(ret->text);
    if (!ret->text.n) return false;
    if (comma < 0) return true;
    struct gh_str fallback = gh_str_trim(gh_str_slice(inside, (size_t)comma + 1, inside.n));
    if (fallback.n < 2 || fallback.p[0] != '\'' || fallback.p[fallback.n - 1] != '\'') return false;
    ret->has_fallback = true;
    ret->fallback = gh_str_slice(fallback, 1, fallback.n - 1);
    return true;
}

/* "${*}", "${?}" and "${$}" stand for the character itself. */
static bool is_escape(struct gh_str s, size_t length) {
    return length == 4 && (s.p[2] == '*' || s.p[2] == '?' || s.p[2] == '$');
}

struct compiler {
    struct gh_arena *arena;
    struct pattern_options options;
    struct gh_str text;
    char *out; /* room for all of the text, encoded */
    size_t n, start;
    struct pattern_piece *pieces;
    uint32_t n_pieces;
};

static void flush_fixed(struct compiler *c) {
    if (c->n == c->start) return;
    c->pieces[c->n_pieces++] = (struct pattern_piece){.text = gh_str_n(c->out + c->start, c->n - c->start)};
    c->start = c->n;
}

static uint32_t count_variables(struct gh_str text) {
    uint32_t count = 0;
    for (size_t i = 0; i + 1 < text.n; i++) count += text.p[i] == '$' && text.p[i + 1] == '{';
    return count;
}

static void encode_char(struct compiler *c, char ch) {
    if (c->options.wildcards && ch == '*') {
        if (c->n == c->start || c->out[c->n - 1] != PATTERN_RUN) c->out[c->n++] = PATTERN_RUN;
    } else {
        c->out[c->n++] = c->options.wildcards && ch == '?' ? PATTERN_ONE : ch;
    }
}

static void encode(struct compiler *c) {
    for (size_t i = 0; i < c->text.n;) {
        struct gh_str rest = gh_str_slice(c->text, i, c->text.n);
        size_t length = c->options.variables ? variable_length(rest) : 0;
        struct pattern_piece piece;
        if (is_escape(rest, length)) {
            c->out[c->n++] = rest.p[2];
            i += length;
        } else if (length && parse_variable(gh_str_slice(rest, 2, length - 1), &piece)) {
            flush_fixed(c);
            c->pieces[c->n_pieces++] = piece;
            i += length;
        } else {
            encode_char(c, c->text.p[i++]);
        }
    }
}

static bool needs_encoding(struct gh_str text, struct pattern_options options) {
    for (size_t i = 0; i < text.n; i++) {
        if (options.wildcards && (text.p[i] == '*' || text.p[i] == '?')) return true;
        if (options.variables && text.p[i] == '$') return true;
    }
    return false;
}

static struct pattern classify(struct gh_str encoded) {
    if (encoded.n == 1 && encoded.p[0] == PATTERN_RUN) return (struct pattern){.kind = PATTERN_ANY, .text = encoded};
    size_t first = 0;
    while (first < encoded.n && encoded.p[first] != PATTERN_RUN && encoded.p[first] != PATTERN_ONE) first++;
    if (first == encoded.n) return (struct pattern){.kind = PATTERN_LITERAL, .text = encoded};
    if (first == encoded.n - 1 && encoded.p[first] == PATTERN_RUN)
        return (struct pattern){.kind = PATTERN_PREFIX, .text = gh_str_slice(encoded, 0, first)};
    return (struct pattern){.kind = PATTERN_GENERAL, .text = encoded};
}

struct pattern pattern_compile(struct gh_arena *a, struct gh_str text, struct pattern_options options) {
    if (!needs_encoding(text, options)) return (struct pattern){.kind = PATTERN_LITERAL, .text = text};
    struct compiler c = {.arena = a, .options = options, .text = text, .out = gh_arena_text(a, text.n)};
    uint32_t variables = options.variables ? count_variables(text) : 0;
    if (variables) c.pieces = gh_new_n(a, struct pattern_piece, 2 * variables + 1);
    encode(&c);
    if (!c.n_pieces) return classify(gh_str_n(c.out, c.n));
    flush_fixed(&c);
    return (struct pattern){.kind = PATTERN_TEMPLATE, .pieces = c.pieces, .n_pieces = c.n_pieces};
}
