/* service_names.c: see service_names.h. */
#include "service/iam/service_names.h"

#include "base/base.h"

static const struct {
    struct gh_str service, name;
    bool served;
} services[] = {
    {GH_S_INIT("account"), GH_S_INIT("AWS Account Management"), true},
    {GH_S_INIT("gatehouse"), GH_S_INIT("Gatehouse"), true},
    {GH_S_INIT("iam"), GH_S_INIT("AWS Identity and Access Management"), true},
    {GH_S_INIT("identitystore"), GH_S_INIT("AWS Identity Store"), true},
    {GH_S_INIT("organizations"), GH_S_INIT("AWS Organizations"), true},
    {GH_S_INIT("sso"), GH_S_INIT("AWS IAM Identity Center"), true},
    {GH_S_INIT("sso-oauth"), GH_S_INIT("AWS IAM Identity Center OIDC service"), true},
    {GH_S_INIT("sts"), GH_S_INIT("AWS Security Token Service"), true},
    {GH_S_INIT("cloudtrail"), GH_S_INIT("AWS CloudTrail"), false},
    {GH_S_INIT("cloudwatch"), GH_S_INIT("Amazon CloudWatch"), false},
    {GH_S_INIT("dynamodb"), GH_S_INIT("Amazon DynamoDB"), false},
    {GH_S_INIT("ec2"), GH_S_INIT("Amazon EC2"), false},
    {GH_S_INIT("kms"), GH_S_INIT("AWS Key Management Service"), false},
    {GH_S_INIT("lambda"), GH_S_INIT("AWS Lambda"), false},
    {GH_S_INIT("logs"), GH_S_INIT("Amazon CloudWatch Logs"), false},
    {GH_S_INIT("s3"), GH_S_INIT("Amazon S3"), false},
    {GH_S_INIT("secretsmanager"), GH_S_INIT("AWS Secrets Manager"), false},
    {GH_S_INIT("sns"), GH_S_INIT("Amazon SNS"), false},
    {GH_S_INIT("sqs"), GH_S_INIT("Amazon SQS"), false},
};

struct gh_str service_name_of(struct gh_str service) {
    for (size_t i = 0; i < GH_COUNT(services); i++)
        if (gh_str_eq(services[i].service, service)) return services[i].name;
    return service;
}

bool service_name_next(size_t *at, struct gh_str *ret_service) {
    while (*at < GH_COUNT(services)) {
        size_t i = (*at)++;
        if (!services[i].served) continue;
        *ret_service = services[i].service;
        return true;
    }
    return false;
}
