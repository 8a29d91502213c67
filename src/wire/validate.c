/*
 * validate.c: see validate.h. A scalar gets one report per constraint it breaks; a list or map of scalars gets one
 * report for the first element that breaks any, listing all constraints of the element, as AWS does.
 */
#include "wire/validate.h"

#include "base/base.h"
#include "wire/errors.h"
#include "wire/pattern.h"

/* Room for the reports; what does not fit in an error's message is only counted. */
#define REPORT_BYTES 4096
/* A longer value is cut in the report. */
#define VALUE_BYTES 256

enum breach { FITS, TOO_LONG, TOO_SHORT, TOO_LARGE, TOO_SMALL, NO_MATCH, NOT_LISTED, REQUIRED };

struct walk {
    const struct wire_decoder *d;
    bool required_only;
    struct gh_buf text;
    size_t count;
    /* Of what was reported first. */
    enum breach first;
    const struct gh_shape *shape;
    struct gh_str member;
};

static void validate_value(struct walk *w, const struct gh_shape *s, const void *value, const struct wire_path *path);

static bool is_number(const struct gh_shape *s) {
    return s->kind == GH_K_INTEGER || s->kind == GH_K_LONG;
}

static bool is_text(const struct gh_shape *s) {
    return s->kind == GH_K_STRING || s->kind == GH_K_ENUM;
}

static bool is_scalar(const struct gh_shape *s) {
    return s->kind <= GH_K_TIMESTAMP;
}

static int64_t number_of(const struct gh_shape *s, const void *value) {
    return s->kind == GH_K_INTEGER ? *(const int32_t *)value : *(const int64_t *)value;
}

/* What min and max bound: a number's value, or a length. */
static int64_t measure(const struct gh_shape *s, const void *value) {
    switch (s->kind) {
    case GH_K_INTEGER:
    case GH_K_LONG: return number_of(s, value);
    case GH_K_STRING:
    case GH_K_ENUM: return (int64_t)gh_str_chars(*(const struct gh_str *)value);
    case GH_K_BLOB: return (int64_t)((const struct gh_str *)value)->n;
    case GH_K_LIST:
    case GH_K_MAP: return (int64_t)((const struct gh_list *)value)->n;
    default: return 0;
    }
}

static bool is_listed(const struct gh_shape *s, struct gh_str v) {
    for (uint32_t i = 0; i < s->n_values; i++)
        if (gh_str_eq(s->values[i], v)) return true;
    return false;
}

/* Does @value break this one constraint of @s? */
static bool breaks(const struct gh_shape *s, const void *value, enum breach b) {
    switch (b) {
    case TOO_LONG: return s->max != GH_NO_MAX && !is_number(s) && measure(s, value) > s->max;
    case TOO_SHORT: return s->min != GH_NO_MIN && !is_number(s) && measure(s, value) < s->min;
    case TOO_LARGE: return s->max != GH_NO_MAX && is_number(s) && number_of(s, value) > s->max;
    case TOO_SMALL: return s->min != GH_NO_MIN && is_number(s) && number_of(s, value) < s->min;
    case NO_MATCH: return s->pattern && is_text(s) && !wire_pattern_match(s->pattern_id, *(const struct gh_str *)value);
    case NOT_LISTED: return s->kind == GH_K_ENUM && !is_listed(s, *(const struct gh_str *)value);
    default: return false;
    }
}

/* Does @s have this constraint at all? */
static bool constrains(const struct gh_shape *s, enum breach b) {
    switch (b) {
    case TOO_LONG: return s->max != GH_NO_MAX && !is_number(s);
    case TOO_SHORT: return s->min != GH_NO_MIN && !is_number(s);
    case TOO_LARGE: return s->max != GH_NO_MAX && is_number(s);
    case TOO_SMALL: return s->min != GH_NO_MIN && is_number(s);
    case NO_MATCH: return s->pattern && is_text(s);
    case NOT_LISTED: return s->kind == GH_K_ENUM;
    default: return false;
    }
}

static void write_constraint(struct gh_buf *b, const struct gh_shape *s, enum breach breach) {
    long long min = (long long)s->min, max = (long long)s->max;
    switch (breach) {
    case TOO_LONG: gh_buf_addf(b, "Member must have length less than or equal to %lld", max); break;
    case TOO_SHORT: gh_buf_addf(b, "Member must have length greater than or equal to %lld", min); break;
    case TOO_LARGE: gh_buf_addf(b, "Member must have value less than or equal to %lld", max); break;
    case TOO_SMALL: gh_buf_addf(b, "Member must have value greater than or equal to %lld", min); break;
    case NO_MATCH: gh_buf_addf(b, "Member must satisfy regular expression pattern: %s", s->pattern); break;
    case NOT_LISTED:
        gh_buf_add(b, GH_S("Member must satisfy enum value set: ["));
        for (uint32_t i = 0; i < s->n_values; i++) gh_buf_addf(b, "%s%.*s", i ? ", " : "", GH_S_FMT(s->values[i]));
        gh_buf_addc(b, ']');
        break;
    case REQUIRED: gh_buf_add(b, GH_S("Member must not be null")); break;
    case FITS: break;
    }
}

