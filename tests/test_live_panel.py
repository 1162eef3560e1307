"""The live panel: who is browsing now over HTTP and over the socket, journeys, and the catalogue that they show."""

import asyncio
import importlib.util
import json
import socket
import sys
import time
import unittest

from sojourn import ServerCase, SocketClosed, WebSocket, event, parse_time, seconds, unique

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"

PANEL_FIELDS = {
    "session_id", "lead_id", "lead_email", "lead_name", "is_anonymous", "location", "behavioral_score", "score_category",
    "current_page", "current_property", "page_views", "property_views", "property_saves", "session_duration", "last_activity",
    "start_time", "device_type", "browser", "referrer_source"}


class PanelCase(ServerCase):
    """A site of its own for each test, so that its panel holds the test's visits only."""

    def setUp(self):
        self.site = self.server.add_site()
        self.token = self.server.add_token("analyst", self.site)
        self.writer = self.server.add_token("agent", self.site)

    def panel(self, query="", expect=200, **how):
        return self.staff(f"/api/admin/sessions/active?site={self.site.id}{query}", expect, **how)

    def ids(self, query=""):
        return [one["session_id"] for one in self.panel(query)["sessions"]]

    def put_property(self, id, expect=200, **facts):
        answer = self.server.ask("PUT", f"/api/v1/properties/{id}", facts, token=self.writer)
        self.assertEqual(answer.status, expect, answer)
        return answer


class Panel(PanelCase):
    def test_answers_the_contract(self):
        self.put_property("42", address="42 Maple Street", city="Houston", state="TX", price=425000)
        visit = self.start(device={"type": "mobile", "browser": "Firefox"}, entry={"source": "external", "referrer": "https://g.example/"})
        visit.send(event("page_view", page="/listings/42", title="Maple"), event("property_view", property_id="42"),
                   event("property_save", property_id="42"))
        lead = visit.identify(email="ada@example.com", name="Ada").json["lead_id"]
        found = self.panel()
        self.assertEqual({name: found[name] for name in found if name != "sessions"},
                         {"total_count": 1, "hot_count": 0, "warm_count": 0, "cold_count": 1})
        shown, = found["sessions"]
        self.assertLessEqual(PANEL_FIELDS, set(shown))
        self.assertEqual((shown["session_id"], shown["lead_id"], shown["lead_email"], shown["lead_name"], shown["is_anonymous"]),
                         (visit.id, lead, "ada@example.com", "Ada", False))
        self.assertEqual(set(shown["location"]), {"city", "state", "country", "latitude", "longitude"})
        self.assertEqual(shown["current_page"], "/listings/42")
        self.assertEqual(shown["current_property"], {"id": "42", "address": "42 Maple Street", "city": "Houston", "state": "TX",
                                                     "price": 425000})
        self.assertEqual([shown[name] for name in ("page_views", "property_views", "property_saves")], [1, 1, 1])
        self.assertEqual((shown["device_type"], shown["browser"]), ("mobile", "Firefox"))
        session = self.session(visit)
        self.assertEqual((shown["behavioral_score"], shown["score_category"]), (session["score"], session["score_category"]))
        self.assertEqual((shown["start_time"], shown["last_activity"]), (session["start_time"], session["last_activity"]))

    def test_lists_the_newest_five_and_counts_all(self):
        visits = []
        for _ in range(8):
            self.server.advance(1)
            visits.append(self.start().id)
        self.assertEqual(self.ids(), visits[:-6:-1])
        self.assertEqual(self.panel("&limit=3")["total_count"], 8)
        self.assertEqual(self.ids("&limit=100"), visits[::-1])

    def test_a_visit_is_shown_while_active_within_the_span(self):
        visit = self.start()
        self.server.advance(14 * 60)
        self.assertEqual(self.ids(), [visit.id])
        self.server.advance(2 * 60)
        self.assertEqual(self.ids(), [])
        self.assertEqual(self.panel()["total_count"], 0)
        self.assertEqual(self.ids("&within=20m"), [visit.id])
        visit.beat()
        self.assertEqual(self.ids(), [visit.id])
        visit.end()
        self.assertEqual(self.ids("&within=20m"), [])

    def test_sorts_and_filters(self):
        first = self.start(device={"type": "mobile"})
        self.server.advance(1)
        second = self.start()
        self.server.advance(1)
        third = self.start()
        first.send(event("inquiry"), event("tour_request"))
        second.identify(email="zoe@example.com", name="Zoë")
        self.server.advance(1)
        second.send(event("page_view", page="/garden", title="The garden"))
        self.assertEqual(self.ids("&sort=started"), [third.id, second.id, first.id])
        self.assertEqual(self.ids("&sort=score"), [first.id, second.id, third.id])
        self.assertEqual(self.ids("&sort=activity")[0], second.id)
        self.assertEqual(self.ids("&device=mobile"), [first.id])
        self.assertEqual(self.ids("&anonymous=false"), [second.id])
        self.assertEqual(self.ids("&category=hot"), [first.id])
        self.assertEqual(self.panel("&category=hot")["total_count"], 1)
        for text in ("ZOE@", "zo%C3%AB", "garden"):
            self.assertEqual(self.ids(f"&q={text}"), [second.id], text)
        self.assertEqual(self.ids("&city=Nowhere"), [])

    def test_categories_have_their_borders(self):
        visit = self.start()
        self.assertEqual(self.session(visit)["score_category"], "cold")
        visit.send(event("inquiry"), event("search"))
        self.assertEqual((self.session(visit)["score"], self.session(visit)["score_category"]), (39, "cold"))
        visit.send(event("click"))
        self.assertEqual((self.session(visit)["score"], self.session(visit)["score_category"]), (40, "warm"))
        visit.send(event("property_save"), event("property_save"))
        self.assertEqual((self.session(visit)["score"], self.session(visit)["score_category"]), (70, "hot"))
        self.assertEqual([self.panel()[name] for name in ("hot_count", "warm_count", "cold_count")], [1, 0, 0])

    def test_the_score_has_a_roof(self):
        visit = self.start()
        visit.send(*[event(kind) for kind in ("inquiry", "tour_request", "property_save", "form_submit") for _ in range(10)])
        self.assertEqual(self.session(visit)["score"], 100)

    def test_wrong_questions_are_pointed_to(self):
        for query, pointer in (("limit=0", "limit"), ("limit=x", "limit"), ("within=soon", "within"), ("within=0", "within"),
                               ("sort=price", "sort"), ("category=tepid", "category"), ("anonymous=perhaps", "anonymous")):
            answer = self.server.get(f"/api/admin/sessions/active?site={self.site.id}&{query}", token=self.token)
            self.assert_problem(answer, 400)
            self.assertTrue(answer.pointers[0].endswith(pointer), answer)

    def test_another_sites_panel_is_not_found(self):
        self.staff(f"/api/admin/sessions/active?site={self.other_site.id}", expect=404)
        every_site = self.server.add_token("admin")
        self.panel(token=every_site)
        self.staff("/api/admin/sessions/active", expect=400, token=every_site)


