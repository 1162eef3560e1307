"""What colleagues do on the live row: identify and take it back, claim, note, tag, follow; lanes, presence, cards on the page,
recommendations, the map, interest by property, and the board at a past moment."""

import socket

from sojourn import ServerCase, SocketClosed, WebSocket, event, stamp, unique, until


class StaffCase(ServerCase):
    def setUp(self):
        self.site = self.server.add_site()
        self.token = self.server.add_token("agent", self.site)
        self.colleague = self.server.add_token("agent", self.site)

    def act(self, visit, what, body=None, expect=200, token=None, **how):
        answer = self.server.post(f"/api/admin/sessions/{visit.id}/{what}", body or {}, token=token or self.token, **how)
        self.assertEqual(answer.status, expect, answer)
        return answer.json

    def panel(self, query="", **how):
        return self.staff(f"/api/admin/sessions/active?site={self.site.id}{query}", **how)

    def row(self, visit, query=""):
        return next((one for one in self.panel("&limit=100" + query)["sessions"] if one["session_id"] == visit.id), None)

    def journey(self, visit):
        return self.staff(f"/api/admin/sessions/{visit.id}/journey")

    def put_property(self, id, **facts):
        answer = self.server.ask("PUT", f"/api/v1/properties/{id}", facts, token=self.token)
        self.assertEqual(answer.status, 200, answer)


class Claims(StaffCase):
    def test_two_colleagues_never_have_the_same_person(self):
        visit = self.start()
        staff = self.act(visit, "claim")["staff"]
        self.assertTrue(staff["claimed_by_me"])
        refused = self.act(visit, "claim", expect=409, token=self.colleague)
        self.assertIn("agent", refused["detail"])
        self.assertFalse(self.panel(token=self.colleague)["sessions"][0]["staff"]["claimed_by_me"])
        self.act(visit, "release")
        self.act(visit, "claim", token=self.colleague)

    def test_marks_follow_the_person_to_the_next_visit_and_to_the_lead_and_survive_a_kill(self):
        visitor = unique("v")
        visit = self.start(visitor)
        self.act(visit, "tag", {"add": ["buyer"]})
        self.act(visit, "note", {"text": "asked for a garden"})
        visit.identify(email=f"{visitor}@example.com")
        self.server.restart("kill")
        self.assertEqual(self.row(visit)["staff"]["tags"], ["buyer"])
        visit.end()
        phone = self.start(unique("phone"))
        phone.identify(email=f"{visitor}@example.com")
        self.assertEqual(self.row(phone, "&tag=buyer")["staff"]["notes"], 1)
        log = self.staff(f"/api/admin/sessions/{phone.id}/acts")
        self.assertEqual([(one["act"], one["text"]) for one in log["acts"]], [("note", "asked for a garden"), ("tag", "+buyer")])

    def test_filters_by_claim_and_follow_snooze_done(self):
        mine, theirs, free = self.start(), self.start(), self.start()
        self.act(mine, "claim")
        self.act(theirs, "claim", token=self.colleague)
        ids = lambda query: {one["session_id"] for one in self.panel("&limit=100" + query)["sessions"]}
        self.assertEqual(ids("&claimed=mine"), {mine.id})
        self.assertEqual(ids("&claimed=anyone"), {mine.id, theirs.id})
        self.assertEqual(ids("&claimed=none"), {free.id})
        self.assertTrue(self.act(free, "follow", {"on": True})["staff"]["is_followed"])
        self.assertFalse(self.act(free, "follow", {"on": False})["staff"]["is_followed"])
        self.assertIsNotNone(self.act(free, "snooze", {"minutes": 5})["staff"]["snoozed_until"])
        self.assertIsNone(self.act(free, "snooze", {"minutes": 0})["staff"]["snoozed_until"])
        self.assertIsNotNone(self.act(mine, "done")["staff"]["done_at"])

    def test_bad_acts_name_the_field(self):
        visit = self.start()
        for what, body, pointer in (("note", {}, "/text"), ("tag", {}, "/add"), ("snooze", {"minutes": -1}, "/minutes"),
                                    ("lane", {"lane": "cats"}, "/lane"), ("tag", {"add": [""]}, "/add")):
            answer = self.server.post(f"/api/admin/sessions/{visit.id}/{what}", body, token=self.token)
            self.assert_problem(answer, 400, pointer)

    def test_analysts_may_look_and_not_act(self):
        visit = self.start()
        analyst = self.server.add_token("analyst", self.site)
        self.assertEqual(self.server.post(f"/api/admin/sessions/{visit.id}/claim", {}, token=analyst).status, 403)

    def test_another_sites_visit_is_not_found(self):
        visit = self.start()
        stranger = self.server.add_token("agent", self.server.add_site())
        for what in ("claim", "unidentify", "lane", "invite"):
            self.assertEqual(self.server.post(f"/api/admin/sessions/{visit.id}/{what}", {"lane": "bots"}, token=stranger).status, 404)


