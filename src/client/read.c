/* read.c: what both halves of reading share. */
#include "client/read.h"

#include "base/base.h"
#include "client/read_int.h"
#include "codec/json.h"

int read_call(struct reading *r, enum client_service service, const char *operation, struct gh_str body,
              const struct json **ret, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_str own = gh_str_dup(a, body);
    gh_arena_free(r->scratch);
    r->scratch = a;
    return client_api_call(r->api, a, &(struct client_call){service, operation, own}, ret, err);
}

struct gh_str read_text(struct reading *r, const struct json *json, const char *name) {
    struct gh_str text = json_get_text(json, gh_str_c(name));
    return text.p ? gh_str_dup(r->model->arena, text) : GH_S_NONE;
}

void read_field(struct reading *r, struct client_item *item, unsigned field, const struct json *json) {
    const struct client_field *f = &client_kinds[item->kind].fields[field];
    struct gh_arena *a = gh_arena_new(0);
    struct gh_str value = client_value_or_fallback(f, client_value_of(a, f->shape, json));
    client_item_set(item, field, value.p ? gh_str_dup(r->model->arena, value) : value);
    gh_arena_free(a);
}

int read_add(struct reading *r, enum client_kind kind, const struct gh_str *parts, struct gh_str id,
             struct client_item **ret, struct gh_err *err) {
    struct gh_str own[CLIENT_PARTS] = {{NULL, 0}};
    for (unsigned i = 0; i < client_kinds[kind].n_parts; i++) own[i] = parts[i];
    struct client_item *item = client_model_add(r->model, kind, own, NULL);
    if (!item)
        return gh_refuse(err, GH_EINTERNAL, "the server has two things called %s %.*s", client_kinds[kind].label,
                         GH_S_FMT(own[0]));
    item->id = id;
    if (id.n) gh_map_put(&r->model->by_id, id, item);
    *ret = item;
    return 0;
}

struct tag_list {
    struct gh_buf b;
};

static int each_tag(void *context, struct gh_arena *page, const struct json *tag, struct gh_err *err) {
    struct tag_list *tags = context;
    (void)page;
    (void)err;
    gh_buf_addc(&tags->b, tags->b.n ? ',' : '[');
    json_encode(&tags->b, tag);
    return 0;
}

int read_tags(struct reading *r, enum client_service service, struct gh_str resource, struct client_item *item,
              unsigned field, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf body;
    struct tag_list tags;
    const struct json *json = NULL;
    gh_buf_init(&tags.b, a, SIZE_MAX);
    client_body_begin(&body, a);
    if (service == CLIENT_SSO_ADMIN) client_body_text(&body, "InstanceArn", r->model->instance_arn);
    client_body_text(&body, service == CLIENT_SSO_ADMIN ? "ResourceArn" : "ResourceId", resource);
    const struct client_list_call call = {service, "ListTagsForResource", "Tags", client_body_members(&body), 0};
    int e = client_api_list(r->api, &call, each_tag, &tags, err);
    if (!e && tags.b.n) {
        gh_buf_addc(&tags.b, ']');
        e = json_parse(a, gh_buf_str(&tags.b), NULL, &json, err);
    }
    if (!e) read_field(r, item, field, json);
    gh_arena_free(a);
    return e;
}

int client_read(struct client_api *api, const struct client_read_options *o, struct client_model *m,
                struct gh_err *err) {
    struct reading r = {.api = api, .model = m, .management_email = o->management_email};
    int e = read_organization(&r, err);
    if (!e && o->center) e = read_center(&r, err);
    gh_arena_free(r.scratch);
    if (!e && r.dangling)
        client_model_note(m,
                          gh_fmt(m->arena, "%zu assignments of people, groups or accounts that are gone", r.dangling));
    return e;
}
