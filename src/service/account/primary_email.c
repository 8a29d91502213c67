/*
 * primary_email.c: a new address for the root user of a member account. A code is mailed to the new address; what comes
 * back with it proves that the mail was read. Of the code only a hash is kept, keyed by the keyring: six characters
 * could be guessed from a plain one.
 */
#include "base/base.h"
#include "crypto/keyring.h"
#include "domain/account.h"
#include "mail/mail.h"
#include "mail/template.h"
#include "policy/policy.h"
#include "service/account/account.h"
#include "signin/mail_job.h"

#define CODE_CHARS 6
#define CODE_ALPHABET "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#define PURPOSE "account.email-code"
#define LASTS_MS GH_DAY_MS
/* Five guesses among a thousand million codes, and with the starts of a day fifty. */
#define ATTEMPTS_MAX 5
/*
 * Letters within a day: of one account, of it to one mailbox, and to one mailbox of all accounts: it may be a
 * stranger's. But strangers must not keep the mailbox from an account that has sent no letter yet.
 */
#define STARTS_MAX 10
#define STARTS_TO_ONE_MAX 5
#define LETTERS_MAX 30
#define START_ID_CHARS 20

int account_get_primary_email(struct gh_call *c, const struct account_get_primary_email_input *in,
                              struct account_get_primary_email_output *out, struct gh_err *err) {
    struct store_account_get_row account;
    struct gh_str id;
    int r = account_open_member(c, in->account_id, &id, err);
    if (!r) r = store_account_get(c->ctx.tx, &(struct store_account_get_args){id}, &account, err);
    if (!r) out->primary_email = account.email;
    return r;
}

/* The condition key account:EmailTargetDomain, which the input holds inside the address. */
static int present(struct gh_call *c, struct gh_str email, struct gh_err *err) {
    (void)err;
    ptrdiff_t at = gh_str_find(email, '@');
    if (at < 0) return 0;
    struct gh_str *domain = gh_new(c->ctx.arena, struct gh_str);
    struct policy_key *key = gh_new(c->ctx.arena, struct policy_key);
    *domain = gh_str_lower(c->ctx.arena, gh_str_slice(email, (size_t)at + 1, email.n));
    *key = (struct policy_key){.key = GH_S("account:EmailTargetDomain"), .values = domain, .n_values = 1};
    c->keys = key;
    c->n_keys = 1;
    return 0;
}

int account_start_primary_email_update_present(struct gh_call *c,
                                               const struct account_start_primary_email_update_input *in,
                                               struct gh_err *err) {
    return present(c, in->primary_email, err);
}

int account_accept_primary_email_update_present(struct gh_call *c,
                                                const struct account_accept_primary_email_update_input *in,
                                                struct gh_err *err) {
    return present(c, in->primary_email, err);
}

/* Bound to the account and the address (whatever the letters' case). False where the key that made it has gone. */
static bool hash_code(struct gh_call *c, uint32_t key_id, struct gh_str context, struct gh_str *ret_hash) {
    unsigned char bytes[KEYRING_DERIVED_BYTES];
    if (!keyring_derive(c->ctx.house->keyring, key_id, PURPOSE, context, bytes)) return false;
    char *text = gh_arena_text(c->ctx.arena, 2 * sizeof bytes);
    gh_hex(text, bytes, sizeof bytes);
    *ret_hash = gh_str_n(text, 2 * sizeof bytes);
    gh_zero(bytes, sizeof bytes);
    return true;
}

static struct gh_str context_of(struct gh_call *c, struct gh_str account_id, struct gh_str email, struct gh_str code) {
    return gh_fmt(c->ctx.arena, "%.*s\n%.*s\n%.*s", GH_S_FMT(account_id), GH_S_FMT(email),
                  GH_S_FMT(gh_str_lower(c->ctx.arena, code)));
}

static int refuse_taken(struct gh_err *err) {
    return account_throw_conflict(err, "The email address is already in use.");
}

static int check_address(struct gh_call *c, struct gh_str email, struct gh_err *err) {
    struct store_account_by_email_row taken;
    if (!mail_address_valid(email)) return account_refuse_field(err, GH_S("PrimaryEmail is not an email address."));
    struct store_account_by_email_args args = {fold_key(c->ctx.arena, email)};
    int r = store_account_by_email(c->ctx.tx, &args, &taken, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return refuse_taken(err);
}

/* A closed account keeps the address it has. */
static int check_open(struct gh_call *c, struct gh_str account_id, struct gh_err *err) {
    struct store_account_get_row account;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){account_id}, &account, err);
    if (r || gh_str_eq(account.state, GH_S("ACTIVE"))) return r;
    return account_throw_conflict(err, "The account is closed.");
}

static bool may_start(const struct store_account_email_start_count_row *sent) {
    if (!sent->of_account) return true;
    return sent->of_account < STARTS_MAX && sent->of_both < STARTS_TO_ONE_MAX && sent->to_address < LETTERS_MAX;
}

static int count_start(struct gh_call *c, struct gh_str account_id, struct gh_str email, struct gh_err *err) {
    int64_t since_ms = c->ctx.now_ms - GH_DAY_MS;
    struct store_account_email_start_count_row sent;
    struct store_account_email_start_insert_args start = {gh_id_new(c->ctx.arena, "", CODE_ALPHABET, START_ID_CHARS),
                                                          account_id, fold_key(c->ctx.arena, email), c->ctx.now_ms};
    struct store_account_email_start_count_args count = {account_id, start.address_key, since_ms};
    int r = store_account_email_start_count(c->ctx.tx, &count, &sent, err);
    if (r) return r;
    if (!may_start(&sent))
        return account_throw_too_many_requests(err, "Too many codes were mailed within a day. Try again later.");
    return store_account_email_start_insert(c->ctx.tx, &start, NULL, err);
}

