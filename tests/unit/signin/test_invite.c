/* test_invite.c: invitation and reset links, and the mail that carries them: sealed until it is sent, kept as a hash.
 */
#include "signin/invite.h"

#include <dirent.h>
#include <string.h>

#include "center.h"
#include "crypto/token.h"
#include "job/job.h"
#include "mail/mail.h"
#include "signin/mail_job.h"

struct letter {
    const struct center *center;
    const char *email;
    bool reset;
    struct gh_str job_id, payload;
    size_t jobs;
};

static int queue(struct context *c, void *argument, struct gh_err *err) {
    struct letter *l = argument;
    struct store_job_due_rows due;
    struct store_job_get_row job;
    struct signin_invitee invitee = {.identity_store_id = l->center->store_id,
                                     .user_id = l->center->user_id,
                                     .user_name = GH_S("jdoe"),
                                     .email = gh_str_c(l->email)};
    int r = l->reset ? signin_reset_by_mail(c, &invitee, err) : signin_invite_by_mail(c, &invitee, err);
    if (!r)
        r = store_job_due(c->tx, &(struct store_job_due_args){.now_ms = INT64_MAX, .after_id = GH_S(""), .count = 10},
                          &due, err);
    if (r) return r;
    l->jobs = due.n;
    if (!due.n) return 0;
    l->job_id = due.v[0].id;
    r = store_job_get(c->tx, &(struct store_job_get_args){.id = l->job_id}, &job, err);
    l->payload = job.payload;
    return r;
}

/* Everything that the queued mail's slow half wrote, as one text. */
static struct gh_str send(struct test_house *h, const struct letter *l) {
    struct mail_transport *transport;
    struct gh_str folder = gh_fmt(h->arena, "%s/mail", h->folder);
    struct mail_options options = {.folder = folder};
    assert_int_equal(mail_transport_new(&options, &transport, NULL), 0);
    struct mail_job_context context = {transport, GH_S("no-reply@example.com")};
    struct job_kind kind = mail_job_kind(&context);
    struct job job = {.id = l->job_id, .payload = l->payload};
    assert_int_equal(kind.outside(&h->house, h->arena, &job, kind.context, NULL), 0);
    mail_transport_free(transport);
    struct gh_buf text;
    gh_buf_init(&text, h->arena, 1 << 20);
    DIR *d = opendir(gh_cstr(h->arena, folder));
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        const char *path = gh_cstr(h->arena, gh_fmt(h->arena, "%.*s/%s", GH_S_FMT(folder), e->d_name));
        FILE *f = e->d_name[0] == '.' ? NULL : fopen(path, "r");
        for (char line[1024]; f && fgets(line, sizeof line, f);) gh_buf_add(&text, gh_str_c(line));
        if (f) fclose(f);
        if (f) unlink(path);
    }
    closedir(d);
    rmdir(gh_cstr(h->arena, folder));
    return gh_buf_str(&text);
}

/* The token of the first link under @path in a mail. */
static struct gh_str token_in(struct gh_str mail, const char *path) {
    ptrdiff_t at = gh_str_find_str(mail, gh_str_c(path));
    assert_true(at >= 0);
    size_t from = (size_t)at + strlen(path);
    return gh_str_slice(mail, from, from + TOKEN_CHARS);
}

struct kept {
    struct gh_str token;
    struct store_signin_link_get_row row;
    int64_t now_ms;
};

static int read_link(struct context *c, void *argument, struct gh_err *err) {
    struct kept *k = argument;
    struct store_signin_link_get_args args = {token_hash(c->arena, k->token)};
    k->now_ms = c->now_ms;
    int r = store_signin_link_get(c->tx, &args, &k->row, err);
    /* Texts of a read end with it. */
    k->row.kind = gh_str_eq(k->row.kind, GH_S("INVITE")) ? GH_S("INVITE") : GH_S("RESET");
    return r;
}

static void a_mail_carries_the_link(struct test_house *h, bool reset, const char *path, const char *kind,
                                    int64_t life_ms) {
    struct center s = center_of(h);
    struct letter l = {.center = &s, .email = "jdoe@example.com", .reset = reset};
    assert_int_equal(test_write(h, queue, &l), 0);
    assert_int_equal(l.jobs, 1);
    struct gh_str mail = send(h, &l);
    struct kept k = {.token = token_in(mail, path)};
    assert_true(gh_str_find_str(l.payload, k.token) < 0);
    assert_int_equal(test_read(h, read_link, &k), 0);
    assert_str(k.row.kind, kind);
    assert_false(k.row.has_used_ms);
    assert_in_range(k.row.expires_ms - k.now_ms, life_ms - GH_MINUTE_MS, life_ms);
}

static void an_invitation_is_mailed(void **state) {
    a_mail_carries_the_link(*state, false, "http://127.0.0.1/invite/", "INVITE", 7 * GH_DAY_MS);
}

static void a_reset_is_mailed(void **state) {
    a_mail_carries_the_link(*state, true, "http://127.0.0.1/reset/", "RESET", GH_HOUR_MS);
}

static void an_address_no_server_takes_makes_no_mail(void **state) {
    struct test_house *h = *state;
    struct center s = center_of(h);
    struct letter l = {.center = &s, .email = "jdoe@example.com\r\nBcc: everybody@example.com"};
    assert_int_equal(test_write(h, queue, &l), 0);
    assert_int_equal(l.jobs, 0);
}

static void another_keyring_cannot_read_the_queue(void **state) {
    struct test_house *h = *state;
    struct center s = center_of(h);
    struct letter l = {.center = &s, .email = "jdoe@example.com"};
    assert_int_equal(test_write(h, queue, &l), 0);
    struct keyring *own = h->keyring;
    h->house.keyring = keyring_new_ephemeral();
    struct mail_job_context context = {0};
    struct job_kind kind = mail_job_kind(&context);
    struct job job = {.id = l.job_id, .payload = l.payload};
    assert_int_equal(kind.outside(&h->house, h->arena, &job, kind.context, NULL), -GH_EINVAL);
    keyring_free((struct keyring *)h->house.keyring);
    h->house.keyring = own;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(an_invitation_is_mailed),
        house_test(a_reset_is_mailed),
        house_test(an_address_no_server_takes_makes_no_mail),
        house_test(another_keyring_cannot_read_the_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
