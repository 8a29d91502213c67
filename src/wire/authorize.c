/* authorize.c: see authorize.h. Default deny: whatever is not found, not compiled or not allowed is refused. */
#include "wire/authorize.h"

#include "base/base.h"
#include "codec/json.h"
#include "domain/access.h"
#include "domain/arn.h"
#include "domain/authorization_message.h"
#include "domain/ids.h"
#include "domain/managed_policy.h"
#include "domain/org_policy.h"
#include "policy/policy.h"
#include "wire/call.h"
#include "wire/context_keys.h"
#include "wire/member.h"
#include "wire/resource_keys.h"

#define AUDIT_DATA_MAX 4096

/* What is asked for one operation: the same for each of its resources, but for the owner. */
struct question {
    struct gh_call *c;
    const void *in;
    struct policy_layers layers;
    struct policy_request request;
    const struct gh_condition_key *key_rows; /* what the input supplies, */
    uint32_t n_key_rows;
    struct wire_keys keys;     /* with all that the request carries, once gathered; each resource adds its own */
    struct policy_key more;    /* goes before them; absent where there is none */
    const struct owner *owner; /* of the resource at hand */
    struct gh_str denied;      /* how a refusal names the resource: see struct gh_authorization */
    const struct wire_visitor *visitor; /* NULL: decide */
    int rc;                             /* of the gathering of keys, while the engine asks */
    struct gh_err *err;
};

/* A session policy is a document, or the ARN of a managed policy. */
static int compile_session_policy(struct gh_call *c, struct gh_str policy, const struct policy **ret_policy,
                                  struct gh_err *err) {
    if (gh_str_starts(policy, GH_S("arn:")))
        return managed_policy_compile(&c->ctx, c->ctx.arena, policy, ret_policy, err);
    struct policy *compiled;
    int r = policy_compile(c->ctx.arena, policy, POLICY_IDENTITY, GH_S("session"), &compiled, err);
    if (!r) *ret_policy = compiled;
    return r;
}

static int nothing_allowed(struct policy_layers *layers) {
    layers->root = false;
    layers->session = (struct policy_list){NULL, 0};
    layers->has_session = true;
    return 0;
}

static int compile_session_policies(struct gh_call *c, struct policy_layers *layers, struct gh_err *err) {
    const struct principal *p = &c->caller;
    /* Without any policy a federated user may do nothing. */
    layers->has_session = p->kind == PRINCIPAL_FEDERATED_USER;
    if (!p->n_session_policies) return 0;
    const struct policy **v = gh_new_n(c->ctx.arena, const struct policy *, p->n_session_policies);
    for (size_t i = 0; i < p->n_session_policies; i++) {
        int r = compile_session_policy(c, p->session_policies[i], &v[i], err);
        /* A managed policy that is gone took its denials along: then the session may do nothing. */
        if (r == -GH_ENOTFOUND) return nothing_allowed(layers);
        if (r) return r;
    }
    struct policy_list compiled = {v, p->n_session_policies};
    /* A task policy denies all but its task: it narrows a root user, who needs no allowance. */
    if (p->assumed_root)
        layers->identity = compiled;
    else
        layers->session = compiled;
    layers->has_session = !p->assumed_root;
    return 0;
}

/* A federated user of the root user: whatever root may do, within the session policies. */
static int root_as_identity(struct gh_call *c, struct policy_layers *layers, struct gh_err *err) {
    if (c->caller.kind != PRINCIPAL_FEDERATED_USER || !layers->root) return 0;
    const struct policy **v = gh_new_n(c->ctx.arena, const struct policy *, 1);
    layers->root = false;
    layers->identity = (struct policy_list){v, 1};
    return managed_policy_compile(&c->ctx, c->ctx.arena, GH_S("arn:aws:iam::aws:policy/AdministratorAccess"), v, err);
}

/* Whoever calls with nothing but the word of an identity provider. */
static bool is_assertion(const struct principal *p) {
    return p->kind == PRINCIPAL_WEB_IDENTITY || p->kind == PRINCIPAL_SAML;
}

