#!/usr/bin/env python3
"""Prints `PASSED FAILED` in single test cases, from the reports that a test run left.

    count_results.py ctest FOLDER    ctest.xml, and one GoogleTest report for each program that wrote one
    count_results.py vitest FILE     the JSON report
"""

import json
import pathlib
import sys
import xml.etree.ElementTree


def count_ctest(folder):
    """Cases of the GoogleTest programs; a program that died, or is no GoogleTest program, counts as one case."""
    passed = failed = programs_green = programs_red = 0
    for report in folder.glob("*.json"):
        counts = json.loads(report.read_text())
        skipped = sum(case.get("result") == "SKIPPED" for suite in counts["testsuites"] for case in suite["testsuite"])
        bad = counts["failures"] + counts.get("errors", 0)
        passed += counts["tests"] - bad - counts["disabled"] - skipped
        failed += bad
        programs_red += bad > 0
        programs_green += bad == 0

    entries = xml.etree.ElementTree.parse(folder / "ctest.xml").getroot().findall("testcase")
    entries_red = sum(entry.get("status") == "fail" for entry in entries)
    entries_green = sum(entry.get("status") == "run" for entry in entries)
    return passed + max(0, entries_green - programs_green), failed + max(0, entries_red - programs_red)


def count_vitest(file):
    """Cases; a file that could not be loaded has none and counts as one failure."""
    report = json.loads(file.read_text())
    failed = report["numFailedTests"]
    failed += sum(suite["status"] == "failed" and not suite["assertionResults"] for suite in report["testResults"])
    return report["numPassedTests"], failed or int(not report["success"])


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    print(*{"ctest": count_ctest, "vitest": count_vitest}[kind](pathlib.Path(path)))
