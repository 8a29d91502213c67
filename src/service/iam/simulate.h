/*
 * simulate.h: the policy simulator: the engine that decides real requests, asked about imagined ones. The two
 * operations fill in a struct simulation from what they are given; what is answered is the same.
 */
#ifndef GH_SERVICE_IAM_SIMULATE_H
#define GH_SERVICE_IAM_SIMULATE_H

#include "policy/policy.h"
#include "service/iam/iam.h"

/** A policy of the simulation, as its statements are answered. */
struct simulated_policy {
    const struct policy *policy;
    struct gh_str source_id, source_type;
};

/** The names that AWS's simulator gives. */
#define SIMULATED_IAM GH_S("IAM Policy")
#define SIMULATED_RESOURCE GH_S("Resource Policy")
#define SIMULATED_BOUNDARY GH_S("Permissions Boundary Policy")

/** What both operations take besides the policies. */
struct simulation_question {
    const struct iam_action_name_list_type *actions;
    const struct iam_resource_name_list_type *resources;
    const struct iam_context_entry_list_type *context;
    struct gh_str resource_policy, resource_owner, caller_arn, handling;
    struct wire_page_query page; /* its filter is set here */
};

struct simulation {
    struct simulated_policy *identity;
    size_t n_identity, identity_room;
    const struct policy *boundary;
    const struct policy_level *scps;
    size_t n_scps;
    struct gh_str caller_account, caller_id; /* id absent: the caller is imagined */
    const struct policy_key *caller_keys;    /* what is known of the caller; the question's context comes first */
    size_t n_caller_keys;
};

struct simulation_answer {
    struct iam_evaluation_results_list_type results;
    struct gh_str marker;
};

void simulation_add(struct gh_call *c, struct simulation *s, const struct simulated_policy *policy);
/** Compiles and adds documents as "PolicyInputList.1" and so on. Throws InvalidInput. */
int simulation_add_documents(struct gh_call *c, struct simulation *s,
                             const struct iam_simulation_policy_list_type *list, struct gh_err *err);
/** At most one document; leaves the boundary as it is where there is none. Throws InvalidInput. */
int simulation_set_boundary(struct gh_call *c, struct simulation *s, const struct iam_simulation_policy_list_type *list,
                            struct gh_err *err);

/** Asks about every action of the page. Throws InvalidInput. */
int simulation_run(struct gh_call *c, const struct simulation *s, const struct simulation_question *question,
                   struct simulation_answer *ret_answer, struct gh_err *err);

#endif
