"""Runs unittest cases and reports them as TAP, so that meson and the test run count each one."""

import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.count = 0

    def line(self, test, ok, note=""):
        self.count += 1
        name = str(getattr(test, "tap_name", None) or test.id().split(".", 1)[-1])
        print(f"{'ok' if ok else 'not ok'} {self.count} - {name}{note}", flush=True)

    def trouble(self, test, err):
        self.line(test, False)
        for line in "".join(traceback.format_exception(*err)).splitlines():
            print(f"# {line}")

    def addSuccess(self, test):
        super().addSuccess(test)
        self.line(test, True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.trouble(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self.trouble(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.line(test, True, f" # SKIP {reason}")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.trouble(subtest, err)


def main(suite):
    """Runs the suite, prints TAP, answers the exit status."""
    result = TapResult()
    suite.run(result)
    print(f"1..{result.count}")
    return 0 if result.wasSuccessful() else 1


def main_of(module_name):
    """The usual end of a test file: all cases of the module."""
    sys.exit(main(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module_name])))
