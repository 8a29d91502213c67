/* simulate_input.h: the simulator's questions, checked and in the engine's terms. */
#ifndef GH_SERVICE_IAM_SIMULATE_INPUT_H
#define GH_SERVICE_IAM_SIMULATE_INPUT_H

#include "service/iam/simulate.h"

struct simulation_input {
    const struct gh_str *resources; /* "*" alone where none is given */
    size_t n_resources;
    bool specific; /* resources were given */
    const struct policy *resource_policy;
    struct gh_str resource_owner; /* an account's id; the caller's where not given */
    struct policy_principal caller;
    const struct policy_key *keys;
    size_t n_keys;
};

/** Throws InvalidInput. */
int simulation_read_input(struct gh_call *c, const struct simulation *s, const struct simulation_question *question,
                          struct simulation_input *ret_input, struct gh_err *err);
/** A digest of what was asked: a page's token belongs to its question. */
struct gh_str simulation_digest(struct gh_call *c, const struct simulation_question *question);
/** The account of "arn:aws:iam::A:user/…" (or group, role); absent where the ARN is not of that form. */
struct gh_str simulation_caller_account(struct gh_str arn);

#endif
