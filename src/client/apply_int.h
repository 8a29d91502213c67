/* apply_int.h: shared by the files that carry out plans only. */
#ifndef GH_CLIENT_APPLY_INT_H
#define GH_CLIENT_APPLY_INT_H

#include "client/api.h"
#include "client/apply.h"
#include "client/model.h"

struct json;

#define APPLY_PENDING 64

/** A step that the server goes on with by itself. */
struct apply_pending {
    const struct client_step *step;
    struct gh_str request_id;
    struct gh_arena *arena; /* holds request_id */
    int64_t until_ms;       /* when waiting for it ends: what is under way together ends together */
};

/** How the state of a request of one kind is asked for. */
struct apply_waiting {
    enum client_service service;
    const char *operation, *argument, *member; /* the answer's member with state and reason */
    const char *state;                         /* "State" or "Status" */
};

struct apply {
    struct client_api *api;
    struct client_model *current, *wanted;
    const struct client_sink *sink;
    struct client_outcome outcome;
    struct gh_arena *scratch; /* of one step */
    bool lost;                /* the server cannot be reached any more */
    uint32_t unmet;           /* bit k: a step of kind k failed or was skipped */
    struct apply_pending pending[APPLY_PENDING];
    size_t first, n_pending;
};

/** What a step came to: done, the reason stands in err (negative), or it goes on (an id of a request was kept). */
enum { APPLY_DONE = 0, APPLY_PENDS = 1 };
#define APPLY_SKIP (-GH_ENOTFOUND)

typedef int apply_step(struct apply *x, const struct client_step *s, struct gh_err *err);
apply_step apply_organization, apply_trusted_service, apply_policy_type, apply_root, apply_unit, apply_account,
    apply_policy, apply_attachment, apply_detachment, apply_delegation, apply_resource_policy;
apply_step apply_instance, apply_user, apply_group, apply_membership, apply_permission_set, apply_assignment;

/** The steps of @s's kind that may be under way together, and how they are asked about; 0 where none goes on. */
size_t apply_window(const struct client_step *s, const struct apply_waiting **ret);
/** What is left to do when the server has finished (@answer: the state's structure). */
int apply_finish(struct apply *x, const struct client_step *s, const struct json *answer, struct gh_err *err);

/** A call in the step's memory. GH_EIO is noted: nothing more is tried then. */
int apply_call(struct apply *x, enum client_service service, const char *operation, struct gh_buf *body,
               const struct json **ret, struct gh_err *err);
/** The server's id of a thing that exists or was made; APPLY_SKIP with a text where there is none. */
int apply_find(struct apply *x, enum client_kind kind, struct gh_str name, struct gh_str *ret_id, struct gh_err *err);
/** The same where it is looked for in @m first, the wanted things or those that are there. */
int apply_find_in(struct apply *x, const struct client_model *m, enum client_kind kind, struct gh_str name,
                  struct gh_str *ret_id, struct gh_err *err);
/** Keeps the id that a call answered for the thing just made. */
void apply_made(struct apply *x, const struct client_step *s, struct gh_str id);
/** Remembers that the server goes on with request @id. */
int apply_pend(struct apply *x, const struct client_step *s, struct gh_str id, struct gh_err *err);
/** Puts and takes off tags so that those of field @field are the wanted ones. */
int apply_tags(struct apply *x, enum client_service service, struct gh_str resource, const struct client_step *s,
               unsigned field, struct gh_err *err);
/** Has field @field changed, or a value to be set? */
bool apply_changes(const struct client_step *s, unsigned field);
/** Old and new value of a field; absent where there is none. */
struct gh_str apply_old(const struct client_step *s, unsigned field);
struct gh_str apply_new(const struct client_step *s, unsigned field);

#endif
