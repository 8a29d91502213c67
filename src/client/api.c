/* api.c: see api.h. */
#include "client/api.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/base.h"
#include "codec/json.h"
#include "http/client.h"
#include "proto/sigv4.h"

#define ATTEMPTS 8
#define BACKOFF_FIRST_MS 50
#define BACKOFF_MAX_MS 5000
#define ANSWER_MAX (32u * 1024 * 1024)
#define BODY_MAX (8u * 1024 * 1024)
#define TIMEOUT_MS 60000

struct service {
    const char *signing, *target;
    const char *path; /* of the one operation of a REST service that is called; NULL: awsJson */
};

static const struct service services[] = {
    [CLIENT_ORGANIZATIONS] = {"organizations", "AWSOrganizationsV20161128", NULL},
    [CLIENT_SSO_ADMIN] = {"sso", "SWBExternalService", NULL},
    [CLIENT_IDENTITY_STORE] = {"identitystore", "AWSIdentityStore", NULL},
    [CLIENT_ACCOUNT_SERVICE] = {"account", NULL, "/putAccountName"},
};

struct client_api {
    struct client_api_options options;
    const struct client_credentials *credentials;
    struct http_client_session *session;
    struct gh_arena *own;
    struct gh_str host, path;
    size_t calls;
    char code[96]; /* of the last refusal; empty */
};

int client_api_new(const struct client_api_options *o, const struct client_credentials *credentials,
                   struct client_api **ret, struct gh_err *err) {
    struct gh_str rest = o->endpoint;
    size_t scheme = gh_str_starts(rest, GH_S("https://")) ? 8 : gh_str_starts(rest, GH_S("http://")) ? 7 : 0;
    rest = gh_str_slice(rest, scheme, rest.n);
    while (rest.n && rest.p[rest.n - 1] == '/') rest.n--;
    ptrdiff_t slash = gh_str_find(rest, '/');
    struct gh_str host = slash < 0 ? rest : gh_str_slice(rest, 0, (size_t)slash);
    for (size_t i = 0; i < rest.n; i++)
        if ((unsigned char)rest.p[i] <= ' ' || strchr("?#@\"\\", rest.p[i])) scheme = 0;
    if (!scheme || !host.n)
        return gh_refuse(err, GH_EINVAL, "the endpoint must be like http://host:port or https://host");
    struct client_api *api = calloc(1, sizeof *api);
    if (!api) abort();
    api->options = *o;
    api->options.endpoint.n = (size_t)(rest.p + rest.n - o->endpoint.p);
    api->credentials = credentials;
    api->session = http_client_session_new();
    api->host = host;
    api->path = slash < 0 ? GH_S("") : gh_str_slice(rest, (size_t)slash, rest.n);
    api->own = gh_arena_new(0);
    *ret = api;
    return 0;
}

void client_api_free(struct client_api *api) {
    if (!api) return;
    http_client_session_free(api->session);
    gh_arena_free(api->own);
    free(api);
}

bool client_api_failed(const struct client_api *api, const char *code) {
    return strcmp(api->code, code) == 0;
}

size_t client_api_calls(const struct client_api *api) {
    return api->calls;
}

void client_wait_ms(unsigned ms) {
    struct timespec left = {ms / 1000, (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) && errno == EINTR) continue;
}

/* Adds date, token and signature to the two headers of the request. */
static int sign(struct client_api *api, struct gh_arena *a, const struct sigv4_message *m, const struct service *s,
                struct sigv4_signed *ret, struct gh_err *err) {
    const struct client_credentials *c = api->credentials;
    const struct sigv4_signer signer = {.access_key_id = c->access_key_id,
                                        .secret = gh_secret_reveal(&c->secret),
                                        .session_token = c->session_token,
                                        .region = api->options.region,
                                        .service = gh_str_c(s->signing)};
    return sigv4_sign(a, m, &signer, gh_clock_ms(), 0, ret) ? gh_refuse(err, GH_EINVAL, "the call cannot be signed")
                                                            : 0;
}