class Identities(StaffCase):
    def test_an_identification_is_taken_back_and_what_was_before_holds_again(self):
        visit = self.start()
        first = visit.identify(email=unique("a") + "@example.com").json["lead_id"]
        second = self.act(visit, "identify", {"email": unique("b") + "@example.com"})["lead_id"]
        self.assertNotEqual(first, second)
        self.assertEqual(self.row(visit)["lead_id"], second)
        self.assertEqual(self.act(visit, "unidentify")["lead_id"], first)
        self.assertEqual(self.act(visit, "unidentify"), {"is_anonymous": True, "lead_id": None})
        self.assertTrue(self.row(visit)["is_anonymous"])
        self.act(visit, "unidentify", expect=409)

    def test_earlier_visits_of_the_unknown_visitor_turn_out_to_be_the_leads(self):
        visitor = unique("v")
        first = self.start(visitor)
        first.end()
        second = self.start(visitor)
        lead = second.identify(email=f"{visitor}@example.com").json["lead_id"]
        self.assertEqual(self.session(first)["lead_id"], lead)
        self.act(second, "unidentify")
        self.assertIsNone(self.session(first)["lead_id"])

    def test_two_leads_that_turn_out_to_be_one_are_merged_whatever_the_order_and_unmerged(self):
        for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
            name = unique("m")
            said = [{"email": f"{name}@example.com"}, {"phone": f"+1 555 {name[2:]:0>4}"},
                    {"email": f"{name.upper()}@example.com", "phone": f"+1-555-{name[2:]:0>4}"}]
            visits = {which: self.start() for which in order}
            for which in order:
                self.assertEqual(visits[which].identify(**said[which]).status, 200)
            leads = {self.session(visit)["lead_id"] for visit in visits.values()}
            self.assertEqual(len(leads), 1, order)
        person = self.staff(f"/api/admin/leads/{leads.pop()}")
        self.assertEqual(len(person["visits"]), 3)
        merged = person["lead"]["merged_from"]
        self.assertEqual(len(merged), 0, "phone and e-mail first came together here")

    def test_unmerging_gives_each_lead_its_visits_back(self):
        name = unique("m")
        by_mail, by_phone, both = self.start(), self.start(), self.start()
        first = by_mail.identify(email=f"{name}@example.com").json["lead_id"]
        second = by_phone.identify(phone=f"555{name[2:]:0>6}").json["lead_id"]
        kept = both.identify(email=f"{name}@example.com", phone=f"555{name[2:]:0>6}").json["lead_id"]
        self.assertEqual(kept, first)
        self.assertEqual(self.session(by_phone)["lead_id"], first)
        self.assertEqual(self.staff(f"/api/admin/leads/{second}")["lead"]["lead_id"], first)
        answer = self.server.post(f"/api/admin/leads/{first}/unmerge", {"lead_id": second}, token=self.token)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.session(by_phone)["lead_id"], second)
        self.assertEqual(self.session(by_mail)["lead_id"], first)
        again = self.server.post(f"/api/admin/leads/{first}/unmerge", {"lead_id": second}, token=self.token)
        self.assertEqual(again.status, 409)

    def test_the_person_page_shows_all_visits_and_the_list_finds_them(self):
        self.put_property("42", address="42 Maple Street", city="Houston")
        visitor = unique("ada")
        for _ in range(2):
            visit = self.start(visitor)
            visit.send(event("property_view", property_id="42"))
            visit.identify(email=f"{visitor}@example.com", name="Ada", traits={"budget": 400000})
            visit.end()
        found, = self.staff(f"/api/admin/leads?site={self.site.id}&q={visitor}")["leads"]
        self.assertEqual((found["name"], found["visits"]), ("Ada", 2))
        person = self.staff(f"/api/admin/leads/{found['lead_id']}")
        self.assertEqual(person["lead"]["traits"], {"budget": 400000})
        self.assertEqual([one["session_id"] for one in person["visits"]][0], visit.id)
        self.assertEqual((person["properties"][0]["property"]["address"], person["properties"][0]["visits"]), ("42 Maple Street", 2))
        self.assertEqual(len(person["score_trend"]), 2)
        self.assertEqual(person["pattern"]["sessions"], 2)
        self.assertEqual(sum(line["value_now"] for line in person["score"]["contributions"]), person["score"]["score"])


