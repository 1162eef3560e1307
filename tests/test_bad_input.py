"""What is wrong is refused with a reason that names the field, and harms nobody: never a 500, never a stopped server."""

import json
import re
import unittest

from sojourn import Server, ServerCase, browser_id, browser_key, event

LONG = "x" * 5000
HOST = b"Host: 127.0.0.1\r\n"


class BadInputCase(ServerCase):
    def setUp(self):
        self.pid = self.server.process.pid
        self.visit = self.start()

    def tearDown(self):
        self.assertTrue(self.server.is_running, self.server.log_text)
        self.assertEqual(self.server.get("/healthz").status, 200)


class Fields(BadInputCase):
    """For each field of each body: a wrong type, too long, or missing."""

    def assert_refused(self, path, body, pointer, status=400, **how):
        answer = self.server.ask(how.pop("method", "POST"), path, body, key=self.visit.key, **how)
        with self.subTest(body=json.dumps(body)[:150]):
            self.assert_problem(answer, status, pointer)

    def test_start(self):
        path = "/api/v1/sessions/start"
        self.assert_refused(path, {}, "/site")
        self.assert_refused(path, {"site": "pk_unknown"}, "/site", status=404)
        cases = [
            ({"site": 5}, "/site"), ({"site": LONG}, "/site"),
            ({"visitor_id": 5}, "/visitor_id"), ({"visitor_id": "v" * 101}, "/visitor_id"),
            ({"user_id": []}, "/user_id"), ({"user_id": "u" * 201}, "/user_id"), ({"user_token": 5}, "/user_token"),
            ({"device": "desktop"}, "/device"), ({"device": {"type": "fridge"}}, "/device/type"), ({"device": {"type": 1}}, "/device/type"),
            ({"device": {"browser": {}}}, "/device/browser"), ({"device": {"browser": LONG}}, "/device/browser"),
            ({"device": {"os": 1}}, "/device/os"), ({"device": {"screen_size": LONG}}, "/device/screen_size"),
            ({"entry": []}, "/entry"), ({"entry": {"page": 5}}, "/entry/page"), ({"entry": {"page": LONG}}, "/entry/page"),
            ({"entry": {"source": "moon"}}, "/entry/source"), ({"entry": {"referrer": 1}}, "/entry/referrer"),
            ({"entry": {"campaign": LONG}}, "/entry/campaign"), ({"entry": {"campaign": False}}, "/entry/campaign"),
            ({"sent_at": "now"}, "/sent_at"), ({"sent_at": 1}, "/sent_at"), ({"timestamp": "2026-13-01T00:00:00Z"}, "/timestamp"),
        ]
        for wrong, pointer in cases:
            self.assert_refused(path, {"site": self.site.key, **wrong}, pointer)

    def test_all_wrong_fields_are_named_at_once(self):
        answer = self.server.post("/api/v1/sessions/start", {
            "site": self.site.key, "visitor_id": 5, "device": {"os": 1}, "entry": {"page": 5, "source": "moon"}})
        self.assertEqual(sorted(answer.pointers), ["/device/os", "/entry/page", "/entry/source", "/visitor_id"])

    def test_events(self):
        path = f"/api/v1/sessions/{self.visit.id}/events"
        for body, pointer in [({}, "/events"), ({"events": {}}, "/events"), ({"events": 5}, "/events"), ({"events": None}, "/events"),
                              ({"events": [], "sent_at": 5}, "/sent_at"), ({"events": [], "sent_at": "now"}, "/sent_at"),
                              ({"events": [], "session_key": 5}, "/session_key"), ({"events": [], "session_key": LONG}, "/session_key")]:
            self.assert_refused(path, body, pointer)

    def test_event(self):
        path = f"/api/v1/sessions/{self.visit.id}/event"
        right = {"id": "e", "type": "click"}
        for wrong, pointer in [
                ({"id": None}, "/id"), ({"id": ""}, "/id"), ({"id": {}}, "/id"), ({"id": "i" * 65}, "/id"), ({"id": 1.5}, "/id"),
                ({"type": None}, "/type"), ({"type": ""}, "/type"), ({"type": 5}, "/type"), ({"type": "t" * 51}, "/type"),
                ({"type": "visit_end"}, "/type"), ({"timestamp": 5}, "/timestamp"), ({"timestamp": "soon"}, "/timestamp"),
                ({"data": []}, "/data"), ({"data": "x"}, "/data"), ({"data": {"n": "x" * 9000}}, "/data"),
                ({"data": {f"k{i}": i for i in range(65)}}, "/data"), ({"data": {"page": 5}}, "/data/page"),
                ({"data": {"page": "p" * 2049}}, "/data/page"), ({"data": {"title": {}}}, "/data/title"),
                ({"data": {"title": "t" * 501}}, "/data/title"), ({"data": {"property_id": []}}, "/data/property_id"),
                ({"data": {"workflow_id": "w" * 101}}, "/data/workflow_id"), ({"seq": -1}, "/seq"), ({"seq": "1"}, "/seq"),
                ({"seq": 2 ** 32}, "/seq")]:
            self.assert_refused(path, {**right, **wrong}, pointer)
        self.assert_refused(path, {"type": "click"}, "/id")
        self.assert_refused(path, {"id": "e"}, "/type")
        self.assertEqual(self.events(self.visit), [])

    def test_heartbeat_and_end(self):
        self.assert_refused(f"/api/v1/sessions/{self.visit.id}/heartbeat", {"session_key": 5}, "/session_key")
        for wrong, pointer in [({"reason": 5}, "/reason"), ({"reason": "boredom"}, "/reason"), ({"reason": LONG}, "/reason"),
                               ({"page": 5}, "/page"), ({"page": LONG}, "/page"), ({"last_action": 5}, "/last_action"),
                               ({"last_action": LONG}, "/last_action"), ({"timestamp": 5}, "/timestamp"), ({"sent_at": "x"}, "/sent_at"),
                               ({"session_key": []}, "/session_key")]:
            self.assert_refused(f"/api/v1/sessions/{self.visit.id}/end", wrong, pointer)
        self.assertEqual(self.session(self.visit)["status"], "active")

    def test_identify(self):
        for wrong, pointer in [({}, "/email"), ({"email": 5}, "/email"), ({"email": "x"}, "/email"), ({"email": "a b@c"}, "/email"),
                               ({"email": "a@" + LONG}, "/email"), ({"email": "a@b", "name": 5}, "/name"),
                               ({"email": "a@b", "name": LONG}, "/name"), ({"phone": 5}, "/phone"), ({"phone": "1" * 51}, "/phone"),
                               ({"user_id": {}}, "/user_id"), ({"user_id": "u" * 201}, "/user_id"), ({"user_token": 5}, "/user_token")]:
            self.assert_refused(f"/api/v1/sessions/{self.visit.id}/identify", wrong, pointer)
        self.assertIsNone(self.session(self.visit)["lead_id"])

    def test_collect(self):
        right = {"session_id": browser_id(self.server.now()), "session_key": browser_key(), "start": {"visitor_id": "c"}}
        path = "/api/v1/collect"
        self.assert_refused(path, {"sessions": [right]}, "/site")
        self.assert_refused(path, {"site": "pk_unknown", "sessions": [right]}, "/site", status=404)
        for wrong, pointer in [({"site": 5}, "/site"), ({"sent_at": 5}, "/sent_at"), ({"sessions": {}}, "/sessions"),
                               ({"sessions": []}, "/sessions"), ({"sessions": [5]}, "/sessions/0"),
                               ({"sessions": [right] * 21}, "/sessions")]:
            self.assert_refused(path, {"site": self.site.key, "sessions": [right], **wrong}, pointer)
        self.assert_refused(path, {"site": self.site.key}, "/sessions")
        for wrong, pointer in [
                ({"session_id": 5}, "/session_id"), ({"session_id": "x"}, "/session_id"), ({"session_id": None}, "/session_id"),
                ({"session_key": 5}, "/session_key"), ({"session_key": "short"}, "/session_key"), ({"session_key": LONG}, "/session_key"),
                ({"start": 5}, "/start"), ({"start": {}}, "/start/visitor_id"), ({"start": {"visitor_id": 5}}, "/start/visitor_id"),
                ({"start": {"visitor_id": "v", "device": 5}}, "/start/device"), ({"events": 5}, "/events"),
                ({"end": 5}, "/end"), ({"end": {"reason": "x"}}, "/end/reason"), ({"end": {"page": 5}}, "/end/page")]:
            self.assert_refused(path, {"site": self.site.key, "sessions": [{**right, **wrong}]}, f"/sessions/0{pointer}")

    def test_property(self):
        for wrong, pointer in [({"address": 5}, "/address"), ({"address": LONG}, "/address"), ({"city": 5}, "/city"),
                               ({"state": LONG}, "/state"), ({"price": "1"}, "/price"), ({"price": -1}, "/price"),
                               ({"bedrooms": 1.5}, "/bedrooms"), ({"bedrooms": -1}, "/bedrooms"), ({"type": []}, "/type"),
                               ({"project": LONG}, "/project")]:
            self.assert_refused("/api/v1/properties/1", wrong, pointer, method="PUT", token=self.token)
        self.assert_refused(f"/api/v1/properties/{'p' * 101}", {}, "property_id", method="PUT", token=self.token)

    def test_queries(self):
        for path in ("/api/v1/sessions/active", "/api/v1/sessions/bounces", "/api/v1/sessions/user/u/history", "/api/admin/sessions/active"):
            for value in ("0", "-1", "x", "1001x", "99999999999999999999", "", "%31%"):
                answer = self.server.get(f"{path}?limit={value}", token=self.token)
                self.assert_problem(answer, 400)
        for cursor in ("x", "%00", "AAAA", "-1", "9" * 40):
            for path in ("/api/v1/sessions/bounces", "/api/v1/sessions/user/u/history"):
                answer = self.server.get(f"{path}?cursor={cursor}", token=self.token)
                self.assertIn(answer.status, (200, 400), answer)
        self.staff("/api/v1/sessions/active?site=not-a-uuid", expect=404)


