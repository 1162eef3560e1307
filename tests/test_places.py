"""Where visitors are, what they use, and which of them are programs: from the address, the headers, and what a site's server says."""

import os
import tempfile
import unittest

from place_file import city, flat_city, write
from sojourn import Server, ServerCase, browser_id, browser_key, event, run_command, unique

LONDON = {"city": "London", "state": "England", "country": "United Kingdom", "latitude": 51.5, "longitude": -0.125}
BOSTON = {"city": "Boston", "state": "Massachusetts", "country": "United States", "latitude": 42.375, "longitude": -71.125}
NOWHERE = dict.fromkeys(LONDON)
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


class StartCase(ServerCase):
    def start_with(self, token=None, headers=None, expect=201, **body):
        body = {"site": self.site.key, "visitor_id": unique("v"), **body}
        answer = self.server.post("/api/v1/sessions/start", body, token=token, headers=headers)
        self.assertEqual(answer.status, expect, answer)
        return answer

    def started(self, **how):
        return self.session(self.start_with(**how).json["session_id"])

    def from_address(self, address, **how):
        return self.started(headers={"X-Forwarded-For": address}, **how)


class Places(StartCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.stop()
        cls.file = os.path.join(cls.server.data, "cities.mmdb")
        write(cls.file, {"81.2.69.0/24": city(*LONDON.values()), "2a02:1234::/32": city(*LONDON.values()),
                         "24.60.0.0/16": flat_city("Boston", "Massachusetts", "US", 42.375, -71.125),
                         "10.0.0.0/8": city(*LONDON.values())})
        cls.server.flags += ["--place-database", cls.file, "--trusted-proxy", "127.0.0.1"]
        cls.server.start()

    def test_come_from_the_address_behind_the_proxy(self):
        self.assertEqual(self.from_address("81.2.69.142")["location"], LONDON)
        self.assertEqual(self.from_address("2a02:1234:5:6::7")["location"], LONDON)
        self.assertEqual(self.from_address("24.60.9.9")["location"], BOSTON)

    def test_are_shown_on_the_panel_and_the_map(self):
        self.site = self.server.add_site()
        self.token = self.server.add_token("admin", self.site)
        visit = self.start_with(headers={"X-Forwarded-For": "81.2.69.142"}).json["session_id"]
        shown, = self.staff(f"/api/admin/sessions/active?site={self.site.id}")["sessions"]
        self.assertEqual((shown["session_id"], shown["location"]), (visit, LONDON))
        place, = self.staff(f"/api/admin/sessions/map?site={self.site.id}")["places"]
        self.assertEqual({name: place[name] for name in LONDON}, LONDON)

    def test_are_unknown_for_addresses_of_which_nothing_is_known_and_private_ones(self):
        for address in ("8.8.8.8", "10.1.2.3", "192.168.0.7", "2001:4860::1", "127.0.0.1"):
            self.assertEqual(self.from_address(address)["location"], NOWHERE, address)

    def test_are_kept_while_the_address_is_truncated(self):
        visit = self.from_address("81.2.69.142")
        self.server.stop()
        with_wal = [name for name in os.listdir(self.server.data) if ".db" in name or ".sqlite" in name]
        self.assertTrue(with_wal)
        for name in with_wal:
            with open(os.path.join(self.server.data, name), "rb") as file:
                bytes_of_file = file.read()
            self.assertNotIn(b"81.2.69.142", bytes_of_file, name)
            self.assertNotIn(bytes([81, 2, 69, 142]), bytes_of_file, name)
        self.server.start()
        self.assertEqual(self.session(visit["session_id"])["location"], LONDON)

    def test_come_with_a_beacon_too(self):
        id = browser_id(self.server.now())
        beacon = {"site": self.site.key, "sessions": [{"session_id": id, "session_key": browser_key(), "start": {"visitor_id": unique("v")},
                                                       "events": [event("page_view", page="/")]}]}
        answer = self.server.post("/api/v1/collect", beacon, headers={"X-Forwarded-For": "81.2.69.3", "Content-Type": "text/plain"})
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.session(id)["location"], LONDON)

    def test_that_the_sites_server_tells_win(self):
        found = self.from_address("81.2.69.142", token=self.server.add_token("agent", self.site), location=BOSTON)
        self.assertEqual(found["location"], BOSTON)


class ToldPlaces(StartCase):
    def test_are_unknown_without_a_database_which_is_said_once(self):
        self.assertEqual(self.started()["location"], NOWHERE)
        self.assertEqual(self.server.log_text().count("no place database"), 1)

    def test_are_believed_from_staff_who_may_write(self):
        for role in ("owner", "admin", "agent"):
            token = self.server.add_token(role, self.site)
            self.assertEqual(self.started(token=token, location=BOSTON)["location"], BOSTON, role)
        self.assertEqual(self.started(token=self.server.add_token("admin"), location=BOSTON)["location"], BOSTON)
        self.assertEqual(self.started(token=self.token, location={"city": "Boston"})["location"], {**NOWHERE, "city": "Boston"})

    def test_are_ignored_from_anybody_else(self):
        others = [None, "no-token", self.server.add_token("analyst", self.site), self.server.add_token("admin", self.other_site)]
        for token in others:
            for said in (BOSTON, "Boston", {"latitude": 1000}):
                self.assertEqual(self.started(token=token, location=said)["location"], NOWHERE, (token, said))

    def test_that_are_wrong_are_refused_by_their_field(self):
        for said, field in ((["Boston"], ""), ({"city": 3}, "/city"), ({"country": "x" * 201}, "/country"),
                            ({"latitude": 90.5, "longitude": 0}, "/latitude"), ({"latitude": 0, "longitude": -180.5}, "/longitude"),
                            ({"latitude": "1", "longitude": 2}, "/latitude"), ({"latitude": 1}, "/longitude"),
                            ({"longitude": 1}, "/latitude")):
            answer = self.start_with(token=self.token, expect=400, location=said)
            self.assertIn(f"/location{field}", answer.pointers, (said, answer))