class Lanes(StaffCase):
    def test_bots_are_seen_in_a_lane_of_their_own_with_the_reason_and_moved(self):
        bot = self.start(device={"type": "bot", "browser": "Googlebot"})
        person = self.start()
        self.assertIsNone(self.row(bot))
        row = self.row(bot, "&lane=bots")
        self.assertEqual((row["lane"], row["lane_reason"]), ("bots", "says that it is Googlebot"))
        self.assertEqual(self.panel()["total_count"], 1)
        self.act(bot, "lane", {"lane": "people"})
        self.assertIn("moved here by", self.row(bot)["lane_reason"])
        self.act(person, "lane", {"lane": "bots"})
        self.server.restart("kill")
        self.assertEqual([one["session_id"] for one in self.panel()["sessions"]], [bot.id])

    def test_who_opens_pages_faster_than_anybody_reads_is_a_bot(self):
        visit = self.start()
        now = self.server.now()
        visit.send(*(event("page_view", page=f"/{i}", at=now) for i in range(298)))
        self.assertIsNotNone(self.row(visit))
        now = self.server.advance(30)
        visit.send(event("page_view", page="/298", at=now))
        self.assertIsNotNone(self.row(visit))
        visit.send(event("page_view", page="/299", at=now))
        self.assertRegex(self.row(visit, "&lane=bots")["lane_reason"], "opened 300 pages in 3[01] seconds")


class Presence(StaffCase):
    def hello(self, visit, tab="t-1", state="visible", expect="welcome"):
        page = WebSocket(self.server, "/ws/page", origin=self.site.origin)
        page.send({"type": "hello", "session_id": visit.id, "session_key": visit.key, "tab": tab, "state": state})
        if expect:
            self.assertEqual(page.receive()["type"], expect)
        return page

    def presence(self, visit):
        row = self.row(visit)
        return row["presence"], row["tabs"]

    def test_is_that_of_the_tab_most_in_use(self):
        visit = self.start()
        self.assertEqual(self.presence(visit), ("unknown", 0))
        with self.hello(visit) as first, self.hello(visit, "t-2", "hidden"):
            self.assertEqual(self.presence(visit), ("visible", 2))
            first.send({"type": "tab", "state": "idle"})
            until(lambda: self.presence(visit) == ("idle", 2), "the tab to be idle")

    def test_left_is_pushed_within_a_second_of_the_last_tab_closing(self):
        visit = self.start()
        page = self.hello(visit)
        with WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token=self.token) as panel:
            self.assertEqual(panel.receive()["sessions"][0]["presence"], "visible")
            page.socket.close()
            told = panel.receive(timeout=1)
            self.assertEqual((told["type"], told["session"]["presence"], told["session"]["tabs"]), ("changed", "left", 0))

    def test_goes_from_page_to_page_without_leaving(self):
        visit = self.start()
        self.hello(visit).socket.close()
        with self.hello(visit, "t-2"):
            until(lambda: self.presence(visit) == ("visible", 1), "the first tab to be gone")

    def test_is_said_with_heartbeats_and_beacons_too_and_believed_for_two_heartbeats(self):
        visit = self.start()
        answer = visit._post("heartbeat", {"tab": {"id": "t-1", "state": "hidden"}}, True)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.presence(visit), ("hidden", 1))
        beacon = {"site": self.site.key, "sessions": [{"session_id": visit.id, "session_key": visit.key,
                                                       "tab": {"id": "t-2", "state": "visible"}}]}
        self.assertEqual(self.server.post("/api/v1/collect", beacon).status, 200)
        self.assertEqual(self.presence(visit), ("visible", 2))
        self.server.advance(602)
        until(lambda: self.presence(visit) == ("left", 0), "silence to count as gone")

    def test_needs_the_session_key(self):
        visit = self.start()
        page = WebSocket(self.server, "/ws/page", origin=self.site.origin)
        page.send({"type": "hello", "session_id": visit.id, "session_key": "wrong", "tab": "t-1"})
        with self.assertRaises(SocketClosed) as closed:
            page.receive()
        self.assertEqual(closed.exception.code, 4401)
        beacon = {"site": self.site.key, "sessions": [{"session_id": visit.id, "session_key": "wrong",
                                                       "tab": {"id": "t-2", "state": "visible"}}]}
        self.assertEqual(self.server.post("/api/v1/collect", beacon).status, 403)
        self.assertEqual(self.presence(visit), ("unknown", 0))

    def test_another_sites_page_may_not_speak(self):
        visit = self.start()
        page = WebSocket(self.server, "/ws/page", origin="https://evil.example")
        page.send({"type": "hello", "session_id": visit.id, "session_key": visit.key, "tab": "t-1"})
        with self.assertRaises(SocketClosed) as closed:
            page.receive()
        self.assertEqual(closed.exception.code, 4401)

    def test_an_ended_visits_pages_are_told(self):
        visit = self.start()
        with self.hello(visit) as page:
            visit.end()
            self.assertEqual(page.receive(), {"type": "ended", "session_id": visit.id, "reason": "logout"})
        late = WebSocket(self.server, "/ws/page")
        late.send({"type": "hello", "session_id": visit.id, "session_key": visit.key, "tab": "t-1"})
        with self.assertRaises(SocketClosed) as closed:
            late.receive()
        self.assertEqual(closed.exception.code, 4410)


