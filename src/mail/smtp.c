/* smtp.c: delivery to an SMTP server by libcurl. Credentials never leave without TLS, except to this machine. */
#include "mail/mail_int.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_DEFAULT_MS 30000

struct upload {
    struct gh_str rest;
};

static void global_init(void) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT)) abort();
}

static bool is_loopback(const char *host) {
    struct in_addr v4; /* not by the first characters: "127.example.org" is somebody else */
    if (inet_pton(AF_INET, host, &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
    return !strcmp(host, "localhost") || !strcmp(host, "[::1]");
}

static char *part(CURLU *u, CURLUPart which, unsigned flags) {
    char *value = NULL, *copy = NULL;
    if (!curl_url_get(u, which, &value, flags)) copy = strdup(value);
    if (value) gh_zero(value, strlen(value));
    curl_free(value);
    return copy;
}

static void free_secret(char *s) {
    if (s) gh_zero(s, strlen(s));
    free(s);
}

void mail_smtp_done(struct mail_smtp *s) {
    free(s->url);
    free_secret(s->user);
    free_secret(s->password);
    *s = (struct mail_smtp){0};
}

/* Takes the credentials out of the URL and leaves the rest. Scheme, host, and nothing after them but a slash. */
static bool take_apart(CURLU *u, struct mail_smtp *s, bool *ret_tls, bool *ret_loopback) {
    char *scheme = part(u, CURLUPART_SCHEME, 0), *host = part(u, CURLUPART_HOST, 0), *path = part(u, CURLUPART_PATH, 0);
    char *query = part(u, CURLUPART_QUERY, 0), *fragment = part(u, CURLUPART_FRAGMENT, 0);
    bool good = scheme && host && (!strcmp(scheme, "smtp") || !strcmp(scheme, "smtps")) && !query && !fragment &&
                (!path || !strcmp(path, "/"));
    if (good) {
        *ret_tls = !strcmp(scheme, "smtps");
        *ret_loopback = is_loopback(host);
        s->user = part(u, CURLUPART_USER, CURLU_URLDECODE);
        s->password = part(u, CURLUPART_PASSWORD, CURLU_URLDECODE);
        curl_url_set(u, CURLUPART_USER, NULL, 0);
        curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
        curl_url_set(u, CURLUPART_PATH, NULL, 0);
        s->url = part(u, CURLUPART_URL, 0);
    }
    free(scheme), free(host), free(path), free(query), free(fragment);
    return good && s->url;
}

int mail_smtp_parse(struct gh_str url, const struct mail_options *o, struct mail_smtp *ret, struct gh_err *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, global_init);
    struct mail_smtp s = {.ca_file = o->ca_file, .timeout_ms = o->timeout_ms ? o->timeout_ms : TIMEOUT_DEFAULT_MS};
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    char *text = gh_cstr(a, url);
    CURLU *u = curl_url();
    bool tls = false, loopback = false;
    bool good = text && !curl_url_set(u, CURLUPART_URL, text, 0) && take_apart(u, &s, &tls, &loopback);
    curl_url_cleanup(u);
    if (text) gh_zero(text, url.n);
    if (!good) {
        mail_smtp_done(&s);
        return gh_refuse(err, GH_EINVAL, "the mail server's URL is not smtp[s]://[user:password@]host[:port]");
    }
    s.starttls = !tls && (!loopback || o->require_tls);
    *ret = s;
    return 0;
}

static size_t give(char *to, size_t size, size_t n, void *upload) {
    struct upload *u = upload;
    size_t take = u->rest.n < size * n ? u->rest.n : size * n;
    memcpy(to, u->rest.p, take);
    u->rest = gh_str_slice(u->rest, take, u->rest.n);
    return take;
}

/* 550 to 554: this recipient or this content, not now and not later (RFC 5321 section 4.2.3). */
static int failure(CURL *c, CURLcode code, const struct mail_smtp *s, struct gh_err *err) {
    long reply = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &reply);
    enum gh_code kind = reply >= 550 && reply <= 554 ? GH_EINVAL : GH_EIO;
    return gh_fail(err, kind, "mail to %s failed: %s (reply %ld)", s->url, curl_easy_strerror(code), reply);
}

static void set_connection(CURL *c, const struct mail_smtp *s, const char *url) {
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(s->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)s->timeout_ms);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)s->timeout_ms);
    if (s->ca_file) curl_easy_setopt(c, CURLOPT_CAINFO, s->ca_file);
    if (s->user) curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
    if (s->password) curl_easy_setopt(c, CURLOPT_PASSWORD, s->password);
}

int mail_smtp_send(const struct mail_smtp *s, struct gh_arena *a, const struct mail_message *m, struct gh_str text,
                   struct gh_err *err) {
    CURL *c = curl_easy_init();
    if (!c) abort();
    /* The path of the URL is what the client calls itself in EHLO; not the host name, which is nobody's business. */
    struct gh_str domain = gh_str_slice(m->from, (size_t)gh_str_find(m->from, '@') + 1, m->from.n);
    const char *slash = gh_str_ends(gh_str_c(s->url), GH_S("/")) ? "" : "/";
    struct upload upload = {text};
    struct curl_slist *to = curl_slist_append(NULL, gh_cstr(a, gh_fmt(a, "<%.*s>", GH_S_FMT(m->to))));
    set_connection(c, s, gh_cstr(a, gh_fmt(a, "%s%s%.*s", s->url, slash, GH_S_FMT(domain))));
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, gh_cstr(a, gh_fmt(a, "<%.*s>", GH_S_FMT(m->from))));
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, &upload);
    CURLcode code = curl_easy_perform(c);
    int rc = code ? failure(c, code, s, err) : 0;
    curl_slist_free_all(to);
    curl_easy_cleanup(c);
    return rc;
}
