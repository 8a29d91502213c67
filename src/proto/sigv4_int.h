/* sigv4_int.h: inside of sigv4: what its files share. */
#ifndef GH_PROTO_SIGV4_INT_H
#define GH_PROTO_SIGV4_INT_H

#include "proto/sigv4.h"

#define SIGV4_ALGORITHM "AWS4-HMAC-SHA256"
#define SIGV4_TERMINATOR "aws4_request"
#define SIGV4_SIGNED_HEADERS_MAX 64
/* A canonical request larger than that is not built: no client of ours comes near. */
#define SIGV4_CANONICAL_MAX ((size_t)4 << 20)

/** The first header of that name (ASCII case ignored), or NULL. */
const struct sigv4_header *sigv4_header_find(const struct sigv4_message *m, struct gh_str name);
/** Is @name in the list "a;b;c"? */
bool sigv4_list_has(struct gh_str list, struct gh_str name);
/** Sets the client's text and returns @e. */
enum sigv4_error sigv4_refuse(struct gh_err *err, enum sigv4_error e, const char *fmt, ...) GH_PRINTF(3, 4);

#endif
