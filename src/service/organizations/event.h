/* event.h: what CloudTrail's service events tell of memberships, in the trail of the management account. */
#ifndef GH_SERVICE_ORGANIZATIONS_EVENT_H
#define GH_SERVICE_ORGANIZATIONS_EVENT_H

#include "store/queries.h"

struct context;

/** AccountJoinedOrganization. @method: INVITED, CREATED. */
void organizations_tell_joined(struct context *c, const struct store_organization_get_row *org,
                               struct gh_str account_id, struct gh_str method);
/** AccountDepartedOrganization. @method: LEFT, REMOVED, CLEANED. */
void organizations_tell_departed(struct context *c, const struct store_organization_get_row *org,
                                 struct gh_str account_id, struct gh_str method);
/** CreateAccountResult. The account's name is a secret of its owner. */
void organizations_tell_created(struct context *c, struct gh_str management_account_id,
                                const struct store_account_creation_get_row *creation);
/** CloseAccountResult. */
void organizations_tell_closed(struct context *c, struct gh_str management_account_id, struct gh_str account_id);

#endif
