/* signin.c: see signin.h: which path is which page. */
#include "signin/signin.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/pool.h"
#include "http/router.h"
#include "signin/console.h"
#include "signin/flow.h"
#include "signin/refusals.h"
#include "signin/start_url.h"

/* Waiting sign-ins for each core: some two seconds of work; whoever comes then is told to come again. */
#define HASHING_QUEUE 64u

#define ROUTE_ON(name, site, flow, pool)                                                                               \
    static void name(void *context, struct http_exchange *x) {                                                         \
        struct signin *s = context;                                                                                    \
        visit_begin(s, s->pool, x, (struct visit_page){site, flow});                                                   \
    }
#define ROUTE(name, flow) ROUTE_ON(name, VISIT_PORTAL, flow, options.pool)
#define CONSOLE(name, flow) ROUTE_ON(name, VISIT_CONSOLE, flow, options.pool)
ROUTE(signin_show, flow_signin_show)
ROUTE(signin_name, flow_signin_name)
ROUTE_ON(signin_password, VISIT_PORTAL, flow_signin_password, hashing)
ROUTE(signout, flow_signout)
ROUTE(link_show, flow_link_show)
ROUTE_ON(link_set, VISIT_PORTAL, flow_link_set, hashing)
ROUTE(forgot_show, flow_forgot_show)
ROUTE(forgot_send, flow_forgot_send)
ROUTE(device_show, flow_device_show)
ROUTE(device_code, flow_device_code)
ROUTE(device_decide, flow_device_decide)
ROUTE(home, flow_home)
ROUTE(role_access, flow_access)
ROUTE(not_found, flow_not_found)
CONSOLE(console_home, flow_console_home)
CONSOLE(console_account, flow_console_account)
CONSOLE(console_signin_show, flow_console_signin_show)
ROUTE_ON(console_signin, VISIT_CONSOLE, flow_console_signin, hashing)
CONSOLE(console_root_show, flow_console_root_show)
ROUTE_ON(console_root, VISIT_CONSOLE, flow_console_root, hashing)
ROUTE_ON(console_code, VISIT_CONSOLE, flow_console_code, hashing)
ROUTE_ON(console_renew, VISIT_CONSOLE, flow_console_renew, hashing)
CONSOLE(console_password_show, flow_console_password_show)
ROUTE_ON(console_password, VISIT_CONSOLE, flow_console_password, hashing)
CONSOLE(console_signout, flow_console_signout)

static void asset(void *context, struct http_exchange *x) {
    (void)context;
    const struct page_asset *a = page_asset_find(http_exchange_request(x)->raw_path);
    if (!a) {
        http_reply(x, 404, GH_S("text/plain"), GH_S("There is no such file.\n"));
        return;
    }
    http_reply_header(x, GH_S("Cache-Control"), a->cache_control);
    http_reply_header(x, GH_S("X-Content-Type-Options"), GH_S("nosniff"));
    http_reply(x, 200, a->content_type, a->content);
}

