#!/usr/bin/env python3
"""Tests of the contract generator: golden cases, the C it makes, its samples, the files it leaves alone.

A case is cases/NAME.smithy with NAME.out (the dump) or NAME.err (what it is refused with). Run with --update after a
wanted change, and read the difference.
"""

import glob
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CASES = os.path.join(HERE, "cases")
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "gen"), os.path.join(ROOT, "tests", "support")]

import gen  # noqa: E402
import tap  # noqa: E402
from smithy import lexer, names, parser, patterns, traits  # noqa: E402

MODELS = sorted(glob.glob(os.path.join(ROOT, "model", "*.smithy")))
WARNINGS = ("-std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla "
            "-Wwrite-strings -Wformat=2 -Wundef").split()


def run(*arguments):
    """(status, stdout, stderr) of the generator, run among the cases."""
    out, err, before = io.StringIO(), io.StringIO(), os.getcwd()
    os.chdir(CASES)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = gen.main(list(arguments))
    finally:
        os.chdir(before)
    return status, out.getvalue(), err.getvalue()


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


class Golden(unittest.TestCase):
    """One case file."""

    def __init__(self, name):
        super().__init__("check")
        self.name, self.tap_name = name, f"golden {name}"

    def check(self):
        self.maxDiff = None
        status, out, err = run("dump", self.name + ".smithy")
        expected_out, expected_err = (os.path.join(CASES, self.name + suffix) for suffix in (".out", ".err"))
        if os.path.exists(expected_err):
            self.assertFalse(os.path.exists(expected_out), "a case is either accepted or refused")
            self.assertEqual((status, err), (1, read(expected_err)))
        else:
            self.assertEqual((status, out, err), (0, read(expected_out), ""))


class Refusals(unittest.TestCase):
    def test_every_refusal_has_a_case(self):
        """Each message in the source must be seen in some .err file, so that no check goes untested."""
        seen = "".join(read(f) for f in glob.glob(os.path.join(CASES, "*.err")))
        missing = []
        for path in glob.glob(os.path.join(ROOT, "gen", "smithy", "*.py")):
            for message in re.findall(r'(?:refuse|Refused)\([^"\'\n]*f?"((?:[^"\\]|\\.)*)"', read(path)):
                words = max(re.split(r"\{+[^{}]*\}+", message), key=len).strip().replace(r"\\", "\\")
                if len(words) > 5 and words not in seen:
                    missing.append(f"{os.path.basename(path)}: {message}")
        self.assertEqual(missing, [])

    def test_unknown_command(self):
        status, _, err = run("paint")
        self.assertEqual(status, 2)
        self.assertIn("gen.py dump MODEL", err)

    def test_a_cut_model_never_crashes(self):
        """A model cut off anywhere is refused with a place, or happens to be whole."""
        text = read(os.path.join(CASES, "query.smithy"))
        for at in range(0, len(text), 7):
            try:
                parser.parse("cut", text[:at])
            except gen.Refused as e:
                self.assertRegex(str(e), r"^cut:\d+: ")


