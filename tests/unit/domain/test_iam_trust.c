/* test_iam_trust.c: trust policies keep whom they name by id, and everything else by the byte. */
#include "domain/iam_trust.h"

#include "domain/account.h"
#include "domain/iam.h"
#include "house.h"
#include "store/queries.h"

#define ANYONE                                                                                                         \
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:"  \
    "AssumeRole\"}}"

struct scene {
    struct test_house *h;
    struct gh_str account_id, user_id, role_id;
};

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct account_new account = {.name = GH_S("A"), .email = GH_S("a@example.com"), .id = GH_S("111122223333")};
    struct iam_role_new role = {.account_id = account.id,
                                .name = GH_S("Worker"),
                                .path = GH_S("/w/"),
                                .trust_policy = GH_S(ANYONE),
                                .max_session_s = 3600,
                                .owner = ROLE_OWNER_CUSTOMER};
    int r = account_create(c, &account, &s->account_id, err);
    if (!r) r = iam_user_create(c, s->account_id, GH_S("/team/"), GH_S("jo"), &s->user_id, err);
    return r ? r : iam_role_create(c, &role, &s->role_id, err);
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.h = h};
    assert_int_equal(test_write(h, build, &s), 0);
    return s;
}

struct turn {
    struct scene *s;
    const char *document;
    char text[2048]; /* the result, or the message of the refusal */
    int (*how)(struct context *c, struct gh_str document, struct gh_str *ret, struct gh_err *err);
};

static int turn(struct context *c, void *argument, struct gh_err *err) {
    struct turn *t = argument;
    struct gh_str result;
    int r = t->how(c, gh_str_c(t->document), &result, err);
    if (r)
        snprintf(t->text, sizeof t->text, "%s", err->message);
    else
        snprintf(t->text, sizeof t->text, "%.*s", GH_S_FMT(result));
    return r;
}

static const char *aws(struct scene *s, const char *principal) {
    struct gh_str text = gh_fmt(s->h->arena, "{\"Statement\":[{\"Principal\":{\"AWS\":\"%s\"}}]}", principal);
    return gh_cstr(s->h->arena, text);
}

static const char *cstr(struct scene *s, struct gh_str text) {
    return gh_cstr(s->h->arena, text);
}

static void keeps(struct scene *s, const char *document, const char *kept) {
    struct turn t = {.s = s, .document = document, .how = iam_trust_keep};
    if (test_read(s->h, turn, &t)) fail_msg("%s: %s", document, t.text);
    assert_string_equal(t.text, kept);
}

static void shows(struct scene *s, const char *kept, const char *document) {
    struct turn t = {.s = s, .document = kept, .how = iam_trust_show};
    assert_int_equal(test_read(s->h, turn, &t), 0);
    assert_string_equal(t.text, document);
}

/* AROA…:s */
static const char *session_id(struct scene *s) {
    return cstr(s, gh_fmt(s->h->arena, "%.*s:s", GH_S_FMT(s->role_id)));
}

static void test_names_become_ids_and_come_back(void **state) {
    struct scene s = scene_of(*state);
    const char *user = "arn:aws:iam::111122223333:user/team/jo", *role = "arn:aws:iam::111122223333:role/w/Worker";
    keeps(&s, aws(&s, user), aws(&s, cstr(&s, s.user_id)));
    keeps(&s, aws(&s, role), aws(&s, cstr(&s, s.role_id)));
    keeps(&s, aws(&s, "111122223333"), aws(&s, "arn:aws:iam::111122223333:root"));
    shows(&s, aws(&s, cstr(&s, s.user_id)), aws(&s, user));
    shows(&s, aws(&s, cstr(&s, s.role_id)), aws(&s, role));
    const char *session = "arn:aws:sts::111122223333:assumed-role/Worker/s";
    keeps(&s, aws(&s, session), aws(&s, session_id(&s)));
    keeps(&s, aws(&s, session_id(&s)), aws(&s, session_id(&s)));
    shows(&s, aws(&s, session_id(&s)), aws(&s, session));
    const char *nobody = aws(&s, "AIDAAAAAAAAAAAAAAAAAA"), *ended = aws(&s, "AROAAAAAAAAAAAAAAAAAA:s");
    shows(&s, nobody, nobody);
    shows(&s, ended, ended);
}