class Bodies(BadInputCase):
    """What is wrong with a whole body, on every route that takes one."""

    def routes(self):
        for path, operations in self.server.get("/openapi.json").json["paths"].items():
            for method, operation in operations.items():
                if "requestBody" in operation:
                    filled = path.replace("{id}", self.visit.id).replace("{", "").replace("}", "")
                    yield method.upper(), filled, operation["requestBody"]["content"]["application/json"].get("example")

    def send(self, method, path, body):
        return self.server.ask(method, path, body, key=self.visit.key, token=self.token)

    def test_what_is_not_a_json_object_is_refused(self):
        bodies = [b"[]", b"5", b'"x"', b"null", b"true", b"{", b"{}}", b"{} x", b"{'a':1}", b'{"a":1,}', b'{"a" 1}', b'{a:1}', b"\xef\xbb\xbf{}",
                  b"\xff\xfe{\x00}\x00", b'{"a":"\xff"}', b'{"a":"\xc0\x80"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\x01"}', b'{"a":"\\x"}',
                  b'{"a":"\\ud800"}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":01}', b'{"a":1e}', b'{"a":+1}', b'{"a":.5}', b'{"a":1}\x00',
                  b"\x00", b"   ", b"{" * 1000, b"[" * 60000, b'{"a":' * 10000]
        for method, path, _ in self.routes():
            for body in bodies:
                answer = self.send(method, path, body)
                self.assert_problem(answer, 400)
            self.assertIn(self.send(method, path, b"").status, (200, 201, 400, 409, 410))

    def test_strange_but_valid_json_is_never_an_error_of_ours(self):
        strange = [{"": ""}, {"a": 1e308}, {"a": -0.0}, {"a": 2 ** 63}, {"a": 2 ** 64 - 1}, {"a": "\u0000"}, {"a\u0000b": 1},
                   {"\u202e": "\ufeff"}, {"a": [[]] * 1000}, {str(i): i for i in range(2000)}]
        raw = [json.dumps(body).encode() for body in strange]
        raw += [b'{"a":1e400}', b'{"a":123456789012345678901234567890}', b'{"a":1,"a":2}', b'{"events":[],"events":[]}',
                b'{"site":"x","site":5}', b'{"id":"a","id":"b","type":"click"}', b'\n\t {"a":1}\r\n ']
        for method, path, example in self.routes():
            for body in raw:
                self.assertLess(self.send(method, path, body).status, 500, body)
            if isinstance(example, dict):
                for name in example:
                    for value in (None, 0, -1, 1e300, True, "", "\u0000", LONG, [], {}, [[[]]], {"a": {"b": {}}}):
                        answer = self.send(method, path, {**example, name: value})
                        self.assertLess(answer.status, 500, answer)

    def test_json_nests_at_most_sixteen_deep(self):
        def nested(levels):
            return "[" * levels + "1" + "]" * levels
        for levels, is_taken in ((10, True), (15, True), (16, False), (17, False), (1000, False)):
            data = '{"id":"d%d","type":"click","data":{"x":%s}}' % (levels, nested(levels - 1))
            answer = self.send("POST", f"/api/v1/sessions/{self.visit.id}/event", data)
            self.assertEqual(answer.status, 200 if is_taken else 400, f"{levels}: {answer}")
            answer = self.send("POST", f"/api/v1/sessions/{self.visit.id}/heartbeat", '{"x":%s}' % nested(levels))
            self.assertEqual(answer.status, 200 if is_taken else 400, f"{levels}: {answer}")

    def test_a_body_too_large_is_413(self):
        for method, path, _ in self.routes():
            most = 1024 * 1024 if path.endswith(("/events", "/collect")) else 64 * 1024
            answer = self.send(method, path, b"{" + b" " * (most - 2) + b"}")
            self.assertNotEqual(answer.status, 413, answer)
            self.server.client.close()
            head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nX-Session-Key: {self.visit.key}\r\nContent-Length: {most + 1}\r\n\r\n"
            received = self.server.raw(head.encode() + b"{", shut=True)
            self.assertTrue(received.startswith(b"HTTP/1.1 413 "), received[:200])
            self.assertEqual(received.count(b"HTTP/1.1 "), 1)

    def test_an_oversized_body_sent_whole_is_answered_too(self):
        answer = self.send("POST", f"/api/v1/sessions/{self.visit.id}/event", b"x" * 70_000)
        self.assert_problem(answer, 413)


