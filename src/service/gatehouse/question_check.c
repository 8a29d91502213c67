/* question_check.c: see gatehouse.h: what a caller may supply with a question. Nothing is looked up for it. */
#include "base/map.h"
#include "service/gatehouse/gatehouse.h"

/* Names of keys, and of the tags in them, are the same in any case: of two the engine would take the first. */
struct key_names {
    struct gh_arena *arena;
    struct gh_map seen; /* by the name in lower case */
};

static int take_name(struct key_names *names, struct gh_str key, struct gh_err *err) {
    static char there;
    if (!gh_map_put(&names->seen, gh_str_lower(names->arena, key), &there)) return 0;
    return gh_refuse(err, GH_EINVAL, "The context key %.*s is given more than once.", GH_S_FMT(key));
}

static int check_names(struct gh_arena *a, const struct gatehouse_question *q, struct gh_err *err) {
    struct key_names names = {.arena = a};
    gh_map_init(&names.seen, a);
    int r = 0;
    for (size_t i = 0; !r && q->tags && i < q->tags->n; i++)
        r = take_name(&names, gh_fmt(a, "aws:ResourceTag/%.*s", GH_S_FMT(q->tags->v[i].key)), err);
    for (size_t i = 0; !r && q->context && i < q->context->n; i++) r = take_name(&names, q->context->v[i].key, err);
    return r;
}

/*
 * Keys that say who the principal is. The engine knows those; a caller who could set them could make any decision look
 * right.
 */
static bool is_about_principal(struct gh_str key) {
    static const struct gh_str keys[] = {
        GH_S_INIT("aws:AssumedRoot"),
        GH_S_INIT("aws:FederatedProvider"),
        GH_S_INIT("aws:PrincipalAccount"),
        GH_S_INIT("aws:PrincipalArn"),
        GH_S_INIT("aws:PrincipalIsAWSService"),
        GH_S_INIT("aws:PrincipalOrgID"),
        GH_S_INIT("aws:PrincipalOrgPaths"),
        GH_S_INIT("aws:PrincipalType"),
        GH_S_INIT("aws:ResourceAccount"),
        GH_S_INIT("aws:ResourceOrgID"),
        GH_S_INIT("aws:ResourceOrgPaths"),
        GH_S_INIT("aws:SourceIdentity"),
        GH_S_INIT("aws:userid"),
        GH_S_INIT("aws:username"),
        GH_S_INIT("identitystore:UserId"),
    };
    for (size_t i = 0; i < GH_COUNT(keys); i++)
        if (gh_str_eq_ci(keys[i], key)) return true;
    return gh_str_eq_ci(gh_str_slice(key, 0, 17), GH_S("aws:PrincipalTag/"));
}

/* When it is, this Gatehouse says. */
static bool is_clock(struct gh_str key) {
    return gh_str_eq_ci(key, GH_S("aws:CurrentTime")) || gh_str_eq_ci(key, GH_S("aws:EpochTime"));
}

static int check_keys(const struct gatehouse_question *q, struct gh_err *err) {
    for (size_t i = 0; q->context && i < q->context->n; i++) {
        struct gh_str key = q->context->v[i].key;
        if (is_about_principal(key))
            return gh_refuse(err, GH_EINVAL, "The context key %.*s is known from the principal and cannot be given.",
                             GH_S_FMT(key));
        if (is_clock(key))
            return gh_refuse(err, GH_EINVAL, "The context key %.*s is Gatehouse's clock and cannot be given.",
                             GH_S_FMT(key));
    }
    return 0;
}

/* arn:partition:service:region:account:resource; what follows the fifth colon may hold anything. */
static bool is_arn(struct gh_str text) {
    struct gh_str rest = text, field[5];
    for (size_t i = 0; i < GH_COUNT(field); i++)
        if (!gh_str_split(&rest, ':', &field[i])) return false;
    return rest.n && gh_str_eq(field[0], GH_S("arn")) && field[1].n && field[2].n;
}

static int check_resource(struct gh_str resource, struct gh_err *err) {
    if (!resource.p || gh_str_eq(resource, GH_S("*")) || is_arn(resource)) return 0;
    return gh_refuse(err, GH_EINVAL, "Resource is neither an ARN nor *: %.*s", GH_S_FMT(resource));
}

int gatehouse_question_check(struct gh_call *c, const struct gatehouse_question *q, struct gh_err *err) {
    int r = check_resource(q->resource, err);
    if (!r) r = check_keys(q, err);
    return r ? r : check_names(c->ctx.arena, q, err);
}
