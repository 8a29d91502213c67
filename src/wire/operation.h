/*
 * operation.h: one row per operation, generated from model/. The row holds everything about an operation that is not
 * domain logic: binding, authentication, authorization, transaction mode, audit class. The dispatcher enforces the
 * columns, so no handler can forget one.
 */
#ifndef GH_WIRE_OPERATION_H
#define GH_WIRE_OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "wire/shape.h"

struct gh_call;
struct gh_operation;
struct policy;

enum gh_protocol { GH_AWS_JSON, GH_AWS_QUERY, GH_REST_JSON, GH_REST_XML };

/** How the caller proves who they are. The zero value is the strictest. */
enum gh_auth {
    GH_AUTH_SIGV4,  /* AWS Signature Version 4 */
    GH_AUTH_BEARER, /* x-amz-sso_bearer_token: a portal access token, or the portal's own session cookie */
    GH_AUTH_NONE,   /* the input itself is the proof (client secret, SAML assertion, device code) */
};

/** Where an operation runs. */
enum gh_mode {
    GH_MODE_WRITE, /* in a savepoint of the writer's transaction, durable before the reply */
    GH_MODE_READ,  /* in a read snapshot */
    GH_MODE_SLOW,  /* prepare on the slow pool without a transaction, then as WRITE */
};

/** How the audit event is kept. */
enum gh_audit {
    GH_AUDIT_DURABLE, /* committed before the reply */
    GH_AUDIT_RING,    /* in the ring that the next group commit drains */
};

/** A resource the caller must be allowed to act on. */
struct gh_resource {
    struct gh_str type; /* resource type as in AWS's service authorization reference */
    /**
     * ARN with {Member} for an input member (dotted path), ${account} for the caller's account and ${region}; absent
     * where `find` is set. A resource whose {Member} is absent in the input is skipped.
     */
    struct gh_str arn;
    /**
     * Looks the ARN up for resources whose ARN the input does not spell out. Must answer an ARN (that of the name
     * asked for) also where nothing is there, so that authorization comes before existence. May answer several.
     */
    int (*find)(struct gh_call *c, const void *in, struct gh_list *ret_arns, struct gh_err *err);
};

/** A condition key that the request supplies. */
struct gh_condition_key {
    struct gh_str key;    /* "iam:PolicyARN", "aws:RequestTag/${TagKey}", "aws:TagKeys" */
    struct gh_str member; /* dotted path of the input member that holds the value(s) */
};

/** The action of tagging, asked for on top of the operation's own where the input gives tags to what it makes. */
struct gh_further_action {
    struct gh_str action;                /* "iam:TagRole" */
    struct gh_str given;                 /* asked where this path finds something in the input: "Tags[].Key" */
    struct gh_str type;                  /* of the row's resources the ones of this type; absent = all of them */
    struct gh_str denied;                /* as in struct gh_authorization */
    const struct gh_condition_key *keys; /* its own, in place of the row's */
    uint32_t n_keys;
};

/** A policy that hangs on the resource, and the account that owns it. */
struct gh_resource_policy {
    const struct policy *policy;
    struct gh_str account_id;
};

struct gh_authorization {
    struct gh_str action; /* "identitystore:CreateUser"; absent = no policy can grant or deny it (GetCallerIdentity) */
    const struct gh_resource *resources; /* none: the resource is "*" */
    const struct gh_condition_key *keys;
    const struct gh_further_action *also;
    uint32_t n_resources, n_keys, n_also;
    /**
     * How a refusal names the resource: words, then ${name} or ${arn} of the resource, or {Member} of the input ("/"
     * where it is absent). Absent: the ARN alone. Says nothing about what is decided.
     */
    struct gh_str denied;
    /**
     * The resource-based policy that has a say: the trust policy of a role to be assumed. Answers NULL where the
     * resource does not exist: the decision is then a denial like any other, so that names cannot be probed.
     */
    int (*resource_policy)(struct gh_call *c, const void *in, struct gh_resource_policy *ret_policy,
                           struct gh_err *err);
};

/** Generated thunk around the typed handler. */
typedef int gh_run_fn(struct gh_call *c, const void *in, void *out, struct gh_err *err);

struct gh_service {
    struct gh_str name;         /* "sso-admin" */
    struct gh_str event_source; /* "sso.amazonaws.com", for audit */
    struct gh_str signing_name; /* "sso" */
    enum gh_protocol protocol;
    struct gh_str json_version;            /* "1.0", "1.1" */
    struct gh_str target_prefix;           /* "SWBExternalService" */
    struct gh_str api_version;             /* "2020-07-20"; awsQuery: Version */
    struct gh_str xml_namespace;           /* awsQuery: xmlns of the reply */
    const struct gh_operation *operations; /* sorted by name */
    uint32_t n_operations;
    /* Shapes that the engine raises itself, in this service's own terms; NULL where the model has none. */
    const struct gh_error_shape *validation, *access_denied, *internal, *throttled;
};

struct gh_operation {
    const struct gh_service *service;
    struct gh_str name;
    enum gh_auth auth;
    enum gh_mode mode;
    enum gh_audit audit;
    struct gh_authorization authorization;
    struct gh_str http_method, http_path; /* REST: "/assignment/roles", "{label}" segments; query literals after '?' */
    uint16_t http_status;
    const struct gh_shape *in, *out; /* NULL: none */
    const struct gh_error_shape *const *errors;
    uint32_t n_errors;
    gh_run_fn *prepare; /* GH_MODE_SLOW only: out is the operation's prepared state (see gh_call) */
    /**
     * What the input itself proves about the caller (an MFA code, a signed assertion), added to c->caller and c->keys
     * in each transaction before the gate asks. In a snapshot it may take the proof on trust (a code is used up by a
     * write only): the decision that counts is made in the write. With GH_AUTH_NONE it alone says who is calling, and
     * is asked in the write only. May be NULL.
     */
    int (*present)(struct gh_call *c, const void *in, struct gh_err *err);
    gh_run_fn *run; /* NULL: not built yet */
};

#endif
