"""The traits that are understood, where each may stand, and what its value must look like. Any other is refused."""

STRINGS = ("string", "enum")
NUMBERS = ("integer", "long")
ANY_SHAPE = ("string", "enum", "blob", "boolean", "integer", "long", "timestamp", "document", "structure", "union",
             "list", "map")


def none(value):
    return value is None


def string(value):
    return isinstance(value, str)


def number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def boolean(value):
    return isinstance(value, bool)


def strings(value):
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def anything(value):
    return True


def one_of(*allowed):
    return lambda value: value in allowed


def fields(required=(), **known):
    """An object whose fields are all known and whose required ones are all there."""

    def check(value):
        return (isinstance(value, dict) and all(k in known and known[k](v) for k, v in value.items())
                and all(k in value for k in required))

    return check


def either(*checks):
    return lambda value: any(check(value) for check in checks)


def list_of(check):
    return lambda value: isinstance(value, list) and all(check(v) for v in value)


RESOURCE = fields(("type",), type=string, arn=string, find=string)
KEY = fields(("key", "member"), key=string, member=string)
ALSO = fields(("action", "tags"), action=string, tags=string, keys=list_of(KEY), type=string, denied=string)

# full id -> (where it may stand, check of its value); "member" is one of a structure or union, "element"
# that of a list or map.
KNOWN = {
    "smithy.api#required": (("member",), none),
    "smithy.api#default": (("boolean", "integer", "long"), anything),
    "smithy.api#length": (("string", "blob", "list", "map"), fields(min=number, max=number)),
    "smithy.api#range": (NUMBERS, fields(min=number, max=number)),
    "smithy.api#pattern": (("string",), string),
    "smithy.api#sensitive": (ANY_SHAPE, none),
    "smithy.api#error": (("structure",), one_of("client", "server")),
    "smithy.api#httpError": (("structure",), number),
    "smithy.api#retryable": (("structure",), either(none, fields(throttling=boolean))),
    "smithy.api#http": (("operation",), fields(("method", "uri", "code"), method=string, uri=string, code=number)),
    "smithy.api#httpHeader": (("member",), string),
    "smithy.api#httpQuery": (("member",), string),
    "smithy.api#httpLabel": (("member",), none),
    "smithy.api#httpPayload": (("member",), none),
    "smithy.api#paginated": (("operation",),
                             fields(inputToken=string, outputToken=string, items=string, pageSize=string)),
    "smithy.api#idempotencyToken": (("member",), none),
    "smithy.api#deprecated": (("member", "operation"), either(none, fields(message=string))),
    "smithy.api#xmlName": (("member", "element"), string),
    "smithy.api#xmlNamespace": (("service",), fields(("uri",), uri=string)),
    "smithy.api#timestampFormat": (("timestamp",), one_of("date-time", "epoch-seconds")),
    "smithy.api#jsonName": (("member",), string),
    "smithy.api#readonly": (("operation",), none),
    "smithy.api#idempotent": (("operation",), none),
    "smithy.api#auth": (("operation",), one_of([])),
    "aws.api#service": (("service",), fields(
        ("sdkId", "cloudTrailEventSource"),
        sdkId=string, arnNamespace=string, cloudTrailEventSource=string, endpointPrefix=string)),
    "aws.auth#sigv4": (("service",), fields(("name",), name=string)),
    "aws.protocols#awsJson1_0": (("service",), none),
    "aws.protocols#awsJson1_1": (("service",), none),
    "aws.protocols#awsQuery": (("service",), none),
    "aws.protocols#restJson1": (("service",), none),
    "aws.protocols#restXml": (("service",), none),
    "aws.protocols#awsQueryError": (("structure",), fields(
        ("code", "httpResponseCode"), code=string, httpResponseCode=number)),
    # Ours: how an operation runs, who may call it, and which exceptions the engine raises itself.
    "gatehouse#operation": (("operation",), fields(
        ("mode", "audit"), mode=one_of("read", "write", "slow"), audit=one_of("durable", "ring"), built=boolean,
        presents=boolean)),
    "gatehouse#authorize": (("operation",), either(
        fields(("none",), none=string),
        fields(("action",), action=string, resources=list_of(RESOURCE), keys=list_of(KEY), also=list_of(ALSO),
               denied=string, resourcePolicy=string))),
    "gatehouse#bearer": (("operation",), none),
    "gatehouse#errors": (("service",), fields(
        validation=string, accessDenied=string, internal=string, throttled=string)),
    "gatehouse#value": (("member",), string),
}

PROTOCOLS = {
    "aws.protocols#awsJson1_0": "awsJson1_0",
    "aws.protocols#awsJson1_1": "awsJson1_1",
    "aws.protocols#awsQuery": "awsQuery",
    "aws.protocols#restJson1": "restJson1",
    "aws.protocols#restXml": "restXml",
}