class PlaceFiles(unittest.TestCase):
    def test_in_the_data_folder_is_found(self):
        folder = tempfile.TemporaryDirectory(prefix="sojourn-test-")
        self.addCleanup(folder.cleanup)
        write(os.path.join(folder.name, "places.mmdb"), {"81.2.69.0/24": city(*LONDON.values())})
        write(os.path.join(folder.name, "places-ipv6.mmdb"), {"2a02:1234::/32": flat_city("Boston", "Massachusetts", "US", 42.375, -71.125)})
        with Server("--trusted-proxy", "127.0.0.1", data=folder.name) as server:
            self.assertIn("places-ipv6.mmdb: Test-City of 2026-11-01, Test-City of 2026-11-01", server.log_text())
            site = server.add_site()
            token = server.add_token("agent", site)
            for address, place in (("81.2.69.1", LONDON), ("2a02:1234::1", BOSTON)):
                started = server.post("/api/v1/sessions/start", {"site": site.key}, headers={"X-Forwarded-For": address}).json
                found = server.get(f"/api/v1/sessions/{started['session_id']}", token=token).json
                self.assertEqual(found["location"], place)

    def test_that_is_damaged_or_missing_stops_the_start_and_is_named(self):
        folder = tempfile.TemporaryDirectory(prefix="sojourn-test-")
        self.addCleanup(folder.cleanup)
        file = os.path.join(folder.name, "broken.mmdb")
        write(file, {"81.2.69.0/24": city(*LONDON.values())})
        with open(file, "rb+") as opened:
            opened.truncate(os.path.getsize(file) // 2)
        for path in (file, os.path.join(folder.name, "missing.mmdb")):
            done = run_command("serve", "--data", os.path.join(folder.name, "data"), "--listen", "127.0.0.1:0", "--place-database", path)
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(path, done.stderr)
        self.assertIn("is not there", done.stderr)


class Devices(StartCase):
    def test_are_told_by_client_hints(self):
        hints = {"User-Agent": CHROME, "Sec-CH-UA": '"Microsoft Edge";v="140", "Chromium";v="140", "Not=A?Brand";v="24"',
                 "Sec-CH-UA-Mobile": "?0", "Sec-CH-UA-Platform": '"Windows"'}
        answer = self.start_with(headers=hints)
        self.assertIsNone(answer.headers["Accept-CH"])
        device = self.session(answer.json["session_id"])["device"]
        self.assertEqual((device["type"], device["browser"], device["os"]), ("desktop", "Edge", "Windows"))
        device = self.started(headers=hints, device={"browser": "Own"})["device"]
        self.assertEqual((device["browser"], device["os"]), ("Own", "Windows"))

    def test_are_asked_for_hints_where_they_know_them(self):
        self.assertIn("Sec-CH-UA", self.start_with(headers={"User-Agent": CHROME}).headers["Accept-CH"])
        self.assertIsNone(self.start_with().headers["Accept-CH"])


class Programs(StartCase):
    def lane(self, **how):
        visit = self.start_with(**how).json["session_id"]
        found = self.staff(f"/api/admin/sessions/active?site={self.site.id}&lane=bots")["sessions"]
        return next((one["lane_reason"] for one in found if one["session_id"] == visit), None)

    def test_stand_in_their_lane_with_a_reason(self):
        gpt = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
        google = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
        self.assertEqual(self.lane(headers={"User-Agent": gpt}), "GPTBot, an AI agent of OpenAI")
        self.assertEqual(self.lane(headers={"User-Agent": google}), "Googlebot, a crawler")
        self.assertEqual(self.lane(headers={"User-Agent": "cohere-ai"}), "cohere-ai, an AI agent of Cohere")

    def test_that_drive_a_browser_are_told_by_the_page(self):
        self.assertEqual(self.lane(headers={"User-Agent": CHROME}, device={"webdriver": True}), "a browser that a program drives")
        self.assertIsNone(self.lane(headers={"User-Agent": CHROME}, device={"webdriver": False}))
        self.start_with(device={"webdriver": "yes"}, expect=400)

    def test_that_speak_for_a_person_are_not_among_them(self):
        for agent in ("python-requests/2.31.0", CHROME.replace("Chrome/", "HeadlessChrome/")):
            self.assertIsNone(self.lane(headers={"User-Agent": agent}), agent)
