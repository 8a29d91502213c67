/* plan.c: see plan.h. */
#include "client/plan.h"

#include "base/base.h"
#include "client/plan_int.h"

struct planner {
    struct gh_arena *arena;
    struct client_model *current, *wanted;
    bool prune;
    struct client_plan *plan;
    struct client_problems *problems;
    struct gh_map occupied; /* paths of units that something will stand in */
};

static void wrong(struct planner *p, const struct client_item *item, const char *rule) {
    client_problem_add(p->problems, item->line, client_item_label(p->problems->arena, item), "%s", rule);
}

static void unknown_to_server(struct planner *p, const struct client_item *item, const char *field) {
    client_problem_add(p->problems, item->line, client_item_label(p->problems->arena, item),
                       "this server does not know %s (NotImplemented)", field);
}

static void step(struct planner *p, enum client_action action, struct client_item *from, struct client_item *to,
                 uint32_t fields) {
    struct client_plan *plan = p->plan;
    plan->steps[plan->n++] = (struct client_step){action, to ? to->kind : from->kind, from, to, fields, NULL};
    plan->count[action]++;
}

/* Bits of the fields whose wanted value is not the current one. */
static uint32_t differences(struct planner *p, const struct client_item *from, const struct client_item *to) {
    const struct client_kind_row *row = &client_kinds[to->kind];
    uint32_t bits = 0;
    for (unsigned i = 0; to->values && i < row->n_fields; i++) {
        const struct client_field *f = &row->fields[i];
        struct gh_str is = from ? client_item_value(from, i) : GH_S_NONE, wanted = client_item_value(to, i);
        if (p->current->unsupported[to->kind] >> i & 1) {
            if (wanted.p) unknown_to_server(p, to, f->name);
            continue;
        }
        if (from && f->flags & CLIENT_MAKING_ONLY) continue;
        if (!from && f->flags & CLIENT_SERVER_ONLY) continue;
        if (!wanted.p && f->flags & CLIENT_STAYS) continue;
        if (!client_value_equal(p->arena, f->shape, is, wanted)) bits |= 1u << i;
    }
    return bits;
}

static void compare(struct planner *p, struct client_item *to) {
    struct client_item *from = gh_map_get(&p->current->of[to->kind].by_key, to->key);
    if (from && from->closed) {
        wrong(p, to, "an account of that address is closed or being closed");
        return;
    }
    if (from && to->kind == CLIENT_ACCOUNT && to->management && !from->management)
        wrong(p, to, "is not the management account here");
    if (!from && to->kind == CLIENT_ACCOUNT && to->management && p->current->of[CLIENT_ORGANIZATION].n)
        wrong(p, to, "there is no management account to take for it");
    uint32_t bits = differences(p, from, to);
    if (from) {
        if (client_kinds[to->kind].wire_name && !gh_str_eq(from->parts[0], to->parts[0])) bits |= CLIENT_RESPELT;
        from->match = to;
        to->id = from->id;
        to->home = from->home;
        to->management = from->management;
    }
    if (!from)
        step(p, CLIENT_CREATE, NULL, to, bits);
    else if (bits)
        step(p, CLIENT_UPDATE, from, to, bits);
    else
        p->plan->unchanged++;
}

static void occupy(struct planner *p, struct gh_str path) {
    struct gh_str parent, name;
    while (path.n && !gh_map_put(&p->occupied, path, p->plan)) {
        if (!client_path_split(p->arena, path, &parent, &name)) return;
        path = parent;
    }
}

/* Units in which accounts stand when all is done, and those above them. */
static void find_occupied(struct planner *p) {
    const struct client_list *wanted = &p->wanted->of[CLIENT_ACCOUNT], *current = &p->current->of[CLIENT_ACCOUNT];
    gh_map_init(&p->occupied, p->arena);
    for (size_t i = 0; i < wanted->n; i++)
        occupy(p, client_text_value(p->arena, client_item_value(wanted->v[i], CLIENT_ACCOUNT_UNIT)));
    for (size_t i = 0; i < current->n; i++)
        if (!current->v[i]->match)
            occupy(p, client_text_value(p->arena, client_item_value(current->v[i], CLIENT_ACCOUNT_UNIT)));
}

