/* iam_trust.c: see iam_trust.h. Principals are rewritten where they stand; everything else keeps its bytes. */
#include "domain/iam_trust.h"

#include "base/base.h"
#include "codec/json.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/ids.h"
#include "policy/policy.h"
#include "store/queries.h"

#define DOCUMENT_MAX ((size_t)1 << 20)

/* One value of a Principal element. */
struct named {
    struct gh_str type, text;
};
/* Answers what is to stand in its place; absent: it stays as it is. */
typedef int resolve_fn(struct context *c, const struct named *named, struct gh_str *ret_text, struct gh_err *err);

struct rewriting {
    struct context *c;
    struct gh_str document;
    resolve_fn *resolve;
    struct gh_buf out;
    size_t at; /* copied so far */
};

static int unknown(const struct named *named, struct gh_err *err) {
    struct gh_str type = gh_str_eq(named->type, GH_S("Service"))     ? GH_S("SERVICE")
                         : gh_str_eq(named->type, GH_S("Federated")) ? GH_S("FEDERATED")
                                                                     : named->type;
    return gh_refuse(err, GH_EINVAL, "Invalid principal in policy: \"%.*s\":\"%.*s\"", GH_S_FMT(type),
                     GH_S_FMT(named->text));
}

static int user_arn(struct context *c, struct gh_str id, struct gh_str *ret_arn, struct gh_err *err) {
    struct store_iam_user_get_row user;
    int r = store_iam_user_get(c->tx, &(struct store_iam_user_get_args){id}, &user, err);
    if (!r) *ret_arn = arn_iam_user(c->arena, user.account_id, user.path, user.name);
    return r;
}

static int role_arn(struct context *c, struct gh_str id, struct gh_str *ret_arn, struct gh_err *err) {
    struct store_iam_role_get_row role;
    int r = store_iam_role_get(c->tx, &(struct store_iam_role_get_args){id}, &role, err);
    if (!r && role.has_removed_ms) return gh_fail(err, GH_ENOTFOUND, "role was removed");
    if (!r) *ret_arn = arn_iam_role(c->arena, role.account_id, role.path, role.name);
    return r;
}

static bool is_user_id(struct gh_str text) {
    return gh_str_starts(text, GH_S("AIDA"));
}

static bool is_role_id(struct gh_str text) {
    return gh_str_starts(text, GH_S("AROA"));
}

/* A role session is kept as AROA…:session. */
static int session_arn(struct context *c, struct gh_str id, struct gh_str session, struct gh_str *ret_arn,
                       struct gh_err *err) {
    struct store_iam_role_get_row role;
    int r = store_iam_role_get(c->tx, &(struct store_iam_role_get_args){id}, &role, err);
    if (!r && role.has_removed_ms) return gh_fail(err, GH_ENOTFOUND, "role was removed");
    if (!r) *ret_arn = arn_assumed_role(c->arena, role.account_id, role.name, session);
    return r;
}

static bool is_kept_id(struct gh_str text) {
    return is_user_id(text) || is_role_id(text);
}

/* The ARN of today of a user, a role or a role session. */
static int kept_arn(struct context *c, struct gh_str kept, struct gh_str *ret_arn, struct gh_err *err) {
    struct gh_str id, session;
    if (policy_session_id_split(kept, &id, &session)) return session_arn(c, id, session, ret_arn, err);
    return is_user_id(kept) ? user_arn(c, kept, ret_arn, err) : role_arn(c, kept, ret_arn, err);
}

