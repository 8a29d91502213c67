/* provisioning.c: see provisioning.h. Facts: AWS's guide "Referencing permission sets in resource policies". */
#include "domain/provisioning.h"

#include "base/base.h"
#include "crypto/digest.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/iam.h"
#include "domain/iam_policy.h"
#include "domain/instance.h"
#include "store/queries.h"

#define SUFFIX_BYTES 8
#define SERVICE_ROLE_NAME GH_S("AWSServiceRoleForSSO")
#define SERVICE_ROLE_PATH GH_S("/aws-service-role/sso.amazonaws.com/")
#define SERVICE_ROLE_SESSION_S 3600
#define SERVICE_ROLE_TRUST                                                                                             \
    GH_S("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"                \
         "\"sso.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}")
#define SERVICE_ROLE_POLICY GH_S("arn:aws:iam::aws:policy/aws-service-role/AWSSSOServiceRolePolicy")

static struct gh_str suffix(struct gh_arena *a, const struct gh_secret *secret, struct gh_str of) {
    unsigned char mac[CRYPTO_SHA256_BYTES];
    crypto_hmac_of(gh_secret_reveal(secret), of, mac);
    return gh_hex_str(a, mac, SUFFIX_BYTES);
}

struct gh_str provisioning_role_name(struct gh_arena *a, const struct gh_secret *secret,
                                     const struct provisioning_recipe *recipe, struct gh_str account_id) {
    struct gh_str of = gh_fmt(a, "%.*s:%.*s", GH_S_FMT(recipe->permission_set_id), GH_S_FMT(account_id));
    struct gh_str digits = suffix(a, secret, of);
    return gh_fmt(a, "AWSReservedSSO_%.*s_%.*s", GH_S_FMT(recipe->name), GH_S_FMT(digits));
}

struct gh_str provisioning_role_path(struct gh_arena *a, struct gh_str region) {
    if (gh_str_eq(region, GH_S("us-east-1"))) return GH_S("/aws-reserved/sso.amazonaws.com/");
    return gh_fmt(a, "/aws-reserved/sso.amazonaws.com/%.*s/", GH_S_FMT(region));
}

/* The provider stands for Identity Center itself: no assertion from outside can name it. */
static struct gh_str trust_policy(struct gh_arena *a, const struct gh_secret *secret, struct gh_str account_id) {
    struct gh_str digits = suffix(a, secret, gh_fmt(a, "saml-provider:%.*s", GH_S_FMT(account_id)));
    return gh_fmt(a,
                  "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
                  "\"arn:aws:iam::%.*s:saml-provider/AWSSSO_%.*s_DO_NOT_DELETE\"},"
                  "\"Action\":[\"sts:AssumeRoleWithSAML\",\"sts:TagSession\"],"
                  "\"Condition\":{\"StringEquals\":{\"SAML:aud\":\"https://signin.aws.amazon.com/saml\"}}}]}",
                  GH_S_FMT(account_id), GH_S_FMT(digits));
}

static int load_policies(struct context *c, struct provisioning_recipe *recipe, struct gh_err *err) {
    struct store_permission_set_policy_list_rows rows;
    struct store_permission_set_policy_list_args args = {
        .permission_set_id = recipe->permission_set_id, .after_arn = GH_S(""), .count = PROVISIONING_POLICIES_MAX};
    int r = store_permission_set_policy_list(c->tx, &args, &rows, err);
    if (r) return r;
    struct gh_str *arns = gh_new_n(c->arena, struct gh_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) arns[i] = rows.v[i].policy_arn;
    recipe->policy_arns = arns;
    recipe->n_policy_arns = rows.n;
    return 0;
}

static int load_references(struct context *c, struct provisioning_recipe *recipe, struct gh_err *err) {
    struct store_permission_set_reference_list_rows rows;
    struct store_permission_set_reference_list_args args = {.permission_set_id = recipe->permission_set_id,
                                                            .after_name = GH_S(""),
                                                            .after_path = GH_S(""),
                                                            .count = PROVISIONING_POLICIES_MAX};
    int r = store_permission_set_reference_list(c->tx, &args, &rows, err);
    if (r) return r;
    struct provisioning_reference *v = gh_new_n(c->arena, struct provisioning_reference, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) v[i] = (struct provisioning_reference){rows.v[i].name, rows.v[i].path};
    recipe->references = v;
    recipe->n_references = rows.n;
    return 0;
}

