/* Delivery: files on disk, and SMTP to a small server in this process that writes down what it is told. */
#include "unit.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mail/mail.h"

struct sink {
    int listener;
    unsigned port;
    pthread_t thread;
    const char *rcpt_reply; /* what it answers to RCPT TO and to the end of DATA */
    const char *data_reply;
    char heard[65536];
    size_t n;
};

static const struct mail_message message = {
    .id = {"abc-1", 5},
    .date_ms = INT64_C(1795507200000),
    .from = {"no-reply@example.org", 20},
    .to = {"jane@example.com", 16},
    .subject = {"Gr\xc3\xbc\xc3\x9f"
                "e",
                7},
    .text = {"One\n.\n..Two\nGr\xc3\xbc\xc3\x9f"
             "e\n",
             20},
};

static bool hear_line(struct sink *s, int fd, char *line, size_t room) {
    size_t n = 0;
    while (n + 1 < room && s->n + 1 < sizeof s->heard) {
        char c;
        if (recv(fd, &c, 1, 0) != 1) return false;
        s->heard[s->n++] = line[n++] = c;
        if (c == '\n') break;
    }
    line[n] = '\0';
    return true;
}

static void say(int fd, const char *reply) {
    assert_true(send(fd, reply, strlen(reply), MSG_NOSIGNAL) == (ssize_t)strlen(reply));
}

static void serve(struct sink *s, int fd) {
    char line[2048];
    say(fd, "220 sink ready\r\n");
    while (hear_line(s, fd, line, sizeof line)) {
        if (!strncmp(line, "EHLO", 4)) {
            say(fd, "250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n");
        } else if (!strncmp(line, "AUTH", 4)) {
            say(fd, "334 \r\n");
            hear_line(s, fd, line, sizeof line);
            say(fd, "235 ok\r\n");
        } else if (!strncmp(line, "RCPT", 4)) {
            say(fd, s->rcpt_reply);
        } else if (!strncmp(line, "DATA", 4)) {
            say(fd, "354 go on\r\n");
            while (hear_line(s, fd, line, sizeof line) && strcmp(line, ".\r\n")) continue;
            say(fd, s->data_reply);
        } else if (!strncmp(line, "QUIT", 4)) {
            say(fd, "221 bye\r\n");
            return;
        } else {
            say(fd, "250 ok\r\n");
        }
    }
}

static void *sink_run(void *sink) {
    struct sink *s = sink;
    int fd;
    while ((fd = accept(s->listener, NULL, NULL)) >= 0) {
        serve(s, fd);
        close(fd);
    }
    return NULL;
}

static int setup(void **state) {
    struct sink *s = calloc(1, sizeof *s);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    s->rcpt_reply = s->data_reply = "250 ok\r\n";
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->listener, 8), 0);
    getsockname(s->listener, (struct sockaddr *)&at, &n);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, sink_run, s), 0);
    *state = s;
    return 0;
}

static void sink_stop(struct sink *s) {
    if (s->listener < 0) return;
    shutdown(s->listener, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->listener);
    s->listener = -1;
}

static int teardown(void **state) {
    struct sink *s = *state;
    sink_stop(s);
    free(s);
    return 0;
}

static int send_to(struct sink *s, const char *user, bool require_tls, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    const struct mail_options o = {
        .smtp_url = gh_fmt(a, "smtp://%s127.0.0.1:%u", user, s->port), .require_tls = require_tls, .timeout_ms = 5000};
    struct mail_transport *t;
    assert_int_equal(mail_transport_new(&o, &t, NULL), 0);
    struct gh_str name = mail_transport_name(t);
    assert_true(gh_str_starts(name, gh_fmt(a, "smtp://127.0.0.1:%u", s->port)));
    int rc = mail_send(t, &message, err);
    mail_transport_free(t);
    gh_arena_free(a);
    sink_stop(s);
    s->heard[s->n] = '\0';
    return rc;
}