/* Whom a session is one of: its role, or the user whom GetFederationToken was called by. */
static struct gh_str behind_session(const struct principal *p, const struct access *access) {
    if (p->kind == PRINCIPAL_ROLE_SESSION) return p->policy_arn;
    bool federated = p->kind == PRINCIPAL_FEDERATED_USER && access && access->kind == ACCESS_USER;
    return federated ? access->arn : GH_S_NONE;
}

static struct policy_principal policy_principal_of(const struct principal *p, const struct access *access) {
    return (struct policy_principal){.account_id = p->account_id,
                                     .arn = p->arn,
                                     .role_arn = behind_session(p, access),
                                     .entity_id = p->entity_id,
                                     .federated = is_assertion(p) ? p->provider : GH_S_NONE,
                                     .is_root = p->kind == PRINCIPAL_ROOT};
}

/* AWS: control policies have no say over service-linked roles. */
static bool is_service_linked(const struct access *access) {
    return access && access->kind == ACCESS_ROLE && gh_str_starts(access->path, GH_S("/aws-service-role/"));
}

/* Service control policies limit whoever belongs to a member account, its root user too. */
static void limit_principal(struct policy_layers *layers, const struct access *access) {
    if (!access->organization || is_service_linked(access)) return;
    layers->scps = access->organization->scps;
    layers->n_scps = access->organization->n_scps;
}

/* "arn:aws:iam::<account>:…"; absent where the resource belongs to no account. */
static struct gh_str account_of(struct gh_str arn) {
    struct gh_str rest = arn, part = GH_S_NONE;
    for (size_t i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &part)) return GH_S_NONE;
    return id_is_account(part) ? part : GH_S_NONE;
}

/* Whose a resource is, and what bears on that account. */
struct owner {
    struct gh_str account_id;
    const struct org_policies *policies; /* NULL outside an organization */
    bool named;                          /* the ARN says so: else it is whatever the caller's account has */
};

static int owner_of(struct gh_call *c, struct gh_str resource, struct owner *ret_owner, struct gh_err *err) {
    struct gh_str named = account_of(resource);
    *ret_owner = (struct owner){.account_id = named.p ? named : c->caller.account_id, .named = named.p != NULL};
    if (!ret_owner->account_id.p) return 0;
    if (!c->access || !gh_str_eq(c->access->account_id, ret_owner->account_id))
        return org_policies_of(&c->ctx, ret_owner->account_id, &ret_owner->policies, err);
    ret_owner->policies = c->access->organization;
    return 0;
}

/*
 * Resource control policies guard the resources of member accounts, whoever asks. Of the services here AWS applies them
 * to STS only.
 */
static void limit_resource(const struct gh_call *c, struct question *q, const struct owner *owner) {
    bool guarded = owner->named && owner->policies && gh_str_starts(q->request.action, GH_S("sts:")) &&
                   !is_service_linked(c->access);
    q->layers.rcps = guarded ? owner->policies->rcps : NULL;
    q->layers.n_rcps = guarded ? owner->policies->n_rcps : 0;
}

static bool is_same_organization(const struct gh_call *c, const struct owner *owner) {
    return owner->policies && c->access && c->access->organization_id.p &&
           gh_str_eq(c->access->organization_id, owner->policies->organization_id);
}

/*
 * May the caller's policies ask where the owner stands in its organization? What they find shows in the answer, so only
 * within the caller's own; a role that is to be assumed speaks for itself.
 */
static bool shows_organization(const struct gh_call *c, const struct question *q, const struct owner *owner) {
    if (!owner->policies) return false;
    if (gh_str_starts(q->request.action, GH_S("sts:")) || gh_str_eq(owner->account_id, c->caller.account_id))
        return true;
    return is_same_organization(c, owner);
}

/* What the request itself carries: gathered once, however many resources are asked about. */
static void gather_keys(struct question *q) {
    if (q->keys.v) return;
    q->keys = wire_context_keys(q->c, q->in, q->key_rows, q->n_key_rows);
    if (!q->more.key.p) return;
    struct policy_key *v = gh_new_n(q->c->ctx.arena, struct policy_key, q->keys.n + 1);
    v[0] = q->more;
    for (size_t i = 0; i < q->keys.n; i++) v[i + 1] = q->keys.v[i];
    q->keys = (struct wire_keys){v, q->keys.n + 1};
}

