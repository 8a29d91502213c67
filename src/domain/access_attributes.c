/* access_attributes.c: see access_attributes.h. Facts: AWS's guide "Attributes for access control", value paths. */
#include "domain/access_attributes.h"

#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "domain/context.h"
#include "store/queries.h"

#define ENTERPRISE GH_S("aws:identitystore:enterprise")
#define ENTERPRISE_PREFIX GH_S("enterprise.")
/* AWS: a session tag's value. */
#define VALUE_MAX 256

/* Where a person's attribute stands in the stored User structure. */
struct place {
    struct gh_str path;
    const char *holder; /* a structure, or a list; NULL: the person */
    const char *select; /* of a list: the member that chooses the element, */
    const char *chosen; /* its value; NULL: true */
    const char *member; /* NULL: an enterprise attribute, by the rest of the path */
};

#define PLAIN(path, member)                                                                                            \
    { GH_S_INIT(path), NULL, NULL, NULL, member }
#define NAME(path, member)                                                                                             \
    { GH_S_INIT("name." path), "Name", NULL, NULL, member }
#define WORK(path, member)                                                                                             \
    { GH_S_INIT("addresses[type eq \"work\"]." path), "Addresses", "Type", "work", member }
#define ENTERPRISE_PLACE(path)                                                                                         \
    { GH_S_INIT("enterprise." path), NULL, NULL, NULL, NULL }

static const struct place places[] = {
    PLAIN("userName", "UserName"),
    NAME("familyName", "FamilyName"),
    NAME("givenName", "GivenName"),
    PLAIN("displayName", "DisplayName"),
    PLAIN("nickName", "NickName"),
    {GH_S_INIT("emails[primary eq true].value"), "Emails", "Primary", NULL, "Value"},
    WORK("streetAddress", "StreetAddress"),
    WORK("locality", "Locality"),
    WORK("region", "Region"),
    WORK("postalCode", "PostalCode"),
    WORK("country", "Country"),
    WORK("formatted", "Formatted"),
    {GH_S_INIT("phoneNumbers[type eq \"work\"].value"), "PhoneNumbers", "Type", "work", "Value"},
    PLAIN("userType", "UserType"),
    PLAIN("title", "Title"),
    PLAIN("locale", "Locale"),
    PLAIN("timezone", "Timezone"),
    ENTERPRISE_PLACE("employeeNumber"),
    ENTERPRISE_PLACE("costCenter"),
    ENTERPRISE_PLACE("organization"),
    ENTERPRISE_PLACE("division"),
    ENTERPRISE_PLACE("department"),
    ENTERPRISE_PLACE("manager.value"),
};

static const struct place *find_place(struct gh_str source) {
    struct gh_str open = GH_S("${path:");
    if (!gh_str_starts(source, open) || !gh_str_ends(source, GH_S("}"))) return NULL;
    struct gh_str path = gh_str_slice(source, open.n, source.n - 1);
    for (size_t i = 0; i < GH_COUNT(places); i++)
        if (gh_str_eq(places[i].path, path)) return &places[i];
    return NULL;
}

bool access_attribute_source_known(struct gh_str source) {
    return find_place(source) != NULL;
}

/* ---- as stored ---- */

struct gh_str access_attributes_encode(struct gh_arena *a, const struct access_attribute *v, size_t n) {
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, a, 64 + n * 64);
    json_writer_init(&w, &b);
    json_array_begin(&w);
    for (size_t i = 0; i < n; i++) {
        json_object_begin(&w);
        json_field(&w, GH_S("Key"), v[i].key);
        json_field(&w, GH_S("Source"), v[i].source);
        json_object_end(&w);
    }
    json_array_end(&w);
    return gh_buf_str(&b);
}

int access_attributes_decode(struct gh_arena *a, struct gh_str stored, struct access_attribute **ret_v, size_t *ret_n,
                             struct gh_err *err) {
    const struct json *tree;
    if (json_parse(a, stored, NULL, &tree, NULL) || tree->kind != JSON_ARRAY)
        return gh_fail(err, GH_EINTERNAL, "stored attributes for access control are no list");
    struct access_attribute *v = gh_new_n(a, struct access_attribute, tree->n + 1);
    for (size_t i = 0; i < tree->n; i++)
        v[i] = (struct access_attribute){json_get_text(&tree->items[i], GH_S("Key")),
                                         json_get_text(&tree->items[i], GH_S("Source"))};
    *ret_v = v;
    *ret_n = tree->n;
    return 0;
}

