/* Tests of the awsQuery engine: dotted names in any order, lists, maps, XML replies. */
#include "tables.h"

#include "codec/json.h"

#define OP (&zoo_query_create)

static const char everything[] =
    "Action=Create&Version=1&Name=tux&Kind=FISH&Picture=AP8%3D&Wild=true&Legs=2&Weight=-5&Cage=7&Born=1732435200.5&"
    "Seen=2026-11-24T08%3A00%3A00Z&Favourite.Key=k&Favourite.Value=&Owner.UserId=u&Tags.member.2.Key=b&"
    "Tags.member.1.Value=1&Tags.member.1.Key=a&Foods.member.1=fish&Foods.member.2=krill&Rings.1=1&Rings.2=-2&"
    "Attributes.entry.1.key=size&Attributes.entry.1.value=40&Note=%7B%22a%22%3A1%7D&Secret=%3Cabc&Unknown.x=1";

static void decodes_every_kind(void **state) {
    struct zoo_input *in = zoo_take(*state, OP, everything);
    assert_str(in->name, "tux");
    assert_true(gh_str_eq(in->picture, gh_str_n("\0\xff", 2)));
    assert_true(in->has_wild && in->wild);
    assert_int_equal(in->legs, 2);
    assert_int_equal(in->weight, -5);
    assert_int_equal(in->cage, 7);
    assert_int_equal(in->born, 1732435200500);
    assert_int_equal(in->seen, INT64_C(1795507200000));
    assert_str(in->favourite->value, "");
    assert_str(in->owner->user_id, "u");
    assert_int_equal(in->tags.n, 2);
    assert_str(in->tags.v[0].key, "a");
    assert_str(in->tags.v[0].value, "1");
    assert_str(in->tags.v[1].key, "b");
    assert_str(in->foods.v[1], "krill");
    assert_int_equal(in->rings.n, 2);
    assert_int_equal(in->rings.v[1], -2);
    assert_str(in->attributes.v[0].key, "size");
    assert_int_equal(in->attributes.v[0].value, 40);
    assert_str(json_get(in->note, GH_S("a"))->text, "1");
}

static void encodes_every_kind(void **state) {
    struct wire_reply r;
    wire_encode(*state, OP, zoo_take(*state, OP, everything), GH_S("id-1"), &r);
    assert_int_equal(r.status, 200);
    assert_str(r.content_type, "text/xml");
    assert_str(gh_buf_str(&r.body),
               "<CreateResponse xmlns=\"https://zoo/\"><CreateResult><Name>tux</Name><Kind>FISH</Kind>"
               "<Picture>AP8=</Picture><Wild>true</Wild><Legs>2</Legs><Weight>-5</Weight><Cage>7</Cage>"
               "<Born>1732435200.500</Born><Seen>2026-11-24T08:00:00Z</Seen><Favourite><Key>k</Key><Value></Value>"
               "</Favourite><Owner><UserId>u</UserId></Owner><Tags><member><Key>a</Key><Value>1</Value></member>"
               "<member><Key>b</Key></member></Tags><Foods><member>fish</member><member>krill</member></Foods>"
               "<Rings>1</Rings><Rings>-2</Rings><Attributes><entry><key>size</key><value>40</value></entry>"
               "</Attributes><Note>{&quot;a&quot;:1}</Note><Secret>&lt;abc</Secret></CreateResult>"
               "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></CreateResponse>");
}

static void empty_lists_and_no_output(void **state) {
    struct zoo_input *in = zoo_take(*state, OP, "Name=x&Cage=1&Tags=&Attributes=&Rings.7=3&Rings.10=4&Rings.9=5");
    assert_non_null(in->tags.v);
    assert_int_equal(in->tags.n, 0);
    assert_non_null(in->attributes.v);
    assert_int_equal(in->rings.n, 3);
    assert_int_equal(in->rings.v[0], 3);
    assert_int_equal(in->rings.v[1], 5);
    assert_int_equal(in->rings.v[2], 4);
    struct gh_operation op = zoo_query_create;
    op.out = NULL;
    struct wire_reply r;
    wire_encode(*state, &op, NULL, GH_S("i"), &r);
    assert_str(gh_buf_str(&r.body), "<CreateResponse xmlns=\"https://zoo/\"><ResponseMetadata><RequestId>i</RequestId>"
                                    "</ResponseMetadata></CreateResponse>");
}