static int show(struct context *c, const struct named *named, struct gh_str *ret_text, struct gh_err *err) {
    int r = is_kept_id(named->text) ? kept_arn(c, named->text, ret_text, err) : 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int keep_account(struct context *c, const struct named *named, struct gh_str account_id, struct gh_str *ret_text,
                        struct gh_err *err) {
    struct store_account_access_row row;
    int r = store_account_access(c->tx, &(struct store_account_access_args){account_id}, &row, err);
    if (r == -GH_ENOTFOUND) return unknown(named, err);
    if (!r) *ret_text = arn_root(c->arena, account_id);
    return r;
}

/* Names are found whatever their case; an ARN is exact. */
static bool is_it(const struct arn_iam *arn, struct gh_str path, struct gh_str name) {
    return gh_str_eq(arn->path, path) && gh_str_eq(arn->name, name);
}

static int keep_user(struct context *c, const struct named *named, const struct arn_iam *arn, struct gh_str *ret_text,
                     struct gh_err *err) {
    struct store_iam_user_by_name_row row;
    struct store_iam_user_by_name_args args = {arn->account_id, fold_key(c->arena, arn->name)};
    int r = store_iam_user_by_name(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND || (!r && !is_it(arn, row.path, row.name))) return unknown(named, err);
    if (!r) *ret_text = row.id;
    return r;
}

static int keep_role(struct context *c, const struct named *named, const struct arn_iam *arn, struct gh_str *ret_text,
                     struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {arn->account_id, fold_key(c->arena, arn->name)};
    int r = store_iam_role_by_name(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND || (!r && (row.has_removed_ms || !is_it(arn, row.path, row.name))))
        return unknown(named, err);
    if (!r) *ret_text = row.id;
    return r;
}

/* arn:aws:sts::A:assumed-role/role/session: the session need not exist, the role must. */
static int keep_session(struct context *c, const struct named *named, struct gh_str *ret_text, struct gh_err *err) {
    struct gh_str rest = named->text, field[5], kind, role, id;
    for (size_t i = 0; i < GH_COUNT(field); i++) gh_str_split(&rest, ':', &field[i]);
    if (!gh_str_split(&rest, '/', &kind) || !gh_str_split(&rest, '/', &role)) return unknown(named, err);
    struct gh_str kept;
    if (!gh_str_eq(kind, GH_S("assumed-role"))) return keep_account(c, named, field[4], &kept, err);
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {field[4], fold_key(c->arena, role)};
    int r = store_iam_role_by_name(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND || (!r && (row.has_removed_ms || !gh_str_eq(row.name, role)))) return unknown(named, err);
    if (r) return r;
    kept = gh_fmt(c->arena, "%.*s:%.*s", GH_S_FMT(row.id), GH_S_FMT(rest));
    if (!policy_session_id_split(kept, &id, &rest)) return unknown(named, err);
    *ret_text = kept;
    return 0;
}

static int keep_aws(struct context *c, const struct named *named, struct gh_str *ret_text, struct gh_err *err) {
    struct gh_str text = named->text, shown;
    struct arn_iam arn;
    if (gh_str_eq(text, GH_S("*"))) return 0;
    if (id_is_account(text)) return keep_account(c, named, text, ret_text, err);
    if (is_kept_id(text)) {
        int r = kept_arn(c, text, &shown, err);
        return r == -GH_ENOTFOUND ? unknown(named, err) : r;
    }
    if (gh_str_starts(text, GH_S("arn:aws:sts:"))) return keep_session(c, named, ret_text, err);
    if (arn_iam_split(text, &arn) && gh_str_eq(arn.kind, GH_S("user"))) return keep_user(c, named, &arn, ret_text, err);
    if (arn_iam_split(text, &arn) && gh_str_eq(arn.kind, GH_S("role"))) return keep_role(c, named, &arn, ret_text, err);
    struct gh_str begin = GH_S("arn:aws:iam::");
    if (!gh_str_starts(text, begin)) return unknown(named, err);
    return keep_account(c, named, gh_str_slice(text, begin.n, begin.n + 12), ret_text, err);
}

static bool is_service_name(struct gh_str text) {
    static const struct gh_str ends[] = {GH_S_INIT(".amazonaws.com"), GH_S_INIT(".amazonaws.com.cn"),
                                         GH_S_INIT(".aws.internal"), GH_S_INIT(".amazon.com")};
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '.')) return false;
    }
    for (size_t i = 0; i < GH_COUNT(ends); i++)
        if (text.n > ends[i].n && gh_str_ends(text, ends[i])) return true;
    return false;
}

