/* serve.c: gatehouse serve: everything wired together, until a signal says stop. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/base.h"
#include "crypto/keyring.h"
#include "crypto/password.h"
#include "gen/services.h"
#include "http/server.h"
#include "job/job.h"
#include "server/bootstrap.h"
#include "server/commands.h"
#include "server/files.h"
#include "server/workers.h"
#include "service/sts/well_known.h"
#include "signin/signin.h"
#include "store/queries.h"
#include "store/store.h"
#include "wire/dispatch.h"
#include "wire/pattern.h"

#define LISTEN_DEFAULT "127.0.0.1:8080"
#define BODY_MAX ((size_t)1 << 20)
#define GRACE_MS 10000
#define POOL_QUEUE 1024
#define HOUSEKEEPING_S 5

struct server {
    struct installation in;
    struct audit *audit;
    struct gh_pool *slow, *readers;
    struct workers *workers;
    struct dispatcher dispatcher;
    struct sts_well_known well_known;
    struct signin *signin;
    struct http_server *http;
    /* Requests that arrive before the public URL is known (port 0) are told to come again. */
    _Atomic bool ready;
};

static void handle(void *context, struct http_exchange *x) {
    struct server *s = context;
    const struct http_request *r = http_exchange_request(x);
    if (!atomic_load_explicit(&s->ready, memory_order_acquire)) {
        http_reply(x, 503, GH_S("text/plain"), GH_S("starting\n"));
        return;
    }
    if (gh_str_eq(r->raw_path, GH_S("/healthz"))) {
        http_reply(x, 200, GH_S("text/plain"), GH_S("ok\n"));
        return;
    }
    if (signin_route(s->signin, x) || sts_well_known_route(&s->well_known, x)) return;
    wire_dispatch(&s->dispatcher, x);
}

/* One thread for each core may hash passwords at a time: more would only use more memory. */
static unsigned cores(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

static int first_start(struct server *s, const struct options *o, struct gh_err *err) {
    bool empty;
    struct bootstrap b;
    struct gh_str account_id;
    int r = installation_is_empty(&s->in, &empty, err);
    if (r || !empty) return r;
    r = bootstrap_of_options(&s->in, o, true, &b, err);
    if (!r) r = bootstrap_account(&s->in, &b, &account_id, err);
    if (!r)
        fprintf(stderr, "made account %.*s; its first access key is in %s\n", GH_S_FMT(account_id), b.credentials_file);
    return r;
}

static int start_inside(struct server *s, const struct options *o, struct gh_err *err) {
    int r = wire_patterns_init(gh_patterns, gh_patterns_count, err);
    if (r) return r;
    const struct house *house = &s->in.house;
    s->audit = audit_new(s->in.store);
    s->in.house.record = audit_record_service;
    s->in.house.trail = s->audit;
    s->slow = gh_pool_new(2 * cores(), POOL_QUEUE);
    /* A pool of their own: whoever has passwords hashed or providers asked holds up no reads. */
    if (store_reads_block(s->in.store)) s->readers = gh_pool_new(4 * cores(), POOL_QUEUE);
    r = workers_new(&s->in, o, &s->workers, err);
    if (r) return r;
    s->dispatcher = (struct dispatcher){.house = house,
                                        .audit = s->audit,
                                        .slow = s->slow,
                                        .readers = s->readers,
                                        .jobs = workers_jobs(s->workers),
                                        .services = gh_services,
                                        .n_services = gh_services_count};
    s->well_known = (struct sts_well_known){house, s->readers};
    s->signin = signin_new(
        &(struct signin_options){.house = house, .audit = s->audit, .pool = s->slow, .jobs = workers_jobs(s->workers)});
    return 0;
}

/* For commands that run beside the server and print links. */
static int leave_url(struct context *c, void *argument, struct gh_err *err) {
    const struct house *house = argument;
    struct store_setting_put_args put = {.key = INSTALLATION_URL_SETTING, .value = house->url};
    return store_setting_put(c->tx, &put, NULL, err);
}

static int start_listening(struct server *s, const struct options *o, struct gh_err *err) {
    struct gh_arena *a = s->in.arena;
    struct http_options http = {.listen = gh_str_c(o->listen ? o->listen : LISTEN_DEFAULT),
                                .max_body = BODY_MAX,
                                .handle = handle,
                                .context = s};
    if (o->private_providers && strcmp(o->private_providers, "allow") != 0 &&
        strcmp(o->private_providers, "refuse") != 0)
        return gh_refuse(err, GH_EINVAL, "--private-providers is either allow or refuse");
    int r = files_read_tls(a, o, &http.tls_cert_pem, &http.tls_key_pem, err);
    if (!r) r = http_server_start(&http, &s->http, err);
    if (r) return r;
    struct house *house = &s->in.house;
    house->fetch_private = o->private_providers && strcmp(o->private_providers, "allow") == 0;
    house->secure = http.tls_cert_pem || (o->url && strncmp(o->url, "https://", 8) == 0);
    ptrdiff_t colon = (ptrdiff_t)http.listen.n - 1;
    while (colon > 0 && http.listen.p[colon] != ':') colon--;
    house->url = o->url ? gh_str_c(o->url)
                        : gh_fmt(a, "%s://%.*s:%u", http.tls_cert_pem ? "https" : "http", (int)colon, http.listen.p,
                                 http_server_port(s->http));
    if (gh_str_ends(house->url, GH_S("/"))) house->url.n--;
    r = installation_write(&s->in, leave_url, house, err);
    if (!r) atomic_store_explicit(&s->ready, true, memory_order_release);
    return r;
}

/* Lines to paste, from whatever folder: file names are absolute. */
static void print_how_to(const struct server *s, const struct options *o) {
    const struct house *h = &s->in.house;
    char *credentials =
        realpath(o->credentials_file ? o->credentials_file
                                     : gh_cstr(s->in.arena, gh_fmt(s->in.arena, "%s/credentials", s->in.data)),
                 NULL);
    char *program = realpath("/proc/self/exe", NULL);
    fprintf(stderr,
            "\nGatehouse is at   %.*s\n"
            "Credentials       %s\n"
            "Start URL         %.*s/start (or https://<identity store id>.awsapps.com/start)\n"
            "\nTry it:\n"
            "  export AWS_ENDPOINT_URL=%.*s AWS_SHARED_CREDENTIALS_FILE=%s AWS_REGION=%.*s\n"
            "  aws sts get-caller-identity\n"
            "  aws organizations create-organization --feature-set ALL\n"
            "  aws sso-admin create-instance\n"
            "An aws that does not know AWS_ENDPOINT_URL (Debian 12's 2.9):\n"
            "  eval \"$(%s aws-data ~/.gatehouse-aws --url %.*s)\"\n\n",
            GH_S_FMT(h->url), credentials ? credentials : "(kept elsewhere)", GH_S_FMT(h->url), GH_S_FMT(h->url),
            credentials ? credentials : "FILE", GH_S_FMT(h->region), program ? program : "gatehouse", GH_S_FMT(h->url));
    free(credentials);
    free(program);
}

static void renew_certificate(struct server *s, const struct options *o) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    const char *cert = NULL, *key = NULL;
    struct gh_err err = {0};
    int r = files_read_tls(a, o, &cert, &key, &err);
    if (!r && cert) r = http_server_set_certificate(s->http, cert, key, &err);
    if (r) gh_log(GH_LOG_ERROR, "the certificate was not renewed: %s%s", err.message, err.detail);
}

