"""The command line that scripts rely on: beside a running server and without one, and what it refuses."""

import json
import os
import pathlib
import shutil
import socket
import sqlite3
import stat
import subprocess
import tempfile
import unittest

from sojourn import Server, ServerCase, binary, run_command, unique


class Folder(unittest.TestCase):
    """A data folder without a server."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="sojourn-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = os.path.join(self.folder, "data")

    def command(self, *arguments, stdin=None, data=None):
        return run_command(*arguments, "--data", data or self.data, stdin=stdin)

    def answer(self, *arguments, stdin=None):
        done = self.command(*arguments, "--json", stdin=stdin)
        self.assertEqual((done.returncode, done.stdout.count("\n")), (0, 1), done)
        return json.loads(done.stdout)

    def serve(self, *flags, listen="127.0.0.1:0"):
        """A server that is expected to refuse: what it said."""
        return subprocess.run([binary(), "serve", "--data", self.data, "--listen", listen, *flags], capture_output=True, text=True,
                              timeout=30)

    def assert_refuses(self, done, *words, code=1):
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)


class WithoutAServer(Folder):
    def test_sites_tokens_and_users_are_there_when_the_server_comes(self):
        site = self.answer("site", "add", "My homes", "--origin", "https://a.example", "--origin", "https://b.example:8443")
        self.assertEqual(set(site), {"site_id", "public_key", "user_token_secret"})
        listed = self.answer("site", "list")["sites"]
        self.assertEqual(listed, [{"site_id": site["site_id"], "name": "My homes", "public_key": site["public_key"],
                                   "origins": ["https://a.example", "https://b.example:8443"]}])
        token = self.answer("token", "create", "--role", "admin", "--site", site["site_id"])["token"]
        user = self.answer("user", "add", "ada@example.com", "--role", "agent", "--password-stdin", stdin="a long enough password\n")
        self.assertEqual(set(user), {"user_id"})
        with Server(data=self.data) as server:
            self.assertEqual(server.get("/api/v1/me", token=token).status, 200)
            self.assertEqual(server.post("/api/v1/sessions/start", {"site": site["public_key"]}).status, 201)

    def test_two_sites_differ(self):
        first, second = (self.answer("site", "add", "Same name", "--origin", "https://a.example") for _ in range(2))
        for member in first:
            self.assertNotEqual(first[member], second[member])

    def test_the_folder_is_made_for_the_owner_alone(self):
        self.answer("site", "add", "x", "--origin", "https://a.example")
        self.assertEqual(stat.S_IMODE(os.stat(self.data).st_mode), 0o700)
        for entry in pathlib.Path(self.data).iterdir():
            self.assertEqual(stat.S_IMODE(entry.stat().st_mode) & 0o077, 0, entry)

    def test_no_secret_is_stored_as_it_is(self):
        token = self.answer("token", "create", "--role", "owner")["token"]
        self.answer("user", "add", "ada@example.com", "--role", "agent", "--password-stdin", stdin="a long enough password\n")
        for entry in pathlib.Path(self.data).iterdir():
            if entry.is_file():
                content = entry.read_bytes()
                self.assertNotIn(token.encode(), content, entry)
                self.assertNotIn(b"a long enough password", content, entry)

    def test_without_json_it_reads_like_a_page(self):
        done = self.command("site", "add", "x", "--origin", "https://a.example")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("Public key", done.stdout)


class BesideAServer(ServerCase):
    def test_what_is_added_works_at_once(self):
        site = self.server.add_site()
        self.assertEqual(self.server.post("/api/v1/sessions/start", {"site": site.key}).status, 201)
        token = self.server.add_token("analyst", site)
        self.assertEqual(self.server.get("/api/v1/sessions/active", token=token).status, 200)
        done = self.server.command("user", "add", unique("ada") + "@example.com", "--role", "agent", "--password-stdin", "--json",
                                   stdin="a long enough password\n")
        self.assertEqual(set(json.loads(done.stdout)), {"user_id"})
        names = [one["name"] for one in json.loads(self.server.command("site", "list", "--json").stdout)["sites"]]
        self.assertIn(site.name, names)

    def test_secrets_do_not_come_into_the_log(self):
        token = self.server.add_token("owner")
        visit = self.start()
        self.server.get("/api/v1/me", token=token)
        visit.beat()
        for secret in (token, visit.key, self.site.secret):
            self.assertNotIn(secret, self.server.log_text())

    def test_a_second_server_on_the_folder_is_refused(self):
        done = subprocess.run([binary(), "serve", "--data", self.server.data, "--listen", "127.0.0.1:0"], capture_output=True, text=True,
                              timeout=30)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("in use", done.stderr)
        self.assertEqual(self.server.get("/healthz").status, 200)

    def test_a_taken_port_is_told(self):
        with tempfile.TemporaryDirectory(prefix="sojourn-test-") as folder, socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = subprocess.run([binary(), "serve", "--data", f"{folder}/data", "--listen", f"127.0.0.1:{port}"], capture_output=True,
                                  text=True, timeout=30)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(str(port), done.stderr)

    def test_what_makes_no_sense_is_refused_with_a_reason(self):
        email = unique("twice") + "@example.com"
        password = "a long enough password\n"
        self.assertEqual(self.server.command("user", "add", email, "--role", "agent", "--password-stdin", stdin=password).returncode, 0)
        for arguments, stdin in [
                (("site", "add", "x", "--origin", "not an origin"), None), (("site", "add", "x", "--origin", "https://a.example/path"), None),
                (("site", "add", "x" * 201), None), (("token", "create", "--role", "king"), None),
                (("token", "create", "--role", "admin", "--site", "not-a-site"), None),
                (("user", "add", email, "--role", "agent", "--password-stdin"), password),
                (("user", "add", "b@example.com", "--role", "king", "--password-stdin"), password),
                (("user", "add", "b@example.com", "--role", "agent", "--password-stdin"), "short\n")]:
            done = self.server.command(*arguments, "--json", stdin=stdin)
            self.assertEqual((done.returncode, done.stdout), (1, ""), done)
            self.assertTrue(done.stderr.startswith("sojourn: "), done)

    def test_the_control_socket_is_the_owners(self):
        mode = os.stat(os.path.join(self.server.data, "control.sock")).st_mode
        self.assertEqual(stat.S_IMODE(mode), 0o600)


class Refusals(Folder):
    def test_a_call_that_makes_no_sense_exits_with_2(self):
        for arguments in ((), ("nonsense",), ("serve",), ("serve", "--data"), ("site",), ("token", "create"), ("serve", "--data", "x", "--nonsense"),
                          ("site", "add", "--data", "x")):
            done = run_command(*arguments)
            self.assertEqual(done.returncode, 2, done)
            self.assertTrue(done.stderr, done)

    def test_version_and_help(self):
        self.assertTrue(run_command("--version").stdout.startswith("sojourn "))
        for arguments in (("--help",), ("serve", "--help"), ("site", "add", "--help")):
            done = run_command(*arguments)
            self.assertEqual((done.returncode, "--help" in done.stdout), (0, True))

    def test_a_folder_that_others_may_read_is_refused(self):
        os.mkdir(self.data)
        for mode in (0o755, 0o750, 0o701, 0o770):
            os.chmod(self.data, mode)
            self.assert_refuses(self.serve(), self.data, "chmod 700")
            self.assert_refuses(self.command("site", "add", "x"), "chmod 700")

    def test_a_file_that_others_may_read_is_refused(self):
        self.answer("site", "add", "x", "--origin", "https://a.example")
        for entry in pathlib.Path(self.data).iterdir():
            if entry.is_file():
                entry.chmod(0o644)
                self.assert_refuses(self.serve(), str(entry), "chmod 600")
                entry.chmod(0o600)

    def test_the_test_clock_is_refused_where_others_could_reach_it(self):
        for listen in ("0.0.0.0:0", "[::]:0", "192.0.2.1:0"):
            self.assert_refuses(self.serve("--test-clock", listen=listen), "--test-clock", listen)
        self.assert_refuses(self.serve("--test-clock", "--listen", "0.0.0.0:0"), "--test-clock")

    def test_the_test_clock_says_so_loudly_and_is_not_there_otherwise(self):
        with Server() as server:
            self.assertIn("TEST CLOCK", server.log_text())
        with Server(test_clock=False) as server:
            self.assertNotIn("TEST CLOCK", server.log_text())
            self.assertEqual(server.post("/test/clock", {"advance_seconds": 1}).status, 404)

    def test_an_address_that_is_none_is_refused(self):
        for listen in ("nonsense", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "300.0.0.1:80", ""):
            self.assert_refuses(self.serve(listen=listen))

    def test_a_folder_of_a_newer_version_is_refused_and_left_alone(self):
        self.answer("site", "add", "x", "--origin", "https://a.example")
        file = next(entry for entry in pathlib.Path(self.data).iterdir() if entry.suffix in (".db", ".sqlite"))
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA user_version=99")
        database.close()
        before = file.read_bytes()
        self.assert_refuses(self.serve(), "newer")
        self.assertEqual(file.read_bytes(), before)

    def test_a_file_that_is_no_database_is_refused(self):
        self.answer("site", "add", "x", "--origin", "https://a.example")
        for entry in pathlib.Path(self.data).iterdir():
            if entry.name.endswith(("-wal", "-shm")):
                entry.unlink()
            if entry.suffix in (".db", ".sqlite"):
                entry.write_bytes(b"something else entirely" * 1000)
                entry.chmod(0o600)
        self.assert_refuses(self.serve())

    def test_a_folder_with_a_long_path_serves_or_says_why_not(self):
        self.data = os.path.join(self.folder, "d" * 120)
        done = self.command("site", "add", "x", "--origin", "https://a.example", "--json")
        if done.returncode != 0:
            self.assert_refuses(done, "path")


class Stopping(unittest.TestCase):
    def test_a_server_told_to_stop_exits_with_0(self):
        with Server() as server:
            self.assertEqual(server.stop(), 0)

    def test_standard_output_holds_the_ready_line_only(self):
        with Server() as server:
            site = server.add_site()
            server.post("/api/v1/sessions/start", {"site": site.key})
            process, process_output = server.process, server.process.stdout
            process.terminate()
            self.assertEqual(process_output.read(), "")
            server.stop()


if __name__ == "__main__":
    unittest.main()