class Methods(BadInputCase):
    def test_an_unknown_method_is_405_with_what_is_allowed(self):
        for path, allowed in (("/api/v1/sessions/start", {"POST"}), ("/api/v1/sessions/active", {"GET", "HEAD"}),
                              (f"/api/v1/sessions/{self.visit.id}/events", {"GET", "HEAD", "POST"}), ("/healthz", {"GET", "HEAD"}),
                              ("/api/v1/properties/1", {"PUT"})):
            for method in ("DELETE", "PATCH", "TRACE", "BREW", "get", "M-SEARCH", "X" * 200):
                answer = self.server.ask(method, path)
                self.assert_problem(answer, 405)
                self.assertLessEqual(allowed, {name.strip() for name in answer.headers["Allow"].split(",")})

    def test_an_unknown_path_is_404(self):
        for path in ("/api/v1/nothing", "/api", "/api/v1/session", "/api/v1/sessions/", f"/api/v1/sessions/{self.visit.id}/",
                     "/api/v1//sessions/active", "/control/nothing", "/.git/config", "/../etc/passwd", "/%2e%2e/etc/passwd", "/etc%2fpasswd",
                     "/api/v1/sessions/%00", "/api/v1/sessions/%zz", "/api/v1/sessions/..%2f..%2fme", "/nothing.js"):
            for method in ("GET", "POST", "PUT", "DELETE"):
                answer = self.server.ask(method, path, token=self.token)
                self.assertIn(answer.status, (400, 404, 405), answer)

    def test_head_answers_without_a_body(self):
        answer = self.server.ask("HEAD", "/healthz")
        self.assertEqual((answer.status, answer.body), (200, b""))