static void write_clipped(struct gh_buf *b, struct gh_str v) {
    if (v.n <= VALUE_BYTES) {
        gh_buf_add(b, v);
        return;
    }
    size_t n = VALUE_BYTES;
    while (n && ((unsigned char)v.p[n] & 0xc0) == 0x80) n--;
    gh_buf_add(b, gh_str_slice(v, 0, n));
    gh_buf_add(b, GH_S("..."));
}

/* " 'value'", or nothing where it must not or cannot be shown in one line. */
static void write_value(struct gh_buf *b, const struct gh_shape *s, const void *value) {
    if (!value) {
        gh_buf_add(b, GH_S(" null"));
        return;
    }
    if (s->kind == GH_K_LIST && is_scalar(s->element) && !s->sensitive && !s->element->sensitive) {
        const struct gh_list *list = value;
        size_t start = b->n;
        gh_buf_add(b, GH_S(" '["));
        for (size_t i = 0; i < list->n && b->n - start < VALUE_BYTES; i++) {
            if (i) gh_buf_add(b, GH_S(", "));
            write_clipped(b, wire_scalar_encode(b->arena, s->element, (const char *)list->v + i * s->size));
        }
        gh_buf_add(b, GH_S("]'"));
    } else if (is_scalar(s) && s->kind != GH_K_BLOB && !s->sensitive) {
        gh_buf_add(b, GH_S(" '"));
        write_clipped(b, wire_scalar_encode(b->arena, s, value));
        gh_buf_addc(b, '\'');
    }
}

/* Opens a report up to "constraint: "; false where there is no more room to report in. */
static bool report(struct walk *w, const struct gh_shape *s, const void *value, const struct wire_path *path,
                   enum breach why) {
    if (w->count++ == 0) {
        w->first = why;
        w->shape = s;
        w->member = path->name;
    }
    struct gh_buf *b = &w->text;
    if (b->n > REPORT_BYTES) return false;
    if (b->n) gh_buf_add(b, GH_S("; "));
    gh_buf_add(b, GH_S("Value"));
    write_value(b, s, value);
    gh_buf_add(b, GH_S(" at '"));
    wire_path_write(b, path);
    gh_buf_add(b, GH_S("' failed to satisfy constraint: "));
    return true;
}

static void check_each(struct walk *w, const struct gh_shape *s, const void *value, const struct wire_path *path) {
    for (enum breach b = TOO_LONG; b <= NOT_LISTED; b++)
        if (breaks(s, value, b) && report(w, s, value, path, b)) write_constraint(&w->text, s, b);
}

static enum breach first_breach(const struct gh_shape *s, const void *value) {
    for (enum breach b = TOO_LONG; b <= NOT_LISTED; b++)
        if (breaks(s, value, b)) return b;
    return FITS;
}

static void write_all_constraints(struct gh_buf *b, const struct gh_shape *s, const char *lead) {
    gh_buf_addf(b, "%s must satisfy constraint: [", lead);
    bool comma = false;
    for (enum breach c = TOO_LONG; c <= NOT_LISTED; c++) {
        if (!constrains(s, c)) continue;
        if (comma) gh_buf_add(b, GH_S(", "));
        write_constraint(b, s, c);
        comma = true;
    }
    gh_buf_addc(b, ']');
}

/* The scalar elements of a list, or the scalar keys or values of a map. */
static void validate_scalars(struct walk *w, const struct gh_shape *whole, bool keys, const struct gh_list *list,
                             const struct wire_path *path) {
    const struct gh_shape *s = keys ? whole->key : whole->element;
    bool map = whole->kind == GH_K_MAP;
    const char *at = (const char *)list->v + (map && !keys ? sizeof(struct gh_str) : 0);
    for (size_t i = 0; !w->required_only && i < list->n; i++, at += whole->size) {
        enum breach b = first_breach(s, at);
        if (b == FITS) continue;
        if (report(w, whole, list, path, b))
            write_all_constraints(&w->text, s, !map ? "Member" : keys ? "Map keys" : "Map value");
        return;
    }
}

static void validate_list(struct walk *w, const struct gh_shape *s, const struct gh_list *list,
                          const struct wire_path *path) {
    if (is_scalar(s->element)) {
        validate_scalars(w, s, false, list, path);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        struct wire_path here = {.up = path, .name = GH_S("member"), .index = i + 1};
        validate_value(w, s->element, (const char *)list->v + i * s->size, &here);
    }
}

