/* client.c: see client.h. Every connection, also of a redirect, is judged by the address that is about to be dialled:
 * what a name resolved to earlier means nothing. */
#include "http/client.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

#include "base/base.h"
#include "http/client_trust.h"

#define MAX_BODY_DEFAULT (1024u * 1024)
#define TIMEOUT_DEFAULT_MS 10000
#define URL_MAX 2048

struct fetch {
    const struct http_client_options *options;
    struct gh_buf body;
    struct gh_str unsent;       /* of the request's body */
    struct client_trust *trust; /* the session's, whose connections may ask it later, or own_trust */
    struct client_trust own_trust;
    bool denied;
};

struct http_client_session {
    CURL *handle;
    struct client_trust trust;
};

struct block {
    uint32_t network;
    unsigned bits;
};

/* IANA IPv4 Special-Purpose Address Registry: what is not globally reachable, and multicast. */
static const struct block special_v4[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4},
};

static bool public_v4(uint32_t address) {
    for (size_t i = 0; i < GH_COUNT(special_v4); i++)
        if (!((address ^ special_v4[i].network) >> (32 - special_v4[i].bits))) return false;
    return true;
}

static uint32_t word(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Only global unicast (2000::/3) without its special parts, and IPv4 behind the well-known NAT64 prefix. */
static bool public_v6(const unsigned char *a) {
    uint32_t first = word(a);
    if (first == 0x0064ff9b && !word(a + 4) && !word(a + 8)) return public_v4(word(a + 12));
    if (!word(a) && !word(a + 4) && word(a + 8) == 0xffff) return public_v4(word(a + 12));
    if (first >> 29 != 1) return false;
    if (first >> 9 == 0x20010000u >> 9) return false; /* 2001::/23: Teredo, benchmarking ... */
    if (first == 0x20010db8) return false;            /* documentation */
    if (first >> 16 == 0x2002) return false;          /* 6to4 carries any IPv4 address */
    return first >> 12 != 0x3fff0;                    /* documentation */
}

bool http_client_public(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return public_v4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return public_v6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return false;
}

static curl_socket_t open_socket(void *fetch, curlsocktype purpose, struct curl_sockaddr *address) {
    struct fetch *f = fetch;
    if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
    if (!f->options->allow_private && !http_client_public(&address->addr)) {
        f->denied = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *data, size_t size, size_t n, void *fetch) {
    struct fetch *f = fetch;
    gh_buf_add(&f->body, gh_str_n(data, size * n));
    return gh_buf_ok(&f->body) ? size * n : 0;
}

/* The request's body, once: where a kept connection turns out to be dead, libcurl sends a request again that it can
 * begin anew, and a POST may have been carried out already. */
static size_t give(char *room, size_t size, size_t n, void *fetch) {
    struct fetch *f = fetch;
    struct gh_str part = gh_str_slice(f->unsent, 0, size * n);
    if (part.n) memcpy(room, part.p, part.n);
    f->unsent = gh_str_slice(f->unsent, part.n, f->unsent.n);
    return part.n;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void global_init(void) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT)) abort();
}

static bool url_good(const char *url, bool allow_http) {
    CURLU *u = curl_url();
    char *scheme = NULL, *user = NULL;
    bool good = !curl_url_set(u, CURLUPART_URL, url, 0) && !curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) &&
                (!strcmp(scheme, "https") || (allow_http && !strcmp(scheme, "http"))) &&
                curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;
    curl_free(scheme);
    curl_free(user);
    curl_url_cleanup(u);
    return good;
}

static CURLcode trust_install(CURL *c, void *ssl_context, void *trust) {
    (void)c;
    client_trust_install(ssl_context, trust);
    return CURLE_OK;
}

static void set_limits(CURL *c, const struct http_client_options *o) {
    unsigned timeout_ms = o->timeout_ms ? o->timeout_ms : TIMEOUT_DEFAULT_MS;
    const char *schemes = o->allow_http ? "http,https" : "https";
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, schemes);
    curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)o->redirects);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_PROXY, ""); /* not the environment's: a proxy would dial for us, unjudged */
    curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    if (o->ca_file) curl_easy_setopt(c, CURLOPT_CAINFO, o->ca_file);
}

static struct curl_slist *header_list(struct gh_arena *a, const struct http_client_request *r) {
    struct curl_slist *list = NULL;
    if (r->accept.p) list = curl_slist_append(list, gh_cstr(a, gh_fmt(a, "Accept: %.*s", GH_S_FMT(r->accept))));
    for (size_t i = 0; i < r->n_headers; i++) {
        const struct http_client_header *h = &r->headers[i];
        list = curl_slist_append(list, gh_cstr(a, gh_fmt(a, "%.*s: %.*s", GH_S_FMT(h->name), GH_S_FMT(h->value))));
    }
    if (!r->body.p) return list;
    struct gh_str type = r->content_type.p ? r->content_type : GH_S("application/octet-stream");
    list = curl_slist_append(list, gh_cstr(a, gh_fmt(a, "Content-Type: %.*s", GH_S_FMT(type))));
    return curl_slist_append(list, "Expect:");
}

