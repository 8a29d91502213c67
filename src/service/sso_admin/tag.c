/* tag.c: tags of instances, permission sets, applications and trusted token issuers. */
#include "base/base.h"
#include "domain/arn.h"
#include "service/sso_admin/application.h"

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

/* An instance that the caller's account administers, of either kind. */
static int own_instance(struct gh_call *c, struct gh_str arn, struct gh_str *ret_id, struct gh_err *err) {
    struct store_sso_instance_get_row row;
    int r = sso_admin_instance_administered(c, arn, &row, err);
    if (r && r != -GH_ENOTFOUND && r != -GH_EDENIED) return r;
    if (r) return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find %.*s", GH_S_FMT(arn));
    *ret_id = row.id;
    return 0;
}

/* "…:<kind>/<instance>/<id>", or an instance itself. */
static struct gh_str instance_of(struct gh_call *c, struct gh_str arn) {
    struct gh_str rest = arn, instance_id;
    gh_str_split(&rest, '/', &instance_id);
    gh_str_split(&rest, '/', &instance_id);
    return arn_sso_instance(c->ctx.arena, instance_id);
}

/* What to do with the tags. */
enum purpose { TO_READ, TO_CHANGE };

static int find_set(struct gh_call *c, struct gh_str of_instance, struct gh_str arn, enum purpose purpose,
                    struct gh_str *ret_id, struct gh_err *err) {
    struct sso_admin_set set;
    int r = purpose == TO_CHANGE ? sso_admin_set_change(c, of_instance, arn, &set, err)
                                 : sso_admin_set_open(c, of_instance, arn, &set, err);
    if (!r) *ret_id = set.row.id;
    return r;
}

static int find_tagged(struct gh_call *c, struct gh_str of_instance, struct gh_str arn, enum purpose purpose,
                       struct gh_str *ret_id, struct gh_err *err) {
    struct sso_admin_app app;
    struct sso_admin_issuer issuer;
    int r;
    if (gh_str_starts(arn, GH_S("arn:aws:sso:::permissionSet/"))) {
        r = find_set(c, of_instance, arn, purpose, ret_id, err);
    } else if (arn_application_account(arn).p) {
        r = sso_admin_app_open(c, arn, &app, err);
        if (!r) *ret_id = app.row.id;
    } else if (gh_str_find_str(arn, GH_S(":trustedTokenIssuer/")) >= 0) {
        r = sso_admin_issuer_manage(c, arn, &issuer, err);
        if (!r) *ret_id = issuer.row.id;
    } else {
        r = own_instance(c, arn, ret_id, err);
    }
    return r;
}

/* The id of what @arn names. @instance_arn may be absent; where it is given the resource must be of that instance. */
static int tagged_id(struct gh_call *c, struct gh_str instance_arn, struct gh_str arn, enum purpose purpose,
                     struct gh_str *ret_id, struct gh_err *err) {
    struct gh_str of_instance = instance_of(c, arn);
    if (instance_arn.p && !gh_str_eq(instance_arn, of_instance))
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find %.*s in the instance %.*s",
                                                  GH_S_FMT(arn), GH_S_FMT(instance_arn));
    return find_tagged(c, of_instance, arn, purpose, ret_id, err);
}

int sso_admin_tag_resource(struct gh_call *c, const struct sso_admin_tag_resource_input *in,
                           struct sso_admin_tag_resource_output *out, struct gh_err *err) {
    (void)out;
    struct gh_str id;
    int r = tagged_id(c, in->instance_arn, in->resource_arn, TO_CHANGE, &id, err);
    return r ? r : sso_admin_tag(c, id, &in->tags, err);
}

int sso_admin_untag_resource(struct gh_call *c, const struct sso_admin_untag_resource_input *in,
                             struct sso_admin_untag_resource_output *out, struct gh_err *err) {
    (void)out;
    struct gh_str id;
    int r = tagged_id(c, in->instance_arn, in->resource_arn, TO_CHANGE, &id, err);
    if (r) return r;
    struct gh_str resource = tag_resource(c, id);
    for (size_t i = 0; !r && i < in->tag_keys.n; i++) {
        struct store_tag_delete_args args = {.resource = resource, .key = in->tag_keys.v[i]};
        r = store_tag_delete(c->ctx.tx, &args, NULL, err);
    }
    return r;
}

/* A resource never has more tags than one page holds. */
int sso_admin_list_tags_for_resource(struct gh_call *c, const struct sso_admin_list_tags_for_resource_input *in,
                                     struct sso_admin_list_tags_for_resource_output *out, struct gh_err *err) {
    struct gh_str id;
    struct wire_page page;
    struct store_tag_list_rows rows;
    int r = tagged_id(c, in->instance_arn, in->resource_arn, TO_READ, &id, err);
    if (!r)
        r = wire_page_open(
            c, &(struct wire_page_query){.token = in->next_token, .largest = SSO_ADMIN_PAGE, .filter = id}, &page, err);
    if (r) return r;
    struct store_tag_list_args args = {.resource = tag_resource(c, id), .after_key = page.after, .count = TAGS_MAX};
    r = store_tag_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    struct sso_admin_tag *v = gh_new_n(c->ctx.arena, struct sso_admin_tag, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) v[i] = (struct sso_admin_tag){rows.v[i].key, rows.v[i].value};
    out->tags = (struct sso_admin_tag_list){v, rows.n};
    return 0;
}
