/*
 * credential_report_job.c: see credential_report_job.h. Each chunk adds a part of the CSV file; the position is the
 * number of the next part and the last user's key. Columns and their words: IAM User Guide, "Get credential reports".
 */
#include "service/iam/credential_report_job.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/login_profile.h"
#include "gen/iam.h"
#include "store/queries.h"

#define USERS_PER_CHUNK 100
#define PART_MAX ((size_t)1 << 20)
/* The report has columns for two keys and two certificates. */
#define SHOWN 2
#define NONE GH_S("N/A")

#define HEADER                                                                                                         \
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"    \
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"                            \
    "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"      \
    "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"          \
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n"

/* A line under way. */
struct line {
    struct context *c;
    struct gh_buf *out;
    struct gh_str account_id, owner_id; /* the owner is the account itself for its root user */
    const struct password_policy *policy;
};

/* RFC 4180: names may hold a comma, paths a quotation mark. */
static void cell(struct line *l, struct gh_str text) {
    if (gh_str_find(text, ',') < 0 && gh_str_find(text, '"') < 0) {
        gh_buf_add(l->out, text);
        return;
    }
    gh_buf_addc(l->out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"') gh_buf_addc(l->out, '"');
        gh_buf_addc(l->out, text.p[i]);
    }
    gh_buf_addc(l->out, '"');
}

static void field(struct line *l, struct gh_str text) {
    gh_buf_addc(l->out, ',');
    cell(l, text);
}

/* AWS writes the zone as an offset. */
static struct gh_str moment(struct line *l, int64_t ms) {
    struct gh_str iso = gh_time_iso(l->c->arena, ms);
    return gh_fmt(l->c->arena, "%.*s+00:00", (int)iso.n - 1, iso.p);
}

static struct gh_str truth(bool value) {
    return value ? GH_S("true") : GH_S("false");
}