static void test_all_else_keeps_its_bytes(void **state) {
    struct scene s = scene_of(*state);
    struct gh_str before = gh_fmt(
        s.h->arena, "%s",
        "\n{ \"Statement\" : { \"Principal\" : { \"AWS\" : [ \"*\", \"arn:aws:iam::111122223333:user\\u002fteam/jo\" "
        ",\n"
        "\"arn:aws:sts::111122223333:assumed-role/Worker/s\" ], \"Service\":\"ec2.amazonaws.com\" },\n"
        "  \"Condition\" : { \"ArnLike\" : { \"aws:PrincipalArn\":\"arn:aws:iam::111122223333:user/team/jo\" } } } } ");
    struct gh_str after = gh_fmt(
        s.h->arena,
        "\n{ \"Statement\" : { \"Principal\" : { \"AWS\" : [ \"*\", \"%.*s\" ,\n"
        "\"%s\" ], \"Service\":\"ec2.amazonaws.com\" },\n"
        "  \"Condition\" : { \"ArnLike\" : { \"aws:PrincipalArn\":\"arn:aws:iam::111122223333:user/team/jo\" } } } } ",
        GH_S_FMT(s.user_id), session_id(&s));
    keeps(&s, cstr(&s, before), cstr(&s, after));
    keeps(&s, ANYONE, ANYONE);
    shows(&s, "{\"Statement\":[{\"Principal\":\"*\"}]}", "{\"Statement\":[{\"Principal\":\"*\"}]}");
}

static void test_what_does_not_exist_is_refused(void **state) {
    struct scene s = scene_of(*state);
    static const char *const nobody[] = {"arn:aws:iam::111122223333:user/jo",
                                         "arn:aws:iam::111122223333:user/team/Jo",
                                         "arn:aws:iam::111122223333:user/team/nobody",
                                         "arn:aws:iam::111122223333:role/Worker",
                                         "arn:aws:iam::444455556666:user/team/jo",
                                         "arn:aws:iam::444455556666:root",
                                         "444455556666",
                                         "arn:aws:sts::111122223333:assumed-role/Nobody/s",
                                         "arn:aws:sts::111122223333:assumed-role/worker/s",
                                         "arn:aws:sts::111122223333:assumed-role/Worker",
                                         "arn:aws:sts::111122223333:assumed-role/Worker/s/t",
                                         "AROAAAAAAAAAAAAAAAAAA:s",
                                         "AROAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < sizeof nobody / sizeof nobody[0]; i++) {
        struct turn t = {.s = &s, .document = aws(&s, nobody[i]), .how = iam_trust_keep};
        if (test_read(s.h, turn, &t) != -GH_EINVAL) fail_msg("%s was taken", nobody[i]);
        struct gh_str text = gh_fmt(s.h->arena, "Invalid principal in policy: \"AWS\":\"%s\"", nobody[i]);
        assert_string_equal(t.text, cstr(&s, text));
    }
    static const struct {
        const char *type, *name, *answer;
    } others[] = {
        {"Service", "ec2.example.com", "SERVICE"},
        {"Service", "*.amazonaws.com", "SERVICE"},
        {"Service", ".amazonaws.com", "SERVICE"},
        {"Federated", "arn:aws:iam::111122223333:saml-provider/none", "FEDERATED"},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct gh_str document =
            gh_fmt(s.h->arena, "{\"Statement\":[{\"Principal\":{\"%s\":\"%s\"}}]}", others[i].type, others[i].name);
        struct turn t = {.s = &s, .document = cstr(&s, document), .how = iam_trust_keep};
        assert_int_equal(test_read(s.h, turn, &t), -GH_EINVAL);
        assert_non_null(strstr(t.text, others[i].answer));
    }
}

static int replace_user(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = iam_user_delete(c, s->account_id, s->user_id, err);
    return r ? r : iam_user_create(c, s->account_id, GH_S("/team/"), GH_S("jo"), &s->user_id, err);
}

static int remove_role(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_role_remove(c, s->account_id, s->role_id, err);
}

static void test_a_namesake_is_somebody_else(void **state) {
    struct scene s = scene_of(*state);
    const char *first = aws(&s, cstr(&s, s.user_id)), *role = aws(&s, cstr(&s, s.role_id));
    assert_int_equal(test_write(s.h, replace_user, &s), 0);
    assert_int_equal(test_write(s.h, remove_role, &s), 0);
    shows(&s, first, first);
    shows(&s, role, role);
    shows(&s, aws(&s, session_id(&s)), aws(&s, session_id(&s)));
    keeps(&s, aws(&s, "arn:aws:iam::111122223333:user/team/jo"), aws(&s, cstr(&s, s.user_id)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(test_names_become_ids_and_come_back),
        house_test(test_all_else_keeps_its_bytes),
        house_test(test_what_does_not_exist_is_refused),
        house_test(test_a_namesake_is_somebody_else),
    };
    return cmocka_run_group_tests_name("domain/iam_trust", tests, NULL, NULL);
}
