/* document_read.c: the sections of a document, and whether what they refer to is there. */
#include <string.h>

#include "base/base.h"
#include "client/document_int.h"

#define NAME_MAX_CHARS 1024

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define PARTS(...) ((const struct gh_str[CLIENT_PARTS]){__VA_ARGS__})

typedef void read_entry(struct document_reader *r, const struct place *at, const struct client_yaml *node);

/* The list under @name of @map, each entry through @read. True where the name is there, also with nothing under it. */
static bool read_list(struct document_reader *r, const struct place *up, const struct client_yaml *map,
                      const char *name, read_entry *read) {
    const struct client_yaml *list = client_yaml_get(map, gh_str_c(name));
    struct place at = {.up = up, .name = gh_str_c(name)};
    if (!list) return false;
    if (client_yaml_is_null(list) || !document_is(r, &at, list, CLIENT_YAML_LIST)) return true;
    for (uint32_t i = 0; i < list->n; i++) {
        struct place here = {.up = &at, .index = i};
        read(r, &here, list->items[i]);
    }
    return true;
}

/* A text that must be there; tells and answers absent where it is not. */
static struct gh_str read_name(struct document_reader *r, const struct place *up, const struct client_yaml *map,
                               const char *name) {
    const struct client_yaml *node = client_yaml_get(map, gh_str_c(name));
    struct place at = {.up = up, .name = gh_str_c(name)};
    if (!node) {
        document_wrong(r, &at, map->line, "is missing");
        return GH_S_NONE;
    }
    struct gh_str text = document_text(r, &at, node, NAME_MAX_CHARS);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20) {
            document_wrong(r, &at, node->line, "must not have control characters");
            return GH_S_NONE;
        }
    return text;
}

static struct client_item *add(struct document_reader *r, const struct place *at, uint32_t line, enum client_kind kind,
                               const struct gh_str parts[CLIENT_PARTS]) {
    struct client_item *twin = NULL, *item;
    for (unsigned i = 0; i < client_kinds[kind].n_parts; i++)
        if (!parts[i].p) return NULL;
    item = client_model_add(r->model, kind, parts, &twin);
    if (item)
        item->line = line;
    else
        document_wrong(r, at, line, "the %.*s stands in line %u already", GH_S_FMT(client_item_label(r->arena, twin)),
                       twin->line);
    return item;
}

/* The fields of @item's kind, from @map. A field that is left out has its fallback, or nothing. */
static void read_fields(struct document_reader *r, const struct place *up, const struct client_yaml *map,
                        struct client_item *item) {
    const struct client_kind_row *row = &client_kinds[item->kind];
    for (unsigned i = 0; i < row->n_fields; i++) {
        const struct client_field *f = &row->fields[i];
        const struct client_yaml *node = client_yaml_get(map, gh_str_c(f->name));
        struct place at = {.up = up, .name = gh_str_c(f->name)};
        struct gh_str value = GH_S_NONE;
        if (f->flags & CLIENT_SERVER_ONLY) node = NULL;
        if (node && client_yaml_is_null(node)) node = NULL;
        if (node)
            value = document_value(r, &at, f->shape, node);
        else if (f->flags & CLIENT_REQUIRED)
            document_wrong(r, &at, map->line, "is missing");
        client_item_set(item, i, client_value_or_fallback(f, value));
    }
}

/* A thing of a list: its mapping, names checked, added by what stands under @name, with its fields. */
static struct client_item *read_thing(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                                      enum client_kind kind, const char *const *others) {
    if (!document_is(r, at, node, CLIENT_YAML_MAP)) return NULL;
    document_check_names(r, at, node, &client_kinds[kind], others);
    struct client_item *item = add(r, at, node->line, kind, PARTS(read_name(r, at, node, others[0])));
    if (item) read_fields(r, at, node, item);
    return item;
}

static void read_service(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    add(r, at, node->line, CLIENT_TRUSTED_SERVICE, PARTS(document_text(r, at, node, 128)));
}

