// Every kind of shape, trait and row that the generator knows, in one service of REST.
$version: "2.0"

namespace gatehouse.everything

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

@service(sdkId: "Everything", arnNamespace: "everything", cloudTrailEventSource: "everything.amazonaws.com")
@sigv4(name: "every")
@restJson1
@gatehouse#errors(validation: "InvalidException", accessDenied: "DeniedException", internal: "BrokenException")
service Everything {
    version: "2020-01-01"
    operations: [PutThing, GetThing, Hello, Enter, Later]
}

/// Puts a thing.
@gatehouse#operation(mode: "slow", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "everything:PutThing"
    resourcePolicy: "everything_find_thing_policy(Name)"
    resources: [
        {type: "thing", arn: "arn:aws:everything:${region}:${account}:thing/{Name}"}
        {type: "place", find: "everything_find_place(Where, Name)"}
        {type: "place", find: "everything_find_place(Where, Where.Id)"}
        {type: "names", find: "everything_find_names(Names)"}
        {type: "caller", find: "everything_find_caller()"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [
        {action: "everything:TagThing", tags: "Tags", type: "thing", denied: "thing ${name}"}
        {action: "everything:NameThing", tags: "Tags", keys: [{key: "everything:Name", member: "Name"}]}
    ]
    denied: "the thing {Name}"
)
@idempotent
@http(method: "PUT", uri: "/things/{Name}", code: 201)
operation PutThing {
    input: PutThingRequest
    output: PutThingResponse
    errors: [InvalidException, DeniedException]
}

structure PutThingRequest {
    @required @httpLabel Name: Name
    @httpHeader("X-Kind") Kind: Kind
    @httpQuery("limit") Limit: Limit
    @httpQuery("names") Names: Names
    Tags: Tags
    Where: Place
    Choice: Choice
    Attributes: Attributes
    Free: Document
    Data: Blob
    @required Flag: Boolean
    Maybe: Flag = false
    Big: Long
    default: String
    When: Moment
    @jsonName("re-named") Renamed: String
    @idempotencyToken Token: String
    @deprecated(message: "use Name") Old: Secret
}

structure PutThingResponse {
    @httpPayload Thing: Thing
}

/// Gets a thing.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "everything:GetThing")
@readonly
@http(method: "GET", uri: "/things?one=t", code: 200)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Things", pageSize: "MaxResults")
operation GetThing {
    input: GetThingRequest
    output: GetThingResponse
}

structure GetThingRequest {
    @httpQuery("next") NextToken: String
    @httpQuery("max") MaxResults: Limit
}

structure GetThingResponse {
    Things: Things
    NextToken: String
}

/// Says hello.
@gatehouse#operation(mode: "read", audit: "durable", built: true)
@gatehouse#authorize(none: "anyone may")
@auth([])
@http(method: "POST", uri: "/hello", code: 200)
operation Hello {}

/// Lets a person in.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(none: "the token decides")
@auth([])
@gatehouse#bearer
@http(method: "POST", uri: "/enter", code: 200)
operation Enter {
    output: EnterResponse
}

structure EnterResponse {}

@gatehouse#operation(mode: "write", audit: "durable")
@gatehouse#authorize(
    action: "everything:Later"
    resources: [{type: "thing", arn: "{Name}"}]
    keys: [{key: "everything:Name", member: "Name"}]
)
@http(method: "POST", uri: "/later", code: 200)
operation Later {
    input: LaterRequest
}

structure LaterRequest {
    Name: Name
    OnlyLater: OnlyLater
}

/// A thing may hold things.
structure Thing {
    Name: Name
    Kind: Kind
    Inner: Things
    Outer: Thing
    Made: Timestamp
}

structure Place {
    Id: Name
}

structure Tag {
    @required Key: Name
    @required Value: String
}

union Choice {
    One: String
    Two: Integer
    Three: Place
}

list Things {
    member: Thing
}

@length(max: 3)
list Tags {
    member: Tag
}

list Names {
    @xmlName("Name") member: Name
}

@length(min: 1, max: 2)
map Attributes {
    key: Name
    value: Place
}

enum Kind {
    GOOD
    NOT_SO_GOOD = "not so good"
}

@length(min: 2, max: 8) @pattern("[\\w\"?]+")
string Name

@sensitive
string Secret

string OnlyLater

@range(min: 1, max: 100)
integer Limit

@default(false)
boolean Flag

@timestampFormat("date-time")
timestamp Moment

@error("client") @httpError(422)
structure InvalidException {
    @required message: String
    reason: Kind
    field: String
    RequestId: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("client")
structure DeniedException {
    @gatehouse#value("access_denied") error: String
    error_description: String
}

@error("server") @retryable(throttling: true)
structure BrokenException {
    Message: String
}