class Journey(PanelCase):
    def test_answers_the_contract(self):
        self.put_property("7", address="7 Oak", city="Austin", state="TX", price=1.5, bedrooms=3)
        visit = self.start(entry={"page": "/in"})
        begin = parse_time(visit.started["started_at"])
        now = self.server.advance(100)
        visit.send(event("page_view", "a", begin + seconds(1), page="/in", title="In"),
                   event("property_view", "b", begin + seconds(2), property_id="7"),
                   event("property_view", "c", begin + seconds(3), property_id="7"),
                   event("property_save", "d", begin + seconds(4), property_id="7"),
                   event("property_view", "e", begin + seconds(5), property_id="unknown"),
                   event("page_view", "f", begin + seconds(65), page="/out"), sent_at=now)
        visit.send(event("inquiry"), key=None)
        found = self.staff(f"/api/admin/sessions/{visit.id}/journey")
        self.assertEqual(found["session"]["session_id"], visit.id)
        for step in found["timeline"]:
            self.assertLessEqual({"timestamp", "type", "title", "page", "property", "score_before", "score_after", "reason"}, set(step))
        self.assertEqual([step["type"] for step in found["timeline"]], [
            "page_view", "property_view", "property_view", "property_save", "property_view", "page_view", "inquiry"])
        self.assertEqual(found["timeline"][0]["title"], "In")
        self.assertEqual(found["timeline"][1]["property"], {"id": "7", "address": "7 Oak", "city": "Austin", "state": "TX", "price": 1.5})
        for before, after in zip(found["timeline"], found["timeline"][1:]):
            self.assertLessEqual(parse_time(before["timestamp"]), parse_time(after["timestamp"]))
            self.assertEqual(before["score_after"], after["score_before"])
        self.assertIn("key", found["timeline"][-1]["reason"])
        known, unknown = found["properties"]
        self.assertEqual((known["id"], known["address"], known["views"], known["saved"]), ("7", "7 Oak", 2, True))
        self.assertEqual((unknown["id"], unknown["address"], unknown["views"], unknown["saved"]), ("unknown", None, 1, False))
        session, summary = self.session(visit), found["summary"]
        for name in ("duration_seconds", "page_views", "property_views", "property_saves"):
            self.assertEqual(summary[name], session[name])
        self.assertEqual((summary["score_end"], summary["score_start"]), (session["score"], found["timeline"][0]["score_before"]))
        self.assertEqual((summary["entry"], summary["exit"]), ("/in", None))
        visit.end("logout", page="/bye")
        self.assertEqual(self.staff(f"/api/admin/sessions/{visit.id}/journey")["summary"]["exit"], "/bye")

    def test_tells_the_persons_earlier_visits(self):
        first = self.start("returner")
        first.end()
        self.server.advance(60)
        second = self.start("returner")
        found = self.staff(f"/api/admin/sessions/{second.id}/journey")
        self.assertEqual([one["session_id"] for one in found["earlier_visits"]], [first.id])

    def test_is_not_found_for_others(self):
        visit = self.start(site=self.other_site)
        self.staff(f"/api/admin/sessions/{visit.id}/journey", expect=404)

    def test_staff_identify_a_visitor(self):
        visit = self.start()
        answer = self.server.post(f"/api/admin/sessions/{visit.id}/identify", {"email": "called@example.com"}, token=self.writer)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.session(visit)["lead_id"], answer.json["lead_id"])


