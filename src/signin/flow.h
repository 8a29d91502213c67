/* flow.h: the handlers of the pages; each is one page or one form. Paths: see routes in signin.c. */
#ifndef GH_SIGNIN_FLOW_H
#define GH_SIGNIN_FLOW_H

#include "signin/throttle.h"
#include "signin/visit.h"

/* signin_flow.c: name, then password. */
visit_fn flow_signin_show, flow_signin_name, flow_signin_password, flow_signout;
/* link_flow.c: one-time links that set a password. */
visit_fn flow_link_show, flow_link_set, flow_forgot_show, flow_forgot_send;
/* device_flow.c: confirming a device. */
visit_fn flow_device_show, flow_device_code, flow_device_decide;
/* home_flow.c: what the person reaches. */
visit_fn flow_home, flow_access, flow_not_found;

/** Takes the session's cookie away and says so: the end of every sign-out. */
void flow_signed_out(struct visit *v);

/** Signs a person in within a transaction: ends the browser's old session, starts a new one. */
struct flow_session {
    struct visit *v;
    struct gh_str user_id;
    struct gh_str session_id, cookie; /* made by flow_session_start */
};
int flow_session_start(struct context *c, struct flow_session *s, struct gh_err *err);
/** What attempts to sign in under the name are counted under. */
struct throttle_attempt flow_throttle(struct visit *v, struct gh_str store_id, struct gh_str user_name);
/** The person as the audit trail knows them. */
struct principal flow_principal(const struct visit *v, struct gh_str user_id, struct gh_str user_name);

#endif
