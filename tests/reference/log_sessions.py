#!/usr/bin/env python3
"""What an access log holds, computed a second time and plainly: the answer that `sojourn import` is measured by.

    log_sessions.py FILE...      prints one JSON object a file

It shares no code and no method with the server: a regular expression instead of a scanner, dictionaries instead of a sort.

    lines, unreadable, events    events are the readable lines
    pages                        GET, status 200 to 399, no static file
    errors                       status 400 and more
    visitors                     different pairs of address and user agent
    sessions                     visits, cut where a gap is longer than 1,800 s
    bounces                      visits under 30 s with at most one action; error lines are no actions
    single                       visits of one line
    total_duration_s             sum of last minus first line of each visit
"""

import collections
import datetime
import gzip
import json
import re
import sys

IDLE_SECONDS = 1800
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
STATIC = re.compile(
    r"\.(css|js|mjs|map|wasm|ico|png|gif|jpe?g|webp|avif|heic|svgz?|bmp|tiff?|xbm|ttf|otf|eot|woff2?|mp3|m4a|wav|ogg|mp4|m4v"
    r"|mpe?g|mov|avi|ogv|webm|pdf|zip|gz|tgz|bz2|tar)$", re.IGNORECASE | re.ASCII)
FIELD = r'"((?:[^"\\]|\\.|"(?! |$))*)(?:"(?= |$)|$)'  # a bare quote belongs to the field unless a space or the end follows
LINE = re.compile(
    r"^(?P<address>[^ ]+) [^\n]*?\[(?P<day>\d\d)/(?P<month>[A-Za-z]{3})/(?P<year>\d{4}):(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) "
    r'(?P<zone>[+-]\d{4})\] "(?P<request>(?:[^"\\]|\\.|"(?! \d{3}(?: |$)))*)" (?P<status>\d{3})'
    rf"(?: [^ ]*(?: {FIELD.replace('((', '(?P<referrer>(', 1)}(?: {FIELD.replace('((', '(?P<agent>(', 1)})?)?)?", re.ASCII | re.DOTALL)


def time_of(found):
    """Seconds since 1970 UTC, or None for a time that does not exist."""
    month = MONTHS.get(found["month"].lower())
    zone = found["zone"]
    east = (int(zone[1:3]) * 60 + int(zone[3:])) * (-60 if zone[0] == "-" else 60)
    second = int(found["second"])
    if month is None or second > 60 or int(zone[1:3]) > 23 or int(zone[3:]) > 59 or not 1970 <= int(found["year"]) <= 2099:
        return None
    try:
        at = datetime.datetime(int(found["year"]), month, int(found["day"]), int(found["hour"]), int(found["minute"]), min(second, 59))
    except ValueError:
        return None
    seconds = int((at - datetime.datetime(1970, 1, 1)).total_seconds()) - east
    return seconds if seconds >= 0 else None


def is_page(request, status):
    method, space, rest = request.partition(" ")
    if method != "GET" or not space or not 200 <= status < 400:
        return False
    target = rest.rpartition(" HTTP/")[0] if " HTTP/" in rest else rest
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    return not STATIC.search(path.rpartition("/")[2])


def compute(lines):
    """`lines` are bytes, without their line feeds."""
    figures = collections.Counter(lines=0, unreadable=0, events=0, pages=0, errors=0, visitors=0, sessions=0, bounces=0, single=0,
                                  total_duration_s=0)
    times = collections.defaultdict(list)
    for raw in lines:
        figures["lines"] += 1
        line = raw.decode("latin-1")
        found = LINE.match(line[:-1] if line.endswith("\r") else line)
        at = time_of(found) if found and len(raw) <= 64 * 1024 else None
        if at is None:
            figures["unreadable"] += 1
            continue
        status = int(found["status"])
        figures["events"] += 1
        figures["pages"] += is_page(found["request"], status)
        figures["errors"] += status >= 400
        agent = found["agent"] or ""
        times[found["address"], "" if agent == "-" else agent].append((at, status < 400))

    figures["visitors"] = len(times)
    for hits in times.values():
        visit = []
        for hit in sorted(hits) + [(float("inf"), False)]:
            if visit and hit[0] - visit[-1][0] > IDLE_SECONDS:
                duration = visit[-1][0] - visit[0][0]
                figures["sessions"] += 1
                figures["single"] += len(visit) == 1
                figures["total_duration_s"] += duration
                figures["bounces"] += duration < 30 and sum(is_action for _, is_action in visit) <= 1
                visit = []
            visit.append(hit)
    return dict(figures)


def compute_file(path):
    opened = gzip.open(path, "rb") if str(path).endswith(".gz") else open(path, "rb")
    with opened as file:
        return compute(line[:-1] if line.endswith(b"\n") else line for line in file)


if __name__ == "__main__":
    for path in sys.argv[1:]:
        print(json.dumps({"file": str(path), **compute_file(path)}))
