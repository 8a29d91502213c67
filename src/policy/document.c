/* document.c: reads a document as far as its elements. */
#include "policy/document.h"

#include <stdarg.h>

#include "base/base.h"

static const struct gh_str element_names[ELEMENTS] = {
    [ELEMENT_SID] = GH_S_INIT("Sid"),
    [ELEMENT_EFFECT] = GH_S_INIT("Effect"),
    [ELEMENT_PRINCIPAL] = GH_S_INIT("Principal"),
    [ELEMENT_NOT_PRINCIPAL] = GH_S_INIT("NotPrincipal"),
    [ELEMENT_ACTION] = GH_S_INIT("Action"),
    [ELEMENT_NOT_ACTION] = GH_S_INIT("NotAction"),
    [ELEMENT_RESOURCE] = GH_S_INIT("Resource"),
    [ELEMENT_NOT_RESOURCE] = GH_S_INIT("NotResource"),
    [ELEMENT_CONDITION] = GH_S_INIT("Condition"),
};

/* Drops the part of a character that a cut has left at the end. */
static void trim_to_character(char *text, size_t n) {
    while (n && !gh_str_is_utf8(gh_str_n(text, n))) n--;
    text[n] = '\0';
}

int document_malformed(const struct raw_document *d, const struct json *at, const char *what, const char *fmt, ...) {
    char text[sizeof d->err->message];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n >= (int)sizeof text) trim_to_character(text, sizeof text - 1);
    int r = gh_refuse(d->err, GH_EINVAL, "%s", text);
    if (!d->err) return r;
    size_t line = 1, column = 1;
    if (at) json_position(d->text, at->begin, &line, &column);
    snprintf(d->err->detail, sizeof d->err->detail, "%s at line %zu, column %zu", what, line, column);
    return r;
}

int document_syntax(const struct raw_document *d, const struct json *at, const char *what) {
    return document_malformed(d, at, what, "%s",
                              d->type == POLICY_TRUST ? "Syntax error in policy." : "Syntax errors in policy.");
}

uint32_t element_count(const struct json *element) {
    if (!element) return 0;
    return element->kind == JSON_ARRAY ? element->n : 1;
}

const struct json *element_at(const struct json *element, uint32_t i) {
    return element->kind == JSON_ARRAY ? &element->items[i] : element;
}

static int unknown_field(const struct raw_document *d, const struct json_member *m) {
    if (d->type != POLICY_TRUST) return document_syntax(d, &m->value, "unknown element");
    return document_malformed(d, &m->value, "unknown element", "Unknown field %.*s", GH_S_FMT(m->name));
}

static int read_statement(struct raw_document *d, const struct json *node, struct raw_statement *to) {
    if (node->kind != JSON_OBJECT) return document_syntax(d, node, "a statement that is no object");
    *to = (struct raw_statement){.node = node};
    for (uint32_t i = 0; i < node->n; i++) {
        size_t e = 0;
        while (e < ELEMENTS && !gh_str_eq(element_names[e], node->members[i].name)) e++;
        if (e == ELEMENTS) return unknown_field(d, &node->members[i]);
        to->element[e] = &node->members[i].value;
    }
    return 0;
}

static int no_statements(const struct raw_document *d, const struct json *at) {
    if (d->type != POLICY_TRUST) return document_syntax(d, at, "no statements");
    return document_malformed(d, at, "no statements", "Could not parse the policy: Statement is empty!");
}

static int read_statements(struct raw_document *d, const struct json *node) {
    uint32_t n = element_count(node);
    if (!n || node->kind == JSON_NULL) return no_statements(d, node);
    d->statements = gh_new_n(d->scratch, struct raw_statement, n);
    d->n_statements = n;
    for (uint32_t i = 0; i < n; i++) {
        int r = read_statement(d, element_at(node, i), &d->statements[i]);
        if (r) return r;
    }
    return 0;
}

static int read_version(struct raw_document *d) {
    const char *what = "a version that is neither 2012-10-17 nor 2008-10-17";
    if (!d->version) return 0;
    d->is_2012 = gh_str_eq(json_text(d->version), GH_S("2012-10-17"));
    if (d->is_2012 || gh_str_eq(json_text(d->version), GH_S("2008-10-17"))) return 0;
    if (d->type != POLICY_TRUST) return document_syntax(d, d->version, what);
    return document_malformed(d, d->version, what, "The policy must contain a valid version string");
}

static int not_json(const struct raw_document *d, const struct gh_err *cause) {
    const char *text = d->type == POLICY_TRUST ? "This policy contains invalid Json" : "Syntax errors in policy.";
    return document_malformed(d, NULL, cause->message[0] ? cause->message : cause->detail, "%s", text);
}

int document_read(struct raw_document *d) {
    const struct json *root, *id = NULL, *statement = NULL;
    struct gh_err cause = {0};
    if (json_parse(d->scratch, d->text, NULL, &root, &cause)) return not_json(d, &cause);
    if (root->kind != JSON_OBJECT) return not_json(d, &cause);
    for (uint32_t i = 0; i < root->n; i++) {
        const struct json_member *m = &root->members[i];
        if (gh_str_eq(m->name, GH_S("Version")))
            d->version = &m->value;
        else if (gh_str_eq(m->name, GH_S("Id")))
            id = &m->value;
        else if (gh_str_eq(m->name, GH_S("Statement")))
            statement = &m->value;
        else
            return unknown_field(d, m);
    }
    if (id && id->kind != JSON_STRING) return document_syntax(d, id, "an Id that is no string");
    int r = read_version(d);
    if (r) return r;
    if (!statement) return no_statements(d, root);
    return read_statements(d, statement);
}
