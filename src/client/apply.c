/* apply.c: the walk over a plan, waiting, and what all steps share. */
#include "client/apply.h"

#include <string.h>

#include "base/base.h"
#include "client/apply_int.h"
#include "codec/json.h"

#define POLL_FIRST_MS 5
#define POLL_MAX_MS 1000
#define WAIT_MAX_MS (15 * GH_MINUTE_MS)
#define BIT_OF(kind) (UINT32_C(1) << (kind))
#define BIT(kind) BIT_OF(CLIENT_##kind)

static apply_step *const appliers[CLIENT_KINDS] = {
    [CLIENT_ORGANIZATION] = apply_organization,
    [CLIENT_TRUSTED_SERVICE] = apply_trusted_service,
    [CLIENT_POLICY_TYPE] = apply_policy_type,
    [CLIENT_ROOT] = apply_root,
    [CLIENT_UNIT] = apply_unit,
    [CLIENT_ACCOUNT] = apply_account,
    [CLIENT_ORG_POLICY] = apply_policy,
    [CLIENT_ATTACHMENT] = apply_attachment,
    [CLIENT_DETACHMENT] = apply_detachment,
    [CLIENT_DELEGATION] = apply_delegation,
    [CLIENT_RESOURCE_POLICY] = apply_resource_policy,
    [CLIENT_INSTANCE] = apply_instance,
    [CLIENT_USER] = apply_user,
    [CLIENT_GROUP] = apply_group,
    [CLIENT_MEMBERSHIP] = apply_membership,
    [CLIENT_PERMISSION_SET] = apply_permission_set,
    [CLIENT_ASSIGNMENT] = apply_assignment,
};

int apply_call(struct apply *x, enum client_service service, const char *operation, struct gh_buf *body,
               const struct json **ret, struct gh_err *err) {
    static const struct json *ignored;
    struct gh_str text = client_body_end(body);
    if (!gh_buf_ok(body)) return gh_refuse(err, GH_ELIMIT, "%s: the request would be too large", operation);
    int r =
        client_api_call(x->api, x->scratch, &(struct client_call){service, operation, text}, ret ? ret : &ignored, err);
    if (r == -GH_EIO) x->lost = true;
    return r == -GH_ENOTFOUND ? -GH_EDENIED : r; /* APPLY_SKIP is for what was not tried */
}

int apply_find_in(struct apply *x, const struct client_model *m, enum client_kind kind, struct gh_str name,
                  struct gh_str *ret_id, struct gh_err *err) {
    const struct client_item *item = client_model_named(m, kind, name);
    if (item && item->broken)
        return gh_refuse(err, GH_ENOTFOUND, "%s %.*s is not as wanted", client_kinds[kind].label, GH_S_FMT(name));
    if (!item || !item->id.n) item = client_model_named(x->current, kind, name);
    if (!item || !item->id.n)
        return gh_refuse(err, GH_ENOTFOUND, "%s %.*s was not made", client_kinds[kind].label, GH_S_FMT(name));
    *ret_id = item->id;
    return 0;
}

int apply_find(struct apply *x, enum client_kind kind, struct gh_str name, struct gh_str *ret_id, struct gh_err *err) {
    return apply_find_in(x, x->wanted, kind, name, ret_id, err);
}

void apply_made(struct apply *x, const struct client_step *s, struct gh_str id) {
    s->to->id = gh_str_dup(x->wanted->arena, id);
}

bool apply_changes(const struct client_step *s, unsigned field) {
    return s->fields >> field & 1;
}

struct gh_str apply_old(const struct client_step *s, unsigned field) {
    return s->from ? client_item_value(s->from, field) : GH_S_NONE;
}

struct gh_str apply_new(const struct client_step *s, unsigned field) {
    return s->to ? client_item_value(s->to, field) : GH_S_NONE;
}

