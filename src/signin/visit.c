/* visit.c: see visit.h. */
#include "signin/visit.h"

#include "crypto/token.h"
#include "domain/principal.h"
#include "http/response.h"
#include "job/job.h"
#include "signin/form_guard.h"
#include "signin/refusals.h"
#include "signin/start_url.h"
#include "store/store.h"

#define FORM_COOKIE GH_S("gatehouse_form")
#define TARGET_MAX 4096

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
    (void)tx;
    for (size_t i = 0; rc >= 0 && i < vw->n_events; i++) audit_record(vw->v->signin->options.audit, &vw->events[i]);
    for (size_t i = 0; rc >= 0 && i < vw->v->n_events; i++)
        audit_record(vw->v->signin->options.audit, &vw->v->events[i]);
    return 0;
}

void visit_event_add(struct visit *v, const struct audit_event *event) {
    if (v->n_events < VISIT_EVENTS_MAX) v->events[v->n_events++] = *event;
}

int visit_write(struct visit *v, visit_step *step, void *argument, const struct audit_event *events, size_t n) {
    const struct signin_options *o = &v->signin->options;
    struct visit_write vw = {.write = {.arena = v->arena, .run = run_write, .record = record_write},
                             .v = v,
                             .step = step,
                             .argument = argument,
                             .events = events,
                             .n_events = n};
    v->n_events = 0;
    int r = store_write_wait(o->house->store, &vw.write);
    if (r >= 0 && vw.job_submitted && o->jobs) job_runner_kick(o->jobs);
    return r;
}

/* The identity store that the page, or the page that a sign-in is to lead to, has in its address. */
static struct gh_str wanted_store(const struct visit *v) {
    struct gh_str rest, store = start_url_path_store(v->request->raw_path, &rest);
    struct gh_str next = visit_field(v, "next").p ? visit_field(v, "next") : visit_query(v, "next");
    return store.p ? store : start_url_path_store(form_guard_next(next), &rest);
}

