/*
 * visit.h: one request for a page. It runs on a pool from beginning to end, where it may read, hash a password and wait
 * for a durable write; the exchange is deferred meanwhile. Pages that hash have a pool of their own: however many
 * sign-ins are tried, the other pages and the API stay quick, and no more memory is taken than one hash a core.
 */
#ifndef GH_SIGNIN_VISIT_H
#define GH_SIGNIN_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/audit.h"
#include "base/base.h"
#include "base/pool.h"
#include "codec/form.h"
#include "domain/console_session.h"
#include "domain/context.h"
#include "domain/portal_session.h"
#include "http/server.h"
#include "signin/pages.h"
#include "signin/signin.h"
#include "signin/throttle.h"
#include "store/queries.h"

struct signin {
    struct signin_options options;
    struct gh_pool *hashing; /* a thread a core: each hash takes 19 MiB */
    struct refusals *refusals;
};

/** Whose pages these are: Identity Center's, or those of the users of one account. Each has sessions of its own. */
enum visit_site { VISIT_PORTAL, VISIT_CONSOLE };

/** As many events a step of a write may add. */
#define VISIT_EVENTS_MAX 3

struct visit;
typedef void visit_fn(struct visit *v);
/** What runs in a transaction; @argument is the handler's own. */
typedef int visit_step(struct context *c, void *argument, struct gh_err *err);

struct visit {
    struct gh_work work;
    struct signin *signin;
    struct http_exchange *x;
    const struct http_request *request;
    struct gh_arena *arena;
    visit_fn *handle;
    enum visit_site site;
    int64_t now_ms;
    struct gh_str request_id;
    /* The instance that the address names, else the house's first; without one there is nobody to sign in. */
    bool has_instance;
    bool elsewhere; /* it is not the first: its addresses begin with its store's id */
    struct store_signin_instance_organization_row instance;
    bool signed_in;              /* on the site at hand */
    struct portal_person person; /* of the browser's cookie, also where they are of another instance: session_id absent
                                    where nobody is */
    struct console_person console;
    struct gh_str form_cookie;                   /* what csrf fields are made of */
    bool malformed;                              /* the body of a POST is not a form */
    struct form form, query;                     /* POST body; query string */
    struct audit_event events[VISIT_EVENTS_MAX]; /* what visit_event_add() added */
    size_t n_events;
    struct gh_err err;
};

/** A page: where it belongs, and what makes it. */
struct visit_page {
    enum visit_site site;
    visit_fn *handle;
};
/** Puts the request on @pool, to be handled by @page once the instance and the person are known. */
void visit_begin(struct signin *s, struct gh_pool *pool, struct http_exchange *x, struct visit_page page);

/** Runs @step in a read snapshot. */
int visit_read(struct visit *v, visit_step *step, void *argument);
/** Runs @step (may be NULL) in one durable write that also keeps the @n events; a step that fails leaves nothing. */
int visit_write(struct visit *v, visit_step *step, void *argument, const struct audit_event *events, size_t n);

/** Within a step of a write: its commit keeps the event too. What it points to outlives the write. */
void visit_event_add(struct visit *v, const struct audit_event *event);

/** Checks that one of our own pages sent the form. False: the refusal has been replied. */
bool visit_open_form(struct visit *v);
/** As that, for what only a signed-in person does: the form must be one made for their session. */
bool visit_open_person_form(struct visit *v);
/** A field of the form or the query, absent where there is none. */
struct gh_str visit_field(const struct visit *v, const char *name);
struct gh_str visit_query(const struct visit *v, const char *name);

/** The layout every page has. */
struct page_layout visit_layout(struct visit *v);
struct gh_buf *visit_buf(struct visit *v);
/** Each replies, exactly once. */
void visit_reply(struct visit *v, unsigned status, struct gh_buf *page);
void visit_redirect(struct visit *v, struct gh_str path);
void visit_fail(struct visit *v, unsigned status, int64_t retry_after_s);
/** Replies that an attempt came too early. Of many in one wait only the first leaves @event, to which is added how
 * many. */
void visit_fail_early(struct visit *v, const struct throttle_wait *wait, const struct audit_event *event);
/** Replies for an error nobody expected, and logs it. */
void visit_fail_with(struct visit *v, int r);

/** Sets the browser's session cookie of the site at hand; removes it where @cookie is absent. */
void visit_set_session(struct visit *v, struct gh_str cookie);
/** For a page that needs a person: where nobody is signed in, redirects to the sign-in page and answers false. */
bool visit_require_person(struct visit *v);
/** As that; the sign-in leads to @next. */
bool visit_require_person_for(struct visit *v, struct gh_str next);
/** A page of the visit's instance: "/start", or "/d-…/start". */
struct gh_str visit_path(struct visit *v, const char *page);

/** A sign-in event of this visit; @detail is a JSON object. */
struct audit_event visit_event(struct visit *v, const char *name, const struct principal *who, struct gh_str detail);

#endif
