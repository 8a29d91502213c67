/* tag.c: tags of instances and permission sets. */
#include "base/base.h"
#include "service/sso_admin/sso_admin.h"

/* AWS: "Tags per resource", not adjustable. */
#define TAGS_MAX 50

static struct gh_str tag_resource(struct gh_call *c, struct gh_str id) {
    return gh_fmt(c->ctx.arena, "sso:%.*s", GH_S_FMT(id));
}

static int check_tags(const struct sso_admin_tag_list *tags, struct gh_err *err) {
    for (size_t i = 0; i < tags->n; i++) {
        if (gh_str_starts(tags->v[i].key, GH_S("aws:")))
            return sso_admin_throw_validation(err, GH_S_NONE, "Tag keys that begin with aws: are reserved.");
        for (size_t j = 0; j < i; j++)
            if (gh_str_eq(tags->v[i].key, tags->v[j].key))
                return sso_admin_throw_validation(err, GH_S_NONE, "The tag key %.*s is given twice.",
                                                  GH_S_FMT(tags->v[i].key));
    }
    return 0;
}

int sso_admin_tag(struct gh_call *c, struct gh_str id, const struct sso_admin_tag_list *tags, struct gh_err *err) {
    struct gh_str resource = tag_resource(c, id);
    int r = check_tags(tags, err);
    for (size_t i = 0; !r && i < tags->n; i++) {
        struct store_tag_put_args put = {.resource = resource, .key = tags->v[i].key, .value = tags->v[i].value};
        r = store_tag_put(c->ctx.tx, &put, NULL, err);
    }
    if (r || !tags->n) return r;
    struct store_tag_list_rows rows;
    struct store_tag_list_args list = {.resource = resource, .after_key = GH_S(""), .count = TAGS_MAX + 1};
    r = store_tag_list(c->ctx.tx, &list, &rows, err);
    if (!r && rows.n > TAGS_MAX)
        return sso_admin_throw_service_quota_exceeded(err, "A resource can have at most %d tags.", TAGS_MAX);
    return r;
}

int sso_admin_tags_drop(struct gh_call *c, struct gh_str id, struct gh_err *err) {
    struct store_tag_delete_all_args args = {.resource = tag_resource(c, id)};
    return store_tag_delete_all(c->ctx.tx, &args, NULL, err);
}
