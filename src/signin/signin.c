/* signin.c: see signin.h: which path is which page. */
#include "signin/signin.h"

#include <stdlib.h>
#include <unistd.h>

#include "http/router.h"
#include "signin/flow.h"

#define ROUTE(name, flow)                                                                                              \
    static void name(void *context, struct http_exchange *x) {                                                         \
        visit_begin(context, x, flow);                                                                                 \
    }
ROUTE(signin_show, flow_signin_show)
ROUTE(signin_name, flow_signin_name)
ROUTE(signin_password, flow_signin_password)
ROUTE(signout, flow_signout)
ROUTE(link_show, flow_link_show)
ROUTE(link_set, flow_link_set)
ROUTE(forgot_show, flow_forgot_show)
ROUTE(forgot_send, flow_forgot_send)
ROUTE(device_show, flow_device_show)
ROUTE(device_code, flow_device_code)
ROUTE(device_decide, flow_device_decide)
ROUTE(home, flow_home)
ROUTE(role_access, flow_access)

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
    {GH_S_INIT("POST"), GH_S_INIT("/device/confirm"), device_decide},
    {GH_S_INIT("GET"), GH_S_INIT("/static/*"), asset},
    {GH_S_INIT("GET"), GH_S_INIT("/favicon.ico"), asset},
};

struct signin *signin_new(const struct signin_options *options) {
    struct signin *s = calloc(1, sizeof *s);
    if (!s) abort();
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    s->options = *options;
    sem_init(&s->hashing, 0, cores > 0 ? (unsigned)cores : 1);
    return s;
}

void signin_free(struct signin *s) {
    if (!s) return;
    sem_destroy(&s->hashing);
    free(s);
}

bool signin_route(struct signin *s, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    bool get = gh_str_eq(r->method, GH_S("GET")) || gh_str_eq(r->method, GH_S("HEAD"));
    if (get && gh_str_eq(r->raw_path, GH_S("/")) && !r->raw_query.p) {
        home(s, x);
        return true;
    }
    return http_route(routes, GH_COUNT(routes), s, x);
}
