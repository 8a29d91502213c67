"""The schema as SQLite sees it, and what a migration or a query must not do."""
import re
import sqlite3

from .lex import SqlError, bare, split_top

# Words that make the two databases differ, or hide a scan; and what to do instead.
BANNED = {
    'LIKE': 'compare a folded column, or bound a prefix by two keys', 'GLOB': 'bound a prefix by two keys',
    'REGEXP': 'match in C', 'LOWER': 'fold case in C', 'UPPER': 'fold case in C', 'DATETIME': 'pass the moment in',
    'STRFTIME': 'pass the moment in', 'JULIANDAY': 'pass the moment in', 'CURRENT_TIMESTAMP': 'pass the moment in',
    'NOW': 'pass the moment in', 'RANDOM': 'pass the value in', 'ROWID': 'name the key', 'IFNULL': 'use COALESCE',
    'REPLACE': 'use ON CONFLICT', 'IGNORE': 'use ON CONFLICT DO NOTHING', 'OFFSET': 'page by key',
    'GROUP_CONCAT': 'concatenate in C', 'TRUE': 'booleans are 0 and 1', 'FALSE': 'booleans are 0 and 1',
}
SQL_TYPES = {'text': 'TEXT', 'int': 'INTEGER', 'bool': 'INTEGER', 'blob': 'BLOB'}


class Schema:
    def __init__(self, migrations):
        self.db = sqlite3.connect(':memory:', isolation_level=None)
        self.db.execute('PRAGMA foreign_keys = ON')
        for m in migrations:
            try:
                self.db.executescript(m.text['sqlite'])
            except sqlite3.Error as e:
                raise SqlError('%s:1: %s' % (m.path, e)) from e
        self.tables = {}  # name -> {column: nullable}
        for name, strict in self.db.execute(
                "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'").fetchall():
            if name.startswith('sqlite_'):
                continue
            self.check_table(name, strict, migrations)

    def check_table(self, name, strict, migrations):
        path = next((m.path for m in migrations if re.search(r'\b%s\b' % name, m.text['sqlite'])), 'migrations')
        info = self.db.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
        if not strict:
            raise SqlError('%s:1: table %s is not STRICT' % (path, name))
        if not any(pk for _, _, _, pk in info):
            raise SqlError('%s:1: table %s has no primary key' % (path, name))
        for column, kind, _, _ in info:
            if kind not in ('TEXT', 'INTEGER', 'BLOB'):
                raise SqlError('%s:1: %s.%s: %s is not TEXT, INTEGER or BLOB' % (path, name, column, kind))
        self.tables[name] = {c: not notnull and not pk for c, _, notnull, pk in info}

    def check(self, q):
        check_words(q)
        for dialect in ('sqlite', 'postgres'):
            check_limits(q, bare(q.tokens[dialect]))
        try:
            self.db.execute('EXPLAIN ' + q.text['sqlite'], [None] * len(q.args)).fetchall()
        except sqlite3.Error as e:
            q.fail(str(e))
        self.check_kind(q)
        self.check_row(q)
        self.check_null_order(q)

    def check_kind(self, q):
        q.writes = first_word(q) not in ('SELECT', 'WITH', 'VALUES') or any(
            t.word in ('INSERT', 'UPDATE', 'DELETE') for t in q.tokens['sqlite'])
        answers = not q.writes or any(t.word == 'RETURNING' for t in q.tokens['sqlite'])
        if q.kind == 'exec' and (answers or q.row):
            q.fail('an exec query answers no rows: make it one or many')
        if q.kind != 'exec' and not q.row:
            q.fail('declare its row')
        if q.kind != 'exec' and not answers:
            q.fail('it answers no rows: make it exec, or add RETURNING')

    def check_row(self, q):
        if q.kind == 'exec':
            return
        select = re.sub(r'\?\d+', '0', self.as_select(q))
        names = [d[0] for d in self.db.execute(select).description]
        declared = [c.name for c in q.row]
        if names != declared:
            q.fail('the row declares (%s), the query answers (%s)' % (', '.join(declared), ', '.join(names)))
        for c, kind in zip(q.row, self.column_types(select)):
            if kind in ('TEXT', 'INTEGER', 'BLOB') and kind != SQL_TYPES[c.kind]:
                q.fail('%s is %s in the schema, not %s' % (c.name, kind, c.kind))
        self.check_nulls(q)

    def as_select(self, q):
        """RETURNING as a SELECT over the same table, which can be described without being run on anything."""
        text = q.text['sqlite']
        if not q.writes:
            return text
        toks = bare(q.tokens['sqlite'])
        at = next(i for i, t in enumerate(toks) if t.word == 'RETURNING')
        table = next(t.text for t in toks if t.text in self.tables)
        return 'SELECT %s FROM %s' % (' '.join(t.text for t in toks[at + 1:]), table)

    def column_types(self, select):
        """Declared types of the columns that come straight from tables; '' for expressions."""
        self.db.execute('CREATE TEMP VIEW described AS ' + select)
        try:
            return [r[0] for r in self.db.execute("SELECT type FROM pragma_table_info('described')")]
        finally:
            self.db.execute('DROP VIEW described')

    def mentioned(self, q):
        return [self.tables[t.text] for t in q.tokens['sqlite'] if t.text in self.tables]

    def nullable(self, q, name):
        """Is @name a column that may be null in every table of the query that has it?"""
        found = [t[name] for t in self.mentioned(q) if name in t]
        return bool(found) and all(found)

    def check_nulls(self, q):
        text = ' '.join(t.text for t in bare(q.tokens['sqlite'])).upper()
        for c, item in zip(q.row, select_items(q)):
            name = plain_column(item)
            if not name or c.null or not self.nullable(q, name):
                continue
            if not re.search(r'\b%s (IS NOT NULL|= [?:])' % name.upper(), text):
                q.fail('%s may be NULL: declare it so' % c.name)

    def check_null_order(self, q):
        for terms in order_terms(bare(q.tokens['sqlite'])):
            words = [t.word for t in terms]
            name = next((t.text for t in reversed(terms) if t.kind == 'word' and t.word not in ('ASC', 'DESC')), '')
            if 'NULLS' not in words and self.nullable(q, name):
                q.fail('ORDER BY %s: it may be NULL: say NULLS FIRST or NULLS LAST' % name)


