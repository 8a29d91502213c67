/* start_url.c: see start_url.h. AWS-owned host names are only names here: nothing is ever fetched. */
#include "signin/start_url.h"

#include "base/base.h"
#include "domain/context.h"

static bool strip(struct gh_str *s, struct gh_str tail) {
    if (!gh_str_ends(*s, tail)) return false;
    s->n -= tail.n;
    return true;
}

static bool eat(struct gh_str *s, struct gh_str head) {
    if (!gh_str_starts(*s, head)) return false;
    *s = gh_str_slice(*s, head.n, s->n);
    return true;
}

#define STORE_ID_CHARS 12

/* "d-" and ten hexadecimal digits */
static bool is_store_id(struct gh_str s) {
    if (s.n != STORE_ID_CHARS || !gh_str_starts(s, GH_S("d-"))) return false;
    for (size_t i = 2; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'))) return false;
    return true;
}

struct gh_str start_url_path_store(struct gh_str path, struct gh_str *ret_rest) {
    struct gh_str id = gh_str_slice(path, 1, 1 + STORE_ID_CHARS), rest = gh_str_slice(path, 1 + id.n, path.n);
    if (!gh_str_starts(path, GH_S("/")) || !is_store_id(id) || !gh_str_starts(rest, GH_S("/"))) return GH_S_NONE;
    *ret_rest = rest;
    return id;
}

/* What follows our own URL: "/start" or "/<d-id>/start". */
static int parse_own(struct gh_str path, struct start_url *ret_url) {
    struct gh_str rest = path;
    *ret_url = (struct start_url){.identity_store_id = start_url_path_store(path, &rest)};
    return path.n == 0 || gh_str_eq(rest, GH_S("/start")) ? 0 : -GH_EINVAL;
}

static int parse_aws(struct gh_str host, struct start_url *ret_url) {
    *ret_url = (struct start_url){0};
    struct gh_str rest = host, label;
    gh_str_split(&rest, '.', &label);
    if (gh_str_eq(rest, GH_S("awsapps.com")) && is_store_id(label)) {
        ret_url->identity_store_id = label;
        return 0;
    }
    bool portal = gh_str_starts(rest, GH_S("portal.")) || gh_str_ends(rest, GH_S(".portal.amazonaws.com"));
    if (!portal || !gh_str_starts(label, GH_S("ssoins-"))) return -GH_EINVAL;
    ret_url->instance_id = label;
    return 0;
}

int start_url_parse(struct gh_str house_url, struct gh_str text, struct start_url *ret_url) {
    strip(&text, GH_S("/"));
    strip(&text, GH_S("#"));
    strip(&text, GH_S("/"));
    if (eat(&text, house_url)) return parse_own(text, ret_url);
    if (!eat(&text, GH_S("https://"))) return -GH_EINVAL;
    if (eat(&text, GH_S("identitycenter.amazonaws.com/"))) {
        *ret_url = (struct start_url){.instance_id = text};
        return gh_str_starts(text, GH_S("ssoins-")) && gh_str_find(text, '/') < 0 ? 0 : -GH_EINVAL;
    }
    strip(&text, GH_S("/start"));
    return gh_str_find(text, '/') < 0 ? parse_aws(text, ret_url) : -GH_EINVAL;
}

int start_url_instance(struct context *c, const struct start_url *url,
                       struct store_signin_instance_organization_row *ret_instance, struct gh_err *err) {
    if (url->identity_store_id.p) {
        struct store_signin_instance_by_store_args args = {url->identity_store_id};
        return store_signin_instance_by_store(c->tx, &args, ret_instance, err);
    }
    if (url->instance_id.p) {
        struct store_signin_instance_by_id_args args = {url->instance_id};
        return store_signin_instance_by_id(c->tx, &args, ret_instance, err);
    }
    int r = store_signin_instance_organization(c->tx, ret_instance, err);
    return r == -GH_ENOTFOUND ? store_signin_instance_first(c->tx, ret_instance, err) : r;
}
