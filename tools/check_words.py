#!/usr/bin/env python3
"""Nothing is left for later in the tree: what is not built answers a modelled error and shows in docs/compat.md."""
import re

import lint

# In two halves, so that this file does not find itself.
LATER = re.compile(r"\b(" + "|".join(a + b for a, b in [("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("HA", "CK")]) + r")\b")
FOLDERS = ["src", "gen", "model", "web", "tests", "tools", "fuzz", "bench", "docs", "packaging"]
EXTENSIONS = [".c", ".h", ".py", ".mjs", ".ts", ".tsx", ".css", ".html", ".sql", ".smithy", ".bats", ".bash", ".sh", ".md",
              ".build", ".txt"]


def check(root):
    bad = []
    for path in lint.find(root, FOLDERS, EXTENSIONS):
        for n, line in enumerate(lint.read(root, path).splitlines(), 1):
            if LATER.search(line):
                bad.append(f"{path}:{n}: {line.strip()[:100]}")
    return {"words: nothing is marked as left for later": bad}


if __name__ == "__main__":
    lint.report(check(lint.ROOT))