static void delivers_by_smtp(void **state) {
    struct sink *s = *state;
    assert_int_equal(send_to(s, "", false, NULL), 0);
    assert_string_equal(s->heard, "EHLO example.org\r\n"
                                  "MAIL FROM:<no-reply@example.org>\r\n"
                                  "RCPT TO:<jane@example.com>\r\n"
                                  "DATA\r\n"
                                  "Date: Tue, 24 Nov 2026 08:00:00 +0000\r\n"
                                  "From: no-reply@example.org\r\n"
                                  "To: jane@example.com\r\n"
                                  "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"
                                  "Message-ID: <abc-1@example.org>\r\n"
                                  "Auto-Submitted: auto-generated\r\n"
                                  "MIME-Version: 1.0\r\n"
                                  "Content-Type: text/plain; charset=utf-8\r\n"
                                  "Content-Transfer-Encoding: quoted-printable\r\n"
                                  "\r\n"
                                  "One\r\n..\r\n...Two\r\nGr=C3=BC=C3=9Fe\r\n.\r\n"
                                  "QUIT\r\n");
}

static void signs_in_with_the_decoded_password(void **state) {
    struct sink *s = *state;
    assert_int_equal(send_to(s, "us%40er:p%3Ass@", false, NULL), 0);
    /* base64 of NUL "us@er" NUL "p:ss" */
    assert_non_null(strstr(s->heard, "AHVzQGVyAHA6c3M="));
}

static void tells_never_from_later(void **state) {
    struct sink *s = *state;
    s->rcpt_reply = "550 no such user\r\n";
    struct gh_err err = {0};
    assert_int_equal(send_to(s, "", false, &err), -GH_EINVAL);
    assert_non_null(strstr(err.detail, "550"));
}

static void tries_again_after_450(void **state) {
    struct sink *s = *state;
    s->rcpt_reply = "450 busy\r\n";
    assert_int_equal(send_to(s, "", false, NULL), -GH_EIO);
}

static void notices_refusal_after_data(void **state) {
    struct sink *s = *state;
    s->data_reply = "554 looks like spam\r\n";
    assert_int_equal(send_to(s, "", false, NULL), -GH_EINVAL);
}

static void sends_nothing_without_tls_where_it_is_required(void **state) {
    struct sink *s = *state;
    struct gh_err err = {0};
    assert_int_equal(send_to(s, "user:geheim@", true, &err), -GH_EIO);
    assert_null(strstr(s->heard, "AUTH"));
    assert_null(strstr(s->heard, "MAIL"));
    assert_null(strstr(err.detail, "geheim"));
}

static void fails_where_nobody_listens(void **state) {
    struct sink *s = *state;
    sink_stop(s);
    assert_int_equal(send_to(s, "", false, NULL), -GH_EIO);
}

static void refuses_bad_urls(void **state) {
    (void)state;
    static const char *const bad[] = {"",           "smtp://",    "http://h",       "host:25",    "smtp://h/path",
                                      "smtp://h?x", "smtp://h#f", "smtp://h:99999", "smtp://a b", "file:///tmp"};
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        struct mail_transport *t = NULL;
        struct gh_err err = {0};
        const struct mail_options o = {.smtp_url = gh_str_c(bad[i])};
        int rc = mail_transport_new(&o, &t, &err);
        if (rc != -GH_EINVAL) print_error("%s\n", bad[i]);
        assert_int_equal(rc, -GH_EINVAL);
        assert_null(t);
    }
    struct mail_transport *t = NULL;
    assert_int_equal(mail_transport_new(&(struct mail_options){0}, &t, NULL), -GH_EINVAL);
    struct gh_err err = {0};
    const struct mail_options o = {.smtp_url = GH_S("smtp://user:geheim@h/path")};
    assert_int_equal(mail_transport_new(&o, &t, &err), -GH_EINVAL);
    assert_null(strstr(err.message, "geheim"));
}

static struct gh_str read_file(struct gh_arena *a, const char *path) {
    char *text = gh_arena_text(a, 65536);
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t n = read(fd, text, 65536);
    close(fd);
    return gh_str_n(text, (size_t)n);
}

