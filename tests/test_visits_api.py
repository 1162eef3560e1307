"""The contract of visits, route by route and field by field, and its rules at their borders."""

import datetime
import random
import unittest
import uuid

from sojourn import ServerCase, Visit, browser_id, browser_key, event, jwt, parse_time, seconds, stamp, unique, until, user_token

SESSION_FIELDS = {
    "session_id", "user_id", "visitor_id", "lead_id", "start_time", "end_time", "last_activity", "duration_seconds", "device",
    "entry", "exit", "action_count", "error_count", "workflow_count", "page_views", "property_views", "property_saves", "score",
    "score_category", "status"}


class Start(ServerCase):
    def test_answers_the_contract(self):
        answer = self.server.post("/api/v1/sessions/start", {
            "site": self.site.key, "visitor_id": "v-1", "user_id": None,
            "device": {"type": "desktop", "browser": "Chrome", "os": "Linux", "screen_size": "1920x1080"},
            "entry": {"page": "/listings", "source": "external", "referrer": "https://google.com/", "campaign": "spring"}})
        self.assertEqual(answer.status, 201, answer)
        started = answer.json
        self.assertEqual(uuid.UUID(started["session_id"]).version, 7)
        self.assertEqual(started["visitor_id"], "v-1")
        self.assertIs(started["resumed"], False)
        self.assertEqual((started["heartbeat_interval"], started["idle_timeout"]), (300, 1800))
        self.assertLess(abs(self.server.now() - parse_time(started["started_at"])), seconds(5))

        session = self.session(started["session_id"])
        self.assertLessEqual(SESSION_FIELDS, set(session))
        self.assertEqual(session["device"], {"type": "desktop", "browser": "Chrome", "os": "Linux", "screen_size": "1920x1080"})
        self.assertEqual(session["entry"], {"page": "/listings", "source": "external", "referrer": "https://google.com/",
                                            "campaign": "spring"})
        self.assertEqual((session["status"], session["exit"], session["end_time"]), ("active", None, None))
        self.assertEqual((session["user_id"], session["lead_id"]), (None, None))
        self.assertEqual([session[name] for name in ("action_count", "error_count", "workflow_count", "page_views",
                                                     "property_views", "property_saves", "duration_seconds")], [0] * 7)

    def test_makes_a_visitor_id_where_none_is_given(self):
        first, second = (self.server.post("/api/v1/sessions/start", {"site": self.site.key}).json for _ in range(2))
        self.assertTrue(first["visitor_id"])
        self.assertNotEqual(first["visitor_id"], second["visitor_id"])

    def test_takes_the_public_key_from_the_header_too(self):
        answer = self.server.post("/api/v1/sessions/start", {}, headers={"X-Site-Key": self.site.key})
        self.assertEqual(answer.status, 201, answer)

    def test_reads_the_device_from_the_user_agent(self):
        agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"
        answer = self.server.post("/api/v1/sessions/start", {"site": self.site.key}, headers={"User-Agent": agent})
        device = self.session(answer.json["session_id"])["device"]
        self.assertEqual((device["type"], device["browser"], device["os"]), ("mobile", "Safari", "iOS"))

    def test_ignores_keys_it_does_not_know(self):
        self.start(something={"else": [1, 2, 3]})

    def test_resumes_the_visitors_living_visit(self):
        first = self.start("resumer")
        again = self.start("resumer", expect=200)
        self.assertEqual(again.id, first.id)
        self.assertIs(again.started["resumed"], True)
        self.assertNotEqual(again.key, first.key)
        for visit in (first, again):
            self.assertEqual(visit.beat().status, 200)

    def test_another_campaign_opens_another_visit(self):
        first = self.start("clicker", entry={"campaign": "spring"})
        self.assertEqual(self.start("clicker", expect=200, entry={"campaign": "spring"}).id, first.id)
        self.assertEqual(self.start("clicker", expect=200, entry={}).id, first.id)
        second = self.start("clicker", entry={"campaign": "summer"})
        self.assertNotEqual(second.id, first.id)
        self.assertEqual(self.session(first)["status"], "ended")

    def test_an_ended_visit_is_not_resumed(self):
        first = self.start("leaver")
        first.end()
        self.assertNotEqual(self.start("leaver").id, first.id)

    def test_visitors_of_two_sites_do_not_meet(self):
        self.assertNotEqual(self.start("same").id, self.start("same", site=self.other_site).id)

    def test_a_claimed_user_needs_no_token_but_a_wrong_token_is_refused(self):
        expires = self.server.now() + seconds(60)
        body = {"site": self.site.key, "user_token": user_token("not the secret", "u-1", expires)}
        self.assert_problem(self.server.post("/api/v1/sessions/start", body), 401)
        body["user_token"] = user_token(self.site.secret, "u-1", expires)
        answer = self.server.post("/api/v1/sessions/start", body)
        self.assertEqual(self.session(answer.json["session_id"])["user_id"], "u-1")
        body["user_id"] = "u-2"
        self.assert_problem(self.server.post("/api/v1/sessions/start", body), 403)


