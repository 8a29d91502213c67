/*
 * test_cases.c: runs the data cases of tests/policy, as TAP. Adding a case needs no C: see tests/policy/README.md.
 * Usage: test_cases DIRECTORY
 */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "codec/json.h"
#include "policy/policy.h"

struct runner {
    struct gh_arena *arena; /* of the file */
    struct gh_str text;
    unsigned n, failed;
};

/* What a case says is wrong with itself, or with the code; the first counts. */
struct fault {
    char text[1024];
};

static void complain(struct fault *f, const char *fmt, ...) GH_PRINTF(2, 3);
static void complain(struct fault *f, const char *fmt, ...) {
    if (f->text[0]) return;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(f->text, sizeof f->text, fmt, ap);
    va_end(ap);
}

static struct gh_str source_of(const struct runner *r, const struct json *node) {
    return node->kind == JSON_STRING ? node->text : gh_str_slice(r->text, node->begin, node->end);
}

static const struct policy *compile(const struct runner *r, const struct json *node, enum policy_type type,
                                    struct gh_str id, struct fault *f) {
    struct policy *p = NULL;
    struct gh_err err;
    if (policy_compile(r->arena, source_of(r, node), type, id, &p, &err))
        complain(f, "%.*s does not compile: %s (%s)", GH_S_FMT(id), err.message, err.detail);
    return p;
}

static struct policy_list compile_list(const struct runner *r, const struct json *node, enum policy_type type,
                                       const char *layer, struct fault *f) {
    struct policy_list list = {0};
    if (!node) return list;
    bool many = node->kind == JSON_ARRAY;
    list.n = many ? node->n : 1;
    const struct policy **v = gh_new_n(r->arena, const struct policy *, list.n);
    for (size_t i = 0; i < list.n; i++)
        v[i] = compile(r, many ? &node->items[i] : node, type, gh_fmt(r->arena, "%s%zu", layer, i), f);
    list.v = v;
    return list;
}

static const struct policy_level *compile_levels(const struct runner *r, const struct json *node, enum policy_type type,
                                                 size_t *ret_n, struct fault *f) {
    if (!node) return NULL;
    struct policy_level *levels = gh_new_n(r->arena, struct policy_level, node->n);
    for (uint32_t i = 0; i < node->n; i++)
        levels[i].policies = compile_list(r, &node->items[i], type, type == POLICY_SCP ? "scp" : "rcp", f);
    *ret_n = node->n;
    return levels;
}

/* "statement" and "condition" are short for an identity policy around them. */
static struct policy_list short_identity(const struct runner *r, const struct json *c, struct fault *f) {
    const struct json *statement = json_get(c, GH_S("statement")), *condition = json_get(c, GH_S("condition"));
    struct gh_str version = json_get_text(c, GH_S("version")), text;
    if (!version.p) version = GH_S("2012-10-17");
    if (condition)
        text = gh_fmt(r->arena,
                      "{\"Version\":\"%.*s\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\","
                      "\"Resource\":\"*\",\"Condition\":%.*s}}",
                      GH_S_FMT(version), GH_S_FMT(source_of(r, condition)));
    else if (statement)
        text = gh_fmt(r->arena, "{\"Version\":\"%.*s\",\"Statement\":%.*s}", GH_S_FMT(version),
                      GH_S_FMT(source_of(r, statement)));
    else
        return compile_list(r, json_get(c, GH_S("identity")), POLICY_IDENTITY, "identity", f);
    struct json node = {.kind = JSON_STRING, .text = text};
    return compile_list(r, &node, POLICY_IDENTITY, "identity", f);
}

static bool flag(const struct json *c, struct gh_str name) {
    bool value = false;
    json_bool(json_get(c, name), &value);
    return value;
}

static struct policy_layers read_layers(const struct runner *r, const struct json *c, struct fault *f) {
    struct policy_layers l = {0};
    const struct json *resource = json_get(c, GH_S("resource_policy")), *trust = json_get(c, GH_S("trust"));
    const struct json *boundary = json_get(c, GH_S("boundary")), *session = json_get(c, GH_S("session"));
    l.identity = short_identity(r, c, f);
    l.scps = compile_levels(r, json_get(c, GH_S("scps")), POLICY_SCP, &l.n_scps, f);
    l.rcps = compile_levels(r, json_get(c, GH_S("rcps")), POLICY_RCP, &l.n_rcps, f);
    if (resource) l.resource = compile(r, resource, POLICY_RESOURCE, GH_S("resource"), f);
    if (trust) l.resource = compile(r, trust, POLICY_TRUST, GH_S("trust"), f);
    if (boundary) l.boundary = compile(r, boundary, POLICY_IDENTITY, GH_S("boundary"), f);
    l.session = compile_list(r, session, POLICY_IDENTITY, "session", f);
    l.has_session = session != NULL;
    l.root = flag(c, GH_S("root"));
    l.resource_required = trust != NULL || flag(c, GH_S("resource_required"));
    return l;
}

