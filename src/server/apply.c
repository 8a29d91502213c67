/* apply.c: gatehouse export and gatehouse apply: documents against a running server, through its public APIs only. */
#include "client/apply.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "client/api.h"
#include "client/credentials.h"
#include "client/document.h"
#include "client/model.h"
#include "client/plan.h"
#include "client/read.h"
#include "client/yaml.h"
#include "server/commands.h"

enum { EXIT_SAME = 0, EXIT_WRONG = 1, EXIT_CHANGES = 2 };

/* What both commands open, and close. */
struct session {
    struct gh_arena *arena;
    struct client_credentials credentials;
    struct client_api_options options;
    struct client_api *api;
};

static int complain(const char *command, const struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    client_show_text(&b, gh_str_c(err->message[0] ? err->message : err->detail));
    fprintf(stderr, "gatehouse %s: %.*s\n", command, GH_S_FMT(gh_buf_str(&b)));
    gh_arena_free(a);
    return EXIT_WRONG;
}

static const char *environment(const char *name, const char *other, const char *otherwise) {
    const char *value = getenv(name);
    if ((!value || !value[0]) && other) value = getenv(other);
    return value && value[0] ? value : otherwise;
}

static int session_open(struct session *s, const struct options *o, struct gh_err *err) {
    const char *endpoint = o->endpoint ? o->endpoint : environment("AWS_ENDPOINT_URL", NULL, NULL);
    *s = (struct session){.arena = gh_arena_new(0)};
    if (!endpoint) return gh_refuse(err, GH_EINVAL, "which server? Give --endpoint URL, or set AWS_ENDPOINT_URL");
    s->options.endpoint = gh_str_c(endpoint);
    s->options.region = gh_str_c(environment("AWS_REGION", "AWS_DEFAULT_REGION", "us-east-1"));
    s->options.ca_file = environment("AWS_CA_BUNDLE", NULL, NULL);
    int r = client_credentials_find(s->arena, o->profile, &s->credentials, err);
    return r ? r : client_api_new(&s->options, &s->credentials, &s->api, err);
}

static void session_close(struct session *s) {
    client_api_free(s->api);
    gh_secret_done(&s->credentials.secret);
    gh_arena_free(s->arena);
}

static int print(void *context, struct gh_str text) {
    (void)context;
    return fwrite(text.p, 1, text.n, stdout) == text.n ? 0 : -GH_EIO;
}

static const struct client_sink output = {print, NULL};

/* What was printed is only there once the buffer is written out. */
static int finish(const char *command, int code) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    fprintf(stderr, "gatehouse %s: the standard output cannot be written: %s\n", command, strerror(errno));
    return EXIT_WRONG;
}

int command_export(const struct options *o) {
    struct session s;
    struct client_model m;
    struct gh_err err = {0};
    const struct client_read_options all = {.center = true};
    int r = session_open(&s, o, &err);
    client_model_init(&m, s.arena);
    if (!r) r = client_read(s.api, &all, &m, &err);
    if (!r && !m.organization_id.p) r = gh_refuse(&err, GH_ENOTFOUND, "the account is in no organization");
    if (!r) {
        client_model_sort(&m);
        r = client_document_write(&m, &output, &err);
    }
    if (r) complain("export", &err);
    session_close(&s);
    return finish("export", r ? EXIT_WRONG : 0);
}

static int read_document(struct gh_arena *a, const char *path, struct gh_str *ret, struct gh_err *err) {
    bool standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdin : fopen(path, "re");
    struct gh_buf b;
    size_t n;
    if (!f) return gh_refuse(err, GH_ENOTFOUND, "%s: %s", path, strerror(errno));
    gh_buf_init(&b, a, CLIENT_YAML_BYTES);
    char *chunk = gh_arena_text(a, 65536);
    while ((n = fread(chunk, 1, 65536, f)) > 0) gh_buf_add(&b, gh_str_n(chunk, n));
    bool bad = ferror(f);
    if (!standard) fclose(f);
    if (bad) return gh_refuse(err, GH_EIO, "%s cannot be read", path);
    if (!gh_buf_ok(&b)) return gh_refuse(err, GH_ELIMIT, "%s is larger than %u bytes", path, CLIENT_YAML_BYTES);
    *ret = gh_buf_str(&b);
    return 0;
}

