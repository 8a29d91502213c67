/* alternate_contact.c: whom to reach about billing, operations and security besides the root user. */
#include "base/base.h"
#include "service/account/account.h"

static int refuse_missing(struct gh_err *err) {
    return account_throw_resource_not_found(err, "No contact of the inputted alternate contact type found.");
}

int account_get_alternate_contact(struct gh_call *c, const struct account_get_alternate_contact_input *in,
                                  struct account_get_alternate_contact_output *out, struct gh_err *err) {
    struct store_account_contact_get_row row;
    struct gh_str id;
    int r = account_open(c, in->account_id, &id, err);
    if (r) return r;
    struct store_account_contact_get_args args = {id, in->alternate_contact_type};
    r = store_account_contact_get(c->ctx.tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? refuse_missing(err) : r;
    out->alternate_contact = gh_new(c->ctx.arena, struct account_alternate_contact);
    *out->alternate_contact = (struct account_alternate_contact){.name = row.name,
                                                                 .title = row.title,
                                                                 .email_address = row.email,
                                                                 .phone_number = row.phone,
                                                                 .alternate_contact_type = in->alternate_contact_type};
    return 0;
}

/* The model lets white space stand around the address; it is not part of it. */
int account_put_alternate_contact(struct gh_call *c, const struct account_put_alternate_contact_input *in,
                                  struct account_put_alternate_contact_output *out, struct gh_err *err) {
    (void)out;
    struct gh_str id;
    int r = account_open(c, in->account_id, &id, err);
    if (r) return r;
    struct store_account_contact_put_args args = {.account_id = id,
                                                  .type = in->alternate_contact_type,
                                                  .name = in->name,
                                                  .title = in->title,
                                                  .email = gh_str_trim(in->email_address),
                                                  .phone = in->phone_number};
    return store_account_contact_put(c->ctx.tx, &args, NULL, err);
}

int account_delete_alternate_contact(struct gh_call *c, const struct account_delete_alternate_contact_input *in,
                                     struct account_delete_alternate_contact_output *out, struct gh_err *err) {
    (void)out;
    struct gh_str id;
    int64_t deleted;
    int r = account_open(c, in->account_id, &id, err);
    if (r) return r;
    struct store_account_contact_delete_args args = {id, in->alternate_contact_type};
    r = store_account_contact_delete(c->ctx.tx, &args, &deleted, err);
    return r || deleted ? r : refuse_missing(err);
}