int provisioning_recipe_load(struct context *c, struct gh_str permission_set_id, struct provisioning_recipe *ret_recipe,
                             struct gh_err *err) {
    struct store_provisioning_recipe_row row;
    struct store_provisioning_recipe_args args = {.permission_set_id = permission_set_id};
    int r = store_provisioning_recipe(c->tx, &args, &row, err);
    if (r) return r;
    struct provisioning_recipe recipe = {.permission_set_id = permission_set_id,
                                         .name = row.name,
                                         .description = row.description,
                                         .inline_policy = row.inline_policy,
                                         .boundary_arn = row.boundary_arn,
                                         .boundary_reference = {row.boundary_name, row.boundary_path},
                                         .revision = row.revision,
                                         .instance_id = row.instance_id,
                                         .identity_store_id = row.identity_store_id,
                                         .region = row.region,
                                         .organization_id = row.organization_id,
                                         .secret = row.secret};
    r = load_policies(c, &recipe, err);
    if (!r) r = load_references(c, &recipe, err);
    if (!r) *ret_recipe = recipe;
    return r;
}

/* ---- what an account has of its own ---- */

/* A recipe as one account can carry it out. */
struct fitting {
    struct gh_str account_id;
    struct gh_str *policy_arns;
    size_t n_policy_arns;
    struct gh_str boundary_arn; /* absent: none */
};

static int fit_reference(struct context *c, const struct provisioning_reference *reference, struct gh_str account_id,
                         struct gh_str *ret_arn, struct gh_err *err) {
    struct iam_policy_row policy;
    struct gh_str arn = arn_iam_policy(c->arena, account_id, reference->path, reference->name);
    int r = iam_policy_find(c, arn, &policy, err);
    if (r == -GH_ENOTFOUND)
        return gh_refuse(
            err, GH_ECONFLICT,
            "Policy %.*s does not exist or is not attachable. Create the customer managed policy %.*s with "
            "path %.*s in account %.*s, then send the request again.",
            GH_S_FMT(arn), GH_S_FMT(reference->name), GH_S_FMT(reference->path), GH_S_FMT(account_id));
    if (!r) *ret_arn = arn;
    return r;
}

static int fit(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
               struct fitting *ret_fitting, struct gh_err *err) {
    struct fitting f = {.account_id = account_id, .boundary_arn = recipe->boundary_arn};
    int r = 0;
    f.policy_arns = gh_new_n(c->arena, struct gh_str, recipe->n_policy_arns + recipe->n_references + 1);
    for (size_t i = 0; i < recipe->n_policy_arns; i++) f.policy_arns[f.n_policy_arns++] = recipe->policy_arns[i];
    for (size_t i = 0; !r && i < recipe->n_references; i++)
        r = fit_reference(c, &recipe->references[i], account_id, &f.policy_arns[f.n_policy_arns++], err);
    if (!r && recipe->boundary_reference.name.p)
        r = fit_reference(c, &recipe->boundary_reference, account_id, &f.boundary_arn, err);
    if (!r) *ret_fitting = f;
    return r;
}

static int check_quota(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_provisioned_role_count_row row;
    struct store_provisioned_role_count_args args = {account_id};
    int r = store_provisioned_role_count(c->tx, &args, &row, err);
    if (r || row.n < PROVISIONING_SETS_MAX) return r;
    return gh_refuse(err, GH_ECONFLICT,
                     "Account %.*s has %d provisioned permission sets, which is the most it can have. Remove the "
                     "assignments of one that it can do without, then send the request again.",
                     GH_S_FMT(account_id), PROVISIONING_SETS_MAX);
}

/* ---- roles ---- */

static int ensure_role(struct context *c, const struct provisioning_recipe *recipe, const struct fitting *f,
                       struct gh_str *ret_role_id, struct gh_err *err) {
    struct gh_secret secret;
    int r = instance_secret(c, recipe->instance_id, recipe->secret, &secret, err);
    if (r) return r;
    struct iam_role_content content = {
        .role = {.account_id = f->account_id,
                 .name = provisioning_role_name(c->arena, &secret, recipe, f->account_id),
                 .path = provisioning_role_path(c->arena, recipe->region),
                 .description = recipe->description,
                 .trust_policy = trust_policy(c->arena, &secret, f->account_id),
                 .max_session_s = PROVISIONING_MAX_SESSION_S,
                 .owner = ROLE_OWNER_SSO},
        .policy_arns = f->policy_arns,
        .n_policy_arns = f->n_policy_arns,
        .inline_name = PROVISIONING_INLINE_NAME,
        .inline_document = recipe->inline_policy,
    };
    gh_secret_done(&secret);
    return iam_role_ensure(c, &content, ret_role_id, err);
}