class Events(ServerCase):
    def test_a_batch_answers_the_contract(self):
        visit = self.start()
        now = self.server.now()
        found = self.assert_recorded(visit.send(
            event("page_view", "e1", now, page="/listings/42", title="Maple"), event("property_view", "e2", now, property_id="42"),
            sent_at=now), 2)
        self.assertEqual(found, {"accepted": 2, "duplicates": 0, "rejected": [], "session_id": visit.id})
        first, second = self.events(visit)
        self.assertLessEqual({"id", "type", "timestamp", "data", "duration"}, set(first))
        self.assertEqual((first["id"], first["type"], first["data"]), ("e1", "page_view", {"page": "/listings/42", "title": "Maple"}))
        self.assertEqual((second["id"], second["type"], second["data"]), ("e2", "property_view", {"property_id": "42"}))

    def test_a_single_event_answers_the_same(self):
        visit = self.start()
        self.assertEqual(visit.send_one(event("click", "c1")).json,
                         {"accepted": 1, "duplicates": 0, "rejected": [], "session_id": visit.id})
        self.assert_recorded(visit.send_one(event("click", "c1")), 0, duplicates=1)

    def test_the_key_may_come_in_the_body(self):
        visit = self.start()
        body = {"session_key": visit.key, "events": [event("page_view", page="/a")]}
        self.assert_recorded(self.server.post(f"/api/v1/sessions/{visit.id}/events", body), 1)
        self.assertGreater(self.session(visit)["score"], 0)
        answer = self.server.post(f"/api/v1/sessions/{visit.id}/event", {"session_key": visit.key, **event("click")})
        self.assert_recorded(answer, 1)

    def test_events_without_the_key_count_and_do_not_score(self):
        visit = self.start()
        self.assert_recorded(visit.send(event("inquiry"), event("tour_request"), key=None), 2)
        session = self.session(visit)
        self.assertEqual((session["action_count"], session["score"]), (2, 0))
        self.assert_recorded(visit.send(event("inquiry")), 1)
        self.assertGreaterEqual(self.session(visit)["score"], 35)

    def test_a_wrong_key_is_refused(self):
        visit = self.start()
        self.assert_problem(visit.send(event("click"), key="sjs_wrong"), 403)
        self.assert_problem(visit.send(event("click"), key=self.start().key), 403)
        self.assertEqual(self.events(visit), [])

    def test_an_unknown_visit_is_not_found(self):
        nobody = Visit(self.server, str(uuid.uuid4()), "sjs_x")
        for answer in (nobody.send(event("click")), nobody.send_one(event("click")), nobody.beat(), nobody.end(),
                       nobody.identify(email="a@example.com")):
            self.assert_problem(answer, 404)
        for path in ("", "/events", "/abandoned-workflows"):
            self.staff(f"/api/v1/sessions/{nobody.id}{path}", expect=404)
            self.staff(f"/api/v1/sessions/not-a-uuid{path}", expect=404)

    def test_an_action_is_any_event_but_heartbeat_and_error(self):
        visit = self.start()
        types = ["page_view", "property_view", "property_save", "property_share", "search", "click", "form_submit", "inquiry",
                 "tour_request", "contact_click", "login", "logout", "workflow_start", "workflow_complete", "workflow_fail",
                 "feature_use", "my_own_name"]
        self.assert_recorded(visit.send(*[event(name) for name in [*types, "error", "error", "heartbeat"]]), len(types) + 3)
        session = self.session(visit)
        self.assertEqual((session["action_count"], session["error_count"]), (len(types), 2))
        self.assertEqual([session[name] for name in ("workflow_count", "page_views", "property_views", "property_saves")], [1] * 4)
        self.assertEqual(session["event_counts"]["my_own_name"], 1)

    def test_good_events_are_kept_where_others_are_bad(self):
        visit = self.start()
        found = self.assert_recorded(visit.send(
            event("click", "good-1"), {"id": "no-type"}, {"type": "click"}, event("x" * 51), event("click", "i" * 65),
            event("click", "bad-time") | {"timestamp": "yesterday"}, event("click", "bad-data") | {"data": [1]},
            event("click", "big") | {"data": {"text": "x" * 8192}}, "not an event", event("click", "good-2")), 2, rejected=8)
        self.assertEqual([one["index"] for one in found["rejected"]], list(range(1, 9)))
        self.assertEqual([one["pointer"] for one in found["rejected"]], [
            "/events/1/type", "/events/2/id", "/events/3/type", "/events/4/id", "/events/5/timestamp", "/events/6/data",
            "/events/7/data", "/events/8"])
        self.assertEqual([one["id"] for one in self.events(visit)], ["good-1", "good-2"])

    def test_borders_of_an_event(self):
        visit = self.start()
        data = {"text": "x" * (8192 - len('{"text": ""}'))}
        self.assert_recorded(visit.send(event("t" * 50), event("click", "i" * 64), event("click") | {"data": data}), 3)
        self.assert_recorded(visit.send(event("click") | {"data": {"text": data["text"] + "x"}}), 0, rejected=1)

    def test_a_batch_holds_at_most_500_events(self):
        visit = self.start()
        self.assert_problem(visit.send(*[event("click") for _ in range(501)]), 400, "/events")
        self.assertEqual(self.events(visit), [])
        self.assert_recorded(visit.send(*[event("click") for _ in range(500)]), 500)

    def test_an_event_older_than_seven_days_is_refused(self):
        visit = self.start()
        end = self.server.now() + seconds(7 * 86400 + 60)
        while self.server.now() < end - seconds(1700):
            self.server.advance(1700)
            visit.beat()
        now = self.server.advance(1700)
        found = self.assert_recorded(visit.send(event("click", "old", now - seconds(7 * 86400 + 5)),
                                                event("click", "young", now - seconds(7 * 86400 - 5)), sent_at=now), 1, rejected=1)
        self.assertEqual(found["rejected"][0]["pointer"], "/events/0/timestamp")

    def test_ids_are_compared_within_their_visit_only(self):
        for visit in (self.start(), self.start()):
            self.assert_recorded(visit.send(event("click", "same"), event("click", "same")), 1, duplicates=1)

    def test_data_comes_back_as_it_was_sent(self):
        visit = self.start()
        data = {"text": "Ünïcödé \" \\ \u2028 \U0001F3E1 </script>", "n": -1.5e3, "deep": {"list": [1, None, True, {"a": "b"}]}, "": ""}
        visit.send(event("my_event", **{}) | {"data": data})
        self.assertEqual(self.events(visit)[0]["data"], data)