static void malformed_input(void **state) {
    static const char *const rows[][2] = {
        {"Name=a&Name=b", "Parameter 'Name' is given more than once"},
        {"Legs=2x", "An integer was expected at 'legs'"},
        {"Legs=", "An integer was expected at 'legs'"},
        {"Legs=2147483648", "An integer of 32 bits was expected at 'legs'"},
        {"Wild=yes", "'true' or 'false' was expected at 'wild'"},
        {"Born=1.2.3", "A timestamp was expected at 'born'"},
        {"Born=1.", "A timestamp was expected at 'born'"},
        {"Born=.5", "A timestamp was expected at 'born'"},
        {"Born=-", "A timestamp was expected at 'born'"},
        {"Picture=A", "Base64 was expected at 'picture'"},
        {"Name.x=1", "A single value was expected at 'name'"},
        {"Tags.member.x.Key=1", "List elements must be numbered from 1 at 'tags'"},
        {"Tags.member.0.Key=1", "List elements must be numbered from 1 at 'tags'"},
        {"Tags.member.01.Key=1", "List elements must be numbered from 1 at 'tags'"},
        {"Tags.member..Key=1", "List elements must be numbered from 1 at 'tags'"},
        {"Tags.member.-1.Key=1", "List elements must be numbered from 1 at 'tags'"},
        {"Attributes.entry.1.key=a", "A map entry needs a key and a value at 'attributes.1.value'"},
        {"Attributes.entry.1.value=1", "A map entry needs a key and a value at 'attributes.1.value'"},
        {"Attributes.entry.1.key=aa&Attributes.entry.1.value=1&Attributes.entry.2.key=aa&Attributes.entry.2.value=1",
         "A map key stands twice at 'attributes.2.value'"},
        {"Owner.UserId=1&Owner.GroupId=2", "Exactly one member must be set at 'owner'"},
        {"Owner.Robot=1", "Exactly one member must be set at 'owner'"},
        {"Note=%7B", "JSON was expected at 'note'"},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) zoo_refuse(*state, OP, rows[i][0], "MalformedInput", rows[i][1]);
}

static void validation_uses_the_protocols_code(void **state) {
    zoo_refuse(
        *state, OP, "Name=&Cage=1&Tags.member.1.Value=1", "ValidationError",
        "3 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length "
        "greater than or equal to 1; Value '' at 'name' failed to satisfy constraint: Member must satisfy regular "
        "expression pattern: [\\w+=,.@-]+; Value null at 'tags.1.member.key' failed to satisfy constraint: Member "
        "must not be null");
}

static void depth_is_bounded(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 16);
    gh_buf_add(&b, GH_S("a"));
    for (int i = 0; i < 100; i++) gh_buf_add(&b, GH_S(".a"));
    gh_buf_add(&b, GH_S("=1"));
    zoo_refuse(*state, OP, gh_cstr(*state, gh_buf_str(&b)), "MalformedInput", "A parameter name is nested too deeply");
}

/* Backwards, so that neither the tree nor the sorting may rely on order. */
static void long_lists_in_any_order_are_linear(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 24);
    gh_buf_add(&b, GH_S("Name=x&Cage=1"));
    for (int i = 65500; i > 0; i--) gh_buf_addf(&b, "&Foods.member.%d=f%d", i, i % 1000);
    struct zoo_input *in;
    int64_t start = gh_monotonic_ms();
    assert_int_equal(zoo_send(*state, OP, gh_buf_str(&b), &in, NULL), 0);
    assert_int_equal(in->foods.n, 65500);
    assert_str(in->foods.v[0], "f1");
    assert_str(in->foods.v[65499], "f500");
    assert_true(gh_monotonic_ms() - start < 5000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        zoo_test(decodes_every_kind),
        zoo_test(encodes_every_kind),
        zoo_test(empty_lists_and_no_output),
        zoo_test(malformed_input),
        zoo_test(validation_uses_the_protocols_code),
        zoo_test(depth_is_bounded),
        zoo_test(long_lists_in_any_order_are_linear),
    };
    return cmocka_run_group_tests_name("wire/query", tests, NULL, NULL);
}
