/*
 * test_assignment_targets.c: what the slow half of making and ending a target was told holds in the write only while
 * the caller's permissions and the organization stay as they were.
 */
#include "center.h"
#include "domain/access.h"
#include "domain/arn.h"
#include "domain/org_policy.h"
#include "gen/gatehouse.h"
#include "wire/call.h"

static const struct gh_service service = {.name = GH_S_INIT("gatehouse")};
static const struct gh_operation create = {.service = &service,
                                           .authorization = {.action = GH_S_INIT("gatehouse:CreateAssignmentTarget")}};
static const struct gh_operation end = {.service = &service,
                                        .authorization = {.action = GH_S_INIT("gatehouse:DeleteAssignmentTarget")}};

/* One call by the management account's root user, as the dispatcher makes it. */
struct asked {
    struct center *s;
    const struct gh_operation *op;
    struct gh_call call;
    struct gatehouse_create_assignment_target_input in;
    struct gatehouse_delete_assignment_target_input of;
    struct gh_err err;
};

static struct asked asked_new(struct center *s, const struct gh_operation *op) {
    struct gh_arena *a = s->h->arena;
    struct asked q = {.s = s, .op = op};
    q.in = (struct gatehouse_create_assignment_target_input){arn_sso_instance(a, s->instance_id),
                                                             arn_permission_set(a, s->instance_id, s->set_id),
                                                             GH_S("GROUP"), s->group_id, GH_S("r-abcd")};
    q.of = (struct gatehouse_delete_assignment_target_input){q.in.instance_arn, q.in.permission_set_arn,
                                                             q.in.principal_type, q.in.principal_id, q.in.target_id};
    return q;
}

static int identify(struct asked *q, const struct context *c) {
    struct gh_call *call = &q->call;
    call->ctx = *c;
    call->op = q->op;
    int r = access_for_root(&call->ctx, q->s->management_id, &call->access, &q->err);
    if (r) return r;
    call->caller = (struct principal){.kind = PRINCIPAL_ROOT,
                                      .account_id = call->access->account_id,
                                      .organization_id = call->access->organization_id,
                                      .arn = call->access->arn,
                                      .policy_arn = call->access->arn,
                                      .entity_id = call->access->entity_id};
    return 0;
}

static int ask(struct asked *q) {
    struct test_house *h = q->s->h;
    struct context c = {.arena = h->arena, .now_ms = gh_clock_ms(), .house = &h->house};
    assert_int_equal(store_read_begin(h->store, c.arena, &c.tx, &q->err), 0);
    assert_int_equal(identify(q, &c), 0);
    store_read_end(c.tx);
    q->call.ctx.tx = NULL;
    return q->op == &end ? gatehouse_delete_assignment_target_prepare(&q->call, &q->of, &q->err)
                         : gatehouse_create_assignment_target_prepare(&q->call, &q->in, &q->err);
}

static int write_step(struct context *c, void *argument, struct gh_err *err) {
    struct asked *q = argument;
    struct gatehouse_create_assignment_target_output made;
    struct gatehouse_delete_assignment_target_output ended;
    (void)err;
    int r = identify(q, c);
    if (r) return r;
    return q->op == &end ? gatehouse_delete_assignment_target(&q->call, &q->of, &ended, &q->err)
                         : gatehouse_create_assignment_target(&q->call, &q->in, &made, &q->err);
}

static int do_it(struct asked *q) {
    return test_write(q->s->h, write_step, q);
}

static void threw(const struct asked *q, const char *shape) {
    assert_non_null(q->err.shape);
    assert_str(q->err.shape->name, shape);
}

static int touch_organization(struct context *c, void *argument, struct gh_err *err) {
    const struct center *s = argument;
    return org_policies_touch(c, s->organization_id, err);
}

static int touch_caller(struct context *c, void *argument, struct gh_err *err) {
    const struct center *s = argument;
    return account_touch(c, s->management_id, err);
}

static int touch_member(struct context *c, void *argument, struct gh_err *err) {
    const struct center *s = argument;
    return account_touch(c, s->member_id, err);
}

static void what_changed_meanwhile_is_a_conflict(void **state) {
    struct center s = center_of(*state);
    test_step *const changes[] = {touch_organization, touch_caller};
    const struct gh_operation *const operations[] = {&create, &end};
    for (size_t i = 0; i < GH_COUNT(operations); i++) {
        for (size_t k = 0; k < GH_COUNT(changes); k++) {
            struct asked q = asked_new(&s, operations[i]);
            assert_int_equal(ask(&q), 0);
            assert_int_equal(test_write(s.h, changes[k], &s), 0);
            assert_int_equal(do_it(&q), -GH_ETHROWN);
            threw(&q, "ConflictException");
        }
        struct asked q = asked_new(&s, operations[i]);
        assert_int_equal(ask(&q), 0);
        assert_int_equal(test_write(s.h, touch_member, &s), 0);
        assert_int_equal(do_it(&q), 0);
    }
}

static void what_is_not_there_is_told_by_both_halves(void **state) {
    struct center s = center_of(*state);
    struct asked make = asked_new(&s, &create), first = asked_new(&s, &end), second = first;
    assert_int_equal(ask(&first), -GH_ETHROWN);
    threw(&first, "ResourceNotFoundException");
    assert_int_equal(ask(&make), 0);
    assert_int_equal(do_it(&make), 0);
    assert_int_equal(ask(&first), 0);
    assert_int_equal(ask(&second), 0);
    assert_int_equal(do_it(&first), 0);
    assert_int_equal(do_it(&second), -GH_ETHROWN);
    threw(&second, "ResourceNotFoundException");
}

int main(void) {
    const struct CMUnitTest tests[] = {house_test(what_changed_meanwhile_is_a_conflict),
                                       house_test(what_is_not_there_is_told_by_both_halves)};
    return cmocka_run_group_tests_name("service/assignment_targets", tests, NULL, NULL);
}
