/* mfa.c: see mfa.h. */
#include "domain/mfa.h"

#include "base/base.h"
#include "crypto/keyring.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "proto/totp.h"
#include "store/queries.h"

#define SEED_PURPOSE "iam.mfa-seed"
/* 64 base-32 characters, as AWS's seeds have. */
#define SEED_BYTES 40
/* How far a device's clock may be off when it is synchronised: an hour. */
#define SYNC_STEPS 120
/* Wrong codes in a row that cost nothing; each further one doubles the wait, up to a quarter of an hour. */
#define FREE_FAILURES 5
#define WAIT_MAX_MS (15 * GH_MINUTE_MS)

int mfa_device_create(struct context *c, const struct mfa_device_new *device, struct gh_str *ret_serial,
                      struct gh_str *ret_seed, struct gh_err *err) {
    char *seed = gh_arena_text(c->arena, SEED_BYTES);
    gh_rand(seed, SEED_BYTES);
    struct gh_str serial = arn_iam_mfa(c->arena, device->account_id, device->path, device->name);
    struct store_iam_mfa_insert_args row = {
        .serial = serial,
        .account_id = device->account_id,
        .name = device->name,
        .path = device->path,
        .seed = keyring_seal(c->house->keyring, c->arena, SEED_PURPOSE, serial, gh_str_n(seed, SEED_BYTES)),
        .created_ms = c->now_ms};
    int64_t changes;
    int r = store_iam_mfa_insert(c->tx, &row, &changes, err);
    if (r) return r;
    if (!changes) return gh_fail(err, GH_EEXIST, "an MFA device of that name exists");
    *ret_serial = serial;
    *ret_seed = gh_str_n(seed, SEED_BYTES);
    return 0;
}

static int get(struct context *c, struct gh_str serial, struct store_iam_mfa_get_row *ret_device, struct gh_err *err) {
    return store_iam_mfa_get(c->tx, &(struct store_iam_mfa_get_args){.serial = serial}, ret_device, err);
}

static int open_seed(struct context *c, struct gh_str serial, struct gh_str sealed, struct gh_secret *ret_seed,
                     struct gh_err *err) {
    if (keyring_open_secret(c->house->keyring, SEED_PURPOSE, serial, sealed, ret_seed)) return 0;
    return gh_fail(err, GH_EINTERNAL, "the keyring does not open the seed of %.*s", GH_S_FMT(serial));
}

static int64_t at_least(int64_t step, int64_t floor) {
    return step > floor ? step : floor;
}

static bool is_waiting(struct context *c, const struct store_iam_mfa_get_row *device) {
    if (device->failures < FREE_FAILURES) return false;
    int64_t wait = TOTP_STEP_MS;
    for (int64_t i = FREE_FAILURES; i < device->failures && wait < WAIT_MAX_MS; i++) wait *= 2;
    if (wait > WAIT_MAX_MS) wait = WAIT_MAX_MS;
    return c->now_ms < device->failed_ms + wait;
}

static int use(struct context *c, struct gh_str serial, int64_t step, int64_t drift, struct gh_err *err) {
    struct store_iam_mfa_used_args args = {.serial = serial, .used_step = step, .drift_steps = drift};
    return store_iam_mfa_used(c->tx, &args, NULL, err);
}

int mfa_device_sync(struct context *c, struct gh_str serial, struct gh_str first_code, struct gh_str second_code,
                    struct gh_err *err) {
    struct store_iam_mfa_get_row device;
    struct gh_secret seed;
    int r = get(c, serial, &device, err);
    if (!r) r = open_seed(c, serial, device.seed, &seed, err);
    if (r) return r;
    int64_t now = totp_step(c->now_ms), step;
    struct totp_window window = {at_least(now - SYNC_STEPS, device.used_step + 1), now + SYNC_STEPS};
    bool match =
        !is_waiting(c, &device) && totp_match_pair(gh_secret_reveal(&seed), window, first_code, second_code, &step);
    gh_secret_done(&seed);
    if (!match) return gh_refuse(err, GH_EDENIED, "Authentication code for device is not valid.");
    int64_t drift = step - now;
    /* A step either way is how long it takes to type. */
    return use(c, serial, step, drift >= -1 && drift <= 1 ? 0 : drift, err);
}

