"""Logs of JSON lines, and logs that grow: `sojourn import --follow`."""

import datetime
import json
import os
import shutil
import signal
import subprocess
import unittest

from sojourn import Server, ServerCase, binary, run_command, seconds, stamp, until

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"


class Logs(ServerCase):
    test_clock = False

    def setUp(self):
        self.site = self.server.add_site()
        self.token = self.server.add_token("admin", self.site)
        self.path = os.path.join(os.path.dirname(self.server.data), f"{self.site.id}.log")
        self.now = datetime.datetime.now(datetime.timezone.utc)

    def write(self, *lines, path=None, mode="a"):
        with open(path or self.path, mode) as file:
            file.writelines(line + "\n" for line in lines)

    def line(self, address, path="/", ago=0):
        at = (self.now - seconds(ago)).strftime("%d/%b/%Y:%H:%M:%S +0000")
        return f'{address} - - [{at}] "GET {path} HTTP/1.1" 200 5 "-" "{FIREFOX}"'

    def sessions(self, query=""):
        return self.staff(f"/api/v1/sessions?site={self.site.id}{query}")["sessions"]

    def active(self):
        return self.staff(f"/api/admin/sessions/active?site={self.site.id}&limit=100")["sessions"]

    def take(self, *files):
        done = self.server.command("import", "--site", self.site.id, "--json", *files)
        self.assertEqual(done.returncode, 0, done)
        return json.loads(done.stdout)


class JsonLines(Logs):
    def test_our_own_lines_become_visits(self):
        begin = self.now - seconds(5000)
        self.write(json.dumps({"timestamp": stamp(begin), "visitor_id": "ada", "type": "page_view", "data": {"page": "/a"}, "extra": [1]}),
                   json.dumps({"timestamp": stamp(begin + seconds(60)), "visitor_id": "ada", "type": "workflow_start", "data": {"workflow_id": "tour"}}),
                   json.dumps({"timestamp": stamp(begin + seconds(1860)), "visitor_id": "ada", "type": "my own", "id": "e-7"}),
                   json.dumps({"timestamp": stamp(begin + seconds(1860, ) + datetime.timedelta(milliseconds=1801_000)), "visitor_id": "ada", "type": "click"}),
                   json.dumps({"timestamp": stamp(begin), "address": "203.0.113.9", "user_agent": FIREFOX, "type": "search", "data": {"query": "x"}}),
                   '{"timestamp": "never", "visitor_id": "ada", "type": "click"}', "{not json")
        found = self.take(self.path)
        self.assertEqual((found["lines"], found["unreadable"], found["sessions"], found["events"]), (7, 2, 3, 5))
        self.assertEqual([(one["line"], one["reason"]) for one in found["unreadable_lines"]], [(6, "no_time"), (7, "no_json")])
        sessions = self.sessions()
        self.assertEqual(sorted((one["visitor_id"] == "ada", one["action_count"]) for one in sessions), [(False, 1), (True, 1), (True, 3)])
        long = next(one for one in sessions if one["action_count"] == 3)
        self.assertEqual((long["duration_seconds"], long["entry"]["page"], long["event_counts"]["my own"]), (1860, "/a", 1))
        self.assertIn("e-7", [one["id"] for one in self.events(long["session_id"])])
        self.assertEqual(next(one for one in sessions if one["visitor_id"] != "ada")["device"]["browser"], "Firefox")
        again = self.take(self.path)
        self.assertEqual((again["sessions"], again["events"], again["duplicates"]), (0, 0, 5))

    def test_nginxs_json_log_is_its_text_log(self):
        at = (self.now - seconds(9000)).replace(microsecond=0)
        self.write(json.dumps({"time_iso8601": at.isoformat(), "remote_addr": "203.0.113.9", "request": "GET /a?b=1 HTTP/2.0", "status": "200",
                               "http_user_agent": FIREFOX, "http_referer": "https://example.com/"}),
                   json.dumps({"time_iso8601": (at + seconds(50)).isoformat(), "remote_addr": "203.0.113.9", "request": "GET /gone HTTP/2.0", "status": 404,
                               "http_user_agent": FIREFOX, "http_referer": "-"}))
        self.assertEqual(self.take(self.path)["events"], 2)
        session, = self.sessions()
        self.assertEqual((session["page_views"], session["error_count"], session["duration_seconds"], session["entry"]["page"], session["entry"]["referrer"]),
                         (1, 1, 50, "/a?b=1", "https://example.com/"))

    def test_each_file_may_have_its_own_form(self):
        other = self.path + ".json"
        self.write(self.line("203.0.113.9", ago=4000))
        self.write(json.dumps({"timestamp": stamp(self.now - seconds(3900)), "address": "203.0.113.9", "user_agent": FIREFOX, "type": "click"}), path=other)
        found = self.take(self.path, other)
        self.assertEqual((found["sessions"], found["events"]), (1, 2))


