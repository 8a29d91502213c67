/* document_write.c: a model as a document. Always the same text for the same model: things in the order of their names,
 * fields in the order of the tables. */
#include <strings.h>

#include "base/base.h"
#include "client/document.h"
#include "client/model.h"
#include "client/plan.h"
#include "codec/json.h"

#define FLUSH_BYTES 65536
#define PIECE_MAX (64u * 1024 * 1024)

struct writer {
    struct gh_arena *scratch; /* emptied after each thing */
    struct client_model *model;
    struct gh_buf out;
    const struct client_sink *sink;
    int failed;
};

/* Hands on what has been written; also where memory is given back, so nothing of scratch may be held across it. */
static void flush(struct writer *w, bool now) {
    if (!now && w->out.n < FLUSH_BYTES && gh_arena_used(w->scratch) < 16 * FLUSH_BYTES) return;
    if (!gh_buf_ok(&w->out)) w->failed = -GH_ELIMIT;
    if (!w->failed && w->out.n) w->failed = w->sink->write(w->sink->context, gh_buf_str(&w->out));
    gh_arena_reset(w->scratch);
    gh_buf_init(&w->out, w->scratch, PIECE_MAX);
}

static void indent(struct writer *w, unsigned n) {
    gh_buf_addf(&w->out, "%*s", (int)n, "");
}

/* Code points that YAML's readers change or refuse where they stand as they are. */
static uint32_t next_char(struct gh_str s, size_t *at) {
    unsigned char c = (unsigned char)s.p[*at];
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    uint32_t code = n == 1 ? c : c & (0x7fu >> n);
    for (size_t i = 1; i < n && *at + i < s.n; i++) code = code << 6 | ((unsigned char)s.p[*at + i] & 0x3f);
    *at += n;
    return code;
}

static bool special(uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
           c == 0xffff;
}

static void quoted(struct gh_buf *b, struct gh_str s) {
    if (!gh_str_is_utf8(s)) s = GH_S("?");
    gh_buf_addc(b, '"');
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = next_char(s, &at);
        if (c == '"' || c == '\\')
            gh_buf_addf(b, "\\%c", (int)c);
        else if (c == '\n')
            gh_buf_add(b, GH_S("\\n"));
        else if (special(c))
            gh_buf_addf(b, "\\u%04x", c);
        else
            gh_buf_add(b, gh_str_slice(s, from, at));
    }
    gh_buf_addc(b, '"');
}

static bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* May it stand without quotes, for every reader of YAML 1.1 and 1.2? */
static bool plain(struct gh_str s) {
    static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    if (!s.n || !letter(s.p[0]) || s.p[s.n - 1] == ':') return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool inner =
            c == ' ' ? i + 1 < s.n && s.p[i + 1] != ' ' && s.p[i - 1] != ':' : gh_str_find(GH_S("_-./@+:="), c) >= 0;
        if (!inner && !letter(c) && (c < '0' || c > '9')) return false;
    }
    for (size_t i = 0; i < GH_COUNT(words); i++)
        if (gh_str_eq_ci(s, gh_str_c(words[i]))) return false;
    return s.p[s.n - 1] != ' ';
}

static void text(struct writer *w, struct gh_str s) {
    if (plain(s))
        gh_buf_add(&w->out, s);
    else
        quoted(&w->out, s);
}

/* Any JSON in flow style: JSON is YAML, but for the characters that need another escape. */
static void flow(struct gh_buf *b, const struct json *json) {
    if (json->kind == JSON_STRING) {
        quoted(b, json->text);
    } else if (json->kind == JSON_ARRAY || json->kind == JSON_OBJECT) {
        bool object = json->kind == JSON_OBJECT;
        gh_buf_addc(b, object ? '{' : '[');
        for (uint32_t i = 0; i < json->n; i++) {
            if (i) gh_buf_add(b, GH_S(", "));
            if (object) {
                quoted(b, json->members[i].name);
                gh_buf_add(b, GH_S(": "));
            }
            flow(b, object ? &json->members[i].value : &json->items[i]);
        }
        gh_buf_addc(b, object ? '}' : ']');
    } else {
        json_encode(b, json);
    }
}

static bool literal_safe(struct gh_str s) {
    for (size_t at = 0; at < s.n;) {
        uint32_t c = next_char(s, &at);
        if (c != '\n' && special(c)) return false;
    }
    return gh_str_is_utf8(s);
}