class Time(ServerCase):
    """A visit is the fold of the set of its events, whatever the clock of the client and the order of arrival."""

    def test_exactly_the_idle_timeout_is_still_the_same_visit(self):
        visit = self.start()
        begin = parse_time(visit.started["started_at"])
        now = self.server.advance(7200)
        found = self.assert_recorded(visit.send(
            event("click", "a", begin + seconds(10)), event("click", "b", begin + seconds(1810)), sent_at=now), 2)
        self.assertEqual(found["session_id"], visit.id)
        self.assertEqual(self.session(visit)["duration_seconds"], 1810)

    def test_a_moment_more_opens_a_new_visit_whose_id_the_answer_carries(self):
        visit = self.start()
        begin = parse_time(visit.started["started_at"])
        now = self.server.advance(7200)
        found = self.assert_recorded(visit.send(
            event("click", "a", begin + seconds(10)), event("click", "b", begin + seconds(1810.001)), sent_at=now), 2)
        self.assertNotEqual(found["session_id"], visit.id)
        self.assertEqual([one["id"] for one in self.events(visit)], ["a"])
        self.assertEqual([one["id"] for one in self.events(found["session_id"])], ["b"])
        before, after = self.session(visit), self.session(found["session_id"])
        self.assertEqual((before["status"], before["exit"]["reason"], before["duration_seconds"]), ("ended", "timeout", 10))
        self.assertEqual(before["end_time"], before["last_activity"])
        self.assertEqual(after["visitor_id"], before["visitor_id"])

    def test_the_old_key_writes_to_the_new_visit(self):
        visit = self.start()
        self.server.advance(1801)
        next_id = self.assert_recorded(visit.send(event("click", "late")), 1)["session_id"]
        self.assertNotEqual(next_id, visit.id)
        self.assertEqual(Visit(self.server, next_id, visit.key).beat().status, 200)
        again = self.assert_recorded(visit.send(event("click", "late"), event("click", "more")), 1, duplicates=1)
        self.assertEqual(again["session_id"], next_id)
        self.assertEqual(self.start(self.session(visit)["visitor_id"], expect=200).id, next_id)

    def test_a_visit_ends_by_itself(self):
        visit = self.start()
        self.server.advance(1799)
        self.assertEqual(self.session(visit)["status"], "active")
        self.server.advance(2)
        session = self.session(visit)
        self.assertEqual((session["status"], session["exit"]["reason"], session["duration_seconds"]), ("ended", "timeout", 0))
        active = self.staff("/api/v1/sessions/active?limit=1000")["sessions"]
        self.assertNotIn(visit.id, [one["session_id"] for one in active])
        self.assertNotEqual(self.start(session["visitor_id"]).id, visit.id)

    def test_a_heartbeat_keeps_a_visit_alive(self):
        visit = self.start()
        for _ in range(3):
            self.server.advance(1700)
            answer = visit.beat()
            self.assertEqual((answer.status, answer.json["status"]), (200, "active"))
        self.assertEqual(answer.json["last_activity"], self.session(visit)["last_activity"])
        self.assertGreaterEqual(self.session(visit)["duration_seconds"], 5100)
        self.assertEqual(self.session(visit)["action_count"], 0)

    def test_duration_runs_over_a_day(self):
        visit = self.start()
        for _ in range(52):
            self.server.advance(1700)
            visit.beat()
        self.assertGreaterEqual(visit.end().json["duration_seconds"], 52 * 1700)

    def test_a_clock_wrong_by_years_changes_nothing(self):
        visits = []
        for wrong_by in (0, -3 * 365 * 86400, 7 * 365 * 86400):
            visit = self.start()
            begin = parse_time(visit.started["started_at"])
            now = self.server.advance(100)
            claimed = begin + seconds(wrong_by)
            visit.send(event("page_view", "a", claimed + seconds(20), page="/a"), event("click", "b", claimed + seconds(80)),
                       sent_at=now + seconds(wrong_by))
            visits.append((visit, begin))
        for visit, begin in visits:
            first, second = self.events(visit)
            self.assertLess(abs(parse_time(first["timestamp"]) - begin - seconds(20)), seconds(2))
            self.assertEqual(parse_time(second["timestamp"]) - parse_time(first["timestamp"]), seconds(60))
            self.assertIn(self.session(visit)["duration_seconds"], (79, 80, 81))

    def test_a_time_is_clamped_between_the_start_and_the_receipt(self):
        visit = self.start()
        begin = parse_time(visit.started["started_at"])
        now = self.server.advance(60)
        visit.send(event("click", "before", begin - seconds(900)), event("click", "after", now + seconds(900)))
        first, second = self.events(visit)
        self.assertEqual((first["id"], parse_time(first["timestamp"])), ("before", begin))
        self.assertLess(parse_time(second["timestamp"]), now + seconds(5))

    def test_late_doubled_and_shuffled_events_give_equal_figures(self):
        chance = random.Random(20261121)
        kinds = ["page_view", "property_view", "property_save", "click", "error", "search", "workflow_start", "own_kind", "heartbeat"]
        offsets = sorted(chance.sample(range(1, 3600), 60))
        plan = [(f"s{i}", chance.choice(kinds), offset, {"page": f"/p{chance.randrange(9)}", "property_id": str(chance.randrange(5))})
                for i, offset in enumerate(offsets)]
        self.assertLess(max(b - a for a, b in zip(offsets, offsets[1:])), 1800)
        visits = [self.start() for _ in range(5)]
        begins = [parse_time(visit.started["started_at"]) for visit in visits]
        now = self.server.advance(4000)
        for visit, begin in zip(visits, begins):
            events = [event(kind, id, begin + seconds(offset), **data) for id, kind, offset, data in plan]
            if visit is not visits[0]:
                events += chance.sample(events, 20)
                chance.shuffle(events)
            now = self.server.now()
            while events:
                some, events = events[:chance.randrange(1, 20)], events[20:] if visit is visits[0] else events[7:]
                visit.send(*some, sent_at=now)
            visit.send(*[event(kind, id, begin + seconds(offset), **data) for id, kind, offset, data in plan], sent_at=now)
        def shape(visit):
            session = self.session(visit)
            begin = parse_time(session["start_time"])
            left = {"session_id", "visitor_id", "start_time", "last_activity", "end_time"}
            facts = {name: value for name, value in session.items() if name not in left}
            order = [(one["id"], round((parse_time(one["timestamp"]) - begin).total_seconds())) for one in self.events(visit)]
            return facts, [id for id, _ in order]
        facts, order = shape(visits[0])
        self.assertEqual(order, [id for id, *_ in plan])
        for visit in visits[1:]:
            other_facts, other_order = shape(visit)
            self.assertEqual(other_order, order)
            self.assertEqual(other_facts, facts)

    def test_many_visits_time_out_together(self):
        site = self.server.add_site()
        token = self.server.add_token("analyst", site)
        for _ in range(1_300):
            self.start(site=site)
        self.server.advance(1801)
        active = lambda: self.staff("/api/v1/sessions/active", token=token)["total_count"]
        until(lambda: active() == 0, "all visits to have ended", 5)
        total = lambda: sum(day["total_sessions"] for day in self.staff("/api/v1/stats/daily", token=token)["days"])
        until(lambda: total() == 1_300, "all visits to be in the statistics", 5)

    def test_a_clock_set_back_ends_nothing_and_loses_nothing(self):
        visit = self.start()
        visit.send(event("click", "a"))
        before = self.server.now()
        self.server.set_clock(before - seconds(7200))
        self.assert_recorded(visit.send(event("click", "a"), event("click", "b")), 1, duplicates=1)
        self.assertEqual(visit.beat().status, 200)
        session = self.session(visit)
        self.assertEqual((session["status"], session["action_count"]), ("active", 2))
        self.assertGreaterEqual(session["duration_seconds"], 0)
        self.server.set_clock(before + seconds(1700))
        self.assertEqual(self.session(visit)["status"], "active")
        self.server.advance(200)
        self.assertEqual(self.session(visit)["status"], "ended")

    def test_last_activity_is_the_newest_events_time_and_not_the_receipts(self):
        visit = self.start()
        begin = parse_time(visit.started["started_at"])
        now = self.server.advance(600)
        visit.send(event("click", at=begin + seconds(200)), sent_at=now)
        visit.send(event("click", at=begin + seconds(100)), sent_at=now)
        lag = parse_time(self.session(visit)["last_activity"]) - begin - seconds(200)
        self.assertLess(abs(lag), seconds(2))


