/* simulate_input.c: see simulate_input.h. */
#include "service/iam/simulate_input.h"

#include <string.h>

#include "base/base.h"
#include "base/map.h"
#include "crypto/digest.h"
#include "domain/ids.h"

static int bad(struct gh_err *err, const char *what, struct gh_str value) {
    return iam_throw_invalid_input(err, "Invalid %s: %.*s", what, GH_S_FMT(value));
}

static int compile(struct gh_call *c, struct gh_str document, enum policy_type type, struct gh_str id,
                   const struct policy **ret_policy, struct gh_err *err) {
    struct policy *compiled;
    struct gh_err *why = gh_new(c->ctx.arena, struct gh_err);
    int r = policy_compile(c->ctx.arena, document, type, id, &compiled, why);
    if (r) return iam_throw_invalid_input(err, "Invalid policy %.*s: %s", GH_S_FMT(id), why->message);
    *ret_policy = compiled;
    return 0;
}

void simulation_add(struct gh_call *c, struct simulation *s, const struct simulated_policy *policy) {
    if (s->n_identity == s->identity_room) {
        size_t room = s->identity_room ? 2 * s->identity_room : 16;
        struct simulated_policy *grown = gh_new_n(c->ctx.arena, struct simulated_policy, room);
        if (s->n_identity) memcpy(grown, s->identity, s->n_identity * sizeof *grown);
        s->identity = grown;
        s->identity_room = room;
    }
    s->identity[s->n_identity++] = *policy;
}

int simulation_add_documents(struct gh_call *c, struct simulation *s,
                             const struct iam_simulation_policy_list_type *list, struct gh_err *err) {
    for (size_t i = 0; i < list->n; i++) {
        struct simulated_policy policy = {.source_id = gh_fmt(c->ctx.arena, "PolicyInputList.%zu", i + 1),
                                          .source_type = SIMULATED_IAM};
        int r = compile(c, list->v[i], POLICY_IDENTITY, policy.source_id, &policy.policy, err);
        if (r) return r;
        simulation_add(c, s, &policy);
    }
    return 0;
}

int simulation_set_boundary(struct gh_call *c, struct simulation *s, const struct iam_simulation_policy_list_type *list,
                            struct gh_err *err) {
    if (!list->n) return 0;
    if (list->n > 1) return iam_throw_invalid_input(err, "Only one permissions boundary policy can be simulated.");
    return compile(c, list->v[0], POLICY_IDENTITY, GH_S("PermissionsBoundaryPolicyInputList.1"), &s->boundary, err);
}

struct gh_str simulation_caller_account(struct gh_str arn) {
    static const struct gh_str kinds[] = {GH_S_INIT("user/"), GH_S_INIT("group/"), GH_S_INIT("role/")};
    struct gh_str prefix = GH_S("arn:aws:iam::"), rest = gh_str_slice(arn, prefix.n, arn.n), account;
    if (!gh_str_starts(arn, prefix) || !gh_str_split(&rest, ':', &account) || !id_is_account(account)) return GH_S_NONE;
    for (size_t i = 0; rest.p && i < GH_COUNT(kinds); i++)
        if (gh_str_starts(rest, kinds[i]) && rest.n > kinds[i].n) return account;
    return GH_S_NONE;
}

static int check_actions(const struct iam_action_name_list_type *actions, struct gh_err *err) {
    if (!actions->n) return iam_throw_invalid_input(err, "At least one action name is required.");
    for (size_t i = 0; i < actions->n; i++) {
        struct gh_str a = actions->v[i];
        ptrdiff_t colon = gh_str_find(a, ':');
        if (colon <= 0 || (size_t)colon + 1 == a.n || gh_str_find(a, '*') >= 0 || gh_str_find(a, '?') >= 0)
            return bad(err, "action name", a);
    }
    return 0;
}

static bool is_arn(struct gh_str text) {
    size_t colons = 0;
    for (size_t i = 0; i < text.n; i++) colons += text.p[i] == ':';
    return gh_str_starts(text, GH_S("arn:")) && colons >= 5;
}