static void policy(struct writer *w, const struct json *json, unsigned in) {
    struct gh_buf b;
    if (json->kind == JSON_STRING) {
        gh_buf_addc(&w->out, ' ');
        quoted(&w->out, json->text);
        gh_buf_addc(&w->out, '\n');
        return;
    }
    gh_buf_init(&b, w->scratch, PIECE_MAX);
    client_show_json(&b, json, in + 2);
    if (!literal_safe(gh_buf_str(&b))) {
        gh_buf_addc(&w->out, ' ');
        quoted(&w->out, gh_buf_str(&b));
        gh_buf_addc(&w->out, '\n');
        return;
    }
    gh_buf_add(&w->out, GH_S(" |\n"));
    indent(w, in + 2);
    gh_buf_add(&w->out, gh_buf_str(&b));
    gh_buf_addc(&w->out, '\n');
}

static void value(struct writer *w, const struct client_shape *shape, const struct json *json, unsigned in);

/* The members of an object; the first one stands where the line is, behind its "- ". */
static void object(struct writer *w, const struct client_shape *shape, const struct json *json, unsigned in,
                   bool inline_first) {
    for (unsigned i = 0; i < shape->n_fields; i++) {
        const struct client_field *f = &shape->fields[i];
        const struct json *member = json_get(json, gh_str_c(f->wire));
        if (!member) continue;
        if (!inline_first) indent(w, in);
        inline_first = false;
        gh_buf_addf(&w->out, "%s:", f->name);
        value(w, f->shape, member, in);
    }
}

static void list(struct writer *w, const struct client_shape *shape, const struct json *json, unsigned in) {
    gh_buf_addc(&w->out, '\n');
    for (uint32_t i = 0; i < json->n; i++) {
        indent(w, in + 2);
        gh_buf_add(&w->out, shape->item->kind == CLIENT_OBJECT ? GH_S("- ") : GH_S("-"));
        if (shape->item->kind == CLIENT_OBJECT)
            object(w, shape->item, &json->items[i], in + 4, true);
        else
            value(w, shape->item, &json->items[i], in + 4);
    }
}

static void pairs(struct writer *w, const struct json *json, unsigned in) {
    gh_buf_addc(&w->out, '\n');
    for (uint32_t i = 0; i < json->n; i++) {
        const struct json *v = json_get(&json->items[i], GH_S("Value")), *sources = json_get(v, GH_S("Source"));
        indent(w, in + 2);
        text(w, json_get_text(&json->items[i], GH_S("Key")));
        gh_buf_add(&w->out, GH_S(": "));
        if (sources && sources->kind == JSON_ARRAY && sources->n == 1)
            flow(&w->out, &sources->items[0]);
        else if (sources)
            flow(&w->out, sources);
        else if (v && v->kind == JSON_STRING)
            text(w, v->text);
        gh_buf_addc(&w->out, '\n');
    }
}

static void value(struct writer *w, const struct client_shape *shape, const struct json *json, unsigned in) {
    switch (shape->kind) {
    case CLIENT_POLICY: policy(w, json, in); return;
    case CLIENT_TAGS:
    case CLIENT_ATTRIBUTES: pairs(w, json, in); return;
    case CLIENT_SET:
    case CLIENT_LIST: list(w, shape, json, in); return;
    case CLIENT_OBJECT:
        gh_buf_addc(&w->out, '\n');
        object(w, shape, json, in + 2, false);
        return;
    default: break;
    }
    gh_buf_addc(&w->out, ' ');
    if (json->kind == JSON_STRING)
        text(w, json->text);
    else
        flow(&w->out, json);
    gh_buf_addc(&w->out, '\n');
}

static void named(struct writer *w, unsigned in, const char *name, struct gh_str s) {
    indent(w, in);
    gh_buf_addf(&w->out, "%s: ", name);
    text(w, s);
    gh_buf_addc(&w->out, '\n');
}

static void fields(struct writer *w, const struct client_item *item, unsigned in) {
    const struct client_kind_row *row = &client_kinds[item->kind];
    for (unsigned i = 0; i < row->n_fields; i++) {
        const struct json *json = client_value_json(w->scratch, client_item_value(item, i));
        if (!json || row->fields[i].flags & (CLIENT_SERVER_ONLY | CLIENT_MAKING_ONLY)) continue;
        indent(w, in);
        gh_buf_addf(&w->out, "%s:", row->fields[i].name);
        value(w, row->fields[i].shape, json, in);
    }
}

/* "name:" of a section, or "name: []" where it has nothing. */
static bool section(struct writer *w, const char *name, size_t n) {
    gh_buf_addf(&w->out, n ? "  %s:\n" : "  %s: []\n", name);
    return n > 0;
}

static void texts(struct writer *w, const char *name, enum client_kind kind) {
    const struct client_list *l = &w->model->of[kind];
    section(w, name, l->n);
    for (size_t i = 0; i < l->n; i++) {
        gh_buf_add(&w->out, GH_S("    - "));
        text(w, l->v[i]->parts[0]);
        gh_buf_addc(&w->out, '\n');
        flush(w, false);
    }
}