enum fate { OTHERS, IMPLIED, GOES };

/* What becomes of a thing that the document does not have: not its business, gone with its parent, or to go. */
static enum fate fate_of(struct planner *p, const struct client_item *from) {
    const struct client_model *w = p->wanted;
    enum client_kind kind = from->kind;
    switch (kind) {
    case CLIENT_ORGANIZATION:
    case CLIENT_ROOT:
    case CLIENT_INSTANCE:
    case CLIENT_ACCOUNT: return OTHERS; /* closing accounts is nothing to do in passing */
    case CLIENT_MEMBERSHIP:
    case CLIENT_ATTACHMENT: break;
    default: return w->present[kind] ? GOES : OTHERS;
    }
    struct gh_str key = client_parent_key(p->arena, from);
    enum client_kind of = kind == CLIENT_MEMBERSHIP ? CLIENT_GROUP : CLIENT_ORG_POLICY;
    if (gh_map_get(&w->of[of].by_key, key)) return client_model_manages(w, kind, key) ? GOES : OTHERS;
    if (!w->present[of]) return OTHERS;
    return kind == CLIENT_MEMBERSHIP ? IMPLIED : GOES;
}

static void stick(struct planner *p, const struct client_item *unit) {
    p->plan->stuck[p->plan->n_stuck++] = unit;
}

static void go(struct planner *p, struct client_item *from) {
    from->goes = true;
    step(p, CLIENT_DELETE, from, NULL, 0);
}

static void dispose(struct planner *p, struct client_item *from) {
    enum fate fate = fate_of(p, from);
    if (fate != GOES) return;
    if (!p->prune) {
        p->plan->kept++;
        return;
    }
    if (from->kind == CLIENT_UNIT && gh_map_get(&p->occupied, from->parts[0]))
        stick(p, from);
    else
        go(p, from);
}

/* What a plan made before says about a server's thing. */
static void forget(struct client_item *item) {
    item->match = NULL;
    item->goes = item->goes_first = false;
}

int client_plan_make(struct client_model *current, struct client_model *wanted, bool prune,
                     struct client_plan *ret_plan, struct client_problems *problems, struct gh_err *err) {
    struct client_plan plan = {0};
    struct gh_arena *a = wanted->arena;
    struct planner p = {a, current, wanted, prune, &plan, problems, {0}};
    size_t room = 0;
    client_model_sort(current);
    client_model_sort(wanted);
    client_check_references(current, wanted, problems);
    for (int kind = 0; kind < CLIENT_KINDS; kind++) room += current->of[kind].n + wanted->of[kind].n;
    plan.steps = gh_new_n(a, struct client_step, room + 1);
    plan.stuck = gh_new_n(a, const struct client_item *, current->of[CLIENT_UNIT].n + 1);
    for (int kind = 0; kind < CLIENT_KINDS; kind++)
        for (size_t i = 0; i < current->of[kind].n; i++) forget(current->of[kind].v[i]);
    for (int kind = 0; kind < CLIENT_KINDS; kind++)
        for (size_t i = 0; i < wanted->of[kind].n; i++) compare(&p, wanted->of[kind].v[i]);
    find_occupied(&p);
    for (int kind = CLIENT_KINDS - 1; kind >= 0; kind--)
        for (size_t i = current->of[kind].n; i > 0; i--)
            if (!current->of[kind].v[i - 1]->match) dispose(&p, current->of[kind].v[i - 1]);
    client_plan_order(a, current, &plan, problems);
    if (problems->n) return gh_refuse(err, GH_EINVAL, "the document cannot be carried out here");
    *ret_plan = plan;
    return 0;
}
