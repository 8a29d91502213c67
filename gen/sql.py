#!/usr/bin/env python3
"""Turns src/store/migrations/*.sql and src/store/queries/*.sql into typed C (docs/internals/store.md has the formats).

    sql.py build --source src/store --out DIR [--depfile FILE]     writes queries.h, queries.c
    sql.py plans --source src/store                                fails on full table scans that give no reason (TAP)

Every query is prepared against the SQLite schema that the migrations make, so a wrong one fails the build.
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True

from sqlgen import emit, parse, plans, schema  # noqa: E402
from sqlgen.lex import SqlError  # noqa: E402


def sql_files(folder):
    return [os.path.join(folder, f) for f in sorted(os.listdir(folder)) if f.endswith('.sql') and f[0] != '.']


def write_if_changed(path, text):
    """An unchanged header must keep its time, or everything that includes it is compiled again."""
    try:
        with open(path, encoding='utf-8') as f:
            if f.read() == text:
                return
    except OSError:
        pass
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def load(source):
    files = sql_files(os.path.join(source, 'migrations')) + sql_files(os.path.join(source, 'queries'))
    migrations = [parse.migration(f) for f in sql_files(os.path.join(source, 'migrations'))]
    parse.check_migrations(migrations)
    db = schema.Schema(migrations)
    queries = parse.queries(sql_files(os.path.join(source, 'queries')))
    errors = []
    for q in queries:
        try:
            db.check(q)
        except SqlError as e:
            errors.append(str(e))
    if errors:
        raise SqlError('\n'.join(errors))
    return files, migrations, db, queries


def build(args):
    files, migrations, _, queries = load(args.source)
    write_if_changed(os.path.join(args.out, 'queries.h'), emit.header(queries))
    write_if_changed(os.path.join(args.out, 'queries.c'), emit.source(queries, migrations))
    if args.depfile:
        folders = [os.path.join(args.source, d) for d in ('migrations', 'queries')]
        with open(args.depfile, 'w', encoding='utf-8') as f:
            f.write('%s: %s\n' % (os.path.join(args.out, 'queries.h'), ' '.join(folders + files)))


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument('mode', choices=['build', 'plans'])
    p.add_argument('--source', required=True)
    p.add_argument('--out')
    p.add_argument('--depfile')
    args = p.parse_args(argv)
    try:
        if args.mode == 'build':
            build(args)
            return 0
        _, _, db, queries = load(args.source)
        return plans.check(db, queries)
    except SqlError as e:
        print(e, file=sys.stderr)
        return 1


if __name__ == '__main__':
    sys.exit(main())