/* The list of those of @from that @to has not: whole entries, or only their keys. */
static struct gh_str missing_from(struct gh_arena *a, const struct json *from, const struct json *to, bool keys) {
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    for (uint32_t i = 0; from && i < from->n; i++) {
        struct gh_str key = json_get_text(&from->items[i], GH_S("Key")),
                      value = json_get_text(&from->items[i], GH_S("Value"));
        bool found = false;
        for (uint32_t j = 0; to && j < to->n && !found; j++)
            found = gh_str_eq(json_get_text(&to->items[j], GH_S("Key")), key) &&
                    (keys || gh_str_eq(json_get_text(&to->items[j], GH_S("Value")), value));
        if (found) continue;
        gh_buf_addc(&b, b.n ? ',' : '[');
        if (keys)
            json_write_string(&b, key);
        else
            json_encode(&b, &from->items[i]);
    }
    if (!b.n) return GH_S_NONE;
    gh_buf_addc(&b, ']');
    return gh_buf_str(&b);
}

static int tag_call(struct apply *x, enum client_service service, const char *operation, struct gh_str resource,
                    struct gh_str list, struct gh_err *err) {
    struct gh_buf b;
    if (!list.p) return 0;
    client_body_begin(&b, x->scratch);
    if (service == CLIENT_SSO_ADMIN) client_body_text(&b, "InstanceArn", x->current->instance_arn);
    client_body_text(&b, service == CLIENT_SSO_ADMIN ? "ResourceArn" : "ResourceId", resource);
    client_body_value(&b, operation[0] == 'T' ? "Tags" : "TagKeys", list);
    return apply_call(x, service, operation, &b, NULL, err);
}

int apply_tags(struct apply *x, enum client_service service, struct gh_str resource, const struct client_step *s,
               unsigned field, struct gh_err *err) {
    if (!apply_changes(s, field)) return 0;
    const struct json *is = client_value_json(x->scratch, apply_old(s, field));
    const struct json *wanted = client_value_json(x->scratch, apply_new(s, field));
    int r = tag_call(x, service, "UntagResource", resource, missing_from(x->scratch, is, wanted, true), err);
    return r ? r : tag_call(x, service, "TagResource", resource, missing_from(x->scratch, wanted, is, false), err);
}

int apply_pend(struct apply *x, const struct client_step *s, struct gh_str id, struct gh_err *err) {
    if (!id.n) return gh_refuse(err, GH_EDENIED, "the server named no request to wait for");
    struct apply_pending *p = &x->pending[(x->first + x->n_pending++) % APPLY_PENDING];
    p->step = s;
    p->arena = gh_arena_new(0);
    p->request_id = gh_str_dup(p->arena, id);
    p->until_ms = gh_monotonic_ms() + WAIT_MAX_MS;
    return APPLY_PENDS;
}

static void tell(struct apply *x, const struct client_step *s, const char *what, struct gh_str reason) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    client_step_show(a, s, &b);
    gh_buf_addf(&b, ": %s", what);
    if (reason.n) {
        gh_buf_add(&b, GH_S(": "));
        client_show_text(&b, reason);
    }
    gh_buf_addc(&b, '\n');
    x->sink->write(x->sink->context, gh_buf_str(&b));
    gh_arena_free(a);
}

static void hold(struct apply *x, enum client_kind kind, struct gh_str name) {
    struct client_item *item = client_model_named(x->current, kind, name);
    if (item) item->held = true;
}

/* A step came to nothing: what else must then stay as it is? */
static void hold_others(struct apply *x, const struct client_step *s) {
    const struct gh_str *parts = (s->to ? s->to : s->from)->parts;
    x->unmet |= BIT_OF(s->kind);
    if (s->swap) s->swap->stopped = true;
    if (s->kind == CLIENT_ASSIGNMENT && s->action == CLIENT_CREATE) hold(x, CLIENT_ACCOUNT, parts[1]);
    if (s->action != CLIENT_DELETE) return;
    if (s->kind == CLIENT_ASSIGNMENT) {
        hold(x, CLIENT_PERMISSION_SET, parts[0]);
        hold(x, gh_str_eq(parts[2], GH_S("user")) ? CLIENT_USER : CLIENT_GROUP, parts[3]);
    } else if (s->kind == CLIENT_MEMBERSHIP) {
        hold(x, CLIENT_GROUP, parts[0]);
        hold(x, CLIENT_USER, parts[1]);
    }
}