class End(ServerCase):
    def test_answers_the_contract_and_is_idempotent(self):
        visit = self.start()
        visit.send(event("page_view", page="/a"), event("click"))
        self.server.advance(95)
        answer = visit.end("logout", page="/bye")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual({name: answer.json[name] for name in ("status", "reason")}, {"status": "ended", "reason": "logout"})
        self.assertIn(answer.json["duration_seconds"], range(95, 100))
        self.server.advance(30)
        self.assertEqual(visit.end("error", page="/other").json, answer.json)
        session = self.session(visit)
        self.assertEqual(session["exit"], {"page": "/bye", "reason": "logout", "last_action": "click"})
        self.assertEqual((session["status"], session["end_time"]), ("ended", answer.json["end_time"]))
        self.assertEqual(session["duration_seconds"], answer.json["duration_seconds"])

    def test_every_reason_of_the_contract_is_taken(self):
        for reason in ("logout", "timeout", "error", "navigation"):
            self.assertEqual(self.start().end(reason).json["reason"], reason)
        self.assert_problem(self.start().end("boredom"), 400, "/reason")

    def test_an_end_after_the_timeout_tells_the_timeout(self):
        visit = self.start()
        self.server.advance(1801)
        answer = visit.end("logout")
        self.assertEqual((answer.status, answer.json["reason"], answer.json["duration_seconds"]), (200, "timeout", 0))

    def test_an_end_needs_the_key(self):
        visit = self.start()
        self.assert_problem(visit.end(key=None), 401)
        self.assert_problem(visit.end(key="sjs_wrong"), 403)
        self.assertEqual(self.session(visit)["status"], "active")

    def test_a_heartbeat_of_an_ended_visit_is_gone_with_the_reason(self):
        visit = self.start()
        visit.end("logout")
        answer = visit.beat()
        self.assert_problem(answer, 410)
        self.assertIn("logout", answer.json["detail"])
        idle = self.start()
        self.server.advance(1801)
        answer = idle.beat()
        self.assert_problem(answer, 410)
        self.assertIn("timeout", answer.json["detail"])

    def test_a_heartbeat_needs_the_key(self):
        visit = self.start()
        self.assert_problem(visit.beat(key=None), 401)
        self.assert_problem(visit.beat(key="sjs_wrong"), 403)

    def test_activity_after_the_end_opens_a_new_visit(self):
        visit = self.start()
        visit.end()
        self.server.advance(10)
        found = self.assert_recorded(visit.send(event("click")), 1)
        self.assertNotEqual(found["session_id"], visit.id)


