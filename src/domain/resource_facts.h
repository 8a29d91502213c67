/*
 * resource_facts.h: what policies may ask of a resource that is there already: its tags, and of a user or role its
 * permissions boundary. One place for all services, because the gate asks by ARN.
 */
#ifndef GH_DOMAIN_RESOURCE_FACTS_H
#define GH_DOMAIN_RESOURCE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "domain/principal.h"

struct context;

struct resource_facts {
    bool is_iam;
    bool is_org_account;    /* an account as a member of its organization: the account service asks about it */
    struct gh_str org_path; /* of such an account: "o-…/r-…/ou-…/"; else absent */
    const struct principal_tag *tags;
    size_t n_tags;
    struct gh_str bounded_id;          /* of a user or role, whose boundary can be asked for; else absent */
    struct gh_str application_account; /* of an application of Identity Center: whose it is; else absent */
};

/** Who asks. What a condition finds shows in the answer, so policies must not ask what their account may not know. */
struct resource_viewer {
    struct gh_str account_id;      /* sees its own IAM resources and instances */
    struct gh_str organization_id; /* of that account, which sees what its organization has; absent: none */
};

/**
 * The facts of the resource @arn; none where there is no such resource, it is of a kind without tags, or it is none of
 * the viewer's.
 */
int resource_facts_read(struct context *c, const struct resource_viewer *viewer, struct gh_str arn,
                        struct resource_facts *ret_facts, struct gh_err *err);

/** The policy that bounds the user or role @id; absent where none does. */
int resource_boundary_read(struct context *c, struct gh_str id, struct gh_str *ret_arn, struct gh_err *err);

#endif
