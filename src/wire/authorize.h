/*
 * authorize.h: the one gate before every handler. It builds the authorization request from the operation's row, asks
 * the policy engine, and words the refusal as AWS does.
 */
#ifndef GH_WIRE_AUTHORIZE_H
#define GH_WIRE_AUTHORIZE_H

#include "base/err.h"
#include "base/str.h"

struct gh_call;
struct policy;

/**
 * 0 where the caller may run c->op with @in on every resource its row names; else -GH_EDENIED with AWS's text in
 * err->message. Operations whose row names no action pass.
 */
int wire_authorize(struct gh_call *c, const void *in, struct gh_err *err);

/**
 * The same question for an action that comes on top of the operation's own (sts:TagSession beside sts:AssumeRole).
 */
int wire_authorize_action(struct gh_call *c, const void *in, struct gh_str action, struct gh_err *err);

/**
 * Does @policy, which hangs on what the operation works on, let the caller run it? For handlers whose resource policy
 * opens to other accounts what is otherwise its owner's. -GH_EDENIED where not.
 */
int wire_authorize_by_resource(struct gh_call *c, const void *in, const struct policy *policy, struct gh_err *err);

/** May the caller hand the role @role_arn to @service ("ec2.amazonaws.com")? The action iam:PassRole. */
int wire_authorize_pass_role(struct gh_call *c, const void *in, struct gh_str role_arn, struct gh_str service,
                             struct gh_err *err);

#endif
