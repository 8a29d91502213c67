/* plan_order.c: what must go before something else can come: policies of one target, and addresses of people. The rest
 * of the plan keeps its order. */
#include "base/base.h"
#include "client/plan_int.h"
#include "codec/json.h"

/* So many policies a target takes of every type, whatever the server: AWS's smallest limit. */
#define HANG_SURELY 5

static void emit(struct client_plan *plan, struct client_step step) {
    plan->steps[plan->n++] = step;
}

/* The same plan with no steps yet, and room for them all and @more. */
static struct client_plan emptied(struct gh_arena *a, const struct client_plan *plan, size_t more) {
    struct client_plan copy = *plan;
    copy.steps = gh_new_n(a, struct client_step, plan->n + more + 1);
    copy.n = 0;
    return copy;
}

/* ---- policies ---- */

bool client_step_attaches(const struct client_step *s) {
    return (s->kind == CLIENT_ATTACHMENT && s->action == CLIENT_CREATE) ||
           (s->kind == CLIENT_DETACHMENT && s->action == CLIENT_DELETE);
}

struct link {
    const struct client_step *step;
    struct link *next;
};

/* The policies of one type on one target. */
struct target {
    struct link *up, **up_tail, *down, **down_tail;
    long hangs; /* now */
    bool emitted;
};

static struct gh_str target_key(struct gh_arena *a, const struct client_item *item) {
    return gh_fmt(a, "%.*s\x1f%.*s\x1f%.*s", GH_S_FMT(item->parts[0]), GH_S_FMT(item->parts[2]),
                  GH_S_FMT(item->parts[3]));
}

static bool hangs_policies(const struct client_step *s) {
    return s->kind == CLIENT_ATTACHMENT || s->kind == CLIENT_DETACHMENT;
}

/* AWS's own policy of a type hangs wherever it was not taken down. */
static bool has_own(struct gh_str type) {
    return gh_str_eq(type, GH_S("SERVICE_CONTROL_POLICY")) || gh_str_eq(type, GH_S("RESOURCE_CONTROL_POLICY"));
}

static struct target *target_of(struct gh_arena *a, const struct gh_map *targets, const struct client_step *s) {
    return gh_map_get(targets, target_key(a, s->to ? s->to : s->from));
}

static void add_step(struct gh_arena *a, struct gh_map *targets, const struct client_step *s) {
    const struct client_item *item = s->to ? s->to : s->from;
    struct gh_str key = target_key(a, item);
    struct target *t = gh_map_get(targets, key);
    if (!t) {
        t = gh_new(a, struct target);
        t->up_tail = &t->up;
        t->down_tail = &t->down;
        t->hangs = has_own(item->parts[0]);
        gh_map_put(targets, key, t);
    }
    struct link *link = gh_new(a, struct link), ***tail = client_step_attaches(s) ? &t->up_tail : &t->down_tail;
    link->step = s;
    **tail = link;
    *tail = &link->next;
}

static void count_hanging(struct gh_arena *a, const struct gh_map *targets, const struct client_list *l, long each) {
    for (size_t i = 0; i < l->n; i++) {
        struct target *t = gh_map_get(targets, target_key(a, l->v[i]));
        if (t) t->hangs += each;
    }
}

/*
 * Up first where there is room, so that a target is never without what guards it; one for one where there is none. So a
 * target with service control policies keeps one, without which nothing would be allowed there.
 */
static void emit_swap(struct gh_arena *a, struct target *t, struct client_plan *plan) {
    struct client_swap *swap = gh_new(a, struct client_swap);
    long most = t->hangs > HANG_SURELY ? t->hangs : HANG_SURELY;
    const struct link *up = t->up, *down = t->down;
    while (up || down) {
        bool attach = up && (!down || t->hangs < most);
        struct client_step step = *(attach ? up : down)->step;
        step.swap = swap;
        emit(plan, step);
        t->hangs += attach ? 1 : -1;
        if (attach)
            up = up->next;
        else
            down = down->next;
    }
    t->emitted = true;
}

