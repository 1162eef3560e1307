#!/usr/bin/env python3
"""Runs the process tests: every unittest class in tests/test_*.py, or those whose file, class or test name contains NAME.

    tests/run.py [NAME]

Needs the standard library and python3-websockets only. SOJOURN is the program under test, build/release/sojourn unless set.
Last line: `N passed, N failed`. A skipped test counts as neither.
"""

import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def flatten(suite):
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from flatten(entry)
        else:
            yield entry


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault("SOJOURN", str(HERE.parent / "build" / "release" / "sojourn"))
    sys.path.insert(0, str(HERE))

    every = flatten(unittest.defaultTestLoader.discover(str(HERE), pattern="test_*.py", top_level_dir=str(HERE)))
    chosen = unittest.TestSuite(test for test in every if name in test.id())
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, buffer=True).run(chosen)

    # A class or module whose set-up fails is one error without a test that ran.
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    ran_badly = len({test for test, _ in result.failures + result.errors if isinstance(test, unittest.TestCase)})
    ran_badly += len(result.unexpectedSuccesses)
    passed = max(0, result.testsRun - ran_badly - len(result.skipped))
    print(f"{passed} passed, {failed} failed")
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
