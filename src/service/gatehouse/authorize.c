/* authorize.c: Authorize: decisions for services outside. */
#include <string.h>

#include "domain/authorization_message.h"
#include "service/gatehouse/gatehouse.h"

static struct gatehouse_principal principal_of(const struct gatehouse_authorization_request *q) {
    return (struct gatehouse_principal){q->principal_arn, q->access_key_id, q->session_token};
}

/* The ARN under which a policy may let somebody ask about an access key, whoever has it. */
static struct gh_str access_key_arn(struct gh_call *c, const struct gatehouse_principal *p) {
    struct gh_str account_id = gatehouse_account_of(c, p);
    return gh_fmt(c->ctx.arena, "arn:aws:gatehouse::%.*s:access-key/%.*s", GH_S_FMT(account_id),
                  GH_S_FMT(p->access_key_id));
}

int gatehouse_find_principals(struct gh_call *c, const struct gatehouse_authorization_request_list *requests,
                              struct gh_list *ret_arns, struct gh_err *err) {
    static char taken;
    struct gh_map seen;
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, requests->n);
    (void)err;
    gh_map_init(&seen, c->ctx.arena);
    for (size_t i = 0; i < requests->n; i++) {
        struct gatehouse_principal p = principal_of(&requests->v[i]);
        struct gh_str arn = p.arn.p ? p.arn : p.access_key_id.p ? access_key_arn(c, &p) : GH_S("*");
        if (!gh_map_put(&seen, arn, &taken)) v[ret_arns->n++] = arn;
    }
    ret_arns->v = v;
    return 0;
}

/* The trail is asked about as a whole ("*"), and whoever is named besides. */
int gatehouse_find_simulated(struct gh_call *c, const struct gatehouse_authorization_request_list *requests,
                             struct gh_list *ret_arns, struct gh_err *err) {
    struct gh_list named = {0};
    int r = gatehouse_find_principals(c, requests, &named, err);
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, named.n + 1);
    if (named.n) memcpy(v, named.v, named.n * sizeof *v);
    v[named.n] = GH_S("*");
    *ret_arns = (struct gh_list){v, named.n + 1};
    return r;
}

/* Who is not there is not let in: the answer to them is a denial like any other. */
static struct gatehouse_authorization_result unknown(struct gh_str failure) {
    return (struct gatehouse_authorization_result){
        .decision = GATEHOUSE_DECISION_IMPLICIT_DENY, .layer = GATEHOUSE_LAYER_AUTHENTICATION, .reason = failure};
}

static struct gatehouse_authorization_result answer(struct gh_call *c, struct gatehouse_subject *s,
                                                    const struct gatehouse_evaluation *e) {
    struct policy_decision d;
    policy_evaluate(c->ctx.arena, &e->layers, &e->request, &d);
    struct gatehouse_authorization_result result = {.decision = gatehouse_decision(d.effect),
                                                    .layer = gatehouse_layer(d.layer),
                                                    .deciding_statements = gatehouse_statements(c, &d),
                                                    .principal = gatehouse_details(c, &s->call.caller)};
    if (d.effect == POLICY_ALLOW) return result;
    result.reason = gh_fmt(c->ctx.arena, "User: %.*s is not authorized to perform: %.*s on resource: %.*s %.*s",
                           GH_S_FMT(s->call.caller.arn), GH_S_FMT(e->request.action), GH_S_FMT(e->request.resource),
                           GH_S_FMT(policy_explain(c->ctx.arena, &d, e->request.action)));
    struct authorization_denial denial = {&s->call.caller, &e->request, &d};
    result.encoded_reason = authorization_message_seal(&c->ctx, &denial);
    return result;
}

/* A denial of asking about @arn holds, though the request names it in another way. */
static int check_denied(struct gh_call *c, struct gh_str arn, struct gh_err *err) {
    struct gh_call asker = *c;
    struct wire_question asked = {.action = c->op->authorization.action, .resource = arn};
    struct gatehouse_evaluation e;
    struct policy_decision d;
    int r = wire_question_prepare(&asker, &asked, &e.layers, &e.request, err);
    if (r) return r;
    policy_evaluate(c->ctx.arena, &e.layers, &e.request, &d);
    if (d.effect != POLICY_EXPLICIT_DENY) return 0;
    return gatehouse_throw_access_denied(err, "User: %.*s is not authorized to perform: %.*s on resource: %.*s %.*s",
                                         GH_S_FMT(c->caller.arn), GH_S_FMT(asked.action), GH_S_FMT(arn),
                                         GH_S_FMT(policy_explain(c->ctx.arena, &d, asked.action)));
}

/* The gate has asked about the name in the request: an access key or a session is also a user or a role. */
static int check_resolved(struct gh_call *c, const struct gatehouse_principal *named, const struct principal *p,
                          struct gh_err *err) {
    bool session = p->kind == PRINCIPAL_ROLE_SESSION && p->policy_arn.p;
    int r = named->arn.p && gh_str_eq(named->arn, p->arn) ? 0 : check_denied(c, p->arn, err);
    if (r || !session || gh_str_eq(p->policy_arn, p->arn)) return r;
    return named->arn.p && gh_str_eq(named->arn, p->policy_arn) ? 0 : check_denied(c, p->policy_arn, err);
}

int gatehouse_decide(struct gh_call *c, const struct gatehouse_authorization_request *in,
                     struct gatehouse_explained *ret, struct gatehouse_authorization_result *ret_result,
                     struct gh_err *err) {
    struct gatehouse_principal p = principal_of(in);
    struct gatehouse_question question = {.action = in->action,
                                          .resource = in->resource,
                                          .resource_account = in->resource_account,
                                          .resource_policy = in->resource_policy,
                                          .tags = &in->resource_tags,
                                          .context = &in->context};
    int r = gatehouse_question_check(c, &question, err);
    if (!r) r = gatehouse_subject_open(c, &p, &ret->subject, err);
    if (r) return r;
    if (ret->subject.failure.p) {
        *ret_result = unknown(ret->subject.failure);
        return 0;
    }
    r = check_resolved(c, &p, &ret->subject.call.caller, err);
    if (!r) r = gatehouse_prepare(c, &ret->subject, &question, &ret->evaluation, err);
    if (!r) *ret_result = answer(c, &ret->subject, &ret->evaluation);
    return r;
}

int gatehouse_authorize(struct gh_call *c, const struct gatehouse_authorize_input *in,
                        struct gatehouse_authorize_output *out, struct gh_err *err) {
    size_t n = in->requests.n;
    out->results = (struct gatehouse_authorization_result_list){
        gh_new_n(c->ctx.arena, struct gatehouse_authorization_result, n), n};
    for (size_t i = 0; i < n; i++) {
        struct gatehouse_explained x;
        int r = gatehouse_decide(c, &in->requests.v[i], &x, &out->results.v[i], err);
        if (r) return r;
    }
    return 0;
}
