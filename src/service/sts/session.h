/*
 * session.h: what the operations that issue credentials share: session policies, session tags, and the credentials
 * themselves. All of them narrow: nothing here can give a session more than its parent has.
 */
#ifndef GH_SERVICE_STS_SESSION_H
#define GH_SERVICE_STS_SESSION_H

#include "base/err.h"
#include "domain/session_token.h"
#include "gen/sts.h"

struct gh_call;

/**
 * AWS: sessions of GetSessionToken may call nothing of STS but AssumeRole and GetCallerIdentity, federated users only
 * the latter. -GH_EDENIED naming @operation.
 */
int sts_check_caller(const struct gh_call *c, const char *operation, struct gh_err *err);

/** How long GetSessionToken and GetFederationToken give: AWS's default, and at most an hour to root. */
int64_t sts_duration_s(const struct gh_call *c, bool has_asked, int32_t asked_s);

/**
 * Puts the session policies into @claims: the inline document, and the ARNs of managed policies, which must be AWS's or
 * those of @claims->account_id. Throws MalformedPolicyDocument.
 */
int sts_take_policies(struct gh_call *c, struct gh_str document, const struct sts_policy_descriptor_list_type *arns,
                      struct session_claims *claims, struct gh_err *err);

/** Session tags as they are passed to an operation. */
struct sts_passed_tags {
    const struct sts_tag *v;
    size_t n;
    const struct sts_tag_key_list_type *transitive; /* NULL: none */
};
/**
 * Puts the tags into @claims, behind those which the caller's own session hands on. The caller must be allowed
 * sts:TagSession where there are any; @in is the operation's input.
 */
int sts_take_tags(struct gh_call *c, const void *in, const struct sts_passed_tags *tags, struct session_claims *claims,
                  struct gh_err *err);

/**
 * A code of the caller's MFA device. In a snapshot it is taken on trust; in a write it is used up. Sets
 * c->caller.mfa_present. -GH_EDENIED with AWS's text.
 */
int sts_present_mfa(struct gh_call *c, struct gh_str serial, struct gh_str code, struct gh_err *err);

/** Seals @claims into the reply's Credentials. Throws PackedPolicyTooLarge. */
int sts_issue(struct gh_call *c, const struct session_claims *claims, struct sts_credentials **ret_credentials,
              unsigned *ret_packed_percent, struct gh_err *err);

#endif
