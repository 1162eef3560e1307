#!/usr/bin/env python3
"""Reading an access log beside GoAccess: the same file, in turns. Ours stores every line durably as an event of a visit; GoAccess
counts in memory and writes one report, so the two do not do the same work.

    bench/import.py [--lines N] [--rounds N]
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))

import measure  # noqa: E402
from measure import Series  # noqa: E402
from sojourn import binary, run_command  # noqa: E402

SEED = 20261121
AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]
REFERRERS = ["-", "-", "-", "https://www.google.com/", "https://homes.example/listings", "https://news.example/story?id=7"]


def write_log(file, lines):
    """A day of a busy site: 1,500 visitors around at a time, each for some dozens of lines, then others."""
    chance = random.Random(SEED)
    begin = datetime.datetime(2026, 10, 7)

    def visitor():
        address = f"{chance.randrange(11, 200)}.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
        return address, chance.choice(AGENTS)

    around = [visitor() for _ in range(1_500)]
    with open(file, "w") as out:
        second, prefix = -1, ""
        for number in range(lines):
            at = number * 86_400 // lines
            if at != second:
                second, prefix = at, (begin + datetime.timedelta(seconds=at)).strftime("[%d/%b/%Y:%H:%M:%S +0000]")
            place = chance.randrange(len(around))
            if chance.random() < 0.03:
                around[place] = visitor()
            address, agent = around[place]
            draw = chance.random()
            if draw < 0.45:
                path = f"/listings/{chance.randrange(5_000)}"
            elif draw < 0.6:
                path = f"/search?q=bedrooms-{chance.randrange(9)}&page={chance.randrange(20)}"
            else:
                path = f"/static/{chance.choice(('app.js', 'app.css', 'logo.png', 'font.woff2'))}?v={chance.randrange(9)}"
            status = 200 if chance.random() < 0.96 else chance.choice((301, 304, 404, 404, 500))
            out.write(f'{address} - - {prefix} "GET {path} HTTP/1.1" {status} {chance.randrange(200, 90_000)} '
                      f'"{chance.choice(REFERRERS)}" "{agent}"\n')


def run_sojourn(file):
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        data = os.path.join(folder, "data")
        site = json.loads(run_command("site", "add", "bench", "--origin", "https://homes.example", "--data", data, "--json").stdout)["site_id"]
        command = [binary(), "import", "--site", site, "--data", data, file, "--json"]
        done, wall, cpu = measure.child_seconds(lambda: subprocess.run(command, capture_output=True, text=True))
        if done.returncode != 0:
            return None, done.stderr.strip(), None, None
        return json.loads(done.stdout.splitlines()[-1]), wall, cpu, measure.folder_bytes(data)


def run_goaccess(file):
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        report = os.path.join(folder, "report.json")
        command = ["goaccess", file, "--log-format=COMBINED", "--no-global-config", "--no-progress", "-o", report]
        done, wall, cpu = measure.child_seconds(lambda: subprocess.run(command, capture_output=True, text=True))
        if done.returncode != 0:
            sys.exit(f"goaccess: {done.stderr}")
        return json.load(open(report))["general"], wall, cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    wanted = parser.parse_args()
    measure.need("goaccess")
    print(measure.machine())
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        file = os.path.join(folder, "access.log")
        write_log(file, wanted.lines)
        print(f"{wanted.lines:,} lines, {os.path.getsize(file) / 1e6:.0f} MB, seed {SEED}")
        ours, theirs = [Series() for _ in range(2)], [Series() for _ in range(2)]
        for _ in range(wanted.rounds):
            told, wall, cpu, size = run_sojourn(file)
            if told is None:
                print(f"sojourn import does not run: {wall}")
            else:
                assert (told["lines"], told["unreadable"], told["duplicates"]) == (wanted.lines, 0, 0), told
                ours[0].add(wanted.lines / wall)
                ours[1].add(wanted.lines / cpu)
            general, wall, cpu = run_goaccess(file)
            assert general["valid_requests"] == wanted.lines, general
            theirs[0].add(wanted.lines / wall)
            theirs[1].add(wanted.lines / cpu)
    print(f"{wanted.rounds} rounds in turns: median (least–most)\n")
    rows = [[name, *(series.text() for series in pair)] for name, pair in (("sojourn import", ours), ("goaccess, JSON report", theirs))
            if pair[0].values]
    measure.table(["", "lines/s", "lines/s per core (CPU time)"], rows)
    if ours[0].values:
        print(f"\nsojourn / goaccess: {ours[0].median / theirs[0].median:.2f} by the clock, {ours[1].median / theirs[1].median:.2f} per core")
        print(f"{told['sessions']:,} visits, {size / wanted.lines:.0f} bytes a line on disk")


if __name__ == "__main__":
    main()
