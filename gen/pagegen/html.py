"""pagegen/html.py: follows the HTML that a template will produce, to know where each value will stand.

It is stricter than HTML: elements and attributes come from a list of what our pages need, attribute values are in
double quotes, elements are closed, script and style have no place. What it refuses cannot be escaped safely or breaks
the pages' Content-Security-Policy.
"""
import re

from pagegen.parse import Fault

VOID = {'br', 'hr', 'img', 'input', 'link', 'meta'}
ELEMENTS = VOID | set('''a aside bdi body button code dd div dl dt em footer form h1 h2 h3 head header html kbd label li
    main nav ol p pre section small span strong time title ul'''.split())
ATTRIBUTES = set('''action alt autocapitalize autocomplete autofocus charset class content dir enterkeyhint for height
    href id inputmode lang maxlength method name placeholder readonly rel required role spellcheck src tabindex
    translate type value width'''.split())
URLS = {'action', 'href', 'src'}
ENTITY = re.compile(r'&(?!([a-z]+|#[0-9]+);)')


class Html:
    """The state of an HTML reader between two characters."""

    def __init__(self):
        self.state, self.stack = 'data', []
        self.tag, self.closing, self.attributes, self.attribute, self.url = '', False, {}, '', ''
        self.form, self.inputs, self.labels, self.classes = None, [], set(), {}
        self.path, self.line = '', 0

    def fault(self, text):
        raise Fault(self.path, self.line, text)

    def feed(self, path, line, text):
        """Reads literal text of the template."""
        self.path, self.line = path, line
        bare = ENTITY.search(text)
        if bare:
            self.line += text.count('\n', 0, bare.start())
            self.fault('write & as &amp;')
        for c in text:
            getattr(self, 'in_' + self.state)(c)
            self.line += c == '\n'

    def value(self, path, line):
        """A value comes here: which escaping does it need, 'text' or 'url'?"""
        self.path, self.line = path, line
        if self.state == 'data':
            return 'text'
        if self.state != 'quoted':
            self.fault('a value may stand in text or in a quoted attribute value only')
        if self.attribute in ('id', 'for', 'type', 'method', 'class', 'name'):
            self.fault(f'{self.attribute} may not hold a value')
        self.attributes[self.attribute] = None
        if self.attribute not in URLS:
            return 'text'
        if not self.url:
            self.fault(f'{self.attribute} must start with a literal "/", "?" or "#"')
        self.url += 'x'
        return 'url'

    def asset(self, path, line):
        """The URL of an asset comes here."""
        self.path, self.line = path, line
        if self.state != 'quoted' or self.attribute not in URLS or self.url:
            self.fault('an asset is the whole value of href or src')
        self.url = '/asset'

    def mark(self, path, line):
        """What must be the same before and after a section, whether it is printed or not."""
        self.path, self.line = path, line
        if self.state == 'name':
            self.end_attribute()
        inside = None if self.state == 'data' else (self.tag, self.attribute, bool(self.url))
        return (self.state, tuple(self.stack), self.form, inside)

    def finish(self, path, line):
        """The end of a page."""
        self.path, self.line = path, line
        if self.state != 'data' or self.stack:
            self.fault(f'<{self.stack[-1] if self.stack else self.tag}> is not closed')
        for name, where_path, where_line in self.inputs:
            if name not in self.labels:
                raise Fault(where_path, where_line, f'the input "{name}" has no label')

    def in_data(self, c):
        if c == '<':
            self.state, self.tag, self.closing = 'open', '', False
            self.attributes, self.attribute, self.url = {}, '', ''

    def in_open(self, c):
        if c == '!':
            self.state = 'doctype'
        elif c == '/' and not self.closing and not self.tag:
            self.closing = True
        elif c.isalnum():
            self.tag += c
        else:
            if self.tag not in ELEMENTS:
                self.fault(f'the element <{self.tag}> has no place in a page')
            self.state = 'tag'
            self.in_tag(c)

    def in_doctype(self, c):
        if c == '-':
            self.fault('write comments as {{! … }}')
        if c == '>':
            self.state = 'data'

    def in_tag(self, c):
        if c == '>':
            self.end_tag()
        elif c == '/':
            if self.tag not in VOID:
                self.fault(f'<{self.tag}/> does not close an element in HTML')
            self.state = 'slash'
        elif c.isspace():
            self.state = 'space'
        else:
            self.fault('white space is missing before an attribute')

    def in_slash(self, c):
        if c != '>':
            self.fault('only ">" may follow "/"')
        self.end_tag()

    def in_space(self, c):
        if c.isspace():
            return
        if c in '/>':
            self.in_tag(c)
        else:
            self.state, self.attribute, self.url = 'name', c, ''

    def in_name(self, c):
        if c == '=':
            if self.attribute not in ATTRIBUTES and not re.fullmatch(r'aria-[a-z]+', self.attribute):
                self.fault(f'the attribute {self.attribute} has no place in a page')
            self.state = 'equals'
        elif c.isspace() or c in '/>':
            self.end_attribute()
            self.in_tag(c)
        else:
            self.attribute += c

    def in_equals(self, c):
        if c != '"':
            self.fault('attribute values stand in double quotes')
        if self.attribute in self.attributes:
            self.fault(f'{self.attribute} is given twice')
        self.state = 'quoted'
        self.attributes[self.attribute] = ''

    def in_quoted(self, c):
        if c == '"':
            if self.attribute in URLS and not self.url:
                self.fault(f'{self.attribute} is empty')
            if self.attribute == 'class':
                self.classes.update({name: (self.path, self.line) for name in self.attributes['class'].split()})
            self.state, self.attribute, self.url = 'tag', '', ''
            return
        if self.attributes[self.attribute] is not None:
            self.attributes[self.attribute] += c
        if self.attribute in URLS:
            if self.url == '' and c not in '/?#' or self.url == '/' and c in '/\\':
                self.fault(f'{self.attribute} must lead to this site: start with a literal "/", "?" or "#"')
            self.url += c

    def end_attribute(self):
        if self.attribute not in ATTRIBUTES:
            self.fault(f'the attribute {self.attribute} has no place in a page')
        self.attributes[self.attribute] = ''
        self.state, self.attribute = 'tag', ''

    def end_tag(self):
        self.state = 'data'
        if self.closing:
            self.close_element()
            return
        if self.tag not in VOID:
            self.stack.append(self.tag)
        check = getattr(self, 'check_' + self.tag, None)
        if check:
            check()

    def close_element(self):
        if not self.stack or self.stack[-1] != self.tag:
            self.fault(f'</{self.tag}> closes <{self.stack[-1] if self.stack else ""}>')
        self.stack.pop()
        if self.tag == 'form':
            if self.form == 'post':
                self.fault('a form that posts must hold <input type="hidden" name="csrf" …>')
            self.form = None

    def check_form(self):
        if self.form is not None:
            self.fault('forms do not nest')
        if self.attributes.get('method') not in ('get', 'post'):
            self.fault('a form says method="post" or method="get"')
        self.form = self.attributes['method']

    def check_input(self):
        if self.attributes.get('type') == 'hidden':
            if self.attributes.get('name') == 'csrf' and self.form == 'get':
                self.fault('a form that gets would put the CSRF value into the URL')
            if self.attributes.get('name') == 'csrf' and self.form == 'post':
                self.form = 'post with csrf'
        else:
            self.inputs.append((self.attributes.get('id', ''), self.path, self.line))

    def check_label(self):
        self.labels.add(self.attributes.get('for', ''))

    def check_img(self):
        if 'alt' not in self.attributes:
            self.fault('<img> needs alt (empty where it only decorates)')

    def check_button(self):
        if self.attributes.get('type') not in ('submit', 'button'):
            self.fault('<button> says its type')
