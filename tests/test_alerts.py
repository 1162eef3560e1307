"""Alerts as they are raised, told and held back, the settings of a site, and e-mail that really goes to a mail server."""

import socket
import sys

from sojourn import Server, ServerCase, WebSocket, event, unique, until

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"

def hot_events():
    return event("inquiry"), event("tour_request")


class AlertCase(ServerCase):
    def setUp(self):
        self.site = self.server.add_site()
        self.admin = self.server.add_token("admin", self.site)
        self.token = self.server.add_token("agent", self.site)

    def settings(self, body=None, expect=200):
        path = f"/api/v1/sites/{self.site.id}/settings"
        answer = self.server.ask("PUT" if body else "GET", path, body, token=self.admin)
        self.assertEqual(answer.status, expect, answer)
        return answer.json

    def alerts(self):
        return self.staff(f"/api/admin/alerts?site={self.site.id}")

    def told(self, kind, count=1):
        def enough():
            found = [one for one in self.alerts()["alerts"] if one["kind"] == kind]
            return found if len(found) >= count else None
        return until(enough, f"{count} alerts of the kind {kind}")

    def nothing_more(self):
        """The watcher has looked at everything: a later visit's alert has come by."""
        last = self.start()
        last.send(*hot_events())
        until(lambda: any(one["session_id"] == last.id for one in self.alerts()["alerts"]), "the watcher")


class Alerts(AlertCase):
    def test_a_visit_that_becomes_hot_is_told_once_on_the_socket_and_in_the_list(self):
        with WebSocket(self.server, f"/api/admin/live?site={self.site.id}", token=self.token) as panel:
            panel.receive()
            visit = self.start()
            visit.identify(email="ada@example.com", name="Ada")
            visit.send(*hot_events())
            message = panel.receive()
            while message["type"] != "alert":
                message = panel.receive()
            self.assertEqual((message["alert"]["kind"], message["alert"]["title"], message["alert"]["session_id"]),
                             ("became_hot", "Ada is hot", visit.id))
        visit.send(event("inquiry"))
        self.nothing_more()
        mine = [one for one in self.alerts()["alerts"] if one["session_id"] == visit.id]
        self.assertEqual(len(mine), 1)

    def test_unread_ones_are_counted_until_they_are_read_and_survive_a_kill(self):
        self.start().send(*hot_events())
        self.told("became_hot")
        self.server.restart("kill")
        self.assertEqual(self.alerts()["unread"], 1)
        answer = self.server.post(f"/api/admin/alerts/read?site={self.site.id}", {}, token=self.token)
        self.assertEqual(answer.status, 200, answer)
        found = self.alerts()
        self.assertEqual((found["unread"], found["alerts"][0]["read"]), (0, True))

    def test_the_same_person_is_not_told_of_again_before_the_pause_is_over(self):
        self.settings({"alerts": {"repeat_after_minutes": 60}})
        visitor = unique("v")
        for expected in (None, "duplicate"):
            visit = self.start(visitor)
            visit.send(*hot_events())
            self.assertEqual(self.told("became_hot", 1 if expected is None else 2)[0]["suppressed"], expected)
            visit.end()
        self.server.advance(3601)
        self.start(visitor).send(*hot_events())
        self.assertIsNone(self.told("became_hot", 3)[0]["suppressed"])

    def test_quiet_hours_and_snoozing_hold_alerts_back_and_say_so(self):
        self.settings({"alerts": {"quiet_hours": {"from": "00:00", "to": "23:59"}}})
        self.start().send(*hot_events())
        self.assertEqual(self.told("became_hot")[0]["suppressed"], "quiet_hours")
        self.assertEqual(self.alerts()["unread"], 0)
        self.settings({"alerts": {"quiet_hours": None}})
        snoozed = self.start()
        self.server.post(f"/api/admin/sessions/{snoozed.id}/snooze", {"minutes": 60}, token=self.token)
        snoozed.send(*hot_events())
        self.assertEqual(self.told("became_hot", 2)[0]["suppressed"], "snoozed")

    def test_a_kind_that_is_off_is_not_raised(self):
        self.settings({"alerts": {"became_hot": {"on": False}}})
        self.start().send(*hot_events())
        self.settings({"alerts": {"became_hot": {"on": True}}})
        self.nothing_more()
        self.assertEqual(len(self.alerts()["alerts"]), 1)

    def test_who_is_followed_is_told_of_when_back(self):
        visitor = unique("v")
        visit = self.start(visitor)
        self.server.post(f"/api/admin/sessions/{visit.id}/follow", {"on": True}, token=self.token)
        visit.end()
        again = self.start(visitor)
        self.assertEqual(self.told("returned")[0]["session_id"], again.id)
        self.start()
        self.nothing_more()
        self.assertEqual(len([one for one in self.alerts()["alerts"] if one["kind"] == "returned"]), 1)

    def test_struggling_is_raised_during_the_visit_and_shown_on_the_row(self):
        visit = self.start()
        visit.send(event("search", results=0))
        visit.send(event("search", results=0))
        self.assertEqual(self.told("struggling")[0]["text"], "2 searches in a row found nothing")
        panel = self.staff(f"/api/admin/sessions/active?site={self.site.id}&struggling=true")
        self.assertEqual([(one["session_id"], one["struggles"]) for one in panel["sessions"]], [(visit.id, ["empty_searches"])])

    def test_bots_are_nobodys_business(self):
        self.start(device={"type": "bot"}).send(*hot_events())
        self.nothing_more()
        self.assertEqual(len(self.alerts()["alerts"]), 1)