/* Finds the instance: the first of the house, or another that the address names. */
static int find_instance(struct context *c, struct visit *v, struct gh_str store, struct gh_err *err) {
    static const struct start_url own = {0};
    struct store_signin_instance_organization_row first;
    int r = start_url_instance(c, &own, &first, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    v->has_instance = true;
    v->instance = first;
    if (!store.p) return 0;
    struct start_url named = {.identity_store_id = store};
    r = start_url_instance(c, &named, &v->instance, err);
    if (r == -GH_ENOTFOUND) v->instance = first;
    v->elsewhere = !gh_str_eq(v->instance.id, first.id);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int open_console(struct context *c, struct visit *v, struct gh_err *err) {
    struct gh_str cookie = http_cookie_own(v->x, CONSOLE_COOKIE, c->house->secure);
    int r = cookie.p ? console_person_by_cookie(c, cookie, &v->console, err) : -GH_EAUTH;
    v->signed_in = r == 0;
    return r == -GH_EAUTH ? 0 : r;
}

static int open_visit(struct context *c, void *argument, struct gh_err *err) {
    struct visit *v = argument;
    if (v->site == VISIT_CONSOLE) return open_console(c, v, err);
    struct gh_str store = wanted_store(v);
    int r = find_instance(c, v, store, err);
    if (r) return r;
    struct gh_str cookie = http_cookie_own(v->x, PORTAL_COOKIE, c->house->secure);
    if (!cookie.p) return 0;
    r = portal_person_by_cookie(c, cookie, &v->person, err);
    if (r) return r == -GH_EAUTH ? 0 : r;
    bool at_home = gh_str_eq(v->person.instance_id, v->instance.id);
    /* A person of another instance sees that instance's pages, unless the address asks for this one's people. */
    v->signed_in = at_home || !store.p;
    if (at_home || store.p) return 0;
    v->elsewhere = true;
    struct store_signin_instance_by_id_args args = {v->person.instance_id};
    return store_signin_instance_by_id(c->tx, &args, &v->instance, err);
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

void visit_begin(struct signin *s, struct gh_pool *pool, struct http_exchange *x, struct visit_page page) {
    struct gh_arena *a = http_exchange_arena(x);
    struct visit *v = gh_new(a, struct visit);
    v->work.run = run;
    v->signin = s;
    v->x = x;
    v->request = http_exchange_request(x);
    v->arena = a;
    v->site = page.site;
    v->handle = page.handle;
    v->now_ms = gh_clock_ms();
    v->request_id = gh_uuid_new(a);
    v->form_cookie = http_cookie_own(x, FORM_COOKIE, s->options.house->secure);
    if (http_query(x, &v->query, NULL)) {
        http_reply_text(x, 400, GH_S("The query string is malformed."));
        return;
    }
    if (gh_str_eq(v->request->method, GH_S("POST"))) v->malformed = http_form(x, &v->form, NULL) != 0;
    http_defer(x);
    if (gh_pool_submit(pool, &v->work)) return;
    visit_fail(v, 503, 1);
}

static struct gh_str session_of(const struct visit *v) {
    if (!v->signed_in) return GH_S_NONE;
    return v->site == VISIT_CONSOLE ? v->console.session_id : v->person.session_id;
}

static bool is_ours(struct visit *v, struct gh_str session_id) {
    return form_guard_token_ok(v->signin->options.house->keyring, v->arena, v->form_cookie, session_id,
                               visit_field(v, "csrf"));
}

/* Replies with the refusal of a form that is none, or not ours. */
static bool open_form(struct visit *v, bool ours) {
    struct form_origin from = {.origin = http_header(v->request, GH_S("Origin")),
                               .fetch_site = http_header(v->request, GH_S("Sec-Fetch-Site")),
                               .host = http_header(v->request, GH_S("Host"))};
    if (!v->malformed && ours && form_guard_origin_ok(v->signin->options.house->url, &from)) return true;
    visit_fail(v, v->malformed ? 400 : 403, 0);
    return false;
}

bool visit_open_form(struct visit *v) {
    bool ours = is_ours(v, GH_S_NONE) || (v->signed_in && is_ours(v, session_of(v)));
    return open_form(v, ours);
}

bool visit_open_person_form(struct visit *v) {
    return open_form(v, v->signed_in && is_ours(v, session_of(v)));
}

struct gh_str visit_field(const struct visit *v, const char *name) {
    return form_get(&v->form, gh_str_c(name));
}

struct gh_str visit_query(const struct visit *v, const char *name) {
    return form_get(&v->query, gh_str_c(name));
}

/* Whom the page greets. An account is known by its alias, if it has one. */
static struct gh_str shown_name(const struct visit *v) {
    const struct console_person *p = &v->console;
    if (v->site == VISIT_PORTAL) return v->person.display_name.p ? v->person.display_name : v->person.user_name;
    return gh_fmt(v->arena, "%.*s @ %.*s", GH_S_FMT(p->is_root ? GH_S("Root user") : p->user_name),
                  GH_S_FMT(p->alias.p ? p->alias : p->account_id));
}

struct page_layout visit_layout(struct visit *v) {
    if (!v->form_cookie.p) {
        v->form_cookie = token_new(v->arena, "");
        http_reply_cookie(v->x, &(struct http_set_cookie){.name = FORM_COOKIE,
                                                          .value = v->form_cookie,
                                                          .secure = v->signin->options.house->secure});
    }
    return (struct page_layout){
        .region = v->has_instance ? v->instance.region : v->signin->options.house->region,
        .instance_name = v->instance.name,
        .person_name = v->signed_in ? shown_name(v) : GH_S_NONE,
        .csrf = form_guard_token(v->signin->options.house->keyring, v->arena, v->form_cookie, session_of(v)),
        .console = v->site == VISIT_CONSOLE};
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

void visit_fail_early(struct visit *v, const struct throttle_wait *wait, const struct audit_event *event) {
    int64_t told = refusals_count(v->signin->refusals, wait->subject, v->now_ms, wait->ms);
    struct audit_event counted = *event;
    const struct gh_str *data = &event->additional_data; /* a JSON object with members */
    counted.additional_data =
        gh_fmt(v->arena, "%.*s,\"RefusedAttempts\":%lld}", (int)data->n - 1, data->p, (long long)told);
    int r = told ? audit_push(v->signin->options.audit, &counted, NULL) : 0;
    if (r)
        visit_fail_with(v, r);
    else
        visit_fail(v, 429, (wait->ms + GH_SECOND_MS - 1) / GH_SECOND_MS);
}

void visit_fail_with(struct visit *v, int r) {
    gh_log(GH_LOG_ERROR, "page %.*s failed: %s: %s", GH_S_FMT(v->request_id), gh_code_name((enum gh_code) - r),
           v->err.detail);
    visit_fail(v, r == -GH_EBUSY ? 503 : 500, r == -GH_EBUSY ? 1 : 0);
}

void visit_set_session(struct visit *v, struct gh_str cookie) {
    bool console = v->site == VISIT_CONSOLE;
    int64_t life_ms = console ? v->console.expires_ms - v->now_ms : PORTAL_SESSION_MS;
    http_reply_cookie(v->x, &(struct http_set_cookie){.name = console ? CONSOLE_COOKIE : PORTAL_COOKIE,
                                                      .value = cookie.p ? cookie : GH_S(""),
                                                      .max_age_s = cookie.p ? life_ms / GH_SECOND_MS : -1,
                                                      .secure = v->signin->options.house->secure});
}

bool visit_require_person_for(struct visit *v, struct gh_str next) {
    if (v->signed_in) return true;
    struct gh_buf b;
    gh_buf_init(&b, v->arena, TARGET_MAX);
    percent_encode(&b, form_guard_next(next));
    visit_redirect(v, gh_fmt(v->arena, "/signin?next=%.*s", GH_S_FMT(gh_buf_str(&b))));
    return false;
}

bool visit_require_person(struct visit *v) {
    return visit_require_person_for(v, v->request->target);
}

struct gh_str visit_path(struct visit *v, const char *page) {
    if (!v->elsewhere) return gh_str_c(page);
    return gh_fmt(v->arena, "/%.*s%s", GH_S_FMT(v->instance.identity_store_id), page);
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
