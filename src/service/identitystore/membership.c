/* membership.c: who is in which group. */
#include "base/base.h"
#include "domain/ids.h"
#include "service/identitystore/identitystore.h"

static int check_member(const struct identitystore_member_id *member, struct gh_err *err) {
    if (member && member->user_id.p) return 0;
    return identitystore_throw_validation(err, GH_S_NONE, "MemberId: UserId is required.");
}

static struct identitystore_member_id *member_of(struct gh_call *c, struct gh_str user_id) {
    struct identitystore_member_id *m = gh_new(c->ctx.arena, struct identitystore_member_id);
    m->user_id = user_id;
    return m;
}

static struct identitystore_group_membership output(struct gh_call *c, struct gh_str store_id,
                                                    const struct store_identity_membership_get_row *row) {
    return (struct identitystore_group_membership){.identity_store_id = store_id,
                                                   .membership_id = row->id,
                                                   .group_id = row->group_id,
                                                   .member_id = member_of(c, row->user_id),
                                                   .created_at = row->created_ms,
                                                   .updated_at = row->created_ms};
}

int identitystore_create_group_membership(struct gh_call *c,
                                          const struct identitystore_create_group_membership_input *in,
                                          struct identitystore_create_group_membership_output *out,
                                          struct gh_err *err) {
    struct store_identity_group_get_row group;
    struct store_identity_user_get_row user;
    int64_t inserted;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = check_member(in->member_id, err);
    if (!r) r = identitystore_group_row(c, in->identity_store_id, in->group_id, &group, err);
    if (!r) r = identitystore_user_row(c, in->identity_store_id, in->member_id->user_id, &user, err);
    if (r) return r;
    struct store_identity_membership_insert_args row = {.id = id_identity_new(c->ctx.arena, in->identity_store_id),
                                                        .identity_store_id = in->identity_store_id,
                                                        .group_id = group.id,
                                                        .user_id = user.id,
                                                        .created_ms = c->ctx.now_ms};
    r = store_identity_membership_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted)
        return identitystore_throw_conflict(err,
                                            IDENTITYSTORE_CONFLICT_EXCEPTION_REASON_UNIQUENESS_CONSTRAINT_VIOLATION,
                                            "Member and Group relationship already exists.");
    *out = (struct identitystore_create_group_membership_output){row.id, in->identity_store_id};
    return 0;
}

int identitystore_describe_group_membership(struct gh_call *c,
                                            const struct identitystore_describe_group_membership_input *in,
                                            struct identitystore_describe_group_membership_output *out,
                                            struct gh_err *err) {
    struct store_identity_membership_get_row row;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_membership_row(c, in->identity_store_id, in->membership_id, &row, err);
    if (r) return r;
    *out = (struct identitystore_describe_group_membership_output){.identity_store_id = in->identity_store_id,
                                                                   .membership_id = row.id,
                                                                   .group_id = row.group_id,
                                                                   .member_id = member_of(c, row.user_id),
                                                                   .created_at = row.created_ms,
                                                                   .updated_at = row.created_ms};
    return 0;
}

int identitystore_delete_group_membership(struct gh_call *c,
                                          const struct identitystore_delete_group_membership_input *in,
                                          struct identitystore_delete_group_membership_output *out,
                                          struct gh_err *err) {
    (void)out;
    struct store_identity_membership_get_row row;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_membership_row(c, in->identity_store_id, in->membership_id, &row, err);
    struct store_identity_membership_delete_args args = {.id = in->membership_id};
    return r ? r : store_identity_membership_delete(c->ctx.tx, &args, NULL, err);
}