class Catalogue(PanelCase):
    def test_a_property_is_replaced_whole(self):
        self.put_property("9", address="Old", city="Here", price=1)
        answer = self.put_property("9", address="New", bedrooms=2, something_else="kept aside")
        self.assertEqual({name: answer.json[name] for name in ("id", "address", "city", "price", "bedrooms")},
                         {"id": "9", "address": "New", "city": None, "price": None, "bedrooms": 2})

    def test_what_the_panel_shows_follows_at_once(self):
        visit = self.start()
        visit.send(event("property_view", property_id="a/b c"))
        shown = self.panel()["sessions"][0]["current_property"]
        self.assertEqual(shown, {"id": "a/b c", "address": None, "city": None, "state": None, "price": None})
        self.put_property("a%2Fb%20c", address="Found")
        self.assertEqual(self.panel()["sessions"][0]["current_property"]["address"], "Found")

    def test_another_sites_properties_are_its_own(self):
        self.put_property("11", address="Mine")
        visit = self.start(site=self.other_site)
        visit.send(event("property_view", property_id="11"))
        found = self.staff(f"/api/admin/sessions/active?site={self.other_site.id}", token=self.server.add_token("admin"))
        self.assertEqual([one["current_property"]["address"] for one in found["sessions"] if one["session_id"] == visit.id], [None])
        answer = self.server.ask("PUT", f"/api/v1/properties/11?site={self.other_site.id}", {}, token=self.writer)
        self.assert_problem(answer, 404)


