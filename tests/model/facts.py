"""A service as flat facts ("ListUsers.input", "UserName.max" ...), once from our model and once from the reference."""

import json
import os

NUMERIC = ("integer", "long", "boolean")
PROTOCOLS = {"awsJson1_1": ("json", "1.1"), "awsQuery": ("query", None), "restJson1": ("rest-json", None)}


def load_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return json.load(f)


def put(facts, key, value):
    """Absent and false are the same fact."""
    if value not in (None, False, [], {}):
        facts[key] = value


# From the reference.


def reference(folder):
    model = load_json(folder, "service-2.json")
    pages = load_json(folder, "paginators-1.json")["pagination"]
    meta, shapes, facts = model["metadata"], model["shapes"], {}
    put(facts, "service.protocol", meta["protocol"])
    put(facts, "service.jsonVersion", meta.get("jsonVersion") if meta["protocol"] == "json" else None)
    put(facts, "service.version", meta["apiVersion"])
    put(facts, "service.signingName", meta.get("signingName", meta["endpointPrefix"]))
    put(facts, "service.endpointPrefix", meta["endpointPrefix"])
    put(facts, "service.id", meta["serviceId"])
    put(facts, "service.target", meta.get("targetPrefix") if meta["protocol"] == "json" else None)
    put(facts, "service.xmlNamespace", meta.get("xmlNamespace"))
    for name, op in model["operations"].items():
        reference_operation(facts, name, op, meta["protocol"])
    for name, page in pages.items():
        items = page.get("result_key")
        put(facts, f"{name}.pages", [page["input_token"], page["output_token"], page.get("limit_key")])
        put(facts, f"{name}.items", items if isinstance(items, list) else [items] if items else None)
        put(facts, f"{name}.more", page.get("more_results"))
    for name, shape in shapes.items():
        reference_shape(facts, name, shape, shapes)
    return facts


def reference_operation(facts, name, op, protocol):
    put(facts, f"{name}.operation", True)
    for side in ("input", "output"):
        put(facts, f"{name}.{side}", op.get(side, {}).get("shape"))
    wrapper = op.get("output", {}).get("resultWrapper")
    put(facts, f"{name}.resultWrapper", wrapper if wrapper != name + "Result" else None)
    put(facts, f"{name}.errors", [e["shape"] for e in op.get("errors", [])])
    put(facts, f"{name}.readonly", op.get("readonly"))
    put(facts, f"{name}.idempotent", op.get("idempotent"))
    put(facts, f"{name}.unsigned", op.get("auth") == ["smithy.api#noAuth"])
    http = op["http"]
    if protocol == "rest-json":
        put(facts, f"{name}.http", [http["method"], http["requestUri"], http.get("responseCode", 200)])


def reference_kind(shape):
    if shape.get("document"):
        return "document"
    if shape.get("union"):
        return "union"
    return "enum" if "enum" in shape else shape["type"]


def reference_shape(facts, name, shape, shapes):
    put(facts, f"{name}.kind", reference_kind(shape))
    for bound in ("min", "max", "pattern", "enum", "sensitive", "timestampFormat", "locationName", "flattened"):
        put(facts, f"{name}.{bound}", shape.get(bound) if bound != "min" or "min" not in shape else [shape["min"]])
    if shape["type"] in NUMERIC:
        put(facts, f"{name}.boxed", bool(shape.get("box")))
    if shape.get("exception"):
        reference_error(facts, name, shape)
    for inner in ("member", "key", "value"):
        if inner in shape:
            put(facts, f"{name}.{inner}", shape[inner]["shape"])
            put(facts, f"{name}.{inner}.locationName", shape[inner].get("locationName"))
    put(facts, f"{name}.members", list(shape.get("members", {})))
    for member, m in shape.get("members", {}).items():
        key, target = f"{name}${member}", shapes[m["shape"]]
        required = member in shape.get("required", [])
        put(facts, key, m["shape"])
        put(facts, f"{key}.required", required)
        put(facts, f"{key}.location", m.get("location"))
        put(facts, f"{key}.locationName", m.get("locationName"))
        put(facts, f"{key}.idempotencyToken", m.get("idempotencyToken"))
        put(facts, f"{key}.deprecated", m.get("deprecated"))
        put(facts, f"{key}.flattened", m.get("flattened"))
        if target["type"] in NUMERIC and not required:
            put(facts, f"{key}.boxed", bool(m.get("box") or target.get("box")))


