/* jobs.h: the durable halves of CreateAccountAssignment, DeleteAccountAssignment and ProvisionPermissionSet. */
#ifndef GH_SERVICE_SSO_ADMIN_JOBS_H
#define GH_SERVICE_SSO_ADMIN_JOBS_H

#include "job/job.h"

/** Payload: the id of the assignment_request row. */
extern const struct job_kind sso_admin_assignment_job;
/** Payload: the id of the provisioning_request row. Position: the account that was done last. */
extern const struct job_kind sso_admin_provisioning_job;

#endif