class Beacon(ServerCase):
    def collect(self, *sessions, site=None, sent_at=None, **how):
        body = {"site": (site or self.site).key, "sessions": list(sessions)}
        if sent_at:
            body["sent_at"] = stamp(sent_at)
        headers = {"Content-Type": "text/plain;charset=UTF-8"}
        return self.server.post("/api/v1/collect", body, headers=headers, **how)

    def session_of(self, *events, **members):
        return {"session_id": browser_id(self.server.now()), "session_key": browser_key(),
                "start": {"visitor_id": unique("v"), "entry": {"page": "/first"}}, "events": list(events), **members}

    def test_brings_its_own_id_and_key_in_plain_text(self):
        now = self.server.now()
        mine = self.session_of(event("page_view", at=now, page="/first"), event("click", at=now))
        answer = self.collect(mine, sent_at=now)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json, {"sessions": [{"session_id": mine["session_id"], "heartbeat_interval": 300, "idle_timeout": 1800, "accepted": 2,
                                                     "duplicates": 0, "rejected": []}]})
        session = self.session(mine["session_id"])
        self.assertEqual((session["visitor_id"], session["entry"]["page"]), (mine["start"]["visitor_id"], "/first"))
        self.assertEqual(Visit(self.server, mine["session_id"], mine["session_key"]).beat().status, 200)

    def test_repeated_changes_nothing(self):
        now = self.server.now()
        mine = self.session_of(event("page_view", at=now, page="/a"), event("click", at=now), end={"reason": "navigation", "page": "/a"})
        self.collect(mine, sent_at=now)
        before = self.session(mine["session_id"])
        answer = self.collect(mine, sent_at=now)
        self.assertEqual(answer.json["sessions"], [{"session_id": mine["session_id"], "heartbeat_interval": 300, "idle_timeout": 1800,
                                                    "accepted": 0, "duplicates": 2, "rejected": []}])
        self.assertEqual(self.session(mine["session_id"]), before)

    def test_start_events_and_end_in_one(self):
        now = self.server.now()
        mine = self.session_of(event("click", at=now), end={"reason": "navigation", "page": "/last"})
        self.collect(mine, sent_at=now)
        session = self.session(mine["session_id"])
        self.assertEqual((session["status"], session["action_count"]), ("ended", 1))
        self.assertEqual(session["exit"], {"page": "/last", "reason": "navigation", "last_action": "click"})

    def test_a_bad_session_does_not_harm_the_others(self):
        good, other = self.session_of(event("click")), self.session_of(event("click"), event("click"))
        stranger = {"session_id": good["session_id"], "session_key": browser_key(), "events": [event("click")]}
        unknown = {"session_id": browser_id(self.server.now()), "session_key": browser_key(), "events": [event("click")]}
        answer = self.collect(good, stranger, unknown, other)
        self.assertEqual(answer.status, 200, answer)
        found = answer.json["sessions"]
        self.assertEqual([one["accepted"] for one in found], [1, 0, 0, 2])
        self.assertEqual([one.get("error", {}).get("status") for one in found], [None, 403, 404, None])

    def test_a_bad_event_is_pointed_to(self):
        answer = self.collect(self.session_of(event("click"), {"type": "click"}))
        self.assertEqual(answer.json["sessions"][0]["rejected"][0]["pointer"], "/sessions/0/events/1/id")

    def test_all_bad_is_a_problem(self):
        unknown = {"session_id": browser_id(self.server.now()), "session_key": browser_key(), "events": [event("click")]}
        self.assert_problem(self.collect(unknown), 404)
        self.assert_problem(self.collect(), 400, "/sessions")

    def test_a_weak_key_is_refused(self):
        self.assert_problem(self.collect(self.session_of(session_key="short")), 400, "/sessions/0/session_key")

    def test_a_strangers_key_does_not_open_a_repeated_start(self):
        mine = self.session_of(event("click"))
        self.collect(mine)
        self.assert_problem(self.collect({**mine, "session_key": browser_key(), "events": [event("click")]}), 403)

    def test_a_visit_of_another_site_is_not_found(self):
        mine = self.session_of(event("click"))
        self.collect(mine)
        mine.pop("start")
        self.assert_problem(self.collect(mine, site=self.other_site), 404)

    def test_a_start_resumes_the_visitors_visit(self):
        visit = self.start("beaconer")
        mine = self.session_of(event("click"))
        mine["start"]["visitor_id"] = "beaconer"
        answer = self.collect(mine)
        self.assertEqual(answer.json["sessions"][0]["session_id"], visit.id)
        self.assertEqual(Visit(self.server, visit.id, mine["session_key"]).beat().status, 200)


