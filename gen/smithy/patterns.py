"""Model patterns: do they compile, does a value match, and what would be a short value that does.

The service matches them with PCRE2. Python's engine knows no \\p{..} classes, so these are widened to \\w here; that is
near enough to refuse a broken pattern and to make samples of ASCII letters.
"""

import re
from re import _constants as c
from re import _parser as sre

CLASS = re.compile(r"\\[pP]\{[A-Za-z]+\}")
LETTERS = "a0A-_:/. "


def to_python(pattern):
    return CLASS.sub(r"\\w", pattern)


def compile_pattern(pattern):
    """The compiled pattern; re.error where it cannot be compiled."""
    return re.compile(to_python(pattern), re.ASCII)


def in_class(items, char):
    negate = bool(items) and items[0][0] is c.NEGATE
    found = False
    for kind, value in items:
        if kind is c.LITERAL:
            found |= ord(char) == value
        elif kind is c.RANGE:
            found |= value[0] <= ord(char) <= value[1]
        elif kind is c.CATEGORY:
            found |= bool(re.match({
                c.CATEGORY_DIGIT: r"\d", c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_SPACE: r"\s",
                c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_WORD: r"\w", c.CATEGORY_NOT_WORD: r"\W",
            }[value], char, re.ASCII))
    return found != negate


def from_class(items):
    for char in LETTERS + "".join(map(chr, range(33, 127))):
        if in_class(items, char):
            return char
    raise ValueError("no printable character fits the class")


def expand(tree, grow):
    """A text that matches; open repeats get up to `grow` rounds more than they must."""
    out = []
    for kind, value in tree:
        if kind is c.LITERAL:
            out.append(chr(value))
        elif kind is c.NOT_LITERAL:
            out.append("a" if value != ord("a") else "b")
        elif kind is c.ANY:
            out.append("a")
        elif kind is c.IN:
            out.append(from_class(value))
        elif kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            low, high, inner = value
            rounds = low if high == low else min(int(high), max(low, grow))
            out.append(expand(inner, grow) * rounds)
        elif kind is c.SUBPATTERN:
            out.append(expand(value[3], grow))
        elif kind is c.BRANCH:
            out.append(expand(value[1][0], grow))
        elif kind not in (c.AT, c.ASSERT, c.ASSERT_NOT):
            raise ValueError(f"cannot make a sample of {kind}")
    return "".join(out)


def sample(pattern, low, high):
    """A text of low to high characters that matches the whole pattern. ValueError where none was found."""
    compiled = compile_pattern(pattern)
    tree = sre.parse(to_python(pattern), re.ASCII)
    for grow in (0, 1, 2, 4, low, high or low):
        text = expand(tree, grow)
        if low <= len(text) and (high is None or len(text) <= high) and compiled.fullmatch(text):
            return text
    raise ValueError(f"no sample found for {pattern!r}")
