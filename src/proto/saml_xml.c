/* saml_xml.c: reading XML from outside: only elements, attributes and text come through. */
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "base/base.h"
#include "proto/saml_int.h"

#define IDS_MAX 4096

/* What a parse has met that it should not; hangs on the parser's context. */
struct strictness {
    bool refused;
    bool drop_comments;
};

static void refuse(void *context) {
    xmlParserCtxt *p = context;
    struct strictness *s = p->_private;
    s->refused = true;
    xmlStopParser(p);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name;
    (void)external;
    (void)system;
    refuse(context);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data) {
    (void)target;
    (void)data;
    refuse(context);
}

static void on_comment(void *context, const xmlChar *text) {
    const xmlParserCtxt *p = context;
    const struct strictness *s = p->_private;
    (void)text;
    if (!s->drop_comments) refuse(context);
}

static void free_doc(void *doc) {
    xmlFreeDoc(doc);
}

/* A relative namespace name is what canonicalisation stumbles over. */
static bool namespaces_absolute(const xmlNode *node) {
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next)
        if (ns->href && ns->href[0] && !strchr((const char *)ns->href, ':')) return false;
    return true;
}

/* The next node in document order below @root, or NULL. */
static const xmlNode *walk(const xmlNode *root, const xmlNode *node) {
    if (node->children && node->type == XML_ELEMENT_NODE) return node->children;
    while (node && node != root && !node->next) node = node->parent;
    return !node || node == root ? NULL : node->next;
}

static bool tree_good(const xmlNode *root) {
    for (const xmlNode *n = root; n; n = walk(root, n)) {
        if (n->type == XML_ELEMENT_NODE ? !namespaces_absolute(n) : n->type != XML_TEXT_NODE) return false;
    }
    return true;
}

xmlDoc *saml_xml_parse(struct gh_arena *a, struct gh_str text, enum saml_comments comments) {
    struct strictness strict = {.drop_comments = comments == SAML_COMMENTS_DROPPED};
    saml_libraries_init();
    if (!text.n || text.n > INT32_MAX || !gh_str_is_utf8(text)) return NULL;
    xmlParserCtxt *p = xmlCreateMemoryParserCtxt(text.p, (int)text.n);
    if (!p) return NULL;
    p->_private = &strict;
    p->sax->internalSubset = on_doctype;
    p->sax->externalSubset = on_doctype;
    p->sax->processingInstruction = on_instruction;
    p->sax->comment = on_comment;
    xmlCtxtUseOptions(p, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    xmlParseDocument(p);
    xmlDoc *doc = p->myDoc;
    bool good = doc && p->wellFormed && !strict.refused && !doc->intSubset && !doc->extSubset;
    p->myDoc = NULL;
    xmlFreeParserCtxt(p);
    const xmlNode *root = good ? xmlDocGetRootElement(doc) : NULL;
    if (!root || !tree_good(root)) {
        xmlFreeDoc(doc);
        return NULL;
    }
    gh_arena_defer(a, free_doc, doc);
    return doc;
}

bool saml_xml_is(const xmlNode *node, const char *ns, const char *name) {
    return node && node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
           strcmp((const char *)node->ns->href, ns) == 0 && strcmp((const char *)node->name, name) == 0;
}

xmlNode *saml_xml_next(xmlNode *node, const char *ns, const char *name) {
    while (node && !saml_xml_is(node, ns, name)) node = node->next;
    return node;
}

size_t saml_xml_count(const xmlNode *parent, const char *ns, const char *name) {
    size_t n = 0;
    for (xmlNode *c = parent ? parent->children : NULL; (c = saml_xml_next(c, ns, name)); c = c->next) n++;
    return n;
}

xmlNode *saml_xml_child(const xmlNode *parent, const char *ns, const char *name) {
    return saml_xml_count(parent, ns, name) == 1 ? saml_xml_next(parent->children, ns, name) : NULL;
}

struct gh_str saml_xml_attribute(struct gh_arena *a, const xmlNode *node, const char *name) {
    xmlChar *v = node ? xmlGetNoNsProp(node, (const xmlChar *)name) : NULL;
    struct gh_str text = v ? gh_str_dup(a, gh_str_c((const char *)v)) : GH_S_NONE;
    xmlFree(v);
    return text;
}

struct gh_str saml_xml_text(struct gh_arena *a, const xmlNode *node) {
    if (!node) return GH_S_NONE;
    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type != XML_TEXT_NODE) return GH_S_NONE;
    xmlChar *v = xmlNodeGetContent(node);
    struct gh_str text = v ? gh_str_trim(gh_str_dup(a, gh_str_c((const char *)v))) : GH_S("");
    xmlFree(v);
    return text.n ? text : GH_S("");
}

/* ---- shape ---- */

struct shape {
    struct gh_arena *arena;
    struct gh_map ids;
    size_t assertions, responses, n_ids;
};

static bool is_id(const xmlAttr *attribute) {
    return strcasecmp((const char *)attribute->name, "id") == 0;
}

static bool take_ids(struct shape *s, const xmlNode *node) {
    static char taken;
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        if (!is_id(at)) continue;
        xmlChar *v = xmlNodeListGetString(node->doc, at->children, 1);
        struct gh_str id = gh_str_dup(s->arena, gh_str_c(v ? (const char *)v : ""));
        xmlFree(v);
        if (!id.n || ++s->n_ids > IDS_MAX || gh_map_put(&s->ids, id, &taken)) return false;
    }
    return true;
}

/* A signature signs its parent, and only a Response or an Assertion. Whatever could carry more content is refused. */
static bool place_good(const xmlNode *node) {
    const xmlNode *parent = node->parent;
    if (saml_xml_is(node, SAML_NS_DSIG, "Object") || saml_xml_is(node, SAML_NS_DSIG, "Manifest")) return false;
    if (saml_xml_is(node, SAML_NS_DSIG, "Signature"))
        return (saml_xml_is(parent, SAML_NS_ASSERTION, "Assertion") ||
                saml_xml_is(parent, SAML_NS_PROTOCOL, "Response")) &&
               saml_xml_count(parent, SAML_NS_DSIG, "Signature") == 1;
    if (saml_xml_is(node, SAML_NS_ASSERTION, "Assertion") || saml_xml_is(node, SAML_NS_ASSERTION, "EncryptedAssertion"))
        return !parent || parent->type == XML_DOCUMENT_NODE || saml_xml_is(parent, SAML_NS_PROTOCOL, "Response");
    if (saml_xml_is(node, SAML_NS_PROTOCOL, "Response")) return !parent || parent->type == XML_DOCUMENT_NODE;
    return true;
}

static bool node_good(struct shape *s, const xmlNode *node) {
    if (node->type != XML_ELEMENT_NODE) return true;
    s->assertions +=
        saml_xml_is(node, SAML_NS_ASSERTION, "Assertion") || saml_xml_is(node, SAML_NS_ASSERTION, "EncryptedAssertion");
    return place_good(node) && take_ids(s, node);
}

bool saml_shape_good(const xmlDoc *doc) {
    struct shape s = {.arena = gh_arena_new(0)};
    gh_map_init(&s.ids, s.arena);
    const xmlNode *root = xmlDocGetRootElement(doc);
    bool good = true;
    for (const xmlNode *n = root; good && n; n = walk(root, n)) good = node_good(&s, n);
    gh_arena_free(s.arena);
    return good && s.assertions == 1;
}