/* The question's keys and what the resource's owner adds to them. */
static struct wire_keys with_owner(struct question *q) {
    const struct owner *owner = q->owner;
    const struct gh_call *c = q->c;
    gather_keys(q);
    if (!owner->account_id.p) return q->keys;
    struct gh_str *values = gh_new_n(c->ctx.arena, struct gh_str, 3);
    struct policy_key *v = gh_new_n(c->ctx.arena, struct policy_key, q->keys.n + 3);
    size_t n = q->keys.n;
    for (size_t i = 0; i < n; i++) v[i] = q->keys.v[i];
    values[0] = owner->account_id;
    v[n++] = (struct policy_key){.key = GH_S("aws:ResourceAccount"), .values = &values[0], .n_values = 1};
    if (!shows_organization(c, q, owner)) return (struct wire_keys){v, n};
    values[1] = owner->policies->organization_id;
    values[2] = org_policies_parent_path(owner->policies);
    v[n++] = (struct policy_key){.key = GH_S("aws:ResourceOrgID"), .values = &values[1], .n_values = 1};
    v[n++] = (struct policy_key){
        .key = GH_S("aws:ResourceOrgPaths"), .values = &values[2], .n_values = 1, .multivalued = true};
    return (struct wire_keys){v, n};
}

static int question_of(struct gh_call *c, const void *in, struct gh_str action, struct question *q,
                       struct gh_err *err) {
    const struct access *access = c->access;
    *q = (struct question){.c = c,
                           .in = in,
                           .request = {.action = action, .principal = policy_principal_of(&c->caller, access)},
                           .key_rows = c->op->authorization.keys,
                           .n_key_rows = c->op->authorization.n_keys,
                           .err = err};
    if (access) {
        q->layers.identity = access->policies;
        q->layers.boundary = access->boundary;
        q->layers.root = access->kind == ACCESS_ROOT;
        limit_principal(&q->layers, access);
    }
    int r = root_as_identity(c, &q->layers, err);
    if (!r) r = compile_session_policies(c, &q->layers, err);
    if (r || !c->op->authorization.resource_policy) return r;
    struct gh_resource_policy resource = {0};
    r = c->op->authorization.resource_policy(c, in, &resource, err);
    if (r) return r;
    q->layers.resource = resource.policy;
    q->layers.resource_required = true;
    q->request.resource_account = resource.account_id;
    return 0;
}

/* The name in an ARN of the row's kind; absent in another (root's, a session's role) and where it is for all ("*"). */
static struct gh_str name_of(const struct gh_authorization *row, struct gh_str resource) {
    struct arn_iam parts;
    bool fits = row->n_resources && arn_iam_split(resource, &parts) && gh_str_eq(parts.kind, row->resources[0].type);
    return fits && !gh_str_eq(parts.name, GH_S("*")) ? parts.name : GH_S_NONE;
}

/* What stands for the placeholder that ends the row's words; absent where only the ARN will do. */
static struct gh_str shown_of(struct gh_call *c, const struct question *q, struct gh_str placeholder) {
    struct wire_texts texts;
    if (gh_str_eq(placeholder, GH_S("${arn}"))) return q->request.resource;
    if (gh_str_eq(placeholder, GH_S("${name}"))) return name_of(&c->op->authorization, q->request.resource);
    struct gh_str member = gh_str_slice(placeholder, 1, placeholder.n - 1);
    bool given = wire_member_texts(c->ctx.arena, c->op->in, q->in, member, &texts) && texts.n;
    return given ? texts.v[0] : GH_S("/");
}

