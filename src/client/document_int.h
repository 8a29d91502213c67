/* document_int.h: shared by the reader's files only. */
#ifndef GH_CLIENT_DOCUMENT_INT_H
#define GH_CLIENT_DOCUMENT_INT_H

#include <stdbool.h>

#include "client/document.h"
#include "client/model.h"
#include "client/yaml.h"

/* Where the reader is; spelled out only where something is wrong. */
struct place {
    const struct place *up;
    struct gh_str name; /* a mapping's, or absent: */
    uint32_t index;     /* a list's */
};

struct document_reader {
    struct gh_arena *arena; /* the model's */
    struct client_model *model;
    struct client_problems *problems;
    uint32_t management_line; /* of the account that is the management account; 0: of none yet */
};

/** Problem at @place. */
void document_wrong(struct document_reader *r, const struct place *at, uint32_t line, const char *rule, ...)
    GH_PRINTF(4, 5);
/** The value that @node is by @shape; absent where it is nothing, or wrong, which is then told. */
struct gh_str document_value(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                             const struct client_yaml *node);
/** A text of 1 to @max characters; absent where it is wrong, which is then told. */
struct gh_str document_text(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                            unsigned max);
/** Is it a mapping, or a list? Tells where it is not. */
bool document_is(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                 enum client_yaml_kind kind);
/** Tells of every name of @map that is neither in @fields nor in @others (NULL-terminated). */
void document_check_names(struct document_reader *r, const struct place *at, const struct client_yaml *map,
                          const struct client_kind_row *fields, const char *const *others);

#endif