static void record(struct apply *x, const struct client_step *s, int r, const struct gh_err *err) {
    if (r != APPLY_DONE) hold_others(x, s);
    if (r == APPLY_DONE) {
        x->outcome.done++;
        tell(x, s, "done", GH_S_NONE);
    } else if (r == APPLY_SKIP) {
        x->outcome.skipped++;
        if (s->to) s->to->broken = true;
        tell(x, s, "skipped", gh_str_c(err->message));
    } else {
        x->outcome.failed++;
        /* Half a permission set or an old policy may allow more than was wanted: nobody gets it. */
        if (s->to && (s->kind == CLIENT_PERMISSION_SET || s->kind == CLIENT_ORG_POLICY)) s->to->broken = true;
        tell(x, s, "failed", gh_str_c(err->message[0] ? err->message : gh_code_name(err->code)));
    }
}

/* The state of one request, asked for once. 1 while it goes on. */
static int ask(struct apply *x, const struct apply_pending *p, const struct apply_waiting *w, struct gh_err *err) {
    struct gh_buf b;
    const struct json *answer;
    client_body_begin(&b, x->scratch);
    if (w->service == CLIENT_SSO_ADMIN) client_body_text(&b, "InstanceArn", x->current->instance_arn);
    client_body_text(&b, w->argument, p->request_id);
    int r = apply_call(x, w->service, w->operation, &b, &answer, err);
    if (r) return r;
    const struct json *status = json_get(answer, gh_str_c(w->member));
    struct gh_str state = json_get_text(status, gh_str_c(w->state));
    struct gh_str reason = json_get_text(status, GH_S("FailureReason"));
    if (gh_str_eq(state, GH_S("IN_PROGRESS"))) return APPLY_PENDS;
    if (gh_str_eq(state, GH_S("SUCCEEDED"))) return apply_finish(x, p->step, status, err);
    return gh_refuse(err, GH_EDENIED, "%.*s: %.*s", GH_S_FMT(state), GH_S_FMT(reason));
}

/* Waits for the request that was made first. */
static void await_first(struct apply *x) {
    struct apply_pending *p = &x->pending[x->first];
    const struct apply_waiting *w = NULL;
    struct gh_err *err = gh_err_new(x->scratch);
    unsigned delay_ms = POLL_FIRST_MS;
    int r;
    apply_window(p->step, &w);
    for (;;) {
        gh_arena_reset(x->scratch);
        err = gh_err_new(x->scratch);
        r = x->lost ? gh_refuse(err, GH_EIO, "the server cannot be reached; it may yet do it") : ask(x, p, w, err);
        if (r != APPLY_PENDS) break;
        if (gh_monotonic_ms() > p->until_ms) {
            r = gh_refuse(err, GH_EBUSY, "still under way after 15 minutes; run the command again later");
            break;
        }
        client_wait_ms(delay_ms);
        delay_ms = delay_ms * 3 / 2 < POLL_MAX_MS ? delay_ms * 3 / 2 + 1 : POLL_MAX_MS;
    }
    record(x, p->step, r, err);
    gh_arena_free(p->arena);
    x->first = (x->first + 1) % APPLY_PENDING;
    x->n_pending--;
}

static void await(struct apply *x, size_t at_most) {
    while (x->n_pending > at_most) await_first(x);
}