class Cards(Presence):
    def setUp(self):
        super().setUp()
        self.put_property("42", address="42 Maple Street", city="Houston", price=425000, bedrooms=3, url="/listings/42",
                          image="/img/42.jpg")

    def test_a_property_is_shown_on_the_page_and_its_fate_recorded(self):
        visit = self.start()
        with self.hello(visit) as page:
            sent = self.act(visit, "send-property", {"property_id": "42", "channel": "on_site", "note": "Has the garden"}, 201)
            self.assertEqual((sent["state"], sent["channel"], sent["property"]["id"]), ("sent", "on_site", "42"))
            card = page.receive()
            self.assertEqual((card["type"], card["delivery_id"], card["property"]["url"], card["property"]["image"], card["note"]),
                             ("card", sent["delivery_id"], "/listings/42", "/img/42.jpg", "Has the garden"))
            for state in ("shown", "clicked", "shown"):
                page.send({"type": "card", "delivery_id": sent["delivery_id"], "state": state})
            until(lambda: self.deliveries(visit)[0]["state"] == "clicked", "the click")
            self.server.restart("kill")
            self.assertEqual(self.deliveries(visit)[0]["state"], "clicked")

    def deliveries(self, visit):
        return self.staff(f"/api/admin/sessions/{visit.id}/deliveries")["deliveries"]

    def test_waits_until_a_page_is_there(self):
        visit = self.start()
        sent = self.act(visit, "invite", {"text": "May I help?"}, 201)
        self.assertEqual((sent["state"], sent["kind"]), ("waiting", "invite"))
        with self.hello(visit) as page:
            self.assertEqual(page.receive()["note"], "May I help?")

    def test_a_repeat_with_the_same_key_sends_nothing_twice(self):
        visit = self.start()
        body = {"property_id": "42", "channel": "on_site"}
        key = {"Idempotency-Key": unique("k")}
        first = self.act(visit, "send-property", body, 201, headers=key)
        self.assertEqual(self.act(visit, "send-property", body, 200, headers=key), first)
        self.assertEqual(len(self.deliveries(visit)), 1)

    def test_refuses_what_cannot_be_sent(self):
        visit = self.start()
        ask = lambda body: self.server.post(f"/api/admin/sessions/{visit.id}/send-property", body, token=self.token)
        self.assert_problem(ask({"property_id": "42", "channel": "pigeon"}), 400, "/channel")
        self.assert_problem(ask({"property_id": "none", "channel": "on_site"}), 400, "/property_id")
        self.assert_problem(ask({}), 400, "/property_id", "/channel")
        self.assertEqual(ask({"property_id": "42", "channel": "email"}).status, 409)

    def test_another_visits_page_cannot_speak_for_it(self):
        visit, other = self.start(), self.start()
        sent = self.act(visit, "invite", {}, 201)
        with self.hello(other) as page:
            page.send({"type": "card", "delivery_id": sent["delivery_id"], "state": "clicked"})
            page.send({"type": "ping"})
            self.assertEqual(page.receive(), {"type": "pong"})
        self.assertEqual(self.deliveries(visit)[0]["state"], "waiting")