def first_word(q):
    return next((t.word for t in q.tokens['sqlite'] if t.kind == 'word'), '')


def check_words(q):
    for dialect in ('sqlite', 'postgres'):
        toks = bare(q.tokens[dialect])
        for i, t in enumerate(toks):
            if t.word in BANNED and not (i and toks[i - 1].text == '.'):
                q.fail('%s is not used here: %s' % (t.text, BANNED[t.word]), t.line)
            if t.word.startswith('JSON') or t.text in ('->', '->>'):
                q.fail('no JSON in SQL: parse it in C', t.line)
            if t.text == '==':
                q.fail('write = for equality', t.line)
            if t.text == '*' and (toks[i - 1].text in (',', '.') or toks[i - 1].word in ('SELECT', 'RETURNING')):
                q.fail('name the columns instead of *', t.line)


def check_limits(q, toks):
    """Without an order, which rows LIMIT keeps is the database's choice."""
    ordered = [False]
    for i, t in enumerate(toks):
        if t.text == '(':
            ordered.append(False)
        elif t.text == ')':
            ordered.pop()
        elif t.word == 'ORDER' and i + 1 < len(toks) and toks[i + 1].word == 'BY':
            ordered[-1] = True
        elif t.word == 'LIMIT' and not ordered[-1]:
            q.fail('LIMIT without ORDER BY', t.line)


def select_items(q):
    toks = bare(q.tokens['sqlite'])
    start = next((i for i, t in enumerate(toks) if t.word in ('SELECT', 'RETURNING')), 0) if not q.writes else next(
        i for i, t in enumerate(toks) if t.word == 'RETURNING')
    if toks and toks[0].word == 'WITH':
        depth = 0
        for i, t in enumerate(toks):
            depth += (t.text == '(') - (t.text == ')')
            if t.word == 'SELECT' and depth == 0:
                start = i
                break
    items = split_top(toks[start + 1:])
    last, depth = [], 0
    for t in items[-1]:
        depth += (t.text == '(') - (t.text == ')')
        if t.word == 'FROM' and depth == 0:
            break
        last.append(t)
    items[-1] = last
    return items[:len(q.row)]


def plain_column(item):
    """The column an item is, where it is nothing else: a, t.a, a AS b."""
    words = [t for t in item if t.word != 'DISTINCT']
    if len(words) >= 2 and words[-2].word == 'AS':
        words = words[:-2]
    if len(words) == 1 and words[0].kind == 'word':
        return words[0].text
    if len(words) == 3 and words[1].text == '.':
        return words[2].text
    return ''


def order_terms(toks):
    for i, t in enumerate(toks):
        if t.word == 'ORDER' and i + 1 < len(toks) and toks[i + 1].word == 'BY':
            depth, end = 0, i + 2
            while end < len(toks) and depth >= 0 and not (depth == 0 and toks[end].word in ('LIMIT', 'RETURNING')):
                depth += (toks[end].text == '(') - (toks[end].text == ')')
                end += depth >= 0
            yield from split_top(toks[i + 2:end])
