/* The outbound client against our own listener, plain and TLS, and the listener's change of certificate. */
#include "raw.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>

#include "http/client.h"
#include "http/response.h"

static struct http_server *plain, *tls;
static char *cert_pem, *key_pem;
static char ca_path[] = "/tmp/gatehouse-test-ca-XXXXXX";

static void handler(void *context, struct http_exchange *x) {
    (void)context;
    const struct http_request *r = http_exchange_request(x);
    struct gh_arena *a = http_exchange_arena(x);
    if (gh_str_eq(r->raw_path, GH_S("/loop"))) {
        http_reply_redirect(x, GH_S("/loop"));
    } else if (gh_str_eq(r->raw_path, GH_S("/to"))) {
        http_reply_redirect(x, GH_S("/there"));
    } else if (gh_str_eq(r->raw_path, GH_S("/to-file"))) {
        http_reply_redirect(x, GH_S("file:///etc/passwd"));
    } else if (gh_str_eq(r->raw_path, GH_S("/to-http"))) {
        http_reply_redirect(x, gh_fmt(a, "http://127.0.0.1:%u/there", http_server_port(plain)));
    } else if (gh_str_eq(r->raw_path, GH_S("/big"))) {
        char *body = gh_arena_text(a, 2000000);
        memset(body, 'b', 2000000);
        http_reply(x, 200, GH_S("text/plain"), gh_str_n(body, 2000000));
    } else if (gh_str_eq(r->raw_path, GH_S("/slow"))) {
        usleep(500000);
        http_reply_text(x, 200, GH_S("slow"));
    } else if (gh_str_eq(r->raw_path, GH_S("/missing"))) {
        http_reply_text(x, 404, GH_S("missing"));
    } else {
        struct gh_buf b;
        gh_buf_init(&b, a, 65536);
        gh_buf_addf(&b, "%.*s %.*s %.*s %.*s ", GH_S_FMT(r->method), GH_S_FMT(r->raw_path),
                    GH_S_FMT(http_header(r, GH_S("Accept"))), GH_S_FMT(http_header(r, GH_S("Content-Type"))));
        gh_buf_add(&b, r->body);
        if (http_header(r, GH_S("X-Extra")).p) gh_buf_add(&b, http_header(r, GH_S("X-Extra")));
        http_reply(x, 200, GH_S("application/x-test"), gh_buf_str(&b));
    }
}

/* A self-signed certificate for 127.0.0.1, both parts as PEM. */
static void make_certificate(char **ret_cert, char **ret_key) {
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t cert;
    gnutls_x509_privkey_init(&key);
    gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    gnutls_x509_crt_init(&cert);
    gnutls_x509_crt_set_version(cert, 3);
    unsigned char serial[8], ip[4] = {127, 0, 0, 1};
    gh_rand(serial, sizeof serial);
    serial[0] &= 0x7f;
    gnutls_x509_crt_set_serial(cert, serial, sizeof serial);
    gnutls_x509_crt_set_activation_time(cert, time(NULL) - 3600);
    gnutls_x509_crt_set_expiration_time(cert, time(NULL) + 3600);
    gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, "test", 4);
    gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, ip, sizeof ip, GNUTLS_FSAN_SET);
    gnutls_x509_crt_set_basic_constraints(cert, 1, -1);
    gnutls_x509_crt_set_key(cert, key);
    gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0);
    gnutls_datum_t pem;
    assert_int_equal(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem), 0);
    *ret_cert = strndup((char *)pem.data, pem.size);
    gnutls_free(pem.data);
    assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem), 0);
    *ret_key = strndup((char *)pem.data, pem.size);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(cert);
    gnutls_x509_privkey_deinit(key);
}

static int setup(void **state) {
    *state = gh_arena_new(0);
    make_certificate(&cert_pem, &key_pem);
    int fd = mkstemp(ca_path);
    assert_true(fd >= 0 && write(fd, cert_pem, strlen(cert_pem)) == (ssize_t)strlen(cert_pem));
    close(fd);
    struct http_options o = {.listen = GH_S("127.0.0.1:0"), .threads = 2, .handle = handler};
    assert_int_equal(http_server_start(&o, &plain, NULL), 0);
    o.tls_cert_pem = cert_pem;
    o.tls_key_pem = key_pem;
    assert_int_equal(http_server_start(&o, &tls, NULL), 0);
    return 0;
}

