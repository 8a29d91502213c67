"""pagegen/parse.py: from the text of a template to its tree. Knows tags and field declarations, no HTML and no C."""
import re


class Fault(Exception):
    """What is wrong with an input, as "file:line: text"."""

    def __init__(self, path, line, text):
        super().__init__(f'{path}:{line}: {text}')


class Field:
    """A declared field: text, flag, number or list; a list has `item`, the name of one, and `fields`, its parts."""

    def __init__(self, name, kind, line, item=None, fields=()):
        self.name, self.kind, self.line, self.item, self.fields = name, kind, line, item, fields
        self.used = False

    def shape(self):
        """What must agree where a partial names a field of the page that includes it."""
        return (self.name, self.kind, tuple(field.shape() for field in self.fields))


class Node:
    """kind: text, value, asset, section, include, block or extend."""

    def __init__(self, kind, line, name='', text='', inverted=False):
        self.kind, self.line, self.name, self.text, self.inverted = kind, line, name, text, inverted
        self.children = []


class Template:
    def __init__(self, path, fields, nodes):
        self.path, self.fields, self.nodes = path, fields, nodes

    def extend(self):
        """The {{<layout}} node that makes up a page, or None."""
        return next((node for node in self.nodes if node.kind == 'extend'), None)


TAG = re.compile(r'\{\{(.*?)\}\}', re.S)
KINDS = {'#': 'section', '^': 'section', '>': 'include', '<': 'extend', '$': 'block', '@': 'asset'}
NAME = re.compile(r'[a-z][a-z0-9_]*')
WORD = re.compile(r'\s*([a-z][a-z0-9_]*|[(),])')


def parse(path, source):
    """The Template of `source`."""
    tokens = list(tokenize(path, source))
    fields = take_header(path, tokens)
    nodes = Tree(path).build(tokens)
    if any(node.kind == 'extend' for node in nodes):
        for node in nodes:
            if node.kind != 'extend' and node.text.strip() or node.kind not in ('extend', 'text'):
                raise Fault(path, node.line, 'nothing may stand outside {{<layout}}…{{/layout}}')
    return Template(path, fields, nodes)


def tokenize(path, source):
    """(sigil, content, line) of each tag, ('text', text, line) between; a tag alone on its line takes that along."""
    at, line = 0, 1
    for match in TAG.finditer(source):
        content = match.group(1)
        if content[:1] in ('{', '&'):
            raise Fault(path, line + source.count('\n', at, match.start()), 'there is no unescaped form')
        start, end = alone_on_line(source, match) if content[:1] in tuple('#^/!><$') else match.span()
        start = max(start, at)
        yield 'text', source[at:start], line
        line += source.count('\n', at, start)
        sigil = content[:1] if content[:1] in '#^/!><$@' else ''
        yield sigil, content[len(sigil):].strip(), line
        line += source.count('\n', start, end)
        at = end
    if '{{' in source[at:] or '}}' in source[at:]:
        raise Fault(path, line, 'a tag is not closed')
    yield 'text', source[at:], line


def alone_on_line(source, match):
    """The span of the whole line where nothing but white space stands around the tag, else the span of the tag."""
    start = source.rfind('\n', 0, match.start()) + 1
    end = source.find('\n', match.end())
    end = len(source) if end < 0 else end + 1
    alone = not source[start:match.start()].strip() and not source[match.end():end].strip()
    return (start, end) if alone else match.span()


def take_header(path, tokens):
    """Takes the leading {{! fields: … }} off the front of `tokens`; answers the fields."""
    while tokens and tokens[0][0] == 'text' and not tokens[0][1].strip():
        tokens.pop(0)
    if not tokens or tokens[0][0] != '!' or not tokens[0][1].startswith('fields:'):
        raise Fault(path, 1, 'a template starts with {{! fields: … }}')
    _, content, line = tokens.pop(0)
    return Header(path, line, content[len('fields:'):]).fields()