static void order_policies(struct gh_arena *a, const struct client_model *current, struct client_plan *plan) {
    struct client_plan ordered = emptied(a, plan, 0);
    struct gh_map targets;
    gh_map_init(&targets, a);
    for (size_t i = 0; i < plan->n; i++)
        if (hangs_policies(&plan->steps[i])) add_step(a, &targets, &plan->steps[i]);
    if (!targets.count) return;
    count_hanging(a, &targets, &current->of[CLIENT_ATTACHMENT], 1);
    count_hanging(a, &targets, &current->of[CLIENT_DETACHMENT], -1);
    for (size_t i = 0; i < plan->n; i++) {
        struct target *t = hangs_policies(&plan->steps[i]) ? target_of(a, &targets, &plan->steps[i]) : NULL;
        if (!t || !t->up || !t->down)
            emit(&ordered, plan->steps[i]);
        else if (!t->emitted)
            emit_swap(a, t, &ordered);
    }
    *plan = ordered;
}

/* ---- people ---- */

enum state { APART, WALKED, PLACED };

/* Somebody who is made or changed. */
struct person {
    struct client_step step;
    struct gh_str email; /* the primary one, if it becomes another */
    enum state state;
};

struct people {
    struct gh_arena *arena;
    struct client_problems *problems;
    struct person *v, **walk;
    size_t n;
    struct gh_map by_key;  /* of the document's thing -> person */
    struct gh_map holders; /* address -> the server's user */
    struct client_plan *plan;
};

/* The address that no two have; case means nothing in it. Absent where there is none. */
static struct gh_str primary_email(struct gh_arena *a, const struct client_item *user) {
    const struct json *list = user ? client_value_json(a, client_item_value(user, CLIENT_USER_EMAILS)) : NULL;
    struct gh_str email = GH_S_NONE;
    for (uint32_t i = 0; list && i < list->n; i++) {
        bool primary = false;
        json_bool(json_get(&list->items[i], GH_S("Primary")), &primary);
        if (i && !primary) continue;
        email = json_get_text(&list->items[i], GH_S("Value"));
        if (primary) break;
    }
    return email.p ? gh_str_lower(a, email) : GH_S_NONE;
}

static bool is_person(const struct client_step *s) {
    return s->kind == CLIENT_USER && s->action != CLIENT_DELETE;
}

static void cannot_have(struct people *p, const struct person *who, const struct client_item *holder, const char *why) {
    const struct client_item *to = who->step.to;
    client_problem_add(p->problems, to->line, client_item_label(p->problems->arena, to),
                       "the address %.*s is that of %.*s, %s", GH_S_FMT(who->email),
                       GH_S_FMT(client_item_label(p->problems->arena, holder)), why);
}

static void find_people(struct people *p, const struct client_plan *plan) {
    struct gh_map taken;
    gh_map_init(&taken, p->arena);
    for (size_t i = 0; i < plan->n; i++) {
        const struct client_step *s = &plan->steps[i];
        if (!is_person(s)) continue;
        struct person *who = &p->v[p->n++];
        struct gh_str email = primary_email(p->arena, s->to);
        who->step = *s;
        if (email.p && s->fields >> CLIENT_USER_EMAILS & 1 && !gh_str_eq(email, primary_email(p->arena, s->from)))
            who->email = email;
        gh_map_put(&p->by_key, s->to->key, who);
        const struct person *twin = who->email.p ? gh_map_put(&taken, email, who) : NULL;
        if (twin) cannot_have(p, who, twin->step.to, "who is to have it too");
    }
}

/* Who must move first so that @who can have the address; NULL: nobody. */
static struct person *waits_for(struct people *p, const struct person *who) {
    struct client_item *holder = who->email.p ? gh_map_get(&p->holders, who->email) : NULL;
    if (!holder || holder->match == who->step.to) return NULL;
    struct person *next = holder->match ? gh_map_get(&p->by_key, holder->match->key) : NULL;
    bool moves = next && next->step.fields >> CLIENT_USER_EMAILS & 1 &&
                 !gh_str_eq(primary_email(p->arena, next->step.to), who->email);
    if (moves) return next;
    if (holder->goes)
        holder->goes_first = true;
    else
        cannot_have(p, who, holder, holder->match ? "who keeps it" : "who is not in the document (--prune deletes)");
    return NULL;
}

