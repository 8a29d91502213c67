/* import.c: gatehouse import-managed-policies: AWS managed policies beyond those built in. */
#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "domain/context.h"
#include "policy/policy.h"
#include "server/commands.h"
#include "server/files.h"
#include "server/installation.h"
#include "store/queries.h"

#define POLICY_FILE_MAX ((size_t)1 << 20)

/* "dir/job-function/Billing.json" names the policy Billing. */
static struct gh_str name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    struct gh_str name = gh_str_c(slash ? slash + 1 : path);
    return gh_str_ends(name, GH_S(".json")) ? gh_str_slice(name, 0, name.n - 5) : name;
}

static struct gh_str text_member(const struct json *node, struct gh_str name) {
    const struct json *m = json_get(node, name);
    return m && m->kind == JSON_STRING ? m->text : GH_S_NONE;
}

/*
 * A file is a bare policy document, or what AWS's tools write: an object with Arn (or Path) and the document under
 * PolicyVersion.Document, Document or PolicyDocument.
 */
static int read_policy(struct gh_arena *a, const char *path, struct store_iam_aws_policy_put_args *ret,
                       struct gh_err *err) {
    struct gh_str text;
    const struct json *root;
    int r = files_read(a, path, POLICY_FILE_MAX, &text, err);
    if (!r) r = json_parse(a, text, NULL, &root, err);
    if (r) return r;
    if (root->kind != JSON_OBJECT) return gh_refuse(err, GH_EINVAL, "%s: not a JSON object", path);
    struct gh_str arn = text_member(root, GH_S("Arn"));
    const struct json *version = json_get(root, GH_S("PolicyVersion"));
    const struct json *document = version && version->kind == JSON_OBJECT ? json_get(version, GH_S("Document")) : NULL;
    if (!document) document = json_get(root, GH_S("Document"));
    if (!document) document = json_get(root, GH_S("PolicyDocument"));
    if (!document) document = root;
    ret->name = name_of(path);
    ret->arn = arn.p ? arn : gh_fmt(a, "arn:aws:iam::aws:policy/%.*s", GH_S_FMT(ret->name));
    ret->document = gh_str_slice(text, document->begin, document->end);
    if (!gh_str_starts(ret->arn, GH_S("arn:aws:iam::aws:policy/")))
        return gh_refuse(err, GH_EINVAL, "%s: the Arn of an AWS managed policy begins with arn:aws:iam::aws:policy/",
                         path);
    struct policy *compiled;
    r = policy_compile(a, ret->document, POLICY_IDENTITY, ret->arn, &compiled, err);
    return r ? gh_refuse(err, GH_EINVAL, "%s: %s", path, gh_cstr(a, gh_str_c(err->message))) : 0;
}

static int import_all(struct context *c, void *argument, struct gh_err *err) {
    const struct options *o = argument;
    for (int i = 0; i < o->n_operands; i++) {
        struct store_iam_aws_policy_put_args row = {.imported_ms = c->now_ms};
        int r = read_policy(c->arena, o->operands[i], &row, err);
        if (!r) r = store_iam_aws_policy_put(c->tx, &row, NULL, err);
        if (r) return r;
    }
    return store_account_touch_all(c->tx, NULL, err);
}

int command_import_managed_policies(const struct options *o) {
    struct installation in;
    struct gh_err err = {0};
    if (installation_open(o, INSTALLATION_EXISTING, &in, &err))
        return installation_complain("import-managed-policies", &err);
    struct options copy = *o;
    int r = installation_write(&in, import_all, &copy, &err);
    if (r) installation_complain("import-managed-policies", &err);
    installation_close(&in);
    if (!r) printf("imported %d policies\n", o->n_operands);
    return r ? 1 : 0;
}
