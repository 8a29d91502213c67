#!/usr/bin/env python3
"""model/*.smithy -> the service models of the AWS CLI (botocore's service-2.json and paginators-1.json), packed into
one C table for `gatehouse aws-data`: an older CLI then knows every operation that our model knows.

  aws_data.py table OUT.c MODEL...      the table of server/aws_data.h
  aws_data.py folder DIR MODEL...       the same files as a folder, for tests

Facts of the wire only; an operation's description is our model's own line.
"""

import json
import os
import sys
import zlib

sys.dont_write_bytecode = True

from smithy.model import load  # noqa: E402

PROTOCOLS = {"awsJson1_0": ("json", "1.0"), "awsJson1_1": ("json", "1.1"), "awsQuery": ("query", None),
             "restJson1": ("rest-json", "1.1")}
TYPES = {"enum": "string", "union": "structure", "document": "structure"}
NUMERIC = ("integer", "long", "boolean")
PLACES = (("httpHeader", "header"), ("httpQuery", "querystring"), ("httpLabel", "uri"))
TIMESTAMPS = {"date-time": "iso8601", "epoch-seconds": "unixTimestamp"}
BYTES_A_LINE = 30


def present(**facts):
    """Without what is absent or false."""
    return {k: v for k, v in facts.items() if v not in (None, False, [], {}, "")}


def metadata(service):
    protocol, json_version = PROTOCOLS[service.protocol]
    api = service.traits["aws.api#service"]
    sdk_id = api["sdkId"]
    return present(
        apiVersion=service.version, auth=["aws.auth#sigv4"], endpointPrefix=api["endpointPrefix"],
        jsonVersion=json_version, protocol=protocol, protocols=[protocol], serviceFullName=sdk_id, serviceId=sdk_id,
        signatureVersion="v4", signingName=service.signing_name,
        targetPrefix=service.target if protocol == "json" else None, uid=f"{service.name}-{service.version}",
        xmlNamespace=service.traits.get("smithy.api#xmlNamespace", {}).get("uri"))


def operation(op, protocol):
    http = op.trait("http") or {"method": "POST", "uri": "/", "code": 200}
    output = present(shape=op.output.name, resultWrapper=protocol == "query" and op.name + "Result") if op.output else None
    unsigned = op.auth != "sigv4"
    return present(
        name=op.name,
        http=present(method=http["method"], requestUri=http["uri"], responseCode=http["code"] != 200 and http["code"]),
        input={"shape": op.input.name} if op.input else None, output=output,
        errors=[{"shape": e.name} for e in op.errors], authtype=unsigned and "none",
        auth=unsigned and ["smithy.api#noAuth"], readonly="smithy.api#readonly" in op.traits,
        idempotent="smithy.api#idempotent" in op.traits, documentation=op.doc and f"<p>{op.doc}</p>")


def error(shape):
    query = shape.traits.get("aws.protocols#awsQueryError", {})
    client = shape.trait("error") == "client"
    return present(exception=True, fault=not client, error=present(
        code=query.get("code"), httpStatusCode=query.get("httpResponseCode") or shape.trait("httpError"),
        senderFault=bool(query) and client))


def retryable(shape):
    if "smithy.api#retryable" not in shape.traits:
        return None
    return {"throttling": bool((shape.trait("retryable") or {}).get("throttling"))}


def member(m):
    deprecated = "smithy.api#deprecated" in m.traits
    facts = present(
        shape=m.target.name, locationName=m.trait("jsonName") or m.trait("xmlName"),
        idempotencyToken="smithy.api#idempotencyToken" in m.traits, deprecated=deprecated,
        deprecatedMessage=deprecated and (m.trait("deprecated") or {}).get("message"))
    for trait, location in PLACES:
        if "smithy.api#" + trait in m.traits:
            facts.update(location=location, locationName=m.trait(trait) or m.name)
    return facts


