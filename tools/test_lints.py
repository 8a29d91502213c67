#!/usr/bin/env python3
"""Each lint must be able to fail, and must let good code pass."""
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import check_format
import check_functions
import check_layers
import check_words
import check_wired
import lint


def tree(files):
    """A folder with these files; the caller's TestCase cleans it up."""
    root = tempfile.TemporaryDirectory()
    for path, text in files.items():
        full = os.path.join(root.name, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)
    return root


class Case(unittest.TestCase):
    def plant(self, files):
        root = tree(files)
        self.addCleanup(root.cleanup)
        return root.name


class Layers(Case):
    def problems(self, path, include):
        root = self.plant({"tools/layers.txt": "# law\nbase\ncodec crypto\nwire\n", path: f'#include "{include}"\n'})
        return [v for violations in check_layers.check(root).values() for v in violations]

    def test_upward_and_own_pass(self):
        self.assertEqual(self.problems("src/codec/a.c", "base/b.h"), [])
        self.assertEqual(self.problems("src/codec/a.c", "codec/a_int.h"), [])
        self.assertEqual(self.problems("src/wire/a.c", "gen/x.h"), [])

    def test_violations(self):
        for path, include in [("src/base/a.c", "codec/b.h"), ("src/codec/a.c", "crypto/b.h"), ("src/codec/a.c", "gen/x.h"),
                              ("src/codec/a.c", "base/b_int.h"), ("src/codec/a.c", "b.h"), ("src/codec/a.c", "nowhere/b.h"),
                              ("src/other/a.c", "base/b.h")]:
            self.assertTrue(self.problems(path, include), (path, include))


GOOD = """
struct s { int a; };
static const int table[] = {1, 2, 3};
#define LOOP(x) do { if (x) { } } while (0)
int small(int a, void (*f)(int, int)) {
    struct s v = (struct s){.a = 1}; /* } */
    char c = '}'; const char *t = "}";
    for (;;) { if (a) { while (a) { do { a--; } while (a); } } }
    return v.a + c + *t + table[0];
}
"""


class Functions(Case):
    def failing(self, source, path="src/base/a.c"):
        return [n for n, v in check_functions.check(self.plant({path: source})).items() if v]

    def test_good_code_passes(self):
        self.assertEqual(self.failing(GOOD), [])

    def test_reads_what_a_function_is(self):
        (f,) = check_functions.functions("a.c", GOOD)
        self.assertEqual((f.name, f.line, f.lines, f.depth, f.parameters), ("small", 5, 6, 4, 2))

    def test_initialisers_are_no_blocks(self):
        source = "int f(int a) {\n struct s x[] = {{1}, {{{{2}}}}};\n return g((struct s){(struct t){{{3}}}});\n}\n"
        self.assertEqual(check_functions.functions("a.c", source)[0].depth, 0)

    def test_attribute_before_name(self):
        f, = check_functions.functions("a.c", "static void ATTR(3, 0) print(char *to, int n) {\n}\n")
        self.assertEqual((f.name, f.parameters), ("print", 2))

    def test_too_long(self):
        self.assertTrue(any("120" in n for n in self.failing("int f(void) {\n" + "    g();\n" * 119 + "}\n")))
        self.assertFalse(any("120" in n for n in self.failing("int f(void) {\n" + "    g();\n" * 118 + "}\n")))

    def test_too_many_long(self):
        self.assertTrue(any("40" in n for n in self.failing("int f(void) {\n" + "    g();\n" * 50 + "}\n")))

    def test_too_deep(self):
        self.assertTrue(any("deep" in n for n in self.failing("int f(void) {" + "if (x) {" * 5 + "}" * 6)))

    def test_too_many_parameters(self):
        self.assertTrue(any("param" in n for n in self.failing("int f(int a, int b, int c, int d, int e, int g, int h) {\n}\n")))

    def test_file_too_long(self):
        self.assertTrue(any("file" in n for n in self.failing("\n" * 901)))


class Words(Case):
    def test_found(self):
        root = self.plant({"src/a.c": "// TO" + "DO: later\n", "src/b.c": 'mkstemp("/tmp/XXXXXX");\n'})
        (bad,) = check_words.check(root).values()
        self.assertEqual(len(bad), 1)


class Format(Case):
    def test_found(self):
        program = check_format.formatter()
        if not program:
            self.skipTest("no clang-format of that version")
        style = lint.read(lint.ROOT, ".clang-format")
        good = self.plant({".clang-format": style, "src/a.c": "int a;\n"})
        self.assertEqual(list(check_format.check(good, program).values()), [[]])
        bad = self.plant({".clang-format": style, "src/a.c": "int   a ;\n"})
        self.assertEqual(list(check_format.check(bad, program).values()), [["src/a.c"]])


class Wired(Case):
    def test_unit_tests(self):
        root = self.plant({"tests/unit/x/test_a.c": "", "tests/unit/x/test_b.c": "", "tests/unit/x/test_c.c": "",
                           "tests/unit/x/meson.build": "files('test_a.c')\nforeach n : ['b']\n"})
        self.assertEqual(check_wired.check_unit_tests(root), ["tests/unit/x/test_c.c is not in tests/unit/x/meson.build"])

    def test_fuzz(self):
        root = self.plant({"fuzz/meson.build": "{'a': x, 'b': x}", "fuzz/a.c": "", "fuzz/b.c": "", "fuzz/c.c": "",
                           "fuzz/corpus/a/1": "x", "fuzz/corpus/c/1": "x"})
        self.assertEqual(check_wired.check_fuzz(root), ["fuzz/b.c has no corpus", "fuzz/c.c is not in fuzz/meson.build"])

    def test_operations(self):
        root = self.plant({"tests/api/a.test.mjs": "new ListUsersCommand({})", "tests/cli/a.bats": "iam list-mfa-devices"})
        ops = [{"service": "iam", "operation": n, "built": b} for n, b in
               [("ListUsers", True), ("ListMFADevices", True), ("ListUser", True), ("ListRoles", False)]]
        self.assertEqual(check_wired.check_operations(root, ops),
                         ["iam ListUser: no test in tests/api or tests/cli calls it"])

    def test_kebab(self):
        for name, expected in [("CreateUser", "create-user"), ("ListMFADevices", "list-mfa-devices"),
                               ("EnableAWSServiceAccess", "enable-aws-service-access"), ("GetSSHPublicKey", "get-ssh-public-key")]:
            self.assertEqual(check_wired.kebab(name), expected)

    def test_flags(self):
        root = self.plant({"src/server/a.c": '"--data" "--database" ROW("url", url getenv("GATEHOUSE_X")',
                           "README.md": "use --database and --url"})
        self.assertEqual([b.split(": ")[1].split()[0] for b in check_wired.check_flags(root)], ["--data", "GATEHOUSE_X"])

    def test_packages(self):
        root = self.plant({"tools/packages.txt": "[build]\nliba-dev\n", "meson.build": "dependency('a')\ndependency('threads')",
                           "src/x/meson.build": "dependency('b')"})
        self.assertEqual(len(check_wired.check_packages(root, lambda n: f"lib{n}-dev")), 1)

    def test_contracts(self):
        root = self.plant({"src/a/x.c": "", "src/b/x.c": "", "src/c/x.h": "", "docs/internals/a.md": ""})
        self.assertEqual(check_wired.check_contracts(root), ["docs/internals/b.md is missing"])


if __name__ == "__main__":
    unittest.main()
