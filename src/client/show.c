/* show.c: a plan for people. */
#include <string.h>

#include "base/base.h"
#include "client/plan.h"
#include "codec/json.h"

/* Longer documents are shown as removed and added, without looking for what they have in common. */
#define DIFF_LINES 600
#define TEXT_MAX (8u * 1024 * 1024)

static const char signs[] = {[CLIENT_CREATE] = '+', [CLIENT_UPDATE] = '~', [CLIENT_DELETE] = '-'};

void client_show_text(struct gh_buf *out, struct gh_str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool c1 = c == 0xc2 && i + 1 < text.n && ((unsigned char)text.p[i + 1] & 0xe0) == 0x80;
        if (c1)
            gh_buf_addf(out, "\\x%02x", (unsigned char)text.p[++i]);
        else if (c < 0x20 || c == 0x7f)
            gh_buf_addf(out, "\\x%02x", c);
        else
            gh_buf_addc(out, (char)c);
    }
}

static void newline(struct gh_buf *out, unsigned indent) {
    gh_buf_addf(out, "\n%*s", (int)indent, "");
}

static bool small(const struct json *json) {
    if (json->kind != JSON_ARRAY || json->n > 1) return false;
    return !json->n || (json->items[0].kind != JSON_ARRAY && json->items[0].kind != JSON_OBJECT);
}

void client_show_json(struct gh_buf *out, const struct json *json, unsigned indent) {
    bool object = json->kind == JSON_OBJECT;
    if ((!object && json->kind != JSON_ARRAY) || small(json) || !json->n) {
        json_encode(out, json);
        return;
    }
    gh_buf_addc(out, object ? '{' : '[');
    for (uint32_t i = 0; i < json->n; i++) {
        if (i) gh_buf_addc(out, ',');
        newline(out, indent + 2);
        if (object) {
            json_write_string(out, json->members[i].name);
            gh_buf_add(out, GH_S(": "));
        }
        client_show_json(out, object ? &json->members[i].value : &json->items[i], indent + 2);
    }
    newline(out, indent);
    gh_buf_addc(out, object ? '}' : ']');
}

struct lines {
    struct gh_str *v;
    size_t n;
};

static struct lines split(struct gh_arena *a, struct gh_str value) {
    struct lines l = {0};
    struct gh_buf b;
    const struct json *json = client_value_json(a, value);
    if (!json) return l;
    gh_buf_init(&b, a, TEXT_MAX);
    client_show_json(&b, json, 0);
    struct gh_str rest = gh_buf_str(&b), line;
    l.v = gh_new_n(a, struct gh_str, rest.n / 2 + 2);
    while (gh_str_split(&rest, '\n', &line)) l.v[l.n++] = line;
    return l;
}

static void show_line(struct gh_buf *out, char sign, struct gh_str line) {
    gh_buf_addf(out, "        %c ", sign);
    client_show_text(out, line);
    gh_buf_addc(out, '\n');
}

/* Longest common subsequence: both texts are short, so the plain table will do. */
static void show_diff(struct gh_arena *a, struct lines x, struct lines y, struct gh_buf *out) {
    bool search = x.n <= DIFF_LINES && y.n <= DIFF_LINES;
    size_t row = y.n + 1, i = 0, j = 0;
    unsigned short *common = search ? gh_new_n(a, unsigned short, (x.n + 1) * row) : NULL;
    for (size_t m = x.n; search && m-- > 0;)
        for (size_t n = y.n; n-- > 0;) {
            unsigned short down = common[(m + 1) * row + n], right = common[m * row + n + 1];
            common[m * row + n] = gh_str_eq(x.v[m], y.v[n]) ? (unsigned short)(common[(m + 1) * row + n + 1] + 1)
                                  : down > right            ? down
                                                            : right;
        }
    while (i < x.n || j < y.n) {
        if (search && i < x.n && j < y.n && gh_str_eq(x.v[i], y.v[j])) {
            i++, j++;
        } else if (i < x.n && (!search || j == y.n || common[(i + 1) * row + j] >= common[i * row + j + 1])) {
            show_line(out, '-', x.v[i++]);
        } else {
            show_line(out, '+', y.v[j++]);
        }
    }
}

static bool has(const struct json *list, const struct json *item, struct gh_arena *a) {
    struct gh_buf x, y;
    gh_buf_init(&x, a, TEXT_MAX);
    json_encode(&x, item);
    for (uint32_t i = 0; list && list->kind == JSON_ARRAY && i < list->n; i++) {
        gh_buf_init(&y, a, TEXT_MAX);
        json_encode(&y, &list->items[i]);
        if (gh_str_eq(gh_buf_str(&x), gh_buf_str(&y))) return true;
    }
    return false;
}

