#!/usr/bin/env python3
"""Every C source is as clang-format (Debian 12's version 14) would lay it out; `make fmt` does it."""
import re
import shutil
import subprocess
import sys

import lint

FOLDERS = ["src", "tests/unit", "tests/support", "fuzz", "bench"]
VERSION = "14"


def formatter():
    """The program, or None where there is no clang-format of the version whose layout counts."""
    for name in (f"clang-format-{VERSION}", "clang-format"):
        if shutil.which(name):
            shown = subprocess.run([name, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
            if re.search(rf"version {VERSION}\.", shown):
                return name
    return None


def check(root, program):
    files = lint.find(root, FOLDERS, [".c", ".h"])
    done = subprocess.run([program, "--dry-run", "--Werror", "--ferror-limit=1", *files], cwd=root, text=True,
                          stderr=subprocess.PIPE)
    bad = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", done.stderr, re.M)))
    if done.returncode and not bad:
        bad = [done.stderr[-500:]]
    return {"format: C sources are laid out by .clang-format": bad}


if __name__ == "__main__":
    found = formatter()
    if not found:
        print(f"1..1\nok 1 - format # SKIP no clang-format {VERSION}")
        sys.exit(0)
    lint.report(check(lint.ROOT, found))
