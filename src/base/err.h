/*
 * err.h: how a function fails.
 *
 * A function that can fail returns 0 or -GH_E...; its last parameter, struct gh_err *err, is write-only and may be
 * NULL. The code steers control flow. `message` is for the client, `detail` for the log. Out-parameters are written on
 * success only. Library code never logs: the dispatcher logs once.
 *
 * The service layer turns an expected code into a modelled exception with the generated <service>_throw_<shape>()
 * functions, which set `shape`; whatever is not turned reaches the client as an internal failure with the request id.
 */
#ifndef GH_ERR_H
#define GH_ERR_H

#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

struct gh_arena;

enum gh_code {
    GH_EINVAL = 1, /* the input breaks a rule: message says which */
    GH_ENOTFOUND,  /* it does not exist, or not for this caller */
    GH_EEXIST,     /* it exists already */
    GH_EDENIED,    /* not allowed */
    GH_EAUTH,      /* who is calling could not be established */
    GH_ECONFLICT,  /* the state of things forbids it */
    GH_ELIMIT,     /* a size, count or quota is exceeded */
    GH_EEXPIRED,   /* it was valid once */
    GH_EBUSY,      /* try again: throttled, or the outcome of a commit is unknown */
    GH_EIO,        /* disk, network or database failed */
    GH_ETHROWN,    /* a modelled exception stands in err->shape */
    GH_EINTERNAL,  /* a bug of ours */
};

/** A modelled exception: a row of a generated table. */
struct gh_error_shape {
    struct gh_str name;       /* shape name: JSON __type */
    struct gh_str code;       /* awsQuery code (the shape name where the model gives none) */
    unsigned short status;    /* HTTP status */
    bool sender_fault;        /* awsQuery <Type> Sender or Receiver */
    const char *message_name; /* wire name of the text member: "Message", "message", "error_description" */
    const char *fixed_name;   /* a member that always has the same value (OAuth's "error"), or NULL */
    struct gh_str fixed_value;
};

/** A member of an exception beyond its message, such as Reason. Name and value must outlive the error. */
struct gh_err_member {
    const char *name;
    struct gh_str value;
};

#define GH_ERR_MEMBERS 4

struct gh_err {
    enum gh_code code;
    const struct gh_error_shape *shape;
    struct gh_err_member members[GH_ERR_MEMBERS];
    char message[2048];
    char detail[512];
};

/** An error to be filled in, in an arena; its texts are empty but not zeroed: failures are rare and its buffers large.
 */
struct gh_err *gh_err_new(struct gh_arena *a);

/** Sets code and the text for the log. Returns -code. */
int gh_fail(struct gh_err *err, enum gh_code code, const char *fmt, ...) GH_PRINTF(3, 4);
/** Sets code and the text for the client. Returns -code. */
int gh_refuse(struct gh_err *err, enum gh_code code, const char *fmt, ...) GH_PRINTF(3, 4);
/** Sets a modelled exception with its text. Returns -GH_ETHROWN. Called by generated constructors. */
int gh_throw(struct gh_err *err, const struct gh_error_shape *shape, const char *fmt, ...) GH_PRINTF(3, 4);
/** Adds a member to the exception just set; @value must outlive the error. Absent values are skipped. */
void gh_err_member(struct gh_err *err, const char *name, struct gh_str value);
const char *gh_code_name(enum gh_code code);

#endif
