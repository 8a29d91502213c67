"""pagegen/emit.py: from the trees of all templates to C: structs, render functions, and tables for tests."""
import os

from pagegen.html import Html
from pagegen.parse import Fault

BANNER = '/* Made by gen/pages.py from web/pages/: do not edit. */\n'
C_TYPES = {'text': 'struct gh_str', 'flag': 'bool', 'number': 'int64_t'}
TRUE = {'text': '{0}.n > 0', 'flag': '{0}', 'number': '{0} != 0', 'list': '{1} > 0'}
FALSE = {'text': '{0}.n == 0', 'flag': '!{0}', 'number': '{0} == 0', 'list': '{1} == 0'}


class Compiled:
    """All templates after compilation."""

    def __init__(self):
        self.layout_fields, self.pages, self.classes = [], [], {}


class Page:
    def __init__(self, name, template, body):
        self.name, self.template, self.body = name, template, body
        self.struct = 'page_' + name.replace('-', '_')


class Bound:
    """A field that a name stands for, and where C finds it."""

    def __init__(self, field, prefix):
        self.field, self.value, self.count = field, prefix + field.name, f'{prefix}n_{field.name}'


class Body:
    """The statements of one render function, literal text gathered as far as it goes."""

    def __init__(self):
        self.lines, self.depth, self.literal, self.loops = [], 1, '', 0

    def text(self, text):
        self.literal += text

    def flush(self):
        if self.literal:
            pieces = [c_string(piece) for piece in self.literal.splitlines(keepends=True)]
            joint = '\n' + '    ' * self.depth + ' ' * len('gh_buf_add(b, GH_S(')
            self.lines.append(f'{"    " * self.depth}gh_buf_add(b, GH_S({joint.join(pieces)}));')
            self.literal = ''

    def statement(self, text):
        self.flush()
        self.lines.append('    ' * self.depth + text)

    def open(self, text):
        self.statement(text + ' {')
        self.depth += 1

    def close(self):
        self.flush()
        self.depth -= 1
        self.statement('}')


def c_string(text):
    """`text` as a C literal; every byte beyond ASCII in octal."""
    out = ''
    for byte in text.encode():
        c = chr(byte)
        out += {'\n': '\\n', '"': '\\"', '\\': '\\\\', '\t': '\\t'}.get(c, c if 32 <= byte < 127 else f'\\{byte:03o}')
    return f'"{out}"'


def compile_all(templates, assets):
    """Compiles every page; then complains of what no page uses."""
    compiled = Compiled()
    layouts = {name: template for name, template in templates.items() if name == '_layout'}
    if layouts:
        compiled.layout_fields = layouts['_layout'].fields
    included = set()
    for name, template in templates.items():
        if not name.startswith('_'):
            compiler = Compiler(templates, assets, included)
            compiled.pages.append(Page(name, template, compiler.page(template)))
            compiled.classes.update(compiler.html.classes)
    for name, template in templates.items():
        if name.startswith('_') and name not in included:
            raise Fault(template.path, 1, 'no page uses this')
        check_used(template.path, template.fields)
    return compiled


def check_used(path, fields):
    for field in fields:
        if not field.used:
            raise Fault(path, field.line, f'{field.name} is declared but not used')
        check_used(path, field.fields)


