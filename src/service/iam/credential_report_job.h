/* credential_report_job.h: the durable half of GenerateCredentialReport: a hundred users a chunk. */
#ifndef GH_SERVICE_IAM_CREDENTIAL_REPORT_JOB_H
#define GH_SERVICE_IAM_CREDENTIAL_REPORT_JOB_H

#include "base/str.h"
#include "job/job.h"

/** Payload: the account's id. */
extern const struct job_kind iam_credential_report_job;

#endif
