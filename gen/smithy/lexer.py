"""Text -> tokens. Commas are white space in the Smithy IDL, and so are comments, except `///` documentation."""

import re

from smithy.errors import Refused

TOKEN = re.compile(
    r"""(?P<space>[ \t\r,]+)
      | (?P<newline>\n)
      | (?P<doc>///[^\n]*)
      | (?P<comment>//[^\n]*)
      | (?P<block>\"\"\")
      | (?P<string>"(?:[^"\\\n]|\\[^\n])*")
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
      | (?P<id>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*(?:\#[A-Za-z_][A-Za-z0-9_]*)?)
      | (?P<walrus>:=)
      | (?P<punct>[{}()\[\]:=@$])
    """,
    re.X,
)
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)")
PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}


class Token:
    """kind is doc, string, number, id, the punctuation itself, or end."""

    __slots__ = ("kind", "value", "line")

    def __init__(self, kind, value, line):
        self.kind, self.value, self.line = kind, value, line


def unescape(file, line, text):
    def one(match):
        code = match.group(1)
        if code[0] == "u" and len(code) == 5:
            return chr(int(code[1:], 16))
        if code not in PLAIN_ESCAPES:
            raise Refused(file, line, f"unknown escape \\{code} in a string")
        return PLAIN_ESCAPES[code]

    return ESCAPE.sub(one, text)


def tokens_of(file, text):
    """Every token of a file, ended by one of kind "end"."""
    tokens, at, line = [], 0, 1
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Refused(file, line, f"unexpected character {text[at]!r}")
        kind, value = match.lastgroup, match.group()
        if kind == "newline":
            line += 1
        elif kind == "doc":
            tokens.append(Token("doc", value[3:].strip(), line))
        elif kind == "string":
            tokens.append(Token("string", unescape(file, line, value[1:-1]), line))
        elif kind == "number":
            tokens.append(Token("number", float(value) if "." in value else int(value), line))
        elif kind == "id":
            tokens.append(Token("id", value, line))
        elif kind == "block":
            raise Refused(file, line, "text blocks are not supported")
        elif kind == "walrus":
            raise Refused(file, line, "inline input and output (:=) are not supported: name the structure")
        elif kind == "punct":
            tokens.append(Token(value, value, line))
        at = match.end()
    tokens.append(Token("end", None, line))
    return tokens