class Header:
    """The grammar of the header: `name text|flag|number`, `name list item(…)`, separated by commas; or `none`."""

    def __init__(self, path, line, text):
        self.path, self.words = path, []
        text = text.rstrip()
        at = 0
        while at < len(text):
            match = WORD.match(text, at)
            if not match:
                rest = text[at:].lstrip()
                line += text.count('\n', 0, len(text) - len(rest))
                raise Fault(path, line, f'cannot read the fields from "{rest[:20]}"')
            self.words.append((match.group(1), line + text.count('\n', 0, match.start(1))))
            at = match.end()
        self.line = line

    def fields(self):
        if [word for word, _ in self.words] == ['none']:
            return []
        fields = self.group()
        if self.words:
            raise Fault(self.path, self.words[0][1], f'expected a comma before "{self.words[0][0]}"')
        return fields

    def group(self):
        fields = [self.field()]
        while self.words and self.words[0][0] == ',':
            self.words.pop(0)
            fields.append(self.field())
        names = set()
        for field in fields:
            if field.name in names:
                raise Fault(self.path, field.line, f'{field.name} is declared twice')
            names.add(field.name)
        return fields

    def field(self):
        name, line = self.word('a field')
        if name in ('layout', 'none') or name.startswith('n_'):
            raise Fault(self.path, line, f'a field cannot be called {name}')
        kind, line = self.word('a type')
        if kind in ('text', 'flag', 'number'):
            return Field(name, kind, line)
        if kind != 'list':
            raise Fault(self.path, line, f'{name} has the unknown type {kind}')
        item, _ = self.word('the name of one item')
        self.expect('(')
        fields = self.group()
        self.expect(')')
        return Field(name, 'list', line, item, fields)

    def word(self, what):
        if not self.words or not NAME.fullmatch(self.words[0][0]):
            raise Fault(self.path, self.words[0][1] if self.words else self.line, f'expected {what}')
        return self.words.pop(0)

    def expect(self, sign):
        if not self.words or self.words[0][0] != sign:
            raise Fault(self.path, self.words[0][1] if self.words else self.line, f'expected "{sign}"')
        self.words.pop(0)


class Tree:
    """Nests the tags."""

    def __init__(self, path):
        self.path = path

    def build(self, tokens):
        root = Node('root', 1)
        stack = [root]
        for sigil, content, line in tokens:
            if sigil == '/':
                self.close(stack, content, line)
            elif sigil == '!':
                if content.startswith('fields:'):
                    raise Fault(self.path, line, 'fields are declared at the top, once')
            elif sigil == 'text':
                if stack[-1].kind == 'extend':
                    if content.strip():
                        raise Fault(self.path, line, 'only blocks stand directly inside a layout')
                elif content:
                    stack[-1].children.append(Node('text', line, text=content))
            else:
                self.open(stack, sigil, content, line)
        if len(stack) > 1:
            raise Fault(self.path, stack[-1].line, f'{stack[-1].name} is not closed')
        return root.children

    def open(self, stack, sigil, content, line):
        kind = KINDS.get(sigil, 'value')
        pattern = {'asset': r'[a-z0-9-]+\.[a-z]+', 'include': r'[a-z][a-z0-9-]*', 'extend': r'[a-z][a-z0-9-]*',
                   'value': r'(layout\.)?[a-z][a-z0-9_]*', 'section': r'(layout\.)?[a-z][a-z0-9_]*'}
        if not re.fullmatch(pattern.get(kind, r'[a-z]+'), content):
            raise Fault(self.path, line, f'"{content}" is not a name')
        if kind == 'extend' and len(stack) > 1:
            raise Fault(self.path, line, 'a layout is chosen at the outermost level')
        if stack[-1].kind == 'extend' and kind != 'block':
            raise Fault(self.path, line, 'only blocks stand directly inside a layout')
        node = Node(kind, line, content, inverted=sigil == '^')
        stack[-1].children.append(node)
        if kind in ('section', 'extend', 'block'):
            stack.append(node)

    def close(self, stack, content, line):
        if len(stack) == 1:
            raise Fault(self.path, line, f'{content} was not opened')
        if stack[-1].name != content:
            raise Fault(self.path, line, f'{content} closes {stack[-1].name} of line {stack[-1].line}')
        stack.pop()
