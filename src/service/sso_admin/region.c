/*
 * region.c: the Regions of an instance. Its data is in one place, its home Region, so that is the only one there is:
 * none can be added, and the home cannot be removed.
 */
#include "base/base.h"
#include "service/sso_admin/sso_admin.h"

static int open_instance(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                         struct gh_err *err) {
    int r = sso_admin_instance_administered(c, instance_arn, ret_row, err);
    if (r != -GH_ENOTFOUND && r != -GH_EDENIED) return r;
    return sso_admin_throw_access_denied(err, GH_S_NONE, "You do not have access to the instance %.*s.",
                                         GH_S_FMT(instance_arn));
}

int sso_admin_add_region(struct gh_call *c, const struct sso_admin_add_region_input *in,
                         struct sso_admin_add_region_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row row;
    int r = open_instance(c, in->instance_arn, &row, err);
    if (r) return r;
    if (gh_str_eq(in->region_name, row.region))
        return sso_admin_throw_conflict(err, "%.*s is the primary Region of the instance already.",
                                        GH_S_FMT(in->region_name));
    return sso_admin_throw_validation(err, GH_S_NONE,
                                      "This instance cannot be replicated to %.*s: its data is kept in its primary "
                                      "Region %.*s only.",
                                      GH_S_FMT(in->region_name), GH_S_FMT(row.region));
}

static int throw_not_enabled(struct gh_err *err, struct gh_str region) {
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "The instance is not enabled in the Region %.*s.",
                                              GH_S_FMT(region));
}

int sso_admin_remove_region(struct gh_call *c, const struct sso_admin_remove_region_input *in,
                            struct sso_admin_remove_region_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row row;
    int r = open_instance(c, in->instance_arn, &row, err);
    if (r) return r;
    if (!gh_str_eq(in->region_name, row.region)) return throw_not_enabled(err, in->region_name);
    return sso_admin_throw_validation(err, GH_S_NONE, "The primary Region %.*s of an instance cannot be removed.",
                                      GH_S_FMT(row.region));
}

int sso_admin_describe_region(struct gh_call *c, const struct sso_admin_describe_region_input *in,
                              struct sso_admin_describe_region_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row row;
    int r = open_instance(c, in->instance_arn, &row, err);
    if (r) return r;
    if (!gh_str_eq(in->region_name, row.region)) return throw_not_enabled(err, in->region_name);
    *out = (struct sso_admin_describe_region_output){.region_name = row.region,
                                                     .status = SSO_ADMIN_REGION_STATUS_ACTIVE,
                                                     .added_date = row.created_ms,
                                                     .is_primary_region = true,
                                                     .has_is_primary_region = true};
    return 0;
}

int sso_admin_list_regions(struct gh_call *c, const struct sso_admin_list_regions_input *in,
                           struct sso_admin_list_regions_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row row;
    struct wire_page page;
    int r = open_instance(c, in->instance_arn, &row, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, row.id), &page, err);
    if (!r) out->regions = (struct sso_admin_region_metadata_list){sso_admin_home_region(c, &row), 1};
    return r;
}
