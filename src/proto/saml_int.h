/* saml_int.h: inside of saml: trees of libxml2, and what its files do to them. */
#ifndef GH_PROTO_SAML_INT_H
#define GH_PROTO_SAML_INT_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "proto/saml.h"

#define SAML_NS_ASSERTION "urn:oasis:names:tc:SAML:2.0:assertion"
#define SAML_NS_PROTOCOL "urn:oasis:names:tc:SAML:2.0:protocol"
#define SAML_NS_METADATA "urn:oasis:names:tc:SAML:2.0:metadata"
#define SAML_NS_DSIG "http://www.w3.org/2000/09/xmldsig#"
#define SAML_NS_ENCRYPTION "http://www.w3.org/2001/04/xmlenc#"

enum saml_comments { SAML_COMMENTS_REFUSED, SAML_COMMENTS_DROPPED };

/** Parses strictly; the tree lives as long as @a. NULL where it is not well-formed or has what we do not take. */
xmlDoc *saml_xml_parse(struct gh_arena *a, struct gh_str text, enum saml_comments comments);
/** Is @node the element {@ns}@name? NULL is not. */
bool saml_xml_is(const xmlNode *node, const char *ns, const char *name);
/** The first child element of that name from @node on (a sibling), or NULL. */
xmlNode *saml_xml_next(xmlNode *node, const char *ns, const char *name);
/** The only child element of that name; NULL where there is none, or more than one. */
xmlNode *saml_xml_child(const xmlNode *parent, const char *ns, const char *name);
size_t saml_xml_count(const xmlNode *parent, const char *ns, const char *name);
/** An attribute without namespace; absent where there is none. */
struct gh_str saml_xml_attribute(struct gh_arena *a, const xmlNode *node, const char *name);
/** The text of an element that has no child elements, white space off its ends; absent where it has, or is NULL. */
struct gh_str saml_xml_text(struct gh_arena *a, const xmlNode *node);

/** Is the tree shaped so that nobody can hide a second assertion or signature in it, and every id unique? */
bool saml_shape_good(const xmlDoc *doc);

/** The Signature that is a child of @parent, or NULL. */
xmlNode *saml_signature_of(const xmlNode *parent);
/**
 * Verifies the Signature of @parent (a Response or Assertion), which covers exactly @parent, with any of the provider's
 * keys. *@ret_verified are the bytes whose digest it signed.
 */
bool saml_signature_verify(struct gh_arena *a, xmlNode *parent, const struct saml_idp *idp,
                           struct gh_str *ret_verified);
/** Puts the plain assertion in the place of the EncryptedAssertion @node. False where no key opens it. */
bool saml_decrypt(struct gh_arena *a, xmlNode *node, const struct saml_expectation *expect);

/** Readies the libraries, once a process. */
void saml_libraries_init(void);

#endif
