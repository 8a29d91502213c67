#include "unit.h"

#include <string.h>
#include <unistd.h>

#include "codec/base64.h"
#include "crypto/keyring.h"
#include "domain/ids.h"
#include "domain/session_token.h"

#define NOW_MS INT64_C(1790000000123)

struct fixture {
    struct gh_arena *a;
    struct keyring *keyring;
};

static int setup(void **state) {
    static struct fixture f;
    f = (struct fixture){gh_arena_new(0), keyring_new_ephemeral()};
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    keyring_free(f->keyring);
    gh_arena_free(f->a);
    return 0;
}

static struct session_claims portal_claims(void) {
    return (struct session_claims){.kind = PRINCIPAL_ROLE_SESSION,
                                   .account_id = GH_S("012345678901"),
                                   .entity_id = GH_S("AROAABCDEFGHIJKLMNOPQ"),
                                   .session_name = GH_S("jdoe"),
                                   .issue_ms = NOW_MS,
                                   .expires_ms = NOW_MS + GH_HOUR_MS,
                                   .identity_store_id = GH_S("d-1234567890"),
                                   .identity_user_id = GH_S("1234567890-f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                                   .instance_id = GH_S("ssoins-7223e96813b69a54"),
                                   .permission_set_id = GH_S("ps-1111222233334444")};
}

static void test_round_trip(void **state) {
    struct fixture *f = *state;
    struct principal_tag tags[] = {{GH_S("team"), GH_S("red")}, {GH_S("empty"), GH_S("")}};
    struct gh_str policies[] = {GH_S("{\"Version\":\"2012-10-17\"}"), GH_S("{}")};
    struct session_claims in = portal_claims(), out;
    struct session_credentials c;
    struct gh_secret secret;
    in.mfa_present = true;
    in.source_identity = GH_S("");
    in.tags = tags;
    in.n_tags = 2;
    in.session_policies = policies;
    in.n_session_policies = 2;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, NULL), 0);
    assert_int_equal(c.access_key_id.n, 20);
    assert_true(gh_str_starts(c.access_key_id, GH_S("ASIA")));
    assert_int_equal(c.secret.n, 40);
    struct gh_str account;
    assert_true(id_access_key_account(f->a, c.access_key_id, &account));
    assert_str(account, "012345678901");

    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, c.token}, &out, &secret, NULL),
        0);
    assert_true(gh_secret_eq(&secret, &c.secret));
    assert_int_equal(out.kind, PRINCIPAL_ROLE_SESSION);
    assert_str(out.account_id, "012345678901");
    assert_str(out.entity_id, "AROAABCDEFGHIJKLMNOPQ");
    assert_str(out.session_name, "jdoe");
    assert_true(out.source_identity.p && !out.source_identity.n);
    assert_true(!out.parent_key_id.p);
    assert_true(out.issue_ms == in.issue_ms && out.expires_ms == in.expires_ms && out.mfa_present);
    assert_str(out.identity_store_id, "d-1234567890");
    assert_str(out.identity_user_id, "1234567890-f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    assert_str(out.instance_id, "ssoins-7223e96813b69a54");
    assert_str(out.permission_set_id, "ps-1111222233334444");
    assert_int_equal(out.n_tags, 2);
    assert_str(out.tags[0].key, "team");
    assert_str(out.tags[0].value, "red");
    assert_true(out.tags[1].value.p && !out.tags[1].value.n);
    assert_int_equal(out.n_session_policies, 2);
    assert_str(out.session_policies[0], "{\"Version\":\"2012-10-17\"}");
    assert_str(out.session_policies[1], "{}");
}

/* What federation and chains of roles add. */
static void test_round_trip_of_a_federated_session(void **state) {
    struct fixture *f = *state;
    struct principal_tag tags[] = {{GH_S("team"), GH_S("red")}, {GH_S("cost"), GH_S("7")}};
    struct principal_key keys[] = {{GH_S("saml:sub"), GH_S("ada")}, {GH_S("saml:sub_type"), GH_S("persistent")}};
    struct session_claims in = portal_claims(), out;
    struct session_credentials c;
    struct gh_secret secret;
    in.kind = PRINCIPAL_FEDERATED_USER;
    in.root_granter = GH_S("111122223333");
    in.provider = GH_S("arn:aws:iam::012345678901:saml-provider/Corp");
    in.mfa_ms = NOW_MS - 5;
    in.tags = tags;
    in.n_tags = 2;
    in.n_transitive_tags = 1;
    in.keys = keys;
    in.n_keys = 2;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, NULL), 0);
    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, c.token}, &out, &secret, NULL),
        0);
    assert_int_equal(out.kind, PRINCIPAL_FEDERATED_USER);
    assert_str(out.root_granter, "111122223333");
    assert_str(out.provider, "arn:aws:iam::012345678901:saml-provider/Corp");
    assert_true(out.mfa_ms == NOW_MS - 5);
    assert_true(out.n_tags == 2 && out.n_transitive_tags == 1 && out.n_keys == 2);
    assert_str(out.keys[1].key, "saml:sub_type");
    assert_str(out.keys[1].value, "persistent");
}