static int last_used(struct line *l, struct gh_str *ret_text, struct gh_err *err) {
    struct store_iam_password_last_used_row use;
    struct store_iam_password_last_used_args args = {.owner_id = l->owner_id};
    int r = store_iam_password_last_used(l->c->tx, &args, &use, err);
    *ret_text = r ? GH_S("no_information") : moment(l, use.used_ms);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int add_password(struct line *l, struct gh_err *err) {
    struct store_iam_login_get_row login;
    struct gh_str used = NONE;
    int r = store_iam_login_get(l->c->tx, &(struct store_iam_login_get_args){.owner_id = l->owner_id}, &login, err);
    if (r && r != -GH_ENOTFOUND) return r;
    bool has = !r;
    if (has && (r = last_used(l, &used, err))) return r;
    int64_t expiry = has ? password_policy_expiry_ms(l->policy, login.changed_ms) : 0;
    field(l, truth(has));
    field(l, used);
    field(l, has ? moment(l, login.changed_ms) : NONE);
    field(l, expiry ? moment(l, expiry) : NONE);
    return 0;
}

static int add_root_password(struct line *l, struct gh_err *err) {
    struct gh_str used;
    int r = last_used(l, &used, err);
    if (r) return r;
    field(l, GH_S("not_supported"));
    field(l, used);
    field(l, GH_S("not_supported"));
    field(l, GH_S("not_supported"));
    return 0;
}

static int add_mfa(struct line *l, struct gh_err *err) {
    struct store_iam_credential_report_mfa_row devices;
    struct store_iam_credential_report_mfa_args args = {.user_id = l->owner_id};
    int r = store_iam_credential_report_mfa(l->c->tx, &args, &devices, err);
    if (!r) field(l, truth(devices.n > 0));
    return r;
}

static int add_key(struct line *l, const struct store_iam_access_key_list_row *key, struct gh_err *err) {
    struct store_iam_access_key_last_used_row use;
    struct store_iam_access_key_last_used_args args = {.key_id = key->id};
    int r = store_iam_access_key_last_used(l->c->tx, &args, &use, err);
    if (r && r != -GH_ENOTFOUND) return r;
    field(l, truth(gh_str_eq(key->status, IAM_STATUS_TYPE_ACTIVE)));
    field(l, moment(l, key->created_ms));
    field(l, r ? NONE : moment(l, use.used_ms));
    field(l, r ? NONE : use.region);
    field(l, r ? NONE : use.service);
    return 0;
}

static void add_no_key(struct line *l) {
    field(l, GH_S("false"));
    for (int i = 0; i < 4; i++) field(l, NONE);
}

static int add_keys(struct line *l, struct gh_err *err) {
    struct store_iam_access_key_list_rows rows;
    bool root = gh_str_eq(l->owner_id, l->account_id);
    struct store_iam_access_key_list_args of_user = {
        .account_id = l->account_id, .user_id = l->owner_id, .after_id = GH_S(""), .count = SHOWN};
    struct store_iam_access_key_list_root_args of_root = {
        .account_id = l->account_id, .after_id = GH_S(""), .count = SHOWN};
    int r = root ? store_iam_access_key_list_root(l->c->tx, &of_root, &rows, err)
                 : store_iam_access_key_list(l->c->tx, &of_user, &rows, err);
    for (size_t i = 0; !r && i < SHOWN; i++) {
        if (i < rows.n)
            r = add_key(l, &rows.v[i], err);
        else
            add_no_key(l);
    }
    return r;
}

static int add_certificates(struct line *l, struct gh_err *err) {
    struct store_iam_signing_list_rows rows;
    struct store_iam_signing_list_args args = {.owner_id = l->owner_id, .after_id = GH_S(""), .count = SHOWN};
    int r = store_iam_signing_list(l->c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < SHOWN; i++) {
        field(l, truth(i < rows.n && gh_str_eq(rows.v[i].status, IAM_STATUS_TYPE_ACTIVE)));
        field(l, i < rows.n ? moment(l, rows.v[i].uploaded_ms) : NONE);
    }
    return r;
}

static int add_rest(struct line *l, struct gh_err *err) {
    int r = add_mfa(l, err);
    if (!r) r = add_keys(l, err);
    if (!r) r = add_certificates(l, err);
    gh_buf_addc(l->out, '\n');
    return r;
}

static int add_root(struct line *l, struct gh_err *err) {
    struct store_account_get_row account;
    int r = store_account_get(l->c->tx, &(struct store_account_get_args){.id = l->account_id}, &account, err);
    if (r) return r;
    gh_buf_add(l->out, GH_S(HEADER));
    gh_buf_add(l->out, GH_S("<root_account>"));
    field(l, arn_root(l->c->arena, l->account_id));
    field(l, moment(l, account.created_ms));
    r = add_root_password(l, err);
    return r ? r : add_rest(l, err);
}

static int add_user(struct line *l, const struct store_iam_user_list_row *user, struct gh_err *err) {
    l->owner_id = user->id;
    cell(l, user->name);
    field(l, arn_iam_user(l->c->arena, l->account_id, user->path, user->name));
    field(l, moment(l, user->created_ms));
    int r = add_password(l, err);
    return r ? r : add_rest(l, err);
}

static int finish(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_iam_credential_report_finish_args args = {
        .account_id = account_id, .state = IAM_REPORT_STATE_TYPE_COMPLETE, .generated_ms = c->now_ms};
    int r = store_iam_credential_report_finish(c->tx, &args, NULL, err);
    return r ? r : JOB_DONE;
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct gh_str after = job->position, part = GH_S("");
    int64_t number = 0;
    if (after.n && (!gh_str_split(&after, ' ', &part) || !gh_str_to_i64(part, &number)))
        return gh_fail(err, GH_EINTERNAL, "a position that no chunk left");
    struct gh_buf out;
    struct password_policy policy;
    gh_buf_init(&out, c->arena, PART_MAX);
    struct line line = {c, &out, job->payload, job->payload, &policy};
    struct store_iam_user_list_rows rows;
    struct store_iam_user_list_args args = {.account_id = job->payload,
                                            .after_key = number ? after : GH_S(""),
                                            .path_begin = GH_S("/"),
                                            .path_end = GH_S("0"), /* the character after '/' */
                                            .count = USERS_PER_CHUNK};
    int r = password_policy_of(c, job->payload, &policy, err);
    if (!r && !number) r = add_root(&line, err);
    if (!r) r = store_iam_user_list(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) r = add_user(&line, &rows.v[i], err);
    if (r) return r;
    if (!gh_buf_ok(&out)) return gh_fail(err, GH_ELIMIT, "a part of the report is too large");
    struct store_iam_credential_report_part_put_args put = {
        .account_id = job->payload, .number = number, .content = gh_buf_str(&out)};
    if ((r = store_iam_credential_report_part_put(c->tx, &put, NULL, err))) return r;
    if (rows.n < USERS_PER_CHUNK) return finish(c, job->payload, err);
    job->position = gh_fmt(c->arena, "%lld %.*s", (long long)number + 1, GH_S_FMT(rows.v[rows.n - 1].name_key));
    return JOB_MORE;
}

/* As if it had never been asked for: the next request starts anew. */
static int give_up(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err) {
    (void)context;
    (void)why;
    struct store_iam_credential_report_delete_args args = {.account_id = job->payload};
    return store_iam_credential_report_delete(c->tx, &args, NULL, err);
}

const struct job_kind iam_credential_report_job = {
    .name = GH_S_INIT("iam.credential-report"), .run = run, .give_up = give_up, .max_attempts = 5};
