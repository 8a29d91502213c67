/* handshake.h: what the files about handshakes share. */
#ifndef GH_SERVICE_ORGANIZATIONS_HANDSHAKE_H
#define GH_SERVICE_ORGANIZATIONS_HANDSHAKE_H

#include <stdbool.h>

#include "service/organizations/organizations.h"

/** A handshake nobody answered in time has expired, whether or not anybody has looked since. */
struct gh_str organizations_handshake_state(struct gh_call *c, const struct store_handshake_get_row *row);

/** "invite/h-…": the end of a handshake's ARN. */
struct gh_str organizations_handshake_name(struct gh_arena *a, struct gh_str action, struct gh_str id);

/** The handshake as the API shows it. */
int organizations_handshake_output(struct gh_call *c, const struct store_handshake_get_row *row,
                                   struct organizations_handshake *ret, struct gh_err *err);
/** Reads it and shows it. */
int organizations_handshake_show(struct gh_call *c, struct gh_str id, struct organizations_handshake **ret,
                                 struct gh_err *err);

/** What a new handshake is about; the rest is filled in. */
struct handshake_new {
    struct gh_str action, state, parent_id;
    struct gh_str target_type, target_id, target_account_id;
    struct gh_str address_key; /* of an address that no account has; else absent */
    struct gh_str notes;
    int64_t lasts_ms;
};
/** Finds whom an invitation is for and fills in the last two of @handshake. Throws InvalidInputException. */
int organizations_invitation_target(struct gh_call *c, const struct organizations_handshake_party *target,
                                    struct handshake_new *handshake, struct gh_err *err);
/** Throws DuplicateHandshakeException where one with the same action waits for the same answer. */
int organizations_refuse_duplicate(struct gh_call *c, const struct store_organization_of_account_row *org,
                                   const struct handshake_new *handshake, struct gh_err *err);
/** Throws HandshakeConstraintViolationException where the organization has sent too many in a day. */
int organizations_check_sent(struct gh_call *c, const struct store_organization_of_account_row *org,
                             struct gh_err *err);
/** Opens it, and sees to its end. */
int organizations_handshake_open(struct context *c, const struct store_organization_of_account_row *org,
                                 const struct handshake_new *handshake, struct gh_str *ret_id, struct gh_err *err);
/** Answers, withdraws or finishes it, and with it the transfer it offers. */
int organizations_handshake_close(struct context *c, struct gh_str id, struct gh_str state, struct gh_err *err);

/** What acceptance brings about: an invited account comes in; the parts of a migration to all features come together.
 */
int organizations_invitation_accepted(struct gh_call *c, const void *in, const struct store_handshake_get_row *row,
                                      struct gh_err *err);
int organizations_migration_accepted(struct gh_call *c, const struct store_handshake_get_row *row, struct gh_err *err);
int organizations_transfer_accepted(struct gh_call *c, const struct store_handshake_get_row *row, struct gh_err *err);
/** Is the organization on its way to all features? */
int organizations_migration_pending(struct gh_call *c, const struct store_organization_of_account_row *org,
                                    bool *ret_pending, struct gh_err *err);
/** A member has gone: it is not asked any more, and where it was the last to be asked the migration goes on. */
int organizations_migration_left(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                                 struct gh_err *err);

#endif
