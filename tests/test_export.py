"""Exports: rows as CSV and JSON lines, page by page over HTTP and whole by the command line."""

import csv
import io
import json
import os
import sqlite3
import unittest

from sojourn import Server, ServerCase, event, run_command, seconds

NASTY = ["=cmd|' /C calc'!A0", "+1", "-1", "@sum", "\tx", 'say "hi", ok', "two\nlines", "plain"]


class Export(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        for number, text in enumerate(NASTY):
            visit = case.start(visitor=f"v{number}", entry={"page": "/" + text, "campaign": text}, device={"type": "bot" if number == 7 else "desktop"})
            case.server.advance(40)
            visit.send(event("page_view", page=text, title=text), event("my_type", note=text))
            visit.identify(email=f"v{number}@example.com", name=text)
            visit.end()
        cls.path = os.path.join(os.path.dirname(cls.server.data), "out")

    def page(self, query, expect=200):
        answer = self.server.get(f"/api/v1/export?site={self.site.id}&{query}", token=self.token)
        self.assertEqual(answer.status, expect, answer)
        return answer

    def rows(self, text):
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def whole(self, kind, format, *more):
        done = self.server.command("export", "--kind", kind, "--format", format, "--out", self.path, "--site", self.site.id, "--json", *more)
        self.assertEqual(done.returncode, 0, done)
        with open(self.path, newline="") as file:
            return file.read(), json.loads(done.stdout)

    def test_texts_cannot_become_formulas(self):
        answer = self.page("kind=visits&format=csv")
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        found = [row["entry_campaign"] for row in self.rows(answer.body.decode())]
        self.assertEqual(found, [("'" if text[0] in "=+-@\t" else "") + text for text in NASTY])
        for row in self.rows(answer.body.decode()) + self.rows(self.page("kind=leads").body.decode()) + self.rows(self.page("kind=events").body.decode()):
            for value in row.values():
                self.assertNotIn(value[:1], ("=", "+", "-", "@", "\t", "\r"), row)

    def test_json_lines_hold_the_sessions_themselves(self):
        lines = self.page("kind=visits&format=ndjson").body.decode().splitlines()
        listed = self.staff(f"/api/v1/sessions?site={self.site.id}&lane=all")["sessions"]
        self.assertEqual([json.loads(line) for line in lines], listed[::-1])
        self.assertEqual(len(self.page("kind=visits&format=ndjson&lane=people").body.decode().splitlines()), 7)

    def test_events_are_those_of_the_visits(self):
        lines = [json.loads(line) for line in self.page("kind=events&format=ndjson").body.decode().splitlines()]
        self.assertEqual(len(lines), 2 * len(NASTY))
        of_visits = [dict(one, session_id=visit["session_id"]) for visit in self.staff(f"/api/v1/sessions?site={self.site.id}&lane=all")["sessions"][::-1]
                     for one in self.events(visit["session_id"])]
        self.assertEqual(lines, [{key: one[key] for key in ("id", "session_id", "timestamp", "type", "data")} for one in of_visits])

    def test_the_command_writes_the_same_beside_a_server_and_without_one(self):
        for kind, count in (("visits", 8), ("events", 16), ("leads", 8), ("daily", 1)):
            for format in ("csv", "ndjson"):
                text, said = self.whole(kind, format)
                self.assertEqual(text, self.page(f"kind={kind}&format={format}").body.decode())
                rows = self.rows(text) if format == "csv" else text.splitlines()
                self.assertEqual((len(rows), said["rows"], said["bytes"]), (count, count, os.path.getsize(self.path)))
        before = self.whole("visits", "csv")[0]
        self.server.stop()
        try:
            done = run_command("export", "--kind", "visits", "--format", "csv", "--out", self.path, "--site", self.site.id, "--data", self.server.data)
            self.assertEqual(done.returncode, 0, done)
            with open(self.path, newline="") as file:
                self.assertEqual(file.read(), before)
        finally:
            self.server.start()

    def test_days_of_a_range_only(self):
        self.assertEqual(self.rows(self.whole("visits", "csv", "--to", "2020-01-01")[0]), [])

    def test_what_makes_no_sense_is_named(self):
        for query in ("kind=secrets", "format=xml", "lane=fast", "from=x"):
            self.assert_problem(self.page(query, expect=400), 400, query.split("=")[0])
        for kind in ("events&cursor=1.2:x", "leads&cursor=x", "visits&cursor=x"):
            self.assert_problem(self.page(f"kind={kind}", expect=400), 400, "cursor")
        self.assertEqual(self.server.command("export", "--kind", "secrets", "--out", self.path, "--site", self.site.id).returncode, 2)
        self.assertEqual(self.server.command("export", "--kind", "visits", "--out", self.path, "--site", "no site").returncode, 1)
        self.assertEqual(self.server.command("export", "--kind", "visits", "--out", "/nowhere/x", "--site", self.site.id).returncode, 1)


class ManyRows(ServerCase):
    def test_pages_put_together_are_the_whole(self):
        log = os.path.join(os.path.dirname(self.server.data), "many.log")
        at = self.server.now() - seconds(5 * 86_400)
        with open(log, "w") as file:
            for number in range(25_000):
                address = f"203.0.{number % 150}.{number % 149}"
                file.write(f'{address} - - [{(at + seconds(number)).strftime("%d/%b/%Y:%H:%M:%S +0000")}] "GET /p{number} HTTP/1.1" 200 5 "-" "Firefox/121.0"\n')
        self.assertEqual(self.server.command("import", "--site", self.site.id, log).returncode, 0)
        text, cursor, pages = b"", "", 0
        while True:
            answer = self.server.get(f"/api/v1/export?site={self.site.id}&kind=events&format=csv&cursor={cursor}", token=self.token)
            self.assertEqual(answer.status, 200)
            self.assertLessEqual(int(answer.headers["X-Rows"]), 10_000)
            text, pages, cursor = text + answer.body, pages + 1, answer.headers.get("X-Next-Cursor")
            if cursor is None:
                break
        self.assertEqual(pages, 3)
        rows = list(csv.DictReader(io.StringIO(text.decode(), newline="")))
        self.assertEqual((len(rows), len({row["id"] for row in rows})), (25_000, 25_000))
        whole = os.path.join(os.path.dirname(self.server.data), "out.csv")
        self.assertEqual(self.server.command("export", "--kind", "events", "--out", whole, "--site", self.site.id).returncode, 0)
        with open(whole, "rb") as file:
            self.assertEqual(file.read(), text)


if __name__ == "__main__":
    unittest.main()
