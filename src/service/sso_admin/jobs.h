/*
 * jobs.h: the durable halves of CreateAccountAssignment, DeleteAccountAssignment, ProvisionPermissionSet and
 * DeleteApplication.
 */
#ifndef GH_SERVICE_SSO_ADMIN_JOBS_H
#define GH_SERVICE_SSO_ADMIN_JOBS_H

#include "job/job.h"

/** Payload: the id of the assignment_request row. */
extern const struct job_kind sso_admin_assignment_job;
/** Payload: the id of the provisioning_request row. Position: the account that was done last. */
extern const struct job_kind sso_admin_provisioning_job;
/** Payload: the id of the application that was deleted. */
extern const struct job_kind sso_admin_application_purge_job;

/** Payload: the id of the instance that is being deleted. */
extern const struct job_kind sso_admin_instance_delete_job;

#endif
