"""The tables of a service: shapes, exceptions, operation rows, and the thunks around typed functions."""

from smithy import names
from smithy.c_header import BANNER, thrown_members, thrower_head, wrapped
from smithy.checks import is_message
from smithy.layout import ARNS, KIND, POLICY, is_flagged
from smithy.paths import call_of, further_keys, steps_of

PROTOCOL = {"awsJson1_0": "GH_AWS_JSON", "awsJson1_1": "GH_AWS_JSON", "awsQuery": "GH_AWS_QUERY",
            "restJson1": "GH_REST_JSON", "restXml": "GH_REST_XML"}
JSON_VERSION = {"awsJson1_0": "1.0", "awsJson1_1": "1.1", "restJson1": "1.1"}
EPOCH_BY_DEFAULT = ("awsJson1_0", "awsJson1_1", "restJson1")
AUTH = {"sigv4": "GH_AUTH_SIGV4", "bearer": "GH_AUTH_BEARER", "none": "GH_AUTH_NONE"}
MODE = {"read": "GH_MODE_READ", "write": "GH_MODE_WRITE", "slow": "GH_MODE_SLOW"}
AUDIT = {"durable": "GH_AUDIT_DURABLE", "ring": "GH_AUDIT_RING"}
LOCATION = {"httpHeader": "GH_IN_HEADER", "httpQuery": "GH_IN_QUERY", "httpLabel": "GH_IN_PATH",
            "httpPayload": "GH_IN_PAYLOAD"}


def text(value):
    return f"GH_S_INIT({names.literal(value)})"


def initializer(fields):
    return "{" + ", ".join(f".{k} = {v}" for k, v in fields) + "}"


def array(head, rows):
    return f"{head} = {{\n" + "".join(f"    {r},\n" for r in rows) + "};\n"


