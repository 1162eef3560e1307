#!/usr/bin/env python3
"""Questions over a long history: one journey of 500 events among many visits, a rehearsal of other rules of scoring on all of them, and
publishing those rules, which scores every visit anew.

    bench/history.py [--visits N] [--events N] [--rounds N]
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))

import daily  # noqa: E402
import measure  # noqa: E402
from measure import Series  # noqa: E402
from sojourn import Server, Visit, binary, event  # noqa: E402

DAYS = 25
QUESTIONS = 200
RULES = {"events": {"page_view": {"points": 9, "cap": 90}}, "minute_engaged": {"points": 1, "cap": 10}, "returning": 8, "identified": 10,
         "half_life_days": 7}


def ask_journey(server, token, visit):
    """The times of many answers, in ms: middle and 99th of a hundred."""
    times = []
    for _ in range(QUESTIONS):
        begin = time.perf_counter()
        answer = server.get(f"/api/admin/sessions/{visit.id}/journey", token=token)
        times.append((time.perf_counter() - begin) * 1e3)
        assert answer.status == 200, answer
    assert len(answer.json["timeline"]) == 500, len(answer.json["timeline"])
    times.sort()
    return times[len(times) // 2], times[len(times) * 99 // 100]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=10, help="of each visit")
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    wanted = parser.parse_args()
    print(measure.machine())
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder, Server(test_clock=False) as server:
        site = server.add_site()
        token = server.add_token("admin", site)
        log = os.path.join(folder, "access.log")
        daily.write_log(log, wanted.visits, wanted.events, DAYS)
        done = subprocess.run([binary(), "import", "--site", site.id, "--data", server.data, log, "--json"], capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        print(f"{told['sessions']:,} visits with {told['events']:,} events over {DAYS} days, seed {daily.SEED}")

        started = server.post("/api/v1/sessions/start", {"site": site.key, "visitor_id": "long"}).json
        visit = Visit(server, started["session_id"], started["session_key"])
        now = datetime.datetime.now(datetime.timezone.utc)
        visit.send(*(event("page_view", page=f"/listings/{i % 40}", title=f"Listing {i % 40}") for i in range(500)), sent_at=now)
        middle, high, rehearsal, publishing = Series(), Series(), Series(), Series()
        path = f"/api/v1/sites/{site.id}/score-rules"
        for round_ in range(wanted.rounds):
            p50, p99 = ask_journey(server, token, visit)
            middle.add(p50)
            high.add(p99)
            rules = {**RULES, "returning": round_ + 1}
            begin = time.monotonic()
            played = server.post(f"{path}/rehearse", {"rules": rules, "days": 30}, token=token).json
            rehearsal.add(time.monotonic() - begin)
            assert played["visits"] == told["sessions"] + 1, played
            assert server.ask("PUT", f"{path}/draft", rules, token=token).status == 200
            begin = time.monotonic()
            published = server.post(f"{path}/publish", {}, token=token)
            publishing.add(time.monotonic() - begin)
            assert published.status == 200, published
        events = played["events"]
    print(f"{wanted.rounds} rounds, {QUESTIONS} journeys each: median (least–most)\n")
    measure.table(["", ""], [["journey of 500 events", f"p50 {middle.text('{:.2f}')} ms, p99 {high.text('{:.2f}')} ms"],
                             [f"rehearsal on {events:,} events", f"{rehearsal.text('{:.2f}')} s"],
                             ["publishing, every visit scored anew", f"{publishing.text('{:.2f}')} s"]])


if __name__ == "__main__":
    main()
