#!/usr/bin/env python3
"""Sizes: functions <= 120 lines and 90 % of them <= 40, files <= 900, blocks at most 4 deep, parameters at most 6."""
import re

import lint

MAX_LINES, USUAL_LINES, USUAL_SHARE = 120, 40, 0.90
MAX_FILE, MAX_DEPTH, MAX_PARAMETERS = 900, 4, 6
FOLDERS = ["src", "fuzz", "bench", "tests/unit"]
# Callbacks whose type a library dictates, told by their return type: libmicrohttpd's access handler has eight parameters.
FOREIGN = re.compile(r"\bMHD_Result\b")
OTHER_FILES = ["gen", "tools", "web", "tests", "model"]


class Function:
    def __init__(self, name, path, line, lines, depth, parameters, head=""):
        self.name, self.path, self.line, self.head = name, path, line, head
        self.lines, self.depth, self.parameters = lines, depth, parameters


def matching_open(text, close):
    """Index of the parenthesis that text[close] closes, or -1."""
    level = 0
    for at in range(close, -1, -1):
        level += {")": 1, "(": -1}.get(text[at], 0)
        if level == 0:
            return at
    return -1


def word_before(text, at):
    return re.search(r"(\w*)\s*$", text[:at]).group(1)


def is_block(text, brace):
    """Does this brace open a block of statements, not an initialiser or compound literal?"""
    before = text[:brace].rstrip()
    if before.endswith((";", "{", "}", ":")):
        return True
    if before.endswith(")"):
        word = word_before(before, matching_open(before, len(before) - 1))
        return word not in ("", "return", "sizeof")
    return bool(re.search(r"\b(else|do)$", before))


def count_parameters(text):
    inner = text.strip()
    if inner in ("", "void"):
        return 0
    level, commas = 0, 0
    for c in inner:
        level += (c in "([{") - (c in ")]}")
        commas += c == "," and level == 0
    return commas + 1


def body_end(text, brace):
    """Index of the brace that closes the function, and how deep its blocks nest."""
    stack, depth, deepest = [], 0, 0
    for m in re.compile(r"[{}]").finditer(text, brace):
        if m.group() == "{":
            block = not stack or (stack[-1] and is_block(text, m.start()))
            stack.append(block)
            depth += block
            deepest = max(deepest, depth)
        else:
            depth -= stack.pop()
            if not stack:
                return m.start(), deepest - 1
    return len(text) - 1, deepest - 1


def functions(path, source):
    text, found, at, start = lint.bare_c(source), [], 0, 0
    while True:
        m = re.compile(r"[;{]").search(text, at)
        if not m:
            return found
        if m.group() == ";":
            at = start = m.end()
            continue
        end, depth = body_end(text, m.start())
        head = text[start:m.start()].rstrip()
        if head.endswith(")") and "=" not in re.sub(r"\(.*\)", "", head, flags=re.S):
            opening = start + matching_open(head, len(head) - 1)
            name = word_before(text, opening)
            line = text.count("\n", 0, opening) + 1
            lines = text.count("\n", 0, end) + 2 - line
            found.append(Function(name, path, line, lines, depth, 
                                  count_parameters(text[opening + 1:start + len(head) - 1]), head))
        at = start = end + 1


def check(root):
    all_found = []
    for path in lint.find(root, FOLDERS, [".c", ".h"]):
        all_found += functions(path, lint.read(root, path))
    ours = [f for f in all_found if f.path.startswith("src/")]
    long = [f for f in ours if f.lines > USUAL_LINES]
    usual = [] if len(long) <= (1 - USUAL_SHARE) * len(ours) else [
        f"{len(long)} of {len(ours)} are longer", *(where(f, f.lines) for f in sorted(long, key=lambda f: -f.lines)[:30])]
    files = lint.find(root, FOLDERS + OTHER_FILES, [".c", ".h", ".py", ".ts", ".tsx", ".mjs"])
    sizes = {p: lint.read(root, p).count("\n") for p in sorted(set(files))}
    return {
        f"functions: none over {MAX_LINES} lines": [where(f, f.lines) for f in all_found if f.lines > MAX_LINES],
        f"functions: {USUAL_SHARE:.0%} of src/ within {USUAL_LINES} lines": usual,
        f"functions: blocks at most {MAX_DEPTH} deep": [where(f, f.depth) for f in all_found if f.depth > MAX_DEPTH],
        f"functions: at most {MAX_PARAMETERS} parameters":
            [where(f, f.parameters) for f in all_found if f.parameters > MAX_PARAMETERS and not FOREIGN.search(f.head)],
        f"functions: no file over {MAX_FILE} lines": [f"{p}: {n}" for p, n in sizes.items() if n > MAX_FILE],
    }


def where(function, number):
    return f"{function.path}:{function.line}: {function.name}: {number}"


if __name__ == "__main__":
    lint.report(check(lint.ROOT))