class Compiler:
    """Compiles one page. `scopes` are dictionaries from name to Bound, the innermost last."""

    def __init__(self, templates, assets, included):
        self.templates, self.assets, self.included = templates, assets, included
        self.html, self.body, self.chain, self.blocks = Html(), Body(), [], {}

    def page(self, template):
        scope = self.scope(template.fields, 'p->')
        extend = template.extend()
        if extend:
            layout = self.find('_' + extend.name, '_layout', template.path, extend.line)
            outer = self.scope(layout.fields, 'p->layout.')
            scope.update({'layout.' + name: bound for name, bound in outer.items()})
            self.blocks = {node.name: node for node in extend.children}
            unknown = set(self.blocks) - set(block_names(layout.nodes))
            if unknown:
                name = sorted(unknown)[0]
                raise Fault(template.path, self.blocks[name].line, f'the layout has no block {name}')
            self.child = (template.path, [scope])
            self.nodes(layout.path, layout.nodes, [outer])
            last = layout
        else:
            self.nodes(template.path, template.nodes, [scope])
            last = template
        self.html.finish(last.path, last.nodes[-1].line if last.nodes else 1)
        self.body.flush()
        return self.body.lines

    def scope(self, fields, prefix):
        return {field.name: Bound(field, prefix) for field in fields}

    def find(self, name, expected, path, line):
        template = self.templates.get(name)
        if not template or (expected and name != expected):
            raise Fault(path, line, f'there is no {name}.html to use here')
        self.included.add(name)
        return template

    def nodes(self, path, nodes, scopes):
        for node in nodes:
            getattr(self, 'node_' + node.kind)(path, node, scopes)

    def node_text(self, path, node, scopes):
        self.html.feed(path, node.line, node.text)
        self.body.text(node.text)

    def node_value(self, path, node, scopes):
        bound = self.lookup(path, node, scopes)
        place = self.html.value(path, node.line)
        if bound.field.kind not in ('text', 'number'):
            raise Fault(path, node.line, f'{node.name} is a {bound.field.kind}: it has no text to print')
        if bound.field.kind == 'number':
            self.body.statement(f'gh_buf_add_i64(b, {bound.value});')
        else:
            self.body.statement(f'page_add_{place}(b, {bound.value});')

    def node_asset(self, path, node, scopes):
        if node.name not in self.assets:
            raise Fault(path, node.line, f'there is no asset {node.name}')
        self.html.asset(path, node.line)
        self.body.text(self.assets[node.name].url)

    def node_section(self, path, node, scopes):
        bound = self.lookup(path, node, scopes)
        before = self.html.mark(path, node.line)
        if bound.field.kind == 'list' and not node.inverted:
            self.body.loops += 1
            i, item = f'i{self.body.loops}', f'v{self.body.loops}'
            self.body.open(f'for (size_t {i} = 0; {i} < {bound.count}; {i}++)')
            scopes = scopes + [self.scope(bound.field.fields, f'{bound.value}[{i}].')]
        else:
            test = (FALSE if node.inverted else TRUE)[bound.field.kind]
            self.body.open(f'if ({test.format(bound.value, bound.count)})')
        self.nodes(path, node.children, scopes)
        self.body.close()
        self.settle(path, node, before)

    def node_include(self, path, node, scopes):
        partial = self.find('_' + node.name, None, path, node.line)
        if node.name in self.chain:
            raise Fault(path, node.line, f'{node.name} includes itself')
        own = {}
        for field in partial.fields:
            bound = next((scope[field.name] for scope in reversed(scopes) if field.name in scope), None)
            if not bound or bound.field.shape() != field.shape():
                raise Fault(path, node.line, f'{node.name} needs the field {field.name} as {partial.path} declares it')
            mark_used(bound.field)
            own[field.name] = Bound(field, bound.value[:-len(field.name)])
        before = self.html.mark(path, node.line)
        self.chain.append(node.name)
        self.nodes(partial.path, partial.nodes, [own])
        self.chain.pop()
        self.settle(path, node, before)

    def node_block(self, path, node, scopes):
        before = self.html.mark(path, node.line)
        filled = self.blocks.get(node.name)
        if filled:
            child_path, child_scopes = self.child
            self.nodes(child_path, filled.children, child_scopes)
            path, node = child_path, filled
        else:
            self.nodes(path, node.children, scopes)
        self.settle(path, node, before)

    def node_extend(self, path, node, scopes):
        raise Fault(path, node.line, 'only a page chooses a layout')

    def settle(self, path, node, before):
        if self.html.mark(path, node.line) != before:
            raise Fault(path, node.line, f'{node.name} does not end in the HTML context in which it starts')

    def lookup(self, path, node, scopes):
        for scope in reversed(scopes):
            if node.name in scope:
                scope[node.name].field.used = True
                return scope[node.name]
        raise Fault(path, node.line, f'{node.name} is not declared')


def mark_used(field):
    field.used = True
    for part in field.fields:
        mark_used(part)


