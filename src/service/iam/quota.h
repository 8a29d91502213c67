/* quota.h: AWS's default quotas of IAM, in one place: the operations keep to them and GetAccountSummary tells them. */
#ifndef GH_SERVICE_IAM_QUOTA_H
#define GH_SERVICE_IAM_QUOTA_H

#define IAM_QUOTA_USERS 5000
#define IAM_QUOTA_GROUPS 300
#define IAM_QUOTA_ROLES 1000
#define IAM_QUOTA_POLICIES 1500
#define IAM_QUOTA_INSTANCE_PROFILES 1000
#define IAM_QUOTA_SERVER_CERTIFICATES 20

#define IAM_QUOTA_GROUPS_OF_USER 10
#define IAM_QUOTA_ATTACHED 10 /* to one user, group or role */
#define IAM_QUOTA_ACCESS_KEYS 2
#define IAM_QUOTA_SIGNING_CERTIFICATES 2

#define IAM_QUOTA_VERSIONS 5 /* of one policy */
#define IAM_QUOTA_VERSIONS_IN_USE 10000

/* Characters without white space; the inline policies of one entity count together. */
#define IAM_QUOTA_POLICY_SIZE 6144
#define IAM_QUOTA_TRUST_SIZE 2048
#define IAM_QUOTA_USER_INLINE_SIZE 2048
#define IAM_QUOTA_GROUP_INLINE_SIZE 5120
#define IAM_QUOTA_ROLE_INLINE_SIZE 10240

#endif
