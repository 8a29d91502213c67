/*
 * plan.h: what must be done so that what a server has becomes what a document wants: a pure function. Steps stand in
 * the order in which they can be done: what others need first, deletions last and backwards, but for what must go
 * before something else can come. Nothing that the document does not speak of is touched, and what it does speak of
 * goes only where that was asked for (@prune).
 */
#ifndef GH_CLIENT_PLAN_H
#define GH_CLIENT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/document.h"
#include "client/model.h"

enum client_action { CLIENT_CREATE, CLIENT_UPDATE, CLIENT_DELETE };

/** A bit of a step's fields: the name is spelled otherwise, by the case of its letters. */
#define CLIENT_RESPELT (UINT32_C(1) << 31)

/** Policies of one type that take each other's place on one target; shared by the steps that do it. */
struct client_swap {
    bool stopped; /* while carried out: a policy could not be hung up, so none of the others goes */
};

struct client_step {
    enum client_action action;
    enum client_kind kind;
    struct client_item *from, *to; /* what is there (UPDATE, DELETE), what is wanted (CREATE, UPDATE) */
    uint32_t fields;               /* bit i: field i differs (UPDATE), or has a value (CREATE) */
    struct client_swap *swap;      /* ATTACHMENT, DETACHMENT: or NULL */
};

struct client_plan {
    struct client_step *steps;
    size_t n;
    size_t count[CLIENT_DELETE + 1]; /* steps by action */
    size_t unchanged;
    size_t kept;                      /* would go with @prune */
    const struct client_item **stuck; /* would go, but cannot: units that hold accounts */
    size_t n_stuck;
};

/**
 * Compares. Both models are sorted here; the plan lives in @wanted's arena. GH_EINVAL where the document cannot be
 * carried out on this server, whatever is done first: @p tells why, line by line. @wanted's items get the ids of what
 * they match.
 */
int client_plan_make(struct client_model *current, struct client_model *wanted, bool prune,
                     struct client_plan *ret_plan, struct client_problems *p, struct gh_err *err);

/** Does the step hang a policy up: the document's, or AWS's own? */
bool client_step_attaches(const struct client_step *s);

/** What the document refers to and neither it nor the server has, told in @p. */
void client_check_references(const struct client_model *current, const struct client_model *wanted,
                             struct client_problems *p);

/** The plan for people: one step a line, its fields below, a sum at the end. 0, or what the sink answered. */
int client_plan_show(const struct client_plan *plan, bool prune, const struct client_sink *sink);
/** One line about one step: "+ unit Workloads". */
void client_step_show(struct gh_arena *a, const struct client_step *step, struct gh_buf *out);
/** Text from outside with its control characters escaped, so that it cannot steer a terminal. */
void client_show_text(struct gh_buf *out, struct gh_str text);
/** JSON over several lines, each but the first behind @indent spaces. */
void client_show_json(struct gh_buf *out, const struct json *json, unsigned indent);

#endif
