/*
 * page_out.h: how a value gets into a page. Only the compiled templates (and their test) call these; there is
 * deliberately no function that appends a value as it is.
 */
#ifndef GH_SIGNIN_PAGE_OUT_H
#define GH_SIGNIN_PAGE_OUT_H

#include "base/buf.h"
#include "base/str.h"

/**
 * Appends @s for HTML text or a double-quoted attribute value: & < > " ' become references; control characters other
 * than tab and newline, and whatever is not UTF-8, become U+FFFD, so that no reader sees other characters than we did.
 */
void page_add_text(struct gh_buf *b, struct gh_str s);

/** Appends @s for the path segment, query or fragment of a URL: all but RFC 3986's unreserved characters as %XX. */
void page_add_url(struct gh_buf *b, struct gh_str s);

#endif
