#!/usr/bin/env python3
"""Golden tests of gen/pages.py: accept/ compiles to accept/expected/*.out; each case of reject.txt fails as it says.

Speaks TAP. Run with --update to write what the compiler now makes of accept/; then read the difference.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COMPILER = os.path.join(HERE, '..', '..', '..', 'gen', 'pages.py')
sys.path.insert(0, os.path.dirname(COMPILER))
sys.dont_write_bytecode = True

import pages  # noqa: E402
from pagegen.parse import Fault  # noqa: E402

UPDATE = '--update' in sys.argv


def compile_folder(folder, out):
    """(exit status, complaint) of the compiler over `folder`, paths in the complaint relative to it."""
    done = subprocess.run([sys.executable, COMPILER, '--pages', folder, '--out', out], capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stderr.replace(folder + os.sep, '').strip()


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def check_accept():
    """Differences between what accept/ compiles to and what is expected."""
    expected = os.path.join(HERE, 'accept', 'expected')
    with tempfile.TemporaryDirectory() as out:
        status, complaint = compile_folder(os.path.join(HERE, 'accept'), out)
        if status:
            return [complaint]
        made = {name + '.out': read(os.path.join(out, name)) for name in os.listdir(out)}
    if UPDATE:
        for name, text in made.items():
            with open(os.path.join(expected, name), 'w', encoding='utf-8') as file:
                file.write(text)
    if sorted(made) != sorted(os.listdir(expected)):
        return [f'made {sorted(made)}']
    return [f'{name} differs' for name in sorted(made) if made[name] != read(os.path.join(expected, name))]


def cases(text):
    """(title, {file: content}, expected complaint) of each case in reject.txt."""
    for part in re.split(r'^=== ', text, flags=re.M)[1:]:
        title, rest = part.split('\n', 1)
        body, complaint = rest.split('\n--> ', 1)
        files = re.split(r'^--- (\S+)\n', body + '\n', flags=re.M)
        named = dict(zip(files[1::2], files[2::2]))
        if files[0].strip():
            named['page.html'] = files[0]
        yield title, named, complaint.strip()


def check_case(named, complaint):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in named.items():
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(content)
        try:
            pages.build(folder)
            said = 'nothing'
        except Fault as fault:
            said = str(fault).replace(folder + os.sep, '')
    return None if said == complaint else f'expected "{complaint}"\n  but it said "{said}"'


def check_exit():
    """A refusal ends the program with status 1 and its complaint on stderr, and leaves no output."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as out:
        with open(os.path.join(folder, 'page.html'), 'w', encoding='utf-8') as file:
            file.write('{{! fields: none }}\n{{a}}\n')
        status, said = compile_folder(folder, out)
        if (status, said, os.listdir(out)) != (1, 'page.html:2: a is not declared', []):
            return [f'exit {status}, "{said}", made {os.listdir(out)}']
    return []


def check_inputs():
    """A file that the build forgot to list is a fault."""
    try:
        pages.check_inputs(os.path.join(HERE, 'accept'), ['x/_layout.html', '_problem.html', 'plain.html', 'dot.svg',
                                                          'style.css', 'expected'])
    except Fault as fault:
        return [] if 'every-thing.html:1: the build does not list' in str(fault) else [str(fault)]
    return ['every-thing.html was not missed']


def main():
    results = [('accept', check_accept()), ('exit', check_exit()), ('inputs', check_inputs())]
    for title, named, complaint in cases(read(os.path.join(HERE, 'reject.txt'))):
        problem = check_case(named, complaint)
        results.append((f'reject: {title}', [problem] if problem else []))
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        print(f'{"not " if problems else ""}ok {number} - {title}')
        for line in '\n'.join(problems).splitlines():
            print(f'# {line}')
    sys.exit(1 if any(problems for _, problems in results) else 0)


main()
