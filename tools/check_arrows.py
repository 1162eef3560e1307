#!/usr/bin/env python3
"""Checks that the folders keep to their arrows, that every test is built, and that no file grew too long.

Says which line to change. Last line: `N passed, N failed`, one for each check.
"""

import pathlib
import re
import sys

DOMAIN = {"visits", "chat", "conversations", "meetings", "people", "catalogue"}  # they do not know each other

# Which folders of src/ a folder may include, besides itself. A folder that is missing here may be included by nobody
# and include nobody: add it deliberately, and to ARCHITECTURE.md.
ALLOWED = {
    "base": set(),
    **{noun: {"base"} for noun in DOMAIN},
    "places": {"base"} | DOMAIN,
    "store": {"base"} | DOMAIN,
    "feed": {"base", "store"} | DOMAIN,
    "journal": {"base", "store", "feed"} | DOMAIN,
    "live": {"base", "store", "feed", "journal"} | DOMAIN,
    "insights": {"base", "store"} | DOMAIN,
    "accounts": {"base", "store"} | DOMAIN,
    "notify": {"base", "store", "feed", "journal"} | DOMAIN,
    "net": {"base"},
    "api": {"base", "net", "store", "journal", "feed", "live", "insights", "accounts", "notify", "places"} | DOMAIN,
    "app": {"base", "net", "store", "journal", "feed", "live", "insights", "accounts", "notify", "places", "api"} | DOMAIN,
}

LINES_MAX = 500  # past 400, look for a second noun

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def sources(*patterns):
    return sorted(path for pattern in patterns for path in (ROOT / "src").rglob(pattern) if "testdata" not in path.parts)


def check_arrows():
    for path in sources("*.cpp", "*.hpp"):
        own = path.relative_to(ROOT / "src").parts[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            place = f"{path.relative_to(ROOT)}:{number}"
            other = found[1].split("/")[0]
            if "/" not in found[1]:
                yield f'{place}: write "{own}/{found[1]}": includes start at src/'
            elif not (ROOT / "src" / found[1]).exists() and other not in ALLOWED:
                continue  # made by the build
            elif other != own and other not in ALLOWED.get(own, set()):
                yield f"{place}: {own} may not include {other}. {advice(own, other)}"


def advice(own, other):
    if own in DOMAIN and other in DOMAIN:
        return "Domain folders do not know each other: move what both need to base, or let api bring them together."
    if own not in ALLOWED:
        return f"Give {own} its place in the table of tools/check_arrows.py first."
    return f"It may include: {', '.join(sorted(ALLOWED[own])) or 'nothing'}. Declare the interface here and let {other} provide it."


def check_tests_are_built():
    """sojourn_module() builds every *_test.cpp of its folder, so a test needs such a folder that is itself added."""
    for path in sources("*_test.cpp", "*_fuzz.cpp", "*_bench.cpp"):
        folder = path.parent
        lists = folder / "CMakeLists.txt"
        if not lists.exists() or "sojourn_module(" not in lists.read_text():
            yield f"{path.relative_to(ROOT)}: is built by nobody: {lists.relative_to(ROOT)} has no sojourn_module()"
            continue
        while folder != ROOT / "src":
            upper = folder.parent / "CMakeLists.txt"
            if not re.search(rf"^\s*add_subdirectory\({folder.name}\)", upper.read_text(), re.MULTILINE):
                yield f"{path.relative_to(ROOT)}: is built by nobody: {upper.relative_to(ROOT)} does not add {folder.name}"
                break
            folder = folder.parent


def check_lengths():
    for path in sources("*.cpp", "*.hpp"):
        lines = len(path.read_text().splitlines())
        if lines > LINES_MAX:
            yield f"{path.relative_to(ROOT)}: {lines} lines; more than {LINES_MAX} hide a second noun: give it its own file"


def main():
    failed = 0
    checks = [check_arrows, check_tests_are_built, check_lengths]
    for check in checks:
        complaints = list(check())
        for complaint in complaints:
            print(complaint)
        failed += bool(complaints)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
