/* visit.c: see visit.h. */
#include "signin/visit.h"

#include "crypto/keyring.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "domain/principal.h"
#include "http/response.h"
#include "job/job.h"
#include "signin/start_url.h"
#include "store/store.h"

#define FORM_COOKIE GH_S("gatehouse_form")
#define FORM_PURPOSE "signin.form"
#define NEXT_MAX 512

static struct context context_of(struct visit *v, struct store_tx *tx) {
    return (struct context){.arena = v->arena, .tx = tx, .now_ms = v->now_ms, .house = v->signin->options.house};
}

int visit_read(struct visit *v, visit_step *step, void *argument) {
    struct store_tx *tx;
    int r = store_read_begin(v->signin->options.house->store, v->arena, &tx, &v->err);
    if (r) return r;
    struct context c = context_of(v, tx);
    r = step(&c, argument, &v->err);
    store_read_end(tx);
    return r;
}

struct visit_write {
    struct store_write write;
    struct visit *v;
    visit_step *step;
    void *argument;
    const struct audit_event *events;
    size_t n_events;
    bool job_submitted;
};

static int run_write(struct store_write *w, struct store_tx *tx) {
    struct visit_write *vw = (struct visit_write *)w;
    struct context c = context_of(vw->v, tx);
    c.writing = true;
    int r = vw->step ? vw->step(&c, vw->argument, &vw->v->err) : 0;
    vw->job_submitted = c.job_submitted;
    return r;
}

static int record_write(struct store_write *w, struct store_tx *tx, int rc) {
    struct visit_write *vw = (struct visit_write *)w;
    struct context c = context_of(vw->v, tx);
    int r = 0;
    for (size_t i = 0; rc >= 0 && !r && i < vw->n_events; i++)
        r = audit_record(vw->v->signin->options.audit, &c, &vw->events[i], NULL);
    return r;
}

int visit_write(struct visit *v, visit_step *step, void *argument, const struct audit_event *events, size_t n) {
    const struct signin_options *o = &v->signin->options;
    struct visit_write vw = {.write = {.arena = v->arena, .run = run_write, .record = record_write},
                             .v = v,
                             .step = step,
                             .argument = argument,
                             .events = events,
                             .n_events = n};
    int r = store_write_wait(o->house->store, &vw.write);
    if (r >= 0 && vw.job_submitted && o->jobs) job_runner_kick(o->jobs);
    return r;
}

static int open_visit(struct context *c, void *argument, struct gh_err *err) {
    struct visit *v = argument;
    static const struct start_url own = {0};
    int r = start_url_instance(c, &own, &v->instance, err);
    if (r && r != -GH_ENOTFOUND) return r;
    v->has_instance = r == 0;
    struct gh_str cookie = http_cookie_own(v->x, PORTAL_COOKIE, c->house->secure);
    if (!cookie.p) return 0;
    r = portal_person_by_cookie(c, cookie, &v->person, err);
    if (r && r != -GH_EAUTH) return r;
    v->signed_in = r == 0;
    /* A person of another instance sees that instance's pages. */
    if (v->signed_in && !gh_str_eq(v->person.instance_id, v->instance.id)) {
        struct store_signin_instance_by_id_args args = {v->person.instance_id};
        return store_signin_instance_by_id(c->tx, &args, &v->instance, err);
    }
    return 0;
}

static void run(struct gh_work *w) {
    struct visit *v = (struct visit *)w;
    int r = visit_read(v, open_visit, v);
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    v->handle(v);
}

void visit_begin(struct signin *s, struct http_exchange *x, visit_fn *handle) {
    struct gh_arena *a = http_exchange_arena(x);
    struct visit *v = gh_new(a, struct visit);
    v->work.run = run;
    v->signin = s;
    v->x = x;
    v->request = http_exchange_request(x);
    v->arena = a;
    v->handle = handle;
    v->now_ms = gh_clock_ms();
    v->request_id = gh_uuid_new(a);
    v->form_cookie = http_cookie_own(x, FORM_COOKIE, s->options.house->secure);
    if (http_query(x, &v->query, NULL)) {
        http_reply_text(x, 400, GH_S("The query string is malformed."));
        return;
    }
    http_defer(x);
    if (gh_pool_submit(s->options.pool, &v->work)) return;
    visit_fail(v, 503, 1);
}