/* Where in a sorted list what belongs to each parent begins. */
static struct gh_map starts(struct writer *w, enum client_kind kind) {
    const struct client_list *l = &w->model->of[kind];
    struct gh_map m;
    gh_map_init(&m, w->model->arena);
    for (size_t i = 0; i < l->n; i++) {
        struct gh_str parent = client_parent_key(w->model->arena, l->v[i]);
        if (!gh_map_get(&m, parent)) gh_map_put(&m, parent, &l->v[i]);
    }
    return m;
}

static bool same_parts(const struct client_item *x, const struct client_item *y, unsigned n) {
    for (unsigned i = 0; i < n; i++)
        if (!gh_str_eq(x->parts[i], y->parts[i])) return false;
    return true;
}

static void things(struct writer *w, const char *name, const char *key, enum client_kind kind) {
    const struct client_list *l = &w->model->of[kind];
    section(w, name, l->n);
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i]->closed) continue; /* a note tells of it */
        indent(w, 4);
        gh_buf_addf(&w->out, "- %s: ", key);
        text(w, l->v[i]->parts[0]);
        gh_buf_addc(&w->out, '\n');
        if (l->v[i]->management) gh_buf_add(&w->out, GH_S("      management: true\n"));
        fields(w, l->v[i], 6);
        flush(w, false);
    }
}

static void target(struct writer *w, const struct client_item *item) {
    gh_buf_add(&w->out, GH_S("        - "));
    text(w, item->parts[2]);
    if (item->parts[3].n) {
        gh_buf_add(&w->out, GH_S(": "));
        text(w, item->parts[3]);
    }
    gh_buf_addc(&w->out, '\n');
    flush(w, false);
}

static void policies(struct writer *w) {
    const struct client_list *l = &w->model->of[CLIENT_ORG_POLICY], *hung = &w->model->of[CLIENT_ATTACHMENT];
    struct gh_map begin = starts(w, CLIENT_ATTACHMENT);
    section(w, "policies", l->n);
    for (size_t i = 0; i < l->n; i++) {
        struct client_item **at = gh_map_get(&begin, l->v[i]->key), **end = hung->v + hung->n;
        gh_buf_add(&w->out, GH_S("    - name: "));
        text(w, l->v[i]->parts[1]);
        gh_buf_addc(&w->out, '\n');
        named(w, 6, "type", l->v[i]->parts[0]);
        gh_buf_add(&w->out, at ? GH_S("      targets:\n") : GH_S("      targets: []\n"));
        for (const struct client_item *first = at ? *at : NULL; at && at < end && same_parts(*at, first, 2); at++)
            target(w, *at);
        fields(w, l->v[i], 6);
        flush(w, false);
    }
}

static void removals(struct writer *w) {
    const struct client_list *l = &w->model->of[CLIENT_DETACHMENT];
    section(w, "removed_aws_policies", l->n);
    for (size_t i = 0; i < l->n; i++) {
        if (!i || !same_parts(l->v[i], l->v[i - 1], 2)) {
            gh_buf_add(&w->out, GH_S("    - name: "));
            text(w, l->v[i]->parts[1]);
            gh_buf_addc(&w->out, '\n');
            named(w, 6, "type", l->v[i]->parts[0]);
            gh_buf_add(&w->out, GH_S("      targets:\n"));
        }
        target(w, l->v[i]);
    }
}

static void delegations(struct writer *w) {
    const struct client_list *l = &w->model->of[CLIENT_DELEGATION];
    section(w, "delegated_administrators", l->n);
    for (size_t i = 0; i < l->n; i++) {
        if (!i || !same_parts(l->v[i], l->v[i - 1], 1)) {
            gh_buf_add(&w->out, GH_S("    - account: "));
            text(w, l->v[i]->parts[0]);
            gh_buf_add(&w->out, GH_S("\n      services:\n"));
        }
        gh_buf_add(&w->out, GH_S("        - "));
        text(w, l->v[i]->parts[1]);
        gh_buf_addc(&w->out, '\n');
    }
}

static void groups(struct writer *w) {
    const struct client_list *l = &w->model->of[CLIENT_GROUP], *in = &w->model->of[CLIENT_MEMBERSHIP];
    struct gh_map begin = starts(w, CLIENT_MEMBERSHIP);
    section(w, "groups", l->n);
    for (size_t i = 0; i < l->n; i++) {
        struct client_item **at = gh_map_get(&begin, l->v[i]->key), **end = in->v + in->n;
        gh_buf_add(&w->out, GH_S("    - name: "));
        text(w, l->v[i]->parts[0]);
        gh_buf_addc(&w->out, '\n');
        fields(w, l->v[i], 6);
        gh_buf_add(&w->out, at ? GH_S("      members:\n") : GH_S("      members: []\n"));
        for (const struct client_item *first = at ? *at : NULL; at && at < end && same_parts(*at, first, 1); at++) {
            gh_buf_add(&w->out, GH_S("        - "));
            text(w, (*at)->parts[1]);
            gh_buf_addc(&w->out, '\n');
            flush(w, false);
        }
        flush(w, false);
    }
}

