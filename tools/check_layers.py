#!/usr/bin/env python3
"""The layer law: each #include "..." in src/ obeys tools/layers.txt, and x_int.h stays within its folder."""
import os
import re

import lint

# Headers that gen/ writes: the folder they belong to.
GENERATED = {"gen": "wire"}


def read_ranks(root):
    ranks = {}
    lines = [l for l in lint.read(root, "tools/layers.txt").splitlines() if l.strip() and not l.startswith("#")]
    for rank, line in enumerate(lines):
        for folder in line.split():
            ranks[folder] = rank
    return ranks


def check_include(ranks, path, included):
    own = path.split("/")[1]
    target = included.split("/")[0] if "/" in included else None
    if target is None:
        return f'{path}: "{included}" names no folder'
    target = GENERATED.get(target, target)
    if target not in ranks:
        return f'{path}: "{included}": no such layer'
    if own not in ranks:
        return f"{path}: {own}/ is not in tools/layers.txt"
    if included.endswith("_int.h") and target != own:
        return f'{path}: "{included}" is the inside of {target}/'
    if target != own and ranks[target] >= ranks[own]:
        return f'{path}: {own}/ may not include "{included}"'
    return None


def check(root):
    ranks, bad = read_ranks(root), []
    for path in lint.find(root, ["src"], [".c", ".h"]):
        for included in re.findall(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', lint.read(root, path), re.M):
            problem = check_include(ranks, path, included)
            if problem:
                bad.append(problem)
    folders = [d for d in os.listdir(os.path.join(root, "src")) if os.path.isdir(os.path.join(root, "src", d))]
    return {"layers: includes obey the layer law": bad,
            "layers: every folder of src/ has its layer": [f"src/{d}" for d in sorted(folders) if d not in ranks]}


if __name__ == "__main__":
    lint.report(check(lint.ROOT))
