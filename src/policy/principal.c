/* principal.c: who a statement is for. */
#include "policy/principal.h"

#include <string.h>

#include "policy/evaluation.h"

static bool all_of(struct gh_str s, bool (*is)(char)) {
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i])) return false;
    return s.n > 0;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_id_char(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c) {
    return c > ' ' && c != '*' && c != '?' && c != 0x7f && c != '"';
}

static bool is_account(struct gh_str s) {
    return s.n == 12 && all_of(s, is_digit);
}

static bool is_entity_id(struct gh_str s) {
    return s.n >= 16 && s.n <= 128 && (gh_str_starts(s, GH_S("AIDA")) || gh_str_starts(s, GH_S("AROA"))) &&
           all_of(s, is_id_char);
}

/* The name of a role session: [\w+=,.@-]*, RoleSessionName of AssumeRole. */
static bool is_session_char(char c) {
    return is_id_char(c) || (c >= 'a' && c <= 'z') || (c && strchr("_+=,.@-", c));
}

bool policy_session_id_split(struct gh_str text, struct gh_str *ret_role_id, struct gh_str *ret_session) {
    struct gh_str session = text, id;
    if (!gh_str_split(&session, ':', &id) || !is_entity_id(id) || !gh_str_starts(id, GH_S("AROA"))) return false;
    if (session.n > 64 || !all_of(session, is_session_char)) return false;
    *ret_role_id = id;
    *ret_session = session;
    return true;
}

static bool is_session_id(struct gh_str s) {
    struct gh_str id, session;
    return policy_session_id_split(s, &id, &session);
}

/* "type/name" with something after the slash. */
static bool names(struct gh_str path, struct gh_str type) {
    return gh_str_starts(path, type) && path.n > type.n && path.p[path.n - 1] != '/';
}

/* Wildcards are refused: AWS takes none in a principal's ARN either. */
static bool parse_arn(struct gh_str value, struct principal_entry *ret) {
    struct gh_str rest = value, field[5];
    for (size_t i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &field[i])) return false;
    if (!rest.p || !all_of(value, is_name_char) || !gh_str_eq(field[0], GH_S("arn"))) return false;
    if (!field[1].n || field[3].n || !is_account(field[4])) return false;
    *ret = (struct principal_entry){POLICY_PRINCIPAL_ARN, value};
    if (gh_str_eq(field[2], GH_S("sts")))
        return names(rest, GH_S("assumed-role/")) || names(rest, GH_S("federated-user/"));
    if (!gh_str_eq(field[2], GH_S("iam"))) return false;
    if (!gh_str_eq(rest, GH_S("root"))) return names(rest, GH_S("user/")) || names(rest, GH_S("role/"));
    *ret = (struct principal_entry){POLICY_PRINCIPAL_ACCOUNT, field[4]};
    return true;
}

bool principal_parse(struct gh_str type, struct gh_str value, struct principal_entry *ret) {
    bool everyone = gh_str_eq(value, GH_S("*"));
    if (gh_str_eq(type, GH_S("AWS"))) {
        *ret = (struct principal_entry){POLICY_PRINCIPAL_AWS_ANYONE, value};
        if (everyone) return true;
        ret->kind = is_account(value)      ? POLICY_PRINCIPAL_ACCOUNT
                    : is_session_id(value) ? POLICY_PRINCIPAL_SESSION_ID
                                           : POLICY_PRINCIPAL_ID;
        return is_account(value) || is_session_id(value) || is_entity_id(value) || parse_arn(value, ret);
    }
    if (!everyone && !all_of(value, is_name_char)) return false;
    if (gh_str_eq(type, GH_S("Federated")))
        ret->kind = POLICY_PRINCIPAL_FEDERATED;
    else if (gh_str_eq(type, GH_S("Service")))
        ret->kind = POLICY_PRINCIPAL_SERVICE;
    else
        ret->kind = POLICY_PRINCIPAL_CANONICAL;
    ret->text = value;
    return ret->kind != POLICY_PRINCIPAL_CANONICAL || !everyone;
}