class Follow(Logs):
    def follow(self, data=None):
        process = subprocess.Popen([binary(), "import", "--follow", self.path, "--site", self.site.id, "--data", data or self.server.data, "--json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: process.poll() is None and (process.kill(), process.communicate()))
        return process

    def stop(self, process, how=signal.SIGTERM):
        process.send_signal(how)
        out, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0, errors)
        return json.loads(out)

    def pages(self):
        return sorted(one["current_page"] for one in self.active())

    def test_lines_become_live_visits(self):
        self.write(self.line("203.0.113.1", "/old", ago=7200), self.line("203.0.113.2", "/a", ago=30))
        process = self.follow()
        until(lambda: self.pages() == ["/a"], "the living one")
        self.write(self.line("203.0.113.3", "/b"), self.line("203.0.113.2", "/c"))
        until(lambda: self.pages() == ["/b", "/c"], "both")
        with open(self.path, "a") as file:
            file.write(self.line("203.0.113.4", "/part")[:40])
            file.flush()
            self.write(path=self.path + ".other")
            file.write(self.line("203.0.113.4", "/part")[40:] + "\n")
        until(lambda: "/part" in self.pages(), "the line that came in two parts")
        self.assertEqual(len(self.sessions()), 4)
        self.assertEqual(self.stop(process), {"lines": 5, "unreadable": 0, "sessions": 4, "events": 5, "duplicates": 0})

    def test_following_again_doubles_nothing(self):
        self.write(self.line("203.0.113.1", "/a"), self.line("203.0.113.1", "/a"), self.line("203.0.113.1", "/b"))
        process = self.follow()
        until(lambda: [one["page_views"] for one in self.active()] == [3], "three views")
        self.stop(process, signal.SIGINT)
        self.assertEqual(self.take(self.path)["duplicates"], 3)
        self.write(self.line("203.0.113.1", "/a"))
        process = self.follow()
        until(lambda: [one["page_views"] for one in self.active()] == [4], "four views")
        self.assertEqual(self.stop(process)["duplicates"], 3)

    def test_rotation_truncation_and_copies(self):
        self.write(self.line("203.0.113.1", "/1"))
        process = self.follow()
        until(lambda: self.pages() == ["/1"], "the first")
        os.rename(self.path, self.path + ".1")
        self.write(self.line("203.0.113.2", "/2"), path=self.path + ".1")
        self.write(self.line("203.0.113.3", "/3"))
        until(lambda: self.pages() == ["/1", "/2", "/3"], "those around the rotation")
        self.write(self.line("203.0.113.4", "/4"), mode="w")
        until(lambda: self.pages() == ["/1", "/2", "/3", "/4"], "the one after the truncation")
        shutil.copy(self.path, self.path + ".copy")
        os.rename(self.path + ".copy", self.path)
        self.write(self.line("203.0.113.5", "/5"))
        until(lambda: self.pages() == ["/1", "/2", "/3", "/4", "/5"], "the one after the copy")
        os.remove(self.path)
        self.write(self.line("203.0.113.6", "/6"))
        until(lambda: len(self.pages()) == 6, "the one after the file was removed")
        self.assertEqual(self.stop(process)["events"], 6)
        self.assertEqual(sum(one["page_views"] for one in self.sessions()), 6)

    def test_it_waits_for_a_file_that_is_not_there_yet(self):
        process = self.follow()
        self.write(self.line("203.0.113.1", "/late"))
        until(lambda: self.pages() == ["/late"], "the first line")
        self.stop(process)

    def test_it_works_without_a_server(self):
        self.write(self.line("203.0.113.1", "/a"))
        self.server.stop()
        try:
            process = self.follow()
            until(lambda: "a" if os.path.exists(os.path.join(self.server.data, "control.sock")) else None, "it to begin")
            self.write(self.line("203.0.113.1", "/b"))

            def has_both():
                done = run_command("export", "--kind", "events", "--site", self.site.id, "--out", self.path + ".out", "--data", self.server.data)
                return done.returncode == 0 and open(self.path + ".out").read().count("page_view") == 2
            until(has_both, "both lines")
            self.stop(process)
        finally:
            self.server.start()
        self.assertEqual(self.pages(), ["/b"])

    def test_what_makes_no_sense_is_refused(self):
        self.write("x")
        for arguments in (("--follow", self.path, self.path), ("--follow", os.path.dirname(self.path))):
            done = self.server.command("import", *arguments, "--site", self.site.id)
            self.assertEqual(done.returncode, 1, done)
        self.assertEqual(self.server.command("import", "--follow", self.path, "--site", "nonsense").returncode, 1)
        self.assertEqual(self.server.command("import", "--follow", self.path, "--site", "11111111-2222-3333-4444-555555555555").returncode, 1)


if __name__ == "__main__":
    unittest.main()