/* The percentage is that of the room for policies and tags: 100 is the last that fits, and what fits is never over it.
 */
static void test_packed_percentage(void **state) {
    struct fixture *f = *state;
    struct session_claims in = portal_claims();
    struct session_credentials c;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, NULL), 0);
    assert_int_equal(c.packed_percent, 0);
    unsigned last = 0;
    bool refused = false;
    for (size_t n = 1; n < 6000 && !refused; n += 13) {
        char *noise = gh_arena_text(f->a, n);
        gh_rand(noise, n);
        struct gh_str policy = gh_str_n(noise, n);
        struct gh_err err = {0};
        in.session_policies = &policy;
        in.n_session_policies = 1;
        refused = session_token_seal(f->keyring, f->a, &in, &c, &err) == -GH_ELIMIT;
        if (refused) {
            assert_non_null(strstr(err.message, "% of the allotted space"));
            break;
        }
        assert_true(c.packed_percent >= 1 && c.packed_percent <= 100 && c.packed_percent >= last);
        last = c.packed_percent;
    }
    assert_true(refused && last >= 98);
}

static void test_least_claims(void **state) {
    struct fixture *f = *state;
    struct session_claims in = {.kind = PRINCIPAL_ROOT, .account_id = GH_S("111122223333")}, out;
    struct session_credentials c;
    struct gh_secret secret;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, NULL), 0);
    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, c.token}, &out, &secret, NULL),
        0);
    assert_int_equal(out.kind, PRINCIPAL_ROOT);
    assert_true(!out.session_name.p && !out.n_tags && !out.n_session_policies && !out.mfa_present && !out.issue_ms);
}

static void test_each_token_is_its_own(void **state) {
    struct fixture *f = *state;
    struct session_claims in = portal_claims(), out;
    struct session_credentials one, two;
    struct gh_secret secret;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &one, NULL), 0);
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &two, NULL), 0);
    assert_false(gh_str_eq(one.token, two.token));
    assert_false(gh_str_eq(one.access_key_id, two.access_key_id));
    assert_false(gh_secret_eq(&one.secret, &two.secret));
    assert_int_equal(session_token_open(f->keyring, f->a, &(struct session_token){one.access_key_id, two.token}, &out,
                                        &secret, NULL),
                     -GH_EAUTH);
    assert_true(one.token.n < 420);
}

static void test_altered_tokens_are_refused(void **state) {
    struct fixture *f = *state;
    struct session_claims in = portal_claims(), out;
    struct session_credentials c;
    struct gh_secret secret;
    struct gh_err err;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, NULL), 0);
    for (size_t i = 0; i < c.token.n; i++) {
        struct gh_str bad = gh_str_dup(f->a, c.token);
        ((char *)bad.p)[i] = bad.p[i] == 'A' ? 'B' : 'A';
        assert_int_equal(
            session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, bad}, &out, &secret, &err),
            -GH_EAUTH);
        bad = gh_str_slice(c.token, 0, i);
        assert_int_equal(
            session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, bad}, &out, &secret, &err),
            -GH_EAUTH);
    }
    assert_string_equal(err.message, "The security token included in the request is invalid.");
    struct gh_str longer = gh_fmt(f->a, "%.*sAAAA", GH_S_FMT(c.token));
    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, longer}, &out, &secret, NULL),
        -GH_EAUTH);
    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, GH_S_NONE}, &out, &secret, NULL),
        -GH_EAUTH);
    assert_int_equal(session_token_open(f->keyring, f->a,
                                        &(struct session_token){GH_S("ASIAAAAAAAAAAAAAAAAA"), c.token}, &out, &secret,
                                        NULL),
                     -GH_EAUTH);
    GH_CLEANUP(keyring_freep) struct keyring *other = keyring_new_ephemeral();
    assert_int_equal(
        session_token_open(other, f->a, &(struct session_token){c.access_key_id, c.token}, &out, &secret, NULL),
        -GH_EAUTH);
    struct gh_str blob = keyring_seal(f->keyring, f->a, "other.purpose", c.access_key_id, GH_S("\1\0"));
    struct gh_str page = base64_encode(f->a, blob, BASE64_URL);
    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, page}, &out, &secret, NULL),
        -GH_EAUTH);
}

