/*
 * access_subject.h: what a last-accessed report is about: the policies that grant, the users and roles that they grant
 * to, and what those attempted last.
 */
#ifndef GH_SERVICE_IAM_ACCESS_SUBJECT_H
#define GH_SERVICE_IAM_ACCESS_SUBJECT_H

#include "policy/policy.h"
#include "service/iam/iam.h"
#include "service/iam/policy_set.h"

/** AWS: what is older is not told. */
#define ACCESS_TRACKED_MS (400 * GH_DAY_MS)

/** A user or role with what they attempted, in order of service and action. */
struct access_holder {
    struct iam_entity entity;
    struct store_iam_action_use_list_rows uses;
};

struct access_subject {
    const struct policy **policies;
    size_t n_policies;
    struct access_holder *holders;
    size_t n_holders;
};

/**
 * Reads the user, group, role or managed policy of @arn. Throws NoSuchEntity and InvalidInput. With @uses what the
 * holders attempted is read as well.
 */
int access_subject_read(struct gh_call *c, struct gh_str arn, bool uses, struct access_subject *ret_subject,
                        struct gh_err *err);
/** The services that the subject's policies let them use, in order. */
struct policy_texts access_subject_services(struct gh_call *c, const struct access_subject *subject);

#endif
