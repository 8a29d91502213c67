/* read_int.h: shared by the two halves of reading only. */
#ifndef GH_CLIENT_READ_INT_H
#define GH_CLIENT_READ_INT_H

#include "client/api.h"
#include "client/model.h"
#include "client/read.h"

struct json;

struct reading {
    struct client_api *api;
    struct client_model *model;
    struct gh_str management_email;
    struct gh_arena *scratch; /* for one call's answer */
    size_t dangling;          /* assignments of principals or accounts that are gone */
};

int read_organization(struct reading *r, struct gh_err *err);
int read_center(struct reading *r, struct gh_err *err);

/** A call with one argument beside the instance's ARN where @instance; the answer lives until the next one. */
int read_call(struct reading *r, enum client_service service, const char *operation, struct gh_str body,
              const struct json **ret, struct gh_err *err);
/** Sets field @field of @item to @json by the table. */
void read_field(struct reading *r, struct client_item *item, unsigned field, const struct json *json);
/** Tags of a resource into field @field: a call of ListTagsForResource of the service. */
int read_tags(struct reading *r, enum client_service service, struct gh_str resource, struct client_item *item,
              unsigned field, struct gh_err *err);
/** Copies the text out of a page. */
struct gh_str read_text(struct reading *r, const struct json *json, const char *name);
/** Adds a thing with an id; what has the same name as another (which services do not let happen) is GH_EINTERNAL. */
int read_add(struct reading *r, enum client_kind kind, const struct gh_str *parts, struct gh_str id,
             struct client_item **ret, struct gh_err *err);

#endif
