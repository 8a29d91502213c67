/*
 * xml.h: an XML 1.0 writer: elements, attributes, text. Element and attribute names are ours and written as they are;
 * text and values are escaped. Reading XML is not done here.
 */
#ifndef GH_CODEC_XML_H
#define GH_CODEC_XML_H

#include "base/str.h"

struct gh_buf;

/** <name> */
void xml_begin(struct gh_buf *b, struct gh_str name);
/** <name attribute="value"> */
void xml_begin_with(struct gh_buf *b, struct gh_str name, struct gh_str attribute, struct gh_str value);
/** </name> */
void xml_end(struct gh_buf *b, struct gh_str name);
/**
 * Escaped text, safe between tags and in double quotes. What XML cannot hold (control characters, U+FFFE, U+FFFF,
 * ill-formed UTF-8) becomes U+FFFD; CR, and tab and newline too, become references so that no parser changes them.
 */
void xml_text(struct gh_buf *b, struct gh_str s);
/** <name>text</name>; nothing where @s is absent. */
void xml_element(struct gh_buf *b, struct gh_str name, struct gh_str s);

#endif