class Behaviour(StaffCase):
    def test_a_journey_names_the_pattern_and_the_struggles_with_their_evidence(self):
        visit = self.start()
        visit.send(event("page_view", page="/a"), event("search", results=0), event("search", results=0), event("rage_click", target="Save"))
        journey = self.journey(visit)
        self.assertEqual([one["name"] for one in journey["struggles"]], ["empty_searches", "rage_clicks"])
        self.assertEqual(journey["pattern"]["pattern"], "confused")
        self.assertTrue(all(one["text"] for one in journey["pattern"]["indicators"]))
        self.assertEqual(self.staff(f"/api/v1/sessions/{visit.id}/pattern")["pattern"], journey["pattern"])


class Catalogue(StaffCase):
    def test_recommends_what_is_like_the_saved_with_the_reason(self):
        for id, city, bedrooms, price in (("1", "Houston", 3, 400000), ("2", "Houston", 3, 410000), ("3", "Houston", 3, 405000),
                                          ("4", "Austin", 6, 2000000)):
            self.put_property(id, city=city, bedrooms=bedrooms, price=price, type="house", address=f"{id} Elm")
        visit = self.start()
        visit.send(event("property_view", property_id="1"), event("property_save", property_id="1"), event("property_save", property_id="2"))
        found = self.staff(f"/api/admin/sessions/{visit.id}/recommendations")["recommendations"]
        self.assertEqual([one["property"]["id"] for one in found], ["3"])
        self.assertEqual(found[0]["reasons"][0], "3 bedrooms in Houston, like the two saved")

    def test_interest_counts_the_people_now_and_those_who_came_back(self):
        self.put_property("42", address="42 Maple Street")
        visitor = unique("v")
        first = self.start(visitor)
        first.send(event("property_view", property_id="42"))
        first.end()
        for again in (self.start(visitor), self.start()):
            again.send(event("property_view", property_id="42"))
        self.server.advance(3)
        top = self.staff(f"/api/admin/interest?site={self.site.id}")["properties"][0]
        self.assertEqual((top["property"]["address"], top["people_now"], top["people"], top["views"], top["returning_people"]),
                         ("42 Maple Street", 2, 2, 3, 1))


class TimeMachine(StaffCase):
    def test_shows_the_board_as_it_was(self):
        first = self.start()
        first.send(event("page_view", page="/one"))
        then = self.server.advance(60)
        self.server.advance(1)
        first.send(event("page_view", page="/two"), event("inquiry"))
        second = self.start()
        self.server.advance(60)
        past = self.staff(f"/api/admin/sessions/at?site={self.site.id}&time={stamp(then)}")
        self.assertEqual([(one["session_id"], one["current_page"], one["page_views"]) for one in past["sessions"]],
                         [(first.id, "/one", 1)])
        self.assertLess(past["sessions"][0]["behavioral_score"], self.session(first)["score"])
        now = self.staff(f"/api/admin/sessions/at?site={self.site.id}&time={stamp(self.server.now())}")
        self.assertEqual({one["session_id"] for one in now["sessions"]}, {first.id, second.id})
        first.end()
        gone = self.staff(f"/api/admin/sessions/at?site={self.site.id}&time={stamp(self.server.advance(2))}")
        self.assertEqual([one["session_id"] for one in gone["sessions"]], [second.id])

    def test_needs_a_past_moment(self):
        for time in ("", "yesterday", "2999-01-01T00:00:00Z"):
            answer = self.server.get(f"/api/admin/sessions/at?site={self.site.id}&time={time}", token=self.token)
            self.assert_problem(answer, 400, "time")


class Watching(StaffCase):
    def test_colleagues_see_who_looks_at_whom(self):
        visit = self.start()
        with WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token=self.token) as mine, \
                WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token=self.colleague) as theirs:
            self.assertEqual([one["watchers"] for one in mine.receive()["sessions"]], [[]])
            theirs.receive()
            theirs.send({"type": "looking", "session_id": visit.id})
            self.assertEqual(len(mine.receive()["session"]["watchers"]), 1)
            theirs.socket.close()
            self.assertEqual(mine.receive()["session"]["watchers"], [])
