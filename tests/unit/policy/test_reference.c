/* Every document that AWS publishes compiles. Skipped where the reference folder is not beside the tree. */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/json.h"
#include "policy/policy.h"

static struct gh_str read_file(struct gh_arena *a, const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return GH_S_NONE;
    char *p = gh_arena_text(a, 1 << 20);
    size_t n = fread(p, 1, 1 << 20, f);
    fclose(f);
    return gh_str_n(p, n);
}

/* The files hold the document alone, or inside an answer of GetPolicyVersion. */
static struct gh_str document_of(struct gh_arena *a, struct gh_str text) {
    const struct json *root;
    if (json_parse(a, text, NULL, &root, NULL)) return text;
    const struct json *version = json_get(root, GH_S("PolicyVersion"));
    const struct json *document = json_get(version ? version : root, GH_S("Document"));
    if (!document) document = json_get(root, GH_S("document"));
    return document ? gh_str_slice(text, document->begin, document->end) : text;
}

static void compiles_what_aws_publishes(void **state) {
    (void)state;
    struct dirent **files;
    int n = scandir(REFERENCE, &files, NULL, alphasort);
    if (n < 0) {
        print_message("# skipped: no %s\n", REFERENCE);
        skip();
    }
    unsigned compiled = 0;
    for (int i = 0; i < n; i++) {
        char path[1024];
        struct gh_err err;
        struct policy *p;
        struct gh_arena *a = gh_arena_new(0);
        snprintf(path, sizeof path, "%s/%s", REFERENCE, files[i]->d_name);
        if (gh_str_ends(gh_str_c(path), GH_S(".json"))) {
            struct gh_str text = document_of(a, read_file(a, path));
            if (policy_compile(a, text, POLICY_MANAGED, GH_S("p"), &p, &err))
                fail_msg("%s: %s (%s)", path, err.message, err.detail);
            compiled++;
        }
        gh_arena_free(a);
        free(files[i]);
    }
    free(files);
    assert_true(compiled > 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(compiles_what_aws_publishes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