/* The resource as AWS's refusals name it. Where that is not the ARN, the trail is told the ARN besides. */
static struct gh_str resource_words(struct gh_call *c, const struct question *q) {
    size_t at = q->denied.n;
    while (at && q->denied.p[at - 1] != ' ') at--;
    struct gh_str shown = at ? shown_of(c, q, gh_str_slice(q->denied, at, q->denied.n)) : GH_S_NONE;
    if (!shown.p) return q->request.resource;
    struct gh_buf b;
    gh_buf_init(&b, c->ctx.arena, AUDIT_DATA_MAX);
    gh_buf_add(&b, GH_S("{\"deniedResource\":"));
    json_write_string(&b, q->request.resource);
    gh_buf_addc(&b, '}');
    if (gh_buf_ok(&b)) c->audit_data = gh_buf_str(&b);
    return gh_fmt(c->ctx.arena, "%.*s%.*s", (int)at, q->denied.p, GH_S_FMT(shown));
}

/* AWS names the policy within an account and within an organization. */
static struct gh_str denier_of(const struct gh_call *c, const struct question *q, const struct policy_decision *d) {
    bool own = gh_str_eq(q->owner->account_id, c->caller.account_id);
    return own || is_same_organization(c, q->owner) ? policy_denier(d) : GH_S_NONE;
}

/* Writes the layer and the statement that decided into the log's half of the error. */
static int refuse(struct gh_call *c, const struct question *q, const struct policy_decision *d, struct gh_err *err) {
    struct authorization_denial denial = {&c->caller, &q->request, d};
    c->denial = authorization_message_seal(&c->ctx, &denial);
    struct gh_str why = policy_explain(c->ctx.arena, d, q->request.action);
    if (is_assertion(&c->caller))
        return gh_refuse(err, GH_EDENIED, "Not authorized to perform %.*s", GH_S_FMT(q->request.action));
    struct gh_str resource = resource_words(c, q), denier = denier_of(c, q, d);
    if (denier.p) why = gh_fmt(c->ctx.arena, "%.*s: %.*s", GH_S_FMT(why), GH_S_FMT(denier));
    return gh_refuse(err, GH_EDENIED, "User: %.*s is not authorized to perform: %.*s on resource: %.*s %.*s",
                     GH_S_FMT(c->caller.arn), GH_S_FMT(q->request.action), GH_S_FMT(resource), GH_S_FMT(why));
}

/* The keys of the question about the resource at hand: they take longer than many a decision, which asks for none. */
static void supply_keys(void *question) {
    struct question *q = question;
    struct wire_keys own = with_owner(q), keys;
    q->request.supply_keys = NULL;
    q->rc = wire_resource_keys(q->c, &own, &q->request, &keys, q->err);
    if (q->rc) return;
    q->request.keys = keys.v;
    q->request.n_keys = keys.n;
}

static int ask(struct gh_call *c, struct question *q, struct gh_str resource, struct gh_err *err) {
    struct policy_decision d = {0};
    struct owner owner;
    int r = owner_of(c, resource, &owner, err);
    if (r) return r;
    q->owner = &owner;
    q->request.resource = resource;
    q->request.keys = NULL;
    q->request.n_keys = 0;
    q->request.supply_keys = supply_keys;
    q->request.supply_context = q;
    limit_resource(c, q, &owner);
    if (q->visitor)
        supply_keys(q);
    else
        policy_evaluate(c->ctx.arena, &q->layers, &q->request, &d);
    if (q->rc) return q->rc;
    if (q->visitor) return q->visitor->visit(q->visitor->context, &q->layers, &q->request, err);
    if (d.effect == POLICY_ALLOW) return 0;
    if (q->request.supply_keys) supply_keys(q); /* the denial tells them */
    return q->rc ? q->rc : refuse(c, q, &d, err);
}

/* Fills in what a row's template takes from the call rather than from the input. */
static struct gh_str expand_call(struct gh_call *c, struct gh_str text) {
    static const struct {
        struct gh_str name;
        size_t which;
    } variables[] = {{GH_S_INIT("${account}"), 0}, {GH_S_INIT("${region}"), 1}};
    struct gh_str values[] = {c->caller.account_id, c->ctx.house->region};
    for (size_t i = 0; i < GH_COUNT(variables); i++) {
        ptrdiff_t at = gh_str_find_str(text, variables[i].name);
        if (at < 0) continue;
        struct gh_str tail = gh_str_slice(text, (size_t)at + variables[i].name.n, text.n);
        text =
            gh_fmt(c->ctx.arena, "%.*s%.*s%.*s", (int)at, text.p, GH_S_FMT(values[variables[i].which]), GH_S_FMT(tail));
    }
    return text;
}

