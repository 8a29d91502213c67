/* evaluation.h: what one evaluation knows and gathers; lives on the stack of policy_evaluate(). */
#ifndef GH_POLICY_EVALUATION_H
#define GH_POLICY_EVALUATION_H

#include "policy/policy_int.h"

#define EVALUATION_KEYS 64
#define EVALUATION_HITS 24
#define EVALUATION_ACTION 96

/** A statement that applies to the request. */
struct hit {
    const struct policy *policy;
    const struct statement *statement;
    enum policy_layer layer;
};

/** How closely a resource policy names the caller; of several, the closest counts. */
enum closeness {
    CLOSE_NONE,
    CLOSE_ACCOUNT, /* the account: its administrators must allow as well */
    CLOSE_ROLE,    /* the role or user behind the session, or everyone: boundary and session policies still limit */
    CLOSE_SELF,    /* this very user or session */
};

struct evaluation {
    struct gh_arena *arena;
    const struct policy_request *request;
    struct gh_str action; /* lower case */
    size_t service_n;     /* bytes of the action before its colon */
    uint64_t action_hash, service_hash;
    const uint32_t *key_hashes; /* NULL until a condition or variable asks */
    struct hit *hits;
    size_t n_hits, hits_room;
    enum closeness closest; /* among the allows of the resource policy */
    uint32_t key_room[EVALUATION_KEYS];
    struct hit hit_room[EVALUATION_HITS];
    char action_room[EVALUATION_ACTION];
};

/** Fills in @ev for a request; what it gathers lives in @a. */
void evaluation_begin(struct evaluation *ev, struct gh_arena *a, const struct policy_request *request);

/** Is the statement about the request's action, and about its resource, whoever calls and under whatever conditions? */
bool evaluation_action_applies(const struct evaluation *ev, const struct statement *s);
bool evaluation_resource_applies(struct evaluation *ev, const struct statement *s);

/** The request's key of that name; NULL where it is missing or has no value. */
const struct policy_key *evaluation_key(struct evaluation *ev, struct gh_str key, uint32_t hash);

/**
 * Fills a template's variables with the request's values. False where one has no single value and no default: then the
 * pattern equals nothing.
 */
bool evaluation_expand(struct evaluation *ev, const struct pattern *p, struct gh_str *ret_encoded);

/** The caller against the statement's Principal or NotPrincipal; CLOSE_NONE = the statement is not for this caller. */
enum closeness principal_match(const struct statement *s, const struct policy_principal *caller);

/** Walks the policy's statements that apply to the request and adds each to the hits. Returns which effects occurred.
 */
struct effects {
    bool allow, deny;
};
struct effects evaluation_add(struct evaluation *ev, const struct policy *p, enum policy_layer layer);

#endif