int identitystore_get_group_membership_id(struct gh_call *c,
                                          const struct identitystore_get_group_membership_id_input *in,
                                          struct identitystore_get_group_membership_id_output *out,
                                          struct gh_err *err) {
    struct store_identity_group_get_row group;
    struct store_identity_membership_get_row row;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = check_member(in->member_id, err);
    if (!r) r = identitystore_group_row(c, in->identity_store_id, in->group_id, &group, err);
    if (r) return r;
    struct store_identity_membership_find_args args = {.group_id = group.id, .user_id = in->member_id->user_id};
    r = store_identity_membership_find(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return identitystore_throw_resource_not_found(err, IDENTITYSTORE_RESOURCE_TYPE_GROUP_MEMBERSHIP, GH_S_NONE,
                                                      GH_S_NONE, "GROUP_MEMBERSHIP not found.");
    if (r) return r;
    *out = (struct identitystore_get_group_membership_id_output){row.id, in->identity_store_id};
    return 0;
}

int identitystore_is_member_in_groups(struct gh_call *c, const struct identitystore_is_member_in_groups_input *in,
                                      struct identitystore_is_member_in_groups_output *out, struct gh_err *err) {
    struct store_identity_user_get_row user;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = check_member(in->member_id, err);
    if (!r) r = identitystore_user_row(c, in->identity_store_id, in->member_id->user_id, &user, err);
    if (r) return r;
    out->results.v =
        gh_new_n(c->ctx.arena, struct identitystore_group_membership_existence_result, in->group_ids.n + 1);
    for (size_t i = 0; i < in->group_ids.n; i++) {
        struct store_identity_group_get_row group;
        struct store_identity_membership_get_row row;
        r = identitystore_group_row(c, in->identity_store_id, in->group_ids.v[i], &group, err);
        if (r) return r;
        struct store_identity_membership_find_args args = {.group_id = group.id, .user_id = user.id};
        r = store_identity_membership_find(c->ctx.tx, &args, &row, err);
        if (r && r != -GH_ENOTFOUND) return r;
        out->results.v[out->results.n++] =
            (struct identitystore_group_membership_existence_result){.group_id = group.id,
                                                                     .member_id = in->member_id,
                                                                     .membership_exists = r == 0,
                                                                     .has_membership_exists = true};
    }
    return 0;
}

/* One page of memberships, whichever way they were read. */
static struct gh_str fill_page(struct gh_call *c, struct gh_str store_id, const struct wire_page *page,
                               const struct store_identity_membership_get_rows *rows,
                               struct identitystore_group_memberships *list) {
    size_t shown = wire_page_shown(page, rows->n);
    list->v = gh_new_n(c->ctx.arena, struct identitystore_group_membership, shown + 1);
    list->n = shown;
    for (size_t i = 0; i < shown; i++) list->v[i] = output(c, store_id, &rows->v[i]);
    return shown ? wire_page_next(c, page, rows->n, rows->v[shown - 1].id) : GH_S_NONE;
}

int identitystore_list_group_memberships(struct gh_call *c, const struct identitystore_list_group_memberships_input *in,
                                         struct identitystore_list_group_memberships_output *out, struct gh_err *err) {
    struct store_identity_group_get_row group;
    struct store_identity_membership_get_rows rows;
    struct wire_page page;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_group_row(c, in->identity_store_id, in->group_id, &group, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, IDENTITYSTORE_PAGE, group.id), &page, err);
    if (r) return r;
    struct store_identity_membership_list_by_group_args args = {group.id, page.after, page.count + 1};
    r = store_identity_membership_list_by_group(c->ctx.tx, &args, &rows, err);
    if (!r) out->next_token = fill_page(c, in->identity_store_id, &page, &rows, &out->group_memberships);
    return r;
}

int identitystore_list_group_memberships_for_member(
    struct gh_call *c, const struct identitystore_list_group_memberships_for_member_input *in,
    struct identitystore_list_group_memberships_for_member_output *out, struct gh_err *err) {
    struct store_identity_user_get_row user;
    struct store_identity_membership_get_rows rows;
    struct wire_page page;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = check_member(in->member_id, err);
    if (!r) r = identitystore_user_row(c, in->identity_store_id, in->member_id->user_id, &user, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, IDENTITYSTORE_PAGE, user.id), &page, err);
    if (r) return r;
    struct store_identity_membership_list_by_user_args args = {user.id, page.after, page.count + 1};
    r = store_identity_membership_list_by_user(c->ctx.tx, &args, &rows, err);
    if (!r) out->next_token = fill_page(c, in->identity_store_id, &page, &rows, &out->group_memberships);
    return r;
}
