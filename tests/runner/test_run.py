"""The runner must be able to fail: each way of going wrong is counted as a failure."""
import importlib.machinery
import importlib.util
import os
import sys
import unittest

PATH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "run")
loader = importlib.machinery.SourceFileLoader("tests_run", PATH)
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("tests_run", loader))
sys.dont_write_bytecode = True
loader.exec_module(run)

NESTED = """TAP version 13
# Subtest: users
    # Subtest: creates
    ok 1 - creates
      ---
      duration_ms: 1
      ...
    # Subtest: deletes
    not ok 2 - deletes
      ---
      failureType: 'testCodeFailure'
      error: |-
        not ok 7 - quoted
      ...
    1..2
not ok 1 - users
  ---
  failureType: 'subtestsFailed'
  ...
# Subtest: alone
ok 2 - alone # SKIP no server
  ---
  ...
1..2
"""


def shell(script, timeout=20):
    r = run.run_program(run.Program("x", ["sh", "-c", script], timeout=timeout))
    return r.passed, r.failed, r.skipped


class Runner(unittest.TestCase):
    def test_counts_leaves_of_nested_tap(self):
        r, planned, top = run.parse_tap(NESTED)
        self.assertEqual((r.passed, r.failed, r.skipped, planned, top), (1, 1, 1, 2, 2))
        self.assertIn("testCodeFailure", r.text[0])

    def test_parent_that_fails_by_itself_counts(self):
        text = "    ok 1 - child\n    1..1\nnot ok 1 - parent\n  ---\n  failureType: 'hookFailed'\n  ...\n1..1\n"
        r, _, _ = run.parse_tap(text)
        self.assertEqual((r.passed, r.failed), (1, 1))

    def test_plain_tap(self):
        self.assertEqual(shell("echo 1..2; echo ok 1 - a; echo ok 2 - b"), (2, 0, 0))
        self.assertEqual(shell("echo 1..2; echo ok 1 - a; echo not ok 2 - b; exit 1"), (1, 1, 0))

    def test_plan_broken(self):
        self.assertEqual(shell("echo 1..3; echo ok 1 - a"), (1, 1, 0))

    def test_no_test_is_a_failure(self):
        self.assertEqual(shell("exit 0"), (0, 1, 0))
        self.assertEqual(shell("echo 1..0"), (0, 1, 0))

    def test_crash_after_success_is_a_failure(self):
        self.assertEqual(shell("echo ok 1 - a; kill -SEGV $$"), (1, 1, 0))

    def test_timeout_is_a_failure_and_ends_children(self):
        self.assertEqual(shell("echo ok 1 - a; sleep 60 & wait", timeout=0.5), (1, 1, 0))

    def test_missing_program_is_a_failure(self):
        r = run.run_program(run.Program("x", ["/nonexistent/program"]))
        self.assertEqual((r.passed, r.failed), (0, 1))

    def test_python_unittest(self):
        self.assertEqual(shell("echo 'Ran 5 tests in 0.1s' >&2; echo 'FAILED (failures=1, errors=1, skipped=1)' >&2; exit 1"),
                         (2, 2, 1))
        self.assertEqual(shell("echo 'Ran 3 tests in 0.1s' >&2; echo OK >&2"), (3, 0, 0))


if __name__ == "__main__":
    unittest.main()