static void read_policy_type(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    add(r, at, node->line, CLIENT_POLICY_TYPE, PARTS(document_text(r, at, node, 128)));
}

static void read_unit(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    struct gh_str parent, name;
    struct client_item *unit = read_thing(r, at, node, CLIENT_UNIT, NAMES("path"));
    if (unit && !client_path_split(r->arena, unit->parts[0], &parent, &name))
        document_wrong(r, at, unit->line,
                       "the path must be names with / between; write \\/ for a / in a name, \\\\ for a \\");
}

static bool read_flag(struct document_reader *r, const struct place *up, const struct client_yaml *map,
                      const char *name) {
    const struct client_yaml *node = client_yaml_get(map, gh_str_c(name));
    struct place at = {.up = up, .name = gh_str_c(name)};
    bool flag = false;
    if (node && !client_yaml_is_bool(node, &flag))
        document_wrong(r, &at, node->line, "must be true or false, not %s", client_yaml_look(node));
    return flag;
}

static void read_account(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    struct client_item *account = read_thing(r, at, node, CLIENT_ACCOUNT, NAMES("email", "management"));
    if (!account || !read_flag(r, at, node, "management")) return;
    account->management = true;
    struct place here = {.up = at, .name = GH_S("management")};
    if (r->management_line)
        document_wrong(r, &here, account->line, "the management account stands in line %u already", r->management_line);
    else
        r->management_line = account->line;
}

/* "root", or a mapping of one: unit or account. */
static bool read_target(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                        struct gh_str parts[2]) {
    if (node->kind == CLIENT_YAML_TEXT && gh_str_eq(node->text, GH_S("root"))) {
        parts[0] = GH_S("root");
        parts[1] = GH_S("");
        return true;
    }
    if (node->kind == CLIENT_YAML_MAP && node->n == 1) {
        parts[0] = node->entries[0].name;
        bool account = gh_str_eq(parts[0], GH_S("account"));
        if (account || gh_str_eq(parts[0], GH_S("unit"))) {
            parts[1] = read_name(r, at, node, account ? "account" : "unit");
            if (account && parts[1].p) parts[1] = gh_str_lower(r->arena, parts[1]);
            return parts[1].p != NULL;
        }
    }
    document_wrong(r, at, node->line, "must be root, or unit: PATH, or account: EMAIL");
    return false;
}

static void read_targets(struct document_reader *r, const struct place *up, const struct client_yaml *list,
                         enum client_kind kind, const struct gh_str policy[2]) {
    struct place at = {.up = up, .name = GH_S("targets")};
    if (client_yaml_is_null(list) || !document_is(r, &at, list, CLIENT_YAML_LIST)) return;
    for (uint32_t i = 0; i < list->n; i++) {
        struct place here = {.up = &at, .index = i};
        struct gh_str target[2];
        if (read_target(r, &here, list->items[i], target))
            add(r, &here, list->items[i]->line, kind, PARTS(policy[0], policy[1], target[0], target[1]));
    }
}