/* An OpenID Connect provider may follow later; a SAML provider must be there, as with AWS. */
static int keep_federated(struct context *c, const struct named *named, struct gh_err *err) {
    struct arn_iam arn;
    if (!arn_iam_split(named->text, &arn) || !gh_str_eq(arn.kind, GH_S("saml-provider"))) return 0;
    struct store_iam_provider_exists_row row;
    int r = store_iam_provider_exists(c->tx, &(struct store_iam_provider_exists_args){named->text}, &row, err);
    return r == -GH_ENOTFOUND ? unknown(named, err) : r;
}

static int keep(struct context *c, const struct named *named, struct gh_str *ret_text, struct gh_err *err) {
    if (gh_str_eq(named->type, GH_S("AWS"))) return keep_aws(c, named, ret_text, err);
    if (gh_str_eq(named->type, GH_S("Federated"))) return keep_federated(c, named, err);
    return is_service_name(named->text) ? 0 : unknown(named, err);
}

static int rewrite_value(struct rewriting *w, struct gh_str type, const struct json *value, struct gh_err *err) {
    struct named named = {type, json_text(value)};
    struct gh_str text = GH_S_NONE;
    int r = w->resolve(w->c, &named, &text, err);
    if (r || !text.p) return r;
    gh_buf_add(&w->out, gh_str_slice(w->document, w->at, value->begin));
    json_write_string(&w->out, text);
    w->at = value->end;
    return 0;
}

static int rewrite_values(struct rewriting *w, const struct json_member *kind, struct gh_err *err) {
    const struct json *values = &kind->value;
    if (values->kind != JSON_ARRAY) return rewrite_value(w, kind->name, values, err);
    int r = 0;
    for (uint32_t i = 0; !r && i < values->n; i++) r = rewrite_value(w, kind->name, &values->items[i], err);
    return r;
}

static int rewrite_statement(struct rewriting *w, const struct json *statement, struct gh_err *err) {
    const struct json *principal = json_get(statement, GH_S("Principal"));
    if (!principal) principal = json_get(statement, GH_S("NotPrincipal"));
    int r = 0;
    if (!principal || principal->kind != JSON_OBJECT) return 0;
    for (uint32_t i = 0; !r && i < principal->n; i++) r = rewrite_values(w, &principal->members[i], err);
    return r;
}

static int rewrite(struct rewriting *w, struct gh_str *ret_document, struct gh_err *err) {
    const struct json *root;
    int r = json_parse(w->c->arena, w->document, NULL, &root, err);
    if (r) return r;
    gh_buf_init(&w->out, w->c->arena, DOCUMENT_MAX);
    const struct json *statements = json_get(root, GH_S("Statement"));
    if (statements && statements->kind == JSON_OBJECT) r = rewrite_statement(w, statements, err);
    for (uint32_t i = 0; !r && statements && statements->kind == JSON_ARRAY && i < statements->n; i++)
        r = rewrite_statement(w, &statements->items[i], err);
    if (r) return r;
    gh_buf_add(&w->out, gh_str_slice(w->document, w->at, w->document.n));
    if (!gh_buf_ok(&w->out)) return gh_fail(err, GH_ELIMIT, "trust policy is too long");
    *ret_document = gh_buf_str(&w->out);
    return 0;
}

int iam_trust_keep(struct context *c, struct gh_str document, struct gh_str *ret_kept, struct gh_err *err) {
    return rewrite(&(struct rewriting){.c = c, .document = document, .resolve = keep}, ret_kept, err);
}

int iam_trust_show(struct context *c, struct gh_str kept, struct gh_str *ret_document, struct gh_err *err) {
    return rewrite(&(struct rewriting){.c = c, .document = kept, .resolve = show}, ret_document, err);
}