static int read_resources(struct gh_call *c, const struct iam_resource_name_list_type *resources,
                          struct simulation_input *in, struct gh_err *err) {
    for (size_t i = 0; i < resources->n; i++) {
        bool any = gh_str_eq(resources->v[i], GH_S("*"));
        if (!any && !is_arn(resources->v[i])) return bad(err, "resource ARN", resources->v[i]);
        in->specific |= !any;
    }
    struct gh_str *any = gh_new(c->ctx.arena, struct gh_str);
    *any = GH_S("*");
    in->resources = in->specific ? resources->v : any;
    in->n_resources = in->specific ? resources->n : 1;
    return 0;
}

/* The kinds of resources that a scenario of EC2 must name. */
static int check_handling(const struct simulation_question *q, struct gh_err *err) {
    static const struct gh_str parts[] = {GH_S_INIT(":instance/"),       GH_S_INIT(":image/"),
                                          GH_S_INIT(":security-group/"), GH_S_INIT(":network-interface/"),
                                          GH_S_INIT(":volume/"),         GH_S_INIT(":subnet/")};
    static const struct {
        struct gh_str name;
        unsigned needs; /* bits: indexes of parts */
    } scenarios[] = {{GH_S_INIT("EC2-VPC-InstanceStore"), 15},
                     {GH_S_INIT("EC2-VPC-InstanceStore-Subnet"), 15 + 32},
                     {GH_S_INIT("EC2-VPC-EBS"), 15 + 16},
                     {GH_S_INIT("EC2-VPC-EBS-Subnet"), 15 + 16 + 32}};
    if (!q->handling.p) return 0;
    unsigned has = 0;
    for (size_t i = 0; i < q->resources->n; i++)
        for (size_t k = 0; k < GH_COUNT(parts); k++)
            if (gh_str_find_str(q->resources->v[i], parts[k]) >= 0) has |= 1u << k;
    for (size_t i = 0; i < GH_COUNT(scenarios); i++) {
        if (!gh_str_eq(scenarios[i].name, q->handling)) continue;
        if ((has & scenarios[i].needs) == scenarios[i].needs) return 0;
        return iam_throw_invalid_input(err, "The resources do not include all that %.*s requires.",
                                       GH_S_FMT(q->handling));
    }
    return bad(err, "ResourceHandlingOption", q->handling);
}

static int read_owner(struct gh_call *c, const struct simulation *s, struct gh_str owner, struct simulation_input *in,
                      struct gh_err *err) {
    struct gh_str prefix = GH_S("arn:aws:iam::"), suffix = GH_S(":root");
    in->resource_owner = s->caller_account;
    if (!owner.p) return 0;
    struct gh_str account = owner;
    if (gh_str_starts(owner, prefix) && gh_str_ends(owner, suffix))
        account = gh_str_slice(owner, prefix.n, owner.n - suffix.n);
    if (!id_is_account(account)) return bad(err, "ResourceOwner", owner);
    in->resource_owner = gh_str_dup(c->ctx.arena, account);
    return 0;
}

static int read_caller(const struct simulation *s, struct gh_str arn, struct simulation_input *in, struct gh_err *err) {
    in->caller = (struct policy_principal){.account_id = s->caller_account, .entity_id = s->caller_id};
    if (!arn.p) return 0;
    if (!simulation_caller_account(arn).p) return bad(err, "CallerArn", arn);
    in->caller.arn = arn;
    if (gh_str_find_str(arn, GH_S(":role/")) >= 0) in->caller.role_arn = arn;
    return 0;
}

static int read_resource_policy(struct gh_call *c, const struct simulation_question *q, struct simulation_input *in,
                                struct gh_err *err) {
    if (!q->resource_policy.p) return 0;
    if (!q->caller_arn.p || gh_str_find_str(q->caller_arn, GH_S(":group/")) >= 0)
        return iam_throw_invalid_input(err, "CallerArn of a user or role is required with a resource policy.");
    return compile(c, q->resource_policy, POLICY_RESOURCE, GH_S("ResourcePolicy"), &in->resource_policy, err);
}

