"""Reads migration and query files: sections by dialect, directives, and the translation to PostgreSQL."""
import hashlib
import os
import re

from .lex import SqlError, Token, bare, text_of, tokens

DIALECTS = ('sqlite', 'postgres')
SECTION = re.compile(r'^--\s*(sqlite|postgres|both):\s*$')
DIRECTIVE = re.compile(r'^--\s*(query|args|row|scan|kept):\s*(.*?)\s*$')
QUERY = re.compile(r'^([a-z][a-z0-9_]*)\s+(one|many|exec)$')
COLUMN = re.compile(r'^([a-z][a-z0-9_]*)\s+(text|int|bool|blob)(\s+null)?$')
LIKE = re.compile(r'^like\s+([a-z][a-z0-9_]*)$')
C_WORDS = set('auto break case char const continue default do double else enum extern float for goto if inline int long '
              'register restrict return short signed sizeof static struct switch typedef union unsigned void volatile '
              'while bool true false asm typeof'.split())
ARGS_MAX = 64  # as in store/postgres.c
POSTGRES_TYPES = {'INTEGER': 'bigint', 'BLOB': 'bytea', 'TEXT': 'text'}


class Column:
    def __init__(self, name, kind, null):
        self.name, self.kind, self.null = name, kind, null


class Migration:
    def __init__(self, path, version, name):
        self.path, self.version, self.name = path, version, name
        self.text = {}
        self.checksum = ''


class Query:
    def __init__(self, path, line, name, kind):
        self.path, self.line, self.name, self.kind = path, line, name, kind
        self.doc, self.scan, self.kept = [], None, False
        self.args, self.row = [], []
        self.args_of, self.row_of = name, name  # whose struct it uses
        self.tokens, self.text = {}, {}

    def fail(self, text, line=None):
        raise SqlError('%s:%d: %s: %s' % (self.path, line or self.line, self.name, text))


def read_lines(path):
    with open(path, encoding='utf-8') as f:
        return f.read().splitlines()


def sections(lines, path, first):
    """The tokens of each dialect; `-- sqlite:` and `-- postgres:` open a part that only one of them sees."""
    out = {d: [] for d in DIALECTS}
    seen = DIALECTS
    for i, line in enumerate(lines):
        m = SECTION.match(line)
        if m:
            seen = DIALECTS if m.group(1) == 'both' else (m.group(1),)
            continue
        toks = tokens(line, path, first + i)
        for d in seen:
            if toks:
                out[d] += toks + [Token('space', '\n', first + i)]
    return out


def migration(path):
    m = re.match(r'^(\d{4})_([a-z0-9_]+)\.sql$', os.path.basename(path))
    if not m:
        raise SqlError('%s:1: a migration is named NNNN_name.sql' % path)
    mig = Migration(path, int(m.group(1)), m.group(2))
    parts = sections(read_lines(path), path, 1)
    banned = {'AUTOINCREMENT', 'DEFERRABLE', 'PRAGMA', 'BEGIN', 'COMMIT', 'VARCHAR', 'BOOLEAN', 'REAL', 'INT', 'BIGINT'}
    for t in parts['sqlite']:
        if t.word in banned:
            raise SqlError('%s:%d: %s is not used here' % (path, t.line, t.text))
    mig.text = {'sqlite': text_of(parts['sqlite']), 'postgres': text_of(postgres_schema(parts['postgres']))}
    words = '\0'.join(' '.join(t.text for t in bare(parts[d])) for d in DIALECTS)
    mig.checksum = hashlib.sha256(words.encode()).hexdigest()
    return mig


def check_migrations(migrations):
    for i, m in enumerate(migrations):
        if m.version != i:
            raise SqlError('%s:1: migrations are numbered without gaps: expected %04d' % (m.path, i))


def next_word(toks, i):
    while i < len(toks) and toks[i].kind == 'space':
        i += 1
    return i


def postgres_schema(toks):
    """SQLite's dialect of the migrations in PostgreSQL's: types, collation, table options."""
    out, i = [], 0
    while i < len(toks):
        t = toks[i]
        if t.word == 'TEXT':
            out.append(Token('word', 'text COLLATE "C"', t.line))
        elif t.word in POSTGRES_TYPES:
            out.append(Token('word', POSTGRES_TYPES[t.word], t.line))
        elif t.word == 'STRICT':
            drop_comma(out)
        elif t.word == 'WITHOUT':
            i = next_word(toks, i + 1)
            if toks[i].word != 'ROWID':
                raise SqlError('line %d: WITHOUT what?' % t.line)
            drop_comma(out)
        else:
            out.append(t)
        i += 1
    return out


def drop_comma(out):
    while out and out[-1].kind == 'space':
        out.pop()
    if out and out[-1].text == ',':
        out.pop()


