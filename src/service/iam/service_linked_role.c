/* service_linked_role.c: roles that belong to a service of AWS: it decides what is in them, and when they may go. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/managed_policy.h"
#include "service/iam/role.h"

#define SESSION_S 3600
/* How long it is remembered what became of a request to delete. */
#define REMEMBERED_MS (30 * GH_DAY_MS)

/* Service, the role's name after "AWSServiceRoleFor", the policy AWS puts in, and whether it may be made again. */
struct linked_service {
    struct gh_str principal, name, policy;
    bool suffix;
};

static const struct linked_service services[] = {
    {GH_S_INIT("access-analyzer.amazonaws.com"), GH_S_INIT("AccessAnalyzer"),
     GH_S_INIT("AccessAnalyzerServiceRolePolicy"), false},
    {GH_S_INIT("autoscaling.amazonaws.com"), GH_S_INIT("AutoScaling"), GH_S_INIT("AutoScalingServiceRolePolicy"), true},
    {GH_S_INIT("cloudtrail.amazonaws.com"), GH_S_INIT("CloudTrail"), GH_S_INIT("CloudTrailServiceRolePolicy"), false},
    {GH_S_INIT("config.amazonaws.com"), GH_S_INIT("Config"), GH_S_INIT("AWSConfigServiceRolePolicy"), false},
    {GH_S_INIT("ecs.amazonaws.com"), GH_S_INIT("ECS"), GH_S_INIT("AmazonECSServiceRolePolicy"), false},
    {GH_S_INIT("eks.amazonaws.com"), GH_S_INIT("AmazonEKS"), GH_S_INIT("AmazonEKSServiceRolePolicy"), false},
    {GH_S_INIT("elasticache.amazonaws.com"), GH_S_INIT("ElastiCache"), GH_S_INIT("ElastiCacheServiceRolePolicy"),
     false},
    {GH_S_INIT("elasticloadbalancing.amazonaws.com"), GH_S_INIT("ElasticLoadBalancing"),
     GH_S_INIT("AWSElasticLoadBalancingServiceRolePolicy"), false},
    {GH_S_INIT("guardduty.amazonaws.com"), GH_S_INIT("AmazonGuardDuty"), GH_S_INIT("AmazonGuardDutyServiceRolePolicy"),
     false},
    {GH_S_INIT("organizations.amazonaws.com"), GH_S_INIT("Organizations"),
     GH_S_INIT("AWSOrganizationsServiceTrustPolicy"), false},
    {GH_S_INIT("rds.amazonaws.com"), GH_S_INIT("RDS"), GH_S_INIT("AmazonRDSServiceRolePolicy"), false},
    {GH_S_INIT("spot.amazonaws.com"), GH_S_INIT("EC2Spot"), GH_S_INIT("AWSEC2SpotServiceRolePolicy"), false},
    {GH_S_INIT("sso.amazonaws.com"), GH_S_INIT("SSO"), GH_S_INIT("AWSSSOServiceRolePolicy"), false},
    {GH_S_INIT("support.amazonaws.com"), GH_S_INIT("Support"), GH_S_INIT("AWSSupportServiceRolePolicy"), false},
    {GH_S_INIT("transitgateway.amazonaws.com"), GH_S_INIT("VPCTransitGateway"),
     GH_S_INIT("AWSVPCTransitGatewayServiceRolePolicy"), false},
    {GH_S_INIT("trustedadvisor.amazonaws.com"), GH_S_INIT("TrustedAdvisor"),
     GH_S_INIT("AWSTrustedAdvisorServiceRolePolicy"), false},
};

static const struct linked_service *service_named(struct gh_str principal) {
    for (size_t i = 0; i < GH_COUNT(services); i++)
        if (gh_str_eq(services[i].principal, principal)) return &services[i];
    return NULL;
}

static struct gh_str role_name(struct gh_arena *a, struct gh_str name, struct gh_str suffix) {
    return gh_fmt(a, "AWSServiceRoleFor%.*s%s%.*s", GH_S_FMT(name), suffix.p ? "_" : "", GH_S_FMT(suffix));
}

static struct gh_str role_path(struct gh_arena *a, struct gh_str principal) {
    return gh_fmt(a, "/aws-service-role/%.*s/", GH_S_FMT(principal));
}

