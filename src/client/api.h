/*
 * api.h: calls of the public APIs over HTTP, signed with SigV4: nothing of a server is reached otherwise. One call
 * after the other on one connection. What a server is too busy for, and reads that got lost on the way, are tried
 * again; a write that got lost (also one answered with 500 or 502) is not, since it may have been done: whoever runs
 * the command again sees what is there.
 */
#ifndef GH_CLIENT_API_H
#define GH_CLIENT_API_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "client/credentials.h"

struct gh_arena;
struct gh_buf;
struct json;

enum client_service { CLIENT_ORGANIZATIONS, CLIENT_SSO_ADMIN, CLIENT_IDENTITY_STORE, CLIENT_ACCOUNT_SERVICE };

struct client_api;

struct client_api_options {
    struct gh_str endpoint; /* "https://host" */
    struct gh_str region;
    const char *ca_file; /* NULL = the system's authorities */
};

/** GH_EINVAL where the endpoint is no http or https URL. @o and @credentials must outlive it. */
int client_api_new(const struct client_api_options *o, const struct client_credentials *credentials,
                   struct client_api **ret, struct gh_err *err);
/** Accepts NULL. */
void client_api_free(struct client_api *api);

struct client_call {
    enum client_service service;
    const char *operation;
    struct gh_str body; /* a JSON object */
};

/**
 * Makes the call and parses the answer into @a; *@ret is never NULL on success. On failure
 * err->message is "Operation: Code: text" and client_api_failed() knows the code. GH_EIO where no answer came, or one
 * that leaves open whether a write was done.
 */
int client_api_call(struct client_api *api, struct gh_arena *a, const struct client_call *call, const struct json **ret,
                    struct gh_err *err);
/** Was the last call refused with this code ("NotImplemented")? */
bool client_api_failed(const struct client_api *api, const char *code);
/** Calls made so far, repeated ones counted. */
size_t client_api_calls(const struct client_api *api);

struct client_list_call {
    enum client_service service;
    const char *operation, *list; /* the answer's member that has the entries */
    struct gh_str arguments;      /* members of the request ("\"A\":1"), or absent */
    unsigned page;                /* MaxResults; 0: the operation has none */
};
/** One entry; what it keeps must be copied out of @page, which goes with the page. Not 0 ends the listing. */
typedef int client_list_entry(void *context, struct gh_arena *page, const struct json *entry, struct gh_err *err);
/** Every entry of every page. */
int client_api_list(struct client_api *api, const struct client_list_call *call, client_list_entry *each, void *context,
                    struct gh_err *err);

/** A request's body, member by member: "name":value (JSON), or a text; nothing where it is absent. */
void client_body_begin(struct gh_buf *b, struct gh_arena *a);
void client_body_text(struct gh_buf *b, const char *name, struct gh_str text);
void client_body_value(struct gh_buf *b, const char *name, struct gh_str json);
struct gh_str client_body_end(struct gh_buf *b);
/** The members without the braces, for a client_list_call. */
struct gh_str client_body_members(struct gh_buf *b);

/** Sleeps. */
void client_wait_ms(unsigned ms);

#endif
