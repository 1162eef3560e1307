"""Questions over history: what the figures say, and that every figure's link leads to exactly the visits behind it."""

import collections
import datetime
import json
import random
import unittest

from sojourn import ServerCase, event, seconds, unique

FEATURES = ("map", "mortgage calculator", "tour & video")
PAGES = ("/", "/listings?city=Austin&beds=3", "/über uns", "/contact")


class Insights(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.command("site", "set", cls.site.id, "--time-zone", "America/Chicago")
        cls.chance = random.Random(20261121)
        cls.expected = collections.Counter()
        begin = cls.server.now()
        cls.visits = [cls.visit(cls(), number) for number in range(40)]
        cls.range = f"from={(begin - seconds(2 * 86400)).date()}&to={(cls.server.now() + seconds(86400)).date()}"
        cls.server.advance(1801)

    def visit(self, number):
        """One visit of random shape; some stay open until the timeout."""
        draw = self.chance.random
        self.server.advance(self.chance.randrange(10, 20_000))
        visit = self.start(visitor=f"v{self.chance.randrange(12)}", entry={"page": self.chance.choice(PAGES), "campaign": "spring" if draw() < 0.3 else ""},
                           device={"type": "bot" if draw() < 0.1 else "desktop", "browser": "Firefox", "os": "Linux"})
        for _ in range(self.chance.randrange(0, 8)):
            self.server.advance(self.chance.randrange(1, 300))
            draw_of_event = draw()
            if draw_of_event < 0.4:
                one = event("page_view", page=self.chance.choice(PAGES))
            elif draw_of_event < 0.6:
                one = event("feature_use", feature=self.chance.choice(FEATURES))
            elif draw_of_event < 0.7:
                one = event("error", message="x")
            elif draw_of_event < 0.8:
                one = event("search", query="x")
            else:
                one = event(self.chance.choice(("workflow_start", "workflow_complete", "workflow_fail")), workflow_id=self.chance.choice(("tour", "offer")))
            self.assert_recorded(visit.send(one), 1)
        if draw() < 0.7:
            visit.end(self.chance.choice(("logout", "navigation", "error")))
        return visit

    def ask(self, name, **more):
        query = "".join(f"&{key}={value}" for key, value in more.items())
        return self.staff(f"/api/v1/insights/{name}?site={self.site.id}&{self.range}{query}")

    def follow(self, link):
        """All visits behind a link, page by page; their number is also said."""
        ids, cursor = [], ""
        while True:
            found = self.staff(f"{link}&limit=7{cursor}")
            ids += [one["session_id"] for one in found["sessions"]]
            if found["next_cursor"] is None:
                self.assertEqual(len(ids), found["total_count"])
                self.assertEqual(len(set(ids)), len(ids))
                return ids
            cursor = f"&cursor={found['next_cursor']}"

    def assert_leads_there(self, row, count, link="visits"):
        self.assertEqual(len(self.follow(row[link])), row[count], row)

    def test_every_figure_leads_to_the_visits_behind_it(self):
        for lane in ("people", "bots"):
            for hour in self.ask("active-hours", lane=lane)["hours"]:
                if hour["sessions"]:
                    self.assert_leads_there(hour, "sessions")
            for name, lists in (("durations", ["buckets"]), ("leaving", ["exit_pages", "reasons", "last_actions"]), ("features", ["features", "pairs"]),
                                ("engagement", ["levels"]), ("flows", ["flows"])):
                found = self.ask(name, lane=lane, limit=200)
                for rows in lists:
                    for row in found[rows]:
                        self.assert_leads_there(row, "sessions")
            self.assert_leads_there(self.ask("leaving", lane=lane)["after_error"], "sessions")
            for workflow in self.ask("funnels", lane=lane)["workflows"]:
                for count, link in (("started", "visits"), ("completed", "completed_visits"), ("failed", "failed_visits"), ("abandoned", "abandoned_visits")):
                    self.assert_leads_there(workflow, count, link)
            visitors = self.ask("visitors", lane=lane)
            for row in (visitors, *visitors["days"]):
                self.assert_leads_there(row, "new", "new_visits")
                self.assert_leads_there(row, "returning", "returning_visits")
            for cohort in self.ask("retention", lane=lane)["cohorts"]:
                self.assert_leads_there(cohort, "people")

    def test_a_question_about_some_visits_leads_to_those(self):
        for narrowed in ({"campaign": "spring"}, {"has_errors": "true"}, {"feature": "map"}, {"weekday": 1, "hour": 9}):
            for row in self.ask("leaving", **narrowed)["exit_pages"] + self.ask("features", **narrowed)["features"]:
                self.assert_leads_there(row, "sessions")

    def test_the_parts_add_up_to_all(self):
        everything = self.staff(f"/api/v1/sessions?site={self.site.id}&{self.range}&limit=1000")
        people = everything["total_count"]
        self.assertEqual(len(everything["sessions"]), people)
        bots = self.staff(f"/api/v1/sessions?site={self.site.id}&{self.range}&lane=bots")["total_count"]
        self.assertEqual(people + bots, len({visit.id for visit in self.visits}))
        hours = self.ask("active-hours")
        self.assertEqual((len(hours["hours"]), hours["total"], sum(hour["sessions"] for hour in hours["hours"])), (168, people, people))
        self.assertEqual(hours["time_zone"], "America/Chicago")
        self.assertEqual(sum(bucket["sessions"] for bucket in self.ask("durations")["buckets"]), people)
        self.assertEqual(sum(level["sessions"] for level in self.ask("engagement")["levels"]), people)
        self.assertEqual(sum(reason["sessions"] for reason in self.ask("leaving")["reasons"]), people)
        self.assertEqual(sum(flow["sessions"] for flow in self.ask("flows", limit=200)["flows"]), people)
        visitors = self.ask("visitors")
        self.assertEqual(visitors["new"] + visitors["returning"], people)
        for key in ("new", "returning"):
            self.assertEqual(sum(day[key] for day in visitors["days"]), visitors[key])
        for cohort in self.ask("retention")["cohorts"]:
            self.assertEqual(cohort["returned"][0], 1)
            self.assertEqual(datetime.date.fromisoformat(cohort["week"]).weekday(), 0)

    def test_durations_lift_and_funnels_are_what_they_say(self):
        all_of_them = self.staff(f"/api/v1/sessions?site={self.site.id}&{self.range}&limit=1000")["sessions"]
        lasted = sorted(one["duration_seconds"] for one in all_of_them)
        found = self.ask("durations")
        self.assertAlmostEqual(found["average"], sum(lasted) / len(lasted))
        self.assertEqual(found["median"], lasted[(len(lasted) + 1) // 2 - 1])
        self.assertEqual(found["p90"], lasted[-(-9 * len(lasted) // 10) - 1])
        used = collections.defaultdict(set)
        for one in all_of_them:
            for happened in self.events(one["session_id"]):
                if happened["type"] == "feature_use":
                    used[happened["data"]["feature"]].add(one["session_id"])
                elif happened["type"] == "search":
                    used["search"].add(one["session_id"])
        features = self.ask("features")
        self.assertEqual({row["name"]: row["sessions"] for row in features["features"]}, {name: len(ids) for name, ids in used.items()})
        self.assertTrue(features["pairs"])
        for pair in features["pairs"]:
            both, a, b = used[pair["a"]] & used[pair["b"]], len(used[pair["a"]]), len(used[pair["b"]])
            self.assertEqual(pair["sessions"], len(both))
            self.assertAlmostEqual(pair["lift"], len(both) * len(all_of_them) / (a * b))
            self.assertAlmostEqual(pair["confidence"], len(both) / a)
        for workflow in self.ask("funnels")["workflows"]:
            self.assertEqual(workflow["started"], workflow["completed"] + workflow["failed"] + workflow["abandoned"])

    def test_the_hour_is_that_of_the_site(self):
        site = self.server.add_site()
        self.server.command("site", "set", site.id, "--time-zone", "Asia/Kathmandu")
        token = self.server.add_token("analyst", site)
        now = self.server.now()
        self.start(site=site)
        local = now + datetime.timedelta(hours=5, minutes=45)
        found = self.staff("/api/v1/insights/active-hours", token=token)
        self.assertEqual([(row["weekday"], row["hour"]) for row in found["hours"] if row["sessions"]], [(local.isoweekday(), local.hour)])

    def test_what_makes_no_sense_is_named(self):
        for query, pointer in (("weekday=8", "weekday"), ("hour=24", "hour"), ("hour=x", "hour"), ("level=bored", "level"), ("category=lukewarm", "category"),
                               ("exit_reason=bored", "exit_reason"), ("lane=fast", "lane"), ("has_errors=maybe", "has_errors"), ("min_duration=-1", "min_duration"),
                               ("min_duration=9&max_duration=8", "max_duration"), ("from=2026-02-30", "from"), ("from=2026-02-02&to=2026-02-01", "to"),
                               ("workflow_status=lost", "workflow_status"), ("new=perhaps", "new"), ("limit=0", "limit"), ("status=gone", "status")):
            for path in ("/api/v1/sessions", "/api/v1/insights/leaving", "/api/v1/insights/active-hours"):
                self.assert_problem(self.server.get(f"{path}?site={self.site.id}&{query}", token=self.token), 400, pointer)
        self.assert_problem(self.server.get(f"/api/v1/sessions?site={self.site.id}&cursor=zzz", token=self.token), 400, "cursor")

    def test_another_sites_history_is_not_there(self):
        foreign = self.server.add_token("admin", self.other_site)
        for path in ("/api/v1/sessions", "/api/v1/insights/flows", f"/api/v1/sites/{self.site.id}/retention"):
            self.assert_problem(self.server.get(f"{path}?site={self.site.id}", token=foreign), 404)


class Analysts(ServerCase):
    def test_workflows_lie_in_a_view(self):
        import sqlite3
        visit = self.start()
        visit.send(event("workflow_start", workflow_id="tour"), event("workflow_start", workflow_id="offer"))
        self.server.advance(60)
        visit.send(event("workflow_complete", workflow_id="offer"))
        visit.end()
        with sqlite3.connect(f"file:{self.server.data}/sojourn.db?mode=ro", uri=True) as database:
            rows = database.execute("SELECT workflow_id, status, ended_at > started_at FROM workflow_executions WHERE session_id = ? ORDER BY 1", (visit.id,)).fetchall()
            columns = [row[1] for row in database.execute("PRAGMA table_info(daily_session_stats)")]
        self.assertEqual(rows, [("offer", "completed", 1), ("tour", "abandoned", 1)])
        for column in ("date", "total_sessions", "unique_users", "avg_duration_seconds", "bounce_rate", "error_rate", "most_common_entry", "most_common_exit"):
            self.assertIn(column, columns)


if __name__ == "__main__":
    unittest.main()
