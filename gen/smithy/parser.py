"""Tokens -> syntax tree, for the subset of the Smithy 2.0 IDL that the contracts use. Refuses the rest by name."""

from smithy.errors import Refused
from smithy.lexer import tokens_of
from smithy.syntax import Bare, File, Member, Shape, Trait

SIMPLE = ("string", "blob", "boolean", "integer", "long", "timestamp", "document")
AGGREGATE = ("structure", "union", "list", "map")
UNSUPPORTED = (
    "resource set intEnum byte short float double bigInteger bigDecimal apply metadata".split()
)
LIST_MEMBERS = {"list": ("member",), "map": ("key", "value")}
PROPERTIES = {"service": ("version", "operations"), "operation": ("input", "output", "errors")}


class Parser:
    def __init__(self, file, text):
        self.file, self.tokens, self.at = file, tokens_of(file, text), 0

    def refuse(self, line, message):
        raise Refused(self.file, line, message)

    def peek(self):
        return self.tokens[self.at]

    def take(self, kind, what=None):
        token = self.tokens[self.at]
        if token.kind != kind:
            found = "the end of the file" if token.kind == "end" else repr(str(token.value))
            self.refuse(token.line, f"expected {what or repr(kind)}, found {found}")
        self.at += 1
        return token

    def accept(self, kind):
        if self.peek().kind == kind:
            self.at += 1
            return True
        return False

    # Node values: strings, numbers, true, false, null, identifiers, [lists], {objects}.

    def node(self):
        token = self.peek()
        if token.kind in ("string", "number"):
            self.at += 1
            return token.value
        if token.kind == "id":
            self.at += 1
            return {"true": True, "false": False, "null": None}.get(token.value, Bare(token.value))
        if self.accept("["):
            items = []
            while not self.accept("]"):
                items.append(self.node())
            return items
        if self.accept("{"):
            return self.pairs("}")
        return self.take("string", "a value")

    def pairs(self, end):
        result = {}
        while not self.accept(end):
            token = self.peek()
            key = self.take("string" if token.kind == "string" else "id", "a name").value
            if key in result:
                self.refuse(token.line, f"{key} is given twice")
            self.take(":")
            result[str(key)] = self.node()
        return result

    def trait_value(self):
        """What stands between the parentheses: pairs, or a single value."""
        if self.accept(")"):
            return None
        if self.peek().kind in ("id", "string") and self.tokens[self.at + 1].kind == ":":
            return self.pairs(")")
        value = self.node()
        self.take(")")
        return value

    def traits(self):
        found = []
        while self.peek().kind == "@":
            line = self.take("@").line
            name = self.take("id", "a trait name").value
            value = self.trait_value() if self.accept("(") else None
            if any(t.name == name for t in found):
                self.refuse(line, f"@{name} is given twice")
            found.append(Trait(name, value, line))
        return found

    def docs(self):
        lines = []
        while self.peek().kind == "doc":
            lines.append(self.take("doc").value)
        return " ".join(lines)

    # Definitions.

    def parse(self):
        file = File(self.file)
        self.control()
        self.header(file)
        while self.peek().kind != "end":
            doc = self.docs()
            traits = self.traits()
            doc = doc or self.docs()
            file.shapes.append(self.shape(traits, doc))
        return file

    def control(self):
        token = self.take("$", '$version: "2.0"')
        name = self.take("id", "version").value
        self.take(":")
        value = self.take("string").value
        if name != "version" or value != "2.0":
            self.refuse(token.line, 'the first line must be $version: "2.0"')

    def header(self, file):
        if self.take("id", "namespace").value != "namespace":
            self.refuse(self.tokens[self.at - 1].line, "a namespace must come first")
        file.namespace = self.take("id", "a namespace").value
        while self.peek().kind == "id" and self.peek().value == "use":
            self.take("id")
            token = self.take("id", "a shape id")
            if "#" not in token.value:
                self.refuse(token.line, f"use needs a full shape id, not {token.value}")
            file.uses[token.value.split("#")[1]] = token.value

    def shape(self, traits, doc):
        token = self.take("id", "a shape")
        kind = token.value
        if kind in UNSUPPORTED:
            self.refuse(token.line, f"{kind} is not supported")
        if kind not in SIMPLE + AGGREGATE + ("enum", "service", "operation"):
            self.refuse(token.line, f"unknown kind of shape {kind}")
        name = self.take("id", "a name").value
        shape = Shape(kind, name, traits, doc, token.line)
        if kind in SIMPLE:
            return shape
        token = self.peek()
        if token.kind == "id" and token.value in ("with", "for"):
            self.refuse(token.line, f"{token.value} is not supported")
        self.take("{")
        if kind == "enum":
            self.enum(shape)
        elif kind in PROPERTIES:
            self.properties(shape)
        else:
            self.members(shape)
        return shape

    def enum(self, shape):
        while not self.accept("}"):
            token = self.take("id", "an enum value")
            value = self.take("string").value if self.accept("=") else token.value
            shape.values.append((token.value, value, token.line))

    def properties(self, shape):
        while not self.accept("}"):
            token = self.take("id", "a property")
            if token.value not in PROPERTIES[shape.kind]:
                self.refuse(token.line, f"{shape.kind} has no supported property {token.value}")
            self.take(":")
            shape.properties[token.value] = (self.node(), token.line)

    def members(self, shape):
        while not self.accept("}"):
            self.docs()
            traits = self.traits()
            token = self.take("id", "a member")
            self.take(":")
            target = self.take("id", "a shape").value
            default = self.node() if self.accept("=") else None
            if any(m.name == token.value for m in shape.members):
                self.refuse(token.line, f"{shape.name}${token.value} is given twice")
            shape.members.append(Member(token.value, target, traits, default, token.line))
        wanted = LIST_MEMBERS.get(shape.kind)
        if wanted and tuple(m.name for m in shape.members) != wanted:
            self.refuse(shape.line, f"{shape.kind} {shape.name} must have {' and '.join(wanted)}")


def parse(path, text):
    return Parser(path, text).parse()
