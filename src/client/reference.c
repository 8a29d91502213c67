/* reference.c: whether what a document refers to exists: in the document, or on the server where the document does not
 * list that kind of thing. */
#include "base/base.h"
#include "client/plan.h"

struct check {
    const struct client_model *current, *wanted;
    struct client_problems *problems;
};

static void missing(struct check *c, const struct client_item *item, enum client_kind kind, struct gh_str name,
                    const char *why) {
    struct gh_arena *a = c->problems->arena;
    client_problem_add(c->problems, item->line, client_item_label(a, item), "%s %.*s %s", client_kinds[kind].label,
                       GH_S_FMT(name), why);
}

static void need(struct check *c, const struct client_item *item, enum client_kind kind, struct gh_str name) {
    const struct client_item *there = c->current ? client_model_named(c->current, kind, name) : NULL;
    if (there && there->closed) {
        missing(c, item, kind, name, "is closed or being closed");
        return;
    }
    if (client_model_named(c->wanted, kind, name)) return;
    if (c->wanted->present[kind])
        missing(c, item, kind, name, "is not in the document");
    else if (!there && c->current)
        missing(c, item, kind, name, "does not exist");
}

static void check_target(struct check *c, const struct client_item *item) {
    if (gh_str_eq(item->parts[2], GH_S("unit"))) need(c, item, CLIENT_UNIT, item->parts[3]);
    if (gh_str_eq(item->parts[2], GH_S("account"))) need(c, item, CLIENT_ACCOUNT, item->parts[3]);
}

static void check_item(struct check *c, const struct client_item *item) {
    struct gh_arena *a = c->problems->arena;
    struct gh_str parent, name;
    switch (item->kind) {
    case CLIENT_UNIT:
        if (client_path_split(a, item->parts[0], &parent, &name) && parent.n) need(c, item, CLIENT_UNIT, parent);
        break;
    case CLIENT_ACCOUNT:
        name = client_text_value(a, client_item_value(item, CLIENT_ACCOUNT_UNIT));
        if (name.p) need(c, item, CLIENT_UNIT, name);
        break;
    case CLIENT_ATTACHMENT:
    case CLIENT_DETACHMENT: check_target(c, item); break;
    case CLIENT_DELEGATION:
        need(c, item, CLIENT_ACCOUNT, item->parts[0]);
        need(c, item, CLIENT_TRUSTED_SERVICE, item->parts[1]);
        break;
    case CLIENT_MEMBERSHIP: need(c, item, CLIENT_USER, item->parts[1]); break;
    case CLIENT_ASSIGNMENT:
        need(c, item, CLIENT_PERMISSION_SET, item->parts[0]);
        need(c, item, CLIENT_ACCOUNT, item->parts[1]);
        need(c, item, gh_str_eq(item->parts[2], GH_S("user")) ? CLIENT_USER : CLIENT_GROUP, item->parts[3]);
        break;
    default: break;
    }
}

void client_check_references(const struct client_model *current, const struct client_model *wanted,
                             struct client_problems *p) {
    struct check c = {current, wanted, p};
    for (int kind = 0; kind < CLIENT_KINDS; kind++)
        for (size_t i = 0; i < wanted->of[kind].n; i++) check_item(&c, wanted->of[kind].v[i]);
}
