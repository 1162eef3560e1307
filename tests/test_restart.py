"""A stop and a kill -9 in the middle: everything that was acknowledged is there afterwards, exactly once, with equal figures."""

import http.client
import os
import sqlite3
import threading
import unittest

from sojourn import ServerCase, SocketClosed, WebSocket, event, seconds, unique, until, user_token


class Restart(ServerCase):
    maxDiff = None

    def seen(self, *visits):
        """Everything that staff can read of the visits."""
        return [(self.session(visit), self.events(visit), self.staff(f"/api/admin/sessions/{getattr(visit, 'id', visit)}/journey"))
                for visit in visits]

    def each_way(self):
        for how in ("kill", "stop", "kill"):
            self.server.restart(how)
            yield how

    def test_visits_and_events_are_as_before(self):
        visit = self.start(entry={"page": "/in", "campaign": "spring"})
        visit.send(event("page_view", "a", page="/a", title="A"), event("property_view", "b", property_id="1"), event("error", "c"))
        visit.identify(email=unique("x") + "@example.com", name="X")
        ended = self.start()
        ended.send(event("click", "a"))
        ended.end("logout", page="/bye")
        before = self.seen(visit, ended)
        for how in self.each_way():
            self.assertEqual(self.seen(visit, ended), before, how)

    def test_ids_seen_before_stay_seen(self):
        visit = self.start()
        events = [event("click", f"e{i}") for i in range(50)]
        self.assert_recorded(visit.send(*events), 50)
        before = self.session(visit)
        for how in self.each_way():
            self.assert_recorded(visit.send(*events), 0, duplicates=50)
            self.assertEqual(self.session(visit), before, how)

    def test_keys_and_resuming_go_on(self):
        first = self.start("staying")
        second = self.start("staying", expect=200)
        for how in self.each_way():
            third = self.start("staying", expect=200)
            for visit in (first, second, third):
                self.assertEqual((visit.id, visit.beat().status), (first.id, 200), how)
            self.assert_problem(first.beat(key="sjs_wrong"), 403)

    def test_what_follows_an_ended_visit_is_still_known(self):
        visit = self.start()
        visit.end()
        self.server.advance(5)
        next_id = self.assert_recorded(visit.send(event("click", "after")), 1)["session_id"]
        for how in self.each_way():
            again = self.assert_recorded(visit.send(event("click", "after")), 0, duplicates=1)
            self.assertEqual(again["session_id"], next_id, how)

    def test_users_and_their_patterns_go_on(self):
        user = unique("user")
        token = user_token(self.site.secret, user, self.server.now() + seconds(600))
        for _ in range(3):
            visit = self.start(user_token=token)
            visit.send(*[event("error") for _ in range(6)])
            visit.end()
        paths = [f"/api/v1/sessions/user/{user}/history", f"/api/v1/sessions/patterns/{user}"]
        before = [self.staff(path) for path in paths]
        for how in self.each_way():
            self.assertEqual([self.staff(path) for path in paths], before, how)

    def test_a_visit_that_was_open_times_out_afterwards(self):
        visit = self.start()
        for how in self.each_way():
            self.assertEqual(self.session(visit)["status"], "active", how)
        self.server.advance(1801)
        session = self.session(visit)
        self.assertEqual((session["status"], session["exit"]["reason"]), ("ended", "timeout"))
        days = self.staff(f"/api/v1/stats/daily?site={self.site.id}")["days"]
        self.assertGreaterEqual(sum(day["total_sessions"] for day in days), 1)

    def test_the_panel_and_the_catalogue_come_back(self):
        site = self.server.add_site()
        token = self.server.add_token("agent", site)
        self.server.ask("PUT", "/api/v1/properties/5", {"address": "5 Elm", "price": 5}, token=token)
        visit = self.start(site=site)
        visit.send(event("property_view", property_id="5"), event("inquiry"))
        panel = lambda: self.staff("/api/admin/sessions/active", token=token)
        before = panel()
        self.assertEqual(before["sessions"][0]["current_property"]["address"], "5 Elm")
        for how in self.each_way():
            after = panel()
            after["sessions"][0]["session_duration"] = before["sessions"][0]["session_duration"]
            self.assertEqual(after, before, how)

    def test_a_socket_of_the_last_life_is_given_a_snapshot(self):
        def snapshot(**members):
            with WebSocket(self.server, f"/api/admin/live?site={self.site.id}") as watching:
                watching.send({"type": "hello", "token": self.token})
                watching.send({"type": "subscribe", **members})
                return watching.receive()
        before = snapshot()
        self.server.restart("kill")
        after = snapshot(after=before["seq"], epoch=before["epoch"])
        self.assertEqual(after["type"], "snapshot")
        self.assertNotEqual(after["epoch"], before["epoch"])

    def test_a_stop_closes_sockets_with_1012(self):
        with WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token=self.token) as watching:
            watching.receive()
            self.server.stop()
            with self.assertRaises(SocketClosed) as closed:
                while True:
                    watching.receive()
            self.assertEqual(closed.exception.code, 1012)
        self.server.start()

    def write_through(self, how):
        """Writers on four visits while the server goes down and comes again. Acknowledged is a subset of stored, stored of sent, each
        id once, and the figures are those of the stored events."""
        visits = [self.start() for _ in range(4)]
        sent, acknowledged = [set() for _ in visits], [set() for _ in visits]
        wrong = []

        def write(number):
            for batch in range(100_000):
                ids = [f"{batch}-{i}" for i in range(7)]
                sent[number].update(ids)
                try:
                    answer = visits[number].send(*[event("click", id) for id in ids])
                except (OSError, http.client.HTTPException):
                    return
                if answer.status == 200:
                    acknowledged[number].update(ids)
                elif answer.status != 503:
                    wrong.append(answer)

        writers = [threading.Thread(target=write, args=[number]) for number in range(len(visits))]
        for writer in writers:
            writer.start()
        until(lambda: min(map(len, acknowledged)) >= 70, "writers to be under way")
        self.assertIn(getattr(self.server, how)(), (0, None))
        for writer in writers:
            writer.join(30)
        self.server.start()
        self.assertEqual(wrong, [])
        for number, visit in enumerate(visits):
            stored = [one["id"] for one in self.events(visit)]
            self.assertEqual(len(stored), len(set(stored)))
            self.assertLessEqual(acknowledged[number], set(stored))
            self.assertLessEqual(set(stored), sent[number])
            self.assertEqual(self.session(visit)["action_count"], len(stored))

    def test_killed_in_the_middle_of_writing(self):
        self.write_through("kill")

    def test_stopped_in_the_middle_of_writing(self):
        self.write_through("stop")

    def test_the_file_is_whole_and_plain_sql_reads_it(self):
        visit = self.start()
        visit.send(event("page_view", "q1", page="/sql"), event("error", "q2"))
        visit.end()
        self.server.kill()
        name = next(name for name in os.listdir(self.server.data) if name.endswith(".db"))
        database = sqlite3.connect(os.path.join(self.server.data, name))
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        rows = database.execute("SELECT action_count, error_count, exit_reason FROM user_sessions WHERE id = ?", [visit.id]).fetchall()
        database.close()
        self.server.start()
        self.assertEqual(rows, [(1, 1, "logout")])
        self.server.stop()
        database = sqlite3.connect(os.path.join(self.server.data, name))
        rows = database.execute("SELECT id, event_type, json_extract(event_data, '$.page') FROM session_events WHERE session_id = ?"
                                " ORDER BY timestamp, id", [visit.id]).fetchall()
        database.close()
        self.server.start()
        self.assertEqual(rows, [("q1", "page_view", "/sql"), ("q2", "error", None)])


if __name__ == "__main__":
    unittest.main()