static void read_policy(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    static const char *const others[] = {"name", "type", "targets", NULL};
    if (!document_is(r, at, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, at, node, &client_kinds[CLIENT_ORG_POLICY], others);
    const struct client_yaml *targets = client_yaml_get(node, GH_S("targets"));
    const struct gh_str parts[CLIENT_PARTS] = {read_name(r, at, node, "type"), read_name(r, at, node, "name")};
    struct client_item *policy = add(r, at, node->line, CLIENT_ORG_POLICY, parts);
    if (!policy) return;
    read_fields(r, at, node, policy);
    if (!targets) return;
    client_model_manage(r->model, CLIENT_ATTACHMENT, policy->key);
    read_targets(r, at, targets, CLIENT_ATTACHMENT, parts);
}

static void read_removal(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    if (!document_is(r, at, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, at, node, NULL, NAMES("name", "type", "targets"));
    const struct client_yaml *targets = client_yaml_get(node, GH_S("targets"));
    const struct gh_str parts[2] = {read_name(r, at, node, "type"), read_name(r, at, node, "name")};
    if (!targets)
        document_wrong(r, at, node->line, "targets is missing");
    else if (parts[0].p && parts[1].p)
        read_targets(r, at, targets, CLIENT_DETACHMENT, parts);
}

static void read_delegation(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    if (!document_is(r, at, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, at, node, NULL, NAMES("account", "services"));
    struct gh_str account = read_name(r, at, node, "account");
    const struct client_yaml *services = client_yaml_get(node, GH_S("services"));
    struct place list = {.up = at, .name = GH_S("services")};
    if (!services) {
        document_wrong(r, &list, node->line, "is missing");
        return;
    }
    if (!document_is(r, &list, services, CLIENT_YAML_LIST)) return;
    for (uint32_t i = 0; i < services->n; i++) {
        struct place here = {.up = &list, .index = i};
        add(r, &here, services->items[i]->line, CLIENT_DELEGATION,
            PARTS(account, document_text(r, &here, services->items[i], 128)));
    }
}

/* A mapping under @name that is one thing without a name of its own. */
static void read_single(struct document_reader *r, const struct place *up, const struct client_yaml *map,
                        const char *name, enum client_kind kind) {
    const struct client_yaml *node = client_yaml_get(map, gh_str_c(name));
    struct place at = {.up = up, .name = gh_str_c(name)};
    r->model->present[kind] = node != NULL;
    if (!node || client_yaml_is_null(node) || !document_is(r, &at, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, &at, node, &client_kinds[kind], NULL);
    struct client_item *item = add(r, &at, node->line, kind, PARTS(GH_S_NONE));
    if (item) read_fields(r, &at, node, item);
}

static void read_organization(struct document_reader *r, const struct place *up, const struct client_yaml *node) {
    struct client_model *m = r->model;
    if (!document_is(r, up, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, up, node, NULL,
                         NAMES("trusted_access", "policy_types", "root", "units", "accounts", "policies",
                               "removed_aws_policies", "delegated_administrators", "resource_policy"));
    add(r, up, node->line, CLIENT_ORGANIZATION, PARTS(GH_S_NONE));
    m->present[CLIENT_TRUSTED_SERVICE] = read_list(r, up, node, "trusted_access", read_service);
    m->present[CLIENT_POLICY_TYPE] = read_list(r, up, node, "policy_types", read_policy_type);
    read_single(r, up, node, "root", CLIENT_ROOT);
    m->present[CLIENT_UNIT] = read_list(r, up, node, "units", read_unit);
    m->present[CLIENT_ACCOUNT] = read_list(r, up, node, "accounts", read_account);
    m->present[CLIENT_ORG_POLICY] = read_list(r, up, node, "policies", read_policy);
    m->present[CLIENT_DETACHMENT] = read_list(r, up, node, "removed_aws_policies", read_removal);
    m->present[CLIENT_DELEGATION] = read_list(r, up, node, "delegated_administrators", read_delegation);
    read_single(r, up, node, "resource_policy", CLIENT_RESOURCE_POLICY);
}

static void read_user(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    read_thing(r, at, node, CLIENT_USER, NAMES("user_name"));
}

static void read_group(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    struct client_item *group = read_thing(r, at, node, CLIENT_GROUP, NAMES("name", "members"));
    const struct client_yaml *members = client_yaml_get(node, GH_S("members"));
    struct place list = {.up = at, .name = GH_S("members")};
    if (!group || !members) return;
    client_model_manage(r->model, CLIENT_MEMBERSHIP, group->key);
    if (client_yaml_is_null(members) || !document_is(r, &list, members, CLIENT_YAML_LIST)) return;
    for (uint32_t i = 0; i < members->n; i++) {
        struct place here = {.up = &list, .index = i};
        add(r, &here, members->items[i]->line, CLIENT_MEMBERSHIP,
            PARTS(group->parts[0], document_text(r, &here, members->items[i], 128)));
    }
}

static void read_set(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    read_thing(r, at, node, CLIENT_PERMISSION_SET, NAMES("name"));
}

static void read_principals(struct document_reader *r, const struct place *up, const struct client_yaml *node,
                            bool users, const struct gh_str assignment[2]) {
    const struct client_yaml *list = client_yaml_get(node, users ? GH_S("users") : GH_S("groups"));
    struct place at = {.up = up, .name = users ? GH_S("users") : GH_S("groups")};
    if (!list || client_yaml_is_null(list) || !document_is(r, &at, list, CLIENT_YAML_LIST)) return;
    for (uint32_t i = 0; i < list->n; i++) {
        struct place here = {.up = &at, .index = i};
        add(r, &here, list->items[i]->line, CLIENT_ASSIGNMENT,
            PARTS(assignment[0], assignment[1], users ? GH_S("user") : GH_S("group"),
                  document_text(r, &here, list->items[i], NAME_MAX_CHARS)));
    }
}

static void read_assignment(struct document_reader *r, const struct place *at, const struct client_yaml *node) {
    if (!document_is(r, at, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, at, node, NULL, NAMES("permission_set", "account", "groups", "users"));
    const struct gh_str parts[2] = {read_name(r, at, node, "permission_set"), read_name(r, at, node, "account")};
    if (!parts[0].p || !parts[1].p) return;
    read_principals(r, at, node, false, parts);
    read_principals(r, at, node, true, parts);
}

static void read_center(struct document_reader *r, const struct place *up, const struct client_yaml *node) {
    struct client_model *m = r->model;
    if (!document_is(r, up, node, CLIENT_YAML_MAP)) return;
    document_check_names(r, up, node, NULL, NAMES("instance", "users", "groups", "permission_sets", "assignments"));
    read_single(r, up, node, "instance", CLIENT_INSTANCE);
    if (!m->of[CLIENT_INSTANCE].n) {
        /* Wanted, whatever its fields are. */
        struct client_item *instance = add(r, up, node->line, CLIENT_INSTANCE, PARTS(GH_S_NONE));
        if (instance) instance->values = NULL;
    }
    m->present[CLIENT_USER] = read_list(r, up, node, "users", read_user);
    m->present[CLIENT_GROUP] = read_list(r, up, node, "groups", read_group);
    m->present[CLIENT_PERMISSION_SET] = read_list(r, up, node, "permission_sets", read_set);
    m->present[CLIENT_ASSIGNMENT] = read_list(r, up, node, "assignments", read_assignment);
}

static void read_version(struct document_reader *r, const struct client_yaml *root) {
    const struct client_yaml *version = client_yaml_get(root, GH_S("version"));
    struct place at = {.name = GH_S("version")};
    if (!version)
        document_wrong(r, &at, root->line, "is missing: write version: %d", CLIENT_DOCUMENT_VERSION);
    else if (version->kind != CLIENT_YAML_TEXT || !gh_str_eq(version->text, GH_S("1")))
        document_wrong(r, &at, version->line, "must be %d", CLIENT_DOCUMENT_VERSION);
}

int client_document_read(struct client_model *m, struct gh_str text, struct client_problems *p, struct gh_err *err) {
    const struct client_yaml *root, *section;
    struct document_reader r = {.arena = m->arena, .model = m, .problems = p};
    int e = client_yaml_parse(m->arena, text, NULL, &root, err);
    if (e) return e;
    struct place organization = {.name = GH_S("organization")}, center = {.name = GH_S("identity_center")};
    if (!document_is(&r, NULL, root, CLIENT_YAML_MAP)) return gh_refuse(err, GH_EINVAL, "the document is wrong");
    document_check_names(&r, NULL, root, NULL, NAMES("version", "prune", "organization", "identity_center"));
    read_version(&r, root);
    m->prune = read_flag(&r, NULL, root, "prune");
    if ((section = client_yaml_get(root, organization.name))) read_organization(&r, &organization, section);
    if ((section = client_yaml_get(root, center.name))) read_center(&r, &center, section);
    return p->n ? gh_refuse(err, GH_EINVAL, "the document is wrong") : 0;
}