static int ask_found(struct gh_call *c, struct question *q, const struct gh_resource *row, const void *in,
                     size_t *asked, struct gh_err *err) {
    struct gh_list arns = {0};
    int r = row->find(c, in, &arns, err);
    const struct gh_str *v = arns.v;
    for (size_t i = 0; !r && i < arns.n; i++) r = ask(c, q, v[i], err);
    *asked += arns.n;
    return r;
}

static int ask_resource(struct gh_call *c, struct question *q, const struct gh_resource *row, const void *in,
                        size_t *asked, struct gh_err *err) {
    if (row->find) return ask_found(c, q, row, in, asked, err);
    struct gh_str arn;
    /* The template first: what a member holds is never expanded. */
    if (!wire_member_expand(c->ctx.arena, c->op->in, in, expand_call(c, row->arn), &arn)) return 0;
    ++*asked;
    return ask(c, q, arn, err);
}

/* The question for every resource that the row names, or for those of one type. */
static int ask_type(struct gh_call *c, struct question *q, struct gh_str type, const void *in, struct gh_err *err) {
    const struct gh_authorization *row = &c->op->authorization;
    size_t asked = 0;
    int r = 0;
    for (uint32_t i = 0; !r && i < row->n_resources; i++)
        if (!type.p || gh_str_eq(type, row->resources[i].type))
            r = ask_resource(c, q, &row->resources[i], in, &asked, err);
    if (!r && !asked) r = ask(c, q, GH_S("*"), err);
    return r;
}

static int ask_all(struct gh_call *c, struct question *q, const void *in, struct gh_err *err) {
    return ask_type(c, q, GH_S_NONE, in, err);
}

int wire_authorize_action(struct gh_call *c, const void *in, struct gh_str action, struct gh_err *err) {
    struct question q;
    int r = question_of(c, in, action, &q, err);
    return r ? r : ask_all(c, &q, in, err);
}

static bool is_given(struct gh_call *c, const void *in, struct gh_str path) {
    struct wire_texts texts;
    return wire_member_texts(c->ctx.arena, c->op->in, in, path, &texts) && texts.n;
}

/* All that the row asks: the operation's own action, then what comes on top. */
static int ask_row(struct gh_call *c, const void *in, const struct wire_visitor *visitor, struct gh_err *err) {
    const struct gh_authorization *row = &c->op->authorization;
    struct question q;
    int r = question_of(c, in, row->action, &q, err);
    q.visitor = visitor;
    q.denied = row->denied;
    if (!r) r = ask_all(c, &q, in, err);
    for (uint32_t i = 0; !r && i < row->n_also; i++) {
        const struct gh_further_action *more = &row->also[i];
        if (!is_given(c, in, more->given)) continue;
        q.request.action = more->action;
        q.key_rows = more->keys;
        q.n_key_rows = more->n_keys;
        q.keys = (struct wire_keys){NULL, 0};
        q.denied = more->denied;
        r = ask_type(c, &q, more->type, in, err);
    }
    return r;
}

int wire_gate_visit(struct gh_call *c, const void *in, const struct wire_visitor *visitor, struct gh_err *err) {
    return ask_row(c, in, visitor, err);
}

int wire_authorize_by_resource(struct gh_call *c, const void *in, struct gh_str action, const struct policy *policy,
                               struct gh_err *err) {
    struct question q;
    int r = question_of(c, in, action, &q, err);
    /* As root: the caller's own policies have been asked by the gate. */
    q.layers = (struct policy_layers){.resource = policy, .resource_required = true, .root = true};
    return r ? r : ask_all(c, &q, in, err);
}

