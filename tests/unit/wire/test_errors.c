/* Tests of error replies in each protocol, and of the names of the engine's own failures. */
#include "tables.h"

static const struct gh_service zoo_rest = {.name = GH_S_INIT("zoo"), .protocol = GH_REST_JSON};

static struct gh_str header(const struct wire_reply *r, const char *name) {
    for (size_t i = 0; i < r->n_headers; i++)
        if (gh_str_eq(r->headers[i].name, gh_str_c(name))) return r->headers[i].value;
    return GH_S_NONE;
}

static void modelled_in_json(void **state) {
    struct gh_err err;
    struct wire_reply r;
    gh_throw(&err, &zoo_invalid, "bad \"%s\"", "x");
    gh_err_member(&err, "Reason", GH_S("WHY"));
    wire_encode_error(*state, GH_AWS_JSON, &zoo_json, &err, GH_S("id-1"), &r);
    assert_int_equal(r.status, 400);
    assert_str(r.content_type, "application/x-amz-json-1.1");
    assert_str(header(&r, "x-amzn-ErrorType"), "ZooInvalidException");
    assert_str(header(&r, "x-amzn-RequestId"), "id-1");
    assert_str(gh_buf_str(&r.body),
               "{\"__type\":\"ZooInvalidException\",\"Message\":\"bad \\\"x\\\"\",\"Reason\":\"WHY\"}");
    wire_encode_error(*state, GH_REST_JSON, &zoo_rest, &err, GH_S("id-1"), &r);
    assert_str(r.content_type, "application/json");
    assert_str(header(&r, "x-amzn-ErrorType"), "ZooInvalidException");
    assert_true(gh_str_find_str(gh_buf_str(&r.body), GH_S("\"Reason\":\"WHY\"")) > 0);
}

static void modelled_in_query(void **state) {
    struct gh_err err;
    struct wire_reply r;
    gh_throw(&err, &zoo_invalid, "a<b");
    wire_encode_error(*state, GH_AWS_QUERY, &zoo_query, &err, GH_S("id-1"), &r);
    assert_int_equal(r.status, 400);
    assert_str(r.content_type, "text/xml");
    assert_str(header(&r, "x-amzn-RequestId"), "id-1");
    assert_str(gh_buf_str(&r.body), "<ErrorResponse xmlns=\"https://zoo/\"><Error><Type>Sender</Type>"
                                    "<Code>ZooInvalid</Code><Message>a&lt;b</Message></Error>"
                                    "<RequestId>id-1</RequestId></ErrorResponse>");
    wire_encode_error(*state, GH_AWS_QUERY, NULL, &err, GH_S("i"), &r);
    assert_true(gh_str_starts(gh_buf_str(&r.body), GH_S("<ErrorResponse><Error>")));
}

static void oauth_errors_carry_their_fixed_member(void **state) {
    static const struct gh_error_shape slow_down = {.name = GH_S_INIT("SlowDownException"),
                                                    .status = 400,
                                                    .message_name = "error_description",
                                                    .fixed_name = "error",
                                                    .fixed_value = GH_S_INIT("slow_down")};
    struct gh_err err;
    struct wire_reply r;
    gh_throw(&err, &slow_down, "too fast");
    wire_encode_error(*state, GH_REST_JSON, &zoo_rest, &err, GH_S("i"), &r);
    assert_str(gh_buf_str(&r.body),
               "{\"__type\":\"SlowDownException\",\"error_description\":\"too fast\",\"error\":\"slow_down\"}");
}

static void what_nobody_turned_is_internal_and_says_nothing(void **state) {
    struct gh_err err;
    struct wire_reply r;
    gh_fail(&err, GH_EIO, "disk /secret/path failed");
    wire_encode_error(*state, GH_AWS_JSON, &zoo_json, &err, GH_S("i"), &r);
    assert_int_equal(r.status, 500);
    assert_str(gh_buf_str(&r.body),
               "{\"__type\":\"InternalFailure\",\"message\":\"The request failed because of an internal error.\"}");
    gh_refuse(&err, GH_EINVAL, "a text nobody meant for clients");
    wire_encode_error(*state, GH_AWS_QUERY, &zoo_query, &err, GH_S("i"), &r);
    assert_int_equal(r.status, 500);
    assert_true(gh_str_find_str(gh_buf_str(&r.body), GH_S("<Type>Receiver</Type><Code>InternalFailure</Code>")) > 0);
    assert_true(gh_str_find_str(gh_buf_str(&r.body), GH_S("nobody")) < 0);
    gh_fail(&err, GH_EBUSY, "commit outcome unknown");
    wire_encode_error(*state, GH_AWS_JSON, &zoo_json, &err, GH_S("i"), &r);
    assert_int_equal(r.status, 503);
    assert_true(gh_str_find_str(gh_buf_str(&r.body), GH_S("ServiceUnavailableException")) > 0);
}