static int send_once(struct client_api *api, struct gh_arena *a, const struct client_call *call,
                     struct http_client_response *ret, struct gh_err *err) {
    const struct service *s = &services[call->service];
    struct gh_str type = s->path ? GH_S("application/json") : GH_S("application/x-amz-json-1.1");
    struct gh_str path = gh_fmt(a, "%.*s%s", GH_S_FMT(api->path), s->path ? s->path : "/");
    struct sigv4_header headers[3] = {{GH_S("Host"), api->host}, {GH_S("Content-Type"), type}};
    size_t n = 2;
    if (!s->path)
        headers[n++] = (struct sigv4_header){GH_S("X-Amz-Target"), gh_fmt(a, "%s.%s", s->target, call->operation)};
    const struct sigv4_message m = {
        .method = GH_S("POST"), .raw_path = path, .headers = headers, .n_headers = n, .body = call->body};
    struct sigv4_signed extra = {.n = 0};
    int r = sign(api, a, &m, s, &extra, err);
    if (r) return r;
    struct http_client_header sent[6];
    size_t n_sent = 0;
    for (size_t i = 0; i < n; i++)
        if (i != 1) sent[n_sent++] = (struct http_client_header){headers[i].name, headers[i].value};
    for (size_t i = 0; i < extra.n; i++)
        sent[n_sent++] = (struct http_client_header){extra.headers[i].name, extra.headers[i].value};
    const struct http_client_options o = {.allow_http = true,
                                          .allow_private = true,
                                          .max_body = ANSWER_MAX,
                                          .timeout_ms = TIMEOUT_MS,
                                          .ca_file = api->options.ca_file,
                                          .session = api->session};
    struct gh_str origin = gh_str_slice(api->options.endpoint, 0, api->options.endpoint.n - api->path.n);
    const struct http_client_request request = {.url = gh_fmt(a, "%.*s%.*s", GH_S_FMT(origin), GH_S_FMT(path)),
                                                .body = call->body,
                                                .content_type = type,
                                                .headers = sent,
                                                .n_headers = n_sent};
    api->calls++;
    return http_client_fetch(a, &o, &request, ret, err);
}

static bool is_read(const char *operation) {
    return !strncmp(operation, "List", 4) || !strncmp(operation, "Describe", 8) || !strncmp(operation, "Get", 3);
}

/* Did the server not even begin? Then also a write may be sent again. */
static bool busy(unsigned status, struct gh_str code) {
    static const struct gh_str codes[] = {
        GH_S_INIT("TooManyRequestsException"),
        GH_S_INIT("ThrottlingException"),
        GH_S_INIT("Throttling"),
        GH_S_INIT("RequestLimitExceeded"),
        GH_S_INIT("ServiceUnavailable"),
        GH_S_INIT("ConcurrentModificationException"),
    };
    for (size_t i = 0; i < GH_COUNT(codes); i++)
        if (gh_str_eq(code, codes[i])) return true;
    return status == 429 || status == 503;
}

/* Is it open whether the call was carried out? A proxy answers so when it lost the server on the way. */
static bool unclear(unsigned status, struct gh_str code) {
    return status >= 500 && status != 501 && !busy(status, code);
}

/* The code without the namespace that some services put before it. */
static struct gh_str error_code(const struct json *json) {
    struct gh_str code = json_get_text(json, GH_S("__type"));
    if (!code.p) code = json_get_text(json, GH_S("code"));
    ptrdiff_t hash = gh_str_find(code, '#');
    return hash < 0 ? code : gh_str_slice(code, (size_t)hash + 1, code.n);
}

/* Turns an answer that is no success into an error: GH_EIO where a write may have been done. */
static int refused(struct client_api *api, const char *operation, unsigned status, const struct json *json,
                   struct gh_err *err) {
    struct gh_str code = error_code(json), text = json_get_text(json, GH_S("Message"));
    struct gh_str reason = json_get_text(json, GH_S("Reason"));
    if (!text.p) text = json_get_text(json, GH_S("message"));
    if (!code.n && status == 501) code = GH_S("NotImplemented");
    if (!code.n) code = GH_S("HTTP");
    snprintf(api->code, sizeof api->code, "%.*s", GH_S_FMT(code));
    if (unclear(status, code) && !is_read(operation))
        return gh_refuse(err, GH_EIO, "%s: %s %u, it may have been done: %.*s", operation, api->code, status,
                         GH_S_FMT(text));
    return gh_refuse(err, status == 501 ? GH_ENOTFOUND : GH_EDENIED, "%s: %s%s%.*s%s: %.*s", operation, api->code,
                     reason.n ? " (" : "", GH_S_FMT(reason), reason.n ? ")" : "", GH_S_FMT(text));
}

