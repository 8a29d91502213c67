/*
 * policy.h: the IAM policy language, as a pure library: no store, no clock, no allocation outside the arena.
 *
 * A document is parsed, validated and compiled once into an immutable struct policy; a request is evaluated against a
 * set of them, layer by layer in AWS's order; the answer names the layer and the statements that decided.
 */
#ifndef GH_POLICY_H
#define GH_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct policy;

/** What kind of document: decides which elements are allowed and required. */
enum policy_type {
    POLICY_IDENTITY, /* managed, inline, session, boundary: no Principal */
    POLICY_RESOURCE, /* Principal required, Resource required */
    POLICY_TRUST,    /* a role's trust policy: Principal required, no Resource, sts actions only */
    POLICY_SCP,      /* as POLICY_MANAGED */
    POLICY_RCP,      /* as POLICY_MANAGED, but with Principal "*"; Allow only as the full-access statement */
    POLICY_MANAGED,  /* as POLICY_IDENTITY, and the version must be 2012-10-17 */
};

/**
 * Parses, validates and compiles @document into @a. On failure err->message is AWS's MalformedPolicyDocument text.
 * @id names the policy in decisions (its ARN, or "inline:<name>").
 */
int policy_compile(struct gh_arena *a, struct gh_str document, enum policy_type type, struct gh_str id,
                   struct policy **ret_policy, struct gh_err *err);

/** What a Principal element can name. */
enum policy_principal_kind {
    POLICY_PRINCIPAL_ANYONE,     /* "*": everyone, also without an account */
    POLICY_PRINCIPAL_AWS_ANYONE, /* {"AWS": "*"} */
    POLICY_PRINCIPAL_ACCOUNT,    /* 12 digits or the root ARN: text is the account id */
    POLICY_PRINCIPAL_ARN,        /* user, role, assumed-role session, federated-user session */
    POLICY_PRINCIPAL_ID,         /* AIDA..., AROA... */
    POLICY_PRINCIPAL_SESSION_ID, /* AROA...:session */
    POLICY_PRINCIPAL_FEDERATED,
    POLICY_PRINCIPAL_SERVICE,
    POLICY_PRINCIPAL_CANONICAL, /* an S3 canonical user id: no caller of ours has one, so it never matches */
};

/** A principal that a document names, as found by policy_principal_next(). */
struct policy_named_principal {
    enum policy_principal_kind kind;
    struct gh_str text;
    size_t statement; /* index of the statement that names it */
    bool negated;     /* in NotPrincipal */
};

/** Walks the principals that a document names, in order: start with *@at = 0. For checking that they exist. */
bool policy_principal_next(const struct policy *p, size_t *at, struct policy_named_principal *ret_principal);

/** Splits "AROA…:session", a role session by id (its aws:userid); false where @text is none. */
bool policy_session_id_split(struct gh_str text, struct gh_str *ret_role_id, struct gh_str *ret_session);

/** A condition key with its values, as the request supplies it. Key comparison ignores case. A key without values, or
 * with one that is absent, is missing; of two of the same name the first counts. */
struct policy_key {
    struct gh_str key; /* "aws:SourceIp", "aws:PrincipalTag/team" */
    const struct gh_str *values;
    size_t n_values;
    bool multivalued; /* a key that AWS defines as holding a set (aws:TagKeys), even where it has one value or none */
};

/** The caller as the Principal element sees it. */
struct policy_principal {
    struct gh_str account_id;
    struct gh_str arn;       /* user, root, or assumed-role session ARN */
    struct gh_str role_arn;  /* session: the ARN of its role, or of the user behind a federated user */
    struct gh_str entity_id; /* AIDA…/AROA…: matches a principal that was stored by id */
    struct gh_str federated; /* SAML or OIDC provider of the assertion being presented, or absent */
    struct gh_str service;   /* "sso.amazonaws.com" where a service calls */
    bool is_root;
};

struct policy_request {
    struct gh_str action;           /* "iam:CreateUser" */
    struct gh_str resource;         /* ARN, or "*" */
    struct gh_str resource_account; /* owner of the resource; absent = the principal's account */
    struct policy_principal principal;
    const struct policy_key *keys;
    size_t n_keys;
    /* Where gathering the keys is work: called when the first condition or variable asks for one, to fill them in. It
     * clears itself. NULL: they are there. */
    void (*supply_keys)(void *context);
    void *supply_context;
};

struct policy_list {
    const struct policy *const *v;
    size_t n;
};

/** One level of a hierarchy of SCPs or RCPs: the root, an OU, the account. */
struct policy_level {
    struct policy_list policies;
};

