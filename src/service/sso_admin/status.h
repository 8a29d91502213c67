/* status.h: requests as the API shows them. */
#ifndef GH_SERVICE_SSO_ADMIN_STATUS_H
#define GH_SERVICE_SSO_ADMIN_STATUS_H

#include "service/sso_admin/sso_admin.h"

/** Kinds of assignment requests, as they are stored. */
#define SSO_ADMIN_REQUEST_CREATE GH_S("CREATE")
#define SSO_ADMIN_REQUEST_DELETE GH_S("DELETE")

struct sso_admin_account_assignment_operation_status *
sso_admin_assignment_status(struct gh_call *c, const struct store_assignment_request_get_row *row);
struct sso_admin_permission_set_provisioning_status *
sso_admin_provisioning_status(struct gh_call *c, const struct store_provisioning_request_get_row *row);

#endif