static void read_keys(const struct runner *r, const struct json *keys, struct policy_request *rq) {
    if (!keys) return;
    struct policy_key *v = gh_new_n(r->arena, struct policy_key, keys->n);
    for (uint32_t i = 0; i < keys->n; i++) {
        const struct json *value = &keys->members[i].value;
        bool many = value->kind == JSON_ARRAY;
        size_t n = many ? value->n : 1;
        struct gh_str *values = gh_new_n(r->arena, struct gh_str, n);
        for (size_t k = 0; k < n; k++) values[k] = json_text(many ? &value->items[k] : value);
        v[i] = (struct policy_key){keys->members[i].name, values, n, many};
    }
    rq->keys = v;
    rq->n_keys = keys->n;
}

/* The case's own member, else the file's default. */
static const struct json *setting(const struct json *c, const struct json *file, struct gh_str name) {
    const struct json *own = json_get(c, name);
    return own ? own : json_get(json_get(file, GH_S("defaults")), name);
}

static struct policy_request read_request(const struct runner *r, const struct json *file, const struct json *c) {
    struct policy_request rq = {.action = json_text(setting(c, file, GH_S("action"))),
                                .resource = json_text(setting(c, file, GH_S("resource"))),
                                .resource_account = json_text(setting(c, file, GH_S("resource_account")))};
    const struct json *p = setting(c, file, GH_S("principal"));
    if (!rq.action.p) rq.action = GH_S("iam:GetUser");
    if (!rq.resource.p) rq.resource = GH_S("arn:aws:iam::111122223333:user/alice");
    rq.principal = (struct policy_principal){.account_id = json_get_text(p, GH_S("account")),
                                             .arn = json_get_text(p, GH_S("arn")),
                                             .role_arn = json_get_text(p, GH_S("role_arn")),
                                             .entity_id = json_get_text(p, GH_S("id")),
                                             .federated = json_get_text(p, GH_S("federated")),
                                             .service = json_get_text(p, GH_S("service")),
                                             .is_root = flag(c, GH_S("root"))};
    if (!p)
        rq.principal = (struct policy_principal){.account_id = GH_S("111122223333"),
                                                 .arn = GH_S("arn:aws:iam::111122223333:user/alice"),
                                                 .entity_id = GH_S("AIDAALICEALICEALICE1")};
    read_keys(r, setting(c, file, GH_S("keys")), &rq);
    return rq;
}

static const char *effect_name(enum policy_effect e) {
    static const char *const names[] = {"implicit", "deny", "allow"};
    return names[e];
}

static const char *layer_name(enum policy_layer l) {
    static const char *const names[] = {"none", "scp", "rcp", "resource", "identity", "boundary", "session", "root"};
    return names[l];
}

static void expect_text(struct fault *f, const char *what, struct gh_str want, struct gh_str got) {
    if (want.p && !gh_str_eq(want, got))
        complain(f, "%s: expected \"%.*s\", got \"%.*s\"", what, GH_S_FMT(want), GH_S_FMT(got));
}

/* A match as the cases write it: "identity0#1" or "identity0.Sid". */
static struct gh_str match_text(const struct runner *r, const struct policy_match *m) {
    if (m->sid.n) return gh_fmt(r->arena, "%.*s.%.*s", GH_S_FMT(m->policy_id), GH_S_FMT(m->sid));
    return gh_fmt(r->arena, "%.*s#%zu", GH_S_FMT(m->policy_id), m->index);
}

static void expect_matches(const struct runner *r, const struct json *want, const struct policy_decision *d,
                           struct fault *f) {
    if (!want) return;
    struct gh_str all = GH_S("");
    for (size_t i = 0; i < d->n_matches; i++)
        all = gh_fmt(r->arena, "%.*s%s%.*s", GH_S_FMT(all), i ? " " : "", GH_S_FMT(match_text(r, &d->matches[i])));
    expect_text(f, "matches", want->text, all);
}