/* ---- of a person ---- */

static const struct json *enterprise(const struct json *person, struct gh_str rest) {
    const struct json *node = json_get(json_get(person, GH_S("Extensions")), ENTERPRISE);
    struct gh_str name;
    while (gh_str_split(&rest, '.', &name)) node = json_get(node, name);
    return node;
}

static bool is_chosen(const struct json *element, const struct place *p) {
    const struct json *node = json_get(element, gh_str_c(p->select));
    bool yes;
    return p->chosen ? gh_str_eq_ci(json_text(node), gh_str_c(p->chosen)) : json_bool(node, &yes) && yes;
}

static struct gh_str value_of(const struct json *person, const struct place *p) {
    if (!p->member) {
        const struct json *node = enterprise(person, gh_str_slice(p->path, ENTERPRISE_PREFIX.n, p->path.n));
        return node && node->kind == JSON_NUMBER ? node->text : json_text(node);
    }
    const struct json *holder = p->holder ? json_get(person, gh_str_c(p->holder)) : person;
    if (!p->select) return json_get_text(holder, gh_str_c(p->member));
    for (size_t i = 0; holder && holder->kind == JSON_ARRAY && i < holder->n; i++)
        if (is_chosen(&holder->items[i], p)) return json_get_text(&holder->items[i], gh_str_c(p->member));
    return GH_S_NONE;
}

/* AWS: letters, spaces and numbers of any language, and _ . : / = + - @ */
static bool is_tag_value(struct gh_str value) {
    static const char others[] = " _.:/=+-@";
    if (gh_str_chars(value) > VALUE_MAX) return false;
    for (size_t i = 0; i < value.n; i++) {
        unsigned char x = (unsigned char)value.p[i];
        bool word = (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9') || x >= 0x80;
        if (!word && (!x || !strchr(others, x))) return false;
    }
    return true;
}

static int add_tag(const struct json *person, const struct access_attribute *attribute, struct principal_tag *tags,
                   size_t *n, struct gh_err *err) {
    const struct place *p = find_place(attribute->source);
    struct gh_str value = p ? value_of(person, p) : GH_S_NONE;
    if (!value.n) return 0;
    if (!is_tag_value(value))
        return gh_refuse(err, GH_EINVAL,
                         "The attribute %.*s of this user has a value that cannot be passed as a session tag: at most "
                         "%d letters, digits, spaces and _.:/=+-@ can.",
                         GH_S_FMT(attribute->key), VALUE_MAX);
    tags[(*n)++] = (struct principal_tag){attribute->key, value};
    return 0;
}

int access_attributes_tags(struct context *c, struct gh_str instance_id, struct gh_str user_id,
                           const struct principal_tag **ret_tags, size_t *ret_n, struct gh_err *err) {
    struct store_access_attributes_person_row row;
    struct store_access_attributes_person_args args = {instance_id, user_id};
    struct access_attribute *wanted;
    const struct json *person;
    size_t n_wanted, n = 0;
    *ret_tags = NULL;
    *ret_n = 0;
    int r = store_access_attributes_person(c->tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    r = access_attributes_decode(c->arena, row.wanted, &wanted, &n_wanted, err);
    if (r) return r;
    if (json_parse(c->arena, row.attributes, NULL, &person, NULL))
        return gh_fail(err, GH_EINTERNAL, "stored attributes of %.*s are not JSON", GH_S_FMT(user_id));
    struct principal_tag *tags = gh_new_n(c->arena, struct principal_tag, n_wanted + 1);
    for (size_t i = 0; !r && i < n_wanted; i++) r = add_tag(person, &wanted[i], tags, &n, err);
    if (r) return r;
    *ret_tags = tags;
    *ret_n = n;
    return 0;
}
