/* path.c: which REST operation a path belongs to (see engine.h). Compares the path as sent: "%2F" is no slash. */
#include "base/base.h"
#include "wire/engine.h"

static bool label_name(struct gh_str segment, struct gh_str *ret_name, bool *ret_greedy) {
    if (segment.n < 3 || segment.p[0] != '{' || segment.p[segment.n - 1] != '}') return false;
    struct gh_str name = gh_str_slice(segment, 1, segment.n - 1);
    *ret_greedy = name.p[name.n - 1] == '+';
    if (*ret_greedy) name.n--;
    *ret_name = name;
    return true;
}

static bool label_add(struct wire_labels *labels, struct gh_str name, struct gh_str value) {
    if (!value.n || labels->n == WIRE_LABELS) return false;
    labels->names[labels->n] = name;
    labels->values[labels->n++] = value;
    return true;
}

static bool segments_match(struct gh_str pattern, struct gh_str path, struct wire_labels *labels) {
    struct gh_str want, got, name;
    while (gh_str_split(&pattern, '/', &want)) {
        bool greedy, label = label_name(want, &name, &greedy);
        if (!path.p) return false;
        if (label && greedy) return !pattern.p && label_add(labels, name, path);
        gh_str_split(&path, '/', &got);
        if (label ? !label_add(labels, name, got) : !gh_str_eq(want, got)) return false;
    }
    return !path.p;
}

static bool has_parameter(struct gh_str raw_query, struct gh_str parameter) {
    struct gh_str part;
    while (gh_str_split(&raw_query, '&', &part)) {
        if (gh_str_eq(part, parameter)) return true;
        if (gh_str_find(parameter, '=') < 0 && part.n == parameter.n + 1 && gh_str_starts(part, parameter) &&
            part.p[part.n - 1] == '=')
            return true;
    }
    return false;
}

static void split_pattern(struct gh_str pattern, struct gh_str *ret_path, struct gh_str *ret_query) {
    ptrdiff_t mark = gh_str_find(pattern, '?');
    *ret_path = mark < 0 ? pattern : gh_str_slice(pattern, 0, (size_t)mark);
    *ret_query = mark < 0 ? GH_S_NONE : gh_str_slice(pattern, (size_t)mark + 1, pattern.n);
}

bool wire_path_match(struct gh_str pattern, struct gh_str raw_path, struct gh_str raw_query,
                     struct wire_labels *ret_labels) {
    /* Nearly all others differ in their first letter. */
    if (pattern.n > 1 && raw_path.n > 1 && pattern.p[1] != '{' && pattern.p[1] != '?' && pattern.p[1] != raw_path.p[1])
        return false;
    struct gh_str path, query, parameter;
    struct wire_labels labels = {0};
    split_pattern(pattern, &path, &query);
    if (!raw_path.p || !segments_match(path, raw_path, &labels)) return false;
    while (gh_str_split(&query, '&', &parameter))
        if (!has_parameter(raw_query, parameter)) return false;
    *ret_labels = labels;
    return true;
}

/* More literal query parameters first, then fewer labels. */
static size_t specificity(const struct gh_operation *op, const struct wire_labels *labels) {
    struct gh_str path, query, part;
    size_t parameters = 0;
    split_pattern(op->http_path, &path, &query);
    while (gh_str_split(&query, '&', &part)) parameters++;
    return parameters * (WIRE_LABELS + 1) + (WIRE_LABELS - labels->n) + 1;
}

const struct gh_operation *wire_find_rest(const struct gh_service *service, const struct http_request *r,
                                          struct wire_labels *ret_labels) {
    const struct gh_operation *best = NULL;
    size_t best_specificity = 0;
    for (uint32_t i = 0; i < service->n_operations; i++) {
        const struct gh_operation *op = &service->operations[i];
        struct wire_labels labels;
        if (!gh_str_eq(op->http_method, r->method)) continue;
        if (!wire_path_match(op->http_path, r->raw_path, r->raw_query, &labels)) continue;
        size_t s = specificity(op, &labels);
        if (s <= best_specificity) continue;
        best = op;
        best_specificity = s;
        *ret_labels = labels;
    }
    return best;
}