class CSide(unittest.TestCase):
    """The C of two small services is golden, and compiles with the project's warnings."""

    def setUp(self):
        self.maxDiff = None
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        os.mkdir(os.path.join(self.directory, "gen"))

    def at(self, name):
        return os.path.join(self.directory, "gen", name)

    def make(self, *services):
        for name in services:
            status, _, err = run("service", name + ".smithy", self.at(name + ".h"), self.at(name + ".c"))
            self.assertEqual((status, err), (0, ""))
        models = [name + ".smithy" for name in services]
        self.assertEqual(run("services", self.at("services.h"), self.at("services.c"), *models)[0], 0)

    def test_golden(self):
        self.make("everything", "query")
        for name in ("everything.h", "everything.c", "query.h", "query.c", "services.h", "services.c"):
            with self.subTest(name):
                self.assertEqual(read(self.at(name)), read(os.path.join(CASES, name)))

    @unittest.skipUnless(shutil.which("cc"), "no C compiler")
    def test_it_compiles_and_its_tables_are_right(self):
        """Compiles the tables with handlers of their own, and walks them: see tables.c."""
        self.make("everything", "query")
        program = os.path.join(self.directory, "tables")
        sources = [self.at(n) for n in ("everything.c", "query.c", "services.c")] + [os.path.join(HERE, "tables.c")]
        base = [os.path.join(ROOT, "src", "base", n) for n in ("err.c", "str.c", "arena.c", "buf.c", "thread.c")]
        flags = WARNINGS + ["-include", os.path.join(ROOT, "src", "base", "banned.h"), "-I", self.directory, "-I",
                            os.path.join(ROOT, "src")]
        made = subprocess.run(["cc", *flags, *sources, *base, "-o", program], capture_output=True, text=True)
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        done = subprocess.run([program], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_unchanged_files_are_left_alone(self):
        self.make("query")
        os.utime(self.at("query.c"), (1, 1))
        self.make("query")
        self.assertEqual(os.stat(self.at("query.c")).st_mtime, 1)
        with open(self.at("query.c"), "a", encoding="utf-8") as f:
            f.write("/* touched */\n")
        self.make("query")
        self.assertNotIn("touched", read(self.at("query.c")))


class Names(unittest.TestCase):
    def test_snake(self):
        for wire, c in (("CreateSAMLProvider", "create_saml_provider"), ("ListMFADevices", "list_mfa_devices"),
                        ("OpenIDConnectProviderArn", "open_id_connect_provider_arn"), ("roleName", "role_name"),
                        ("AuthenticationCode1", "authentication_code1"), ("error_description", "error_description"),
                        ("CreateTokenWithIAM", "create_token_with_iam"), ("Id", "id"),
                        ("SSHPublicKey", "ssh_public_key")):
            self.assertEqual(names.snake(wire), c)

    def test_keywords(self):
        self.assertEqual(names.member("Default"), "default_")
        self.assertEqual(names.member("Name"), "name")

    def test_literals(self):
        self.assertEqual(names.literal('a"b\\c'), '"a\\"b\\\\c"')
        self.assertEqual(names.literal("\u00a0\t"), '"\\302\\240\\011"')
        self.assertEqual(names.literal("???"), '"?\\?\\?"')


class Samples(unittest.TestCase):
    def test_every_sample_of_the_models_is_valid(self):
        """operations.json holds an input for each operation; its texts obey length, pattern and enum."""
        with tempfile.TemporaryDirectory() as directory:
            out = os.path.join(directory, "operations.json")
            self.assertEqual(run("operations", out, *MODELS)[0], 0)
            rows = {(s["service"], op["name"]): op["input"] for s in json.loads(read(out)) for op in s["operations"]}
        checked = 0
        for path in MODELS:
            service = gen.load_checked(path)
            for op in service.operations:
                if op.input:
                    self.valid(f"{service.name} {op.name}", op.input, rows[service.name, op.name])
                    checked += 1
        self.assertGreater(checked, 300)

    def valid(self, where, shape, value):
        low, high = shape.bounds
        size = len(value) if isinstance(value, (str, list)) else value
        if low is not None and shape.kind != "map":
            self.assertGreaterEqual(size, low, f"{where}: {shape.name}")
        if high is not None and shape.kind != "map":
            self.assertLessEqual(size, high, f"{where}: {shape.name}")
        if shape.trait("pattern"):
            self.assertRegex(value, re.compile(r"\A(?:" + patterns.to_python(shape.trait("pattern")) + r")\Z", re.A))
        if shape.kind == "enum":
            self.assertIn(value, [v for _, v, _ in shape.values])
        if shape.kind == "structure":
            for m in shape.members:
                self.assertEqual(m.required, m.name in value, f"{where}: {shape.name}${m.name}")
                if m.name in value:
                    self.valid(where, m.target, value[m.name])
        if shape.kind == "list":
            for element in value:
                self.valid(where, shape.members[0].target, element)

    def test_lengths_are_kept(self):
        self.assertEqual(len(patterns.sample(r"[\w+=,.@-]*", 2, 64)), 2)
        self.assertRegex(patterns.sample(r"d-[0-9a-f]{10}$|^[0-9a-f]{8}", 1, 36), r"^d-[0-9a-f]{10}$")
        with self.assertRaises(ValueError):
            patterns.sample(r"a{5}", 1, 3)


class Models(unittest.TestCase):
    def test_compat_is_fresh(self):
        status, _, err = run("check-compat", os.path.join(ROOT, "docs", "compat.md"), *MODELS)
        self.assertEqual((status, err), (0, ""))

    def test_a_stale_compat_is_refused(self):
        with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as f:
            f.write("old\n")
            f.flush()
            status, _, err = run("--check-compat", f.name, *MODELS)
        self.assertEqual(status, 1)
        self.assertIn("stale", err)

    def test_no_model_holds_documentation_of_aws(self):
        """Only built operations carry a /// line, and it is one short sentence of ours."""
        for path in MODELS:
            for token in lexer.tokens_of(path, read(path)):
                if token.kind == "doc":
                    self.assertLessEqual(len(token.value), 100, f"{path}:{token.line}")

    def test_every_trait_known_is_used_or_standard(self):
        for full in traits.KNOWN:
            self.assertRegex(full, r"^(smithy\.api|aws\.(api|auth|protocols)|gatehouse)#\w+$")


def golden_names():
    return sorted(os.path.basename(f)[: -len(".smithy")] for f in glob.glob(os.path.join(CASES, "*.smithy")))


def update():
    """Rewrites the expectation of every case from what the generator does now."""
    for name in golden_names():
        status, out, err = run("dump", name + ".smithy")
        for suffix, text in ((".out", out if status == 0 else None), (".err", err if status else None)):
            path = os.path.join(CASES, name + suffix)
            if text is not None:
                gen.write(path, text)
            elif os.path.exists(path):
                os.remove(path)
    for name in ("everything", "query"):
        run("service", name + ".smithy", name + ".h", name + ".c")
    run("services", "services.h", "services.c", "everything.smithy", "query.smithy")


def main():
    if sys.argv[1:] == ["--update"]:
        update()
        return 0
    suite = unittest.TestSuite(Golden(name) for name in golden_names())
    suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
    return tap.main(suite)


if __name__ == "__main__":
    sys.exit(main())