def aggregate(shape):
    if shape.kind == "list":
        return {"member": member(shape.members[0])}
    if shape.kind == "map":
        return {m.name: member(m) for m in shape.members}
    if shape.kind not in ("structure", "union"):
        return {}
    payload = next((m.name for m in shape.members if "smithy.api#httpPayload" in m.traits), None)
    return {"members": {m.name: member(m) for m in shape.members},
            **present(required=[m.name for m in shape.members if m.required], payload=payload,
                      union=shape.kind == "union")}


def service_shape(shape):
    low, high = shape.bounds
    facts = {"type": TYPES.get(shape.kind, shape.kind)}
    facts.update(aggregate(shape))
    facts.update(present(
        max=high, pattern=shape.trait("pattern"), enum=[value for _, value, _ in shape.values],
        sensitive="smithy.api#sensitive" in shape.traits, document=shape.kind == "document",
        timestampFormat=TIMESTAMPS.get(shape.trait("timestampFormat")),
        box=shape.kind in NUMERIC and "smithy.api#default" not in shape.traits, retryable=retryable(shape)))
    if low is not None:
        facts["min"] = low
    if shape.kind == "document":
        facts["members"] = {}
    if shape.trait("error"):
        facts.update(error(shape))
    return facts


def page(op):
    """One token may page several lists; what is neither list nor token stands on every page."""
    found = op.trait("paginated")
    tokens = (found["outputToken"], "IsTruncated")
    lists = [m.name for m in op.output.members if m.target.kind == "list"]
    rest = [m.name for m in op.output.members if m.name not in tokens and m.name not in lists]
    more = "IsTruncated" if op.output.member("IsTruncated") else None
    return present(input_token=found["inputToken"], output_token=found["outputToken"], limit_key=found.get("pageSize"),
                   more_results=more, result_key=lists[0] if len(lists) == 1 else lists, non_aggregate_keys=rest)


def files(service):
    protocol = PROTOCOLS[service.protocol][0]
    folder = f"{service.name}/{service.version}"
    model = {
        "version": "2.0", "metadata": metadata(service),
        "operations": {op.name: operation(op, protocol) for op in service.operations},
        "shapes": {s.name: service_shape(s) for s in service.shapes.values()},
    }
    pages = {op.name: page(op) for op in service.operations if op.trait("paginated")}
    yield f"{folder}/service-2.json", json.dumps(model, separators=(",", ":")) + "\n"
    yield f"{folder}/paginators-1.json", json.dumps({"pagination": pages}, separators=(",", ":")) + "\n"


def write(path, text):
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def table(services):
    packed, rows, at = zlib.compressobj(9), [], 0
    data = b""
    for service in services:
        rows.append(f'    {{"{service.name}", "{service.version}", NULL, 0, 0}},')
        for path, text in files(service):
            body = text.encode()
            rows.append(f'    {{"{service.name}", "{service.version}", "{os.path.basename(path)}", {at}, {len(body)}}},')
            data += packed.compress(body)
            at += len(body)
    data += packed.flush()
    lines = ["    " + ",".join(map(str, data[i:i + BYTES_A_LINE])) + "," for i in range(0, len(data), BYTES_A_LINE)]
    return "\n".join([
        "/* Generated by gen/aws_data.py from model/: do not edit. */", '#include "server/aws_data.h"', "",
        "const struct aws_data_file aws_data_files[] = {", *rows, "};",
        f"const size_t aws_data_files_count = {len(rows)};", f"const size_t aws_data_size_bytes = {at};",
        f"const size_t aws_data_packed_bytes = {len(data)};", "const unsigned char aws_data_packed[] = {", *lines, "};",
        ""])


def main(what, out, *models):
    services = sorted((load(m) for m in models), key=lambda s: s.name)
    if what == "table":
        write(out, table(services))
        return
    for service in services:
        for path, text in files(service):
            os.makedirs(os.path.dirname(os.path.join(out, path)), exist_ok=True)
            write(os.path.join(out, path), text)


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("table", "folder"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