static int teardown(void **state) {
    http_server_stop(plain, 1000);
    http_server_stop(tls, 1000);
    unlink(ca_path);
    free(cert_pem);
    free(key_pem);
    gh_arena_free(*state);
    return 0;
}

static const struct http_client_options lax = {
    .allow_http = true, .allow_private = true, .redirects = 3, .ca_file = ca_path};

static int fetch(struct gh_arena *a, const struct http_client_options *o, const char *path,
                 struct http_client_response *ret) {
    const struct http_client_request r = {.url = gh_fmt(a, "http://127.0.0.1:%u%s", http_server_port(plain), path)};
    return http_client_fetch(a, o, &r, ret, NULL);
}

static int fetch_tls(struct gh_arena *a, const struct http_client_options *o, const char *path,
                     struct http_client_response *ret, struct gh_err *err) {
    const struct http_client_request r = {.url = gh_fmt(a, "https://127.0.0.1:%u%s", http_server_port(tls), path)};
    return http_client_fetch(a, o, &r, ret, err);
}

static void gets_and_posts(void **state) {
    struct http_client_response r;
    assert_int_equal(fetch(*state, &lax, "/a", &r), 0);
    assert_int_equal(r.status, 200);
    assert_str(r.content_type, "application/x-test");
    assert_str(r.body, "GET /a */*  ");
    const struct http_client_request post = {
        .url = gh_fmt(*state, "http://127.0.0.1:%u/p", http_server_port(plain)),
        .body = GH_S("a\0b"),
        .content_type = GH_S("x/y"),
        .accept = GH_S("z/w"),
    };
    assert_int_equal(http_client_fetch(*state, &lax, &post, &r, NULL), 0);
    assert_true(gh_str_eq(r.body, GH_S("POST /p z/w x/y a\0b")));
    assert_int_equal(fetch(*state, &lax, "/missing", &r), 0);
    assert_int_equal(r.status, 404);
}

static void follows_few_redirects(void **state) {
    struct http_client_response r;
    assert_int_equal(fetch(*state, &lax, "/to", &r), 0);
    assert_str(r.body, "GET /there */*  ");
    assert_int_equal(fetch(*state, &lax, "/loop", &r), -GH_EIO);
    assert_int_equal(fetch(*state, &lax, "/to-file", &r), -GH_EIO);
    struct http_client_options o = lax;
    o.redirects = 0;
    assert_int_equal(fetch(*state, &o, "/to", &r), 0);
    assert_int_equal(r.status, 303);
    o = lax;
    o.allow_http = false;
    assert_int_equal(fetch_tls(*state, &o, "/to-http", &r, NULL), -GH_EIO);
}

static void bounds_size_and_time(void **state) {
    struct http_client_response r;
    assert_int_equal(fetch(*state, &lax, "/big", &r), -GH_ELIMIT);
    struct http_client_options o = lax;
    o.max_body = 2000000;
    assert_int_equal(fetch(*state, &o, "/big", &r), 0);
    assert_int_equal(r.body.n, 2000000);
    o.timeout_ms = 100;
    int64_t began = gh_monotonic_ms();
    assert_int_equal(fetch(*state, &o, "/slow", &r), -GH_EIO);
    assert_true(gh_monotonic_ms() - began < 450);
}

static void refuses_private_addresses(void **state) {
    struct http_client_response r;
    struct http_client_options o = lax;
    o.allow_private = false;
    struct gh_err err;
    assert_int_equal(fetch(*state, &o, "/a", &r), -GH_EDENIED);
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, &err), -GH_EDENIED);
    assert_non_null(strstr(err.message, "not public"));
    /* Every spelling of loopback, and the name. */
    static const char *const hosts[] = {"localhost", "127.1", "2130706433",        "0x7f.1",
                                        "0",         "[::1]", "[::ffff:127.0.0.1]"};
    for (size_t i = 0; i < GH_COUNT(hosts); i++) {
        const struct http_client_request q = {.url =
                                                  gh_fmt(*state, "http://%s:%u/a", hosts[i], http_server_port(plain))};
        assert_int_equal(http_client_fetch(*state, &o, &q, &r, NULL), -GH_EDENIED);
    }
}

