/*
 * tables.c: walks the tables generated from cases/everything.smithy and cases/query.smithy, with handlers of its own.
 * Says what is wrong on stdout and ends with 1.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/base.h"
#include "gen/everything.h"
#include "gen/query.h"
#include "gen/services.h"

static int failures;

#define CHECK(what)                                                                                                    \
    do {                                                                                                               \
        if (!(what)) printf("line %d: %s\n", __LINE__, #what), failures++;                                             \
    } while (0)

/* What the handlers and finders below were last given. */
static struct {
    const char *called;
    struct gh_str text;
    const void *object;
} last;

static int called(const char *name, struct gh_str text, const void *object) {
    last.called = name;
    last.text = text;
    last.object = object;
    return 0;
}

int everything_enter(struct gh_call *c, const struct everything_enter_input *in, struct everything_enter_output *out,
                     struct gh_err *err) {
    (void)c, (void)in, (void)err;
    return called("enter", GH_S_NONE, out);
}

int everything_get_thing(struct gh_call *c, const struct everything_get_thing_input *in,
                         struct everything_get_thing_output *out, struct gh_err *err) {
    (void)c, (void)in, (void)out, (void)err;
    return called("get_thing", in->next_token, in);
}

int everything_hello(struct gh_call *c, const struct everything_hello_input *in, struct everything_hello_output *out,
                     struct gh_err *err) {
    (void)c, (void)in, (void)out, (void)err;
    return called("hello", GH_S_NONE, NULL);
}

int everything_put_thing_present(struct gh_call *c, const struct everything_put_thing_input *in, struct gh_err *err) {
    (void)c, (void)err;
    return called("present", in->name, in);
}

int everything_put_thing_prepare(struct gh_call *c, const struct everything_put_thing_input *in, struct gh_err *err) {
    (void)c, (void)err;
    return called("prepare", in->name, in);
}

int everything_put_thing(struct gh_call *c, const struct everything_put_thing_input *in,
                         struct everything_put_thing_output *out, struct gh_err *err) {
    (void)c, (void)out, (void)err;
    return called("put_thing", in->name, in);
}

int everything_find_caller(struct gh_call *c, struct gh_list *ret_arns, struct gh_err *err) {
    (void)c, (void)ret_arns, (void)err;
    return called("find_caller", GH_S_NONE, NULL);
}

int everything_find_names(struct gh_call *c, const struct everything_names *names, struct gh_list *ret_arns,
                          struct gh_err *err) {
    (void)c, (void)ret_arns, (void)err;
    return called("find_names", GH_S_NONE, names);
}

int everything_find_place(struct gh_call *c, const struct everything_place *where, struct gh_str value,
                          struct gh_list *ret_arns, struct gh_err *err) {
    (void)c, (void)ret_arns, (void)err;
    return called("find_place", value, where);
}

int everything_find_thing_policy(struct gh_call *c, struct gh_str name, struct gh_resource_policy *ret_policy,
                                 struct gh_err *err) {
    (void)c, (void)ret_policy, (void)err;
    return called("find_thing_policy", name, NULL);
}

int query_get(struct gh_call *c, const struct query_get_input *in, struct query_get_output *out, struct gh_err *err) {
    (void)c, (void)out, (void)err;
    return called("get", GH_S_NONE, in);
}

static const struct gh_operation *operation(const struct gh_service *s, struct gh_str name) {
    for (uint32_t i = 0; i < s->n_operations; i++)
        if (gh_str_eq(s->operations[i].name, name)) return &s->operations[i];
    return NULL;
}

static const struct gh_member *member(const struct gh_shape *s, struct gh_str name) {
    for (uint32_t i = 0; i < s->n_members; i++)
        if (gh_str_eq(s->members[i].name, name)) return &s->members[i];
    return NULL;
}

