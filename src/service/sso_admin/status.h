/* status.h: requests as the API shows them. */
#ifndef GH_SERVICE_SSO_ADMIN_STATUS_H
#define GH_SERVICE_SSO_ADMIN_STATUS_H

#include "service/sso_admin/sso_admin.h"

/** Kinds of assignment requests, as they are stored. */
#define SSO_ADMIN_REQUEST_CREATE GH_S("CREATE")
#define SSO_ADMIN_REQUEST_DELETE GH_S("DELETE")

/** How long the status of a request that has ended stays readable. */
#define SSO_ADMIN_REQUEST_KEEP_MS (90 * GH_DAY_MS)

struct sso_admin_account_assignment_operation_status *
sso_admin_assignment_status(struct gh_call *c, const struct store_assignment_request_get_row *row);
struct assignment;
/** Starts one request for an assignment, of kind SSO_ADMIN_REQUEST_…: a row, and the job that carries it out. */
int sso_admin_assignment_request(struct gh_call *c, struct gh_str kind, const struct sso_admin_set *set,
                                 const struct assignment *a,
                                 struct sso_admin_account_assignment_operation_status **ret_status, struct gh_err *err);
struct sso_admin_permission_set_provisioning_status *
sso_admin_provisioning_status(struct gh_call *c, const struct store_provisioning_request_get_row *row);

#endif
