/*
 * region.c: which regions an account has switched on. Nothing of Gatehouse stands in a region: a change is a note that
 * takes effect by itself after a moment, so that what waits for AWS's ENABLING and DISABLING has something to wait for.
 */
#include "base/base.h"
#include "service/account/account.h"
#include "wire/page.h"

#define PAGE_MAX 50
/* How long a change is under way; AWS takes minutes to hours. */
#define CHANGE_MS (3 * GH_SECOND_MS)
/* AWS: six changes of an account at a time. */
#define CHANGES_MAX 6

struct region {
    struct gh_str name;
    bool opt_in;
};

static const struct region regions[] = {
    {GH_S_INIT("af-south-1"), true},      {GH_S_INIT("ap-east-1"), true},       {GH_S_INIT("ap-east-2"), true},
    {GH_S_INIT("ap-northeast-1"), false}, {GH_S_INIT("ap-northeast-2"), false}, {GH_S_INIT("ap-northeast-3"), false},
    {GH_S_INIT("ap-south-1"), false},     {GH_S_INIT("ap-south-2"), true},      {GH_S_INIT("ap-southeast-1"), false},
    {GH_S_INIT("ap-southeast-2"), false}, {GH_S_INIT("ap-southeast-3"), true},  {GH_S_INIT("ap-southeast-4"), true},
    {GH_S_INIT("ap-southeast-5"), true},  {GH_S_INIT("ap-southeast-6"), true},  {GH_S_INIT("ap-southeast-7"), true},
    {GH_S_INIT("ca-central-1"), false},   {GH_S_INIT("ca-west-1"), true},       {GH_S_INIT("eu-central-1"), false},
    {GH_S_INIT("eu-central-2"), true},    {GH_S_INIT("eu-north-1"), false},     {GH_S_INIT("eu-south-1"), true},
    {GH_S_INIT("eu-south-2"), true},      {GH_S_INIT("eu-west-1"), false},      {GH_S_INIT("eu-west-2"), false},
    {GH_S_INIT("eu-west-3"), false},      {GH_S_INIT("il-central-1"), true},    {GH_S_INIT("me-central-1"), true},
    {GH_S_INIT("me-south-1"), true},      {GH_S_INIT("mx-central-1"), true},    {GH_S_INIT("sa-east-1"), false},
    {GH_S_INIT("us-east-1"), false},      {GH_S_INIT("us-east-2"), false},      {GH_S_INIT("us-west-1"), false},
    {GH_S_INIT("us-west-2"), false},
};

/* The region that this Gatehouse stands in is on for everybody, whatever AWS makes of it. */
static bool is_default(struct gh_call *c, const struct region *region) {
    return !region->opt_in || gh_str_eq(region->name, c->ctx.house->region);
}

static const struct region *find(struct gh_str name) {
    for (size_t i = 0; i < GH_COUNT(regions); i++)
        if (gh_str_eq(regions[i].name, name)) return &regions[i];
    return NULL;
}

static struct gh_str status_of(struct gh_call *c, const struct region *region,
                               const struct store_account_region_list_rows *rows) {
    if (is_default(c, region)) return ACCOUNT_REGION_OPT_STATUS_ENABLED_BY_DEFAULT;
    for (size_t i = 0; i < rows->n; i++) {
        const struct store_account_region_list_row *row = &rows->v[i];
        if (!gh_str_eq(row->region, region->name)) continue;
        bool changing = row->changed_ms + CHANGE_MS > c->ctx.now_ms;
        if (row->enabled) return changing ? ACCOUNT_REGION_OPT_STATUS_ENABLING : ACCOUNT_REGION_OPT_STATUS_ENABLED;
        return changing ? ACCOUNT_REGION_OPT_STATUS_DISABLING : ACCOUNT_REGION_OPT_STATUS_DISABLED;
    }
    return ACCOUNT_REGION_OPT_STATUS_DISABLED;
}

static int read_changes(struct gh_call *c, struct gh_str account_id, struct gh_str *ret_id,
                        struct store_account_region_list_rows *ret_rows, struct gh_err *err) {
    int r = account_open(c, account_id, ret_id, err);
    return r ? r
             : store_account_region_list(c->ctx.tx, &(struct store_account_region_list_args){*ret_id}, ret_rows, err);
}

static int refuse_target(struct gh_str name, const char *why, struct gh_err *err) {
    return account_throw_validation(err, ACCOUNT_VALIDATION_EXCEPTION_REASON_INVALID_REGION_OPT_TARGET,
                                    "The Region %.*s %s.", GH_S_FMT(name), why);
}