static void refuses_bad_urls(void **state) {
    static const char *const bad[] = {"",
                                      "x",
                                      "ftp://127.0.0.1/",
                                      "file:///etc/passwd",
                                      "http://",
                                      "/path",
                                      "http://u:p@127.0.0.1/",
                                      "http://u@127.0.0.1/",
                                      "http://127.0.0.1/\r\nX: y",
                                      "gopher://127.0.0.1/",
                                      "http://127.0.0.1:99999/"};
    struct http_client_response r;
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        const struct http_client_request q = {.url = gh_str_c(bad[i])};
        assert_int_equal(http_client_fetch(*state, &lax, &q, &r, NULL), -GH_EINVAL);
    }
    const struct http_client_request nul = {.url = GH_S("http://127.0.0.1/\0x")};
    assert_int_equal(http_client_fetch(*state, &lax, &nul, &r, NULL), -GH_EINVAL);
    struct http_client_options o = lax;
    o.allow_http = false;
    assert_int_equal(fetch(*state, &o, "/a", &r), -GH_EINVAL);
    const struct http_client_request split = {.url = GH_S("http://127.0.0.1:1/"), .accept = GH_S("a\r\nX: y")};
    assert_int_equal(http_client_fetch(*state, &lax, &split, &r, NULL), -GH_EINVAL);
}

static void knows_public_addresses(void **state) {
    (void)state;
    static const char *const special[] = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2001:10::1",
        "2002:a00:1::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    };
    static const char *const reachable[] = {
        "1.1.1.1",    "9.255.255.255",  "11.0.0.1",         "100.63.255.255", "100.128.0.0",
        "128.0.0.1",  "172.15.0.1",     "172.32.0.1",       "192.0.1.1",      "192.167.1.1",
        "198.17.0.1", "198.20.0.1",     "223.255.255.255",  "2600::1",        "2001:4860:4860::8888",
        "2a00::1",    "::ffff:8.8.8.8", "64:ff9b::808:808", "2001:200::1",
    };
    for (int pass = 0; pass < 2; pass++) {
        const char *const *list = pass ? reachable : special;
        for (size_t i = 0; i < (pass ? GH_COUNT(reachable) : GH_COUNT(special)); i++) {
            struct sockaddr_in v4 = {.sin_family = AF_INET};
            struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
            bool is_v4 = inet_pton(AF_INET, list[i], &v4.sin_addr) == 1;
            assert_true(is_v4 || inet_pton(AF_INET6, list[i], &v6.sin6_addr) == 1);
            bool is_public = http_client_public(is_v4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6);
            if (is_public != pass) print_error("%s\n", list[i]);
            assert_int_equal(is_public, pass);
        }
    }
    const struct sockaddr other = {.sa_family = AF_UNIX};
    assert_false(http_client_public(&other));
}

static void speaks_tls(void **state) {
    struct http_client_response r;
    assert_int_equal(fetch_tls(*state, &lax, "/a", &r, NULL), 0);
    assert_str(r.body, "GET /a */*  ");
    struct http_client_options o = lax;
    o.ca_file = NULL; /* the system's authorities do not know it */
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), -GH_EIO);
}

static void changes_its_certificate(void **state) {
    char *other_cert, *other_key;
    make_certificate(&other_cert, &other_key);
    struct http_client_response r;
    struct gh_err err;
    assert_int_equal(http_server_set_certificate(tls, other_cert, key_pem, &err), -GH_EINVAL);
    assert_int_equal(http_server_set_certificate(tls, "nonsense", other_key, &err), -GH_EINVAL);
    assert_int_equal(fetch_tls(*state, &lax, "/a", &r, NULL), 0);
    assert_int_equal(http_server_set_certificate(tls, other_cert, other_key, &err), 0);
    assert_int_equal(fetch_tls(*state, &lax, "/a", &r, NULL), -GH_EIO);
    assert_int_equal(http_server_set_certificate(tls, cert_pem, key_pem, &err), 0);
    assert_int_equal(fetch_tls(*state, &lax, "/a", &r, NULL), 0);
    assert_int_equal(http_server_set_certificate(plain, cert_pem, key_pem, &err), -GH_ECONFLICT);
    free(other_cert);
    free(other_key);
}

