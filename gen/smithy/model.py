"""Syntax tree -> model: names resolved, traits by full id, operations as objects. One file is one service."""

import os

from smithy import names
from smithy.errors import Refused
from smithy.parser import parse
from smithy.syntax import Bare
from smithy.traits import KNOWN, PROTOCOLS

PRELUDE = {
    "String": "string", "Blob": "blob", "Boolean": "boolean", "Integer": "integer", "Long": "long",
    "Timestamp": "timestamp", "Document": "document",
}
PLACES = {"union": "structure"}


class Member:
    def __init__(self, name, target, traits, default, line):
        self.name, self.target, self.traits, self.default, self.line = name, target, traits, default, line

    @property
    def required(self):
        return "smithy.api#required" in self.traits

    def trait(self, name, absent=None):
        return self.traits.get("smithy.api#" + name, absent)


class Shape:
    def __init__(self, kind, name, line):
        self.kind, self.name, self.line = kind, name, line
        self.traits = {}
        self.members = []
        self.values = []

    def trait(self, name, absent=None):
        return self.traits.get("smithy.api#" + name, absent)

    def member(self, name):
        return next((m for m in self.members if m.name == name), None)

    @property
    def bounds(self):
        """(min, max) of length or range; None where unbounded."""
        bound = self.trait("length") or self.trait("range") or {}
        return bound.get("min"), bound.get("max")


class Operation:
    """An operation with its row."""

    def __init__(self, name, doc, line, traits, trait_lines):
        self.name, self.doc, self.line, self.traits, self.trait_lines = name, doc, line, traits, trait_lines
        self.input = self.output = None
        self.errors = []
        run = traits.get("gatehouse#operation", {})
        self.mode, self.audit, self.built = run.get("mode"), run.get("audit"), run.get("built", False)
        self.presents = run.get("presents", False)
        self.authorize = traits.get("gatehouse#authorize", {})
        self.auth = "sigv4"
        if "smithy.api#auth" in traits:
            self.auth = "bearer" if "gatehouse#bearer" in traits else "none"

    def trait(self, name, absent=None):
        return self.traits.get("smithy.api#" + name, absent)


class Service:
    def __init__(self, path, namespace):
        self.path, self.namespace = path, namespace
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.c_name = names.service(self.name)
        self.shapes = {}
        self.operations = []
        self.traits = {}
        self.target = self.version = None
        self.line = 1

    @property
    def protocol(self):
        return next(short for full, short in PROTOCOLS.items() if full in self.traits)

    @property
    def is_rest(self):
        return self.protocol.startswith("rest")

    @property
    def signing_name(self):
        return self.traits["aws.auth#sigv4"]["name"]

    def role(self, name):
        """The exception that the engine raises for `validation`, `accessDenied` ...; None where the model has none."""
        found = self.traits.get("gatehouse#errors", {}).get(name)
        return self.shapes[found] if found else None


class Resolver:
    def __init__(self, file):
        self.file, self.path = file, file.path
        self.service = Service(file.path, file.namespace)
        self.definitions = {}

    def refuse(self, line, message):
        raise Refused(self.path, line, message)

    def resolve(self):
        for definition in self.file.shapes:
            if definition.name in self.definitions:
                self.refuse(definition.line, f"{definition.name} is defined twice")
            self.definitions[definition.name] = definition
        for definition in self.file.shapes:
            if definition.kind not in ("service", "operation"):
                self.service.shapes[definition.name] = Shape(definition.kind, definition.name, definition.line)
        for definition in self.file.shapes:
            if definition.name in self.service.shapes:
                self.fill(self.service.shapes[definition.name], definition)
        self.resolve_service()
        return self.service

    def traits(self, parsed, place):
        """Full ids with their values; refuses what is unknown, misplaced or malformed."""
        result = {}
        for trait in parsed:
            full = trait.name if "#" in trait.name else self.file.uses.get(trait.name, "smithy.api#" + trait.name)
            if full not in KNOWN:
                self.refuse(trait.line, f"unknown trait {full}")
            places, check = KNOWN[full]
            if place not in places and PLACES.get(place) not in places:
                self.refuse(trait.line, f"@{trait.name} cannot stand on a {place}")
            if not check(trait.value):
                self.refuse(trait.line, f"@{trait.name} has a value of the wrong form")
            result[full] = trait.value
        return result

    def target(self, name, line):
        if name in self.service.shapes:
            return self.service.shapes[name]
        if name in PRELUDE:
            shape = self.service.shapes[name] = Shape(PRELUDE[name], name, line)
            return shape
        return self.refuse(line, f"no shape {name}")

    def fill(self, shape, definition):
        shape.traits = self.traits(definition.traits, shape.kind)
        shape.values = definition.values
        for m in definition.members:
            place = "member" if shape.kind in ("structure", "union") else "element"
            target = self.target(m.target, m.line)
            shape.members.append(Member(m.name, target, self.traits(m.traits, place), m.default, m.line))

    def resolve_service(self):
        services = [d for d in self.file.shapes if d.kind == "service"]
        if len(services) != 1:
            self.refuse(1, f"a file must hold one service, not {len(services)}")
        definition, service = services[0], self.service
        service.target, service.line = definition.name, definition.line
        service.traits = self.traits(definition.traits, "service")
        if "version" not in definition.properties:
            self.refuse(definition.line, "the service has no version")
        service.version = definition.properties["version"][0]
        listed, line = definition.properties.get("operations", ([], definition.line))
        for name in listed:
            found = self.definitions.get(name)
            if not found or found.kind != "operation":
                self.refuse(line, f"no operation {name}")
            service.operations.append(self.operation(found))
        for d in self.file.shapes:
            if d.kind == "operation" and d.name not in listed:
                self.refuse(d.line, f"operation {d.name} is not listed in the service")
        service.operations.sort(key=lambda o: o.name)

    def operation(self, definition):
        lines = {t.name: t.line for t in definition.traits}
        traits = self.traits(definition.traits, "operation")
        op = Operation(definition.name, definition.doc, definition.line, traits, lines)
        for side in ("input", "output"):
            if side in definition.properties:
                setattr(op, side, self.structure(*definition.properties[side]))
        names_of, line = definition.properties.get("errors", ([], definition.line))
        for name in names_of:
            shape = self.structure(name, line)
            if shape.trait("error") is None:
                self.refuse(line, f"{name} is not an @error")
            op.errors.append(shape)
        return op

    def structure(self, name, line):
        shape = self.target(name, line) if isinstance(name, Bare) else None
        if not shape or shape.kind != "structure":
            self.refuse(line, f"{name} is not a structure")
        return shape


def load(path):
    with open(path, encoding="utf-8") as f:
        return Resolver(parse(path, f.read())).resolve()


def reachable(*roots):
    """The roots and every shape below them, each once, in the order met."""
    found = {}

    def walk(shape):
        if shape.name not in found:
            found[shape.name] = shape
            for m in shape.members:
                walk(m.target)

    for root in roots:
        if root:
            walk(root)
    return list(found.values())
