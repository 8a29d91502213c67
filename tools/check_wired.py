#!/usr/bin/env python3
"""Forgetting is a failure: what was built must be registered, called by a test and documented."""
import json
import os
import re
import subprocess

import lint

# Where the generator writes every operation with its state; made by the build.
OPERATIONS = os.path.join(os.environ.get("BUILD", "build"), "gen", "operations.json")


def check_unit_tests(root):
    """Each tests/unit/<folder>/test_*.c stands in that folder's meson.build."""
    bad = []
    for path in lint.find(root, ["tests/unit"], [".c"]):
        name = os.path.basename(path)[:-2]
        if not name.startswith("test_"):
            continue
        build = os.path.join(os.path.dirname(path), "meson.build")
        text = lint.read(root, build) if os.path.exists(os.path.join(root, build)) else ""
        if not re.search(rf"['/]({name}|{name[5:]})(\.c)?'", text):
            bad.append(f"{path} is not in {build}")
    return bad


def check_fuzz(root):
    """Each fuzz target is in the table of fuzz/meson.build and has a corpus."""
    bad, table = [], lint.read(root, "fuzz/meson.build")
    for path in lint.find(root, ["fuzz"], [".c"]):
        name = os.path.basename(path)[:-2]
        if name == "replay" or os.path.dirname(path) != "fuzz":
            continue
        if f"'{name}':" not in table:
            bad.append(f"{path} is not in fuzz/meson.build")
        corpus = os.path.join(root, "fuzz/corpus", name)
        if not os.path.isdir(corpus) or not [f for f in os.listdir(corpus) if not f.startswith(".")]:
            bad.append(f"{path} has no corpus")
    return bad


def kebab(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def check_operations(root, operations):
    """Each built operation is called by an API or CLI test."""
    texts = {p: lint.read(root, p) for p in lint.find(root, ["tests/api", "tests/cli", "tests/fault", "tests/web"],
                                                      [".mjs", ".bats", ".bash"])}
    called = "\n".join(texts.values())
    bad = []
    for op in operations:
        if not op["built"]:
            continue
        name, service = op["operation"], op["service"]
        patterns = [rf"\b{name}Command\b", rf"\b{service}\s+{kebab(name)}\b", rf"\b(send|ofSet)\('{name}'"]
        if not any(re.search(p, called) for p in patterns):
            bad.append(f"{service} {name}: no test in tests/api or tests/cli calls it")
    return bad


def documentation(root):
    paths = ["README.md"] + lint.find(root, ["docs/operator", "docs/user"], [".md"])
    return "\n".join(lint.read(root, p) for p in paths if os.path.exists(os.path.join(root, p)))


def check_flags(root):
    """Each --flag and GATEHOUSE_ variable that the program reads is documented."""
    docs, bad = documentation(root), set()
    for path in lint.find(root, ["src/server"], [".c", ".h"]):
        source = lint.read(root, path)
        for flag in re.findall(r'"(--[a-z][a-z-]+)"|\bROW\("([a-z][a-z-]+)"', source):
            flag = flag[0] or "--" + flag[1]
            if not re.search(rf"{flag}(?![a-z-])", docs):
                bad.add(f"{path}: {flag} is in no page of README.md, docs/operator, docs/user")
    for path in lint.find(root, ["src"], [".c"]):
        for name in re.findall(r'getenv\("(GATEHOUSE_[A-Z_]+)"\)', lint.read(root, path)):
            if name not in docs:
                bad.add(f"{path}: {name} is in no page of README.md, docs/operator, docs/user")
    return sorted(bad)


def check_packages(root, package_of):
    """Each library that a meson.build asks for comes from a package that tools/packages.txt names."""
    listed = {l.strip() for l in lint.read(root, "tools/packages.txt").splitlines()}
    bad = []
    for path in ["meson.build"] + lint.find(root, ["src", "tests", "fuzz", "bench"], ["meson.build"]):
        for name in re.findall(r"\bdependency\('([^']+)'", lint.read(root, path)):
            if name == "threads":
                continue
            package = package_of(name)
            if package not in listed:
                bad.append(f"{path}: {name} is from {package}, which tools/packages.txt does not name")
    return bad


def debian_package(library):
    """The package that owns the library's .pc file."""
    run = lambda *command: subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    folder = run("pkg-config", "--variable=pcfiledir", library)
    owner = run("dpkg-query", "-S", os.path.join(folder, library + ".pc")) if folder else ""
    return owner.split(":")[0] or "an unknown package"


def check_contracts(root):
    """Each module of src/ has its contract page."""
    return [f"docs/internals/{d}.md is missing" for d in sorted(os.listdir(os.path.join(root, "src")))
            if lint.find(root, [f"src/{d}"], [".c"]) and not os.path.exists(os.path.join(root, f"docs/internals/{d}.md"))]


def load_operations(root):
    path = os.path.join(root, OPERATIONS)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as f:
        services = json.load(f)
    return [{"service": s["service"], "operation": op["name"], "built": op["built"]}
            for s in services for op in s["operations"]]


def check(root):
    operations = load_operations(root)
    return {
        "wired: every unit test is registered": check_unit_tests(root),
        "wired: every fuzz target is registered and has a corpus": check_fuzz(root),
        "wired: every built operation is called by a test":
            ["no build/gen/operations.json: build first"] if operations is None else check_operations(root, operations),
        "wired: every flag and variable is documented": check_flags(root),
        "wired: every library has its package": check_packages(root, debian_package),
        "wired: every module has its contract page": check_contracts(root),
    }


if __name__ == "__main__":
    lint.report(check(lint.ROOT))