class Settings(AlertCase):
    def test_are_changed_in_parts_and_kept(self):
        before = self.settings()
        self.assertEqual((before["time_zone"], before["retention_days"], before["poll_seconds"]), ("UTC", 30, 10))
        self.settings({"time_zone": "America/Chicago", "alerts": {"struggling": {"on": False}}})
        self.server.restart("kill")
        after = self.settings()
        self.assertEqual((after["time_zone"], after["alerts"]["struggling"]["on"], after["alerts"]["became_hot"]["on"]),
                         ("America/Chicago", False, True))
        self.assertEqual(after["origins"], before["origins"])

    def test_name_what_is_wrong(self):
        answer = self.server.ask("PUT", f"/api/v1/sites/{self.site.id}/settings",
                                 {"time_zone": "Mars/Base", "retention_days": 0, "alerts": {"quiet_hours": {"from": "7"}}}, token=self.admin)
        self.assert_problem(answer, 400, "/time_zone", "/retention_days", "/alerts/quiet_hours/from", "/alerts/quiet_hours/to")


class MailServer:
    """Debian's aiosmtpd on a free port; keeps what it takes, or refuses."""

    def __init__(self):
        if DEBIAN_PACKAGES not in sys.path:
            sys.path.append(DEBIAN_PACKAGES)
        from aiosmtpd.controller import Controller
        self.messages = []
        self.refuses = False
        mail_server = self

        class Handler:
            async def handle_DATA(self, server, session, envelope):
                if mail_server.refuses:
                    return "451 come again"
                mail_server.messages.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
                return "250 taken"

        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.controller = Controller(Handler(), hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        self.controller.stop()


class Mail(AlertCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = MailServer()
        cls.addClassCleanup(cls.mail.stop)
        cls.server = Server("--smtp-url", f"smtp://127.0.0.1:{cls.mail.port}", "--mail-from", "homes@example.com")
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        super().setUp()
        self.mail.messages.clear()
        self.mail.refuses = False
        self.server.ask("PUT", "/api/v1/properties/42", {"address": "42 Maple Street", "city": "Houston", "price": 425000,
                                                         "url": "https://homes.example/42"}, token=self.token)

    def known_visit(self):
        visit = self.start()
        visit.identify(email=unique("ada") + "@example.com")
        return visit

    def send(self, visit, note="Für Sie: ein Garten."):
        answer = self.server.post(f"/api/admin/sessions/{visit.id}/send-property",
                                  {"property_id": "42", "channel": "email", "note": note}, token=self.token)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def state(self, visit):
        return self.staff(f"/api/admin/sessions/{visit.id}/deliveries")["deliveries"][0]

    def test_a_property_arrives_and_the_delivery_says_so(self):
        visit = self.known_visit()
        sent = self.send(visit)
        self.assertEqual(sent["state"], "waiting")
        until(lambda: self.state(visit)["state"] == "sent", "the e-mail to go")
        (sender, recipients, text), = self.mail.messages
        self.assertEqual((sender, recipients), ("homes@example.com", [sent["to"]]))
        self.assertIn("Subject: 42 Maple Street", text)
        self.assertIn("F=C3=BCr Sie", text)
        self.assertIn("https://homes.example/42", text)

    def test_a_refusal_is_shown_and_tried_again_later_after_a_restart_too(self):
        self.mail.refuses = True
        visit = self.known_visit()
        self.send(visit)
        waiting = until(lambda: (lambda one: one if one["attempts"] == 1 else None)(self.state(visit)), "the first try")
        self.assertEqual(waiting["state"], "waiting")
        self.assertIn("451", waiting["detail"])
        self.mail.refuses = False
        self.server.restart("kill")
        self.server.advance(61)
        until(lambda: self.state(visit)["state"] == "sent", "the second try", seconds=30)
        self.assertEqual(len(self.mail.messages), 1)

    def test_an_alert_goes_to_those_whom_the_rule_names(self):
        self.settings({"alerts": {"became_hot": {"email": ["sales@example.com", "boss@example.com"]}}})
        self.known_visit().send(*hot_events())
        until(lambda: len(self.mail.messages) == 2, "both e-mails")
        self.assertEqual({recipients[0] for _, recipients, _ in self.mail.messages}, {"sales@example.com", "boss@example.com"})
        self.assertIn("is hot", self.mail.messages[0][2])

    def test_nothing_in_a_note_or_an_address_adds_a_header_or_a_recipient(self):
        visit = self.start()
        self.assertEqual(visit.identify(email="a@b.c>,<evil@example.com").status, 200)
        self.send(visit, note="x\r\n.\r\nRCPT TO:<evil@example.com>")
        until(lambda: self.state(visit)["attempts"] == 1, "the try")
        self.assertIn("no e-mail address", self.state(visit)["detail"])
        self.assertEqual(self.mail.messages, [])
        good = self.known_visit()
        self.send(good, note="x\r\n.\r\nRCPT TO:<evil@example.com>")
        until(lambda: self.state(good)["state"] == "sent", "the e-mail to go")
        self.assertEqual(len(self.mail.messages), 1)
        self.assertEqual(len(self.mail.messages[0][1]), 1)


class NoMail(AlertCase):
    def test_without_a_mail_server_the_delivery_says_what_to_do(self):
        visit = self.start()
        visit.identify(email="ada@example.com")
        self.server.ask("PUT", "/api/v1/properties/42", {"address": "42 Maple Street"}, token=self.token)
        self.server.post(f"/api/admin/sessions/{visit.id}/send-property", {"property_id": "42", "channel": "email"}, token=self.token)
        path = f"/api/admin/sessions/{visit.id}/deliveries"
        failed = until(lambda: next((one for one in self.staff(path)["deliveries"] if one["state"] == "failed"), None), "the failure")
        self.assertIn("--smtp-url", failed["detail"])
