/* user.c: people of the identity store. */
#include <stddef.h>
#include <string.h>

#include "base/base.h"
#include "domain/identity.h"
#include "codec/json.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "service/identitystore/user_record.h"
#include "service/identitystore/user_update.h"
#include "signin/invite.h"

static struct identitystore_user user_of_input(const struct identitystore_create_user_input *in) {
    return (struct identitystore_user){.user_name = in->user_name,
                                       .name = in->name,
                                       .display_name = in->display_name,
                                       .nick_name = in->nick_name,
                                       .profile_url = in->profile_url,
                                       .emails = in->emails,
                                       .addresses = in->addresses,
                                       .phone_numbers = in->phone_numbers,
                                       .user_type = in->user_type,
                                       .title = in->title,
                                       .preferred_language = in->preferred_language,
                                       .locale = in->locale,
                                       .timezone = in->timezone,
                                       .photos = in->photos,
                                       .website = in->website,
                                       .birthdate = in->birthdate,
                                       .roles = in->roles,
                                       .extensions = in->extensions};
}

int identitystore_create_user(struct gh_call *c, const struct identitystore_create_user_input *in,
                              struct identitystore_create_user_output *out, struct gh_err *err) {
    int r = identitystore_open(c, in->identity_store_id, err);
    if (r) return r;
    struct identitystore_user user = user_of_input(in);
    /* The document of the stored user needs the ids that its shape requires. */
    user.identity_store_id = in->identity_store_id;
    user.user_id = id_identity_new(c->ctx.arena, in->identity_store_id);
    r = user_record_check(&user, err);
    if (!r) r = user_record_insert(c, in->identity_store_id, user.user_id, &user, err);
    if (r) return r;
    struct gh_str email = user_record_email(&user);
    if (email.p) {
        struct signin_invitee invitee = {.identity_store_id = in->identity_store_id,
                                         .user_id = user.user_id,
                                         .user_name = user.user_name,
                                         .display_name = user.display_name,
                                         .email = email};
        r = signin_invite_by_mail(&c->ctx, &invitee, err);
        if (r) return r;
    }
    *out = (struct identitystore_create_user_output){in->identity_store_id, user.user_id};
    return 0;
}

int identitystore_describe_user(struct gh_call *c, const struct identitystore_describe_user_input *in,
                                struct identitystore_describe_user_output *out, struct gh_err *err) {
    struct store_identity_user_get_row row;
    struct identitystore_user u;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_user_row(c, in->identity_store_id, in->user_id, &row, err);
    if (!r) r = user_record_output(c, in->identity_store_id, &row, &in->extensions, &u, err);
    if (r) return r;
    *out = (struct identitystore_describe_user_output){.identity_store_id = u.identity_store_id,
                                                       .user_id = u.user_id,
                                                       .user_name = u.user_name,
                                                       .external_ids = u.external_ids,
                                                       .name = u.name,
                                                       .display_name = u.display_name,
                                                       .nick_name = u.nick_name,
                                                       .profile_url = u.profile_url,
                                                       .emails = u.emails,
                                                       .addresses = u.addresses,
                                                       .phone_numbers = u.phone_numbers,
                                                       .user_type = u.user_type,
                                                       .title = u.title,
                                                       .preferred_language = u.preferred_language,
                                                       .locale = u.locale,
                                                       .timezone = u.timezone,
                                                       .user_status = u.user_status,
                                                       .photos = u.photos,
                                                       .website = u.website,
                                                       .birthdate = u.birthdate,
                                                       .roles = u.roles,
                                                       .created_at = u.created_at,
                                                       .updated_at = u.updated_at,
                                                       .extensions = u.extensions};
    return 0;
}

int identitystore_update_user(struct gh_call *c, const struct identitystore_update_user_input *in,
                              struct identitystore_update_user_output *out, struct gh_err *err) {
    (void)out;
    struct store_identity_user_get_row row;
    struct identitystore_user user;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_user_row(c, in->identity_store_id, in->user_id, &row, err);
    if (!r) r = user_record_read(c, &row, &user, err);
    for (size_t i = 0; !r && i < in->operations.n; i++) r = user_update_apply(c, &in->operations.v[i], &user, err);
    if (!r) r = user_record_check(&user, err);
    if (!r) r = user_record_update(c, in->identity_store_id, row.id, &user, err);
    /* A link was sent to the old address; whoever reads that mailbox is not this person any more. */
    if (!r && !gh_str_eq(fold_key(c->ctx.arena, user_record_email(&user)), fold_key(c->ctx.arena, row.email)))
        r = store_signin_link_delete_by_user(c->ctx.tx, &(struct store_signin_link_delete_by_user_args){row.id}, NULL,
                                             err);
    return r;
}

/* Assignments stay and dangle, as AWS's do; they reach nobody. */
int identitystore_delete_user(struct gh_call *c, const struct identitystore_delete_user_input *in,
                              struct identitystore_delete_user_output *out, struct gh_err *err) {
    (void)out;
    struct store_identity_user_get_row row;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_user_row(c, in->identity_store_id, in->user_id, &row, err);
    return r ? r : identity_user_remove(&c->ctx, row.id, err);
}

static int add_user(struct gh_call *c, const struct identitystore_list_users_input *in,
                    const struct store_identity_user_get_row *row, struct identitystore_users *users,
                    struct gh_err *err) {
    return user_record_output(c, in->identity_store_id, row, &in->extensions, &users->v[users->n++], err);
}

/* The deprecated filter: UserName equals, ignoring case. */
static int list_filtered(struct gh_call *c, const struct identitystore_list_users_input *in,
                         struct identitystore_list_users_output *out, struct gh_err *err) {
    const struct identitystore_filter *f = &in->filters.v[0];
    if (!gh_str_eq(f->attribute_path, GH_S("UserName")))
        return identitystore_throw_validation(err, GH_S_NONE, "Filters: the attribute path must be UserName.");
    struct store_identity_user_get_row row;
    struct store_identity_user_by_name_args args = {.identity_store_id = in->identity_store_id,
                                                    .user_name_key = fold_key(c->ctx.arena, f->attribute_value)};
    int r = store_identity_user_by_name(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    return r ? r : add_user(c, in, &row, &out->users, err);
}

int identitystore_list_users(struct gh_call *c, const struct identitystore_list_users_input *in,
                             struct identitystore_list_users_output *out, struct gh_err *err) {
    struct wire_page page;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, IDENTITYSTORE_PAGE, in->identity_store_id), &page, err);
    if (r) return r;
    out->users.v = gh_new_n(c->ctx.arena, struct identitystore_user, (size_t)page.count);
    if (in->filters.n) return list_filtered(c, in, out, err);
    struct store_identity_user_get_rows rows;
    struct store_identity_user_list_args args = {
        .identity_store_id = in->identity_store_id, .after_id = page.after, .count = page.count + 1};
    r = store_identity_user_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    for (size_t i = 0; !r && i < shown; i++) r = add_user(c, in, &rows.v[i], &out->users, err);
    if (!r && shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return r;
}
