/* What cases as data cannot say: bounds, flags, the signer, and the key. */
#include "sigv4_case.h"

#define NOW_MS INT64_C(1440938160000) /* 20150830T123600Z */

static const struct sigv4_signer signer = {GH_S_INIT(CASE_ACCESS_KEY),
                                           GH_S_INIT("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                                           {NULL, 0},
                                           GH_S_INIT("us-east-1"),
                                           GH_S_INIT("service")};

static struct sigv4_message message(struct gh_arena *a, const char *text) {
    return case_message(a, gh_str_c(text));
}

static void add_signature(struct gh_arena *a, struct sigv4_message *m, const struct sigv4_signer *who, unsigned flags) {
    struct sigv4_signed s;
    assert_int_equal(sigv4_sign(a, m, who, NOW_MS, flags, &s), 0);
    for (size_t i = 0; i < s.n; i++) case_add_header(m, s.headers[i].name, s.headers[i].value);
}

static void test_signed_requests_verify(void **state) {
    struct gh_arena *a = *state;
    struct sigv4_signer with_token = signer;
    with_token.session_token = GH_S("token/+=");
    struct sigv4_message m =
        message(a, "POST /a//b?z=1&a=%20 HTTP/1.1\nUser-Agent: x\nHost: h:1\nX-Amz-Target: T\n\n{}");
    add_signature(a, &m, &with_token, 0);
    struct sigv4_request r;
    assert_int_equal(sigv4_parse(a, &m, &r, NULL), SIGV4_OK);
    assert_str(r.signed_headers, "host;x-amz-date;x-amz-security-token;x-amz-target");
    assert_str(r.security_token, "token/+=");
    assert_str(r.timestamp, "20150830T123600Z");
    assert_true(r.timestamp_ms == NOW_MS && !r.presigned);
    assert_int_equal(case_verify(a, &m, NOW_MS, GH_S("service"), 0, NULL), SIGV4_OK);
    m.headers = (struct sigv4_header *)m.headers + 1;
    m.n_headers--;
    assert_int_equal(case_verify(a, &m, NOW_MS, GH_S("service"), 0, NULL), SIGV4_OK);
}

static void test_vanilla_signature(void **state) {
    struct gh_arena *a = *state;
    struct sigv4_message m = message(a, "GET / HTTP/1.1\nHost:example.amazonaws.com\n\n");
    struct sigv4_signed s;
    assert_int_equal(sigv4_sign(a, &m, &signer, NOW_MS, 0, &s), 0);
    assert_int_equal(s.n, 2);
    assert_str(s.headers[1].value, "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                                   "SignedHeaders=host;x-amz-date, "
                                   "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

static void test_cannot_sign_without_host(void **state) {
    struct sigv4_message m = message(*state, "GET / HTTP/1.1\nAccept:x\n\n");
    struct sigv4_signed s;
    assert_int_equal(sigv4_sign(*state, &m, &signer, NOW_MS, 0, &s), -GH_EINVAL);
}

static void test_skew_is_inclusive(void **state) {
    struct gh_arena *a = *state;
    struct sigv4_message m = message(a, "GET / HTTP/1.1\nHost: h\n\n");
    add_signature(a, &m, &signer, 0);
    const struct {
        int64_t off_ms;
        enum sigv4_error error;
    } rows[] = {{0, SIGV4_OK},
                {SIGV4_SKEW_MS, SIGV4_OK},
                {SIGV4_SKEW_MS + 1, SIGV4_EXPIRED},
                {-SIGV4_SKEW_MS, SIGV4_OK},
                {-SIGV4_SKEW_MS - 1, SIGV4_NOT_YET}};
    for (size_t i = 0; i < GH_COUNT(rows); i++)
        assert_int_equal(case_verify(a, &m, NOW_MS + rows[i].off_ms, GH_S("service"), 0, NULL), rows[i].error);
    struct gh_err err;
    assert_int_equal(case_verify(a, &m, NOW_MS + SIGV4_SKEW_MS + 1, GH_S("service"), 0, &err), SIGV4_EXPIRED);
    assert_int_equal(err.code, GH_EEXPIRED);
}

static void test_unsigned_payload_needs_the_flag(void **state) {
    struct gh_arena *a = *state;
    struct sigv4_message m = message(a, "PUT /k HTTP/1.1\nHost: h\nX-Amz-Content-Sha256:UNSIGNED-PAYLOAD\n\nanything");
    add_signature(a, &m, &signer, SIGV4_UNSIGNED_PAYLOAD);
    assert_int_equal(case_verify(a, &m, NOW_MS, GH_S("service"), SIGV4_UNSIGNED_PAYLOAD, NULL), SIGV4_OK);
    assert_int_equal(case_verify(a, &m, NOW_MS, GH_S("service"), 0, NULL), SIGV4_MISMATCH);
}

static void test_spacing_of_the_header(void **state) {
    struct gh_arena *a = *state;
    static const char *const forms[] = {
        "AWS4-HMAC-SHA256 Credential=%s/20150830/us-east-1/service/aws4_request,SignedHeaders=%s,Signature=%s",
        "AWS4-HMAC-SHA256  Signature=%3$s ,  "
        "SignedHeaders=%2$s,\tCredential=%1$s/20150830/us-east-1/service/aws4_request ",
    };
    const char *signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    for (size_t i = 0; i < GH_COUNT(forms); i++) {
        struct sigv4_message m =
            message(a, "GET / HTTP/1.1\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z\n\n");
        char header[512];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(header, sizeof header, forms[i], CASE_ACCESS_KEY, "host;x-amz-date", signature);
#pragma GCC diagnostic pop
        case_add_header(&m, GH_S("authorization"), gh_str_c(header));
        assert_int_equal(case_verify(a, &m, NOW_MS, GH_S("service"), 0, NULL), SIGV4_OK);
    }
}

static void test_many_headers(void **state) {
    struct gh_arena *a = *state;
    struct sigv4_message m = message(a, "GET / HTTP/1.1\nHost: h\n\n");
    for (int i = 0; i < 55; i++) case_add_header(&m, gh_fmt(a, "x-h-%02d", i), gh_fmt(a, " v%d ", i));
    add_signature(a, &m, &signer, 0);
    assert_int_equal(case_verify(a, &m, NOW_MS, GH_S("service"), 0, NULL), SIGV4_OK);

    struct gh_buf list;
    gh_buf_init(&list, a, 4096);
    for (int i = 0; i < 70; i++) gh_buf_addf(&list, "a%02d;", i);
    gh_buf_addf(&list, "host");
    struct sigv4_message n = message(a, "GET / HTTP/1.1\nHost: h\nX-Amz-Date:20150830T123600Z\n\n");
    case_add_header(&n, GH_S("Authorization"),
                    gh_fmt(a,
                           "AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request, SignedHeaders=%.*s, Signature=0",
                           GH_S_FMT(gh_buf_str(&list))));
    struct sigv4_request r;
    assert_int_equal(sigv4_parse(a, &n, &r, NULL), SIGV4_INCOMPLETE);
}

static void test_overlong_secret_is_cut_safely(void **state) {
    (void)state;
    char secret[400];
    struct crypto_hmac_key k;
    memset(secret, 'x', sizeof secret);
    sigv4_signing_key(gh_str_n(secret, sizeof secret), GH_S("d"), GH_S("r"), GH_S("s"), &k);
    sigv4_signing_key(GH_S_NONE, GH_S_NONE, GH_S_NONE, GH_S_NONE, &k);
}

static void test_empty_target(void **state) {
    struct gh_arena *a = *state;
    struct sigv4_message m = {.method = GH_S("GET")};
    struct sigv4_request r = {.signed_headers = GH_S("host")};
    struct sigv4_header host = {GH_S("Host"), GH_S("")};
    struct gh_str got;
    m.headers = &host;
    m.n_headers = 1;
    assert_int_equal(sigv4_canonical_request(a, &m, &r, 0, &got, NULL), SIGV4_OK);
    assert_str(got, "GET\n/\n\nhost:\n\nhost\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_signed_requests_verify),
        arena_test(test_vanilla_signature),
        arena_test(test_cannot_sign_without_host),
        arena_test(test_skew_is_inclusive),
        arena_test(test_unsigned_payload_needs_the_flag),
        arena_test(test_spacing_of_the_header),
        arena_test(test_many_headers),
        arena_test(test_overlong_secret_is_cut_safely),
        arena_test(test_empty_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