class Socket(PanelCase):
    def watch(self, token="right", site=None, **how):
        """A socket signed in by its first frame, as browsers do it."""
        watching = WebSocket(self.server, f"/api/admin/live?site={(site or self.site).id}", **how)
        self.addCleanup(watching.socket.close)
        if token is not None:
            watching.send({"type": "hello", "token": self.token if token == "right" else token})
        return watching

    def subscribed(self, **members):
        watching = self.watch()
        watching.send({"type": "subscribe", **members})
        return watching

    def assert_closed(self, watching, code):
        with self.assertRaises(SocketClosed) as closed:
            while True:
                watching.receive()
        self.assertEqual(closed.exception.code, code)

    def test_a_snapshot_then_what_happens_with_rising_numbers(self):
        before = self.start()
        watching = self.subscribed()
        snapshot = watching.receive()
        self.assertEqual((snapshot["type"], [one["session_id"] for one in snapshot["sessions"]]), ("snapshot", [before.id]))
        self.assertLessEqual(PANEL_FIELDS, set(snapshot["sessions"][0]))
        self.assertEqual(snapshot["counts"], {"total_count": 1, "hot_count": 0, "warm_count": 0, "cold_count": 1})
        self.assertIsInstance(snapshot["epoch"], str)

        visit = self.start()
        started = watching.receive()
        self.assertEqual((started["type"], started["session"]["session_id"]), ("started", visit.id))
        self.assertEqual(started["counts"]["total_count"], 2)
        visit.send(event("page_view", page="/now", title="Now"))
        changed = watching.receive()
        self.assertEqual((changed["type"], changed["session"]["session_id"], changed["session"]["current_page"]),
                         ("changed", visit.id, "/now"))
        visit.end("logout")
        ended = watching.receive()
        self.assertEqual((ended["type"], ended["session_id"]), ("ended", visit.id))
        self.assertEqual((ended["ended"][0]["reason"], ended["counts"]["total_count"]), ("logout", 1))
        numbers = [message["seq"] for message in (snapshot, started, changed, ended)]
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_a_score_that_others_do_not_see_moves_the_counts(self):
        watching = self.subscribed(filter={"limit": 1, "sort": "started"})
        watching.receive()
        visits = []
        for _ in range(2):
            visits.append(self.start())
            self.assertEqual(watching.receive()["type"], "started")
            self.server.advance(1)
        visits[0].send(event("inquiry"), event("tour_request"))
        message = watching.receive()
        self.assertEqual((message["type"], message["counts"]["hot_count"]), ("counts", 1))

    def test_a_timeout_is_told(self):
        visit = self.start()
        watching = self.subscribed(filter={"within": 3600})
        watching.receive()
        self.server.advance(1801)
        ended = watching.receive()
        self.assertEqual((ended["type"], ended["session_id"], ended["ended"][0]["reason"]), ("ended", visit.id, "timeout"))

    def test_signs_in_by_header_too(self):
        with WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token=self.token) as by_header:
            self.assertEqual(by_header.receive()["type"], "snapshot")

    def test_a_wrong_token_is_closed_with_4401(self):
        self.assert_closed(self.watch(token="sjt_wrong"), 4401)
        self.assert_closed(self.watch(token=self.server.add_token("auditor", self.site)), 4401)
        with WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token="sjt_wrong") as by_header:
            self.assertEqual(by_header.status, 401)

    def test_a_first_frame_without_token_is_closed_with_4401(self):
        watching = self.watch(token=None)
        watching.send({"type": "subscribe"})
        self.assert_closed(watching, 4401)

    def test_another_tenants_site_is_refused(self):
        self.assert_closed(self.watch(site=self.other_site), 4401)
        with WebSocket(self.server, f"/api/admin/live?site={self.other_site.id}", token=self.token) as by_header:
            self.assert_closed(by_header, 4401)

    def test_another_sites_page_may_not_open_it(self):
        self.assertEqual(self.watch(token=None, origin="https://evil.example").status, 403)
        self.assertEqual(self.watch(token=None, origin=f"http://127.0.0.1:{self.server.port}").status, 101)

    def test_nonsense_is_closed_and_harms_nobody(self):
        for message in ({"type": "dance"}, {"type": "subscribe", "after": "x"}, {"type": "subscribe", "filter": {"sort": 1}}, [1], "x"):
            watching = self.watch()
            watching.send(message)
            self.assert_closed(watching, 1008)
        self.panel()

    def test_resumes_silently_where_nothing_was_missed(self):
        self.start()
        snapshot = self.subscribed().receive()
        again = self.subscribed(after=snapshot["seq"], epoch=snapshot["epoch"])
        again.send({"type": "ping"})
        self.assertEqual(again.receive(), {"type": "pong"})
        self.start()
        self.assertEqual(again.receive()["type"], "started")

    def test_resuming_brings_what_was_missed(self):
        first = self.start()
        snapshot = self.subscribed().receive()
        missed = self.start()
        first.end()
        again = self.subscribed(after=snapshot["seq"], epoch=snapshot["epoch"]).receive()
        self.assertEqual((again["type"], [one["session_id"] for one in again["sessions"]]), ("snapshot", [missed.id]))
        self.assertGreater(again["seq"], snapshot["seq"])

    def test_a_number_of_another_life_brings_a_snapshot(self):
        snapshot = self.subscribed().receive()
        again = self.subscribed(after=snapshot["seq"], epoch="another").receive()
        self.assertEqual(again["type"], "snapshot")

    def test_a_burst_is_told_in_at_most_four_messages_a_second(self):
        visit = self.start()
        watching = self.subscribed()
        watching.receive()
        visit.beat()
        begin, count, views = time.monotonic(), 0, 0
        for number in range(500):
            visit.send_one(event("page_view", page=f"/{number}"))
        while views < 500:
            message = watching.receive()
            self.assertEqual(message["type"], "changed")
            views, count = message["session"]["page_views"], count + 1
        self.assertLessEqual(count, 4 * (time.monotonic() - begin) + 1)
        with self.assertRaises(socket.timeout):
            watching.receive(timeout=0.4)

    def test_messages_keep_their_distance_under_steady_load(self):
        visit = self.start()
        watching = self.subscribed()
        watching.receive()
        begin, count, number = time.monotonic(), 0, 0
        watching.socket.setblocking(False)
        received = b""
        while time.monotonic() - begin < 1.5:
            number += 1
            visit.send_one(event("page_view", page=f"/{number}"))
            try:
                received += watching.socket.recv(65536)
            except BlockingIOError:
                pass
        count = received.count(b'"type":"changed"')
        self.assertGreater(number, 50)
        self.assertIn(count, range(2, 8))

    def test_speaks_with_another_implementation(self):
        if importlib.util.find_spec("websockets") is None:
            sys.path.append(DEBIAN_PACKAGES)
            self.addCleanup(sys.path.remove, DEBIAN_PACKAGES)
        try:
            import websockets
        except ImportError:
            self.skipTest("python3-websockets is not installed")
        visit = self.start()

        async def watch():
            address = f"ws://127.0.0.1:{self.server.port}/api/admin/live?site={self.site.id}"
            async with websockets.connect(address, extra_headers={"Authorization": f"Bearer {self.token}"}) as watching:
                snapshot = json.loads(await asyncio.wait_for(watching.recv(), 10))
                self.assertEqual([one["session_id"] for one in snapshot["sessions"]], [visit.id])
                await watching.ping()
                visit.end()
                self.assertEqual(json.loads(await asyncio.wait_for(watching.recv(), 10))["type"], "ended")
            async with websockets.connect(address) as watching:
                await watching.send(json.dumps({"type": "hello", "token": "wrong"}))
                with self.assertRaises(websockets.ConnectionClosed) as closed:
                    await asyncio.wait_for(watching.recv(), 10)
                self.assertEqual(closed.exception.code, 4401)

        asyncio.run(watch())


