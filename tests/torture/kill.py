#!/usr/bin/env python3
"""kill -9 under load, with an oracle outside the process.

Sixteen clients write to one server: single events, batches, heartbeats, ends, new starts, and beacons with ids of their own.
Each notes what it is about to send before it sends it, and what was answered after. The server is killed at a random moment and
started again on the same folder; the clients go on, first repeating with the same ids whatever was never answered.

The idea of the proof: "sent" and "acknowledged" live in this process, which is not killed, so they bound what may be stored from
above and from below. After every life, and over the whole file at the end:

    acknowledged <= stored <= sent,   each event id once in its visit (and once in the chain of visits that follow each other),
    every visit's counts, last activity and duration are those of its stored events,
    PRAGMA integrity_check says ok.

    tests/torture/kill.py [CYCLES] [--seed N] [--least MS] [--most MS] [--keep]

Prints one summary line; on failure the line that repeats the run. What the kernel interleaves cannot be repeated, the plan of the
clients and the moments of the kills can.
"""

import argparse
import collections
import datetime
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from sojourn import Server, browser_id, browser_key  # noqa: E402

CLIENTS = 16
KINDS = ["page_view", "property_view", "property_save", "click", "search", "error", "own_kind"]
ERROR, NO_ACTION = "error", {"error", "heartbeat"}


class Violation(Exception):
    """The promise was broken."""


class Sent:
    """One visit as its client remembers it: the oracle."""

    def __init__(self, id, key):
        self.id, self.key = id, key
        self.sent = {}  # Event id -> type, noted before it goes out.
        self.acknowledged = set()
        self.ended = None  # The answer to the end, once there is one.
        self.end_sent = False
        self.start_acknowledged = False


