/* test_x509.c: certificates made with openssl: read, chained, matched to their keys; and what are none. */
#include "unit.h"

#include "crypto/x509.h"

/* Made for this test. */
static const char ca[] = "-----BEGIN CERTIFICATE-----\n"
                         "MIIBejCCASGgAwIBAgIUXjSq/sOuVWzvE58qBayNUNjL7pwwCgYIKoZIzj0EAwIw\n"
                         "EjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjQxMDE1NTlaGA8yMTI2MTAzMTEw\n"
                         "MTU1OVowEjEQMA4GA1UEAwwHVGVzdCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEH\n"
                         "A0IABNkj2s07/vJ+IozOa+DUWXQ2Cndip4vPHB9IFeBjuWt1dKEZ6bcajN6op7vy\n"
                         "XSSGP3Ur7wtKy02IByt4G8+OkMGjUzBRMB0GA1UdDgQWBBTLDDY9swnw+sUT+StJ\n"
                         "WVYrdnecQjAfBgNVHSMEGDAWgBTLDDY9swnw+sUT+StJWVYrdnecQjAPBgNVHRMB\n"
                         "Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIFC2z26ba7F/qO5mZp1d/JWdsBgh\n"
                         "ix9BaJnPrFhfMP2oAiBXJBpz3/9qf/ZSCJn1atz94kpDVwrS47oAyxv0102/9A==\n"
                         "-----END CERTIFICATE-----\n";
static const char leaf[] = "-----BEGIN CERTIFICATE-----\n"
                           "MIIBJzCBzgIUbRKAKFVbbV59ZRSrqxuNk3NX+mgwCgYIKoZIzj0EAwIwEjEQMA4G\n"
                           "A1UEAwwHVGVzdCBDQTAgFw0yNjExMjQxMDE1NTlaGA8yMTI2MTAzMTEwMTU1OVow\n"
                           "GTEXMBUGA1UEAwwOc2VydmVyLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMB\n"
                           "BwNCAARYTeYb8jQRmqA/O8ovosSt0jlpQ0kN/odLQ8TlTD42GG7Hxz565KllCLR6\n"
                           "SCMRF6zTNjlorsmNVdMpfhZdZbC+MAoGCCqGSM49BAMCA0gAMEUCIQCTMGGNvkp5\n"
                           "qwv2UjcJKrk8vtJ7wImQ8u25TbhZarjS+gIgbOb+5KWrHuD/6Hb8e8nyNHnZFs41\n"
                           "mquxSb6B0QUmPq8=\n"
                           "-----END CERTIFICATE-----\n";
static const char leaf_key[] = "-----BEGIN PRIVATE KEY-----\n"
                               "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmSufIbc+ePHBL/Qh\n"
                               "IAmU4DfIzL0x/9sxoDCcejtYFq6hRANCAARYTeYb8jQRmqA/O8ovosSt0jlpQ0kN\n"
                               "/odLQ8TlTD42GG7Hxz565KllCLR6SCMRF6zTNjlorsmNVdMpfhZdZbC+\n"
                               "-----END PRIVATE KEY-----\n";
static const char expired[] = "-----BEGIN CERTIFICATE-----\n"
                              "MIIBIjCByQIUbRKAKFVbbV59ZRSrqxuNk3NX+mkwCgYIKoZIzj0EAwIwEjEQMA4G\n"
                              "A1UEAwwHVGVzdCBDQTAeFw0yNjExMjQxMDE1NTlaFw0yNjExMjMxMDE1NTlaMBYx\n"
                              "FDASBgNVBAMMC29sZC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                              "daVr2C5PogQ4enNA5aOgrX8Qm+poaCtwouWZeFdOPEgGg+nfzOob18aZ8MdY14me\n"
                              "TVbMOdQwk5GC1or6QELa6zAKBggqhkjOPQQDAgNIADBFAiBtPsxl2f9pKR5E/208\n"
                              "+DLU+ySiUt9auaAnBzOVY1+7LgIhAMEmpnYW2LLx6hQtyHkdU2PUmRUs4FQV5vpt\n"
                              "7chZcqAS\n"
                              "-----END CERTIFICATE-----\n";
static const char expired_key[] = "-----BEGIN PRIVATE KEY-----\n"
                                  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglJlKlIh22qjcujeR\n"
                                  "urqkN/+LK9/V7jvkmGVAsKSeaxShRANCAAR1pWvYLk+iBDh6c0Dlo6CtfxCb6mho\n"
                                  "K3Ci5Zl4V048SAaD6d/M6hvXxpnwx1jXiZ5NVsw51DCTkYLWivpAQtrr\n"
                                  "-----END PRIVATE KEY-----\n";