static int unbind(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_err *err) {
    struct store_iam_boundary_get_row row;
    int r = store_iam_boundary_get(c->tx, &(struct store_iam_boundary_get_args){role_id}, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    return r ? r : iam_boundary_clear(c, account_id, role_id, err);
}

static int bind(struct context *c, const struct fitting *f, struct gh_str role_id, struct gh_err *err) {
    return f->boundary_arn.p ? iam_boundary_set(c, f->account_id, role_id, f->boundary_arn, err)
                             : unbind(c, f->account_id, role_id, err);
}

int provisioning_apply(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                       struct gh_err *err) {
    struct gh_str role_id;
    struct fitting f;
    int r = fit(c, recipe, account_id, &f, err);
    if (!r) r = provisioning_service_role_ensure(c, account_id, err);
    if (!r) r = ensure_role(c, recipe, &f, &role_id, err);
    if (!r) r = bind(c, &f, role_id, err);
    if (r) return r;
    struct store_provisioned_role_put_args row = {.permission_set_id = recipe->permission_set_id,
                                                  .account_id = account_id,
                                                  .role_id = role_id,
                                                  .revision = recipe->revision};
    return store_provisioned_role_put(c->tx, &row, NULL, err);
}

int provisioning_ensure(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                        struct gh_err *err) {
    struct store_provisioned_role_get_row row;
    struct store_provisioned_role_get_args args = {recipe->permission_set_id, account_id};
    int r = store_provisioned_role_get(c->tx, &args, &row, err);
    if (r != -GH_ENOTFOUND) return r;
    r = check_quota(c, account_id, err);
    return r ? r : provisioning_apply(c, recipe, account_id, err);
}

int provisioning_remove(struct context *c, struct gh_str permission_set_id, struct gh_str account_id,
                        struct gh_err *err) {
    struct store_provisioned_role_get_row row;
    struct store_provisioned_role_get_args args = {permission_set_id, account_id};
    int r = store_provisioned_role_get(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (!r) r = unbind(c, account_id, row.role_id, err);
    if (!r) r = iam_role_remove(c, account_id, row.role_id, err);
    if (r) return r;
    struct store_provisioned_role_delete_args gone = {permission_set_id, account_id};
    return store_provisioned_role_delete(c->tx, &gone, NULL, err);
}

int provisioning_destroy(struct context *c, struct gh_str permission_set_id, struct gh_str account_id,
                         struct gh_err *err) {
    struct store_provisioned_role_get_row row;
    struct store_provisioned_role_get_args args = {permission_set_id, account_id};
    struct store_assignment_delete_all_args assigned = {account_id, permission_set_id};
    struct store_assignment_inherited_drop_args inherited = {account_id, permission_set_id};
    int r = store_assignment_delete_all(c->tx, &assigned, NULL, err);
    if (!r) r = store_assignment_inherited_drop(c->tx, &inherited, NULL, err);
    if (!r) r = store_provisioned_role_get(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (!r) r = iam_role_delete(c, account_id, row.role_id, err);
    if (r) return r;
    struct store_provisioned_role_delete_args gone = {permission_set_id, account_id};
    return store_provisioned_role_delete(c->tx, &gone, NULL, err);
}

int provisioning_service_role_ensure(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {account_id, fold_key(c->arena, SERVICE_ROLE_NAME)};
    int r = store_iam_role_by_name(c->tx, &args, &row, err);
    if (r != -GH_ENOTFOUND) return r;
    struct iam_role_new role = {.account_id = account_id,
                                .name = SERVICE_ROLE_NAME,
                                .path = SERVICE_ROLE_PATH,
                                .description = GH_S("Lets IAM Identity Center manage the roles it provisions here."),
                                .trust_policy = SERVICE_ROLE_TRUST,
                                .max_session_s = SERVICE_ROLE_SESSION_S,
                                .owner = ROLE_OWNER_SERVICE};
    struct gh_str role_id;
    r = iam_role_create(c, &role, &role_id, err);
    return r ? r : iam_attach(c, account_id, role_id, SERVICE_ROLE_POLICY, err);
}
