/*
 * authorize.h: the one gate before every handler. It builds the authorization request from the operation's row, asks
 * the policy engine, and words the refusal as AWS does.
 */
#ifndef GH_WIRE_AUTHORIZE_H
#define GH_WIRE_AUTHORIZE_H

#include "base/err.h"

struct access;
struct gh_call;

/**
 * 0 where the caller may run c->op with @in on every resource its row names; else -GH_EDENIED with AWS's text in
 * err->message. @access is what the caller's key or role may do. Operations whose row names no action pass.
 */
int wire_authorize(struct gh_call *c, const struct access *access, const void *in, struct gh_err *err);

#endif
