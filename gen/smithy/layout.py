"""Which shapes a service needs in C, what their C types are called, and in which order they must stand.

The layout itself is the contract of src/wire/shape.h.
"""

from smithy import names
from smithy.errors import Refused
from smithy.model import reachable
from smithy.paths import call_of, steps_of

KIND = {
    "string": "GH_K_STRING", "enum": "GH_K_ENUM", "blob": "GH_K_BLOB", "boolean": "GH_K_BOOL",
    "integer": "GH_K_INTEGER", "long": "GH_K_LONG", "timestamp": "GH_K_TIMESTAMP", "structure": "GH_K_STRUCTURE",
    "union": "GH_K_UNION", "list": "GH_K_LIST", "map": "GH_K_MAP", "document": "GH_K_DOCUMENT",
}
SCALAR_TYPE = {
    "string": "struct gh_str", "enum": "struct gh_str", "blob": "struct gh_str", "boolean": "bool",
    "integer": "int32_t", "long": "int64_t", "timestamp": "int64_t", "document": "const struct json *",
}
FLAGGED = ("boolean", "integer", "long")


class Finder:
    """A look-up that a handler file must define: its name, what it answers, and the paths that its calls give it."""

    def __init__(self, name, answer):
        self.name, self.answer, self.calls = name, answer, []

    def parameters(self):
        """(shape, name) of each argument: the name is what the members given for it have in common at the end."""
        for given in zip(*self.calls):
            words = [names.snake(steps[-1].member.name).split("_") for steps in given]
            common = []
            for column in zip(*(reversed(w) for w in words)):
                if len(set(column)) > 1:
                    break
                common.insert(0, column[0])
            yield given[0][-1].shape, names.member("_".join(common) or "value")


ARNS, POLICY = "struct gh_list *ret_arns", "struct gh_resource_policy *ret_policy"


class Layout:
    """The C side of one service: everything that its built operations reach."""

    def __init__(self, service):
        self.service, self.prefix = service, service.c_name + "_"
        self.built = [op for op in service.operations if op.built]
        self.sides = {}  # the C types of operation inputs and outputs: (operation, side) -> type
        shapes, errors = {}, {}
        for op in self.built:
            for shape in reachable(op.input, op.output):
                shapes[shape.name] = shape
            for shape in op.errors:
                errors[shape.name] = shape
        for role in ("validation", "accessDenied", "internal", "throttled"):
            shape = service.role(role)
            if shape:
                errors[shape.name] = shape
        self.shapes = [shapes[n] for n in sorted(shapes)]
        self.errors = [errors[n] for n in sorted(errors)]
        self.types = self.name_types()
        self.check_members()
        self.patterns = sorted({s.trait("pattern") for s in self.shapes if s.trait("pattern") is not None})
        self.finders = self.find_finders()

    def name_types(self):
        """C struct names by shape name; an operation's own input and output are named after the operation, an
        output of several after the first of them."""
        types, taken = {}, {}
        for op in self.built:
            for side in ("input", "output"):
                name = f"{self.prefix}{names.snake(op.name)}_{side}"
                self.sides[op.name, side] = name
                shape = getattr(op, side)
                if shape:
                    if shape.name in types and side == "output":
                        self.sides[op.name, side] = types[shape.name]  # what two operations answer is one type
                        continue
                    if shape.name in types:
                        raise Refused(self.service.path, shape.line, f"{shape.name} serves two built operations")
                    types[shape.name] = name
                taken[name] = op.name
        for shape in self.shapes:
            if shape.kind in ("structure", "union", "list", "map") and shape.name not in types:
                name = self.prefix + names.snake(shape.name)
                if name in taken:
                    raise Refused(self.service.path, shape.line, f"{shape.name} and {taken[name]} are both {name} in C")
                types[shape.name], taken[name] = name, shape.name
        return types

    def check_members(self):
        for shape in self.shapes:
            taken = {}
            for m in shape.members:
                for name in [names.member(m.name)] + (["has_" + names.snake(m.name)] if is_flagged(m) else []):
                    if name in taken:
                        raise Refused(self.service.path, m.line, f"{m.name} and {taken[name]} are both {name} in C")
                    taken[name] = m.name

    def value_type(self, shape):
        """The C type of a value of the shape as a list element."""
        return SCALAR_TYPE.get(shape.kind) or f"struct {self.types[shape.name]}"

    def declare(self, shape, name):
        """A declaration of the value as a struct member: structures by pointer."""
        kind = self.value_type(shape)
        if shape.kind in ("structure", "union"):
            kind += " *"
        return kind + ("" if kind.endswith("*") else " ") + name

    def parameter(self, shape, name):
        """The same as a parameter of a finder: structures are lent, and absent is false."""
        if shape.kind in ("string", "enum"):
            return f"struct gh_str {name}"
        if shape.kind == "boolean":
            return f"bool {name}"
        return f"const struct {self.types[shape.name]} *{name}"

    def ordered(self):
        """Structures, unions, lists and maps such that what is embedded by value stands before what embeds it."""
        done, order = set(), []

        def visit(shape):
            if shape.name in done or shape.name not in self.types:
                return
            done.add(shape.name)
            for m in shape.members:
                by_value = m.target.kind in ("list", "map")
                if shape.kind == "list":
                    by_value = False
                elif shape.kind == "map":
                    by_value = m.target.kind in ("list", "map", "structure", "union")
                if by_value:
                    visit(m.target)
            order.append(shape)

        for shape in self.shapes:
            visit(shape)
        return order

    def find_finders(self):
        found = {}
        for op in self.built:
            calls = [(r["find"], ARNS) for r in op.authorize.get("resources", []) if "find" in r]
            if "resourcePolicy" in op.authorize:
                calls.append((op.authorize["resourcePolicy"], POLICY))
            for call, answer in calls:
                name, paths = call_of(call)
                finder = found.setdefault(name, Finder(name, answer))
                finder.calls.append([steps_of(op.input, p) for p in paths])
        return [found[n] for n in sorted(found)]


def is_flagged(member):
    """Does a has_ flag stand beside the value? Where zero could be meant and the member may be left out."""
    return member.target.kind in FLAGGED and not member.required