static bool equals(struct gh_str a, struct gh_str b) {
    return a.p && b.p && gh_str_eq(a, b);
}

static bool equals_or_any(struct gh_str entry, struct gh_str caller) {
    return caller.p && (gh_str_eq(entry, GH_S("*")) || gh_str_eq(entry, caller));
}

/* The id of the role and, behind the colon, what is last in the session's ARN. */
static bool is_session(struct gh_str id, const struct policy_principal *c) {
    struct gh_str role, session, part, rest = c->arn;
    if (!c->role_arn.p || !policy_session_id_split(id, &role, &session) || !equals(role, c->entity_id)) return false;
    if (!gh_str_split(&rest, '/', &part) || !gh_str_ends(part, GH_S(":assumed-role"))) return false;
    return gh_str_split(&rest, '/', &part) && equals(session, rest);
}

/* A caller who presents an assertion, or a service, does not call as one of AWS's own identities. */
static bool is_aws_caller(const struct policy_principal *c) {
    return !c->federated.p && !c->service.p;
}

static enum closeness match_entry(const struct principal_entry *e, const struct policy_principal *c) {
    bool aws = is_aws_caller(c);
    switch (e->kind) {
    case POLICY_PRINCIPAL_ANYONE: return CLOSE_ROLE;
    case POLICY_PRINCIPAL_AWS_ANYONE: return aws ? CLOSE_ROLE : CLOSE_NONE;
    case POLICY_PRINCIPAL_ACCOUNT: return aws && equals(e->text, c->account_id) ? CLOSE_ACCOUNT : CLOSE_NONE;
    case POLICY_PRINCIPAL_ARN:
        if (!aws) return CLOSE_NONE;
        if (equals(e->text, c->role_arn)) return CLOSE_ROLE;
        return equals(e->text, c->arn) ? CLOSE_SELF : CLOSE_NONE;
    case POLICY_PRINCIPAL_ID:
        if (!aws || !equals(e->text, c->entity_id)) return CLOSE_NONE;
        return c->role_arn.p ? CLOSE_ROLE : CLOSE_SELF;
    case POLICY_PRINCIPAL_SESSION_ID: return aws && is_session(e->text, c) ? CLOSE_SELF : CLOSE_NONE;
    case POLICY_PRINCIPAL_FEDERATED: return equals_or_any(e->text, c->federated) ? CLOSE_SELF : CLOSE_NONE;
    case POLICY_PRINCIPAL_SERVICE: return equals_or_any(e->text, c->service) ? CLOSE_SELF : CLOSE_NONE;
    case POLICY_PRINCIPAL_CANONICAL: return CLOSE_NONE;
    }
    return CLOSE_NONE;
}

/*
 * NotPrincipal (with Deny only) spares a caller only where each identity that the caller has is listed: the session,
 * its role and the account. AWS documents that naming the user alone still denies through the account.
 */
static bool is_spared(const struct statement *s, const struct policy_principal *c) {
    bool account = false, role = !c->role_arn.p, self = false;
    for (uint32_t i = 0; i < s->n_principals; i++) {
        const struct principal_entry *e = &s->principals[i];
        enum closeness close = match_entry(e, c);
        bool everyone = e->kind == POLICY_PRINCIPAL_ANYONE || e->kind == POLICY_PRINCIPAL_AWS_ANYONE;
        if (close != CLOSE_NONE && everyone) return true;
        account |= close == CLOSE_ACCOUNT;
        role |= close == CLOSE_ROLE;
        self |= close == CLOSE_SELF;
    }
    if (!is_aws_caller(c)) return self;
    if (c->is_root) return account;
    return account && role && self;
}

enum closeness principal_match(const struct statement *s, const struct policy_principal *caller) {
    if (s->not_principal) return is_spared(s, caller) ? CLOSE_NONE : CLOSE_ROLE;
    enum closeness closest = CLOSE_NONE;
    for (uint32_t i = 0; i < s->n_principals; i++) {
        enum closeness close = match_entry(&s->principals[i], caller);
        if (close > closest) closest = close;
    }
    return closest;
}
