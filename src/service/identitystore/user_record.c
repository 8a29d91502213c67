/* user_record.c: see user_record.h. */
#include "service/identitystore/user_record.h"

#include "base/base.h"
#include "codec/json.h"
#include "domain/account.h"
#include "wire/document.h"

#define ENTERPRISE_EXTENSION GH_S("aws:identitystore:enterprise")

const struct gh_shape *user_record_shape(void) {
    /* The element of ListUsers' Users. */
    for (uint32_t i = 0; i < gh_service_identitystore.n_operations; i++) {
        const struct gh_operation *op = &gh_service_identitystore.operations[i];
        if (!gh_str_eq(op->name, GH_S("ListUsers"))) continue;
        for (uint32_t m = 0; m < op->out->n_members; m++)
            if (gh_str_eq(op->out->members[m].name, GH_S("Users"))) return op->out->members[m].shape->element;
    }
    return NULL;
}

static int require(bool present, const char *name, struct gh_err *err) {
    return present ? 0
                   : identitystore_throw_validation(err, GH_S_NONE, "%s: The attribute %s is required.", name, name);
}

static int check_extensions(const struct identitystore_user *user, struct gh_err *err) {
    for (size_t i = 0; i < user->extensions.n; i++) {
        struct gh_str key = user->extensions.v[i].key;
        if (!gh_str_eq(key, ENTERPRISE_EXTENSION))
            return identitystore_throw_validation(err, GH_S_NONE, "Extensions: %.*s is not a supported extension.",
                                                  GH_S_FMT(key));
        if (user->extensions.v[i].value->kind != JSON_OBJECT)
            return identitystore_throw_validation(err, GH_S_NONE, "Extensions: an extension must be an object.");
    }
    return 0;
}

int user_record_check(const struct identitystore_user *user, struct gh_err *err) {
    int r = require(user->user_name.n, "userName", err);
    if (!r) r = require(user->name && user->name->given_name.n, "name.givenName", err);
    if (!r) r = require(user->name && user->name->family_name.n, "name.familyName", err);
    if (!r) r = require(user->display_name.n, "displayName", err);
    if (r) return r;
    if (identitystore_is_reserved_name(user->user_name))
        return identitystore_throw_validation(err, GH_S_NONE, "userName: %.*s is a reserved name.",
                                              GH_S_FMT(user->user_name));
    for (size_t i = 0; i < user->emails.n; i++)
        if (!user->emails.v[i].value.n || gh_str_find(user->emails.v[i].value, '@') < 1)
            return identitystore_throw_validation(err, GH_S_NONE, "emails: The value is not an e-mail address.");
    return check_extensions(user, err);
}

struct gh_str user_record_email(const struct identitystore_user *user) {
    for (size_t i = 0; i < user->emails.n; i++)
        if (user->emails.v[i].primary) return user->emails.v[i].value;
    return user->emails.n ? user->emails.v[0].value : GH_S_NONE;
}

static int throw_duplicate(struct gh_err *err, const char *what) {
    return identitystore_throw_conflict(err, IDENTITYSTORE_CONFLICT_EXCEPTION_REASON_UNIQUENESS_CONSTRAINT_VIOLATION,
                                        "Duplicate %s", what);
}

