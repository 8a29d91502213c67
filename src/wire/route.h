/*
 * route.h: which operation a request is for. Signed: the credential scope's service decides, and target, action or path
 * must be one of its operations. Unsigned: only what the request itself says.
 */
#ifndef GH_WIRE_ROUTE_H
#define GH_WIRE_ROUTE_H

#include "wire/engine.h"

struct wire_route {
    enum gh_protocol protocol; /* also where no service was found: how to word the refusal */
    const struct gh_service *service;
    const struct gh_operation *op;
    struct wire_input input; /* ready for wire_decode() */
};

/** The service signed for by @signing_name, or of all services where absent. Fills in what can be told; never fails. */
void wire_route(struct gh_arena *a, const struct gh_service *const *services, size_t n_services,
                struct gh_str signing_name, const struct http_request *r, struct wire_route *ret_route);

#endif