def reference_error(facts, name, shape):
    error = shape.get("error", {})
    status = error.get("httpStatusCode")
    client = error.get("senderFault", not shape.get("fault") and (status or 400) < 500)
    put(facts, f"{name}.error", "client" if client else "server")
    put(facts, f"{name}.status", status)
    put(facts, f"{name}.code", error.get("code"))
    if "retryable" in shape:
        put(facts, f"{name}.retryable", "throttling" if shape["retryable"]["throttling"] else "yes")


# From our model.


def ours(service):
    facts = {}
    protocol, json_version = PROTOCOLS[service.protocol]
    api = service.traits["aws.api#service"]
    put(facts, "service.protocol", protocol)
    put(facts, "service.jsonVersion", json_version)
    put(facts, "service.version", service.version)
    put(facts, "service.signingName", service.signing_name)
    put(facts, "service.endpointPrefix", api["endpointPrefix"])
    put(facts, "service.id", api["sdkId"])
    put(facts, "service.target", service.target if protocol == "json" else None)
    put(facts, "service.xmlNamespace", service.traits.get("smithy.api#xmlNamespace", {}).get("uri"))
    for op in service.operations:
        our_operation(facts, op)
    for shape in service.shapes.values():
        our_shape(facts, shape)
    return facts


def our_operation(facts, op):
    name = op.name
    put(facts, f"{name}.operation", True)
    for side in ("input", "output"):
        shape = getattr(op, side)
        put(facts, f"{name}.{side}", shape.name if shape else None)
    put(facts, f"{name}.errors", [e.name for e in op.errors])
    put(facts, f"{name}.readonly", "smithy.api#readonly" in op.traits)
    put(facts, f"{name}.idempotent", "smithy.api#idempotent" in op.traits)
    put(facts, f"{name}.unsigned", "smithy.api#auth" in op.traits)
    http = op.trait("http")
    put(facts, f"{name}.http", [http["method"], http["uri"], http["code"]] if http else None)
    pages = op.trait("paginated")
    if pages:
        put(facts, f"{name}.pages", [pages["inputToken"], pages["outputToken"], pages.get("pageSize")])
        put(facts, f"{name}.items", [pages["items"]] if "items" in pages else None)
        more = op.output.member("IsTruncated") if pages["inputToken"] == "Marker" else None
        put(facts, f"{name}.more", more.name if more else None)


def our_shape(facts, shape):
    name = shape.name
    put(facts, f"{name}.kind", shape.kind)
    low, high = shape.bounds
    put(facts, f"{name}.min", None if low is None else [low])
    put(facts, f"{name}.max", high)
    put(facts, f"{name}.pattern", shape.trait("pattern"))
    put(facts, f"{name}.enum", [v for _, v, _ in shape.values])
    put(facts, f"{name}.sensitive", "smithy.api#sensitive" in shape.traits)
    put(facts, f"{name}.timestampFormat", {"date-time": "iso8601"}.get(shape.trait("timestampFormat")))
    if shape.kind in NUMERIC:
        put(facts, f"{name}.boxed", "smithy.api#default" not in shape.traits)
    if shape.trait("error"):
        our_error(facts, shape)
    if shape.kind in ("list", "map"):
        for m in shape.members:
            put(facts, f"{name}.{m.name}", m.target.name)
            put(facts, f"{name}.{m.name}.locationName", m.trait("xmlName"))
        return
    put(facts, f"{name}.members", [m.name for m in shape.members])
    for m in shape.members:
        our_member(facts, f"{name}${m.name}", m)


def our_error(facts, shape):
    name = shape.name
    put(facts, f"{name}.error", shape.trait("error"))
    put(facts, f"{name}.status", shape.trait("httpError"))
    query = shape.traits.get("aws.protocols#awsQueryError", {})
    put(facts, f"{name}.code", query.get("code"))
    if query:
        put(facts, f"{name}.status", query["httpResponseCode"])
    if "smithy.api#retryable" in shape.traits:
        put(facts, f"{name}.retryable", "throttling" if (shape.trait("retryable") or {}).get("throttling") else "yes")


def our_member(facts, key, m):
    put(facts, key, m.target.name)
    put(facts, f"{key}.required", m.required)
    for trait, location in (("httpHeader", "header"), ("httpQuery", "querystring"), ("httpLabel", "uri")):
        if "smithy.api#" + trait in m.traits:
            put(facts, f"{key}.location", location)
            put(facts, f"{key}.locationName", m.trait(trait))
    put(facts, f"{key}.locationName", m.trait("xmlName"))
    put(facts, f"{key}.idempotencyToken", "smithy.api#idempotencyToken" in m.traits)
    put(facts, f"{key}.deprecated", "smithy.api#deprecated" in m.traits)
    if m.target.kind in NUMERIC and not m.required:
        put(facts, f"{key}.boxed", m.default is None)