static const char locked_key[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                                 "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg0wGQLPei8GAICCAAw\n"
                                 "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEENIvvz+e4NYzAo22PTNeNO8EgZBo\n"
                                 "869QNtp+bNOoZAg3QKSV4KQHXVHyxpLzQRaZTirZzleHbdz3tVAFRg2axjpCGBwi\n"
                                 "L5rWosmOmtLz+s4HEipZA4+5DADs0zxUZOa7L8wOrQCcy/pImUlujBA/pb2zxRD0\n"
                                 "7dITwr4i0YHsUQAAm94lum7BG3DqXt2DUJohJrWfWJjkrFjdckm1pWf9dKEoIMs=\n"
                                 "-----END ENCRYPTED PRIVATE KEY-----\n";

#define LEAF_DIGEST "1a11fc6c6b857f3e723da5a7f04ba6de40340607712c330e11e7065a618a6757"
#define EXPIRED_FROM_MS INT64_C(1795515359000)
#define EXPIRED_UNTIL_MS INT64_C(1795428959000)

static struct gh_str both(void **state, const char *a, const char *b) {
    return gh_fmt(*state, "%s%s", a, b);
}

static void reads_one_certificate(void **state) {
    struct x509_facts facts;
    assert_int_equal(x509_read(*state, gh_str_c(leaf), &facts, NULL), 0);
    assert_str(facts.digest, LEAF_DIGEST);
    assert_int_equal(x509_read(*state, gh_str_c(expired), &facts, NULL), 0);
    assert_int_equal(facts.from_ms, EXPIRED_FROM_MS);
    assert_int_equal(facts.until_ms, EXPIRED_UNTIL_MS);
    assert_int_equal(x509_read(*state, both(state, "\n \n", leaf), &facts, NULL), 0);
}

static void refuses_what_is_not_one(void **state) {
    struct x509_facts facts;
    struct gh_str whole = gh_str_c(leaf);
    static const char *const others[] = {"", "hello", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                                         "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"};
    for (size_t i = 0; i < GH_COUNT(others); i++)
        assert_int_equal(x509_read(*state, gh_str_c(others[i]), &facts, NULL), -GH_EINVAL);
    assert_int_equal(x509_read(*state, both(state, leaf, ca), &facts, NULL), -GH_EINVAL);
    assert_int_equal(x509_read(*state, both(state, leaf, "junk"), &facts, NULL), -GH_EINVAL);
    assert_int_equal(x509_read(*state, both(state, "junk\n", leaf), &facts, NULL), -GH_EINVAL);
    assert_int_equal(x509_read(*state, both(state, leaf, leaf_key), &facts, NULL), -GH_EINVAL);
    /* The last line break may go, nothing else. */
    for (size_t n = 0; n + 1 < whole.n; n++)
        assert_int_equal(x509_read(*state, gh_str_slice(whole, 0, n), &facts, NULL), -GH_EINVAL);
}

static void matches_keys(void **state) {
    (void)state;
    assert_int_equal(x509_check_key(gh_str_c(leaf), gh_str_c(leaf_key), NULL), 0);
    assert_int_equal(x509_check_key(gh_str_c(leaf), gh_str_c(expired_key), NULL), -GH_ECONFLICT);
    assert_int_equal(x509_check_key(gh_str_c(leaf), gh_str_c(locked_key), NULL), -GH_EINVAL);
    assert_int_equal(x509_check_key(gh_str_c(leaf), gh_str_c(leaf), NULL), -GH_EINVAL);
    assert_int_equal(x509_check_key(gh_str_c(leaf_key), gh_str_c(leaf_key), NULL), -GH_EINVAL);
    assert_int_equal(x509_check_key(gh_str_c(leaf), GH_S(""), NULL), -GH_EINVAL);
}

static void follows_chains(void **state) {
    size_t at = 99;
    assert_int_equal(x509_check_chain(gh_str_c(leaf), gh_str_c(ca), &at, NULL), 0);
    assert_int_equal(x509_check_chain(gh_str_c(leaf), both(state, ca, ca), &at, NULL), 0);
    assert_int_equal(at, 99);
    assert_int_equal(x509_check_chain(gh_str_c(leaf), gh_str_c(leaf), &at, NULL), -GH_EINVAL);
    assert_int_equal(at, 0);
    assert_int_equal(x509_check_chain(gh_str_c(leaf), both(state, ca, leaf), &at, NULL), -GH_EINVAL);
    assert_int_equal(at, 1);
    assert_int_equal(x509_check_chain(gh_str_c(leaf), GH_S("hello"), NULL, NULL), -GH_EINVAL);
    assert_int_equal(x509_check_chain(gh_str_c(leaf), GH_S(""), NULL, NULL), -GH_EINVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(reads_one_certificate), arena_test(refuses_what_is_not_one),
                                       arena_test(matches_keys), arena_test(follows_chains)};
    return cmocka_run_group_tests_name("crypto/x509", tests, NULL, NULL);
}
