"""Scores: the rules of a site, their receipts, rehearsal on the past, and whether "hot" was true."""

from sojourn import ServerCase, event, unique

RULES = {"events": {"inquiry": {"points": 80, "cap": 80}, "brochure": {"points": 5, "cap": 12}},
         "minute_engaged": {"points": 0, "cap": 0}, "returning": 0, "identified": 0, "half_life_days": 7}


class ScoringCase(ServerCase):
    def setUp(self):
        self.site = self.server.add_site()
        self.admin = self.server.add_token("admin", self.site)
        self.token = self.server.add_token("agent", self.site)

    def rules(self, what="", body=None, method="POST", expect=200):
        answer = self.server.ask(method, f"/api/v1/sites/{self.site.id}/score-rules{what}", body, token=self.admin)
        self.assertEqual(answer.status, expect, answer)
        return answer.json

    def publish(self, rules):
        self.rules("/draft", rules, "PUT")
        return self.rules("/publish", {})

    def score(self, lead):
        return self.staff(f"/api/admin/leads/{lead}/score")

    def assert_adds_up(self, receipt):
        self.assertEqual(sum(line["value_now"] for line in receipt["contributions"]), receipt["score"], receipt)
        self.assertEqual(receipt["sum"], receipt["score"])


class LeadScore(ScoringCase):
    def test_lists_each_contribution_and_adds_up(self):
        visit = self.start()
        visit.send(event("page_view", page="/"), event("property_view", property_id="1"), event("inquiry"))
        lead = visit.identify(email="ada@example.com").json["lead_id"]
        receipt = self.score(lead)
        self.assert_adds_up(receipt)
        self.assertEqual(receipt["category"], "warm")
        self.assertEqual({line["rule"]: line["points"] for line in receipt["contributions"] if line["event_type"]},
                         {"page_view": 2, "property_view": 6, "inquiry": 35})
        self.assertLessEqual({"rule", "event_type", "points", "timestamp", "value_now"}, set(receipt["contributions"][0]))

    def test_goes_over_all_visits_and_fades_by_half_in_seven_days(self):
        self.publish(RULES)
        visitor = unique("v")
        first = self.start(visitor_id=visitor)
        first.send(event("inquiry"))
        lead = first.identify(email=f"{visitor}@example.com").json["lead_id"]
        self.assertEqual(self.score(lead)["score"], 80)
        self.server.advance(7 * 86400)
        faded = self.score(lead)
        self.assertEqual((faded["score"], faded["category"]), (40, "warm"))
        self.assert_adds_up(faded)
        second = self.start(visitor_id=visitor)
        second.send(event("brochure"), event("brochure"), event("brochure"))
        self.assertEqual(self.score(lead)["score"], 52)

    def test_events_without_the_key_are_counted_and_never_score(self):
        visit = self.start()
        lead = visit.identify(email=unique("a") + "@example.com").json["lead_id"]
        before = self.score(lead)["score"]
        self.assertEqual(visit.send(event("inquiry"), key=None).json["accepted"], 1)
        self.assertEqual(self.score(lead)["score"], before)
        self.assertEqual(self.staff(f"/api/v1/sessions/{visit.id}")["event_counts"]["inquiry"], 1)

    def test_another_sites_lead_is_not_found(self):
        lead = self.start().identify(email=unique("a") + "@example.com").json["lead_id"]
        stranger = self.server.add_token("admin", self.server.add_site())
        self.assertEqual(self.server.get(f"/api/admin/leads/{lead}/score", token=stranger).status, 404)


class Rules(ScoringCase):
    def test_begin_as_version_0_and_are_drafted_then_published(self):
        self.assertEqual(self.rules(method="GET")["published"]["version"], 0)
        self.rules("/publish", {}, expect=409)
        self.rules("/draft", RULES, "PUT")
        found = self.rules(method="GET")
        self.assertEqual((found["published"]["version"], found["draft"]["events"]["brochure"]), (0, {"points": 5, "cap": 12}))
        self.assertEqual(self.rules("/publish", {})["version"], 1)
        self.server.restart("kill")
        found = self.rules(method="GET")
        self.assertEqual((found["published"]["version"], found["draft"]), (1, None))
        self.assertEqual(found["published"]["rules"]["events"]["inquiry"], {"points": 80, "cap": 80})

    def test_publishing_scores_everything_anew_the_open_and_the_ended(self):
        live, gone = self.start(), self.start()
        for visit in (live, gone):
            visit.send(event("inquiry"))
        gone.end()
        self.assertEqual(self.publish(RULES)["rescored"], 2)
        for visit in (live, gone):
            self.assertEqual(self.staff(f"/api/v1/sessions/{visit.id}")["score"], 80)
        panel = self.staff(f"/api/admin/sessions/active?site={self.site.id}")
        self.assertEqual((panel["hot_count"], panel["sessions"][0]["behavioral_score"]), (1, 80))

    def test_wrong_rules_name_the_field(self):
        answer = self.server.ask("PUT", f"/api/v1/sites/{self.site.id}/score-rules/draft",
                                 {"events": {"page_view": {"points": "many", "cap": 1000}}}, token=self.admin)
        self.assertEqual((answer.status, sorted(answer.pointers)),
                         (400, ["/events/page_view/cap", "/events/page_view/points"]))

    def test_agents_may_not_publish(self):
        answer = self.server.post(f"/api/v1/sites/{self.site.id}/score-rules/publish", {}, token=self.token)
        self.assertEqual(answer.status, 403)

    def test_rehearsal_says_who_would_have_been_hot_and_who_of_them_enquired(self):
        asked, looked = self.start(), self.start()
        asked.send(event("inquiry"))
        looked.send(event("page_view", page="/"))
        self.server.advance(3)  # The rows of open visits follow their events within two seconds.
        played = self.rules("/rehearse", {"rules": RULES, "days": 7})
        self.assertEqual((played["visits"], played["now"]["hot"], played["then"]["hot"]), (2, 0, 1))
        self.assertEqual(played["then"]["enquired_of_hot"], 1)
        self.assertEqual([(one["session_id"], one["score_now"], one["score_then"], one["enquired"]) for one in played["became_hot"]],
                         [(asked.id, 35, 80, True)])
        self.assertEqual(self.rules(method="GET")["published"]["version"], 0)


class Precision(ScoringCase):
    def test_is_the_share_of_hot_leads_that_staff_found_to_be_real(self):
        self.publish(RULES)
        for real in (True, True, False):
            visit = self.start()
            visit.send(event("inquiry"))
            lead = visit.identify(email=unique("a") + "@example.com").json["lead_id"]
            answer = self.server.post(f"/api/admin/leads/{lead}/feedback", {"real": real}, token=self.token)
            self.assertEqual(answer.status, 200, answer)
        cold = self.start().identify(email=unique("a") + "@example.com").json["lead_id"]
        self.server.post(f"/api/admin/leads/{cold}/feedback", {"real": True}, token=self.token)
        week = self.staff(f"/api/v1/score/precision?site={self.site.id}&weeks=2")["weeks"][-1]
        self.assertEqual((week["hot_leads"], week["real"], week["not_real"]), (3, 2, 1))
        self.assertAlmostEqual(week["precision"], 2 / 3)
