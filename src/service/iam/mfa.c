/* mfa.c: virtual MFA devices. Their rules are domain/mfa.h's. */
#include "domain/mfa.h"

#include "base/base.h"
#include "codec/base32.h"
#include "codec/form.h"
#include "codec/qr.h"
#include "domain/arn.h"
#include "service/iam/iam.h"
#include "service/iam/tagging.h"

/* AWS: not adjustable; and as many devices an account as users. */
#define DEVICES_PER_ACCOUNT 5000
#define OTPAUTH_MAX 1024

int iam_find_new_mfa(struct gh_call *c, struct gh_str path, struct gh_str name, struct gh_list *ret_arns,
                     struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_mfa(c->ctx.arena, c->caller.account_id, path.p ? path : GH_S("/"), name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* otpauth://totp/<device>@<account>?secret=<seed>, as the model describes it. */
static struct gh_str qr_code(struct gh_call *c, struct gh_str name, struct gh_str seed) {
    struct gh_buf uri;
    struct gh_str png = GH_S_NONE;
    gh_buf_init(&uri, c->ctx.arena, OTPAUTH_MAX);
    gh_buf_add(&uri, GH_S("otpauth://totp/"));
    percent_encode(&uri, name);
    gh_buf_addf(&uri, "@%.*s?secret=%.*s", GH_S_FMT(c->caller.account_id), GH_S_FMT(seed));
    if (gh_buf_ok(&uri)) qr_png(c->ctx.arena, gh_buf_str(&uri), &png);
    return png;
}

static int check_room(struct gh_call *c, struct gh_err *err) {
    struct store_iam_mfa_count_row row;
    struct store_iam_mfa_count_args args = {.account_id = c->caller.account_id};
    int r = store_iam_mfa_count(c->ctx.tx, &args, &row, err);
    if (r || row.n < DEVICES_PER_ACCOUNT) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for MFADevicesPerAccount: %d", DEVICES_PER_ACCOUNT);
}

int iam_create_virtual_mfa_device(struct gh_call *c, const struct iam_create_virtual_mfa_device_input *in,
                                  struct iam_create_virtual_mfa_device_output *out, struct gh_err *err) {
    struct mfa_device_new device = {c->caller.account_id, in->path.p ? in->path : GH_S("/"),
                                    in->virtual_mfa_device_name};
    struct gh_str serial, seed;
    int r = check_room(c, err);
    if (!r) r = mfa_device_create(&c->ctx, &device, &serial, &seed, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "MFADevice entity at the same path and name already exists.");
    if (!r) r = iam_tags_put(c, serial, &in->tags, err);
    if (r) return r;
    struct gh_str text = base32_encode(c->ctx.arena, seed);
    out->virtual_mfa_device = gh_new(c->ctx.arena, struct iam_virtual_mfa_device);
    *out->virtual_mfa_device =
        (struct iam_virtual_mfa_device){.serial_number = serial,
                                        .base32_string_seed = text,
                                        .qr_code_png = qr_code(c, in->virtual_mfa_device_name, text),
                                        .tags = in->tags};
    gh_zero((void *)seed.p, seed.n);
    return 0;
}

/* The device, if it is of this account. */
static int own_device(struct gh_call *c, struct gh_str serial, struct store_iam_mfa_get_row *ret_device,
                      struct gh_err *err) {
    int r = store_iam_mfa_get(c->ctx.tx, &(struct store_iam_mfa_get_args){.serial = serial}, ret_device, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && gh_str_eq(ret_device->account_id, c->caller.account_id)) return 0;
    return iam_throw_no_such_entity(err, "VirtualMFADevice with serial number %.*s doesn't exist.", GH_S_FMT(serial));
}

/* The device, if it is assigned to that user (or the caller). */
static int device_of(struct gh_call *c, struct gh_str user_name, struct gh_str serial, struct iam_subject *ret_user,
                     struct store_iam_mfa_get_row *ret_device, struct gh_err *err) {
    int r = iam_user_named(c, user_name, ret_user, err);
    if (!r) r = own_device(c, serial, ret_device, err);
    if (!r && !gh_str_eq(ret_device->user_id, iam_owner_id(c, ret_user)))
        return iam_throw_no_such_entity(err, "MFA Device invalid for user.");
    return r;
}

static int sync_codes(struct gh_call *c, struct gh_str serial, struct gh_str first, struct gh_str second,
                      struct gh_err *err) {
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = mfa_device_sync(&c->ctx, serial, first, second, why);
    if (!r) return 0;
    if (r != -GH_EDENIED) return gh_fail(err, (enum gh_code) - r, "%s", why->detail);
    c->aftermath = mfa_check_failed;
    c->aftermath_subject = serial;
    return iam_throw_invalid_authentication_code(err, "%s", why->message);
}

int iam_enable_mfa_device(struct gh_call *c, const struct iam_enable_mfa_device_input *in,
                          struct iam_enable_mfa_device_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_mfa_get_row device;
    struct store_iam_mfa_list_rows rows;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = own_device(c, in->serial_number, &device, err);
    if (r) return r;
    if (device.user_id.p) return iam_throw_entity_already_exists(err, "MFA Device is already in use.");
    struct store_iam_mfa_list_args args = {.user_id = user.id, .after_serial = GH_S(""), .count = MFA_DEVICES_MAX};
    r = store_iam_mfa_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    if (rows.n >= MFA_DEVICES_MAX)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for MFADevicesPerUser: %d", MFA_DEVICES_MAX);
    r = sync_codes(c, in->serial_number, in->authentication_code1, in->authentication_code2, err);
    if (r) return r;
    struct store_iam_mfa_assign_args assign = {
        .serial = in->serial_number, .user_id = user.id, .has_enabled_ms = true, .enabled_ms = c->ctx.now_ms};
    return store_iam_mfa_assign(c->ctx.tx, &assign, NULL, err);
}

int iam_resync_mfa_device(struct gh_call *c, const struct iam_resync_mfa_device_input *in,
                          struct iam_resync_mfa_device_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_mfa_get_row device;
    int r = device_of(c, in->user_name, in->serial_number, &user, &device, err);
    return r ? r : sync_codes(c, in->serial_number, in->authentication_code1, in->authentication_code2, err);
}

int iam_deactivate_mfa_device(struct gh_call *c, const struct iam_deactivate_mfa_device_input *in,
                              struct iam_deactivate_mfa_device_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_mfa_get_row device;
    int r = device_of(c, in->user_name, in->serial_number, &user, &device, err);
    if (r) return r;
    return store_iam_mfa_assign(c->ctx.tx, &(struct store_iam_mfa_assign_args){.serial = in->serial_number}, NULL, err);
}

int iam_delete_virtual_mfa_device(struct gh_call *c, const struct iam_delete_virtual_mfa_device_input *in,
                                  struct iam_delete_virtual_mfa_device_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_mfa_get_row device;
    int r = own_device(c, in->serial_number, &device, err);
    if (r) return r;
    if (device.user_id.p) return iam_throw_delete_conflict(err, "MFA VirtualDevice in use. Must deactivate first.");
    r = iam_tags_end(c, in->serial_number, err);
    if (r) return r;
    struct store_iam_mfa_delete_args args = {.serial = in->serial_number};
    return store_iam_mfa_delete(c->ctx.tx, &args, NULL, err);
}

int iam_get_mfa_device(struct gh_call *c, const struct iam_get_mfa_device_input *in,
                       struct iam_get_mfa_device_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_mfa_get_row device;
    int r = device_of(c, in->user_name, in->serial_number, &user, &device, err);
    if (r) return r;
    out->user_name = user.name;
    out->serial_number = in->serial_number;
    out->enable_date = device.enabled_ms;
    return 0;
}

int iam_list_mfa_devices(struct gh_call *c, const struct iam_list_mfa_devices_input *in,
                         struct iam_list_mfa_devices_output *out, struct gh_err *err) {
    struct iam_user_page p;
    struct store_iam_mfa_list_rows rows;
    int r = iam_user_page_open(c, in->user_name, &IAM_PAGE_QUERY(in, GH_S_NONE), &p, err);
    if (r) return r;
    struct store_iam_mfa_list_args args = {
        .user_id = p.owner_id, .after_serial = p.page.after, .count = p.page.count + 1};
    if ((r = store_iam_mfa_list(c->ctx.tx, &args, &rows, err))) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &p.page, rows.n, out->mfa_devices);
    for (size_t i = 0; i < shown; i++)
        out->mfa_devices.v[i] =
            (struct iam_mfa_device){p.user.name.p ? p.user.name : GH_S(""), rows.v[i].serial, rows.v[i].enabled_ms};
    IAM_PAGE_END(c, &p.page, rows, serial, shown, out);
    return 0;
}

/* Whose device it is, as far as a list tells. */
static struct iam_user *owner_of(struct gh_call *c, const struct store_iam_mfa_list_account_row *row) {
    if (!row->owner_id.p) return NULL;
    struct iam_user *user = gh_new(c->ctx.arena, struct iam_user);
    struct gh_str account_id = c->caller.account_id;
    if (row->user_id.p)
        *user = (struct iam_user){.path = row->path,
                                  .user_name = row->name,
                                  .user_id = row->user_id,
                                  .arn = arn_iam_user(c->ctx.arena, account_id, row->path, row->name),
                                  .create_date = row->created_ms};
    else
        *user = (struct iam_user){.user_id = account_id, .arn = arn_root(c->ctx.arena, account_id)};
    return user;
}

int iam_list_virtual_mfa_devices(struct gh_call *c, const struct iam_list_virtual_mfa_devices_input *in,
                                 struct iam_list_virtual_mfa_devices_output *out, struct gh_err *err) {
    struct gh_str status = in->assignment_status.p ? in->assignment_status : IAM_ASSIGNMENT_STATUS_TYPE_ANY;
    struct wire_page page;
    struct store_iam_mfa_list_account_rows rows;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, status), &page, err);
    if (r) return r;
    struct store_iam_mfa_list_account_args args = {.account_id = c->caller.account_id,
                                                   .after_serial = page.after,
                                                   .has_assigned = !gh_str_eq(status, IAM_ASSIGNMENT_STATUS_TYPE_ANY),
                                                   .assigned = gh_str_eq(status, IAM_ASSIGNMENT_STATUS_TYPE_ASSIGNED),
                                                   .count = page.count + 1};
    if ((r = store_iam_mfa_list_account(c->ctx.tx, &args, &rows, err))) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->virtual_mfa_devices);
    for (size_t i = 0; i < shown; i++)
        out->virtual_mfa_devices.v[i] =
            (struct iam_virtual_mfa_device){.serial_number = rows.v[i].serial,
                                            .user = owner_of(c, &rows.v[i]),
                                            .enable_date = rows.v[i].has_enabled_ms ? rows.v[i].enabled_ms : 0};
    IAM_PAGE_END(c, &page, rows, serial, shown, out);
    return 0;
}

int iam_tag_mfa_device(struct gh_call *c, const struct iam_tag_mfa_device_input *in,
                       struct iam_tag_mfa_device_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_mfa_get_row device;
    int r = own_device(c, in->serial_number, &device, err);
    return r ? r : iam_tags_put(c, in->serial_number, &in->tags, err);
}

int iam_untag_mfa_device(struct gh_call *c, const struct iam_untag_mfa_device_input *in,
                         struct iam_untag_mfa_device_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_mfa_get_row device;
    int r = own_device(c, in->serial_number, &device, err);
    return r ? r : iam_tags_take(c, in->serial_number, &in->tag_keys, err);
}

int iam_list_mfa_device_tags(struct gh_call *c, const struct iam_list_mfa_device_tags_input *in,
                             struct iam_list_mfa_device_tags_output *out, struct gh_err *err) {
    struct store_iam_mfa_get_row device;
    int r = own_device(c, in->serial_number, &device, err);
    if (!r)
        r = iam_tags_page(c, in->serial_number, &IAM_PAGE_QUERY(in, in->serial_number), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