static void run_request(const struct runner *r, const struct json *file, const struct json *c, struct fault *f) {
    const struct json *expect = json_get(c, GH_S("expect"));
    struct policy_layers layers = read_layers(r, c, f);
    struct policy_request rq = read_request(r, file, c);
    struct policy_decision d;
    if (f->text[0]) return;
    policy_evaluate(r->arena, &layers, &rq, &d);
    struct gh_str effect = gh_str_c(effect_name(d.effect));
    if (expect && expect->kind == JSON_STRING) {
        expect_text(f, "effect", expect->text, effect);
    } else if (expect && json_get(expect, GH_S("not"))) {
        if (gh_str_eq(json_get_text(expect, GH_S("not")), effect)) complain(f, "effect: %.*s", GH_S_FMT(effect));
    } else if (expect) {
        expect_text(f, "effect", json_get_text(expect, GH_S("effect")), effect);
        expect_text(f, "layer", json_get_text(expect, GH_S("layer")), gh_str_c(layer_name(d.layer)));
        expect_text(f, "explain", json_get_text(expect, GH_S("explain")), policy_explain(r->arena, &d, rq.action));
        expect_matches(r, json_get(expect, GH_S("matches")), &d, f);
    } else {
        complain(f, "the case expects nothing");
    }
}

static bool find_type(struct gh_str name, enum policy_type *ret) {
    static const struct gh_str names[] = {
        [POLICY_IDENTITY] = GH_S_INIT("identity"), [POLICY_RESOURCE] = GH_S_INIT("resource"),
        [POLICY_TRUST] = GH_S_INIT("trust"),       [POLICY_SCP] = GH_S_INIT("scp"),
        [POLICY_RCP] = GH_S_INIT("rcp"),           [POLICY_MANAGED] = GH_S_INIT("managed"),
    };
    for (size_t i = 0; i < GH_COUNT(names); i++)
        if (gh_str_eq(names[i], name)) {
            *ret = (enum policy_type)i;
            return true;
        }
    return false;
}

static void run_document(const struct runner *r, const struct json *file, const struct json *c, struct fault *f) {
    enum policy_type type;
    struct policy *p;
    struct gh_err err = {0};
    if (!find_type(json_text(setting(c, file, GH_S("type"))), &type)) {
        complain(f, "no such type of policy");
        return;
    }
    struct gh_str want = json_get_text(c, GH_S("message")), detail = json_get_text(c, GH_S("detail"));
    if (!want.p) want = GH_S("");
    if (policy_compile(r->arena, source_of(r, json_get(c, GH_S("document"))), type, GH_S("p"), &p, &err) == 0)
        expect_text(f, "message", want, GH_S(""));
    else if (!err.message[0])
        complain(f, "refused without a message");
    expect_text(f, "message", want, gh_str_c(err.message));
    expect_text(f, "detail", detail, gh_str_c(err.detail));
}

static void run_case(struct runner *r, const struct json *file, const char *name, const struct json *c) {
    struct fault f = {0};
    if (json_get(c, GH_S("document")))
        run_document(r, file, c, &f);
    else
        run_request(r, file, c, &f);
    r->n++;
    r->failed += f.text[0] != '\0';
    printf("%sok %u - %s: %.*s\n", f.text[0] ? "not " : "", r->n, name, GH_S_FMT(json_get_text(c, GH_S("name"))));
    if (f.text[0]) printf("# %s\n", f.text);
}

static bool read_file(struct gh_arena *a, const char *path, struct gh_str *ret) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    char *p = gh_arena_text(a, 1 << 20);
    size_t n = fread(p, 1, 1 << 20, file);
    fclose(file);
    *ret = gh_str_n(p, n);
    return n < 1 << 20;
}

static void run_file(struct runner *r, const char *directory, const char *name) {
    const struct json *file;
    struct gh_err err = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    r->arena = gh_arena_new(0);
    const struct json *cases = NULL;
    if (read_file(r->arena, path, &r->text) && json_parse(r->arena, r->text, NULL, &file, &err) == 0)
        cases = json_get(file, GH_S("cases"));
    if (!cases || cases->kind != JSON_ARRAY) {
        printf("not ok %u - %s cannot be read: %s\n", ++r->n, name, err.message);
        r->failed++;
    } else {
        for (uint32_t i = 0; i < cases->n; i++) run_case(r, file, name, &cases->items[i]);
    }
    gh_arena_free(r->arena);
}

static int is_case_file(const struct dirent *e) {
    return gh_str_ends(gh_str_c(e->d_name), GH_S(".json"));
}

int main(int argc, char **argv) {
    struct runner r = {0};
    struct dirent **files;
    int n = argc == 2 ? scandir(argv[1], &files, is_case_file, alphasort) : -1;
    if (n < 0) {
        fprintf(stderr, "usage: test_cases DIRECTORY\n");
        return 2;
    }
    for (int i = 0; i < n; i++) {
        run_file(&r, argv[1], files[i]->d_name);
        free(files[i]);
    }
    free(files);
    printf("1..%u\n", r.n);
    return r.failed || !r.n;
}