static size_t entries(const char *folder) {
    DIR *d = opendir(folder);
    assert_non_null(d);
    size_t n = 0;
    for (const struct dirent *e; (e = readdir(d));) n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
    closedir(d);
    return n;
}

static void writes_files(void **state) {
    struct gh_arena *a = *state;
    char root[] = "/tmp/gatehouse-test-mail-XXXXXX";
    assert_non_null(mkdtemp(root));
    char *folder = gh_cstr(a, gh_fmt(a, "%s/mail", root));
    struct mail_transport *t;
    assert_int_equal(mail_transport_new(&(struct mail_options){.folder = gh_str_c(folder)}, &t, NULL), 0);
    assert_str(mail_transport_name(t), folder);
    assert_int_equal(mail_send(t, &message, NULL), 0);
    assert_int_equal(mail_send(t, &message, NULL), 0); /* once more after a crash: still one mail */
    char *path = gh_cstr(a, gh_fmt(a, "%s/20261124T080000Z-abc-1.eml", folder));
    assert_str(read_file(a, path), "Date: Tue, 24 Nov 2026 08:00:00 +0000\r\n"
                                   "From: no-reply@example.org\r\n"
                                   "To: jane@example.com\r\n"
                                   "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"
                                   "Message-ID: <abc-1@example.org>\r\n"
                                   "Auto-Submitted: auto-generated\r\n"
                                   "MIME-Version: 1.0\r\n"
                                   "Content-Type: text/plain; charset=utf-8\r\n"
                                   "Content-Transfer-Encoding: 8bit\r\n"
                                   "\r\n"
                                   "One\r\n.\r\n..Two\r\nGr\xc3\xbc\xc3\x9f"
                                   "e\r\n");
    assert_int_equal(entries(folder), 1);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    struct mail_message other = message;
    other.id = GH_S("abc-2");
    assert_int_equal(mail_send(t, &other, NULL), 0);
    assert_int_equal(entries(folder), 2);
    other.subject = GH_S("a\nb");
    assert_int_equal(mail_send(t, &other, NULL), -GH_EINVAL);
    assert_int_equal(entries(folder), 2);
    mail_transport_free(t);
    unlink(path);
    unlink(gh_cstr(a, gh_fmt(a, "%s/20261124T080000Z-abc-2.eml", folder)));
    rmdir(folder);
    rmdir(root);
}

static void fails_without_a_folder(void **state) {
    (void)state;
    struct mail_transport *t;
    const struct mail_options o = {.folder = GH_S("/nonexistent/a/b")};
    assert_int_equal(mail_transport_new(&o, &t, NULL), 0);
    struct gh_err err = {0};
    assert_int_equal(mail_send(t, &message, &err), -GH_EIO);
    assert_non_null(strstr(err.detail, "/nonexistent/a/b"));
    mail_transport_free(t);
}

#ifdef GH_FAULTS
static void fails_when_told(void **state) {
    struct mail_transport *t;
    const struct mail_options o = {.folder = GH_S("/tmp")};
    assert_int_equal(mail_transport_new(&o, &t, NULL), 0);
    gh_fault_arm("mail.send", 1);
    assert_int_equal(mail_send(t, &message, NULL), -GH_EIO);
    assert_true(gh_fault_fired());
    gh_fault_arm(NULL, 0);
    mail_transport_free(t);
    (void)state;
}
#endif

#define with_sink(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        with_sink(delivers_by_smtp),
        with_sink(signs_in_with_the_decoded_password),
        with_sink(tells_never_from_later),
        with_sink(tries_again_after_450),
        with_sink(notices_refusal_after_data),
        with_sink(sends_nothing_without_tls_where_it_is_required),
        with_sink(fails_where_nobody_listens),
        cmocka_unit_test(refuses_bad_urls),
        arena_test(writes_files),
        cmocka_unit_test(fails_without_a_folder),
#ifdef GH_FAULTS
        cmocka_unit_test(fails_when_told),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
