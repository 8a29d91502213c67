/* test_yaml.c: the tree of client/yaml.h: kinds, lines, and everything that is refused. */
#include "client/yaml.h"

#include <string.h>

#include "unit.h"

static const struct client_yaml *parse(struct gh_arena *a, const char *text) {
    const struct client_yaml *root = NULL;
    struct gh_err *err = gh_err_new(a);
    if (client_yaml_parse(a, gh_str_c(text), NULL, &root, err)) fail_msg("%s", err->message);
    return root;
}

static void refused(struct gh_arena *a, struct gh_str text, const char *message) {
    const struct client_yaml *root = NULL;
    struct gh_err *err = gh_err_new(a);
    int r = client_yaml_parse(a, text, NULL, &root, err);
    assert_true(r == -GH_EINVAL || r == -GH_ELIMIT);
    if (!strstr(err->message, message)) fail_msg("got \"%s\", wanted \"%s\"", err->message, message);
    assert_null(root);
}

static void kinds_and_lines(void **state) {
    const struct client_yaml *root = parse(*state, "# comment\na: x\nb:\n  - 1\n  - \"2\"\nc: {d: ~}\n");
    assert_int_equal(root->kind, CLIENT_YAML_MAP);
    assert_int_equal(root->n, 3);
    const struct client_yaml *b = client_yaml_get(root, GH_S("b"));
    assert_int_equal(b->kind, CLIENT_YAML_LIST);
    assert_int_equal(b->n, 2);
    assert_int_equal(b->items[1]->line, 5);
    assert_true(client_yaml_is_number(b->items[0]));
    assert_false(client_yaml_is_number(b->items[1]));
    assert_true(client_yaml_is_null(client_yaml_get(client_yaml_get(root, GH_S("c")), GH_S("d"))));
    assert_null(client_yaml_get(root, GH_S("z")));
    assert_null(client_yaml_get(b, GH_S("z")));
}

static void looks(void **state) {
    static const struct {
        const char *text, *look;
    } cases[] = {
        {"true", "true or false"},
        {"False", "true or false"},
        {"yes", "text"},
        {"~", "nothing"},
        {"''", "text"},
        {"12", "a number"},
        {"-1.5e3", "a number"},
        {".5", "a number"},
        {"0x1f", "a number"},
        {"1.2.3", "text"},
        {"2012-10-17", "text"},
        {"'12'", "text"},
        {"! 12", "text"},
        {"!!str 12", "text"},
        {".nan", "a number"},
        {"1e", "text"},
        {"+", "text"},
        {"[1]", "a list"},
        {"{a: b}", "a mapping"},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++)
        assert_string_equal(client_yaml_look(parse(*state, cases[i].text)), cases[i].look);
}

static void refusals(void **state) {
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "line 1: the document is empty"},
        {"a: 1\nb: 2\na: 3\n", "line 3: a stands in line 1 already"},
        {"a: [1\nb: 2\n", "not YAML"},
        {"a: !!python/object:os.system x\n", "tags such as"},
        {"a: !!int 3\n", "tags such as"},
        {"a: 1\n---\nb: 2\n", "one document only"},
        {"a: *b\n", "there is no anchor &b"},
        {"a: &x [*x]\n", "there is no anchor &x"},
        {"? [a, b]\n: c\n", "a name in a mapping must be text"},
        {"a: \"\\0\"\n", "NUL"},
        {"\"\\0\": a\n", "NUL"},
        {"&n a: 1\n", "takes no anchor"},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) refused(*state, gh_str_c(cases[i].text), cases[i].message);
    refused(*state, GH_S("a: \xff\n"), "not UTF-8");
}

static void many_names_are_compared(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, SIZE_MAX);
    for (int i = 0; i < 100; i++) gh_buf_addf(&b, "n%d: %d\n", i, i);
    assert_int_equal(parse(*state, gh_cstr(*state, gh_buf_str(&b)))->n, 100);
    gh_buf_add(&b, GH_S("n7: again\n"));
    refused(*state, gh_buf_str(&b), "line 101: n7 stands in line 8 already");
}

static void aliases_share(void **state) {
    const struct client_yaml *root = parse(*state, "a: &x {b: [1, 2]}\nc: *x\n");
    assert_ptr_equal(root->entries[0].value, root->entries[1].value);
    assert_int_equal(root->weight, 1 + 4 + 4);
}

/* Nine doublings of nine: a billion values in half a screen. */
static void a_bomb_is_refused(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, SIZE_MAX);
    gh_buf_add(&b, GH_S("l0: &l0 [x]\n"));
    for (int i = 1; i < 10; i++) {
        gh_buf_addf(&b, "l%d: &l%d [", i, i);
        for (int j = 0; j < 9; j++) gh_buf_addf(&b, "%s*l%d", j ? ", " : "", i - 1);
        gh_buf_add(&b, GH_S("]\n"));
    }
    refused(*state, gh_buf_str(&b), "aliases counted out");
}

/* A level a line: each alias leads one deeper than the one before. The last one stands between @before and @after. */
static struct gh_str chain(struct gh_arena *a, int lines, const char *before, const char *after) {
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    gh_buf_add(&b, GH_S("l0: &l0 {x: y}\n"));
    for (int i = 1; i < lines; i++)
        gh_buf_addf(&b, i % 2 ? "l%d: &l%d [*l%d]\n" : "l%d: &l%d {x: *l%d}\n", i, i, i - 1);
    gh_buf_addf(&b, "z: %s*l%d%s\n", before, lines - 1, after);
    return gh_buf_str(&b);
}

static void aliases_nest_no_deeper(void **state) {
    /* The root, a line's list or mapping each, and the text at the end. */
    const struct client_yaml *root = parse(*state, gh_cstr(*state, chain(*state, CLIENT_YAML_DEPTH - 2, "", "")));
    assert_int_equal(root->height, CLIENT_YAML_DEPTH - 1);
    refused(*state, chain(*state, CLIENT_YAML_DEPTH - 1, "", ""), "line 23: nested more than 24 deep");
    refused(*state, chain(*state, CLIENT_YAML_DEPTH - 2, "[", "]"), "line 23: nested more than 24 deep");
    /* What is deep makes deep what holds it, whatever else that holds. */
    parse(*state, gh_cstr(*state, chain(*state, CLIENT_YAML_DEPTH - 4, "&y [", ", 1]\nx: [*y]")));
    refused(*state, chain(*state, CLIENT_YAML_DEPTH - 4, "&y [", ", 1]\nx: [[*y]]"), "line 22: nested more than");
}

static void depth_and_size(void **state) {
    char text[200];
    const struct client_yaml *root;
    struct client_yaml_limits small = {.bytes = 10};
    memset(text, '[', sizeof text);
    refused(*state, gh_str_n(text, sizeof text), "nested more than");
    assert_int_equal(client_yaml_parse(*state, GH_S("abcdefghijk"), &small, &root, NULL), -GH_ELIMIT);
    small = (struct client_yaml_limits){.nodes = 3};
    assert_int_equal(client_yaml_parse(*state, GH_S("[a, b, c]"), &small, &root, NULL), -GH_ELIMIT);
    assert_int_equal(client_yaml_parse(*state, GH_S("[a, b]"), &small, &root, NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(kinds_and_lines),   arena_test(looks),
        arena_test(refusals),          arena_test(aliases_share),
        arena_test(a_bomb_is_refused), arena_test(aliases_nest_no_deeper),
        arena_test(depth_and_size),    arena_test(many_names_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