/* The field of a form is made of its cookie: another site can send neither. */
static struct gh_str form_token(struct visit *v) {
    const struct keyring *k = v->signin->options.house->keyring;
    unsigned char mac[KEYRING_DERIVED_BYTES];
    if (!keyring_derive(k, keyring_primary(k), FORM_PURPOSE, v->form_cookie, mac)) return GH_S_NONE;
    return gh_hex_str(v->arena, mac, sizeof mac);
}

static bool from_own_origin(const struct visit *v) {
    struct gh_str origin = http_header(v->request, GH_S("Origin"));
    struct gh_str site = http_header(v->request, GH_S("Sec-Fetch-Site"));
    if (site.p && !gh_str_eq(site, GH_S("same-origin")) && !gh_str_eq(site, GH_S("none"))) return false;
    if (!origin.p || gh_str_eq(origin, v->signin->options.house->url)) return true;
    /* Reached under another name than the public one: then the browser says the same name twice. */
    ptrdiff_t slashes = gh_str_find_str(origin, GH_S("://"));
    return slashes > 0 &&
           gh_str_eq(gh_str_slice(origin, (size_t)slashes + 3, origin.n), http_header(v->request, GH_S("Host")));
}

bool visit_open_form(struct visit *v) {
    if (http_form(v->x, &v->form, NULL)) {
        visit_fail(v, 400, 0);
        return false;
    }
    struct gh_str sent = visit_field(v, "csrf");
    struct gh_str expected = v->form_cookie.p ? form_token(v) : GH_S_NONE;
    bool ours = sent.p && expected.p && sent.n == expected.n && gh_bytes_eq(sent.p, expected.p, sent.n);
    if (ours && from_own_origin(v)) return true;
    visit_fail(v, 403, 0);
    return false;
}

struct gh_str visit_field(const struct visit *v, const char *name) {
    return form_get(&v->form, gh_str_c(name));
}

struct gh_str visit_query(const struct visit *v, const char *name) {
    return form_get(&v->query, gh_str_c(name));
}

struct page_layout visit_layout(struct visit *v) {
    if (!v->form_cookie.p) {
        v->form_cookie = token_new(v->arena, "");
        http_reply_cookie(v->x, &(struct http_set_cookie){.name = FORM_COOKIE,
                                                          .value = v->form_cookie,
                                                          .secure = v->signin->options.house->secure});
    }
    struct gh_str person = v->person.display_name.p ? v->person.display_name : v->person.user_name;
    return (struct page_layout){.region = v->has_instance ? v->instance.region : v->signin->options.house->region,
                                .instance_name = v->instance.name,
                                .person_name = v->signed_in ? person : GH_S_NONE,
                                .csrf = form_token(v)};
}

struct gh_buf *visit_buf(struct visit *v) {
    struct gh_buf *b = gh_new(v->arena, struct gh_buf);
    gh_buf_init(b, v->arena, PAGE_MAX_BYTES);
    return b;
}

void visit_reply(struct visit *v, unsigned status, struct gh_buf *page) {
    for (size_t i = 0; i < n_page_headers; i++) http_reply_header(v->x, page_headers[i].name, page_headers[i].value);
    if (v->signin->options.house->secure)
        http_reply_header(v->x, GH_S("Strict-Transport-Security"), GH_S("max-age=31536000"));
    if (!gh_buf_ok(page)) {
        http_reply(v->x, 500, GH_S("text/plain"), GH_S("The page is too large.\n"));
        return;
    }
    http_reply(v->x, status, PAGE_CONTENT_TYPE, gh_buf_str(page));
}