static int mail_code(struct gh_call *c, const struct mail_address_code *letter, struct gh_str to, struct gh_err *err) {
    struct mail_message message = {.to = to};
    mail_write_address_code(c->ctx.arena, letter, &message);
    return mail_job_submit(&c->ctx, &message, err);
}

/* A second start takes the place of the first: the code mailed before opens nothing any more. */
int account_start_primary_email_update(struct gh_call *c, const struct account_start_primary_email_update_input *in,
                                       struct account_start_primary_email_update_output *out, struct gh_err *err) {
    uint32_t key_id = keyring_primary(c->ctx.house->keyring);
    struct gh_str id, hash;
    int r = account_open_member(c, in->account_id, &id, err);
    if (!r) r = check_open(c, id, err);
    if (!r) r = check_address(c, in->primary_email, err);
    if (!r) r = count_start(c, id, in->primary_email, err);
    if (r) return r;
    struct mail_address_code letter = {.account_id = id,
                                       .code = gh_id_new(c->ctx.arena, "", CODE_ALPHABET, CODE_CHARS),
                                       .expires_ms = c->ctx.now_ms + LASTS_MS};
    if (!hash_code(c, key_id, context_of(c, id, in->primary_email, letter.code), &hash))
        return gh_fail(err, GH_EINTERNAL, "the keyring has no primary key");
    struct store_account_email_change_put_args args = {.account_id = id,
                                                       .email = in->primary_email,
                                                       .state = ACCOUNT_PRIMARY_EMAIL_UPDATE_STATUS_PENDING,
                                                       .code_hash = hash,
                                                       .key_id = key_id,
                                                       .expires_ms = letter.expires_ms,
                                                       .updated_ms = c->ctx.now_ms};
    r = store_account_email_change_put(c->ctx.tx, &args, NULL, err);
    if (!r) r = mail_code(c, &letter, in->primary_email, err);
    if (!r) out->status = args.state;
    return r;
}

static bool is_open(struct gh_call *c, const struct store_account_email_change_get_row *row) {
    return gh_str_eq(row->state, ACCOUNT_PRIMARY_EMAIL_UPDATE_STATUS_PENDING) && row->expires_ms > c->ctx.now_ms &&
           row->attempts < ATTEMPTS_MAX;
}

static int count_miss(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_account_email_change_missed_args args = {account_id};
    return store_account_email_change_missed(c->tx, &args, NULL, err);
}

static int check_code(struct gh_call *c, struct gh_str account_id, const struct store_account_email_change_get_row *row,
                      const struct account_accept_primary_email_update_input *in, struct gh_err *err) {
    struct gh_str hash;
    struct gh_str context = context_of(c, account_id, in->primary_email, in->otp);
    bool same = gh_str_eq(row->email, in->primary_email) && hash_code(c, (uint32_t)row->key_id, context, &hash) &&
                hash.n == row->code_hash.n && gh_bytes_eq(hash.p, row->code_hash.p, hash.n);
    if (same) return 0;
    c->aftermath = count_miss;
    c->aftermath_subject = account_id;
    return account_refuse_field(err, GH_S("The code or the email address is not the one that was started with."));
}

int account_accept_primary_email_update(struct gh_call *c, const struct account_accept_primary_email_update_input *in,
                                        struct account_accept_primary_email_update_output *out, struct gh_err *err) {
    struct store_account_email_change_get_row row;
    struct gh_str id;
    int64_t changed = 0;
    int r = account_open_member(c, in->account_id, &id, err);
    if (!r) r = store_account_email_change_get(c->ctx.tx, &(struct store_account_email_change_get_args){id}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !is_open(c, &row))
        return account_throw_resource_not_found(err, "There is no update of the primary email waiting for a code.");
    r = check_code(c, id, &row, in, err);
    struct store_account_readdress_args readdress = {id, row.email, fold_key(c->ctx.arena, row.email)};
    if (!r) r = store_account_readdress(c->ctx.tx, &readdress, &changed, err);
    if (r) return r;
    if (!changed) return refuse_taken(err);
    struct store_account_email_change_state_args state = {id, ACCOUNT_PRIMARY_EMAIL_UPDATE_STATUS_COMPLETED,
                                                          c->ctx.now_ms};
    r = store_account_email_change_state(c->ctx.tx, &state, NULL, err);
    if (!r) r = account_touch(&c->ctx, id, err);
    if (!r) out->status = ACCOUNT_PRIMARY_EMAIL_UPDATE_STATUS_ACCEPTED;
    return r;
}

/* What has run out, or was guessed at too often, has failed whether or not anybody looked since. */
int account_get_primary_email_update_status(struct gh_call *c,
                                            const struct account_get_primary_email_update_status_input *in,
                                            struct account_get_primary_email_update_status_output *out,
                                            struct gh_err *err) {
    struct store_account_email_change_get_row row;
    struct gh_str id;
    int r = account_open_member(c, in->account_id, &id, err);
    if (!r) r = store_account_email_change_get(c->ctx.tx, &(struct store_account_email_change_get_args){id}, &row, err);
    if (r == -GH_ENOTFOUND)
        return account_throw_resource_not_found(err, "The primary email of the account was never updated.");
    if (r) return r;
    bool dead = gh_str_eq(row.state, ACCOUNT_PRIMARY_EMAIL_UPDATE_STATUS_PENDING) && !is_open(c, &row);
    out->status = dead ? ACCOUNT_PRIMARY_EMAIL_UPDATE_STATUS_FAILED : row.state;
    out->updated_at = dead && row.attempts < ATTEMPTS_MAX ? row.expires_ms : row.updated_ms;
    return 0;
}
