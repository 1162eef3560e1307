"""Daily statistics in the site's time zone, their rebuilding, retention, and the settings of a site."""

import datetime
import json
import unittest

from sojourn import Server, ServerCase, event, run_command, seconds, unique, until

DAY = 86_400
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"


class History(ServerCase):
    """Each test has a site of its own."""

    def setUp(self):
        self.site = self.server.add_site()
        self.token = self.server.add_token("admin", self.site)

    def command(self, *arguments, expect=0):
        done = self.server.command(*arguments, "--json")
        self.assertEqual(done.returncode, expect, done)
        return json.loads(done.stdout) if expect == 0 else done.stderr

    def days(self, query=""):
        return self.staff(f"/api/v1/stats/daily?site={self.site.id}{query}")["days"]

    def stay(self, visitor=None, last=60, errors=0, page="/", **start):
        visit = self.start(visitor=visitor, entry={"page": page}, **start)
        self.server.advance(last)
        visit.send(event("click"), event("click"), *[event("error") for _ in range(errors)])
        visit.end("logout", page=page + "bye")
        return visit

    def go_to_local(self, clock, zone_hours, day_offset=1):
        """Moves the clock to a wall time of a zone with a fixed offset, on a coming day."""
        now = self.server.now()
        local = (now + datetime.timedelta(hours=zone_hours)).replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
        return self.server.set_clock(local - datetime.timedelta(hours=zone_hours) + datetime.timedelta(days=day_offset))

    def test_a_day_is_the_sites(self):
        self.command("site", "set", self.site.id, "--time-zone", "Asia/Tokyo")
        at = self.go_to_local((23, 50), 9)
        self.stay()
        self.server.advance(1200)
        self.stay()
        first, second = [(at + datetime.timedelta(hours=9, days=more)).date().isoformat() for more in (0, 1)]
        query = f"&from={first}&to={second}"
        self.assertEqual([(day["date"], day["total_sessions"]) for day in self.days(query)], [(first, 1), (second, 1)])
        self.assertEqual([day["date"] for day in self.days(f"&from={second}&to={second}")], [second])

    def test_another_zone_moves_the_days(self):
        at = self.go_to_local((23, 50), 0)
        self.stay()
        date = at.date().isoformat()
        self.assertEqual([day["date"] for day in self.days()], [date])
        self.command("site", "set", self.site.id, "--time-zone", "Asia/Tokyo")
        moved = (at + datetime.timedelta(hours=9)).date().isoformat()
        until(lambda: [day["date"] for day in self.days()] == [moved], "the days to be rebuilt")

    def test_a_late_event_changes_its_day(self):
        visit = self.start(entry={"page": "/"})
        start = self.server.now()
        self.server.advance(3600)
        self.assertEqual(self.days()[0]["bounce_rate"], 1)
        self.assert_recorded(visit.send(event("page_view", page="/x", at=start + seconds(100)), event("error", at=start + seconds(200)),
                                        sent_at=self.server.now()), 2)
        self.assertEqual(self.days()[0] | {"date": ""}, {"date": "", "total_sessions": 1, "unique_users": 1, "avg_duration_seconds": 200, "bounce_rate": 0,
                                                        "error_rate": 1, "most_common_entry": "/", "most_common_exit": "/x"})

    def test_bots_count_only_where_they_are_asked_for(self):
        self.stay()
        self.stay(device={"type": "bot"})
        self.assertEqual(self.days()[0]["total_sessions"], 1)
        self.assertEqual(self.days("&bots=true")[0]["total_sessions"], 2)
        self.assert_problem(self.server.get(f"/api/v1/stats/daily?site={self.site.id}&bots=some", token=self.token), 400, "bots")

    def test_rebuilding_comes_to_the_same(self):
        for number in range(12):
            self.stay(visitor=f"v{number % 4}", last=20 * number, errors=number % 3 == 0, page=f"/{number % 2}")
            self.server.advance(17_000)
        before = self.days()
        self.assertGreater(len(before), 2)
        done = self.command("rollup", "--site", self.site.id)
        self.assertEqual((done["days"], done["visits"], done["kept"]), (len(before), 12, 0))
        self.assertEqual(self.days(), before)
        middle = before[1]["date"]
        self.assertEqual(self.command("rollup", "--site", self.site.id, "--from", middle, "--to", middle)["days"], 1)
        self.assertEqual(self.days(), before)
        self.assertIn("from", self.command("rollup", "--site", self.site.id, "--from", "yesterday", expect=1))

    def test_rebuilding_mends_what_was_broken(self):
        import sqlite3
        with Server() as server:
            self.server, running = server, self.server
            try:
                self.site = server.add_site()
                self.token = server.add_token("admin", self.site)
                self.stay()
                self.server.advance(DAY)
                self.stay()
                before = self.days()
                server.stop()
                with sqlite3.connect(f"{server.data}/sojourn.db") as database:
                    database.execute("DELETE FROM daily_totals")
                    database.execute("UPDATE daily_people SET visits = 7")
                database.close()
                # Without a server.
                done = json.loads(run_command("rollup", "--site", self.site.id, "--data", server.data, "--json").stdout)
                self.assertEqual((done["days"], done["visits"]), (2, 2))
                server.start()
                self.assertEqual(self.days(f"&to={before[-1]['date']}"), before)
            finally:
                self.server = running

    def test_retention_removes_raw_visits_and_keeps_the_days(self):
        visit = self.stay(visitor="old")
        before = self.days()
        self.server.advance(DAY)
        open_for_long = self.start()
        self.command("site", "set", self.site.id, "--retention-days", "10")
        dry = self.staff(f"/api/v1/sites/{self.site.id}/retention")
        self.assertEqual((dry["visits"], dry["events"], dry["kept"], dry["retention_days"]), (0, 0, "daily statistics", 10))
        self.assertEqual(dry["before"], (self.server.now() - seconds(10 * DAY)).date().isoformat())
        for _ in range(12 * DAY // 1500):  # Kept alive by heartbeats, for longer than visits are kept.
            self.server.advance(1500)
            self.assertEqual(open_for_long.beat().status, 200)
        until(lambda: self.server.get(f"/api/v1/sessions/{visit.id}", token=self.token).status == 404, "the visit to be removed")
        self.assertEqual(visit.beat().status, 404)
        self.assertEqual(self.session(open_for_long)["status"], "active")
        date = before[0]["date"]
        self.assertEqual(self.days(f"&from={date}&to={date}"), before)
        done = self.command("rollup", "--site", self.site.id)
        self.assertEqual(done["kept"], 1)
        self.assertEqual(self.days(f"&from={date}&to={date}"), before)
        self.server.restart("kill")
        self.assertEqual(self.days(f"&from={date}&to={date}"), before)

    def test_the_command_says_first_and_then_does(self):
        log = f"{self.server.data}/old.log"
        at = self.server.now() - seconds(100 * DAY)
        with open(log, "w") as file:
            for number in range(300):
                file.write(f'203.0.113.{number % 100} - - [{(at + seconds(number)).strftime("%d/%b/%Y:%H:%M:%S +0000")}] "GET /p{number} HTTP/1.1" 200 5 "-" "{FIREFOX}"\n')
        self.assertEqual(self.command("import", "--site", self.site.id, log)["sessions"], 100)
        query = f"&from={(at - seconds(DAY)).date()}&to={(at + seconds(DAY)).date()}"
        before = self.days(query)
        self.assertEqual(sum(day["total_sessions"] for day in before), 100)
        dry = self.command("retention", "--site", self.site.id, "--dry-run")
        self.assertEqual((dry["visits"], dry["events"]), (100, 300))
        self.assertGreater(dry["bytes"], 10_000)
        self.assertEqual(self.staff(f"/api/v1/sessions?site={self.site.id}{query}")["total_count"], 100)
        done = self.command("retention", "--site", self.site.id)
        self.assertEqual((done["visits"], done["events"]), (100, 300))
        self.assertEqual(self.staff(f"/api/v1/sessions?site={self.site.id}{query}")["total_count"], 0)
        self.assertEqual(self.days(query), before)
        self.command("import", "--site", self.site.id, log)
        self.assertEqual(self.days(query), before)

    def test_a_site_is_set(self):
        found = self.command("site", "set", self.site.id, "--name", "Homes", "--time-zone", "Europe/Berlin", "--retention-days", "90", "--idle-timeout", "600",
                             "--heartbeat-interval", "60", "--origin", "https://a.example", "--origin", "https://b.example")
        self.assertEqual(found, found | {"site_id": self.site.id, "name": "Homes", "time_zone": "Europe/Berlin", "idle_timeout": 600, "heartbeat_interval": 60,
                                 "retention_days": 90, "origins": ["https://a.example", "https://b.example"]})
        self.assertEqual(self.command("site", "set", self.site.id), found)
        started = self.start(site=self.site).started
        self.assertEqual((started["idle_timeout"], started["heartbeat_interval"]), (600, 60))
        for wrong in (("--time-zone", "Mars/Base"), ("--retention-days", "0"), ("--idle-timeout", "0"), ("--origin", "nonsense"), ("--name", "")):
            self.command("site", "set", self.site.id, *wrong, expect=1)
        self.command("site", "set", "11111111-2222-3333-4444-555555555555", "--name", "x", expect=1)
        self.assertEqual(self.command("site", "set", self.site.id), found)


if __name__ == "__main__":
    unittest.main()