static void check_shape(const struct gh_shape *s, unsigned depth) {
    if (!s || depth > 8) return;
    CHECK(s->name.p && s->size);
    CHECK(s->min == GH_NO_MIN || s->max == GH_NO_MAX || s->min <= s->max);
    if (s->pattern) CHECK(s->pattern_id < gh_patterns_count && !strcmp(gh_patterns[s->pattern_id], s->pattern));
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        CHECK(m->offset < s->size && (m->has_offset == GH_NO_OFFSET || m->has_offset < s->size));
        CHECK((m->location == GH_IN_BODY) == !m->location_name.p);
        check_shape(m->shape, depth + 1);
    }
    CHECK((s->kind == GH_K_LIST || s->kind == GH_K_MAP) == (s->element != NULL));
    CHECK((s->kind == GH_K_MAP) == (s->key != NULL));
    CHECK((s->kind == GH_K_ENUM) == (s->n_values > 0));
    check_shape(s->element, depth + 1);
}

static void check_services(void) {
    CHECK(gh_services_count == 2);
    for (size_t i = 0; i < gh_services_count; i++) {
        const struct gh_service *s = gh_services[i];
        CHECK(!i || gh_str_cmp(gh_services[i - 1]->name, s->name) < 0);
        for (uint32_t j = 0; j < s->n_operations; j++) {
            const struct gh_operation *op = &s->operations[j];
            CHECK(op->service == s);
            CHECK(!j || gh_str_cmp(s->operations[j - 1].name, op->name) < 0);
            check_shape(op->in, 0);
            check_shape(op->out, 0);
        }
    }
}

static void check_layout(void) {
    const struct gh_shape *in = operation(&gh_service_everything, GH_S("PutThing"))->in;
    CHECK(in->size == sizeof(struct everything_put_thing_input));
    const struct gh_member *limit = member(in, GH_S("Limit")), *name = member(in, GH_S("Name"));
    CHECK(limit->location == GH_IN_QUERY && gh_str_eq(limit->location_name, GH_S("limit")) && !limit->required);
    CHECK(limit->has_offset == offsetof(struct everything_put_thing_input, has_limit));
    CHECK(limit->shape->min == 1 && limit->shape->max == 100);
    CHECK(name->location == GH_IN_PATH && name->required && name->has_offset == GH_NO_OFFSET);
    CHECK(member(in, GH_S("Flag"))->has_offset == GH_NO_OFFSET);
    CHECK(member(in, GH_S("re-named"))->offset == offsetof(struct everything_put_thing_input, renamed));
    CHECK(member(in, GH_S("Old"))->shape->sensitive);
    CHECK(!member(in, GH_S("When"))->shape->epoch_seconds);
    CHECK(member(in, GH_S("Tags"))->shape->size == sizeof(struct everything_tag));
    CHECK(member(in, GH_S("Attributes"))->shape->size == sizeof(struct everything_attributes_entry));
    CHECK(gh_str_eq(member(in, GH_S("Names"))->shape->element_name, GH_S("Name")));
    const struct gh_shape *out = operation(&gh_service_query, GH_S("Get"))->out;
    CHECK(!member(out, GH_S("When"))->shape->epoch_seconds && member(out, GH_S("Seconds"))->shape->epoch_seconds);
}

static void check_rows(void) {
    const struct gh_operation *put = operation(&gh_service_everything, GH_S("PutThing"));
    const struct gh_operation *later = operation(&gh_service_everything, GH_S("Later"));
    CHECK(put->mode == GH_MODE_SLOW && put->audit == GH_AUDIT_DURABLE && put->auth == GH_AUTH_SIGV4);
    CHECK(put->http_status == 201 && gh_str_eq(put->http_path, GH_S("/things/{Name}")));
    CHECK(put->authorization.n_resources == 5 && put->authorization.n_keys == 2 && put->n_errors == 2);
    const struct gh_further_action *also = put->authorization.also;
    CHECK(put->authorization.n_also == 2 && gh_str_eq(also[0].action, GH_S("everything:TagThing")));
    CHECK(gh_str_eq(also[0].given, GH_S("Tags[].Key")) && gh_str_eq(also[0].type, GH_S("thing")) && !also[1].type.p);
    CHECK(also[0].n_keys == 2 && gh_str_eq(also[0].keys[0].key, GH_S("aws:RequestTag/${TagKey}")));
    CHECK(gh_str_eq(also[0].keys[1].member, GH_S("Tags[].Key")));
    CHECK(also[1].n_keys == 3 && gh_str_eq(also[1].keys[2].key, GH_S("everything:Name")));
    CHECK(gh_str_eq(also[0].denied, GH_S("thing ${name}")) && !also[1].denied.p);
    CHECK(gh_str_eq(put->authorization.denied, GH_S("the thing {Name}")) && !later->authorization.denied.p);
    CHECK(!later->run && !later->in && gh_str_eq(later->authorization.action, GH_S("everything:Later")));
    CHECK(operation(&gh_service_everything, GH_S("Hello"))->auth == GH_AUTH_NONE);
    CHECK(operation(&gh_service_everything, GH_S("Enter"))->auth == GH_AUTH_BEARER);
    CHECK(!operation(&gh_service_everything, GH_S("Enter"))->authorization.action.p);
    CHECK(gh_service_everything.validation == &everything_error_invalid && !gh_service_everything.throttled);
    CHECK(gh_service_query.protocol == GH_AWS_QUERY && gh_service_query.xml_namespace.n);
}