static int check_under_way(struct gh_call *c, const struct store_account_region_list_rows *rows, struct gh_err *err) {
    size_t under_way = 0;
    for (size_t i = 0; i < rows->n; i++) under_way += rows->v[i].changed_ms + CHANGE_MS > c->ctx.now_ms;
    if (under_way < CHANGES_MAX) return 0;
    return account_throw_too_many_requests(err, "The account has %d changes of Regions under way.", CHANGES_MAX);
}

/* What is already so stays so: AWS answers as if it had been done. */
static int change(struct gh_call *c, struct gh_str account_id, struct gh_str name, bool enabled, struct gh_err *err) {
    struct store_account_region_list_rows rows;
    struct gh_str id;
    const struct region *region = find(name);
    int r = read_changes(c, account_id, &id, &rows, err);
    if (r) return r;
    if (!region) return refuse_target(name, "doesn't exist", err);
    if (is_default(c, region)) return refuse_target(name, "is enabled by default: it can't be changed", err);
    struct gh_str status = status_of(c, region, &rows);
    struct gh_str against = enabled ? ACCOUNT_REGION_OPT_STATUS_DISABLING : ACCOUNT_REGION_OPT_STATUS_ENABLING;
    struct gh_str before = enabled ? ACCOUNT_REGION_OPT_STATUS_DISABLED : ACCOUNT_REGION_OPT_STATUS_ENABLED;
    if (gh_str_eq(status, against))
        return account_throw_conflict(err, "The Region %.*s is in the status %.*s. Try again once that is done.",
                                      GH_S_FMT(name), GH_S_FMT(status));
    if (!gh_str_eq(status, before)) return 0;
    if ((r = check_under_way(c, &rows, err))) return r;
    struct store_account_region_put_args put = {id, region->name, enabled, c->ctx.now_ms};
    return store_account_region_put(c->ctx.tx, &put, NULL, err);
}

int account_enable_region(struct gh_call *c, const struct account_enable_region_input *in,
                          struct account_enable_region_output *out, struct gh_err *err) {
    (void)out;
    return change(c, in->account_id, in->region_name, true, err);
}

int account_disable_region(struct gh_call *c, const struct account_disable_region_input *in,
                           struct account_disable_region_output *out, struct gh_err *err) {
    (void)out;
    return change(c, in->account_id, in->region_name, false, err);
}

int account_get_region_opt_status(struct gh_call *c, const struct account_get_region_opt_status_input *in,
                                  struct account_get_region_opt_status_output *out, struct gh_err *err) {
    struct store_account_region_list_rows rows;
    struct gh_str id;
    const struct region *region = find(in->region_name);
    int r = read_changes(c, in->account_id, &id, &rows, err);
    if (r) return r;
    if (!region) return refuse_target(in->region_name, "doesn't exist", err);
    out->region_name = region->name;
    out->region_opt_status = status_of(c, region, &rows);
    return 0;
}

static bool wanted(const struct account_region_opt_status_list *list, struct gh_str status) {
    for (size_t i = 0; i < list->n; i++)
        if (gh_str_eq(list->v[i], status)) return true;
    return list->n == 0;
}

static struct gh_str filter_text(struct gh_call *c, const struct account_list_regions_input *in) {
    struct gh_buf b;
    gh_buf_init(&b, c->ctx.arena, 4096);
    gh_buf_addf(&b, "%.*s:", GH_S_FMT(in->account_id));
    for (size_t i = 0; i < in->region_opt_status_contains.n; i++)
        gh_buf_addf(&b, "%.*s,", GH_S_FMT(in->region_opt_status_contains.v[i]));
    return gh_buf_str(&b);
}

int account_list_regions(struct gh_call *c, const struct account_list_regions_input *in,
                         struct account_list_regions_output *out, struct gh_err *err) {
    struct store_account_region_list_rows rows;
    struct wire_page page;
    struct gh_str id;
    int r = read_changes(c, in->account_id, &id, &rows, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter_text(c, in)), &page, err);
    if (r) return r;
    struct account_region *v = gh_new_n(c->ctx.arena, struct account_region, GH_COUNT(regions));
    size_t n = 0;
    for (size_t i = 0; i < GH_COUNT(regions); i++) {
        struct gh_str status = status_of(c, &regions[i], &rows);
        if (gh_str_cmp(regions[i].name, page.after) <= 0 || !wanted(&in->region_opt_status_contains, status)) continue;
        v[n++] = (struct account_region){regions[i].name, status};
    }
    size_t shown = wire_page_shown(&page, n);
    out->regions = (struct account_region_opt_list){v, shown};
    if (shown) out->next_token = wire_page_next(c, &page, n, v[shown - 1].region_name);
    return 0;
}
