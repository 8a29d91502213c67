/* files.h: files that the command line names. */
#ifndef GH_SERVER_FILES_H
#define GH_SERVER_FILES_H

#include "base/err.h"
#include "base/str.h"
#include "server/options.h"

/** Reads a whole file of at most @max bytes. -GH_EIO and -GH_ELIMIT name the file. */
int files_read(struct gh_arena *a, const char *path, size_t max, struct gh_str *ret_text, struct gh_err *err);
/** Reads --tls-cert and --tls-key; both NULL where neither is given, -GH_EINVAL where only one is. */
int files_read_tls(struct gh_arena *a, const struct options *o, const char **ret_cert, const char **ret_key,
                   struct gh_err *err);
/** Writes a file that survives a crash, complete or not at all. @mode as for open(2). */
int files_write(struct gh_arena *a, const char *path, struct gh_str text, unsigned mode, struct gh_err *err);

#endif
