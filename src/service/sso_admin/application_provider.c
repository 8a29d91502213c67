/*
 * application_provider.c: what applications can be made of. AWS's list has the applications of its own services and of
 * its catalog besides; those do not exist here.
 */
#include "base/base.h"
#include "service/sso_admin/application.h"

struct provider {
    struct gh_str arn, protocol, name, description;
};

/* In the order of their ARNs, by which they are paged. */
static const struct provider providers[] = {
    {GH_S_INIT("arn:aws:sso::aws:applicationProvider/custom"), GH_S_INIT("OAUTH"),
     GH_S_INIT("Custom OAuth 2.0 application"),
     GH_S_INIT("A customer managed application that gets tokens of IAM Identity Center by OAuth 2.0.")},
    {GH_S_INIT("arn:aws:sso::aws:applicationProvider/custom-saml"), GH_S_INIT("SAML"),
     GH_S_INIT("Custom SAML 2.0 application"),
     GH_S_INIT("A customer managed application that people sign in to by SAML 2.0.")},
};

static const struct provider *find(struct gh_str arn) {
    for (size_t i = 0; i < GH_COUNT(providers); i++)
        if (gh_str_eq(providers[i].arn, arn)) return &providers[i];
    return NULL;
}

static int not_found(struct gh_str arn, struct gh_err *err) {
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find ApplicationProvider with ARN %.*s",
                                              GH_S_FMT(arn));
}

int sso_admin_provider_check(struct gh_str provider_arn, struct gh_str *ret_protocol, struct gh_err *err) {
    const struct provider *p = find(provider_arn);
    if (!p) return not_found(provider_arn, err);
    *ret_protocol = p->protocol;
    return 0;
}

static struct sso_admin_display_data *display(struct gh_call *c, const struct provider *p) {
    struct sso_admin_display_data *data = gh_new(c->ctx.arena, struct sso_admin_display_data);
    data->display_name = p->name;
    data->description = p->description;
    return data;
}

int sso_admin_describe_application_provider(struct gh_call *c,
                                            const struct sso_admin_describe_application_provider_input *in,
                                            struct sso_admin_describe_application_provider_output *out,
                                            struct gh_err *err) {
    const struct provider *p = find(in->application_provider_arn);
    if (!p) return not_found(in->application_provider_arn, err);
    out->application_provider_arn = p->arn;
    out->federation_protocol = p->protocol;
    out->display_data = display(c, p);
    return 0;
}

int sso_admin_list_application_providers(struct gh_call *c, const struct sso_admin_list_application_providers_input *in,
                                         struct sso_admin_list_application_providers_output *out, struct gh_err *err) {
    struct wire_page page;
    int r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, GH_S("")), &page, err);
    if (r) return r;
    size_t first = 0;
    while (first < GH_COUNT(providers) && gh_str_cmp(providers[first].arn, page.after) <= 0) first++;
    size_t left = GH_COUNT(providers) - first, shown = wire_page_shown(&page, left);
    struct sso_admin_application_provider *v = gh_new_n(c->ctx.arena, struct sso_admin_application_provider, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_application_provider){.application_provider_arn = providers[first + i].arn,
                                                       .federation_protocol = providers[first + i].protocol,
                                                       .display_data = display(c, &providers[first + i])};
    out->application_providers = (struct sso_admin_application_provider_list){v, shown};
    if (shown) out->next_token = wire_page_next(c, &page, left, v[shown - 1].application_provider_arn);
    return 0;
}
