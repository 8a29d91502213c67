/*
 * gatehouse.h: what the operations of our own service share: whom a caller may ask about, and a principal as the
 * engine sees it though it is not calling.
 */
#ifndef GH_SERVICE_GATEHOUSE_GATEHOUSE_H
#define GH_SERVICE_GATEHOUSE_GATEHOUSE_H

#include <stdbool.h>

#include "base/base.h"
#include "gen/gatehouse.h"
#include "policy/policy.h"
#include "store/queries.h"
#include "wire/authorize.h"
#include "wire/call.h"

/** The service principal whose delegated administrators may ask about the whole organization. */
#define GATEHOUSE_PRINCIPAL GH_S("gatehouse.amazonaws.com")

/**
 * May the caller ask about principals of @account_id? Their own account: yes. Another one: only where it belongs to the
 * caller's organization and the caller's account manages that or is its delegated administrator for us. The same answer
 * for accounts that do not exist.
 */
int gatehouse_may_ask(struct gh_call *c, struct gh_str account_id, bool *ret_may, struct gh_err *err);
/** Does the caller's account manage an organization, or look after it for us? */
int gatehouse_administers(struct gh_call *c, bool *ret_administers, struct gh_err *err);
/** The refusal of gatehouse_may_ask(): one text, whatever stands behind it. */
int gatehouse_refuse_account(struct gh_err *err, struct gh_str account_id);

/** Who is asked about: an ARN, or an access key id with the session token of temporary credentials. */
struct gatehouse_principal {
    struct gh_str arn, access_key_id, session_token;
};

/** A principal, ready for wire_question_prepare(). */
struct gatehouse_subject {
    struct gh_call call;
    struct gh_str failure; /* why there is no such principal (now): absent where there is */
};

/** The account that an ARN or access key id names; absent where none. No look-up. */
struct gh_str gatehouse_account_of(struct gh_call *c, const struct gatehouse_principal *p);
/**
 * The principal as of the transaction at hand. One that does not exist, is inactive, or whose session ended, is
 * answered with a failure. A thrown AccessDenied where the caller may not ask about its account, a thrown
 * ValidationException where @p does not say who.
 */
int gatehouse_subject_open(struct gh_call *c, const struct gatehouse_principal *p, struct gatehouse_subject *ret,
                           struct gh_err *err);

/** The principal for an answer. */
struct gatehouse_signer_details *gatehouse_details(struct gh_call *c, const struct principal *p);

/** GATEHOUSE_LAYER_…, GATEHOUSE_DECISION_… */
struct gh_str gatehouse_layer(enum policy_layer layer);
struct gh_str gatehouse_decision(enum policy_effect effect);
/** The statements of a decision for an answer. */
struct gatehouse_deciding_statement_list gatehouse_statements(struct gh_call *c, const struct policy_decision *d);

/** A question about a subject, with everything that the caller supplies. */
struct gatehouse_question {
    struct gh_str action, resource; /* an absent resource is "*" */
    struct gh_str resource_account;
    struct gh_str resource_policy; /* document */
    const struct gatehouse_tag_list *tags;
    const struct gatehouse_context_entry_list *context;
};

/**
 * Whether a question can be asked at all, before anything is looked up for it. A -GH_EINVAL that names what cannot be:
 * a resource that is no ARN; a context key about the principal or the time; one given twice, in whatever case, or as a
 * tag too.
 */
int gatehouse_question_check(struct gh_call *c, const struct gatehouse_question *q, struct gh_err *err);

/** Everything that policy_evaluate() needs. */
struct gatehouse_evaluation {
    struct policy_layers layers;
    struct policy_request request;
};

/**
 * What the engine is to be asked for @q about @s. A role's own trust policy takes part where sts is asked about a role.
 * Thrown ValidationException where the resource policy or a key is not acceptable.
 */
int gatehouse_prepare(struct gh_call *c, struct gatehouse_subject *s, const struct gatehouse_question *q,
                      struct gatehouse_evaluation *ret, struct gh_err *err);

/** A decision with what it was made from. */
struct gatehouse_explained {
    struct gatehouse_subject subject;
    struct gatehouse_evaluation evaluation; /* nothing where the subject has a failure */
};
/** Decides one request. Errors as the functions above. */
int gatehouse_decide(struct gh_call *c, const struct gatehouse_authorization_request *in,
                     struct gatehouse_explained *ret, struct gatehouse_authorization_result *ret_result,
                     struct gh_err *err);

#endif
