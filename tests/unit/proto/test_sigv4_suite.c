/* The cases of tests/sigv4: every stage of each, made by another implementation (generate.py); then the refused ones.
 */
#include "sigv4_case.h"

#include <dirent.h>

struct sigv4_case {
    const char *root, *name;
};

/* What the files give as the Authorization header: scope and list of headers stand in the stages. */
static struct gh_str authorization_of(struct gh_arena *a, struct gh_str canonical, struct gh_str sts,
                                      struct gh_str signature) {
    struct gh_str line, scope = GH_S_NONE, list = GH_S_NONE, before = GH_S_NONE;
    for (int i = 0; i < 3; i++) assert_true(gh_str_split(&sts, '\n', &scope));
    while (gh_str_split(&canonical, '\n', &line)) {
        list = before;
        before = line;
    }
    return gh_fmt(a, "AWS4-HMAC-SHA256 Credential=" CASE_ACCESS_KEY "/%.*s, SignedHeaders=%.*s, Signature=%.*s",
                  GH_S_FMT(scope), GH_S_FMT(list), GH_S_FMT(signature));
}

static void test_stages(void **state) {
    const struct sigv4_case *c = *state;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    const char *folder = gh_fmt(a, "%s/%s%c", c->root, c->name, 0).p;
    struct gh_str canonical = case_read(a, folder, "canonical.txt"), sts = case_read(a, folder, "sts.txt");
    struct gh_str signature = case_read(a, folder, "signature.txt"), context = case_read(a, folder, "context.txt");
    struct gh_str region = GH_S("us-east-1"), service = GH_S("service"), got;
    struct sigv4_message m = case_message(a, case_read(a, folder, "request.txt"));
    unsigned flags = 0;
    if (context.p) {
        context = gh_str_trim(context);
        assert_true(gh_str_split(&context, ' ', &region) && gh_str_split(&context, ' ', &service));
        if (context.p) flags = SIGV4_S3;
    }
    if (!gh_str_starts(gh_str_c(c->name), GH_S("presign-")))
        case_add_header(&m, GH_S("Authorization"), authorization_of(a, canonical, sts, signature));

    struct sigv4_request r;
    struct gh_err err = {0};
    assert_string_equal(sigv4_error_name(sigv4_parse(a, &m, &r, &err)), "OK");
    assert_true(gh_str_eq(r.region, region) && gh_str_eq(r.service, service));
    assert_int_equal(sigv4_canonical_request(a, &m, &r, flags, &got, &err), SIGV4_OK);
    assert_str_at(got, canonical, "canonical.txt", 0);
    got = sigv4_string_to_sign(a, &r, got);
    assert_str_at(got, sts, "sts.txt", 0);
    struct crypto_hmac_key key;
    char made[SIGV4_SIGNATURE_CHARS];
    sigv4_signing_key(CASE_SECRET, r.date, region, service, &key);
    sigv4_signature(&key, got, made);
    assert_str_at(gh_str_n(made, sizeof made), signature, "signature.txt", 0);
    assert_int_equal(case_verify(a, &m, r.timestamp_ms, service, flags, &err), SIGV4_OK);
}

static struct gh_str field(struct gh_str *text, struct gh_str name) {
    struct gh_str line;
    assert_true(gh_str_split(text, '\n', &line));
    assert_true(gh_str_starts(line, name));
    return gh_str_slice(line, name.n, line.n);
}

static void test_refused(void **state) {
    const struct sigv4_case *c = *state;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct gh_str text = case_read(a, c->root, c->name), empty;
    struct gh_str error = field(&text, GH_S("error: ")), part = field(&text, GH_S("text: "));
    struct gh_str now = field(&text, GH_S("now: ")), service = field(&text, GH_S("service: "));
    assert_true(gh_str_split(&text, '\n', &empty) && !empty.n);
    int64_t now_ms;
    assert_true(gh_time_parse_basic(now, &now_ms));
    struct sigv4_message m = case_message(a, text);
    struct gh_err err = {0};
    assert_str(error, sigv4_error_name(case_verify(a, &m, now_ms, service, 0, &err)));
    struct gh_str message = gh_str_c(err.message);
    if (gh_str_find_str(message, part) < 0) assert_str_at(message, part, c->name, 0);
    assert_true(gh_str_is_utf8(message));
    for (size_t i = 0; i < m.n_headers; i++)
        if (gh_str_eq_ci(m.headers[i].name, GH_S("authorization")) && m.headers[i].value.n)
            assert_true(gh_str_find_str(message, m.headers[i].value) < 0);
}

static size_t collect(struct gh_arena *a, const char *root, const char *file, CMUnitTestFunction f,
                      struct CMUnitTest *tests, size_t room) {
    struct dirent **list;
    size_t n = 0;
    int found = scandir(root, &list, NULL, alphasort);
    for (int i = 0; i < found; i++) {
        const char *name = gh_cstr(a, gh_str_c(list[i]->d_name));
        free(list[i]);
        bool wanted = file ? case_read(a, gh_fmt(a, "%s/%s%c", root, name, 0).p, file).p != NULL
                           : gh_str_ends(gh_str_c(name), GH_S(".txt"));
        if (!wanted || n == room) continue;
        struct sigv4_case *c = gh_new(a, struct sigv4_case);
        *c = (struct sigv4_case){root, name};
        tests[n++] = (struct CMUnitTest){name, f, NULL, NULL, c};
    }
    if (found >= 0) free(list);
    return n;
}

int main(int argc, char **argv) {
    static struct CMUnitTest tests[512];
    if (argc != 2) return 2;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    size_t good = collect(a, argv[1], "request.txt", test_stages, tests, 256);
    size_t refused = collect(a, gh_fmt(a, "%s/refused%c", argv[1], 0).p, NULL, test_refused, tests + good, 256);
    if (good < 40 || refused < 80) {
        print_error("only %zu cases and %zu refused ones in %s\n", good, refused, argv[1]);
        return 1;
    }
    return _cmocka_run_group_tests("sigv4_suite", tests, good + refused, NULL, NULL);
}
