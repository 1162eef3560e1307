#!/usr/bin/env python3
"""A million live visits in one server: memory, the panel's questions, and how soon it is ready again.

    bench/live.py [--visits N] [--rounds N]

The visits come as real starts over HTTP, many in one write. Start-up is measured after a stop and after kill -9, in turns.
"""

import argparse
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))

import measure  # noqa: E402
from measure import Pipe, Series, Server  # noqa: E402

CONNECTIONS, AT_ONCE, QUESTIONS = 8, 64, 2_000


def fill(server, site, visits):
    """Starts them all; answers the seconds it took."""
    failures = []

    def start(part):
        try:
            pipe = Pipe(server.port)
            numbers = range(part, visits, CONNECTIONS)
            for begin in range(0, len(numbers), AT_ONCE):
                for status, body in pipe.ask([measure.start_request(site, number) for number in numbers[begin:begin + AT_ONCE]]):
                    if status != 201:
                        raise RuntimeError(f"{status} {body!r}")
            pipe.close()
        except Exception as failure:
            failures.append(failure)

    begin = time.monotonic()
    writers = [threading.Thread(target=start, args=[part]) for part in range(CONNECTIONS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if failures:
        raise failures[0]
    return time.monotonic() - begin


def ask_panel(server, token, path):
    """p50 and p99 in ms of one client that asks one thing after another."""
    pipe = Pipe(server.port)
    request = [f"GET {path} HTTP/1.1\r\nHost: b\r\nAuthorization: Bearer {token}\r\n\r\n".encode()]
    times = []
    for _ in range(QUESTIONS):
        begin = time.perf_counter()
        (status, body), = pipe.ask(request)
        times.append((time.perf_counter() - begin) * 1000)
        assert status == 200, body
    pipe.close()
    times.sort()
    return times[len(times) // 2], times[len(times) * 99 // 100], json.loads(body)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    wanted = parser.parse_args()
    print(measure.machine())
    with Server(test_clock=False) as server:
        site = server.add_site()
        token = server.add_token("analyst", site)
        empty = measure.resident_bytes(server.process.pid)
        cpu = measure.cpu_seconds(server.process.pid)
        seconds = fill(server, site, wanted.visits)
        print(f"{wanted.visits:,} visits started in {seconds:.0f} s ({wanted.visits / seconds:,.0f}/s, "
              f"{(measure.cpu_seconds(server.process.pid) - cpu) / wanted.visits * 1e6:.1f} us of the server's CPU each)")
        filled = measure.resident_bytes(server.process.pid)

        rows = []
        for name, path in (("the newest five", "/api/admin/sessions/active?limit=5"),
                           ("the five of highest score", "/api/admin/sessions/active?limit=5&sort=score"),
                           ("the five latest active", "/api/admin/sessions/active?limit=5&sort=activity")):
            middle, high = Series(), Series()
            for _ in range(wanted.rounds):
                p50, p99, panel = ask_panel(server, token, path)
                middle.add(p50)
                high.add(p99)
            rows.append([f"panel: {name}", f"p50 {middle.text('{:.3f}')} ms, p99 {high.text('{:.3f}')} ms"])
        counted = panel["total_count"]

        rates = {"stop": Series(), "kill": Series()}
        fresh = {}
        for _ in range(wanted.rounds):
            for how, series in rates.items():
                server.restart(how)
                series.add(server.ready_seconds)
                fresh[how] = measure.resident_bytes(server.process.pid)
                total = server.get("/api/v1/sessions/active?limit=1", token=token).json["total_count"]
                assert total == wanted.visits, total
        rows += [["resident, empty", f"{empty / 1e6:.0f} MB"], [f"resident, {wanted.visits:,} live visits just started", f"{filled / 1e6:.0f} MB"],
                 ["resident, the same after a restart", f"{fresh['stop'] / 1e6:.0f} MB"],
                 ["ready after a stop", f"{rates['stop'].text('{:.2f}')} s"], ["ready after kill -9", f"{rates['kill'].text('{:.2f}')} s"],
                 ["counted by the panel (active within 15 minutes)", f"{counted:,}"]]
        server.stop()
        rows.append(["on disk, a visit", f"{measure.folder_bytes(server.data) / wanted.visits:.0f} bytes"])
    print(f"{wanted.rounds} rounds, {QUESTIONS} questions each: median (least–most)\n")
    measure.table(["", ""], rows)


if __name__ == "__main__":
    main()