/* A session goes on with the connection it has, whatever certificate others are shown meanwhile. */
static void keeps_a_connection(void **state) {
    char *other_cert, *other_key;
    struct http_client_response r;
    struct http_client_options o = lax;
    make_certificate(&other_cert, &other_key);
    o.session = http_client_session_new();
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), 0);
    assert_int_equal(http_server_set_certificate(tls, other_cert, other_key, NULL), 0);
    assert_int_equal(fetch_tls(*state, &lax, "/a", &r, NULL), -GH_EIO);
    assert_int_equal(fetch_tls(*state, &o, "/b", &r, NULL), 0);
    assert_str(r.body, "GET /b */*  ");
    assert_int_equal(fetch_tls(*state, &o, "/big", &r, NULL), -GH_ELIMIT); /* half an answer: nothing to keep */
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), -GH_EIO);
    assert_int_equal(http_server_set_certificate(tls, cert_pem, key_pem, NULL), 0);
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), 0);
    http_client_session_free(o.session);
    http_client_session_free(NULL);
    free(other_cert);
    free(other_key);
}

static void sends_headers(void **state) {
    struct http_client_response r;
    struct http_client_header extra = {GH_S("X-Extra"), GH_S("one two")};
    struct http_client_request q = {
        .url = gh_fmt(*state, "http://127.0.0.1:%u/h", http_server_port(plain)), .headers = &extra, .n_headers = 1};
    assert_int_equal(http_client_fetch(*state, &lax, &q, &r, NULL), 0);
    assert_str(r.body, "GET /h */*  one two");
    extra.value = GH_S("a\r\nX-Other: b");
    assert_int_equal(http_client_fetch(*state, &lax, &q, &r, NULL), -GH_EINVAL);
    extra = (struct http_client_header){GH_S("X-Extra:\nX"), GH_S("a")};
    assert_int_equal(http_client_fetch(*state, &lax, &q, &r, NULL), -GH_EINVAL);
}

static struct gh_str thumbprint_of(struct gh_arena *a) {
    struct gh_str url = gh_fmt(a, "https://127.0.0.1:%u/", http_server_port(tls)), top;
    assert_int_equal(http_client_thumbprint(a, &lax, url, &top, NULL), 0);
    assert_int_equal(top.n, 40);
    return top;
}

static void trusts_a_thumbprint(void **state) {
    struct gh_str pins[2] = {GH_S("0123456789012345678901234567890123456789"), thumbprint_of(*state)};
    struct http_client_response r;
    struct http_client_options o = lax;
    o.ca_file = NULL;
    o.thumbprints = pins;
    o.n_thumbprints = 2;
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), 0);
    o.n_thumbprints = 1;
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), -GH_EAUTH);
    o.ca_file = ca_path; /* who the authorities vouch for needs no thumbprint */
    assert_int_equal(fetch_tls(*state, &o, "/a", &r, NULL), 0);
}

static void refuses_half_a_certificate(void **state) {
    (void)state;
    struct http_server *s = NULL;
    struct gh_err err;
    struct http_options o = {.listen = GH_S("127.0.0.1:0"), .handle = handler, .tls_cert_pem = cert_pem};
    assert_int_equal(http_server_start(&o, &s, &err), -GH_EINVAL);
    o.tls_key_pem = "nonsense";
    assert_int_equal(http_server_start(&o, &s, &err), -GH_EINVAL);
    assert_null(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gets_and_posts),       cmocka_unit_test(follows_few_redirects),
        cmocka_unit_test(bounds_size_and_time), cmocka_unit_test(refuses_private_addresses),
        cmocka_unit_test(refuses_bad_urls),     cmocka_unit_test(knows_public_addresses),
        cmocka_unit_test(speaks_tls),           cmocka_unit_test(changes_its_certificate),
        arena_test(trusts_a_thumbprint),        cmocka_unit_test(refuses_half_a_certificate),
        arena_test(keeps_a_connection),         arena_test(sends_headers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