class IdentifyVisitors(ServerCase):
    def test_links_the_visitor_to_a_lead(self):
        visit = self.start("ada")
        answer = visit.identify(email="ada@example.com", name="Ada", phone="+1 555")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(set(answer.json), {"lead_id", "is_anonymous"})
        self.assertIs(answer.json["is_anonymous"], False)
        session = self.session(visit)
        self.assertEqual((session["lead_id"], session["user_id"]), (answer.json["lead_id"], None))
        self.assertEqual(visit.identify(email="ADA@example.com").json["lead_id"], answer.json["lead_id"])
        self.assertEqual(self.start("other browser").identify(email="ada@example.com").json["lead_id"], answer.json["lead_id"])
        visit.end()
        self.assertEqual(self.session(self.start("ada"))["lead_id"], answer.json["lead_id"])

    def test_leads_of_two_sites_do_not_meet(self):
        mine = self.start().identify(email="both@example.com").json["lead_id"]
        self.assertNotEqual(self.start(site=self.other_site).identify(email="both@example.com").json["lead_id"], mine)

    def test_needs_the_key_and_something_to_know_by(self):
        visit = self.start()
        self.assert_problem(visit.identify(key=None, email="a@example.com"), 401)
        self.assert_problem(visit.identify(key="sjs_wrong", email="a@example.com"), 403)
        self.assert_problem(visit.identify(), 400)
        self.assert_problem(visit.identify(email="nobody"), 400, "/email")

    def test_a_claimed_user_needs_a_token_that_vouches(self):
        visit = self.start()
        self.assert_problem(visit.identify(user_id="u-7"), 401)
        expires = self.server.now() + seconds(60)
        for make in (user_token, jwt):
            self.assert_problem(visit.identify(user_token=make("another secret", "u-7", expires)), 401)
            self.assert_problem(visit.identify(user_token=make(self.other_site.secret, "u-7", expires)), 401)
            self.assert_problem(visit.identify(user_token=make(self.site.secret, "u-7", self.server.now() - seconds(1))), 401)
            self.assert_problem(visit.identify(user_id="u-8", user_token=make(self.site.secret, "u-7", expires)), 403)
        self.assertIsNone(self.session(visit)["user_id"])
        self.assert_problem(visit.identify(user_token=jwt(self.site.secret, "u-7", expires, algorithm="none")), 401)

    def test_both_forms_of_the_token_are_taken(self):
        expires = self.server.now() + seconds(60)
        for make, user in ((user_token, "u-hmac"), (jwt, "u-jwt")):
            visit = self.start()
            self.assertEqual(visit.identify(user_id=user, user_token=make(self.site.secret, user, expires)).status, 200)
            self.assertEqual(self.session(visit)["user_id"], user)
            self.assertEqual(self.staff(f"/api/v1/sessions/user/{user}/current")["session_id"], visit.id)

    def test_identifying_raises_the_score_at_once(self):
        visit = self.start()
        before = self.session(visit)["score"]
        visit.identify(email="score@example.com")
        self.assertGreater(self.session(visit)["score"], before)