/* Which of the unique attributes is somebody else's? */
static int check_unique(struct gh_call *c, struct gh_str store_id, struct gh_str user_id, struct gh_str name_key,
                        struct gh_str email_key, struct gh_err *err) {
    struct store_identity_user_get_row row;
    struct store_identity_user_by_name_args by_name = {.identity_store_id = store_id, .user_name_key = name_key};
    int r = store_identity_user_by_name(c->ctx.tx, &by_name, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && !gh_str_eq(row.id, user_id)) return throw_duplicate(err, "UserName");
    if (!email_key.p) return 0;
    struct store_identity_user_by_email_args by_email = {.identity_store_id = store_id, .email_key = email_key};
    r = store_identity_user_by_email(c->ctx.tx, &by_email, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    return !r && !gh_str_eq(row.id, user_id) ? throw_duplicate(err, "Email") : 0;
}

int user_record_insert(struct gh_call *c, struct gh_str store_id, struct gh_str user_id,
                       const struct identitystore_user *user, struct gh_err *err) {
    struct gh_str email = user_record_email(user);
    struct store_identity_user_insert_args row = {.id = user_id,
                                                  .identity_store_id = store_id,
                                                  .user_name = user->user_name,
                                                  .user_name_key = fold_key(c->ctx.arena, user->user_name),
                                                  .display_name = user->display_name,
                                                  .email = email,
                                                  .email_key = fold_key(c->ctx.arena, email),
                                                  .attributes =
                                                      wire_document_text(c->ctx.arena, user_record_shape(), user),
                                                  .created_ms = c->ctx.now_ms};
    int64_t inserted;
    int r = store_identity_user_insert(c->ctx.tx, &row, &inserted, err);
    if (r || inserted) return r;
    r = check_unique(c, store_id, user_id, row.user_name_key, row.email_key, err);
    return r ? r : gh_fail(err, GH_EINTERNAL, "user was not inserted, yet nothing conflicts");
}

int user_record_update(struct gh_call *c, struct gh_str store_id, struct gh_str user_id,
                       const struct identitystore_user *user, struct gh_err *err) {
    struct gh_str email = user_record_email(user);
    struct store_identity_user_update_args row = {.id = user_id,
                                                  .user_name = user->user_name,
                                                  .user_name_key = fold_key(c->ctx.arena, user->user_name),
                                                  .display_name = user->display_name,
                                                  .email = email,
                                                  .email_key = fold_key(c->ctx.arena, email),
                                                  .attributes =
                                                      wire_document_text(c->ctx.arena, user_record_shape(), user),
                                                  .updated_ms = c->ctx.now_ms};
    int r = check_unique(c, store_id, user_id, row.user_name_key, row.email_key, err);
    return r ? r : store_identity_user_update(c->ctx.tx, &row, NULL, err);
}

int user_record_read(struct gh_call *c, const struct store_identity_user_get_row *row,
                     struct identitystore_user *ret_user, struct gh_err *err) {
    const struct json *tree;
    int r = json_parse(c->ctx.arena, row->attributes, NULL, &tree, err);
    if (r) return gh_fail(err, GH_EINTERNAL, "stored attributes of %.*s are not JSON", GH_S_FMT(row->id));
    *ret_user = (struct identitystore_user){0};
    return wire_document_parse(c->ctx.arena, &gh_service_identitystore, user_record_shape(), tree, ret_user, err);
}

static void select_extensions(struct gh_call *c, const struct identitystore_extension_names *names,
                              struct identitystore_extensions *extensions) {
    struct identitystore_extensions all = *extensions, some = {0};
    some.v = gh_new_n(c->ctx.arena, struct identitystore_extensions_entry, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        for (size_t j = 0; j < names->n; j++)
            if (gh_str_eq(all.v[i].key, names->v[j])) some.v[some.n++] = all.v[i];
    *extensions = some.n ? some : (struct identitystore_extensions){0};
}

int user_record_output(struct gh_call *c, struct gh_str store_id, const struct store_identity_user_get_row *row,
                       const struct identitystore_extension_names *extensions, struct identitystore_user *ret_user,
                       struct gh_err *err) {
    struct identitystore_user user;
    int r = user_record_read(c, row, &user, err);
    if (r) return r;
    select_extensions(c, extensions, &user.extensions);
    user.identity_store_id = store_id;
    user.user_id = row->id;
    user.user_status = row->enabled ? IDENTITYSTORE_USER_STATUS_ENABLED : IDENTITYSTORE_USER_STATUS_DISABLED;
    user.created_at = row->created_ms;
    user.updated_at = row->updated_ms;
    *ret_user = user;
    return identitystore_external_ids(c, row->id, &ret_user->external_ids, err);
}
