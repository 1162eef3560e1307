"""Who may call what: every route of the OpenAPI document against every kind of caller, as the route's `x-who` says; and what
pages of other origins may do."""

import json
import unittest

from sojourn import ServerCase, event, seconds, unique, user_token

ROLES = ("owner", "admin", "agent", "analyst", "auditor")
MAY = {
    "staff_read": {"owner", "admin", "agent", "analyst"},
    "staff_or_user": {"owner", "admin", "agent", "analyst"},
    "staff_write": {"owner", "admin", "agent"},
    "admin": {"owner", "admin"},
}
PUBLIC = {"anyone", "visitor", "session"}


class Matrix(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = {role: cls.server.add_token(role, cls.site) for role in ROLES}
        cls.everywhere = {role: cls.server.add_token(role) for role in ROLES}
        cls.foreign = {role: cls.server.add_token(role, cls.other_site) for role in ROLES}
        cls.document = cls.server.get("/openapi.json").json
        cls.routes = [(method.upper(), path, operation) for path, operations in cls.document["paths"].items()
                      for method, operation in operations.items()]

    def setUp(self):
        self.user = unique("user")
        token = user_token(self.site.secret, self.user, self.server.now() + seconds(3600))
        self.visit = self.start(user_token=token)
        self.visit.send(event("click"))

    def call(self, method, path, operation, *, site=None, **how):
        """Asks the route about this test's own visit."""
        fill = {"id": self.visit.id, "user_id": self.user, "property_id": "42"}
        for name, value in fill.items():
            path = path.replace("{" + name + "}", value)
        path = path.replace("{", "").replace("}", "")
        parameters = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"}
        if "site" in parameters:
            path += f"?site={(site or self.site).id}"
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        body = content.get("example")
        if isinstance(body, dict) and "site" in body:
            body = {**body, "site": (site or self.site).key}
        return self.server.ask(method, path, body if method != "GET" else None, **how)

    def each(self, *kinds):
        found = [route for route in self.routes if route[2]["x-who"] in kinds]
        self.assertTrue(found, kinds)
        return found

    def test_every_route_says_who_may_call(self):
        for method, path, operation in self.routes:
            self.assertIn(operation.get("x-who"), PUBLIC | set(MAY), f"{method} {path}")

    def test_no_route_of_the_operator_is_told_or_reached(self):
        for path in ("/control/sites", "/control/tokens", "/control/users", "/control/import"):
            self.assertNotIn(path, self.document["paths"])
            for method in ("GET", "POST"):
                answer = self.server.ask(method, path, {} if method == "POST" else None, token=self.everywhere["owner"])
                self.assertIn(answer.status, (404, 405), f"{method} {path}: {answer}")
        self.assertNotIn("/test/clock", self.document["paths"])

    def test_staff_routes_refuse_whoever_is_not_known(self):
        for method, path, operation in self.each(*MAY):
            for caller in ({}, {"token": "sjt_wrong"}, {"token": ""}, {"headers": {"Authorization": "Basic YTpi"}},
                           {"key": self.visit.key}, {"token": self.visit.key}, {"token": self.site.key}, {"token": self.site.secret}):
                answer = self.call(method, path, operation, **caller)
                self.assert_problem(answer, 401)
                self.assertIn("Bearer", answer.headers["WWW-Authenticate"])

    def test_staff_routes_answer_exactly_the_roles_that_may(self):
        for method, path, operation in self.each(*MAY):
            for role in ROLES:
                for token in (self.tokens[role], self.everywhere[role]):
                    answer = self.call(method, path, operation, token=token)
                    if role in MAY[operation["x-who"]]:
                        self.assertNotIn(answer.status, (401, 403), f"{role}: {answer}")
                        self.assertLess(answer.status, 500, f"{role}: {answer}")
                    else:
                        self.assert_problem(answer, 403)

    def test_the_right_caller_is_served(self):
        for method, path, operation in self.each(*MAY):
            if "/sessions/" not in path and path not in ("/api/v1/me", "/api/v1/stats/daily", "/api/v1/properties/{property_id}"):
                continue
            if path == "/api/admin/sessions/at":
                continue  # Nothing is right without a time.
            answer = self.call(method, path, operation, token=self.tokens["admin"])
            self.assertIn(answer.status, (200, 201), answer)

    def test_nothing_crosses_sites(self):
        for method, path, operation in self.each(*MAY):
            for role in MAY[operation["x-who"]]:
                answer = self.call(method, path, operation, token=self.foreign[role])
                has_site = "site" in {parameter["name"] for parameter in operation.get("parameters", [])}
                if "{id}" in path or has_site:
                    self.assert_problem(answer, 404)
                text = answer.body.decode()
                for secret in (self.visit.id, self.site.id, self.site.key, self.site.name):
                    self.assertNotIn(secret, text, f"{role}: {answer}")

    def test_a_user_token_opens_the_users_own_routes_only(self):
        mine = user_token(self.site.secret, self.user, self.server.now() + seconds(60))
        foreign = user_token(self.other_site.secret, self.user, self.server.now() + seconds(60))
        other = user_token(self.site.secret, "somebody-else", self.server.now() + seconds(60))
        for method, path, operation in self.each(*MAY):
            answer = self.call(method, path, operation, token=mine)
            if operation["x-who"] == "staff_or_user":
                self.assertEqual(answer.status, 200, answer)
                self.assert_problem(self.call(method, path, operation, token=other), 401)
                self.assertNotIn(self.visit.id, self.call(method, path, operation, token=foreign).body.decode())
            else:
                self.assert_problem(answer, 401)

    def test_session_routes_ask_for_the_key(self):
        other = self.start()
        for method, path, operation in self.each("session"):
            self.assert_problem(self.call(method, path, operation, key=other.key), 403)
            self.assert_problem(self.call(method, path, operation, key="sjs_wrong"), 403)
            answer = self.call(method, path, operation)
            if path.endswith(("/event", "/events")):
                self.assertEqual(answer.status, 200, answer)
            elif "/sessions/" in path:
                self.assert_problem(answer, 401)
        for method, path, operation in self.each("session"):
            if "/sessions/" in path:
                answer = self.call(method, path, operation, key=self.visit.key)
                self.assertEqual(answer.status // 100, 2, answer)
                self.visit = self.start()

    def test_public_routes_answer_everybody(self):
        for method, path, operation in self.each("anyone"):
            for caller in ({}, {"token": "sjt_wrong"}, {"origin": "https://evil.example"}):
                self.assertLess(self.call(method, path, operation, **caller).status, 300)

    def test_a_wrong_public_key_is_not_found(self):
        for path in ("/api/v1/sessions/start", "/api/v1/collect"):
            answer = self.server.post(path, {"site": "pk_wrong", "sessions": [{"session_id": self.visit.id}]})
            self.assert_problem(answer, 404, "/site")

    def test_the_clock_of_tests_is_for_tests(self):
        self.assertEqual(self.server.post("/test/clock", {"advance_seconds": 0}).status, 200)


class Origins(ServerCase):
    """Pages: only those of the site's own origins may write, and only they may read the answers."""

    def writes(self, visit, site):
        return [("/api/v1/sessions/start", {"site": site.key}), ("/api/v1/collect", {"site": site.key, "sessions": [
                    {"session_id": visit.id, "session_key": visit.key, "events": [event("click")]}]}),
                (f"/api/v1/sessions/{visit.id}/event", event("click")), (f"/api/v1/sessions/{visit.id}/events", {"events": [event("click")]}),
                (f"/api/v1/sessions/{visit.id}/heartbeat", {}), (f"/api/v1/sessions/{visit.id}/identify", {"email": "a@example.com"}),
                (f"/api/v1/sessions/{visit.id}/end", {})]

    def test_a_listed_origin_may_write_and_read_the_answer(self):
        visit = self.start()
        for path, body in self.writes(visit, self.site):
            answer = self.server.post(path, body, key=visit.key, origin=self.site.origin)
            self.assertEqual(answer.status // 100, 2, answer)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], self.site.origin)
            self.assertIn("Origin", answer.headers["Vary"])

    def test_any_other_origin_is_refused(self):
        visit = self.start()
        for origin in ("https://evil.example", "null", "http://homes.example", "https://homes.example:8443", "https://sub.homes.example",
                       "https://homes.example.evil.example"):
            for path, body in self.writes(visit, self.site):
                answer = self.server.post(path, body, key=visit.key, origin=origin)
                self.assert_problem(answer, 403)
                self.assertNotIn("Access-Control-Allow-Origin", answer.headers)
        self.assertEqual((self.events(visit), self.session(visit)["status"]), ([], "active"))

    def test_another_sites_origin_is_refused(self):
        visit = self.start()
        for path, body in self.writes(visit, self.site):
            self.assert_problem(self.server.post(path, body, key=visit.key, origin=self.other_site.origin), 403)
        self.assertEqual(self.events(visit), [])

    def test_problems_can_be_read_by_the_page_too(self):
        answer = self.server.post("/api/v1/sessions/start", {"site": self.site.key, "visitor_id": 5}, origin=self.site.origin)
        self.assert_problem(answer, 400, "/visitor_id")
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], self.site.origin)

    def test_preflights(self):
        for path in ("/api/v1/sessions/start", "/api/v1/sessions/x/events", "/api/v1/collect"):
            wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-session-key"}
            answer = self.server.ask("OPTIONS", path, origin=self.site.origin, headers=wanted)
            self.assertEqual(answer.status, 204, answer)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], self.site.origin)
            self.assertIn("POST", answer.headers["Access-Control-Allow-Methods"])
            allowed = answer.headers["Access-Control-Allow-Headers"].lower()
            for name in ("content-type", "x-session-key", "x-site-key"):
                self.assertIn(name, allowed)
            answer = self.server.ask("OPTIONS", path, origin="https://evil.example", headers=wanted)
            self.assertNotIn("Access-Control-Allow-Origin", answer.headers)
        self.assertEqual(self.server.ask("OPTIONS", "/api/v1/nothing", origin=self.site.origin).status, 404)

    def test_credentials_are_never_shared_with_pages(self):
        for answer in (self.server.post("/api/v1/sessions/start", {"site": self.site.key}, origin=self.site.origin),
                       self.server.ask("OPTIONS", "/api/v1/sessions/start", origin=self.site.origin)):
            self.assertNotIn("Access-Control-Allow-Credentials", answer.headers)
            self.assertNotIn("authorization", answer.headers.get("Access-Control-Allow-Headers", "").lower())


class Document(ServerCase):
    def test_openapi_describes_what_answers(self):
        document = self.server.get("/openapi.json").json
        self.assertTrue(document["openapi"].startswith("3.1"))
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                self.assertTrue(operation["summary"])
                filled = path.replace("{", "").replace("}", "")
                answer = self.server.ask("TRACE", filled)
                self.assertEqual(answer.status, 405, f"{path}: {answer}")
                self.assertIn(method.upper(), answer.headers["Allow"])
                variables = {part[1:-1] for part in path.split("/") if part.startswith("{")}
                named = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
                self.assertEqual(named, variables, path)

    def test_private_answers_are_not_stored(self):
        for path in ("/api/v1/sessions/active", "/api/admin/sessions/active", "/api/v1/me"):
            self.assertEqual(self.server.get(path, token=self.token).headers["Cache-Control"], "no-store")


if __name__ == "__main__":
    unittest.main()