static void test_policies_are_packed(void **state) {
    struct fixture *f = *state;
    struct session_claims in = portal_claims(), out;
    struct session_credentials c;
    struct gh_secret secret;
    struct gh_buf b;
    gh_buf_init(&b, f->a, 1 << 20);
    for (int i = 0; i < 200; i++)
        gh_buf_addf(&b, "{\"Effect\":\"Allow\",\"Action\":\"s3:Get%d\",\"Resource\":\"*\"},", i);
    struct gh_str policy = gh_buf_str(&b);
    in.session_policies = &policy;
    in.n_session_policies = 1;
    assert_true(policy.n > 2 * SESSION_TOKEN_MAX);
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, NULL), 0);
    assert_true(c.token.n <= SESSION_TOKEN_MAX);
    assert_int_equal(
        session_token_open(f->keyring, f->a, &(struct session_token){c.access_key_id, c.token}, &out, &secret, NULL),
        0);
    assert_true(gh_str_eq(out.session_policies[0], policy));
    assert_true(gh_secret_eq(&secret, &c.secret));
}

static void test_too_large(void **state) {
    struct fixture *f = *state;
    struct session_claims in = portal_claims();
    struct session_credentials c = {.token = GH_S("untouched")};
    struct gh_err err;
    struct gh_str noise = gh_id_new(f->a, "", GH_ALPHABET_ALNUM, 3000), most = GH_S_NONE;
    in.session_policies = &noise;
    in.n_session_policies = 1;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, &err), 0);
    most = gh_id_new(f->a, "", GH_ALPHABET_ALNUM, 6000);
    in.session_policies = &most;
    c.token = GH_S("untouched");
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, &err), -GH_ELIMIT);
    assert_str(c.token, "untouched");
    assert_non_null(strstr(err.message, "% of the allotted space"));
    char *big = gh_arena_text(f->a, 200000);
    memset(big, 'x', 200000);
    most = gh_str_n(big, 200000);
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, &err), -GH_ELIMIT);
    struct principal_tag *tags = gh_new_n(f->a, struct principal_tag, 257);
    in.n_session_policies = 0;
    in.tags = tags;
    in.n_tags = 257;
    assert_int_equal(session_token_seal(f->keyring, f->a, &in, &c, &err), -GH_ELIMIT);
}

/* Sealed by us for this purpose and key id, but not what a token holds: as if another version had written it. */
static void test_unreadable_content(void **state) {
    struct fixture *f = *state;
    static const struct gh_str bad[] = {
        GH_S_INIT(""),
        GH_S_INIT("\1"),
        GH_S_INIT("\2\0"),
        GH_S_INIT("\1\2"),
        GH_S_INIT("\1\0"),
        GH_S_INIT("\1\0\3\0\0\0"),
        GH_S_INIT("\1\0\3\0\0\0\377\377\377\377\377\377\377\377\377\1"),
        GH_S_INIT("\1\0\377\377\377\377\377\377\377\377\377\377\377"),
        GH_S_INIT("\1\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0more"),
        GH_S_INIT("\1\0\3\0\0\0\0\0\0\0\0\0\0\0\0\377\377\377\377\17\0"),
        GH_S_INIT("\1\1\377\377\377\377\177x"),
        GH_S_INIT("\1\1\12not deflated"),
        GH_S_INIT("\1\1\0"),
    };
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        struct session_claims out;
        struct gh_secret secret;
        struct gh_str id = GH_S("ASIAAAAAAAAAAAAAAAAA");
        struct gh_str token =
            base64_encode(f->a, keyring_seal(f->keyring, f->a, "session.token", id, bad[i]), BASE64_URL);
        assert_int_equal(session_token_open(f->keyring, f->a, &(struct session_token){id, token}, &out, &secret, NULL),
                         -GH_EAUTH);
    }
}

static void test_rotated_keys_still_open(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/gatehouse-token-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = gh_fmt(f->a, "%s/keyring%c", folder, 0).p;
    assert_int_equal(keyring_create(path, NULL), 0);
    GH_CLEANUP(keyring_freep) struct keyring *before = NULL, *after = NULL;
    assert_int_equal(keyring_load(path, &before, NULL), 0);
    assert_int_equal(keyring_rotate(path, NULL), 0);
    assert_int_equal(keyring_load(path, &after, NULL), 0);
    unlink(path);
    rmdir(folder);
    struct session_claims in = portal_claims(), out;
    struct session_credentials c;
    struct gh_secret secret;
    assert_int_equal(session_token_seal(before, f->a, &in, &c, NULL), 0);
    assert_int_equal(
        session_token_open(after, f->a, &(struct session_token){c.access_key_id, c.token}, &out, &secret, NULL), 0);
    assert_true(gh_secret_eq(&secret, &c.secret));
}

int main(void) {
#define token_test(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
    const struct CMUnitTest tests[] = {
        token_test(test_round_trip),
        token_test(test_round_trip_of_a_federated_session),
        token_test(test_packed_percentage),
        token_test(test_least_claims),
        token_test(test_each_token_is_its_own),
        token_test(test_altered_tokens_are_refused),
        token_test(test_policies_are_packed),
        token_test(test_too_large),
        token_test(test_unreadable_content),
        token_test(test_rotated_keys_still_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
