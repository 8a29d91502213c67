"""What the lints share: finding sources, reading C without its comments and strings, and reporting as TAP."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def find(root, folders, extensions):
    """Paths relative to root, sorted, of the files under the folders that end so."""
    found = []
    for folder in folders:
        for where, dirs, files in os.walk(os.path.join(root, folder)):
            dirs[:] = [d for d in dirs if d not in ("node_modules", "dist", "__pycache__") and not d.startswith(".")]
            found += [os.path.relpath(os.path.join(where, f), root) for f in files if f.endswith(tuple(extensions))]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as f:
        return f.read()


TOKEN = re.compile(r"""
    /\*.*?\*/ | //[^\n]*            # comments
  | "(?:\\.|[^"\\\n])*"             # strings
  | '(?:\\.|[^'\\\n])*'             # characters
  | ^[ \t]*\#(?:\\\n|[^\n])*        # preprocessor lines
""", re.S | re.X | re.M)


def bare_c(text):
    """The text with comments, strings and preprocessor lines blanked out, line numbers kept."""
    return TOKEN.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def report(checks):
    """Prints {name: [violations]} as TAP and exits."""
    bad = 0
    print(f"1..{len(checks)}")
    for n, (name, violations) in enumerate(checks.items(), 1):
        print(f"{'not ok' if violations else 'ok'} {n} - {name}")
        for v in violations:
            print(f"# {v}")
        bad += bool(violations)
    sys.exit(1 if bad else 0)