class Framing(BadInputCase):
    """Bytes that readers of HTTP could understand in different ways are refused, and the connection with them."""

    def assert_refused(self, request, statuses=(400,)):
        smuggled = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
        received = self.server.raw(request + smuggled, shut=True)
        self.assertTrue(received.startswith(b"HTTP/1.1 "), (request[:200], received[:200]))
        self.assertIn(int(received.split()[1]), statuses, (request[:200], received[:300]))
        self.assertEqual(len(re.findall(rb"HTTP/1\.1 \d\d\d ", received)), 1, (request[:200], received[:500]))
        self.assertIn(b"connection: close", received.lower())

    def post(self, *lines, body=b"{}"):
        return b"POST /api/v1/sessions/start HTTP/1.1\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body

    def test_lines_end_with_cr_and_lf(self):
        for request in (b"GET /healthz HTTP/1.1\n" + HOST + b"\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\n\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\n",
                        b"GET /healthz HTTP/1.1\nHost: x\n\n", b"GET /healthz HTTP/1.1\r\rHost: x\r\n\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\rX: y\r\n\r\n",
                        b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n"):
            self.assert_refused(request)

    def test_the_length_is_told_once_and_as_digits(self):
        self.assert_refused(self.post(b"Host: x", b"Content-Length: 2", b"Content-Length: 2"))
        self.assert_refused(self.post(b"Host: x", b"Content-Length: 2", b"Content-Length: 30"))
        for value in (b"2, 2", b"+2", b"-2", b"0x2", b"2.0", b"2e0", b" ", b"", b"two", b"2 2", b"\x0b2"):
            self.assert_refused(self.post(b"Host: x", b"Content-Length: " + value))
        self.assert_refused(self.post(b"Host: x", b"Content-Length: 99999999999999999999"), (400, 413))

    def test_transfer_codings_are_refused(self):
        chunked = b"2\r\n{}\r\n0\r\n\r\n"
        self.assert_refused(self.post(b"Host: x", b"Transfer-Encoding: chunked", body=chunked), (400, 411, 501))
        self.assert_refused(self.post(b"Host: x", b"Transfer-Encoding: chunked", b"Content-Length: 2", body=chunked))
        self.assert_refused(self.post(b"Host: x", b"Content-Length: 2", b"Transfer-Encoding: chunked", body=chunked))
        for value in (b"xchunked", b"chunked, identity", b"gzip, chunked", b"\tchunked", b"chunked\t", b"\x0bchunked", b'"chunked"', b"identity", b""):
            self.assert_refused(self.post(b"Host: x", b"Transfer-Encoding: " + value, body=chunked), (400, 411, 501))
        self.assert_refused(self.post(b"Host: x", b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=chunked), (400, 411, 501))
        self.assert_refused(self.post(b"Host: x", b"Transfer-Encoding : chunked", body=chunked))
        old = self.post(b"Host: x", b"Transfer-Encoding: chunked", body=chunked).replace(b"HTTP/1.1", b"HTTP/1.0", 1)
        self.assert_refused(old)

    def test_header_lines_are_as_the_standard_has_them(self):
        for line in (b" Host: y", b"\tfolded: y", b"No-Colon", b": empty", b"Bad Name: y", b"Bad\x00: y", b"Name : y", b"B\xc3\xa4d: y", b"X: a\x01b"):
            self.assert_refused(b"GET /healthz HTTP/1.1\r\n" + HOST + line + b"\r\n\r\n")
        self.assert_refused(b"GET /healthz HTTP/1.1\r\n\r\n")
        self.assert_refused(b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        self.assert_refused(b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n")

    def test_request_lines_are_as_the_standard_has_them(self):
        for line in (b"GET /healthz", b"GET  HTTP/1.1", b"GET /health z HTTP/1.1", b"G<T /healthz HTTP/1.1", b"GET healthz HTTP/1.1",
                     b"GET /a#b HTTP/1.1", b"GET /\xc3\xa4 HTTP/1.1", b"GET http://other/healthz HTTP/1.1", b"GET /healthz HTTP/1.1 ",
                     b" GET /healthz HTTP/1.1", b"GET\t/healthz\tHTTP/1.1", b"GET /healthz http/1.1", b"GET /healthz HTTP/x.1", b"GET * HTTP/1.1"):
            self.assert_refused(line + b"\r\n" + HOST + b"\r\n")
        for version in (b"HTTP/0.9", b"HTTP/1.2", b"HTTP/2.0", b"HTTP/3.0"):
            self.assert_refused(b"GET /healthz " + version + b"\r\n" + HOST + b"\r\n", (400, 505))
        self.assert_refused(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 505))
        self.assert_refused(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\n" * 3)

    def test_heads_have_limits(self):
        self.assert_refused(b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", (414,))
        self.assert_refused(b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 5000 + b"\r\n\r\n", (431,))
        self.assert_refused(b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 64 + b"\r\n", (431,))
        self.assert_refused(b"GET /healthz HTTP/1.1\r\n" + HOST + b"".join(b"X%d: %s\r\n" % (i, b"a" * 3000) for i in range(3)) + b"\r\n", (431,))
        received = self.server.raw(b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 63 + b"\r\n", shut=True)
        self.assertTrue(received.startswith(b"HTTP/1.1 200 "), received)

    def test_a_request_cut_off_is_not_carried_out(self):
        body = json.dumps(event("click")).encode()
        head = f"POST /api/v1/sessions/{self.visit.id}/event HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        for cut in range(0, len(head + body), 13):
            self.server.raw((head + body)[:cut], shut=True)
        self.assertEqual(self.events(self.visit), [])

    def test_pipelined_requests_are_answered_in_their_order(self):
        requests = b"".join(b"GET /%s HTTP/1.1\r\n" % path + HOST + b"\r\n" for path in (b"healthz", b"api/v1/nothing", b"healthz"))
        received = self.server.raw(requests + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        statuses = [int(part.split()[0]) for part in received.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual(statuses, [200, 404, 200, 200])

    def test_old_clients_are_served(self):
        received = self.server.raw(b"GET /healthz HTTP/1.0\r\n\r\n")
        self.assertTrue(received.startswith(b"HTTP/1.1 200 "), received)


class Rates(unittest.TestCase):
    """One address that asks too often waits; loopback is exempt unless the server is told otherwise."""

    def test_too_many_requests_are_429_with_when_to_come_again(self):
        with Server("--limit-loopback") as server:
            site = server.add_site()
            token = server.add_token("admin", site)
            for path, ask in (("ingest", lambda: server.post("/api/v1/sessions/start", {"site": site.key})),
                              ("staff", lambda: server.get("/api/v1/me", token=token))):
                answers = [ask() for _ in range(1000)]
                refused = [answer for answer in answers if answer.status == 429]
                self.assertTrue(refused, path)
                self.assertLess(answers[0].status, 300)
                self.assertEqual({answer.status // 100 for answer in answers}, {2, 4})
                for answer in refused[:5]:
                    self.assertEqual(answer.json["status"], 429)
                    self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
                server.advance(60)
                self.assertLess(ask().status, 300, path)
            self.assertEqual(server.get("/healthz").status, 200)


if __name__ == "__main__":
    unittest.main()