static bool one_line(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f) return false;
    return true;
}

static int answer(struct gh_arena *a, CURL *c, const struct fetch *f, struct http_client_response *ret) {
    long status = 0;
    const char *type = NULL;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(c, CURLINFO_CONTENT_TYPE, &type);
    ret->status = (unsigned)status;
    ret->content_type = type ? gh_str_dup(a, gh_str_c(type)) : GH_S_NONE;
    ret->body = gh_buf_str(&f->body);
    return 0;
}

static int failure(const struct fetch *f, CURLcode code, struct gh_str url, struct gh_err *err) {
    if (f->denied) return gh_refuse(err, GH_EDENIED, "%.*s leads to an address that is not public", GH_S_FMT(url));
    if (f->trust->mismatched)
        return gh_refuse(err, GH_EAUTH, "the certificates of %.*s fit no thumbprint", GH_S_FMT(url));
    if (!gh_buf_ok(&f->body))
        return gh_refuse(err, GH_ELIMIT, "the answer of %.*s is over %zu bytes", GH_S_FMT(url), f->body.max);
    if (code == CURLE_SEND_FAIL_REWIND) code = CURLE_GOT_NOTHING; /* which give() made of it */
    return gh_refuse(err, GH_EIO, "fetching %.*s failed: %s", GH_S_FMT(url), curl_easy_strerror(code));
}

/* A handle that dials only where it may and believes only whom it should. */
static CURL *handle_new(struct fetch *f) {
    pthread_once(&once, global_init);
    struct http_client_session *s = f->options->session;
    CURL *c = s ? s->handle : curl_easy_init();
    if (!c) abort();
    if (s) curl_easy_reset(c);
    f->trust = s ? &s->trust : &f->own_trust;
    *f->trust = (struct client_trust){.thumbprints = f->options->thumbprints,
                                      .n_thumbprints = f->options->n_thumbprints,
                                      .learning = f->own_trust.learning};
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
    curl_easy_setopt(c, CURLOPT_SSL_CTX_FUNCTION, trust_install);
    curl_easy_setopt(c, CURLOPT_SSL_CTX_DATA, f->trust);
    set_limits(c, f->options);
    return c;
}

static void handle_done(const struct fetch *f, CURL *c) {
    if (!f->options->session) curl_easy_cleanup(c);
}

struct http_client_session *http_client_session_new(void) {
    struct http_client_session *s = calloc(1, sizeof *s);
    pthread_once(&once, global_init);
    if (!s || !(s->handle = curl_easy_init())) abort();
    return s;
}

void http_client_session_free(struct http_client_session *s) {
    if (s) curl_easy_cleanup(s->handle);
    free(s);
}

int http_client_thumbprint(struct gh_arena *a, const struct http_client_options *o, struct gh_str url,
                           struct gh_str *ret_thumbprint, struct gh_err *err) {
    struct fetch f = {.options = o, .own_trust = {.learning = true}};
    char *text = url.n <= URL_MAX && one_line(url) ? gh_cstr(a, url) : NULL;
    if (!text || !url_good(text, false)) return gh_refuse(err, GH_EINVAL, "not an https URL");
    gh_buf_init(&f.body, a, MAX_BODY_DEFAULT);
    CURL *c = handle_new(&f);
    curl_easy_setopt(c, CURLOPT_URL, text);
    curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L);
    CURLcode code = curl_easy_perform(c);
    handle_done(&f, c);
    if (code || !f.trust->learned) return failure(&f, code, url, err);
    *ret_thumbprint = gh_str_dup(a, gh_str_n(f.trust->top, sizeof f.trust->top));
    return 0;
}

int http_client_fetch(struct gh_arena *a, const struct http_client_options *o, const struct http_client_request *r,
                      struct http_client_response *ret_response, struct gh_err *err) {
    char *url = r->url.n <= URL_MAX && one_line(r->url) ? gh_cstr(a, r->url) : NULL;
    bool headers_good = one_line(r->accept) && one_line(r->content_type);
    for (size_t i = 0; i < r->n_headers; i++)
        headers_good = headers_good && one_line(r->headers[i].name) && one_line(r->headers[i].value);
    if (!url || !headers_good || !url_good(url, o->allow_http))
        return gh_refuse(err, GH_EINVAL, "not a URL to fetch: it must be %s, without a password",
                         o->allow_http ? "http or https" : "https");
    struct fetch f = {.options = o, .unsent = r->body};
    gh_buf_init(&f.body, a, o->max_body ? o->max_body : MAX_BODY_DEFAULT);
    CURL *c = handle_new(&f);
    struct curl_slist *headers = header_list(a, r);
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &f);
    if (r->body.p) {
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
        curl_easy_setopt(c, CURLOPT_POST, 1L);
        curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(c, CURLOPT_READDATA, &f);
    } else if (o->redirects) {
        curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    }
    CURLcode code = gh_fault("net.fetch") ? CURLE_COULDNT_CONNECT : curl_easy_perform(c);
    int rc = code ? failure(&f, code, r->url, err) : answer(a, c, &f, ret_response);
    curl_slist_free_all(headers);
    handle_done(&f, c);
    return rc;
}
