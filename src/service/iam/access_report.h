/* access_report.h: what reports of entities and of organizations share. */
#ifndef GH_SERVICE_IAM_ACCESS_REPORT_H
#define GH_SERVICE_IAM_ACCESS_REPORT_H

#include "service/iam/iam.h"

/** Removes reports that are a day old. */
int iam_access_reports_expire(struct gh_call *c, struct gh_err *err);
/** The caller's own report of that kind. Throws NoSuchEntity. */
int iam_access_report_own(struct gh_call *c, struct gh_str id, struct gh_str kind,
                          struct store_iam_access_report_get_row *ret_report, struct gh_err *err);

#endif