static void reload_keyring(struct server *s) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct gh_err err = {0};
    int r = keyring_reload(s->in.keyring, gh_cstr(a, gh_fmt(a, "%s/keyring", s->in.data)), &err);
    if (r)
        gh_log(GH_LOG_ERROR, "the keyring was not reloaded: %s%s", err.message, err.detail);
    else
        gh_log(GH_LOG_INFO, "the keyring's primary key is %08x", keyring_primary(s->in.keyring));
}

/* SIGHUP: read certificate and keyring again. Returns on SIGTERM or SIGINT. */
static void wait_for_signal(struct server *s, const struct options *o, const sigset_t *signals) {
    static const struct timespec interval = {.tv_sec = HOUSEKEEPING_S};
    for (;;) {
        int signal_number = sigtimedwait(signals, NULL, &interval);
        if (signal_number == SIGTERM || signal_number == SIGINT) return;
        if (signal_number == SIGHUP) {
            renew_certificate(s, o);
            reload_keyring(s);
        }
        password_memory_return(HOUSEKEEPING_S * GH_SECOND_MS);
    }
}

static void stop(struct server *s) {
    http_server_stop(s->http, GRACE_MS);
    gh_pool_free(s->readers);
    gh_pool_free(s->slow);
    signin_free(s->signin);
    workers_stop(s->workers);
    /* The store's last commit drains the audit ring and may kick the job runner, so it closes before they are freed. */
    store_close(s->in.store);
    s->in.store = NULL;
    workers_free(s->workers);
    audit_free(s->audit);
    installation_close(&s->in);
}

int command_serve(const struct options *o) {
    static struct server server;
    struct server *s = &server;
    struct gh_err err = {0};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    const char *clock_offset_s = getenv("GATEHOUSE_CLOCK_OFFSET_S");
    if (clock_offset_s) gh_clock_shift(strtoll(clock_offset_s, NULL, 10) * GH_SECOND_MS);
    signal(SIGPIPE, SIG_IGN);
    if (installation_open(o, INSTALLATION_OR_NEW, &s->in, &err)) return installation_complain("serve", &err);
    int r = first_start(s, o, &err);
    if (!r) r = start_inside(s, o, &err);
    if (!r) r = start_listening(s, o, &err);
    if (r) {
        installation_complain("serve", &err);
        stop(s);
        return 1;
    }
    print_how_to(s, o);
    printf("listening on %.*s\n", GH_S_FMT(s->in.house.url));
    fflush(stdout);
    wait_for_signal(s, o, &signals);
    stop(s);
    return 0;
}
