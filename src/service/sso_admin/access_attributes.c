/* access_attributes.c: the attributes for access control of an instance. They take effect with the next credentials. */
#include "domain/access_attributes.h"

#include "base/base.h"
#include "service/sso_admin/sso_admin.h"

static bool is_twice(const struct sso_admin_access_control_attribute_list *list, size_t at) {
    for (size_t i = 0; i < at; i++)
        if (gh_str_eq_ci(list->v[i].key, list->v[at].key)) return true;
    return false;
}

/* As session tags, which they become, have it. */
static bool is_reserved(struct gh_str key) {
    struct gh_str begin = GH_S("aws:");
    return key.n >= begin.n && gh_str_eq_ci(gh_str_slice(key, 0, begin.n), begin);
}

static int check(const struct sso_admin_access_control_attribute_list *list, struct gh_err *err) {
    if (list->n > ACCESS_ATTRIBUTES_MAX)
        return sso_admin_throw_validation(
            err, GH_S_NONE, "An instance can have at most %d attributes for access control.", ACCESS_ATTRIBUTES_MAX);
    for (size_t i = 0; i < list->n; i++) {
        struct gh_str key = list->v[i].key, source = list->v[i].value->source.v[0];
        if (is_reserved(key))
            return sso_admin_throw_validation(err, GH_S_NONE,
                                              "Attribute keys that begin with aws: are reserved, in any case.");
        if (is_twice(list, i))
            return sso_admin_throw_validation(
                err, GH_S_NONE, "The attribute key %.*s is given twice. Case does not tell keys apart.", GH_S_FMT(key));
        if (!access_attribute_source_known(source))
            return sso_admin_throw_validation(err, GH_S_NONE,
                                              "The attribute %.*s has the source %.*s, which names no attribute of the "
                                              "identity store. Sources look like ${path:enterprise.costCenter}.",
                                              GH_S_FMT(key), GH_S_FMT(source));
    }
    return 0;
}

static struct gh_str encode(struct gh_call *c, const struct sso_admin_access_control_attribute_list *list) {
    struct access_attribute *v = gh_new_n(c->ctx.arena, struct access_attribute, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        v[i] = (struct access_attribute){list->v[i].key, list->v[i].value->source.v[0]};
    return access_attributes_encode(c->ctx.arena, v, list->n);
}

static int throw_none(struct gh_err *err, struct gh_str instance_arn) {
    return sso_admin_throw_resource_not_found(
        err, GH_S_NONE, "Attributes for access control are not enabled for the instance %.*s.", GH_S_FMT(instance_arn));
}

int sso_admin_create_instance_access_control_attribute_configuration(
    struct gh_call *c, const struct sso_admin_create_instance_access_control_attribute_configuration_input *in,
    struct sso_admin_create_instance_access_control_attribute_configuration_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row instance;
    const struct sso_admin_access_control_attribute_list *list =
        &in->instance_access_control_attribute_configuration->access_control_attributes;
    int64_t inserted;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (!r) r = check(list, err);
    if (r) return r;
    struct store_access_attributes_insert_args row = {instance.id, encode(c, list), c->ctx.now_ms};
    r = store_access_attributes_insert(c->ctx.tx, &row, &inserted, err);
    if (r || inserted) return r;
    return sso_admin_throw_conflict(
        err, "Attributes for access control are enabled for the instance already. Update them instead.");
}

int sso_admin_describe_instance_access_control_attribute_configuration(
    struct gh_call *c, const struct sso_admin_describe_instance_access_control_attribute_configuration_input *in,
    struct sso_admin_describe_instance_access_control_attribute_configuration_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct store_access_attributes_get_row row;
    struct access_attribute *v;
    size_t n;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (r) return r;
    r = store_access_attributes_get(c->ctx.tx, &(struct store_access_attributes_get_args){instance.id}, &row, err);
    if (r == -GH_ENOTFOUND) return throw_none(err, in->instance_arn);
    if (!r) r = access_attributes_decode(c->ctx.arena, row.attributes, &v, &n, err);
    if (r) return r;
    struct sso_admin_instance_access_control_attribute_configuration *shown =
        gh_new(c->ctx.arena, struct sso_admin_instance_access_control_attribute_configuration);
    struct sso_admin_access_control_attribute *list =
        gh_new_n(c->ctx.arena, struct sso_admin_access_control_attribute, n + 1);
    for (size_t i = 0; i < n; i++) {
        list[i].key = v[i].key;
        list[i].value = gh_new(c->ctx.arena, struct sso_admin_access_control_attribute_value);
        list[i].value->source = (struct sso_admin_access_control_attribute_value_source_list){&v[i].source, 1};
    }
    shown->access_control_attributes = (struct sso_admin_access_control_attribute_list){list, n};
    out->status = SSO_ADMIN_INSTANCE_ACCESS_CONTROL_ATTRIBUTE_CONFIGURATION_STATUS_ENABLED;
    out->instance_access_control_attribute_configuration = shown;
    return 0;
}

int sso_admin_update_instance_access_control_attribute_configuration(
    struct gh_call *c, const struct sso_admin_update_instance_access_control_attribute_configuration_input *in,
    struct sso_admin_update_instance_access_control_attribute_configuration_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row instance;
    const struct sso_admin_access_control_attribute_list *list =
        &in->instance_access_control_attribute_configuration->access_control_attributes;
    int64_t changed;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (!r) r = check(list, err);
    if (r) return r;
    struct store_access_attributes_update_args row = {instance.id, encode(c, list)};
    r = store_access_attributes_update(c->ctx.tx, &row, &changed, err);
    return r || changed ? r : throw_none(err, in->instance_arn);
}

int sso_admin_delete_instance_access_control_attribute_configuration(
    struct gh_call *c, const struct sso_admin_delete_instance_access_control_attribute_configuration_input *in,
    struct sso_admin_delete_instance_access_control_attribute_configuration_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row instance;
    int64_t removed;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (r) return r;
    r = store_access_attributes_delete(c->ctx.tx, &(struct store_access_attributes_delete_args){instance.id}, &removed,
                                       err);
    return r || removed ? r : throw_none(err, in->instance_arn);
}