/* One entry of a list; tags and attributes as name: value. */
static void show_entry(struct gh_buf *out, char sign, const struct json *item) {
    struct gh_str key = json_get_text(item, GH_S("Key"));
    const struct json *value = json_get(item, GH_S("Value"));
    gh_buf_addf(out, "        %c ", sign);
    if (key.p && value) {
        client_show_text(out, key);
        gh_buf_add(out, GH_S(": "));
    }
    json_encode(out, key.p && value ? value : item);
    gh_buf_addc(out, '\n');
}

static void show_entries(struct gh_arena *a, struct gh_str is, struct gh_str wanted, struct gh_buf *out) {
    const struct json *x = client_value_json(a, is), *y = client_value_json(a, wanted);
    gh_buf_addc(out, '\n');
    for (uint32_t i = 0; x && i < x->n; i++)
        if (!has(y, &x->items[i], a)) show_entry(out, '-', &x->items[i]);
    for (uint32_t i = 0; y && i < y->n; i++)
        if (!has(x, &y->items[i], a)) show_entry(out, '+', &y->items[i]);
}

static void show_value(struct gh_buf *out, struct gh_str value) {
    if (value.p)
        client_show_text(out, value);
    else
        gh_buf_add(out, GH_S("(none)"));
}

static void show_field(struct gh_arena *a, const struct client_step *s, unsigned i, struct gh_buf *out) {
    const struct client_field *f = &client_kinds[s->kind].fields[i];
    struct gh_str is = s->from ? client_item_value(s->from, i) : GH_S_NONE, wanted = client_item_value(s->to, i);
    if (f->flags & CLIENT_SERVER_ONLY) {
        gh_buf_add(out, GH_S("      its roles are not up to date: provisioned again\n"));
        return;
    }
    gh_buf_addf(out, "      %s:", f->name);
    switch (f->shape->kind) {
    case CLIENT_TAGS:
    case CLIENT_ATTRIBUTES:
    case CLIENT_SET: show_entries(a, is, wanted, out); return;
    case CLIENT_POLICY:
        gh_buf_addc(out, '\n');
        show_diff(a, split(a, is), split(a, wanted), out);
        return;
    default: break;
    }
    gh_buf_addc(out, ' ');
    if (s->action == CLIENT_UPDATE) {
        show_value(out, is);
        gh_buf_add(out, GH_S(" -> "));
    }
    show_value(out, wanted);
    gh_buf_addc(out, '\n');
}

void client_step_show(struct gh_arena *a, const struct client_step *step, struct gh_buf *out) {
    gh_buf_addf(out, "  %c ", signs[step->action]);
    client_show_text(out, client_item_label(a, step->to ? step->to : step->from));
}

static void show_sum(const struct client_plan *plan, bool prune, struct gh_buf *out) {
    gh_buf_addf(out, "%zu to create, %zu to update, %zu to delete, %zu unchanged", plan->count[CLIENT_CREATE],
                plan->count[CLIENT_UPDATE], plan->count[CLIENT_DELETE], plan->unchanged);
    if (!prune && plan->kept) gh_buf_addf(out, "; %zu not in the document and kept (--prune deletes them)", plan->kept);
    gh_buf_addc(out, '\n');
}

static void show_step(struct gh_arena *a, const struct client_step *s, struct gh_buf *out) {
    client_step_show(a, s, out);
    gh_buf_addc(out, '\n');
    if (s->fields & CLIENT_RESPELT) {
        gh_buf_addf(out, "      %s: ", client_kinds[s->kind].name);
        show_value(out, client_value_text(a, s->from->parts[0]));
        gh_buf_add(out, GH_S(" -> "));
        show_value(out, client_value_text(a, s->to->parts[0]));
        gh_buf_addc(out, '\n');
    }
    for (unsigned f = 0; s->to && f < client_kinds[s->kind].n_fields; f++)
        if (s->fields >> f & 1) show_field(a, s, f, out);
}

int client_plan_show(const struct client_plan *plan, bool prune, const struct client_sink *sink) {
    struct gh_arena *a = gh_arena_new(0);
    int r = 0;
    for (size_t i = 0; !r && i < plan->n + plan->n_stuck + 1; i++) {
        struct gh_buf out;
        gh_arena_reset(a);
        gh_buf_init(&out, a, TEXT_MAX);
        if (i < plan->n) {
            show_step(a, &plan->steps[i], &out);
        } else if (i < plan->n + plan->n_stuck) {
            gh_buf_add(&out, GH_S("  ! "));
            client_show_text(&out, client_item_label(a, plan->stuck[i - plan->n]));
            gh_buf_add(&out, GH_S(" is not in the document, and stays: accounts stand in it\n"));
        } else {
            show_sum(plan, prune, &out);
        }
        r = sink->write(sink->context, gh_buf_str(&out));
    }
    gh_arena_free(a);
    return r;
}