void visit_redirect(struct visit *v, struct gh_str path) {
    http_reply_header(v->x, GH_S("Cache-Control"), GH_S("no-store"));
    http_reply_redirect(v->x, path);
}

void visit_fail(struct visit *v, unsigned status, int64_t retry_after_s) {
    struct gh_buf *b = visit_buf(v);
    struct page_layout layout = visit_layout(v);
    page_failure_render(b, &layout, status, retry_after_s, v->request_id);
    if (retry_after_s > 0)
        http_reply_header(v->x, GH_S("Retry-After"), gh_fmt(v->arena, "%lld", (long long)retry_after_s));
    visit_reply(v, status, b);
}

void visit_fail_with(struct visit *v, int r) {
    gh_log(GH_LOG_ERROR, "page %.*s failed: %s: %s", GH_S_FMT(v->request_id), gh_code_name((enum gh_code) - r),
           v->err.detail);
    visit_fail(v, r == -GH_EBUSY ? 503 : 500, r == -GH_EBUSY ? 1 : 0);
}

void visit_set_session(struct visit *v, struct gh_str cookie) {
    http_reply_cookie(v->x, &(struct http_set_cookie){.name = PORTAL_COOKIE,
                                                      .value = cookie.p ? cookie : GH_S(""),
                                                      .max_age_s = cookie.p ? PORTAL_SESSION_MS / GH_SECOND_MS : -1,
                                                      .secure = v->signin->options.house->secure});
}

bool visit_require_person(struct visit *v) {
    if (v->signed_in) return true;
    struct gh_buf b;
    gh_buf_init(&b, v->arena, 4 * NEXT_MAX);
    percent_encode(&b, v->request->target);
    visit_redirect(v, gh_fmt(v->arena, "/signin?next=%.*s", GH_S_FMT(gh_buf_str(&b))));
    return false;
}

struct gh_str visit_next(struct gh_str next) {
    static const struct gh_str pages[] = {GH_S_INIT("/start"), GH_S_INIT("/device")};
    static const char plain[] = GH_ALPHABET_ALNUM "/-_.~%=&+";
    if (next.n > NEXT_MAX) return GH_S("/start");
    for (size_t i = 0; i < GH_COUNT(pages); i++) {
        if (!gh_str_starts(next, pages[i])) continue;
        struct gh_str rest = gh_str_slice(next, pages[i].n, next.n);
        bool ends = !rest.n || rest.p[0] == '?' || rest.p[0] == '/';
        size_t good = rest.n ? 1 : 0;
        while (ends && good < rest.n && memchr(plain, rest.p[good], sizeof plain - 1)) good++;
        if (ends && good == rest.n) return next;
    }
    return GH_S("/start");
}

bool visit_password_verify(struct visit *v, struct gh_str hash, struct gh_str password) {
    sem_wait(&v->signin->hashing);
    bool match = password_verify(hash, password);
    sem_post(&v->signin->hashing);
    return match;
}

int visit_password_hash(struct visit *v, struct gh_str password, struct gh_str *ret_hash) {
    sem_wait(&v->signin->hashing);
    int r = password_hash(v->arena, &password_cost_default, password, ret_hash, &v->err);
    sem_post(&v->signin->hashing);
    return r;
}

struct audit_event visit_event(struct visit *v, const char *name, const struct principal *who, struct gh_str detail) {
    return (struct audit_event){.time_ms = v->now_ms,
                                .account_id = v->has_instance ? v->instance.account_id : GH_S(""),
                                .request_id = v->request_id,
                                .event_source = GH_S("signin.amazonaws.com"),
                                .event_name = gh_str_c(name),
                                .event_type = GH_S("AwsServiceEvent"),
                                .region = v->has_instance ? v->instance.region : v->signin->options.house->region,
                                .source_ip = v->request->remote_ip,
                                .user_agent = http_header(v->request, GH_S("User-Agent")),
                                .caller = who,
                                .additional_data = detail};
}
