"""SQL text as tokens: enough to find parameters, words and nesting; the databases do the real parsing."""
import re


class SqlError(Exception):
    """What is wrong, as file:line: text."""


class Token:
    __slots__ = ('kind', 'text', 'line')

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line

    @property
    def word(self):
        return self.text.upper() if self.kind == 'word' else ''


TOKENS = re.compile(r"""
    (?P<space>\s+) | (?P<comment>--[^\n]*) | (?P<block>/\*) | (?P<blob>[xX]'[^']*') | (?P<string>'(?:[^']|'')*') |
    (?P<quoted>"[^"]*"|`|\[) |
    (?P<param>:[A-Za-z_]\w*) | (?P<word>[A-Za-z_]\w*) | (?P<number>\d+) |
    (?P<op>\|\||<>|<=|>=|!=|==|->>|->|.)
""", re.X | re.S)


def tokens(text, path, line):
    """The tokens of @text, which starts at @line of @path. Comments are dropped, runs of white space become one."""
    out = []
    for m in TOKENS.finditer(text):
        kind, value = m.lastgroup, m.group()
        if kind == 'block':
            raise SqlError('%s:%d: write comments as --' % (path, line))
        if kind == 'quoted':
            raise SqlError('%s:%d: quoted identifiers are not used here' % (path, line))
        if kind == 'blob':
            raise SqlError('%s:%d: blob literals differ between databases: pass an argument' % (path, line))
        if kind in ('space', 'comment'):
            if out and out[-1].kind != 'space':
                out.append(Token('space', '\n' if '\n' in value else ' ', line))
            elif out and '\n' in value:
                out[-1].text = '\n'
        else:
            out.append(Token(kind, value, line))
        line += value.count('\n')
    while out and out[-1].kind == 'space':
        out.pop()
    return out


def text_of(toks):
    return ''.join(t.text for t in toks).strip()


def bare(toks):
    return [t for t in toks if t.kind != 'space']


def split_top(toks, separator=','):
    """Splits at @separator outside parentheses."""
    parts, depth = [[]], 0
    for t in toks:
        if t.text == '(':
            depth += 1
        elif t.text == ')':
            depth -= 1
        if t.text == separator and depth == 0:
            parts.append([])
        else:
            parts[-1].append(t)
    return parts