/* POST / is the API's, so the dispatcher answers every method but GET there. */
static const struct http_route routes[] = {
    {GH_S_INIT("GET"), GH_S_INIT("/start"), home},
    {GH_S_INIT("GET"), GH_S_INIT("/start/"), home},
    {GH_S_INIT("GET"), GH_S_INIT("/start/access"), role_access},
    {GH_S_INIT("GET"), GH_S_INIT("/signin"), signin_show},
    {GH_S_INIT("POST"), GH_S_INIT("/signin"), signin_name},
    {GH_S_INIT("GET"), GH_S_INIT("/signin/password"), signin_show}, /* the form's address, reloaded by hand */
    {GH_S_INIT("POST"), GH_S_INIT("/signin/password"), signin_password},
    {GH_S_INIT("GET"), GH_S_INIT("/signin/forgot"), forgot_show},
    {GH_S_INIT("POST"), GH_S_INIT("/signin/forgot"), forgot_send},
    {GH_S_INIT("POST"), GH_S_INIT("/signout"), signout},
    {GH_S_INIT("GET"), GH_S_INIT("/invite/*"), link_show},
    {GH_S_INIT("POST"), GH_S_INIT("/invite/*"), link_set},
    {GH_S_INIT("GET"), GH_S_INIT("/reset/*"), link_show},
    {GH_S_INIT("POST"), GH_S_INIT("/reset/*"), link_set},
    {GH_S_INIT("GET"), GH_S_INIT("/device"), device_show},
    {GH_S_INIT("POST"), GH_S_INIT("/device"), device_code},
    {GH_S_INIT("GET"), GH_S_INIT("/device/confirm"), device_show},
    {GH_S_INIT("POST"), GH_S_INIT("/device/confirm"), device_decide},
    {GH_S_INIT("GET"), GH_S_INIT("/console"), console_home},
    {GH_S_INIT("GET"), GH_S_INIT("/console/"), console_home},
    {GH_S_INIT("GET"), GH_S_INIT("/console/signin"), console_signin_show},
    {GH_S_INIT("POST"), GH_S_INIT("/console/signin"), console_signin},
    {GH_S_INIT("GET"), GH_S_INIT("/console/signin/root"), console_root_show},
    {GH_S_INIT("POST"), GH_S_INIT("/console/signin/root"), console_root},
    {GH_S_INIT("GET"), GH_S_INIT("/console/signin/code"), console_signin_show}, /* a form's address, reloaded by hand */
    {GH_S_INIT("POST"), GH_S_INIT("/console/signin/code"), console_code},
    {GH_S_INIT("GET"), GH_S_INIT("/console/signin/password"), console_signin_show}, /* likewise */
    {GH_S_INIT("POST"), GH_S_INIT("/console/signin/password"), console_renew},
    {GH_S_INIT("GET"), GH_S_INIT("/console/password"), console_password_show},
    {GH_S_INIT("POST"), GH_S_INIT("/console/password"), console_password},
    {GH_S_INIT("POST"), GH_S_INIT("/console/signout"), console_signout},
    {GH_S_INIT("GET"), GH_S_INIT("/static/*"), asset},
    {GH_S_INIT("GET"), GH_S_INIT("/favicon.ico"), asset},
};

struct signin *signin_new(const struct signin_options *options) {
    struct signin *s = calloc(1, sizeof *s);
    if (!s) abort();
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned cores = n > 0 ? (unsigned)n : 1;
    s->options = *options;
    s->refusals = refusals_new();
    s->hashing = gh_pool_new(cores, (size_t)cores * HASHING_QUEUE);
    return s;
}

void signin_free(struct signin *s) {
    if (!s) return;
    gh_pool_free(s->hashing);
    refusals_free(s->refusals);
    free(s);
}

/* The pages that an identity store's id may stand before: "/d-0123456789/start". */
static bool route_below_store(struct signin *s, struct http_exchange *x) {
    struct gh_str page;
    if (!start_url_path_store(http_exchange_request(x)->raw_path, &page).p) return false;
    if (gh_str_eq(page, GH_S("/start")))
        home(s, x);
    else if (gh_str_eq(page, GH_S("/device")))
        device_show(s, x);
    else
        return false;
    return true;
}

/* The sign-in page of an account, by its id or alias: "/my-company/console", before anything a prefix would take. */
static bool route_account(struct signin *s, struct http_exchange *x) {
    if (!console_path_account(http_exchange_request(x)->raw_path).p) return false;
    console_account(s, x);
    return true;
}

bool signin_route(struct signin *s, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    bool get = gh_str_eq(r->method, GH_S("GET")) || gh_str_eq(r->method, GH_S("HEAD"));
    if (get && gh_str_eq(r->raw_path, GH_S("/")) && !r->raw_query.p) {
        home(s, x);
        return true;
    }
    if (get && route_account(s, x)) return true;
    if ((get && route_below_store(s, x)) || http_route(routes, GH_COUNT(routes), s, x)) return true;
    /* A browser that lost its way gets a page; an API client, which does not ask for one, the API's own answer. */
    if (!get || gh_str_find_str(http_header(r, GH_S("Accept")), GH_S("text/html")) < 0) return false;
    not_found(s, x);
    return true;
}
