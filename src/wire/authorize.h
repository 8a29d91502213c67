/*
 * authorize.h: the one gate before every handler. It builds the authorization request from the operation's row, asks
 * the policy engine, and words the refusal as AWS does.
 */
#ifndef GH_WIRE_AUTHORIZE_H
#define GH_WIRE_AUTHORIZE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "policy/policy.h"

struct gh_call;

/**
 * 0 where the caller may run c->op with @in on every resource its row names, and whatever the row asks for on top; else
 * -GH_EDENIED with AWS's text in err->message. Operations whose row names no action pass.
 */
int wire_authorize(struct gh_call *c, const void *in, struct gh_err *err);

/**
 * The same question for an action that comes on top of the operation's own for what the input alone does not tell: the
 * tags of a session may come out of an assertion or a chain (sts:TagSession). What the input tells is in the row
 * (also).
 */
int wire_authorize_action(struct gh_call *c, const void *in, struct gh_str action, struct gh_err *err);

/**
 * Does @policy, which hangs on what the operation works on, let the caller do @action, the operation's own or one on
 * top of it? For handlers whose resource policy opens to other accounts what is otherwise its owner's. -GH_EDENIED
 * where not.
 */
int wire_authorize_by_resource(struct gh_call *c, const void *in, struct gh_str action, const struct policy *policy,
                               struct gh_err *err);

/** Takes what the gate would ask the engine, once for each resource. A negative answer ends it. */
struct wire_visitor {
    int (*visit)(void *context, const struct policy_layers *layers, const struct policy_request *request,
                 struct gh_err *err);
    void *context;
};
/** What wire_authorize() would ask about c->op (which has an action) with @in, without deciding anything. */
int wire_gate_visit(struct gh_call *c, const void *in, const struct wire_visitor *visitor, struct gh_err *err);

/** A question about c->caller that no operation of ours asks. c->keys are the request's own condition keys. */
struct wire_question {
    struct gh_str action, resource;
    struct gh_str resource_account;       /* absent: the ARN's, else the caller's */
    const struct policy *resource_policy; /* NULL: none */
    bool resource_required;               /* a trust policy: see struct policy_layers */
    bool resource_hidden;                 /* nothing that is stored about the resource may take part */
};
/**
 * Gathers what policy_evaluate() is to be asked: every policy that bears on c->caller and on the resource, and all
 * condition keys. Sets c->op to a row without an action. Lives as long as the call's arena.
 */
int wire_question_prepare(struct gh_call *c, const struct wire_question *asked, struct policy_layers *ret_layers,
                          struct policy_request *ret_request, struct gh_err *err);

/** May the caller hand the role @role_arn to @service ("ec2.amazonaws.com")? The action iam:PassRole. */
int wire_authorize_pass_role(struct gh_call *c, const void *in, struct gh_str role_arn, struct gh_str service,
                             struct gh_err *err);
/** May the caller have @service make its service-linked role? The action iam:CreateServiceLinkedRole. */
int wire_authorize_service_role(struct gh_call *c, const void *in, struct gh_str role_arn, struct gh_str service,
                                struct gh_err *err);

#endif