class Reading(ServerCase):
    """What staff read back."""

    def user_visit(self, user, actions=0, errors=0, duration=0):
        expires = self.server.now() + seconds(60)
        visit = self.start(unique("v"), user_token=user_token(self.site.secret, user, expires))
        for begin in range(0, actions, 500):
            visit.send(*[event("click") for _ in range(begin, min(actions, begin + 500))])
        visit.send(*[event("error") for _ in range(errors)])
        while duration > 0:
            self.server.advance(min(duration, 1700))
            duration -= 1700
            visit.beat()
        visit.end()
        return visit

    def pattern(self, user):
        return self.staff(f"/api/v1/sessions/patterns/{user}")

    def test_the_active_list_counts_all_and_answers_the_newest(self):
        visits = [self.start() for _ in range(6)]
        found = self.staff(f"/api/v1/sessions/active?site={self.site.id}&limit=4")
        self.assertEqual(len(found["sessions"]), 4)
        self.assertGreaterEqual(found["total_count"], 6)
        self.assertTrue(all(SESSION_FIELDS <= set(one) for one in found["sessions"]))
        visits[0].end()
        self.assertEqual(self.staff("/api/v1/sessions/active")["total_count"], found["total_count"] - 1)

    def test_history_is_newest_first_and_pages(self):
        made = [self.user_visit("historian").id for _ in range(13)]
        first = self.staff("/api/v1/sessions/user/historian/history")
        self.assertEqual([one["session_id"] for one in first["sessions"]], made[:-11:-1])
        rest = self.staff(f"/api/v1/sessions/user/historian/history?cursor={first['next_cursor']}")
        self.assertEqual([one["session_id"] for one in rest["sessions"]], made[2::-1])
        self.assertIsNone(rest["next_cursor"])

    def test_current_is_the_active_visit_or_404(self):
        self.staff("/api/v1/sessions/user/unheard-of/current", expect=404)
        self.user_visit("gone-user")
        self.staff("/api/v1/sessions/user/gone-user/current", expect=404)

    def test_a_user_may_ask_about_itself_only(self):
        self.user_visit("self-user")
        token = user_token(self.site.secret, "self-user", self.server.now() + seconds(60))
        self.assertEqual(len(self.staff("/api/v1/sessions/user/self-user/history", token=token)["sessions"]), 1)
        self.staff("/api/v1/sessions/user/self-user/current", token=token, expect=404)
        self.staff("/api/v1/sessions/user/someone-else/history", token=token, expect=401)
        self.staff("/api/v1/sessions/active", token=token, expect=401)
        self.staff("/api/v1/sessions/user/self-user/history", expect=401,
                   token=user_token("x", "self-user", self.server.now() + seconds(60)))

    def test_patterns_in_their_order(self):
        self.assertEqual(self.pattern("nobody-yet") | {"matches": []}, {
            "pattern": "new_user", "matches": [], "avg_duration": 0, "avg_actions": 0, "errors": 0, "sessions": 0})
        self.user_visit("strong", actions=51, duration=1802)
        found = self.pattern("strong")
        self.assertEqual((found["pattern"], found["avg_actions"], found["sessions"]), ("power_user", 51, 1))
        self.user_visit("fifty", actions=50, duration=1802)
        self.assertEqual(self.pattern("fifty")["pattern"], "regular_user")
        self.user_visit("quick", actions=3, duration=290)
        self.assertEqual(self.pattern("quick")["pattern"], "quick_checker")
        self.user_visit("steady", actions=3, duration=301)
        self.assertEqual(self.pattern("steady")["pattern"], "regular_user")
        self.user_visit("struggler", errors=6, duration=400)
        self.assertEqual(self.pattern("struggler")["pattern"], "struggling_user")
        self.user_visit("five", errors=5, duration=400)
        self.assertEqual(self.pattern("five")["pattern"], "regular_user")

    def test_a_struggling_quick_checker_is_not_hidden(self):
        self.user_visit("both", errors=6, duration=10)
        found = self.pattern("both")
        self.assertEqual((found["pattern"], found["matches"], found["errors"]), ("quick_checker", ["quick_checker", "struggling_user"], 6))

    def test_a_pattern_looks_at_the_last_twenty_visits(self):
        self.user_visit("changed", errors=9, duration=1000)
        for _ in range(20):
            self.user_visit("changed", actions=1)
        found = self.pattern("changed")
        self.assertEqual((found["sessions"], found["avg_duration"] < 1, found["errors"]), (20, True, 0))

    def test_workflows_started_and_not_completed(self):
        visit = self.start()
        visit.send(event("workflow_start", workflow_id="done"), event("workflow_start", workflow_id="left"),
                   event("workflow_start", workflow_id="failed"))
        self.server.advance(1)  # Within one millisecond the order of two batches would not be defined.
        visit.send(event("workflow_complete", workflow_id="done"), event("workflow_fail", workflow_id="failed"),
                   event("workflow_start", workflow_id="left"))
        found = self.staff(f"/api/v1/sessions/{visit.id}/abandoned-workflows")["workflows"]
        self.assertEqual([one["workflow_id"] for one in found if one["workflow_id"] != "failed"], ["left"])
        self.assertEqual(found[0]["status"], "started")
        self.assertLess(abs(self.server.now() - parse_time(found[0]["started_at"])), seconds(5))
        visit.end()
        found = self.staff(f"/api/v1/sessions/{visit.id}/abandoned-workflows")["workflows"]
        self.assertEqual([one["status"] for one in found if one["workflow_id"] == "left"], ["abandoned"])
        self.assertEqual(self.session(visit)["workflow_count"], 4)