def columns(spec, path, line, what):
    out, names = [], set()
    for part in filter(None, (p.strip() for p in spec.split(','))):
        m = COLUMN.match(part)
        if not m:
            raise SqlError('%s:%d: %s: "%s" is not: name text|int|bool|blob [null]' % (path, line, what, part))
        if m.group(1) in C_WORDS:
            raise SqlError('%s:%d: %s: "%s" is a word of C' % (path, line, what, m.group(1)))
        if m.group(1) in names:
            raise SqlError('%s:%d: %s: "%s" twice' % (path, line, what, m.group(1)))
        names.add(m.group(1))
        out.append(Column(m.group(1), m.group(2), bool(m.group(3))))
    return out


def queries(paths):
    out, by_name = [], {}
    for path in paths:
        for q in query_file(path, by_name):
            if q.name in by_name:
                q.fail('already stands at %s:%d' % (by_name[q.name].path, by_name[q.name].line))
            by_name[q.name] = q
            out.append(q)
    return out


def is_doc(line):
    return line.startswith('--') and not DIRECTIVE.match(line) and not SECTION.match(line)


def query_file(path, by_name):
    lines = read_lines(path)
    starts = [i for i, line in enumerate(lines) if line.startswith('-- query:')]
    doc_starts = []
    for s in starts:
        d = s
        while d > 0 and is_doc(lines[d - 1]):
            d -= 1
        doc_starts.append(d)
    for i, line in enumerate(lines[:doc_starts[0]] if starts else lines):
        if line.strip() and not line.startswith('--'):
            raise SqlError('%s:%d: text outside a query' % (path, i + 1))
    for n, s in enumerate(starts):
        end = doc_starts[n + 1] if n + 1 < len(starts) else len(lines)
        doc = [line[2:].strip() for line in lines[doc_starts[n]:s]]
        yield query(path, lines[s:end], s + 1, doc, by_name)


def query(path, lines, first, doc, by_name):
    spec = DIRECTIVE.match(lines[0]).group(2)
    m = QUERY.match(spec)
    if not m:
        raise SqlError('%s:%d: "%s" is not: name one|many|exec' % (path, first, spec))
    q = Query(path, first, m.group(1), m.group(2))
    q.doc = [d for d in doc if d]
    body = directives(q, lines, by_name)
    if len(q.args) > ARGS_MAX:
        q.fail('more than %d arguments' % ARGS_MAX)
    q.tokens = sections(lines[body:], path, first + body)
    for d in DIALECTS:
        q.text[d] = query_text(q, d)
    return q


def directives(q, lines, by_name):
    """Reads the comment lines below `-- query:`; answers where the SQL begins."""
    i = 1
    while i < len(lines):
        m = DIRECTIVE.match(lines[i])
        if not m:
            if lines[i].strip() == '':
                i += 1
                continue
            return i
        what, spec, line = m.group(1), m.group(2), q.line + i
        while spec.endswith(',') and i + 1 < len(lines) and lines[i + 1].startswith('--'):
            i += 1
            spec += ' ' + lines[i][2:].strip()
        directive(q, what, spec, line, by_name)
        i += 1
    return i


def directive(q, what, spec, line, by_name):
    if what == 'scan':
        if not spec:
            q.fail('scan: give the reason', line)
        q.scan = spec
        return
    if what == 'kept':
        if not spec or q.kind == 'exec':
            q.fail('kept: give the reason, of a query of kind "one" or "many"', line)
        q.kept = True
        return
    like = LIKE.match(spec)
    if like:
        other = by_name.get(like.group(1))
        if not other:
            q.fail('%s: like what? "%s" does not stand above' % (what, like.group(1)), line)
        setattr(q, what, getattr(other, what))
        setattr(q, what + '_of', getattr(other, what + '_of'))
        return
    setattr(q, what, columns(spec, q.path, line, q.name))


def query_text(q, dialect):
    """One statement, its parameters numbered in the order of the args: ?1 on SQLite, $1 on PostgreSQL."""
    toks = q.tokens[dialect]
    while toks and (toks[-1].kind == 'space' or toks[-1].text == ';'):
        toks.pop()
    if not toks:
        q.fail('no text for %s' % dialect)
    numbers = {c.name: i + 1 for i, c in enumerate(q.args)}
    used, out = set(), []
    for t in toks:
        if t.text == ';':
            q.fail('one statement a query', t.line)
        if t.kind == 'param':
            name = t.text[1:]
            if name not in numbers:
                q.fail(':%s is not among the args' % name, t.line)
            used.add(name)
            t = Token('param', ('?%d' if dialect == 'sqlite' else '$%d') % numbers[name], t.line)
        elif dialect == 'postgres' and t.word in POSTGRES_TYPES and t.text.isupper():
            t = Token('word', POSTGRES_TYPES[t.word], t.line)
        out.append(t)
    for c in q.args:
        if c.name not in used:
            q.fail('the argument "%s" is never used (%s)' % (c.name, dialect))
    return text_of(out)