if __name__ == "__main__":
    unittest.main()


class Events(PanelCase):
    """The stream as server-sent events."""

    def open(self, query="", token=None, **headers):
        connection = socket.create_connection(("127.0.0.1", self.server.port), 10)
        self.addCleanup(connection.close)
        head = [f"GET /api/admin/live/events?site={self.site.id}{query} HTTP/1.1", "Host: x", "Accept: text/event-stream",
                f"Authorization: Bearer {token or self.token}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        lines = connection.makefile("r", newline="\n")
        status = int(lines.readline().split()[1])
        answer_head = {}
        while (line := lines.readline().strip()):
            name, value = line.split(": ", 1)
            answer_head[name.lower()] = value
        return status, answer_head, lines

    def next(self, lines):
        id, message = None, None
        while (line := lines.readline()) not in ("\n", ""):
            if line.startswith("id: "):
                id = line[4:].strip()
            if line.startswith("data: "):
                message = json.loads(line[6:])
        return id, message

    def test_tells_a_snapshot_and_then_what_changes(self):
        first = self.start()
        status, head, lines = self.open()
        self.assertEqual((status, head["content-type"]), (200, "text/event-stream"))
        id, message = self.next(lines)
        self.assertEqual((message["type"], [one["session_id"] for one in message["sessions"]]), ("snapshot", [first.id]))
        self.assertEqual(id, f"{message['epoch']}.{message['seq']}")
        second = self.start()
        id, message = self.next(lines)
        self.assertEqual((message["type"], message["session"]["session_id"]), ("started", second.id))

    def test_goes_on_after_the_last_event_that_was_read(self):
        self.start()
        _, _, lines = self.open()
        id, _ = self.next(lines)
        _, _, again = self.open(Last_Event_ID=id)
        newcomer = self.start()
        _, message = self.next(again)
        self.assertEqual((message["type"], message["session"]["session_id"]), ("started", newcomer.id))
        _, _, late = self.open(Last_Event_ID=id)
        self.assertEqual(self.next(late)[1]["type"], "snapshot")

    def test_takes_the_panels_filters(self):
        self.start(device={"type": "mobile"})
        desktop = self.start(device={"type": "desktop"})
        _, _, lines = self.open("&device=desktop")
        self.assertEqual([one["session_id"] for one in self.next(lines)[1]["sessions"]], [desktop.id])

    def test_refuses_strangers_and_nonsense(self):
        self.assertEqual(self.open(token="wrong")[0], 401)
        self.assertEqual(self.open("&sort=beauty")[0], 400)
        self.assertEqual(self.server.get(f"/api/admin/live/events?site={self.site.id}", token=self.token).status, 404)
