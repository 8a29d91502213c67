"""The syntax tree that the parser builds: what the file says, before any name is resolved."""


class Trait:
    """@name or @name(value). A structured value is a dict, no value is None."""

    def __init__(self, name, value, line):
        self.name, self.value, self.line = name, value, line


class Member:
    """A member of a structure or union, the element of a list, the key or value of a map."""

    def __init__(self, name, target, traits, default, line):
        self.name, self.target, self.traits, self.default, self.line = name, target, traits, default, line


class Shape:
    """A definition. Which of the fields are filled depends on the kind."""

    def __init__(self, kind, name, traits, doc, line):
        self.kind, self.name, self.traits, self.doc, self.line = kind, name, traits, doc, line
        self.members = []  # structure, union, list ("member"), map ("key", "value")
        self.values = []  # enum: (name, wire value, line)
        self.properties = {}  # service, operation: name -> (value, line)


class Bare(str):
    """An identifier in a node value, as against a quoted string."""


class File:
    def __init__(self, path):
        self.path = path
        self.namespace = None
        self.uses = {}  # short name -> full id
        self.shapes = []
