#!/usr/bin/env python3
"""The contract generator: model/*.smithy -> C, operations.json, docs/compat.md.

  gen.py service MODEL OUT.h OUT.c         one service's header and tables
  gen.py services OUT.h OUT.c MODEL...     the list of services and the table of patterns
  gen.py operations OUT.json MODEL...      every row with a sample input, for the authorization matrix
  gen.py compat DOCS/compat.md MODEL...    what is built and what is missing; --check-compat refuses a stale file
  gen.py dump MODEL                        the model as stable text, for golden tests

Writes a file only where its bytes change. Errors are file:line: message, status 1.
"""

import os
import sys

sys.dont_write_bytecode = True

from smithy import c_header, c_services, c_tables, checks, compat, dump, operations  # noqa: E402
from smithy.errors import Refused  # noqa: E402
from smithy.layout import Layout  # noqa: E402
from smithy.model import load  # noqa: E402


def write(path, text):
    data = text.encode()
    if os.path.exists(path):
        with open(path, "rb") as f:
            if f.read() == data:
                return
    with open(path, "wb") as f:
        f.write(data)


def load_checked(path):
    service = load(path)
    checks.check(service)
    return service


def load_all(paths):
    return sorted((load_checked(p) for p in paths), key=lambda s: s.name)


def run_service(model, out_h, out_c):
    layout = Layout(load_checked(model))
    write(out_h, c_header.header(layout))
    write(out_c, c_tables.tables(layout))


def run_services(out_h, out_c, *models):
    layouts = [Layout(s) for s in load_all(models)]
    write(out_h, c_services.header(layouts))
    write(out_c, c_services.source(layouts))


def run_operations(out, *models):
    write(out, operations.operations(load_all(models)))


def compat_text(models):
    """The page: the models, and differences.md beside them."""
    with open(os.path.join(os.path.dirname(models[0]), "differences.md"), encoding="utf-8") as f:
        return compat.compat(load_all(models), f.read())


def run_compat(out, *models):
    write(out, compat_text(models))


def run_check_compat(path, *models):
    with open(path, encoding="utf-8") as f:
        if f.read() != compat_text(models):
            raise Refused(path, 1, "stale: run gen/gen.py compat docs/compat.md model/*.smithy")


def run_dump(model):
    service = load_checked(model)
    Layout(service)  # what cannot be named in C is refused here too
    sys.stdout.write(dump.dump(service))


COMMANDS = {"service": run_service, "services": run_services, "operations": run_operations, "compat": run_compat,
            "check-compat": run_check_compat, "dump": run_dump}


def main(arguments):
    command = COMMANDS.get(arguments[0].lstrip("-")) if arguments else None
    if not command:
        sys.stderr.write(__doc__)
        return 2
    try:
        command(*arguments[1:])
    except Refused as e:
        sys.stderr.write(f"{e}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
