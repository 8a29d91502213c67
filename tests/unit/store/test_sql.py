#!/usr/bin/env python3
"""test_sql.py: what gen/sql.py accepts, writes and refuses (TAP)."""
import contextlib
import io
import os
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..')
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, 'gen'))

import sql  # noqa: E402

TABLE = 'CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, b BLOB, note TEXT) STRICT;\n'


def run(mode, query, migration=TABLE, name='0000_t.sql'):
    with tempfile.TemporaryDirectory() as d:
        for folder in ('migrations', 'queries', 'out'):
            os.mkdir(os.path.join(d, folder))
        with open(os.path.join(d, 'migrations', name), 'w', encoding='utf-8') as f:
            f.write(migration)
        with open(os.path.join(d, 'queries', 'q.sql'), 'w', encoding='utf-8') as f:
            f.write(query)
        out = os.path.join(d, 'out')
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            rc = sql.main([mode, '--source', d, '--out', out])
        text = ''
        for name in sorted(os.listdir(out)):
            with open(os.path.join(out, name), encoding='utf-8') as f:
                text += f.read()
        return rc, said.getvalue(), text


Q = '-- query: q %s\n'
GET = '-- args: id text\n-- row: n int\n'
# what | query | what the error must say (None: accepted) | migration
CASES = [
    ('a plain query', Q % 'one' + GET + 'SELECT n FROM t WHERE id = :id;', None),
    ('dialect sections', Q % 'one' + GET + 'SELECT n FROM t\n-- sqlite:\nWHERE id = :id;\n-- postgres:\nWHERE :id = id;\n',
     None),
    ('continued rows', Q % 'many' + '-- row: id text,\n--      n int\nSELECT id, n FROM t ORDER BY id;', None),
    ('returning', Q % 'one' + GET + 'UPDATE t SET n = n + 1 WHERE id = :id RETURNING n;', None),
    ('a common table', Q % 'many' + '-- row: n int\nWITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c '
     'WHERE n < 3) SELECT n FROM c ORDER BY n;', None),
    ('a nullable column known not to be', Q % 'many' + '-- row: note text\nSELECT note FROM t WHERE note IS NOT NULL;',
     None),
    ('nulls ordered', Q % 'many' + '-- row: note text null\nSELECT note FROM t ORDER BY note NULLS LAST;', None),
    ('a bad kind', Q % 'some' + 'SELECT 1;', 'q.sql:1: "q some" is not'),
    ('a bad type', Q % 'one' + '-- row: n number\nSELECT n FROM t;', 'q.sql:2: q: "n number" is not'),
    ('a word of C', Q % 'one' + '-- row: default int\nSELECT n AS "default" FROM t;', 'is a word of C'),
    ('a column twice', Q % 'one' + '-- row: n int, n int\nSELECT n, n FROM t;', '"n" twice'),
    ('an unknown parameter', Q % 'one' + '-- row: n int\nSELECT n FROM t\nWHERE id = :id;', 'q.sql:4: q: :id is not'),
    ('an unused argument', Q % 'one' + '-- args: id text\n-- row: n int\nSELECT n FROM t;', 'never used'),
    ('an argument only one dialect uses', Q % 'one' + GET + 'SELECT n FROM t\n-- sqlite:\nWHERE id = :id;\n',
     'never used (postgres)'),
    ('an unknown column', Q % 'one' + GET + 'SELECT m FROM t WHERE id = :id;', 'no such column: m'),
    ('a syntax error', Q % 'exec' + 'DELETE t;', 'syntax error'),
    ('a row of another name', Q % 'one' + '-- row: m int\nSELECT n FROM t;', 'declares (m), the query answers (n)'),
    ('a row of another type', Q % 'one' + '-- row: n text\nSELECT n FROM t;', 'n is INTEGER in the schema'),
    ('a null kept quiet', Q % 'one' + '-- row: note text\nSELECT x.note FROM t x;', 'may be NULL'),
    ('nulls unordered', Q % 'many' + '-- row: id text\nSELECT id FROM t ORDER BY note DESC, id;', 'NULLS FIRST'),
    ('an exec with a row', Q % 'exec' + '-- row: n int\nSELECT n FROM t;', 'answers no rows'),
    ('a one without a row', Q % 'one' + 'SELECT n FROM t;', 'declare its row'),
    ('a one that answers nothing', Q % 'one' + '-- row: n int\nUPDATE t SET n = 1;', 'RETURNING'),
    ('LIKE', Q % 'one' + GET + "SELECT n FROM t WHERE id LIKE :id;", 'LIKE is not used here'),
    ('JSON', Q % 'one' + GET + "SELECT json_extract(note, '$.n') AS n FROM t WHERE id = :id;", 'no JSON'),
    ('LIMIT without order', Q % 'one' + '-- row: n int\nSELECT n FROM t LIMIT 1;', 'LIMIT without ORDER BY'),
    ('LIMIT with order outside only', Q % 'many' + '-- row: n int\nSELECT n FROM (SELECT n FROM t LIMIT 1) ORDER BY n;',
     'LIMIT without ORDER BY'),
    ('an asterisk', Q % 'one' + '-- row: id text, n int, b blob null, note text null\nSELECT * FROM t;', 'instead of *'),
    ('count of all', Q % 'one' + '-- scan: test\n-- row: n int\nSELECT COUNT(*) AS n FROM t;', None),
    ('too many arguments', Q % 'exec' + '-- args: ' + ', '.join('a%d int' % i for i in range(65)) + '\nDELETE FROM t;',
     'more than 64'),
    ('two statements', Q % 'exec' + 'DELETE FROM t; DELETE FROM t;', 'one statement'),
    ('quoted names', Q % 'exec' + 'DELETE FROM "t";', 'quoted'),
    ('text outside', 'SELECT 1;\n' + Q % 'exec' + 'DELETE FROM t;', 'q.sql:1: text outside'),
    ('the same name twice', (Q % 'exec' + 'DELETE FROM t;\n') * 2, 'already stands at'),
    ('like nothing', Q % 'one' + '-- row: like other\nSELECT n FROM t;', 'like what?'),
    ('a scan without reason', Q % 'exec' + '-- scan:\nDELETE FROM t;', 'give the reason'),
    ('kept', Q % 'one' + '-- kept: asked often\n-- args: id text\n-- row: id text\nSELECT id FROM t WHERE id = :id;', None),
    ('kept without reason', Q % 'one' + '-- kept:\n-- row: n int\nSELECT COUNT(*) AS n FROM t;', 'give the reason'),
    ('a change kept', Q % 'exec' + '-- kept: never\nDELETE FROM t;', 'of a query of kind'),
    ('many kept', Q % 'many' + '-- kept: asked often\n-- args: id text\n-- row: id text\nSELECT id FROM t WHERE id = :id;', None),
    ('a table not STRICT', '', 'not STRICT', 'CREATE TABLE t (id TEXT PRIMARY KEY);'),
    ('a table without key', '', 'no primary key', 'CREATE TABLE t (id TEXT) STRICT;'),
    ('another type', '', 'BOOLEAN is not used', 'CREATE TABLE t (id TEXT PRIMARY KEY, x BOOLEAN);'),
    ('a broken migration', '', '0000_t.sql:1:', 'CREATE TABLE;'),
]
PLANS = [
    ('a scan', Q % 'one' + '-- args: n int\n-- row: id text\nSELECT id FROM t WHERE n = :n;', 'scans t'),
    ('a scan with its reason', Q % 'one' + '-- scan: small\n-- args: n int\n-- row: id text\n'
     'SELECT id FROM t WHERE n = :n;', None),
    ('a look-up', Q % 'one' + GET + 'SELECT n FROM t WHERE id = :id;', None),
    ('the first of an index', Q % 'one' + '-- row: id text\nSELECT id FROM t ORDER BY id LIMIT 1;', None),
]
WRITES = [
    ('the doc comment', '-- Head.\n\n-- Says what.\n' + Q % 'one' + GET + 'SELECT n FROM t WHERE id = :id;',
     ['/** Says what. */\nint store_q(struct store_tx *tx, const struct store_q_args *args, struct store_q_row *ret_row,']),
    ('flags and rows', Q % 'many' + '-- row: n int, flag bool null\nSELECT n, MAX(n) AS flag FROM t;',
     ['    bool has_flag;\n    bool flag;', 'struct store_q_rows {', 'offsetof(struct store_q_row, has_flag)']),
    ('parameters by number', Q % 'exec' + '-- args: a text, c int\nUPDATE t SET n = :c WHERE id = :a AND n < :c;',
     ['n = ?2 WHERE id = ?1 AND n < ?2', 'n = $2 WHERE id = $1 AND n < $2']),
    ('types of PostgreSQL', Q % 'one' + '-- row: n int\nSELECT CAST(SUM(n) AS INTEGER) AS n FROM t;',
     ['CAST(SUM(n) AS INTEGER)', 'CAST(SUM(n) AS bigint)']),
    ('tables of PostgreSQL', Q % 'exec' + 'DELETE FROM t;',
     ['id text COLLATE \\"C\\" NOT NULL PRIMARY KEY, n bigint NOT NULL, b bytea', '\\"C\\");']),
    ('shared rows', Q % 'one' + GET + 'SELECT n FROM t WHERE id = :id;\n-- query: r many\n-- row: like q\nSELECT n FROM t;',
     ['int store_r(struct store_tx *tx, struct store_q_rows *ret_rows', 'struct store_q_rows {']),
]


def main():
    results = []
    for case in CASES:
        what, query, want = case[:3]
        rc, said, _ = run('build', query, *(case[3:] or (TABLE,)))
        results.append((what, rc == 0 if want is None else rc == 1 and want in said, said))
    results.append(('a gap in the numbers',) + (lambda r: (r[0] == 1 and 'expected 0000' in r[1], r[1]))(
        run('build', '', TABLE, '0001_t.sql')))
    for what, query, want in PLANS:
        rc, said, _ = run('plans', query)
        results.append((what, rc == 0 if want is None else rc == 1 and want in said, said))
    for what, query, wanted in WRITES:
        rc, said, text = run('build', query)
        results.append((what, rc == 0 and all(w in text for w in wanted), said + text))
    print('1..%d' % len(results))
    for i, (what, ok, said) in enumerate(results):
        print('%sok %d - %s' % ('' if ok else 'not ', i + 1, what))
        if not ok:
            print(''.join('# %s\n' % line for line in said.splitlines()), end='')
    return 0 if all(ok for _, ok, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main())
