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

int gatehouse_question_check(struct gh_call *c, const struct gatehouse_question *q, struct gh_err *err) {
    return check_names(c->ctx.arena, q, err);
}
