/* group.h: what the files about groups share. */
#ifndef GH_SERVICE_IAM_GROUP_H
#define GH_SERVICE_IAM_GROUP_H

#include "service/iam/iam.h"

/** The group named. Throws NoSuchEntity. */
int iam_group_named(struct gh_call *c, struct gh_str name, struct store_iam_group_get_row *ret_group,
                    struct gh_err *err);

#endif
