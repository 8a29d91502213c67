#!/usr/bin/env python3
"""pages.py: compiles web/pages/ into C: a typed struct and a render function a template, an array an asset.

Usage: pages.py --pages DIR --out DIR [--only NAME ...] [--inputs FILE ...]
(NAME may be a path: its last part counts. With --inputs, it is a fault if DIR holds a file that is not among them.)

The language (docs/internals/pages.md) is Mustache without its sharp edges: fields are declared and typed, every value
is escaped for the place it stands in, and what could run script, load from elsewhere or post without a CSRF field is
refused. Every complaint is one line "file:line: text" and exit status 1.
"""
import argparse
import os
import re
import sys

from pagegen import assets as page_assets
from pagegen import emit, parse
from pagegen.parse import Fault


def load(folder):
    """Parses every template of `folder`; answers {name: Template}, partials and layouts under their '_' names."""
    templates = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith('.html'):
            if not re.fullmatch(r'_?[a-z][a-z0-9]*(-[a-z0-9]+)*\.html', file):
                raise Fault(file, 1, 'a template is named in lower-case words joined by hyphens')
            path = os.path.join(folder, file)
            with open(path, encoding='utf-8') as source:
                templates[file[:-len('.html')]] = parse.parse(path, source.read())
    return templates


def write(path, text):
    """Writes only what changed, so that nothing is recompiled without need."""
    if os.path.exists(path):
        with open(path, encoding='utf-8') as old:
            if old.read() == text:
                return
    with open(path, 'w', encoding='utf-8') as new:
        new.write(text)


def build(folder):
    """The text of every output, {file name: text}."""
    assets = page_assets.load(folder)
    compiled = emit.compile_all(load(folder), assets)
    page_assets.check_classes(assets, compiled.classes)
    return {
        'page_templates.h': emit.header(compiled),
        'page_templates.c': emit.source(compiled),
        'page_assets.c': page_assets.source(assets),
        'page_fields.c': emit.field_tables(compiled),
    }


def check_inputs(folder, inputs):
    """The build rebuilds for the files it knows: it must know all."""
    unknown = sorted(set(os.listdir(folder)) - set(map(os.path.basename, inputs)))
    if unknown:
        raise Fault(os.path.join(folder, unknown[0]), 1, 'the build does not list this file among its inputs')


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--pages', required=True)
    arguments.add_argument('--out', required=True)
    arguments.add_argument('--only', nargs='+', help='write only these outputs')
    arguments.add_argument('--inputs', nargs='+', help='all files of the folder, as the build knows them')
    options = arguments.parse_args()
    try:
        if options.inputs:
            check_inputs(options.pages, options.inputs)
        outputs = build(options.pages)
    except Fault as fault:
        sys.exit(str(fault))
    for name in map(os.path.basename, options.only or outputs):
        write(os.path.join(options.out, name), outputs[name])


if __name__ == '__main__':
    main()