static int read_entry(const struct iam_context_entry *entry, struct policy_key *to, struct gh_err *err) {
    struct gh_str type = entry->context_key_type.p ? entry->context_key_type : IAM_CONTEXT_KEY_TYPE_ENUM_STRING;
    bool list = gh_str_ends(type, GH_S("List"));
    if (!entry->context_key_name.p) return iam_throw_invalid_input(err, "A context entry has no key name.");
    if (!list && entry->context_key_values.n > 1)
        return iam_throw_invalid_input(err, "Context key %.*s of type %.*s has more than one value.",
                                       GH_S_FMT(entry->context_key_name), GH_S_FMT(type));
    *to = (struct policy_key){.key = entry->context_key_name,
                              .values = entry->context_key_values.v,
                              .n_values = entry->context_key_values.n,
                              .multivalued = list};
    return 0;
}

/* Names of keys are the same in any case: of two entries only one could count. */
static int check_names(struct gh_arena *a, const struct iam_context_entry_list_type *entries, struct gh_err *err) {
    static char there;
    struct gh_map seen;
    gh_map_init(&seen, a);
    for (size_t i = 0; i < entries->n; i++) {
        struct gh_str name = entries->v[i].context_key_name;
        if (name.p && gh_map_put(&seen, gh_str_lower(a, name), &there))
            return iam_throw_invalid_input(err, "Context key %.*s is given more than once.", GH_S_FMT(name));
    }
    return 0;
}

static int read_context(struct gh_call *c, const struct simulation *s,
                        const struct iam_context_entry_list_type *entries, struct simulation_input *in,
                        struct gh_err *err) {
    struct policy_key *keys = gh_new_n(c->ctx.arena, struct policy_key, entries->n + s->n_caller_keys + 1);
    in->keys = keys;
    int r = check_names(c->ctx.arena, entries, err);
    for (size_t i = 0; !r && i < entries->n; i++) r = read_entry(&entries->v[i], &keys[in->n_keys++], err);
    if (r) return r;
    for (size_t i = 0; i < s->n_caller_keys; i++) keys[in->n_keys++] = s->caller_keys[i];
    return 0;
}

int simulation_read_input(struct gh_call *c, const struct simulation *s, const struct simulation_question *question,
                          struct simulation_input *ret_input, struct gh_err *err) {
    *ret_input = (struct simulation_input){0};
    int r = check_actions(question->actions, err);
    if (!r) r = read_resources(c, question->resources, ret_input, err);
    if (!r) r = check_handling(question, err);
    if (!r) r = read_owner(c, s, question->resource_owner, ret_input, err);
    if (!r) r = read_caller(s, question->caller_arn, ret_input, err);
    if (!r) r = read_resource_policy(c, question, ret_input, err);
    return r ? r : read_context(c, s, question->context, ret_input, err);
}

static void digest_text(struct crypto_sha256 *d, struct gh_str text) {
    char n[sizeof text.n];
    memcpy(n, &text.n, sizeof n);
    crypto_sha256_add(d, gh_str_n(n, sizeof n));
    if (text.n) crypto_sha256_add(d, text);
}

struct gh_str simulation_digest(struct gh_call *c, const struct simulation_question *question) {
    struct crypto_sha256 d;
    unsigned char digest[CRYPTO_SHA256_BYTES];
    crypto_sha256_init(&d);
    for (size_t i = 0; i < question->actions->n; i++) digest_text(&d, question->actions->v[i]);
    digest_text(&d, GH_S("resources"));
    for (size_t i = 0; i < question->resources->n; i++) digest_text(&d, question->resources->v[i]);
    digest_text(&d, question->caller_arn);
    digest_text(&d, question->page.filter);
    crypto_sha256_end(&d, digest);
    return gh_hex_str(c->ctx.arena, digest, sizeof digest);
}