/** Everything that is attached, layer by layer. A layer that does not apply is left zero. */
struct policy_layers {
    const struct policy_level *scps, *rcps; /* every level must allow */
    size_t n_scps, n_rcps;
    const struct policy *resource;
    struct policy_list identity;
    const struct policy *boundary;
    struct policy_list session;
    bool has_session; /* session policies were passed (an empty list then allows nothing) */
    bool root;        /* the account's root user: allowed unless a layer denies */
    /**
     * The resource policy must allow even within one account: a role's trust policy. Where it names the caller (the
     * user, the role or the session; or everyone) that suffices within the account; where it names the account, the
     * caller's own policies must allow too.
     */
    bool resource_required;
};

enum policy_layer {
    POLICY_LAYER_NONE,
    POLICY_LAYER_SCP,
    POLICY_LAYER_RCP,
    POLICY_LAYER_RESOURCE,
    POLICY_LAYER_IDENTITY,
    POLICY_LAYER_BOUNDARY,
    POLICY_LAYER_SESSION,
    POLICY_LAYER_ROOT, /* allowed because the caller is root */
};

enum policy_effect { POLICY_IMPLICIT_DENY, POLICY_EXPLICIT_DENY, POLICY_ALLOW };

/** A statement that took part in the decision. */
struct policy_match {
    struct gh_str policy_id;
    struct gh_str sid; /* absent where the statement has none */
    size_t index;      /* of the statement in its document */
    size_t begin, end; /* byte range of the statement in the document */
    enum policy_layer layer;
    bool allow;
};

struct policy_decision {
    enum policy_effect effect;
    enum policy_layer layer;            /* the layer that decided */
    const struct policy_match *matches; /* the deciding statements: the denies of an explicit deny, else the allows */
    size_t n_matches;
};

void policy_evaluate(struct gh_arena *a, const struct policy_layers *layers, const struct policy_request *request,
                     struct policy_decision *ret_decision);

/**
 * AWS's explanation after "is not authorized to perform: <action> on resource: <resource> ", e.g. "because no
 * identity-based policy allows the iam:CreateUser action" or "with an explicit deny in a service control policy".
 */
struct gh_str policy_explain(struct gh_arena *a, const struct policy_decision *d, struct gh_str action);

/**
 * The ARN of a policy whose explicit deny decided, as AWS's denials name it behind that explanation; absent where none
 * of the layer that decided has an ARN of its own: inline policies, and those that hang on a resource.
 */
struct gh_str policy_denier(const struct policy_decision *d);

/** How a statement fits a request; where it does not, the first thing that differs. */
enum policy_fit {
    POLICY_FIT_APPLIES,
    POLICY_FIT_ACTION_DIFFERS,
    POLICY_FIT_PRINCIPAL_DIFFERS,
    POLICY_FIT_RESOURCE_DIFFERS,
    POLICY_FIT_CONDITION_FAILS,
};
struct policy_trace {
    struct gh_str sid; /* absent where the statement has none */
    size_t index;
    bool allow;
    enum policy_fit fit;
};
/** Every statement of @p against the request, in the order of the document: for explanations, not for decisions. */
const struct policy_trace *policy_trace(struct gh_arena *a, const struct policy *p,
                                        const struct policy_request *request, size_t *ret_n);

/** The id and the document that a policy was compiled from. */
struct gh_str policy_id(const struct policy *p);
struct gh_str policy_document(const struct policy *p);

/** Bytes [begin, end) of a document. */
struct policy_span {
    size_t begin, end;
};
/**
 * Where AWS's simulator says that a statement stands: from just after the bracket or the statement before it (a single
 * statement: after its brace) to just after its closing brace. Parses the document again, so ask once for all.
 */
const struct policy_span *policy_statement_spans(struct gh_arena *a, const struct policy *p, size_t *ret_n);

/** Texts found in policies, each once whatever its case, in the order they were found. */
struct policy_texts {
    struct gh_str *v;
    size_t n, room;
};
/** Adds the condition keys that the policy's conditions and variables name. */
void policy_keys_named(struct gh_arena *a, const struct policy *p, struct policy_texts *keys);
/**
 * Adds the keys that the request lacks, though a statement for its action and resource asks for them. Conditions that
 * are made for missing keys (Null, …IfExists) do not count.
 */
void policy_keys_missing(struct gh_arena *a, const struct policy *p, const struct policy_request *request,
                         struct policy_texts *keys);
/** Does the request's key @at count: is it the first of its name, and not missing? */
bool policy_key_counts(const struct policy_request *request, size_t at);
/** Adds the services ("iam") that the actions of the policy's allowing statements name without a wildcard. */
void policy_services_named(struct gh_arena *a, const struct policy *p, struct policy_texts *services);
/** Does any statement allow any action of @service, resources and conditions aside? */
bool policy_allows_service(const struct policy *p, struct gh_str service);

/** Wildcard match as in Action and Resource elements: '*' any run, '?' one character; linear, no backtracking storm. */
bool policy_wildcard(struct gh_str pattern, struct gh_str text, bool fold_case);

#endif