class Connection:
    """HTTP over a bare socket, as little as a load needs."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, path, body, key=""):
        self.socket.sendall(b"POST %s HTTP/1.1\r\nHost: t\r\nX-Session-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
                            % (path.encode(), key.encode(), len(body), body))
        received = self.socket.recv(65536)
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, rest = received.split(b"\r\n\r\n", 1)
        size = int(head.split(b"Content-Length: ", 1)[1].split(b"\r\n", 1)[0])
        while len(rest) < size:
            rest += self._more()
        return int(head[9:12]), rest

    def _more(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("cut")
        return piece

    def close(self):
        self.socket.close()


class Client:
    """Writes to its own visits for one life of the server after the other. What was cut off stays in `unanswered` and is sent again,
    unchanged, first."""

    def __init__(self, number, seed, site):
        self.number, self.site = number, site
        self.chance = random.Random(seed * 1000 + number)
        self.visits = []
        self.current = None
        self.unanswered = None
        self.counter = 0
        self.events = self.requests = self.repeats = self.beats = 0
        self.failure = None

    def write(self, port, is_over):
        """On a thread of its own, until the server is gone."""
        try:
            self._write(Connection(port), is_over)
        except OSError:
            pass  # The server was killed: what was under way stays unanswered.
        except Exception as failure:  # Whatever it is, it must be told.
            self.failure = self.failure or failure

    def _write(self, connection, is_over):
        try:
            while not is_over.is_set():
                if self.unanswered is not None:
                    self.repeats += 1
                else:
                    self.unanswered = self._plan()
                path, body, key, take = self.unanswered
                status, answer = connection.post(path, body, key)
                if status in (429, 503):
                    continue
                take(status, answer)
                self.unanswered = None
                self.requests += 1
        finally:
            connection.close()

    def _plan(self):
        """The next request, noted as intent: path, body, key, and what to do with the answer."""
        visit, draw = self.current, self.chance.random()
        if visit is None or visit.end_sent or (draw < 0.004 and len(visit.sent) > 20):
            return self._plan_start()
        if draw < 0.60:
            return self._plan_events(visit, 1)
        if draw < 0.93:
            return self._plan_events(visit, self.chance.randrange(2, 40))
        if draw < 0.985:
            return f"/api/v1/sessions/{visit.id}/heartbeat", b"{}", visit.key, self._take_beat
        if len(visit.sent) < 10:
            return self._plan_events(visit, 5)
        visit.end_sent = True
        return f"/api/v1/sessions/{visit.id}/end", b'{"reason":"logout","page":"/bye"}', visit.key, lambda *a: self._take_end(visit, *a)

    def _plan_start(self):
        self.counter += 1
        visitor = f"t{self.number}-{self.counter}"
        if self.chance.random() < 0.5:
            body = json.dumps({"site": self.site.key, "visitor_id": visitor, "entry": {"page": "/in"}}).encode()
            return "/api/v1/sessions/start", body, "", self._take_start
        # The browser's own id: the start and its first events in one beacon.
        visit = Sent(browser_id(datetime.datetime.now(datetime.timezone.utc)), browser_key())
        self.visits.append(visit)
        events = self._make_events(visit, 3)
        body = json.dumps({"site": self.site.key, "sessions": [{
            "session_id": visit.id, "session_key": visit.key, "start": {"visitor_id": visitor}, "events": events}]}).encode()
        return "/api/v1/collect", body, "", lambda *answer: self._take_beacon(visit, events, *answer)

    def _make_events(self, visit, count):
        events = []
        for _ in range(count):
            self.counter += 1
            one = {"id": f"{self.number}-{self.counter}", "type": self.chance.choice(KINDS), "data": {"page": f"/p{self.counter % 97}"}}
            visit.sent[one["id"]] = one["type"]
            events.append(one)
        return events

    def _plan_events(self, visit, count):
        events = self._make_events(visit, count)
        if count > 1 and self.chance.random() < 0.3:  # A repeat of something older rides along.
            old = self.chance.choice(list(visit.sent))
            events.append({"id": old, "type": visit.sent[old], "data": {"page": "/again"}})
        path = f"/api/v1/sessions/{visit.id}/event" + ("" if count == 1 else "s")
        body = events[0] if count == 1 else {"events": events}
        return path, json.dumps(body).encode(), visit.key, lambda *answer: self._take_events(visit, events, *answer)

    def _take_events(self, visit, events, status, answer):
        found = json.loads(answer)
        if status != 200 or found["accepted"] + found["duplicates"] != len(events):
            raise Violation(f"events were answered {status} {answer[:300]!r}")
        if found["session_id"] != visit.id:
            raise Violation(f"events of {visit.id} went to {found['session_id']}")
        visit.acknowledged.update(one["id"] for one in events)
        self.events += found["accepted"]

    def _take_start(self, status, answer):
        found = json.loads(answer)
        if status not in (200, 201):  # 200: the first attempt had been stored before the kill.
            raise Violation(f"a start was answered {status} {answer[:300]!r}")
        self.current = Sent(found["session_id"], found["session_key"])
        self.current.start_acknowledged = True
        self.visits.append(self.current)

    def _take_beacon(self, visit, events, status, answer):
        found = json.loads(answer)
        mine = found["sessions"][0] if status == 200 else {}
        if status != 200 or mine["session_id"] != visit.id or mine["accepted"] + mine["duplicates"] != len(events):
            raise Violation(f"a beacon was answered {status} {answer[:300]!r}")
        visit.start_acknowledged = True
        visit.acknowledged.update(one["id"] for one in events)
        self.current = visit
        self.events += mine["accepted"]

    def _take_beat(self, status, answer):
        if status != 200:
            raise Violation(f"a heartbeat was answered {status} {answer[:300]!r}")
        self.beats += 1

    def _take_end(self, visit, status, answer):
        if status != 200:
            raise Violation(f"an end was answered {status} {answer[:300]!r}")
        visit.ended = json.loads(answer)


class Torture:
    def __init__(self, cycles, seed, least_ms, most_ms, say=lambda line: None):
        self.cycles, self.seed, self.span, self.say = cycles, seed, (least_ms, most_ms), say
        self.chance = random.Random(seed)
        self.server = Server(test_clock=False)
        self.site = self.server.add_site()
        self.token = self.server.add_token("admin", self.site)
        self.clients = [Client(number, seed, self.site) for number in range(CLIENTS)]
        self.checked = 0
        self.load_seconds = 0.0
        self.ready = []

    def run(self):
        try:
            for cycle in range(self.cycles):
                self.life(cycle)
            self.check_file()
        finally:
            self.server.kill()

    def life(self, cycle):
        moment = self.chance.uniform(*self.span) / 1000
        is_over = threading.Event()
        writers = [threading.Thread(target=client.write, args=[self.server.port, is_over], daemon=True) for client in self.clients]
        for writer in writers:
            writer.start()
        begin = time.monotonic()
        while time.monotonic() < begin + moment:
            time.sleep(min(0.05, max(0, begin + moment - time.monotonic())))
            if not self.server.is_running:
                raise Violation(f"the server stopped by itself: {self.server.log_text()[-2000:]}")
        self.server.kill()
        self.load_seconds += time.monotonic() - begin
        is_over.set()
        for writer in writers:
            writer.join()
        for client in self.clients:
            if client.failure:
                raise client.failure
        self.server.start()
        self.ready.append(self.server.ready_seconds)
        self.check_some()
        self.say(f"cycle {cycle + 1}: {sum(client.events for client in self.clients)} events so far")

    # The oracle.

    def judge(self, visit, stored, session):
        """`stored`: (id, type) of each event; `session`: the figures that the server tells."""
        ids = [id for id, _ in stored]
        mine = [id for id, type in stored if not (type == "heartbeat" and id.startswith("beat-"))]
        if len(ids) != len(set(ids)):
            raise Violation(f"visit {visit.id} holds an event twice")
        if lost := visit.acknowledged - set(mine):
            raise Violation(f"visit {visit.id} lost {len(lost)} acknowledged events, such as {min(lost)}")
        if invented := set(mine) - set(visit.sent):
            raise Violation(f"visit {visit.id} holds {len(invented)} events that were never sent, such as {min(invented)}")
        kinds = collections.Counter(type for _, type in stored)
        wanted = {"action_count": sum(count for type, count in kinds.items() if type not in NO_ACTION), "error_count": kinds[ERROR],
                  "page_views": kinds["page_view"], "property_views": kinds["property_view"], "property_saves": kinds["property_save"]}
        found = {name: session[name] for name in wanted}
        if found != wanted:
            raise Violation(f"visit {visit.id} tells {found}, its events say {wanted}")

    def check_some(self):
        """Through the API, cheaply: what each client was writing when the server died, and one older visit."""
        for client in self.clients:
            known = [visit for visit in client.visits if visit.start_acknowledged]
            for visit in {*known[-1:], *([client.chance.choice(known)] if known else [])}:
                session = self.server.get(f"/api/v1/sessions/{visit.id}", token=self.token)
                if session.status != 200:
                    raise Violation(f"an acknowledged visit is answered {session}")
                events = self.server.get(f"/api/v1/sessions/{visit.id}/events", token=self.token).json["events"]
                self.judge(visit, [(one["id"], one["type"]) for one in events], session.json)
                newest = max([one["timestamp"] for one in events], default=session.json["start_time"])
                if session.json["last_activity"] != max(newest, session.json["start_time"]):
                    raise Violation(f"visit {visit.id} was last active at {session.json['last_activity']}, its events say {newest}")
                if visit.ended:
                    told = session.json
                    if (told["end_time"], told["duration_seconds"]) != (visit.ended["end_time"], visit.ended["duration_seconds"]):
                        raise Violation(f"visit {visit.id} forgot its end: {told} instead of {visit.ended}")
                self.checked += 1

    def check_file(self, damage=None):
        """The whole file with another program's eyes, after a stop. `damage` is SQL for the copy: a test of the oracle itself."""
        if self.server.stop() != 0:
            raise Violation("the server did not stop cleanly")
        copy = os.path.join(os.path.dirname(self.server.data), "copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.server.data, copy, ignore=lambda folder, names: [name for name in names if name.endswith(".sock")])
        database = sqlite3.connect(os.path.join(copy, "sojourn.db"))
        try:
            if damage:
                database.execute(damage)
            self._check_database(database)
        finally:
            database.close()

    def _check_database(self, database):
        verdict = database.execute("PRAGMA integrity_check").fetchall()
        if verdict != [("ok",)]:
            raise Violation(f"integrity_check says {verdict}")
        stored = collections.defaultdict(list)
        for session, id, type, moment in database.execute("SELECT session_id, id, event_type, timestamp FROM session_events"):
            stored[session].append((id, type, moment))
        columns = ("id", "start_time", "last_activity", "end_time", "duration_seconds", "action_count", "error_count", "page_views",
                   "property_views", "property_saves", "exit_reason")
        sessions = {row[0]: dict(zip(columns, row)) for row in database.execute(f"SELECT {', '.join(columns)} FROM user_sessions")}
        known = {visit.id: visit for client in self.clients for visit in client.visits}
        unknown_starts = 0
        for id, session in sessions.items():
            visit = known.get(id)
            if visit is None:  # A start whose answer was lost, and which the repeat resumed or the end of the run left alone.
                unknown_starts += 1
                if any(not event_id.startswith("beat-") for event_id, *_ in stored[id]):
                    raise Violation(f"visit {id} holds events but nobody started it")
                continue
            self.judge(visit, [(event_id, type) for event_id, type, _ in stored[id]], session)
            newest = max([session["start_time"], *(moment for *_, moment in stored[id])])
            if session["last_activity"] != newest:
                raise Violation(f"visit {id} was last active at {session['last_activity']}, its events say {newest}")
            if visit.ended and (session["exit_reason"] != "logout" or session["duration_seconds"] != visit.ended["duration_seconds"]):
                raise Violation(f"visit {id} forgot its end: {session} instead of {visit.ended}")
        if unknown_starts > self.cycles * CLIENTS:
            raise Violation(f"{unknown_starts} visits that nobody knows")
        for visit in known.values():
            if visit.start_acknowledged and visit.id not in sessions:
                raise Violation(f"the acknowledged visit {visit.id} is not there")
        if strangers := set(stored) - set(sessions):
            raise Violation(f"events of {len(strangers)} visits that do not exist")
        self.stored = sum(map(len, stored.values()))
        self.visits = len(sessions)

    def figures(self):
        """What this folder saw, to be added up."""
        clients = self.clients
        return {"kills": self.cycles, "acknowledged": sum(len(visit.acknowledged) for client in clients for visit in client.visits),
                "stored": self.stored, "visits": self.visits, "repeats": sum(client.repeats for client in clients),
                "events": sum(client.events for client in clients), "seconds": self.load_seconds, "checked": self.checked,
                "ready": self.ready}


CYCLES_A_FOLDER = 50  # The oracle remembers every event of a folder.


def torture(cycles, seed, least_ms, most_ms, keep=False, say=lambda line: None):
    """The summary line; Violation, with the line that repeats the run, where the promise was broken."""
    total = collections.Counter()
    ready = []
    for folder, begin in enumerate(range(0, cycles, CYCLES_A_FOLDER)):
        run = Torture(min(CYCLES_A_FOLDER, cycles - begin), seed + folder, least_ms, most_ms, say)
        is_kept = False
        try:
            run.run()
        except Exception as failure:
            is_kept = keep
            where = f"; the data is in {run.server.data}" if keep else ""
            raise Violation(f"{failure}\nrepeat: tests/torture/kill.py {run.cycles} --seed {run.seed} --least {least_ms} --most {most_ms}"
                            f"{where}") from failure
        finally:
            if not is_kept:
                run.server.close()
        figures = run.figures()
        ready += figures.pop("ready")
        total.update(figures)
    ready.sort()
    return (f"kill: n={total['kills']} kills, 0 lost, 0 double, 0 wrong figures; {total['acknowledged']} events acknowledged, "
            f"{total['stored']} stored in {total['visits']} visits, {total['repeats']} requests repeated, "
            f"{total['events'] / total['seconds']:,.0f} events/s under load, {total['checked']} visits read back between kills, "
            f"ready again in {ready[len(ready) // 2]:.2f} s (median), {ready[-1]:.2f} s (most), seed {seed}")


def main():
    parser = argparse.ArgumentParser(description="kill -9 under load, with an oracle outside the process")
    parser.add_argument("cycles", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    parser.add_argument("--least", type=int, default=50, help="milliseconds of life, at least")
    parser.add_argument("--most", type=int, default=3000, help="milliseconds of life, at most")
    parser.add_argument("--keep", action="store_true", help="keep the data folder where it fails")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    try:
        print(torture(wanted.cycles, wanted.seed, wanted.least, wanted.most, wanted.keep, lambda line: print(line, file=sys.stderr, flush=True)))
    except Violation as violation:
        sys.exit(f"VIOLATION: {violation}")


if __name__ == "__main__":
    main()