int client_api_call(struct client_api *api, struct gh_arena *a, const struct client_call *call, const struct json **ret,
                    struct gh_err *err) {
    static const struct json nothing = {.kind = JSON_OBJECT};
    unsigned delay_ms = BACKOFF_FIRST_MS;
    int64_t until_ms = gh_monotonic_ms() + TIMEOUT_MS;
    for (unsigned attempt = 1;; attempt++) {
        struct http_client_response answer = {0};
        const struct json *json = &nothing;
        api->code[0] = '\0';
        int r = send_once(api, a, call, &answer, err);
        bool again = r == -GH_EIO && is_read(call->operation) && gh_monotonic_ms() < until_ms;
        if (!r && answer.body.n && json_parse(a, answer.body, NULL, &json, NULL)) {
            json = &nothing;
            if (answer.status == 200) return gh_refuse(err, GH_EIO, "%s: the answer is not JSON", call->operation);
        }
        if (!r && answer.status == 200) {
            *ret = json;
            return 0;
        }
        if (!r) {
            r = refused(api, call->operation, answer.status, json, err);
            again = busy(answer.status, error_code(json)) ||
                    (unclear(answer.status, error_code(json)) && is_read(call->operation));
        }
        if (!again || attempt == ATTEMPTS) return r;
        client_wait_ms(delay_ms / 2 + gh_rand_below(delay_ms / 2 + 1));
        delay_ms = delay_ms * 2 < BACKOFF_MAX_MS ? delay_ms * 2 : BACKOFF_MAX_MS;
    }
}

int client_api_list(struct client_api *api, const struct client_list_call *call, client_list_entry *each, void *context,
                    struct gh_err *err) {
    struct gh_arena *page = gh_arena_new(0), *keep = gh_arena_new(0);
    struct gh_str token = GH_S_NONE;
    int r = 0;
    do {
        struct gh_buf b;
        const struct json *answer;
        client_body_begin(&b, page);
        gh_buf_add(&b, call->arguments);
        if (call->page) client_body_value(&b, "MaxResults", gh_fmt(page, "%u", call->page));
        client_body_text(&b, "NextToken", token);
        r = client_api_call(api, page, &(struct client_call){call->service, call->operation, client_body_end(&b)},
                            &answer, err);
        if (r) break;
        const struct json *list = json_get(answer, gh_str_c(call->list));
        for (uint32_t i = 0; !r && list && list->kind == JSON_ARRAY && i < list->n; i++)
            r = each(context, page, &list->items[i], err);
        gh_arena_reset(keep);
        token = json_get_text(answer, GH_S("NextToken"));
        token = token.n ? gh_str_dup(keep, token) : GH_S_NONE;
        gh_arena_reset(page);
    } while (!r && token.p);
    gh_arena_free(page);
    gh_arena_free(keep);
    return r;
}

void client_body_begin(struct gh_buf *b, struct gh_arena *a) {
    gh_buf_init(b, a, BODY_MAX);
    gh_buf_addc(b, '{');
}

void client_body_value(struct gh_buf *b, const char *name, struct gh_str json) {
    if (!json.p) return;
    gh_buf_addf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
    gh_buf_add(b, json);
}

void client_body_text(struct gh_buf *b, const char *name, struct gh_str text) {
    if (!text.p) return;
    gh_buf_addf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
    json_write_string(b, text);
}

struct gh_str client_body_end(struct gh_buf *b) {
    gh_buf_addc(b, '}');
    return gh_buf_str(b);
}

struct gh_str client_body_members(struct gh_buf *b) {
    struct gh_str all = gh_buf_str(b);
    return gh_str_slice(all, 1, all.n);
}