/* An action on a role that a service works by: @action and the key that holds the service. */
struct role_question {
    struct gh_str action, service_key;
};

static int ask_about_role(struct gh_call *c, const void *in, const struct role_question *about, struct gh_str role_arn,
                          struct gh_str service, struct gh_err *err) {
    struct question q;
    int r = question_of(c, in, about->action, &q, err);
    if (r) return r;
    q.more = (struct policy_key){.key = about->service_key, .values = &service, .n_values = 1};
    return ask(c, &q, role_arn, err);
}

int wire_authorize_pass_role(struct gh_call *c, const void *in, struct gh_str role_arn, struct gh_str service,
                             struct gh_err *err) {
    static const struct role_question pass = {GH_S_INIT("iam:PassRole"), GH_S_INIT("iam:PassedToService")};
    return ask_about_role(c, in, &pass, role_arn, service, err);
}

int wire_authorize_service_role(struct gh_call *c, const void *in, struct gh_str role_arn, struct gh_str service,
                                struct gh_err *err) {
    static const struct role_question link = {GH_S_INIT("iam:CreateServiceLinkedRole"),
                                              GH_S_INIT("iam:AWSServiceName")};
    return ask_about_role(c, in, &link, role_arn, service, err);
}

/* AWS's own services that resource control policies do not reach; see limit_resource() for STS. */
static bool is_beyond_resource_control(struct gh_str action) {
    static const struct gh_str services[] = {
        GH_S_INIT("account:"),       GH_S_INIT("gatehouse:"),     GH_S_INIT("iam:"), GH_S_INIT("identitystore:"),
        GH_S_INIT("organizations:"), GH_S_INIT("sso-directory:"), GH_S_INIT("sso:"), GH_S_INIT("sso-oauth:"),
    };
    for (size_t i = 0; i < GH_COUNT(services); i++)
        if (gh_str_starts(action, services[i])) return true;
    return false;
}

/* Whose the resource is said to be, or its ARN says. */
static int asked_owner(struct gh_call *c, const struct wire_question *asked, struct owner *owner, struct gh_err *err) {
    struct gh_str named = account_of(asked->resource);
    struct gh_str account_id = asked->resource_account.p ? asked->resource_account : named;
    *owner = (struct owner){.account_id = account_id.p ? account_id : c->caller.account_id,
                            .named = account_id.p || !gh_str_eq(asked->resource, GH_S("*"))};
    if (asked->resource_hidden) return 0;
    return org_policies_of(&c->ctx, owner->account_id, &owner->policies, err);
}

int wire_question_prepare(struct gh_call *c, const struct wire_question *asked, struct policy_layers *ret_layers,
                          struct policy_request *ret_request, struct gh_err *err) {
    static const struct gh_operation any = {.name = GH_S_INIT("?")};
    struct question q;
    struct owner owner;
    struct wire_keys keys;
    c->op = &any;
    int r = question_of(c, NULL, asked->action, &q, err);
    if (!r) r = asked_owner(c, asked, &owner, err);
    if (r) return r;
    q.request.resource = asked->resource;
    if (!gh_str_eq(owner.account_id, c->caller.account_id)) q.request.resource_account = owner.account_id;
    q.layers.resource = asked->resource_policy;
    q.layers.resource_required = asked->resource_required;
    if (owner.named && owner.policies && !is_service_linked(c->access) && !is_beyond_resource_control(asked->action)) {
        q.layers.rcps = owner.policies->rcps;
        q.layers.n_rcps = owner.policies->n_rcps;
    }
    q.owner = &owner;
    keys = with_owner(&q);
    if (!asked->resource_hidden) {
        struct wire_keys own = keys;
        r = wire_resource_keys(c, &own, &q.request, &keys, err);
        if (r) return r;
    }
    q.request.keys = keys.v;
    q.request.n_keys = keys.n;
    *ret_layers = q.layers;
    *ret_request = q.request;
    return 0;
}

int wire_authorize(struct gh_call *c, const void *in, struct gh_err *err) {
    return c->op->authorization.action.p ? ask_row(c, in, NULL, err) : 0;
}
