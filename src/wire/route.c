/* route.c: see route.h. */
#include "wire/route.h"

#include "base/base.h"

/* Operations are sorted by name. */
static const struct gh_operation *operation_named(const struct gh_service *s, struct gh_str name) {
    size_t low = 0, high = s->n_operations;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = gh_str_cmp(s->operations[middle].name, name);
        if (order == 0) return &s->operations[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool is_candidate(const struct gh_service *s, struct gh_str signing_name) {
    return !signing_name.p || gh_str_eq(s->signing_name, signing_name);
}

/* X-Amz-Target: "Prefix.Operation" */
static void route_json(const struct gh_service *const *services, size_t n, struct gh_str signing_name,
                       struct gh_str target, struct wire_route *route) {
    route->protocol = GH_AWS_JSON;
    ptrdiff_t dot = gh_str_find(target, '.');
    if (dot < 0) return;
    struct gh_str prefix = gh_str_slice(target, 0, (size_t)dot);
    for (size_t i = 0; i < n; i++) {
        const struct gh_service *s = services[i];
        if (s->protocol != GH_AWS_JSON || !gh_str_eq(s->target_prefix, prefix) || !is_candidate(s, signing_name))
            continue;
        route->service = s;
        route->op = operation_named(s, gh_str_slice(target, (size_t)dot + 1, target.n));
        return;
    }
}

/* Names that repeat, in whatever case, are read differently by different readers. */
static bool names_unique(struct gh_arena *a, const struct form *f) {
    static char taken;
    struct gh_map names;
    gh_map_init(&names, a);
    for (size_t i = 0; i < f->n; i++)
        if (gh_map_put(&names, gh_str_lower(a, f->pairs[i].name), &taken)) return false;
    return true;
}

static bool has_action(struct gh_arena *a, struct gh_str query) {
    struct form f;
    if (form_parse(a, query, NULL, &f, NULL)) return true;
    for (size_t i = 0; i < f.n; i++)
        if (gh_str_eq_ci(f.pairs[i].name, GH_S("Action")) || gh_str_eq_ci(f.pairs[i].name, GH_S("Version")))
            return true;
    return false;
}

/*
 * The parameters: the form body of a POST, else the query string (of a GET, or of a presigned POST without a body).
 * False where they cannot be told for sure: in both, or repeated. One that is no text is refused when they are decoded.
 */
static bool take_form(struct gh_arena *a, struct wire_input *input) {
    const struct http_request *r = input->http;
    bool body = gh_str_eq(r->method, GH_S("POST")) && r->body.n;
    input->form = (struct form){0};
    if (body && r->raw_query.n && has_action(a, r->raw_query)) return false;
    struct form_limits limits = {.keep_malformed = true};
    if (form_parse(a, body ? r->body : r->raw_query, &limits, &input->form, NULL)) return false;
    return body || names_unique(a, &input->form);
}

/* Action and Version, in the form body of a POST or in the query string of a GET. */
static void route_query(struct gh_arena *a, const struct gh_service *const *services, size_t n,
                        struct gh_str signing_name, struct wire_route *route) {
    route->protocol = GH_AWS_QUERY;
    bool told = take_form(a, &route->input);
    struct gh_str action = form_get(&route->input.form, GH_S("Action"));
    struct gh_str version = form_get(&route->input.form, GH_S("Version"));
    for (size_t i = 0; i < n; i++) {
        const struct gh_service *s = services[i];
        if (s->protocol != GH_AWS_QUERY || !is_candidate(s, signing_name)) continue;
        if (!signing_name.p && !gh_str_eq(s->api_version, version)) continue;
        route->service = s;
        if (told && gh_str_eq(s->api_version, version)) route->op = operation_named(s, action);
        return;
    }
}

static void route_rest(const struct gh_service *const *services, size_t n, struct gh_str signing_name,
                       struct wire_route *route) {
    for (size_t i = 0; i < n; i++) {
        const struct gh_service *s = services[i];
        if (s->protocol != GH_REST_JSON || !is_candidate(s, signing_name)) continue;
        const struct gh_operation *op = wire_find_rest(s, route->input.http, &route->input.labels);
        if (signing_name.p || op) route->service = s;
        route->op = op;
        if (op) return;
    }
}

void wire_route(struct gh_arena *a, const struct gh_service *const *services, size_t n_services,
                struct gh_str signing_name, const struct http_request *r, struct wire_route *ret_route) {
    *ret_route = (struct wire_route){.protocol = GH_REST_JSON, .input = {.http = r}};
    struct gh_str target = http_header(r, GH_S("X-Amz-Target"));
    if (target.p) {
        route_json(services, n_services, signing_name, target, ret_route);
        return;
    }
    /* No REST operation stands at the root. */
    if (gh_str_eq(r->raw_path, GH_S("/")))
        route_query(a, services, n_services, signing_name, ret_route);
    else
        route_rest(services, n_services, signing_name, ret_route);
}
