/* organization_report_job.h: the durable half of GenerateOrganizationsAccessReport: a hundred accounts a chunk. */
#ifndef GH_SERVICE_IAM_ORGANIZATION_REPORT_JOB_H
#define GH_SERVICE_IAM_ORGANIZATION_REPORT_JOB_H

#include "base/str.h"
#include "job/job.h"

/** Payload: the report's id. */
extern const struct job_kind iam_organization_report_job;

#define ORGANIZATION_REPORT_KIND GH_S("ORGANIZATION")

/** The last part of an entity path: a root, unit or account. */
struct gh_str organization_report_target(struct gh_str path);

#endif