static void assignments(struct writer *w) {
    const struct client_list *l = &w->model->of[CLIENT_ASSIGNMENT];
    section(w, "assignments", l->n);
    for (size_t i = 0; i < l->n; i++) {
        const struct client_item *before = i ? l->v[i - 1] : NULL;
        bool pair = !before || !same_parts(l->v[i], before, 2);
        if (pair) {
            gh_buf_add(&w->out, GH_S("    - permission_set: "));
            text(w, l->v[i]->parts[0]);
            gh_buf_addc(&w->out, '\n');
            named(w, 6, "account", l->v[i]->parts[1]);
        }
        if (pair || !gh_str_eq(l->v[i]->parts[2], before->parts[2]))
            gh_buf_addf(&w->out, "      %.*ss:\n", GH_S_FMT(l->v[i]->parts[2]));
        gh_buf_add(&w->out, GH_S("        - "));
        text(w, l->v[i]->parts[3]);
        gh_buf_addc(&w->out, '\n');
        flush(w, false);
    }
}

static void single(struct writer *w, const char *name, enum client_kind kind) {
    const struct client_list *l = &w->model->of[kind];
    bool any = false;
    for (unsigned i = 0; l->n && i < client_kinds[kind].n_fields; i++) any |= client_item_value(l->v[0], i).p != NULL;
    gh_buf_addf(&w->out, any ? "  %s:\n" : "  %s: {}\n", name);
    if (any) fields(w, l->v[0], 4);
}

static void head(struct writer *w) {
    const struct client_model *m = w->model;
    gh_buf_addf(&w->out, "# The organization %.*s of account %.*s, as gatehouse export writes it.\n",
                GH_S_FMT(m->organization_id), GH_S_FMT(m->management_id));
    gh_buf_add(&w->out, GH_S("# gatehouse apply FILE --plan shows what would change, --apply changes it.\n"));
    for (size_t i = 0; i < m->n_notes; i++) {
        gh_buf_add(&w->out, GH_S("# Left out: "));
        client_show_text(&w->out, m->notes[i]);
        gh_buf_addc(&w->out, '\n');
    }
    for (int kind = 0; kind < CLIENT_KINDS; kind++)
        for (unsigned i = 0; i < client_kinds[kind].n_fields; i++)
            if (m->unsupported[kind] >> i & 1)
                gh_buf_addf(&w->out, "# Left out: %s of %s, which this server does not know (NotImplemented).\n",
                            client_kinds[kind].fields[i].name, client_kinds[kind].plural);
    gh_buf_addf(&w->out, "version: %d\n", CLIENT_DOCUMENT_VERSION);
}

static void organization(struct writer *w) {
    if (!w->model->of[CLIENT_ORGANIZATION].n) return;
    gh_buf_add(&w->out, GH_S("organization:\n"));
    texts(w, "trusted_access", CLIENT_TRUSTED_SERVICE);
    texts(w, "policy_types", CLIENT_POLICY_TYPE);
    single(w, "root", CLIENT_ROOT);
    things(w, "units", "path", CLIENT_UNIT);
    things(w, "accounts", "email", CLIENT_ACCOUNT);
    policies(w);
    removals(w);
    delegations(w);
    if (w->model->of[CLIENT_RESOURCE_POLICY].n)
        single(w, "resource_policy", CLIENT_RESOURCE_POLICY);
    else
        gh_buf_add(&w->out, GH_S("  resource_policy: null\n"));
}

static void center(struct writer *w) {
    if (!w->model->of[CLIENT_INSTANCE].n) return;
    gh_buf_add(&w->out, GH_S("identity_center:\n"));
    single(w, "instance", CLIENT_INSTANCE);
    things(w, "users", "user_name", CLIENT_USER);
    groups(w);
    things(w, "permission_sets", "name", CLIENT_PERMISSION_SET);
    assignments(w);
}

int client_document_write(struct client_model *m, const struct client_sink *sink, struct gh_err *err) {
    struct writer w = {.scratch = gh_arena_new(0), .model = m, .sink = sink};
    gh_buf_init(&w.out, w.scratch, PIECE_MAX);
    head(&w);
    organization(&w);
    center(&w);
    flush(&w, true);
    gh_arena_free(w.scratch);
    return w.failed ? gh_refuse(err, GH_EIO, "the document could not be written") : 0;
}
