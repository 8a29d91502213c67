/*
 * proposed.h: a change that is only proposed, and what it would make of the policies that bear on a request. Nothing of
 * it is stored.
 */
#ifndef GH_SERVICE_GATEHOUSE_PROPOSED_H
#define GH_SERVICE_GATEHOUSE_PROPOSED_H

#include "service/gatehouse/gatehouse.h"

struct access;

struct proposed {
    struct gh_call *c;
    const struct gatehouse_proposed_change *in;
    /* A control policy. */
    bool is_rcp, detach;
    struct gh_str policy_arn;     /* absent: a new policy */
    const struct policy *content; /* NULL where it is detached */
    struct gh_str target_id;      /* absent: wherever it hangs */
    /* A permission set; an assignment of it. */
    struct gh_str instance_id, store_id, set_id;
    bool has_inline;
    const struct policy *inline_policy; /* NULL: none */
    struct policy_list attached;
    const struct policy *boundary; /* one of AWS's */
    struct gh_map sets;            /* role id -> its set, as far as asked */
    struct gh_map references;      /* ARN of an account's own policy -> the policy, as far as asked */
};

/**
 * Reads and checks a change. Control policies are for the management account and delegated administrators, the others
 * for those who administer the instance: thrown AccessDenied; thrown Validation or ResourceNotFound otherwise.
 */
int proposed_open(struct gh_call *c, const struct gatehouse_proposed_change *in, struct proposed *ret,
                  struct gh_err *err);

/**
 * The layers as they would be: @layers itself where the change does not touch them. What is made for it lives in the
 * subject's arena. -GH_ECONFLICT: the subject's account lacks a policy that the change refers to, so that it could not
 * be carried out there.
 */
int proposed_apply(struct proposed *p, struct gh_call *subject, const struct policy_request *request,
                   const struct policy_layers *layers, struct policy_layers *ret_layers, struct gh_err *err);

/**
 * Would the person behind the subject's session no longer reach the role? For an assignment that goes.
 */
int proposed_ends_session(struct proposed *p, const struct gh_call *subject, bool *ret_ends, struct gh_err *err);

/** Does @user_id reach account and set of the proposed assignment by any other assignment? */
int proposed_reached_otherwise(struct proposed *p, struct gh_str user_id, bool *ret_reached, struct gh_err *err);

#endif
