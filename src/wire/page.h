/*
 * page.h: paged lists, the same for every service. A list reads one row more than it shows; the token of the next page
 * is sealed and bound to operation, caller and filters (domain/page.h).
 */
#ifndef GH_WIRE_PAGE_H
#define GH_WIRE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_call;

/** What the input asks for. */
struct wire_page_query {
    struct gh_str token;
    bool has_max;
    int32_t max;
    int64_t largest;      /* the model's largest page, which is also the default */
    struct gh_str filter; /* whatever else decides what the list holds */
};

/** What an input with NextToken and MaxResults asks for. */
#define WIRE_PAGE_QUERY(in, largest, filter)                                                                           \
    ((struct wire_page_query){(in)->next_token, (in)->has_max_results, (in)->max_results, (largest), (filter)})

struct wire_page {
    struct gh_str scope, after; /* @after: the key to go on after, empty at the start */
    int64_t count;              /* rows to show; read one more */
};

/** -GH_EINVAL, which becomes the service's validation error, where the token is not one of this list. */
int wire_page_open(struct gh_call *c, const struct wire_page_query *query, struct wire_page *ret_page,
                   struct gh_err *err);
/** How many of the @n rows, read with count + 1, belong to the page. */
size_t wire_page_shown(const struct wire_page *page, size_t n);
/** The token of the page after @last_key where there is one, else absent. */
struct gh_str wire_page_next(struct gh_call *c, const struct wire_page *page, size_t n, struct gh_str last_key);

#endif
