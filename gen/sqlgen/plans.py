"""Lists the query plan of each query as TAP; a table that is scanned whole needs a `-- scan: reason`."""
import re


def scans(db, q):
    """The plan's steps, and the tables among them that are read from end to end."""
    rows = db.db.execute('EXPLAIN QUERY PLAN ' + q.text['sqlite'], [None] * len(q.args)).fetchall()
    steps = [r[3] for r in rows]
    common = {m.group(1) for m in re.finditer(r'(\w+)\s*(?:\([^()]*\))?\s+AS\s+(?:NOT\s+|MATERIALIZED\s+)*\(',
                                              q.text['sqlite'], re.I)}
    found = []
    for step in steps:
        m = re.match(r'SCAN (\w+)', step)
        if m and m.group(1) not in common and not step.startswith('SCAN CONSTANT'):
            found.append(m.group(1))
    return steps, [] if reads_few(q, steps) else found


def reads_few(q, steps):
    """The first rows of an index in its own order: called a scan, but LIMIT ends it."""
    words = {t.word for t in q.tokens['sqlite']}
    return len(steps) == 1 and 'LIMIT' in words and 'WHERE' not in words


def check(db, queries):
    failed = 0
    print('1..%d' % len(queries))
    for n, q in enumerate(queries):
        steps, found = scans(db, q)
        ok = bool(q.scan) or not found
        failed += not ok
        print('%sok %d - %s: %s' % ('' if ok else 'not ', n + 1, q.name, '; '.join(steps) or 'no table'))
        if not ok:
            print('# %s:%d: scans %s: add an index, or `-- scan: reason`' % (q.path, q.line, ', '.join(found)))
    return 1 if failed else 0
