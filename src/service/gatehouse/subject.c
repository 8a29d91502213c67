/*
 * subject.c: see gatehouse.h: principals that are asked about. An ARN stands for the entity as it is now, without the
 * session policies and tags that a session of it may have; credentials stand for exactly their session.
 */
#include "domain/access.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/ids.h"
#include "domain/session_token.h"
#include "service/gatehouse/gatehouse.h"
#include "service/sts/role_session.h"
#include "wire/authenticate.h"

#define NOT_FOUND GH_S("The principal does not exist, or its account is not active.")

static struct gh_str arn_field(struct gh_str arn, size_t index) {
    struct gh_str rest = arn, part = GH_S_NONE;
    for (size_t i = 0; i <= index; i++)
        if (!gh_str_split(&rest, ':', &part)) return GH_S_NONE;
    return part;
}

/* What follows the fifth colon: "user/path/name". */
static struct gh_str arn_resource(struct gh_str arn) {
    struct gh_str rest = arn, part = GH_S_NONE;
    for (size_t i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &part)) return GH_S_NONE;
    return rest;
}

struct gh_str gatehouse_account_of(struct gh_call *c, const struct gatehouse_principal *p) {
    struct gh_str account_id = GH_S_NONE;
    if (p->arn.p) account_id = arn_field(p->arn, 4);
    if (!p->arn.p && p->access_key_id.p) id_access_key_account(c->ctx.arena, p->access_key_id, &account_id);
    return account_id.p && id_is_account(account_id) ? account_id : GH_S_NONE;
}

/* -GH_ENOTFOUND or -GH_EAUTH where there is none. */
static int user_by_arn(struct gh_call *c, struct gh_str arn, const struct access **ret_access, struct gh_err *err) {
    struct arn_iam parts;
    struct store_iam_user_by_name_row row;
    if (!arn_iam_split(arn, &parts)) return -GH_ENOTFOUND;
    struct store_iam_user_by_name_args args = {parts.account_id, fold_key(c->ctx.arena, parts.name)};
    int r = store_iam_user_by_name(c->ctx.tx, &args, &row, err);
    if (!r) r = access_for_user(&c->ctx, parts.account_id, row.id, ret_access, err);
    return !r && !gh_str_eq((*ret_access)->arn, arn) ? -GH_ENOTFOUND : r;
}

/* "assumed-role/NAME/SESSION" */
static int role_of_session(struct gh_call *c, struct gh_str account_id, struct gh_str resource,
                           const struct access **ret_access, struct gh_str *ret_session, struct gh_err *err) {
    struct gh_str rest = resource, name = GH_S_NONE;
    struct store_iam_role_by_name_row row;
    gh_str_split(&rest, '/', &name);
    if (!gh_str_split(&rest, '/', &name) || !gh_str_split(&rest, '/', ret_session) || rest.p) return -GH_ENOTFOUND;
    struct store_iam_role_by_name_args args = {account_id, fold_key(c->ctx.arena, name)};
    int r = store_iam_role_by_name(c->ctx.tx, &args, &row, err);
    return r ? r : access_for_role(&c->ctx, account_id, row.id, ret_access, err);
}

static int subject_by_arn(struct gatehouse_subject *s, struct gh_str arn, struct gh_err *err) {
    struct gh_call *c = &s->call;
    const struct access *access = NULL;
    struct gh_str account_id = arn_field(arn, 4), resource = arn_resource(arn), session = GH_S_NONE;
    int r = -GH_ENOTFOUND;
    if (gh_str_eq(resource, GH_S("root")))
        r = access_for_root(&c->ctx, account_id, &access, err);
    else if (gh_str_starts(resource, GH_S("user/")))
        r = user_by_arn(c, arn, &access, err);
    else if (gh_str_starts(resource, GH_S("role/")))
        r = sts_role_by_arn(c, arn, &access, err);
    else if (gh_str_starts(resource, GH_S("assumed-role/")))
        r = role_of_session(c, account_id, resource, &access, &session, err);
    if (r == -GH_ENOTFOUND || r == -GH_EAUTH) {
        s->failure = NOT_FOUND;
        return 0;
    }
    if (r) return r;
    wire_caller_by_access(c, access);
    if (!session.p) return 0;
    c->caller.arn = arn;
    c->caller.session_name = session;
    c->caller.user_id = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(access->entity_id), GH_S_FMT(session));
    return 0;
}

static int subject_by_key(struct gatehouse_subject *s, const struct gatehouse_principal *p, struct gh_err *err) {
    struct gh_call *c = &s->call;
    struct wire_proof proof = {.access_key_id = p->access_key_id};
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = 0;
    if (p->session_token.p) {
        struct gh_secret secret;
        struct session_token presented = {p->access_key_id, p->session_token};
        proof.temporary = true;
        r = session_token_open(c->ctx.house->keyring, c->ctx.arena, &presented, &proof.claims, &secret, why);
        if (!r) gh_secret_done(&secret);
    }
    if (r) {
        s->failure = GH_S("The security token included in the request is invalid.");
        return 0;
    }
    r = wire_caller_by_proof(c, &proof, NULL, why);
    if (r != -GH_ETHROWN) return r ? gh_fail(err, (enum gh_code) - r, "%s", why->detail) : 0;
    s->failure = gh_str_c(why->message);
    return 0;
}

int gatehouse_subject_open(struct gh_call *c, const struct gatehouse_principal *p, struct gatehouse_subject *ret,
                           struct gh_err *err) {
    bool may;
    if (!p->arn.p == !p->access_key_id.p)
        return gh_refuse(err, GH_EINVAL, "A principal is named either by PrincipalArn or by AccessKeyId.");
    if (p->session_token.p && !p->access_key_id.p)
        return gh_refuse(err, GH_EINVAL, "A SessionToken goes with an AccessKeyId.");
    *ret = (struct gatehouse_subject){.call = {.ctx = c->ctx, .request_id = c->request_id}};
    struct gh_str account_id = gatehouse_account_of(c, p);
    if (!account_id.p) {
        ret->failure = GH_S("The security token included in the request is invalid.");
        return 0;
    }
    int r = gatehouse_may_ask(c, account_id, &may, err);
    if (r) return r;
    if (!may) return gatehouse_refuse_account(err, account_id);
    return p->arn.p ? subject_by_arn(ret, p->arn, err) : subject_by_key(ret, p, err);
}
