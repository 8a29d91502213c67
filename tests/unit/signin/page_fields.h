/* page_fields.h: every page with its fields by kind and offset, made by gen/pages.py, so that a test can fill them all.
 */
#ifndef GH_TEST_PAGE_FIELDS_H
#define GH_TEST_PAGE_FIELDS_H

#include <stddef.h>

struct gh_buf;

enum page_field_kind { PAGE_TEXT, PAGE_FLAG, PAGE_NUMBER, PAGE_LIST };

/** A table of these ends with a name of NULL. The last three are for lists: where the count is, and one item. */
struct page_field {
    const char *name;
    enum page_field_kind kind;
    size_t offset, count_offset, item_size;
    const struct page_field *item;
};

/** The table of pages ends with a name of NULL. */
struct page_shape {
    const char *name;
    size_t size;
    const struct page_field *fields;
    void (*render)(struct gh_buf *b, const void *page);
};

extern const struct page_shape page_shapes[];

#endif