static void show_problems(const char *path, const struct client_problems *p) {
    struct gh_arena *a = gh_arena_new(0);
    size_t shown = p->n < CLIENT_PROBLEMS ? p->n : CLIENT_PROBLEMS;
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    for (size_t i = 0; i < shown; i++) {
        gh_buf_addf(&b, "%s:%u: ", path, p->v[i].line);
        client_show_text(&b, p->v[i].path);
        gh_buf_add(&b, p->v[i].path.n ? GH_S(": ") : GH_S(""));
        client_show_text(&b, p->v[i].rule);
        gh_buf_addc(&b, '\n');
    }
    if (p->n > shown) gh_buf_addf(&b, "%s: and %zu more\n", path, p->n - shown);
    fprintf(stderr, "%.*s", GH_S_FMT(gh_buf_str(&b)));
    gh_arena_free(a);
}

/* The address of the account that the document calls the management account. */
static struct gh_str management_email(const struct client_model *wanted) {
    const struct client_list *accounts = &wanted->of[CLIENT_ACCOUNT];
    for (size_t i = 0; i < accounts->n; i++)
        if (accounts->v[i]->management) return accounts->v[i]->parts[0];
    return GH_S_NONE;
}

struct application {
    struct session session;
    struct client_model current, wanted;
    struct client_plan plan;
    struct client_problems problems;
    bool prune;
};

static int make_plan(struct application *x, const struct options *o, struct gh_err *err) {
    struct gh_arena *a = x->session.arena;
    struct gh_str text;
    x->problems.arena = a;
    client_model_init(&x->wanted, a);
    client_model_init(&x->current, a);
    int r = read_document(a, o->operands[0], &text, err);
    if (!r) {
        struct gh_err why = {0};
        r = client_document_read(&x->wanted, text, &x->problems, &why);
        if (r) gh_refuse(err, why.code, "%s: %s", o->operands[0], why.message);
    }
    if (!r) {
        client_check_references(NULL, &x->wanted, &x->problems);
        if (x->problems.n) r = gh_refuse(err, GH_EINVAL, "the document is wrong");
    }
    if (r) return r;
    const struct client_read_options which = {.management_email = management_email(&x->wanted),
                                              .center = x->wanted.of[CLIENT_INSTANCE].n > 0};
    x->prune = o->prune || x->wanted.prune;
    r = client_read(x->session.api, &which, &x->current, err);
    return r ? r : client_plan_make(&x->current, &x->wanted, x->prune, &x->plan, &x->problems, err);
}

static int carry_out(struct application *x) {
    struct client_outcome outcome;
    int stuck = x->plan.n_stuck ? EXIT_WRONG : EXIT_SAME; /* not all of the document has come true */
    if (!x->plan.n) return stuck;
    printf("\n");
    client_apply(x->session.api, &x->plan, &x->current, &x->wanted, &output, &outcome);
    printf("%zu done, %zu failed, %zu skipped\n", outcome.done, outcome.failed, outcome.skipped);
    return outcome.failed || outcome.skipped ? EXIT_WRONG : stuck;
}

int command_apply(const struct options *o) {
    struct application *x = calloc(1, sizeof *x);
    struct gh_err err = {0};
    int code = EXIT_WRONG;
    if (!x) abort();
    if (!o->plan == !o->apply) {
        fprintf(stderr, "gatehouse apply: give --plan or --apply (see gatehouse apply --help)\n");
        free(x);
        return EXIT_WRONG;
    }
    int r = session_open(&x->session, o, &err);
    if (!r) r = make_plan(x, o, &err);
    if (r) {
        show_problems(o->operands[0], &x->problems);
        complain("apply", &err);
    } else {
        client_plan_show(&x->plan, x->prune, &output);
        code = o->apply ? carry_out(x) : x->plan.n + x->plan.n_stuck ? EXIT_CHANGES : EXIT_SAME;
    }
    session_close(&x->session);
    free(x);
    return finish("apply", code);
}