static void check_thunks(void) {
    struct everything_place place = {.id = GH_S("here")};
    struct everything_put_thing_input in = {.name = GH_S("thing"), .where = &place};
    const struct gh_operation *put = operation(&gh_service_everything, GH_S("PutThing"));
    const struct gh_resource *r = put->authorization.resources;
    struct gh_list arns = {0};
    put->run(NULL, &in, NULL, NULL);
    CHECK(!strcmp(last.called, "put_thing") && gh_str_eq(last.text, in.name));
    put->prepare(NULL, &in, NULL, NULL);
    CHECK(!strcmp(last.called, "prepare") && last.object == &in);
    put->present(NULL, &in, NULL);
    CHECK(!strcmp(last.called, "present") && last.object == &in);
    r[1].find(NULL, &in, &arns, NULL);
    CHECK(!strcmp(last.called, "find_place") && last.object == &place && gh_str_eq(last.text, in.name));
    r[2].find(NULL, &in, &arns, NULL);
    CHECK(gh_str_eq(last.text, place.id));
    in.where = NULL;
    r[2].find(NULL, &in, &arns, NULL);
    CHECK(!last.object && !last.text.p);
    r[3].find(NULL, &in, &arns, NULL);
    CHECK(last.object == &in.names);
    r[4].find(NULL, &in, &arns, NULL);
    CHECK(!strcmp(last.called, "find_caller"));
    put->authorization.resource_policy(NULL, &in, NULL, NULL);
    CHECK(!strcmp(last.called, "find_thing_policy") && gh_str_eq(last.text, in.name));
}

static void check_errors(void) {
    struct gh_err err = {0};
    int r = everything_throw_invalid(&err, EVERYTHING_KIND_NOT_SO_GOOD, GH_S_NONE, "%s is wrong", "this");
    CHECK(r == -GH_ETHROWN && err.code == GH_ETHROWN && err.shape == &everything_error_invalid);
    CHECK(!strcmp(err.message, "this is wrong") && err.shape->status == 422 && err.shape->sender_fault);
    CHECK(!strcmp(err.members[0].name, "reason") && gh_str_eq(err.members[0].value, GH_S("not so good")));
    CHECK(!err.members[1].name);
    CHECK(everything_throw_denied(&err, "no") == -GH_ETHROWN);
    CHECK(!strcmp(err.members[0].name, "error") && gh_str_eq(err.members[0].value, GH_S("access_denied")));
    CHECK(!strcmp(err.shape->message_name, "error_description") && err.shape->status == 400);
    CHECK(everything_throw_broken(NULL, "nobody listens") == -GH_ETHROWN);
    CHECK(everything_error_broken.status == 500 && !everything_error_broken.sender_fault);
    CHECK(gh_str_eq(query_error_no_such_entity.code, GH_S("NoSuchEntity")) && query_error_no_such_entity.status == 404);
    CHECK(gh_str_eq(query_error_odd.code, GH_S("Odd")) && !strcmp(query_error_odd.message_name, "message"));
}

int main(void) {
    check_services();
    check_layout();
    check_rows();
    check_thunks();
    check_errors();
    return failures ? 1 : 0;
}