int iam_find_service_linked_role(struct gh_call *c, struct gh_str aws_service_name, struct gh_str custom_suffix,
                                 struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    struct gh_arena *a = c->ctx.arena;
    const struct linked_service *service = service_named(aws_service_name);
    struct gh_str *arn = gh_new(a, struct gh_str);
    *arn = arn_iam_role(a, c->caller.account_id, role_path(a, aws_service_name),
                        role_name(a, service ? service->name : GH_S(""), custom_suffix));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

static int check_service(const struct iam_create_service_linked_role_input *in, const struct linked_service *service,
                         struct gh_err *err) {
    if (!service)
        return iam_throw_invalid_input(err, "%.*s is not a service that service-linked roles are known of.",
                                       GH_S_FMT(in->aws_service_name));
    if (in->custom_suffix.p && !service->suffix)
        return iam_throw_invalid_input(err, "Custom suffix is not allowed for %.*s", GH_S_FMT(in->aws_service_name));
    return 0;
}

/* Policies of services that have no business here are not built in; the role is made without. */
static int attach_policy(struct gh_call *c, const struct linked_service *service, struct gh_str role_id,
                         struct gh_err *err) {
    struct gh_str name,
        arn = gh_fmt(c->ctx.arena, "arn:aws:iam::aws:policy/aws-service-role/%.*s", GH_S_FMT(service->policy));
    int r = managed_policy_find(&c->ctx, arn, &name, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return iam_attach(&c->ctx, c->caller.account_id, role_id, arn, err);
}

int iam_create_service_linked_role(struct gh_call *c, const struct iam_create_service_linked_role_input *in,
                                   struct iam_create_service_linked_role_output *out, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    const struct linked_service *service = service_named(in->aws_service_name);
    int r = check_service(in, service, err);
    if (r) return r;
    struct iam_role_new new = {
        .account_id = c->caller.account_id,
        .name = role_name(a, service->name, in->custom_suffix),
        .path = role_path(a, service->principal),
        .description = in->description,
        .trust_policy = gh_fmt(a,
                               "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                               "{\"Service\":\"%.*s\"},\"Action\":\"sts:AssumeRole\"}]}",
                               GH_S_FMT(service->principal)),
        .max_session_s = SESSION_S,
        .owner = ROLE_OWNER_SERVICE};
    struct gh_str id;
    r = iam_role_create(&c->ctx, &new, &id, err);
    if (r == -GH_EEXIST)
        return iam_throw_invalid_input(
            err, "Service role name %.*s has been taken in this account, please try a different suffix.",
            GH_S_FMT(new.name));
    struct store_iam_role_by_name_row row;
    if (!r) r = attach_policy(c, service, id, err);
    if (!r) r = iam_role_named(c, new.name, &row, err);
    if (r) return r;
    out->role = gh_new(a, struct iam_role);
    return iam_role_output(c, &row, out->role, err);
}

/* What of the service still works by the role; absent where nothing does. */
static int use_of(struct gh_call *c, const struct store_iam_role_by_name_row *role, struct gh_str *ret_use,
                  struct gh_err *err) {
    *ret_use = GH_S_NONE;
    if (gh_str_eq(role->path, GH_S("/aws-service-role/sso.amazonaws.com/"))) {
        struct store_iam_role_provisioned_rows rows;
        struct store_iam_role_provisioned_args args = {c->caller.account_id};
        int r = store_iam_role_provisioned(c->ctx.tx, &args, &rows, err);
        if (!r && rows.n) *ret_use = GH_S("IAM Identity Center has provisioned permission sets in this account.");
        return r;
    }
    if (!gh_str_eq(role->path, GH_S("/aws-service-role/organizations.amazonaws.com/"))) return 0;
    struct store_organization_of_account_row organization;
    struct store_organization_of_account_args args = {c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &organization, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (!r) *ret_use = GH_S("The account is in an organization.");
    return r;
}

int iam_delete_service_linked_role(struct gh_call *c, const struct iam_delete_service_linked_role_input *in,
                                   struct iam_delete_service_linked_role_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row role;
    struct gh_str use;
    int r = iam_role_named(c, in->role_name, &role, err);
    if (r) return r;
    if (!gh_str_eq(role.owner, ROLE_OWNER_SERVICE))
        return iam_throw_no_such_entity(err, "The role %.*s is not a service-linked role.", GH_S_FMT(role.name));
    r = use_of(c, &role, &use, err);
    if (!r && !use.p) r = iam_role_delete(&c->ctx, c->caller.account_id, role.id, err);
    if (r) return r;
    struct store_iam_role_deletion_purge_args old = {c->caller.account_id, c->ctx.now_ms - REMEMBERED_MS};
    r = store_iam_role_deletion_purge(c->ctx.tx, &old, NULL, err);
    if (r) return r;
    struct store_iam_role_deletion_put_args task = {
        .id = gh_fmt(c->ctx.arena, "task%.*s%.*s/%.*s", GH_S_FMT(role.path), GH_S_FMT(role.name),
                     GH_S_FMT(gh_uuid_new(c->ctx.arena))),
        .account_id = c->caller.account_id,
        .state = use.p ? IAM_DELETION_TASK_STATUS_TYPE_FAILED : IAM_DELETION_TASK_STATUS_TYPE_SUCCEEDED,
        .reason = use,
        .requested_ms = c->ctx.now_ms};
    out->deletion_task_id = task.id;
    return store_iam_role_deletion_put(c->ctx.tx, &task, NULL, err);
}

/* "task/aws-service-role/<service>/<role>/<uuid>" */
int iam_find_deletion_task_role(struct gh_call *c, struct gh_str deletion_task_id, struct gh_list *ret_arns,
                                struct gh_err *err) {
    (void)err;
    struct gh_str text = deletion_task_id;
    size_t begin = gh_str_starts(text, GH_S("task/")) ? 5 : 0, end = text.n;
    while (end > begin && text.p[end - 1] != '/') end--;
    struct gh_str role = gh_str_slice(text, begin, end > begin ? end - 1 : text.n);
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = gh_fmt(c->ctx.arena, "arn:aws:iam::%.*s:role/%.*s", GH_S_FMT(c->caller.account_id), GH_S_FMT(role));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_get_service_linked_role_deletion_status(struct gh_call *c,
                                                const struct iam_get_service_linked_role_deletion_status_input *in,
                                                struct iam_get_service_linked_role_deletion_status_output *out,
                                                struct gh_err *err) {
    struct store_iam_role_deletion_get_row row;
    struct store_iam_role_deletion_get_args args = {in->deletion_task_id};
    int r = store_iam_role_deletion_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND || (!r && !gh_str_eq(row.account_id, c->caller.account_id)))
        return iam_throw_no_such_entity(err, "The deletion task with id %.*s cannot be found.",
                                        GH_S_FMT(in->deletion_task_id));
    if (r) return r;
    out->status = row.state;
    if (!row.reason.p) return 0;
    out->reason = gh_new(c->ctx.arena, struct iam_deletion_task_failure_reason_type);
    out->reason->reason = row.reason;
    return 0;
}