/* Nothing of a kind is deleted while something failed that may be meant to stand in for it. */
static const uint32_t stands_in[CLIENT_KINDS] = {
    [CLIENT_TRUSTED_SERVICE] = BIT(TRUSTED_SERVICE) | BIT(DELEGATION),
    [CLIENT_POLICY_TYPE] = BIT(POLICY_TYPE) | BIT(ORG_POLICY) | BIT(ATTACHMENT) | BIT(DETACHMENT),
    [CLIENT_UNIT] = BIT(UNIT) | BIT(ACCOUNT),
    [CLIENT_ORG_POLICY] = BIT(ORG_POLICY) | BIT(ATTACHMENT) | BIT(DETACHMENT),
    [CLIENT_ATTACHMENT] = BIT(ORG_POLICY) | BIT(ATTACHMENT) | BIT(DETACHMENT),
    [CLIENT_DETACHMENT] = BIT(ORG_POLICY) | BIT(ATTACHMENT) | BIT(DETACHMENT),
    [CLIENT_DELEGATION] = BIT(DELEGATION),
    [CLIENT_USER] = BIT(USER),
    [CLIENT_GROUP] = BIT(GROUP),
    [CLIENT_MEMBERSHIP] = BIT(USER) | BIT(GROUP) | BIT(MEMBERSHIP),
    [CLIENT_PERMISSION_SET] = BIT(PERMISSION_SET),
    [CLIENT_ASSIGNMENT] = BIT(USER) | BIT(GROUP) | BIT(MEMBERSHIP), /* and new ones in the same account */
};

/* Will the policy that @s hangs up not be what it should? */
static bool is_void(const struct apply *x, const struct client_step *s) {
    if (s->kind != CLIENT_ATTACHMENT || s->action != CLIENT_CREATE) return false;
    const struct client_item *policy = client_model_find(x->wanted, CLIENT_ORG_POLICY, s->to->parts);
    return policy && policy->broken;
}

/* Why a step is not even tried, or NULL. @next is NULL at the end. */
static const char *held_back(const struct apply *x, const struct client_step *s, const struct client_step *next) {
    if (x->lost) return "the server cannot be reached";
    if (s->swap) {
        bool room = next && next->swap == s->swap && is_void(x, next); /* made for one that will not come */
        return !client_step_attaches(s) && (s->swap->stopped || room) ? "what should hang there instead does not"
                                                                      : NULL;
    }
    if (s->action != CLIENT_DELETE) return NULL;
    const struct client_item *account =
        s->kind == CLIENT_ASSIGNMENT ? client_model_named(x->current, CLIENT_ACCOUNT, s->from->parts[1]) : NULL;
    if (x->unmet & stands_in[s->kind] || (account && account->held))
        return "not deleted, since what may stand in for it has failed";
    return s->from->held ? "not deleted, since not all went that stands on it" : NULL;
}

static void run(struct apply *x, const struct client_step *s, const struct client_step *next) {
    const char *why = held_back(x, s, next);
    gh_arena_reset(x->scratch);
    struct gh_err *err = gh_err_new(x->scratch);
    int r = why ? gh_refuse(err, GH_ENOTFOUND, "%s", why) : appliers[s->kind](x, s, err);
    if (r != APPLY_PENDS) record(x, s, r, err);
}

void client_apply(struct client_api *api, const struct client_plan *plan, struct client_model *current,
                  struct client_model *wanted, const struct client_sink *sink, struct client_outcome *ret_outcome) {
    struct apply *x = calloc(1, sizeof *x);
    if (!x) abort();
    x->api = api;
    x->current = current;
    x->wanted = wanted;
    x->sink = sink;
    x->scratch = gh_arena_new(0);
    for (size_t i = 0; i < plan->n; i++) {
        const struct client_step *s = &plan->steps[i], *before = i ? s - 1 : NULL;
        const struct apply_waiting *w;
        size_t window = apply_window(s, &w);
        bool same = before && before->kind == s->kind && before->action == s->action;
        await(x, same && window ? window - 1 : 0);
        run(x, s, i + 1 < plan->n ? s + 1 : NULL);
    }
    await(x, 0);
    gh_arena_free(x->scratch);
    *ret_outcome = x->outcome;
    free(x);
}