class Days(ServerCase):
    """Bounces and daily statistics, each test in a month of its own."""

    def month(self, year, month):
        self.server.set_clock(datetime.datetime(year, month, 10, 12, tzinfo=datetime.timezone.utc))
        return f"from={year}-{month:02d}-01&to={year}-{month:02d}-28"

    def timed_visit(self, duration, actions):
        """A visit whose duration is exact: its times are claimed in one batch."""
        visit = self.start()
        begin = parse_time(visit.started["started_at"])
        now = self.server.advance(duration + 60)
        events = [event("click", at=begin + seconds(duration)) for _ in range(actions)]
        visit.send(*(events or [event("heartbeat", at=begin + seconds(duration))]))
        self.server.advance(1801)
        return visit

    def test_a_bounce_is_under_30_seconds_with_at_most_one_action(self):
        days = self.month(2031, 3)
        expected = {(29, 1): True, (29, 0): True, (30, 1): False, (30, 0): False, (29, 2): False, (0, 1): True}
        made = {self.timed_visit(*shape).id: is_bounce for shape, is_bounce in expected.items()}
        found = self.staff(f"/api/v1/sessions/bounces?{days}&limit=100")
        self.assertEqual({one["session_id"] for one in found["sessions"]}, {id for id, is_bounce in made.items() if is_bounce})
        self.assertAlmostEqual(found["bounce_rate"], 0.5)
        for id in made:
            self.assertIn(self.session(id)["duration_seconds"], (0, 29, 30))

    def test_daily_figures_are_shares_and_averages(self):
        days = self.month(2031, 5)
        first = self.start("one", entry={"page": "/home"})
        first.send(event("page_view", page="/home"), event("error"))
        self.server.advance(100)
        first.end("logout", page="/bye")
        second = self.start("two", entry={"page": "/home"})
        second.send(event("page_view", page="/home"))
        second.end("logout", page="/bye")
        third = self.start("one", entry={"page": "/other"})
        third.end("logout", page="/end")
        found = self.staff(f"/api/v1/stats/daily?site={self.site.id}&{days}")["days"]
        self.assertEqual(len([day for day in found if day["total_sessions"]]), 1)
        day = next(day for day in found if day["total_sessions"])
        self.assertEqual((day["date"], day["total_sessions"], day["unique_users"]), ("2031-05-10", 3, 2))
        self.assertAlmostEqual(day["avg_duration_seconds"], 100 / 3, delta=2)
        self.assertAlmostEqual(day["bounce_rate"], 2 / 3, places=3)
        self.assertAlmostEqual(day["error_rate"], 1 / 3, places=3)
        self.assertEqual((day["most_common_entry"], day["most_common_exit"]), ("/home", "/bye"))

    def test_a_visit_over_midnight_belongs_to_the_day_it_began(self):
        self.month(2031, 7)
        self.server.set_clock(datetime.datetime(2031, 7, 14, 23, 59, 30, tzinfo=datetime.timezone.utc))
        visit = self.start()
        self.server.advance(60)
        visit.send(event("click"))
        visit.end()
        self.assertIn(self.session(visit)["duration_seconds"], (60, 61))
        later = self.start()
        later.end()
        found = self.staff(f"/api/v1/stats/daily?site={self.site.id}&from=2031-07-14&to=2031-07-15")["days"]
        self.assertEqual([(day["date"], day["total_sessions"]) for day in found], [("2031-07-14", 1), ("2031-07-15", 1)])
        only = self.staff(f"/api/v1/stats/daily?site={self.site.id}&from=2031-07-15&to=2031-07-15")["days"]
        self.assertEqual([day["date"] for day in only], ["2031-07-15"])

    def test_a_wrong_day_is_pointed_to(self):
        for query in ("from=yesterday", "to=2026-02-30", "from=2026-02-02&to=2026-02-01"):
            answer = self.server.get(f"/api/v1/stats/daily?site={self.site.id}&{query}", token=self.token)
            self.assertEqual(answer.status, 400, answer)


if __name__ == "__main__":
    unittest.main()


class WithoutStorage(ServerCase):
    """Pages that store nothing: the visitor is known for the day, and over midnight while the visit is alive."""

    def begin(self, agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0", **start):
        now = self.server.now()
        mine = {"session_id": browser_id(now), "session_key": browser_key(), "start": {"visitor_id": unique("mine"), "storage": "none", **start}}
        answer = self.server.post("/api/v1/collect", {"site": self.site.key, "sessions": [mine]}, headers={"User-Agent": agent})
        self.assertEqual(answer.status, 200, answer)
        return answer.json["sessions"][0]["session_id"]

    def test_pages_of_one_browser_are_one_visit_and_of_another_are_not(self):
        first = self.begin()
        self.assertEqual(self.begin(), first)
        self.assertNotEqual(self.begin(agent="Mozilla/5.0 (Macintosh) Safari/605.1"), first)
        self.assertTrue(self.session(first)["visitor_id"].startswith("d-"))

    def test_the_next_day_nobody_is_known_but_midnight_cuts_no_visit(self):
        day = 86400
        now = self.server.now()
        into_day = now.hour * 3600 + now.minute * 60 + now.second
        self.server.advance(day - into_day - 600)
        before = self.begin()
        self.server.advance(1200)
        self.assertEqual(self.begin(), before)
        self.server.advance(day)
        self.assertNotEqual(self.session(self.begin())["visitor_id"], self.session(before)["visitor_id"])

    def test_another_word_is_refused(self):
        answer = self.server.post("/api/v1/sessions/start", {"site": self.site.key, "storage": "cookie"})
        self.assert_problem(answer, 400, "/storage")