static bool is_of(const struct store_iam_mfa_get_row *device, const struct mfa_attempt *t) {
    return gh_str_eq(device->account_id, t->account_id) && gh_str_eq(device->user_id, t->owner_id);
}

int mfa_check(struct context *c, const struct mfa_attempt *t, struct gh_err *err) {
    struct store_iam_mfa_get_row device;
    struct gh_secret seed;
    int r = get(c, t->serial, &device, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !is_of(&device, t))
        return gh_refuse(err, GH_EDENIED,
                         "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA "
                         "serial number is valid and associated with this user.");
    if ((r = open_seed(c, t->serial, device.seed, &seed, err))) return r;
    int64_t now = totp_step(c->now_ms) + device.drift_steps, step;
    struct totp_window window = {at_least(now - 1, device.used_step + 1), now + 1};
    bool match = !is_waiting(c, &device) && totp_match(gh_secret_reveal(&seed), window, t->code, &step);
    gh_secret_done(&seed);
    if (!match)
        return gh_refuse(err, GH_EDENIED, "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    return use(c, t->serial, step, device.drift_steps, err);
}

int mfa_check_any(struct context *c, const struct mfa_attempt *attempt, struct gh_str *ret_serial, struct gh_err *err) {
    struct store_iam_mfa_list_rows rows;
    struct store_iam_mfa_list_args args = {
        .user_id = attempt->owner_id, .after_serial = GH_S(""), .count = MFA_DEVICES_MAX};
    *ret_serial = GH_S_NONE;
    int r = store_iam_mfa_list(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct mfa_attempt one = *attempt;
        one.serial = rows.v[i].serial;
        int checked = mfa_check(c, &one, gh_err_new(c->arena));
        if (!checked) *ret_serial = one.serial;
        if (checked != -GH_EDENIED) return checked;
    }
    for (size_t i = 0; !r && i < rows.n; i++) r = mfa_check_failed(c, rows.v[i].serial, err);
    return r;
}

struct gh_str mfa_attempt_subject(struct gh_arena *a, const struct mfa_attempt *t) {
    return gh_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s", GH_S_FMT(t->account_id), GH_S_FMT(t->owner_id), GH_S_FMT(t->serial),
                  GH_S_FMT(t->code));
}

/* Whoever names another's device keeps nobody out. */
static int count_failure(struct context *c, const struct mfa_attempt *t, struct gh_err *err) {
    struct store_iam_mfa_get_row device;
    int r = get(c, t->serial, &device, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return is_of(&device, t) ? mfa_check_failed(c, t->serial, err) : 0;
}

int mfa_attempt_settle(struct context *c, struct gh_str subject, struct gh_err *err) {
    struct mfa_attempt t = {.code = subject};
    if (!gh_str_split(&t.code, '\n', &t.account_id) || !gh_str_split(&t.code, '\n', &t.owner_id) ||
        !gh_str_split(&t.code, '\n', &t.serial))
        return gh_fail(err, GH_EINTERNAL, "not an attempt");
    int r = mfa_check(c, &t, gh_err_new(c->arena));
    return r == -GH_EDENIED ? count_failure(c, &t, err) : r;
}

int mfa_check_failed(struct context *c, struct gh_str serial, struct gh_err *err) {
    struct store_iam_mfa_get_row device;
    int r = get(c, serial, &device, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    /* What comes while the device waits is not even looked at: it must not make the owner wait longer. */
    if (is_waiting(c, &device)) return 0;
    struct store_iam_mfa_failed_args args = {.serial = serial, .now_ms = c->now_ms};
    return store_iam_mfa_failed(c->tx, &args, NULL, err);
}