/* The first step of an exchange: who has what the last one of the ring waits for gives it up. */
static void give_up(struct people *p, struct person *who) {
    struct client_item *without = gh_new(p->arena, struct client_item);
    unsigned n = client_kinds[CLIENT_USER].n_fields;
    *without = *who->step.from;
    without->values = gh_new_n(p->arena, struct gh_str, n);
    for (unsigned i = 0; i < n; i++)
        if (i != CLIENT_USER_EMAILS) without->values[i] = client_item_value(who->step.from, i);
    emit(p->plan, (struct client_step){.action = CLIENT_UPDATE,
                                       .kind = CLIENT_USER,
                                       .from = who->step.from,
                                       .to = without,
                                       .fields = 1u << CLIENT_USER_EMAILS});
    p->plan->count[CLIENT_UPDATE]++;
    who->step.from = without;
}

/* Everybody waits for one other at most, so a walk from one to the next ends, or comes back to where it was. */
static void place(struct people *p, struct person *who) {
    size_t n = 0;
    for (; who && who->state == APART; who = waits_for(p, who)) {
        who->state = WALKED;
        p->walk[n++] = who;
    }
    if (who && who->state == WALKED) give_up(p, who);
    while (n > 0) {
        p->walk[--n]->state = PLACED;
        emit(p->plan, p->walk[n]->step);
    }
}

/* Does the step take something from, or delete, somebody who goes first? */
static bool is_early(const struct client_model *current, const struct client_step *s) {
    const struct client_item *user = NULL;
    if (s->action != CLIENT_DELETE) return false;
    if (s->kind == CLIENT_USER) user = s->from;
    if (s->kind == CLIENT_MEMBERSHIP) user = client_model_named(current, CLIENT_USER, s->from->parts[1]);
    if (s->kind == CLIENT_ASSIGNMENT && gh_str_eq(s->from->parts[2], GH_S("user")))
        user = client_model_named(current, CLIENT_USER, s->from->parts[3]);
    return user && user->goes_first;
}

static void order_people(struct gh_arena *a, const struct client_model *current, struct client_plan *plan,
                         struct client_problems *problems) {
    size_t n = 0, first = plan->n;
    const struct client_list *users = &current->of[CLIENT_USER];
    for (size_t i = plan->n; i > 0; i--)
        if (is_person(&plan->steps[i - 1])) n++, first = i - 1;
    if (!n || !users->n) return;
    struct client_plan people = emptied(a, plan, n), ordered = emptied(a, plan, n);
    struct people p = {.arena = a, .problems = problems, .plan = &people};
    p.v = gh_new_n(a, struct person, n);
    p.walk = gh_new_n(a, struct person *, n);
    gh_map_init(&p.by_key, a);
    gh_map_init(&p.holders, a);
    for (size_t i = 0; i < users->n; i++) {
        struct gh_str email = primary_email(a, users->v[i]);
        if (email.p) gh_map_put(&p.holders, email, users->v[i]);
    }
    find_people(&p, plan);
    for (size_t i = 0; i < p.n; i++) place(&p, &p.v[i]);
    for (size_t i = 0; i < first; i++) emit(&ordered, plan->steps[i]);
    for (size_t i = first; i < plan->n; i++)
        if (is_early(current, &plan->steps[i])) emit(&ordered, plan->steps[i]);
    for (size_t i = 0; i < people.n; i++) emit(&ordered, people.steps[i]);
    for (size_t i = first; i < plan->n; i++)
        if (!is_person(&plan->steps[i]) && !is_early(current, &plan->steps[i])) emit(&ordered, plan->steps[i]);
    ordered.count[CLIENT_UPDATE] = people.count[CLIENT_UPDATE];
    *plan = ordered;
}

void client_plan_order(struct gh_arena *a, const struct client_model *current, struct client_plan *plan,
                       struct client_problems *p) {
    order_policies(a, current, plan);
    order_people(a, current, plan, p);
}
