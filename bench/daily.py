#!/usr/bin/env python3
"""Rebuilding the daily statistics from the visits, beside counting them with plain SQL: events for which the visits stand, per second.

    bench/daily.py [--visits N] [--events N] [--days N] [--rounds N]
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))

import measure  # noqa: E402
from measure import Series  # noqa: E402
from sojourn import binary, run_command  # noqa: E402

SEED = 20261121
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"


def write_log(file, visits, events, days):
    """Visits of `events` lines each, spread over the days before today, in the order of their times."""
    chance = random.Random(SEED)
    begin = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(days=days)
    lines = []
    for number in range(visits):
        start, address = chance.randrange(days * 86_400 - 4_000), f"{chance.randrange(11, 200)}.{chance.randrange(256)}.{chance.randrange(256)}.7"
        for step in range(events):
            lines.append((start + step * chance.randrange(1, 60), address, chance.randrange(2_000)))
    lines.sort()
    with open(file, "w") as out:
        for second, address, page in lines:
            at = (begin + datetime.timedelta(seconds=second)).strftime("%d/%b/%Y:%H:%M:%S +0000")
            out.write(f'{address} - - [{at}] "GET /listings/{page} HTTP/1.1" 200 5 "-" "{FIREFOX}"\n')


def days_of(file):
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return database.execute("SELECT date, total_sessions, unique_users, avg_duration_seconds, bounce_rate, error_rate, most_common_entry, most_common_exit"
                                " FROM daily_session_stats ORDER BY date").fetchall()


def counted_by_sql(file):
    """Totals and people of each day straight from the visits."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return database.execute("SELECT date(start_time/1000, 'unixepoch') d, count(*), count(DISTINCT coalesce(user_id, visitor)), avg(duration_seconds),"
                                " avg(duration_seconds < 30 AND action_count <= 1), avg(error_count > 0) FROM visits WHERE end_time IS NOT NULL GROUP BY d ORDER BY d").fetchall()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=10, help="of each visit")
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    wanted = parser.parse_args()
    print(measure.machine())
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        log, data = os.path.join(folder, "access.log"), os.path.join(folder, "data")
        write_log(log, wanted.visits, wanted.events, wanted.days)
        site = json.loads(run_command("site", "add", "bench", "--origin", "https://homes.example", "--data", data, "--json").stdout)["site_id"]
        done = subprocess.run([binary(), "import", "--site", site, "--data", data, log, "--json"], capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        print(f"{told['sessions']:,} visits with {told['events']:,} events over {wanted.days} days, seed {SEED}")
        database = os.path.join(data, "sojourn.db")
        kept_up = days_of(database)
        rebuilt, by_sql = Series(), Series()
        for _ in range(wanted.rounds):
            answer = json.loads(run_command("rollup", "--site", site, "--data", data, "--json").stdout)
            assert answer["visits"] == told["sessions"], answer
            assert days_of(database) == kept_up, "rebuilding came to something else"
            rebuilt.add(told["events"] / answer["seconds"])
            begin = time.monotonic()
            counted = counted_by_sql(database)
            by_sql.add(told["events"] / (time.monotonic() - begin))
            assert [row[:3] for row in counted] == [row[:3] for row in kept_up], "plain SQL came to something else"
    print(f"{wanted.rounds} rounds in turns: median (least–most)\n")
    measure.table(["", "events/s"], [["sojourn rollup, all days", rebuilt.text()], ["plain SQL, without pages, nothing written", by_sql.text()]])


if __name__ == "__main__":
    main()