class Tables:
    def __init__(self, layout):
        self.layout, self.service = layout, layout.service

    # Shapes.

    def size(self, shape):
        """sizeof a value; of a list or map the stride of its elements."""
        if shape.kind == "list":
            return f"sizeof({self.layout.value_type(shape.members[0].target)})"
        if shape.kind == "map":
            return f"sizeof(struct {self.layout.types[shape.name]}_entry)"
        return f"sizeof({self.layout.value_type(shape)})"

    def epoch(self, shape):
        given = shape.trait("timestampFormat")
        return given == "epoch-seconds" if given else self.service.protocol in EPOCH_BY_DEFAULT

    def member_row(self, shape, member):
        struct, name = self.layout.types[shape.name], names.member(member.name)
        wire = member.trait("jsonName") or member.trait("xmlName") or member.name
        fields = [("name", text(wire)), ("shape", f"&shape_{member.target.name}"),
                  ("offset", f"offsetof(struct {struct}, {name})")]
        flag = f"offsetof(struct {struct}, has_{names.snake(member.name)})" if is_flagged(member) else "GH_NO_OFFSET"
        fields.append(("has_offset", flag))
        for trait, location in LOCATION.items():
            if "smithy.api#" + trait in member.traits:
                fields.append(("location", location))
                fields.append(("location_name", text(member.trait(trait) or wire)))
        if member.required:
            fields.append(("required", "true"))
        return initializer(fields)

    def shape_row(self, shape):
        low, high = shape.bounds
        fields = [("name", text(shape.name)), ("kind", KIND[shape.kind]), ("size", self.size(shape)),
                  ("min", "GH_NO_MIN" if low is None else f"INT64_C({low})"),
                  ("max", "GH_NO_MAX" if high is None else f"INT64_C({high})")]
        if "smithy.api#sensitive" in shape.traits:
            fields.append(("sensitive", "true"))
        pattern = shape.trait("pattern")
        if pattern is not None:
            at = self.layout.patterns.index(pattern)
            fields += [("pattern", names.literal(pattern)),
                       ("pattern_id", f"GH_PATTERNS_{self.service.c_name.upper()} + {at}")]
        if shape.kind == "enum":
            fields += [("values", f"values_{shape.name}"), ("n_values", str(len(shape.values)))]
        if shape.kind in ("structure", "union") and shape.members:
            fields += [("members", f"members_{shape.name}"), ("n_members", str(len(shape.members)))]
        if shape.kind == "map":
            fields.append(("key", f"&shape_{shape.members[0].target.name}"))
        if shape.kind in ("list", "map"):
            element = shape.members[-1]
            fields.append(("element", f"&shape_{element.target.name}"))
            wire = element.trait("xmlName") or ("member" if shape.kind == "list" else "value")
            fields.append(("element_name", text(wire)))
        if shape.kind == "timestamp" and self.epoch(shape):
            fields.append(("epoch_seconds", "true"))
        return initializer(fields)

    def shapes(self):
        out = ["".join(f"static const struct gh_shape shape_{s.name};\n" for s in self.layout.shapes)]
        for shape in self.layout.shapes:
            part = ""
            if shape.kind == "enum":
                part = array(f"static const struct gh_str values_{shape.name}[]", [text(v) for _, v, _ in shape.values])
            elif shape.kind in ("structure", "union") and shape.members:
                part = array(f"static const struct gh_member members_{shape.name}[]",
                             [self.member_row(shape, m) for m in shape.members])
            out.append(f"{part}static const struct gh_shape shape_{shape.name} = {self.shape_row(shape)};\n")
        return out

    # Exceptions.

    def error_row(self, shape):
        query = shape.traits.get("aws.protocols#awsQueryError", {})
        sender = shape.trait("error") == "client"
        status = shape.trait("httpError") or query.get("httpResponseCode") or (400 if sender else 500)
        message = next((m.name for m in shape.members if is_message(m)), "message")
        fields = [("name", text(shape.name)), ("code", text(query.get("code", shape.name))), ("status", str(status)),
                  ("sender_fault", "true" if sender else "false"), ("message_name", names.literal(message))]
        fixed = next((m for m in shape.members if "gatehouse#value" in m.traits), None)
        if fixed:
            fields += [("fixed_name", names.literal(fixed.name)),
                       ("fixed_value", text(fixed.traits["gatehouse#value"]))]
        return initializer(fields)

    def error(self, shape):
        row = f"{self.layout.prefix}error_{names.exception(shape.name)}"
        body = [f"const struct gh_error_shape {row} = {self.error_row(shape)};\n",
                thrower_head(self.layout, shape) + " {",
                "    char message[sizeof err->message + 8]; /* longer, so that gh_throw sees where it cuts */",
                "    va_list ap;",
                "    va_start(ap, fmt);",
                "    vsnprintf(message, sizeof message, fmt, ap);",
                "    va_end(ap);",
                f'    gh_throw(err, &{row}, "%s", message);']
        for m in thrown_members(shape):
            body.append(f"    gh_err_member(err, {names.literal(m.name)}, {names.member(m.name)});")
        return "\n".join(body + ["    return -GH_ETHROWN;", "}", ""])

    # Operations.

    def argument(self, steps):
        """The C expression of a path's value: absent where a structure on the way is."""
        at, guards = "i", []
        for i, step in enumerate(steps):
            at += ("->" if i == 0 or steps[i - 1].member.target.kind in ("structure", "union") else ".")
            at += names.member(step.member.name)
            if i + 1 < len(steps):
                guards.append(at)
        last = steps[-1].shape
        absent = "GH_S_NONE" if last.kind in ("string", "enum") else "false" if last.kind == "boolean" else "NULL"
        if last.kind in ("list", "map"):
            at = f"&{at}"
        return f"{' && '.join(guards)} ? {at} : {absent}" if guards else at

    def find_thunk(self, op, thunk, call, answer):
        """The untyped function of a row, around the typed finder."""
        name, paths = call_of(call)
        arguments = [self.argument(steps_of(op.input, p)) for p in paths]
        given = f"const struct {self.layout.sides[op.name, 'input']} *i = in" if paths else "(void)in"
        head = wrapped(f"static int {thunk}(", ["struct gh_call *c", "const void *in", answer, "struct gh_err *err"])
        call = wrapped(f"    return {name}(", ["c", *arguments, answer.split("*")[1], "err"])
        return f"{head} {{\n    {given};\n{call};\n}}\n"

    def run_thunks(self, op):
        name = names.snake(op.name)
        out = ""
        if op.mode == "slow":
            out += (f"static int prepare_{name}(struct gh_call *c, const void *in, void *out, struct gh_err *err) {{\n"
                    f"    (void)out;\n    return {self.layout.prefix}{name}_prepare(c, in, err);\n}}\n")
        if op.presents:
            out += (f"static int present_{name}(struct gh_call *c, const void *in, struct gh_err *err) {{\n"
                    f"    return {self.layout.prefix}{name}_present(c, in, err);\n}}\n")
        return out + (f"static int run_{name}(struct gh_call *c, const void *in, void *out, struct gh_err *err) {{\n"
                      f"    return {self.layout.prefix}{name}(c, in, out, err);\n}}\n")

    def operation_parts(self, op):
        """Thunks and arrays that the row of a built operation points to."""
        name, out = names.snake(op.name), [self.run_thunks(op)]
        rows = []
        for i, resource in enumerate(op.authorize.get("resources", [])):
            if "find" in resource:
                out.append(self.find_thunk(op, f"find_{name}_{i}", resource["find"], ARNS))
                how = ("find", f"find_{name}_{i}")
            else:
                how = ("arn", text(resource["arn"]))
            rows.append(initializer([("type", text(resource["type"])), how]))
        if "resourcePolicy" in op.authorize:
            out.append(self.find_thunk(op, f"policy_{name}", op.authorize["resourcePolicy"], POLICY))
        if rows:
            out.append(array(f"static const struct gh_resource resources_{name}[]", rows))
        if op.errors:
            out.append(array(f"static const struct gh_error_shape *const errors_{name}[]",
                             [f"&{self.layout.prefix}error_{names.exception(e.name)}" for e in op.errors]))
        return out

    def key_rows(self, keys):
        return [initializer([("key", text(k["key"])), ("member", text(k["member"]))]) for k in keys]

    def also_row(self, also, keys):
        fields = [("action", text(also["action"])), ("given", text(f"{also['tags']}[].Key"))]
        fields += [(k, text(also[k])) for k in ("type", "denied") if k in also]
        return initializer([*fields, ("keys", keys), ("n_keys", str(len(further_keys(also))))])

    def also_parts(self, op):
        name, out, rows = names.snake(op.name), [], []
        for i, also in enumerate(op.authorize.get("also", [])):
            keys = f"keys_{name}_{i}"
            out.append(array(f"static const struct gh_condition_key {keys}[]", self.key_rows(further_keys(also))))
            rows.append(self.also_row(also, keys))
        return [*out, array(f"static const struct gh_further_action also_{name}[]", rows)] if rows else []

    def authorization(self, op):
        fields, name = [], names.snake(op.name)
        if "action" in op.authorize:
            fields.append(("action", text(op.authorize["action"])))
        resources = op.authorize.get("resources", []) if op.built else []
        if resources:
            fields += [("resources", f"resources_{name}"), ("n_resources", str(len(resources)))]
        keys = op.authorize.get("keys", []) if op.built else []
        if keys:
            fields += [("keys", f"keys_{name}"), ("n_keys", str(len(keys)))]
        also = op.authorize.get("also", []) if op.built else []
        if also:
            fields += [("also", f"also_{name}"), ("n_also", str(len(also)))]
        if op.built and "denied" in op.authorize:
            fields.append(("denied", text(op.authorize["denied"])))
        if op.built and "resourcePolicy" in op.authorize:
            fields.append(("resource_policy", f"policy_{name}"))
        return initializer(fields) if fields else None

    def operation_row(self, op):
        name = names.snake(op.name)
        fields = [("service", f"&gh_service_{self.service.c_name}"), ("name", text(op.name)), ("auth", AUTH[op.auth]),
                  ("mode", MODE[op.mode]), ("audit", AUDIT[op.audit])]
        authorization = self.authorization(op)
        if authorization:
            fields.append(("authorization", authorization))
        http = op.trait("http")
        if http:
            fields += [("http_method", text(http["method"])), ("http_path", text(http["uri"])),
                       ("http_status", str(http["code"]))]
        if op.built:
            for side, column in (("input", "in"), ("output", "out")):
                if getattr(op, side):
                    fields.append((column, f"&shape_{getattr(op, side).name}"))
            if op.errors:
                fields += [("errors", f"errors_{name}"), ("n_errors", str(len(op.errors)))]
            if op.mode == "slow":
                fields.append(("prepare", f"prepare_{name}"))
            if op.presents:
                fields.append(("present", f"present_{name}"))
            fields.append(("run", f"run_{name}"))
        return initializer(fields)

    def operations(self):
        out = []
        for op in self.layout.built:
            out += self.operation_parts(op)
            if op.authorize.get("keys"):
                head = f"static const struct gh_condition_key keys_{names.snake(op.name)}[]"
                out.append(array(head, self.key_rows(op.authorize["keys"])))
            out += self.also_parts(op)
        rows = [self.operation_row(op) for op in self.service.operations]
        return out + [array("static const struct gh_operation operations[]", rows)]

    def service_row(self):
        service = self.service
        fields = [("name", text(service.name)),
                  ("event_source", text(service.traits["aws.api#service"]["cloudTrailEventSource"])),
                  ("signing_name", text(service.signing_name)), ("protocol", PROTOCOL[service.protocol])]
        if service.protocol in JSON_VERSION:
            fields.append(("json_version", text(JSON_VERSION[service.protocol])))
        if service.protocol.startswith("awsJson"):
            fields.append(("target_prefix", text(service.target)))
        fields.append(("api_version", text(service.version)))
        namespace = service.traits.get("smithy.api#xmlNamespace")
        if namespace:
            fields.append(("xml_namespace", text(namespace["uri"])))
        fields += [("operations", "operations"), ("n_operations", str(len(service.operations)))]
        for role, column in (("validation", "validation"), ("accessDenied", "access_denied"), ("internal", "internal"),
                             ("throttled", "throttled")):
            shape = service.role(role)
            if shape:
                fields.append((column, f"&{self.layout.prefix}error_{names.exception(shape.name)}"))
        rows = "".join(f"    .{k} = {v},\n" for k, v in fields)
        return f"const struct gh_service gh_service_{service.c_name} = {{\n{rows}}};\n"


def tables(layout):
    made = Tables(layout)
    c_name = layout.service.c_name
    head = (BANNER.format(file=layout.service.name + ".smithy") + f'#include "gen/{c_name}.h"\n\n'
            '#include <stdarg.h>\n#include <stdio.h>\n\n#include "gen/services.h"\n#include "wire/shape.h"\n')
    return "\n".join([head, *made.shapes(), *[made.error(e) for e in layout.errors], *made.operations(),
                      made.service_row()])