def block_names(nodes):
    for node in nodes:
        if node.kind == 'block':
            yield node.name
        yield from block_names(node.children)


def header(compiled):
    """page_templates.h"""
    out = [BANNER + '#ifndef GH_SIGNIN_PAGE_TEMPLATES_H\n#define GH_SIGNIN_PAGE_TEMPLATES_H\n\n'
           '#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n'
           '#include "base/buf.h"\n#include "base/str.h"\n']
    if compiled.layout_fields:
        out += structs('page_layout', 'page_layout', compiled.layout_fields, [])
    for page in compiled.pages:
        layout = ['struct page_layout layout;'] if page.template.extend() else []
        out += structs(page.struct, page.struct, page.template.fields, layout)
        out.append(f'/** Appends {os.path.basename(page.template.path)}. */\n'
                   f'void {page.struct}_render(struct gh_buf *b, const struct {page.struct} *p);\n')
    out.append('#endif\n')
    return '\n'.join(out)


def structs(page, name, fields, first):
    """The struct `name`, after those of the lists in it: an item account of page_home is a struct page_home_account."""
    out, members = [], list(first)
    for field in fields:
        if field.kind == 'list':
            item = f'{page}_{field.item}'
            out += structs(page, item, field.fields, [])
            members += [f'const struct {item} *{field.name};', f'size_t n_{field.name};']
        else:
            members.append(f'{C_TYPES[field.kind]} {field.name};')
    if not members:
        members = ['char unused;']
    out.append(f'struct {name} {{\n' + ''.join(f'    {member}\n' for member in members) + '};\n')
    return out


def source(compiled):
    """page_templates.c"""
    out = [BANNER + '#include "signin/page_templates.h"\n\n#include "signin/page_out.h"\n']
    for page in compiled.pages:
        used = any('p->' in line for line in page.body)
        body = page.body if used else ['    (void)p;'] + page.body
        head = f'void {page.struct}_render(struct gh_buf *b, const struct {page.struct} *p)'
        out.append(head + '\n{\n' + '\n'.join(body) + '\n}\n')
    return '\n'.join(out)


def field_tables(compiled):
    """page_fields.c: every field of every page by kind and offset, so that a test can fill them all."""
    out = [BANNER + '#include "page_fields.h"\n\n#include <stddef.h>\n\n#include "signin/page_templates.h"\n']
    rows = []
    for page in compiled.pages:
        layout = compiled.layout_fields if page.template.extend() else []
        entries = table_entries(out, 'page_layout', page.struct, layout, 'layout.')
        entries += table_entries(out, page.struct, page.struct, page.template.fields, '')
        table = f'{page.struct}_table'
        out.append(f'static const struct page_field {table}[] = {{\n{"".join(entries)}    {{0}},\n}};\n')
        out.append(f'static void {page.struct}_thunk(struct gh_buf *b, const void *p)\n'
                   f'{{\n    {page.struct}_render(b, p);\n}}\n')
        rows.append(f'    {{"{page.name}", sizeof(struct {page.struct}), {table}, {page.struct}_thunk}},\n')
    out.append(f'const struct page_shape page_shapes[] = {{\n{"".join(rows)}    {{0}},\n}};\n')
    return '\n'.join(out)


def table_entries(out, page, outer, fields, prefix):
    """The rows of one struct; tables of the lists in it are appended to `out` first."""
    entries = []
    for field in fields:
        if field.kind != 'list':
            entries.append(f'    {{"{field.name}", PAGE_{field.kind.upper()}, '
                           f'offsetof(struct {outer}, {prefix}{field.name}), 0, 0, NULL}},\n')
            continue
        item = f'{page}_{field.item}'
        table = f'{item}_of_{outer}_table'
        parts = table_entries(out, page, item, field.fields, '')
        out.append(f'static const struct page_field {table}[] = {{\n{"".join(parts)}    {{0}},\n}};\n')
        entries.append(f'    {{"{field.name}", PAGE_LIST, offsetof(struct {outer}, {prefix}{field.name}), '
                       f'offsetof(struct {outer}, {prefix}n_{field.name}), sizeof(struct {item}), {table}}},\n')
    return entries
