#!/usr/bin/env python3
"""How fast events come in, durably, beside nginx that only says 204 and SQLite that only inserts: side by side, in turns.

    bench/ingest.py [--rounds N] [--seconds N] [--sustained N]
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))

import measure  # noqa: E402
from measure import Nginx, Series, Server  # noqa: E402

SINGLE_SESSIONS, BATCH_SESSIONS, BATCH_EVENTS, ROWS_A_COMMIT = 6_000, 21_000, 50, 3_200


class Line:
    """One row of the table: rate, latencies and cost, over the rounds."""

    def __init__(self, name, unit):
        self.name, self.unit = name, unit
        self.rate, self.p50, self.p99, self.cpu = Series(), Series(), Series(), Series()

    def add(self, rate, p50, p99, cpu):
        for series, value in zip((self.rate, self.p50, self.p99, self.cpu), (rate, p50, p99, cpu)):
            series.add(value)

    def cells(self):
        return [self.name, f"{self.rate.text()} {self.unit}/s", self.p50.text("{:.2f}"), self.p99.text("{:.2f}"), self.cpu.text("{:.2f}")]


def run_nginx(line, workers, sessions, seconds):
    with Nginx(workers) as nginx:
        before = nginx.cpu()
        found = measure.wrk(nginx.url, "single.lua", sessions, seconds)
        line.add(found["rate"], found["p50"], found["p99"], (nginx.cpu() - before) / found["requests"] * 1e6)


def run_server(line, server, script, sessions, seconds, events):
    pid, before = server.process.pid, measure.cpu_seconds(server.process.pid)
    found = measure.wrk(server.url, script, sessions, seconds)
    assert found["failed"] == 0 and found["errors"] == 0, found
    line.add(found["rate"] * events, found["p50"], found["p99"], (measure.cpu_seconds(pid) - before) / found["requests"] / events * 1e6)
    return found["requests"] * events


def run_sqlite(line, program, seconds):
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        file = os.path.join(folder, "loop.db")
        text = subprocess.run([program, file, str(seconds), str(ROWS_A_COMMIT)], capture_output=True, text=True, check=True).stdout
        rows, wall, cpu, p50, p99 = map(float, text.split())
        line.add(rows / wall, p50, p99, cpu / rows * 1e6)
        return os.path.getsize(file) / rows


def sustained(seconds):
    """Batches for long enough that every debt (the log, the write-back) is paid within the run; events a second from /metrics."""
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder, Server(test_clock=False) as server:
        site = server.add_site()
        sessions = os.path.join(folder, "sessions")
        measure.make_sessions(server, site, BATCH_SESSIONS, sessions)
        found = {}
        load = threading.Thread(target=lambda: found.update(measure.wrk(server.url, "batch.lua", sessions, seconds)))
        cpu, size = measure.cpu_seconds(server.process.pid), measure.folder_bytes(server.data)
        load.start()
        rates, last, at = [], measure.metric(server, "sojourn_journal_events_total"), time.monotonic()
        first = last
        while load.is_alive():
            load.join(1)
            events, moment = measure.metric(server, "sojourn_journal_events_total"), time.monotonic()
            if load.is_alive():
                rates.append((events - last) / (moment - at))
            last, at = events, moment
        events = last - first
        print(f"\nSustained {seconds} s of batches of {BATCH_EVENTS}: {found['rate'] * BATCH_EVENTS:,.0f} events/s, "
              f"p50 {found['p50']:.1f} ms, p99 {found['p99']:.1f} ms, {found['failed'] + found['errors']} failed,"
              f" {(measure.cpu_seconds(server.process.pid) - cpu) / events * 1e6:.2f} us of CPU an event,"
              f" {measure.resident_bytes(server.process.pid) / 1e6:,.0f} MB resident")
        print("each second, thousands: " + " ".join(f"{rate / 1000:.0f}" for rate in rates))
        server.stop()
        print(f"on disk {(measure.folder_bytes(server.data) - size) / events:.0f} bytes an event, with the log, after a stop")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--sustained", type=int, default=40, help="seconds of the long run, 0 for none")
    wanted = parser.parse_args()
    measure.need("nginx", "wrk", "clang-19")
    print(measure.machine())

    one, two = Line("nginx, return 204, 1 worker", "answers"), Line("nginx, return 204, 2 workers", "answers")
    single, batch = Line("sojourn, single events", "events"), Line(f"sojourn, batches of {BATCH_EVENTS}", "events")
    bare = Line(f"bare SQLite inserts, {ROWS_A_COMMIT} a commit", "rows")
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        loop, few, many = (os.path.join(folder, name) for name in ("sqlite_loop", "few", "many"))
        subprocess.run(["clang-19", "-O2", "-Wall", "-Wextra", "-o", loop, str(measure.HERE / "sqlite_loop.c"), "-lsqlite3"], check=True)
        for _ in range(wanted.rounds):
            with Server(test_clock=False) as server:
                site = server.add_site()
                measure.make_sessions(server, site, SINGLE_SESSIONS, few)
                run_nginx(one, 1, few, wanted.seconds)
                run_server(single, server, "single.lua", few, wanted.seconds, 1)
                run_nginx(two, 2, few, wanted.seconds)
            with Server(test_clock=False) as server:
                site = server.add_site()
                measure.make_sessions(server, site, BATCH_SESSIONS, many)
                run_server(batch, server, "batch.lua", many, wanted.seconds, BATCH_EVENTS)
            row_bytes = run_sqlite(bare, loop, wanted.seconds)
    print(f"{wanted.rounds} rounds of {wanted.seconds} s each, wrk -t1 -c64 on the same cores: median (least–most)\n")
    measure.table(["", "rate", "p50 ms", "p99 ms", "CPU us each"], [line.cells() for line in (one, two, single, bare, batch)])
    print(f"\nsingle events / nginx with 1 worker   {single.rate.median / one.rate.median:.2f}")
    print(f"single events / nginx with 2 workers  {single.rate.median / two.rate.median:.2f}")
    print(f"batches / bare inserts                {batch.rate.median / bare.rate.median:.2f}")
    print(f"bare inserts take {row_bytes:.0f} bytes a row on disk")
    if wanted.sustained:
        sustained(wanted.sustained)


if __name__ == "__main__":
    main()