static void names_by_protocol(void **state) {
    (void)state;
    static const struct {
        enum wire_fault fault;
        const char *json, *query;
        int json_status, query_status, rest_status;
    } rows[] = {
        {WIRE_ACCESS_DENIED, "AccessDeniedException", "AccessDenied", 400, 403, 403},
        {WIRE_INVALID_SIGNATURE, "InvalidSignatureException", "SignatureDoesNotMatch", 400, 403, 403},
        {WIRE_INVALID_TOKEN, "UnrecognizedClientException", "InvalidClientTokenId", 400, 403, 403},
        {WIRE_UNKNOWN_OPERATION, "UnknownOperationException", "InvalidAction", 400, 400, 404},
        {WIRE_VALIDATION, "ValidationException", "ValidationError", 400, 400, 400},
        {WIRE_NOT_IMPLEMENTED, "NotImplemented", "NotImplemented", 501, 501, 501},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        assert_str(wire_fault_shape(GH_AWS_JSON, rows[i].fault)->name, rows[i].json);
        assert_int_equal(wire_fault_shape(GH_AWS_JSON, rows[i].fault)->status, rows[i].json_status);
        assert_str(wire_fault_shape(GH_REST_JSON, rows[i].fault)->name, rows[i].json);
        assert_int_equal(wire_fault_shape(GH_REST_JSON, rows[i].fault)->status, rows[i].rest_status);
        assert_str(wire_fault_shape(GH_AWS_QUERY, rows[i].fault)->code, rows[i].query);
        assert_int_equal(wire_fault_shape(GH_AWS_QUERY, rows[i].fault)->status, rows[i].query_status);
    }
    for (int f = 0; f < WIRE_FAULTS; f++)
        for (int p = GH_AWS_JSON; p <= GH_REST_XML; p++) {
            const struct gh_error_shape *s = wire_fault_shape((enum gh_protocol)p, (enum wire_fault)f);
            assert_true(s->name.n && s->code.n && s->status >= 400 && s->message_name);
            assert_int_equal(s->sender_fault, s->status < 500);
        }
}

static void a_service_has_its_own_names(void **state) {
    (void)state;
    assert_ptr_equal(wire_service_fault(&zoo_json, WIRE_VALIDATION), &zoo_invalid);
    assert_str(wire_service_fault(&zoo_query, WIRE_VALIDATION)->code, "ValidationError");
    assert_str(wire_service_fault(&zoo_rest, WIRE_VALIDATION)->name, "ValidationException");
    assert_str(wire_service_fault(NULL, WIRE_ACCESS_DENIED)->name, "AccessDeniedException");
    struct gh_service s = {
        .protocol = GH_REST_JSON, .access_denied = &zoo_invalid, .internal = &zoo_invalid, .throttled = &zoo_invalid};
    assert_ptr_equal(wire_service_fault(&s, WIRE_ACCESS_DENIED), &zoo_invalid);
    assert_ptr_equal(wire_service_fault(&s, WIRE_INTERNAL), &zoo_invalid);
    assert_ptr_equal(wire_service_fault(&s, WIRE_THROTTLED), &zoo_invalid);
    struct gh_err err;
    assert_int_equal(wire_refuse(&err, &s, WIRE_ACCESS_DENIED, "no %d", 1), -GH_ETHROWN);
    assert_ptr_equal(err.shape, &zoo_invalid);
    assert_string_equal(err.message, "no 1");
    assert_int_equal(wire_refuse(NULL, &s, WIRE_ACCESS_DENIED, "no"), -GH_ETHROWN);
}

static void an_engine_for_each_protocol_built(void **state) {
    (void)state;
    assert_non_null(wire_engine(GH_AWS_JSON));
    assert_non_null(wire_engine(GH_AWS_QUERY));
    assert_non_null(wire_engine(GH_REST_JSON));
    assert_null(wire_engine(GH_REST_XML));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        zoo_test(modelled_in_json),
        zoo_test(modelled_in_query),
        zoo_test(oauth_errors_carry_their_fixed_member),
        zoo_test(what_nobody_turned_is_internal_and_says_nothing),
        zoo_test(names_by_protocol),
        zoo_test(a_service_has_its_own_names),
        zoo_test(an_engine_for_each_protocol_built),
    };
    return cmocka_run_group_tests_name("wire/errors", tests, NULL, NULL);
}
