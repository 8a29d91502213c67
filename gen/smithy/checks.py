"""Is the model one that the generator can enforce? Every rule that is broken is refused with file and line."""

import re

from smithy.errors import Refused
from smithy.model import reachable
from smithy.patterns import compile_pattern
from smithy.paths import VARIABLES, call_of, further_keys, placeholders_of, steps_of
from smithy.traits import PROTOCOLS

ERROR_MEMBERS = 4  # GH_ERR_MEMBERS in base/err.h
LOCATIONS = ("httpHeader", "httpQuery", "httpLabel", "httpPayload")
LABEL = re.compile(r"\{([^}]+)\}")
FINDABLE = ("string", "enum", "boolean", "structure", "union", "list")
SCALARS = ("string", "enum", "boolean", "integer", "long", "timestamp")


class Checker:
    def __init__(self, service):
        self.service = service

    def refuse(self, line, message):
        raise Refused(self.service.path, line, message)

    def check(self):
        self.check_service()
        for shape in self.service.shapes.values():
            self.check_shape(shape)
        finders = {}
        for op in self.service.operations:
            self.check_operation(op)
            self.check_http(op)
            self.check_pages(op)
            self.check_row(op, finders)
        self.check_unused()

    def check_service(self):
        service = self.service
        found = [t for t in service.traits if t in PROTOCOLS]
        if len(found) != 1:
            self.refuse(service.line, f"the service must have one protocol, not {len(found)}")
        for needed in ("aws.auth#sigv4", "aws.api#service"):
            if needed not in service.traits:
                self.refuse(service.line, f"the service needs @{needed}")
        for role, name in service.traits.get("gatehouse#errors", {}).items():
            shape = service.shapes.get(name)
            if not shape or shape.trait("error") is None:
                self.refuse(service.line, f"{role}: {name} is not an @error")

    def check_shape(self, shape):
        low, high = shape.bounds
        if low is not None and high is not None and low > high:
            self.refuse(shape.line, f"{shape.name}: min {low} is above max {high}")
        pattern = shape.trait("pattern")
        if pattern is not None:
            try:
                compile_pattern(pattern)
            except re.error as e:
                self.refuse(shape.line, f"{shape.name}: the pattern does not compile: {e}")
        if shape.kind == "map" and shape.members[0].target.kind not in ("string", "enum"):
            self.refuse(shape.line, f"{shape.name}: the key of a map must be a string")
        if shape.kind in ("list", "map") and shape.members[-1].target.kind in ("list", "map"):
            self.refuse(shape.line, f"{shape.name}: a {shape.kind} of lists or maps is not supported")
        if shape.kind == "enum":
            self.check_enum(shape)
        if shape.trait("error") is not None:
            self.check_error(shape)
        for member in shape.members:
            self.check_member(shape, member)

    def check_enum(self, shape):
        if not shape.values:
            self.refuse(shape.line, f"enum {shape.name} has no values")
        for i, (name, value, line) in enumerate(shape.values):
            if any(name == n or value == v for n, v, _ in shape.values[:i]):
                self.refuse(line, f"enum {shape.name} has {name} twice")

    def check_error(self, shape):
        beyond = [m for m in shape.members if m.target.kind in ("string", "enum") and not is_message(m)]
        if len(beyond) > ERROR_MEMBERS:
            self.refuse(shape.line, f"{shape.name} has more than {ERROR_MEMBERS} members besides its message")

    def check_member(self, shape, member):
        if shape.kind == "union" and member.required:
            self.refuse(member.line, f"{member.name}: a member of a union cannot be @required")
        if "smithy.api#idempotencyToken" in member.traits and member.target.kind != "string":
            self.refuse(member.line, f"{member.name}: an idempotency token must be a string")
        if member.default is not None and member.target.trait("default") is None:
            self.refuse(member.line, f"{member.name}: a default needs a shape with @default")
        places = [l for l in LOCATIONS if "smithy.api#" + l in member.traits]
        if len(places) > 1:
            self.refuse(member.line, f"{member.name} travels in two places: {', '.join(places)}")
        if places and not self.service.is_rest:
            self.refuse(member.line, f"@{places[0]} needs a REST protocol")
        if places and places[0] in ("httpHeader", "httpQuery", "httpLabel") and not scalar(member.target):
            self.refuse(member.line, f"{member.name}: @{places[0]} needs a scalar or a list of them")

    def check_operation(self, op):
        if not op.mode:
            self.refuse(op.line, f"operation {op.name} has no @gatehouse#operation row")
        if not op.authorize:
            self.refuse(op.line, f"operation {op.name} has no @gatehouse#authorize row")
        if op.mode != "read" and op.audit != "durable":
            self.refuse(op.line, f"operation {op.name} writes: its audit must be durable")
        if op.built and not op.doc:
            self.refuse(op.line, f"operation {op.name} is built but has no /// line")
        if "gatehouse#bearer" in op.traits and "smithy.api#auth" not in op.traits:
            self.refuse(op.line, f"operation {op.name}: @gatehouse#bearer needs @auth([])")

    def check_http(self, op):
        http = op.trait("http")
        if self.service.is_rest != (http is not None):
            problem = "a REST protocol needs @http" if self.service.is_rest else "@http needs a REST protocol"
            self.refuse(op.line, f"operation {op.name}: {problem}")
        if not http:
            return
        labels = set(LABEL.findall(http["uri"]))
        bound = {m.name for m in op.input.members if "smithy.api#httpLabel" in m.traits} if op.input else set()
        if labels != bound:
            self.refuse(op.line, f"operation {op.name}: labels of the path and @httpLabel members differ")

    def check_pages(self, op):
        pages = op.trait("paginated")
        for side, fields in (("input", ("inputToken", "pageSize")), ("output", ("outputToken", "items"))):
            shape = getattr(op, side)
            for field in fields if pages else ():
                if field in pages and not (shape and shape.member(pages[field])):
                    self.refuse(op.line, f"operation {op.name}: the {side} has no member {pages[field]}")

    # Authorization rows.

    def check_row(self, op, finders):
        row, line = op.authorize, op.trait_lines.get("gatehouse#authorize", op.line)
        if "none" in row:
            return
        self.check_action(op, row["action"], line)
        for resource in row.get("resources", []):
            if ("arn" in resource) == ("find" in resource):
                self.refuse(line, f"operation {op.name}: resource {resource['type']} needs either arn or find")
            if "arn" in resource:
                self.check_template(op, resource["arn"], line)
            else:
                self.check_finder(op, resource["find"], finders, line)
        if "resourcePolicy" in row:
            self.check_finder(op, row["resourcePolicy"], finders, line, "policy")
        for key in row.get("keys", []):
            self.check_key(op, key, line)
        for also in row.get("also", []):
            self.check_also(op, also, line)
        for words in (row, *row.get("also", [])):
            self.check_denied(op, words.get("denied"), line)

    def check_action(self, op, action, line):
        if not re.fullmatch(r"[a-z0-9-]+:[A-Z][A-Za-z0-9]*", action):
            self.refuse(line, f"operation {op.name}: malformed action {action}")

    def check_denied(self, op, words, line):
        match = re.fullmatch(r"[a-z ]+ (?:\$\{(?:name|arn)\}|\{([^}]*)\})", words or "x ${arn}")
        if not match:
            self.refuse(line, f"operation {op.name}: {words!r} is not words and then ${{name}}, ${{arn}} or a member")
        if match.group(1):
            self.check_template(op, f"{{{match.group(1)}}}", line)

    def check_also(self, op, also, line):
        self.check_action(op, also["action"], line)
        for key in further_keys(also):
            self.check_key(op, key, line)
        types = [r["type"] for r in op.authorize.get("resources", [])]
        if "type" in also and also["type"] not in types:
            self.refuse(line, f"operation {op.name}: no resource of the row is of the type {also['type']}")

    def steps(self, op, path, line):
        try:
            return steps_of(op.input, path)
        except ValueError as e:
            return self.refuse(line, f"operation {op.name}: {e}")

    def check_template(self, op, template, line):
        variables, members = placeholders_of(template)
        for name in variables:
            if name not in VARIABLES:
                self.refuse(line, f"operation {op.name}: unknown variable ${{{name}}}")
        for path in members:
            steps = self.steps(op, path, line)
            if steps[-1].shape.kind not in ("string", "enum") or any(s.each for s in steps):
                self.refuse(line, f"operation {op.name}: {path} is not a single text")

    def check_finder(self, op, text, finders, line, answer="arns"):
        try:
            name, arguments = call_of(text)
        except ValueError as e:
            self.refuse(line, f"operation {op.name}: {e}")
        prefix = self.service.c_name + "_find_"
        if not name.startswith(prefix):
            self.refuse(line, f"operation {op.name}: the name of a finder starts with {prefix}")
        targets = [answer]
        for path in arguments:
            steps = self.steps(op, path, line)
            if any(s.each for s in steps) or steps[-1].shape.kind not in FINDABLE:
                self.refuse(line, f"operation {op.name}: {path} cannot be handed to a finder")
            shape = steps[-1].shape
            by_value = {"string": "string", "enum": "string", "boolean": "boolean"}
            targets.append(by_value.get(shape.kind, shape.name))
        if finders.setdefault(name, targets) != targets:
            self.refuse(line, f"operation {op.name}: {name} is called elsewhere with other types")

    def check_key(self, op, key, line):
        steps = self.steps(op, key["member"], line)
        shape = steps[-1].shape
        if key["key"].endswith("/${TagKey}"):
            element = shape.members[0].target if shape.kind == "list" else None
            if not (element and element.kind == "structure" and element.member("Key") and element.member("Value")):
                self.refuse(line, f"operation {op.name}: {key['member']} is not a list of tags")
        elif shape.kind == "list":
            self.refuse(line, f"operation {op.name}: {key['member']} is a list: write {key['member']}[]")
        elif shape.kind not in SCALARS:
            self.refuse(line, f"operation {op.name}: {key['member']} is not a scalar")

    def check_unused(self):
        service = self.service
        roots = [s for op in service.operations for s in [op.input, op.output, *op.errors]]
        roots += [service.role(r) for r in service.traits.get("gatehouse#errors", {})]
        used = {s.name for s in reachable(*roots)}
        for shape in service.shapes.values():
            if shape.name not in used:
                self.refuse(shape.line, f"{shape.name} is used by no operation")


def scalar(shape):
    """A single value, or a list of single values."""
    return shape.kind in SCALARS or (shape.kind == "list" and shape.members[0].target.kind in SCALARS)


def is_message(member):
    """The member of an exception that holds its text."""
    return member.name.lower() in ("message", "error_description")


def check(service):
    Checker(service).check()
