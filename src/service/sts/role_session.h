/* role_session.h: what every way into a role shares, whoever vouches for the caller. */
#ifndef GH_SERVICE_STS_ROLE_SESSION_H
#define GH_SERVICE_STS_ROLE_SESSION_H

#include "domain/access.h"
#include "service/sts/session.h"

/** The role of that ARN, as it would be assumed; -GH_ENOTFOUND where there is none. */
int sts_role_by_arn(struct gh_call *c, struct gh_str arn, const struct access **ret_role, struct gh_err *err);

/** What is asked of a role. */
struct sts_role_request {
    const void *in; /* the operation's input */
    const struct access *role;
    struct gh_str session_name, source_identity;
    struct gh_str policy;
    const struct sts_policy_descriptor_list_type *policy_arns;
    struct sts_passed_tags tags;
    bool has_duration;
    int32_t duration_s;
    int64_t not_after_ms; /* the assertion's own end; 0: none */
};
struct sts_role_reply {
    struct sts_credentials *credentials;
    struct sts_assumed_role_user *user;
    struct gh_str source_identity;
    unsigned packed_percent;
};
/** Issues a session of the role to c->caller, who was found to be allowed sts:AssumeRole… . */
int sts_role_session(struct gh_call *c, const struct sts_role_request *request, struct sts_role_reply *ret_reply,
                     struct gh_err *err);

#endif