static void validate_map(struct walk *w, const struct gh_shape *s, const struct gh_list *list,
                         const struct wire_path *path) {
    validate_scalars(w, s, true, list, path);
    if (is_scalar(s->element)) {
        validate_scalars(w, s, false, list, path);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        struct wire_path here = {.up = path, .name = GH_S("value"), .index = i + 1};
        validate_value(w, s->element, wire_entry_value((char *)list->v + i * s->size), &here);
    }
}

static bool is_missing(const struct wire_decoder *d, const void *base, const struct gh_member *m) {
    for (size_t i = 0; i < d->n_missing; i++)
        if (d->missing[i].at == base && d->missing[i].member == m) return true;
    return false;
}

static void validate_structure(struct walk *w, const struct gh_shape *s, const void *value,
                               const struct wire_path *path) {
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        struct wire_path here = {.up = path, .name = m->name};
        bool present = wire_present(value, m) && !is_missing(w->d, value, m);
        if (present)
            validate_value(w, m->shape, wire_value(value, m), &here);
        else if (m->required && report(w, m->shape, NULL, &here, REQUIRED))
            write_constraint(&w->text, m->shape, REQUIRED);
    }
}

static void validate_value(struct walk *w, const struct gh_shape *s, const void *value, const struct wire_path *path) {
    if (!w->required_only) check_each(w, s, value, path);
    switch (s->kind) {
    case GH_K_STRUCTURE:
    case GH_K_UNION: validate_structure(w, s, value, path); break;
    case GH_K_LIST: validate_list(w, s, value, path); break;
    case GH_K_MAP: validate_map(w, s, value, path); break;
    default: break;
    }
}

static struct gh_str reason_of(enum breach b) {
    switch (b) {
    case TOO_LONG: return GH_S("MAX_LENGTH_EXCEEDED");
    case TOO_SHORT: return GH_S("MIN_LENGTH_EXCEEDED");
    case TOO_LARGE: return GH_S("MAX_VALUE_EXCEEDED");
    case TOO_SMALL: return GH_S("MIN_VALUE_EXCEEDED");
    case NO_MATCH: return GH_S("INVALID_PATTERN");
    case NOT_LISTED: return GH_S("INVALID_ENUM");
    case REQUIRED: return GH_S("INPUT_REQUIRED");
    case FITS: break;
    }
    return GH_S_NONE;
}

/*
 * Organizations says in a member of its exception what kind of constraint it was, and has words of its own for the
 * elements of lists, for types and ids of policies and for their targets.
 */
static struct gh_str organizations_reason(const struct walk *w) {
    bool mismatch = w->first == NO_MATCH || w->first == NOT_LISTED;
    if (mismatch && w->shape->kind == GH_K_LIST) return GH_S("INVALID_LIST_MEMBER");
    if (w->first == NOT_LISTED && is_listed(w->shape, GH_S("TAG_POLICY"))) return GH_S("INVALID_ENUM_POLICY_TYPE");
    if (w->first == NO_MATCH && gh_str_eq(w->member, GH_S("PolicyId"))) return GH_S("INVALID_SYNTAX_POLICY_ID");
    if (w->first == NO_MATCH && gh_str_eq(w->member, GH_S("TargetId"))) return GH_S("INVALID_PATTERN_TARGET_ID");
    return reason_of(w->first);
}

static void add_reason(const struct wire_decoder *d, const struct walk *w) {
    if (!d->service) return;
    if (gh_str_eq(d->service->name, GH_S("organizations"))) gh_err_member(d->err, "Reason", organizations_reason(w));
    if (gh_str_eq(d->service->name, GH_S("account"))) gh_err_member(d->err, "reason", GH_S("fieldValidationFailed"));
}

static int validate(struct wire_decoder *d, const struct gh_shape *s, const void *value, bool required_only) {
    struct walk w = {.d = d, .required_only = required_only};
    gh_buf_init(&w.text, d->arena, (size_t)1 << 20);
    if (s) validate_structure(&w, s, value, NULL);
    if (!w.count) return 0;
    struct gh_str text = gh_buf_str(&w.text);
    int rc = wire_refuse(d->err, d->service, WIRE_VALIDATION, "%zu validation error%s detected: %.*s", w.count,
                         w.count == 1 ? "" : "s", GH_S_FMT(text));
    add_reason(d, &w);
    return rc;
}

int wire_validate(struct wire_decoder *d, const struct gh_shape *s, const void *value) {
    return validate(d, s, value, false);
}

int wire_validate_required(struct wire_decoder *d, const struct gh_shape *s, const void *value) {
    return validate(d, s, value, true);
}
