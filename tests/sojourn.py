"""The words the tests are written in: a server of one's own, its sites and tokens, visits and their events, and the sockets.

Every server has a temporary data folder and a free port of 127.0.0.1. Nothing here sleeps but `until`, which waits for a
condition with a deadline. The program under test is build/release/sojourn, or what SOJOURN_BINARY or SOJOURN names.
"""

import base64
import collections
import datetime
import hashlib
import hmac
import http.client
import itertools
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
READY_SECONDS = 30
_names = itertools.count(1)


def binary():
    return os.environ.get("SOJOURN_BINARY") or os.environ.get("SOJOURN") or str(ROOT / "build" / "release" / "sojourn")


def unique(prefix):
    """A name that no other test of this process uses."""
    return f"{prefix}-{next(_names)}"


def until(condition, what, seconds=15):
    """Waits until `condition()` is true and answers what it gave; fails after the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.005)


def stamp(moment):
    """A time as the contract writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parse_time(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


def seconds(count):
    return datetime.timedelta(seconds=count)


class Answer:
    """An HTTP answer, read to its end."""

    def __init__(self, question, status, headers, body):
        self.question = question
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def pointers(self):
        """The fields that a problem names."""
        return [error["pointer"] for error in self.json.get("errors", [])]

    def __repr__(self):
        return f"{self.question} -> {self.status} {self.body[:300]!r}"


class Client:
    """One keep-alive connection. Opened when first needed, and again after the server closed it."""

    def __init__(self, host, port):
        self.host, self.port = host, port
        self._connection = None

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, method, path, body=None, headers=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        headers = dict(headers or {})
        if body is not None and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        if isinstance(body, str):
            body = body.encode()
        for attempt in (1, 2):
            is_fresh = self._connection is None
            if is_fresh:
                self._connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
            try:
                self._connection.request(method, path, body, headers)
                response = self._connection.getresponse()
                text = response.read()
            except (OSError, http.client.HTTPException):
                self.close()
                if is_fresh or attempt == 2:
                    raise
                continue
            if response.will_close:
                self.close()
            return Answer(f"{method} {path}", response.status, response.headers, text)


Site = collections.namedtuple("Site", "id key secret name origin")


class Server:
    """A running `sojourn serve`. As a context manager it ends with the block."""

    def __init__(self, *flags, data=None, test_clock=True, start=True):
        self._own_folder = data is None
        self.data = data or os.path.join(tempfile.mkdtemp(prefix="sojourn-test-"), "data")
        self.flags = list(flags) + (["--test-clock"] if test_clock else [])
        self.process = None
        self.log = None
        self.port = None
        self._local = threading.local()
        if start:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # The process.

    def start(self):
        command = [binary(), "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.flags]
        if self.log is not None:
            self.log.close()
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        started = time.monotonic()
        timer = threading.Timer(READY_SECONDS, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        self.ready_seconds = time.monotonic() - started
        if not line:
            raise AssertionError(f"the server did not start: {self.log_text()}")
        ready = json.loads(line)
        assert ready["event"] == "ready", ready
        self.url = ready["url"]
        self.port = int(self.url.rsplit(":", 1)[1])
        self._local = threading.local()
        return self

    def log_text(self):
        self.log.seek(0)
        return self.log.read()

    def _reap(self):
        code = self.process.wait(30)
        self.process.stdout.close()
        self.client.close()
        self.process = None
        return code

    def stop(self):
        """As an operator stops it; answers the exit code."""
        if self.process is None:
            return None
        self.process.terminate()
        return self._reap()

    def kill(self):
        """As the kernel stops it: nothing more is written."""
        if self.process is not None:
            self.process.kill()
            self._reap()

    def restart(self, how="stop"):
        getattr(self, how)()
        return self.start()

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def close(self):
        self.kill()
        if self.log is not None:
            self.log.close()
        if self._own_folder:
            shutil.rmtree(os.path.dirname(self.data), ignore_errors=True)

    # The command line.

    def command(self, *arguments, stdin=None):
        """Runs `sojourn …` on this data folder."""
        return run_command(*arguments, "--data", self.data, stdin=stdin)

    def add_site(self, name=None, origin="https://homes.example"):
        name = name or unique("site")
        done = self.command("site", "add", name, "--origin", origin, "--json")
        made = json.loads(done.stdout)
        return Site(made["site_id"], made["public_key"], made["user_token_secret"], name, origin)

    def add_token(self, role, site=None):
        scope = ["--site", site.id] if site else []
        return json.loads(self.command("token", "create", "--role", role, *scope, "--json").stdout)["token"]

    # HTTP.

    @property
    def client(self):
        """This thread's connection."""
        client = getattr(self._local, "client", None)
        if client is None or client.port != self.port:
            client = self._local.client = Client("127.0.0.1", self.port)
        return client

    def ask(self, method, path, body=None, *, token=None, key=None, origin=None, headers=None):
        headers = dict(headers or {})
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if key is not None:
            headers["X-Session-Key"] = key
        if origin is not None:
            headers["Origin"] = origin
        return self.client.ask(method, path, body, headers)

    def get(self, path, **how):
        return self.ask("GET", path, **how)

    def post(self, path, body=None, **how):
        return self.ask("POST", path, body, **how)

    def raw(self, data, shut=False, timeout=10):
        """Sends bytes on a connection of their own and reads until the server closes it. `shut` ends the sending side."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as connection:
            try:
                connection.sendall(data)
                if shut:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # Refused in the middle: the answer is what counts.
            received = b""
            while True:
                try:
                    piece = connection.recv(65536)
                except ConnectionResetError:
                    return received
                if not piece:
                    return received
                received += piece

    # Time.

    def advance(self, by_seconds):
        answer = self.post("/test/clock", {"advance_seconds": by_seconds})
        assert answer.status == 200, answer
        return parse_time(answer.json["now"])

    def set_clock(self, moment):
        answer = self.post("/test/clock", {"set": stamp(moment)})
        assert answer.status == 200, answer
        return parse_time(answer.json["now"])

    def now(self):
        return self.advance(0)


def run_command(*arguments, stdin=None):
    return subprocess.run([binary(), *arguments], input=stdin, capture_output=True, text=True, timeout=60)


def event(type, id=None, at=None, **data):
    """One event of the contract."""
    made = {"id": id or unique("e"), "type": type}
    if at is not None:
        made["timestamp"] = stamp(at)
    if data:
        made["data"] = data
    return made


class Visit:
    """A visit as the browser holds it: its id and key."""

    def __init__(self, server, id, key, answer=None):
        self.server, self.id, self.key, self.started = server, id, key, answer

    def _post(self, what, body, key, **how):
        return self.server.post(f"/api/v1/sessions/{self.id}/{what}", body, key=self.key if key is True else key, **how)

    def send(self, *events, sent_at=None, key=True, **how):
        body = {"events": list(events)}
        if sent_at is not None:
            body["sent_at"] = stamp(sent_at)
        return self._post("events", body, key, **how)

    def send_one(self, one, key=True, **how):
        return self._post("event", one, key, **how)

    def beat(self, key=True, **how):
        return self._post("heartbeat", {}, key, **how)

    def end(self, reason="logout", key=True, **body):
        return self._post("end", {"reason": reason, **body}, key)

    def identify(self, key=True, **who):
        return self._post("identify", who, key)


class ServerCase(unittest.TestCase):
    """One server for the class, with a site, its admin's token, and another site beside it."""

    test_clock = True

    @classmethod
    def setUpClass(cls):
        cls.server = Server(test_clock=cls.test_clock)
        cls.addClassCleanup(cls.server.close)
        cls.site = cls.server.add_site()
        cls.other_site = cls.server.add_site(origin="https://others.example")
        cls.token = cls.server.add_token("admin", cls.site)

    def start(self, visitor=None, site=None, expect=201, **body):
        body = {"site": (site or self.site).key, "visitor_id": visitor or unique("v"), **body}
        answer = self.server.post("/api/v1/sessions/start", body)
        self.assertEqual(answer.status, expect, answer)
        return Visit(self.server, answer.json["session_id"], answer.json["session_key"], answer.json)

    def staff(self, path, expect=200, **how):
        answer = self.server.get(path, token=how.pop("token", self.token), **how)
        self.assertEqual(answer.status, expect, answer)
        return answer.json

    def session(self, visit):
        return self.staff(f"/api/v1/sessions/{getattr(visit, 'id', visit)}")

    def events(self, visit):
        return self.staff(f"/api/v1/sessions/{getattr(visit, 'id', visit)}/events")["events"]

    def assert_recorded(self, answer, accepted, duplicates=0, rejected=0):
        self.assertEqual(answer.status, 200, answer)
        found = answer.json
        self.assertEqual((found["accepted"], found["duplicates"], len(found["rejected"])), (accepted, duplicates, rejected), found)
        return found

    def assert_problem(self, answer, status, *pointers):
        """A problem of RFC 9457 that names these fields."""
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        found = answer.json
        self.assertEqual(found["status"], status)
        for member in ("type", "title", "detail"):
            self.assertIsInstance(found[member], str)
        for pointer in pointers:
            self.assertIn(pointer, answer.pointers)


# Signed user tokens.

def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _signature(text, secret):
    return _base64url(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())


def user_token(secret, user_id, expires):
    claims = _base64url(json.dumps({"sub": user_id, "exp": int(expires.timestamp())}).encode())
    return f"{claims}.{_signature(claims, secret)}"


def jwt(secret, user_id, expires, algorithm="HS256"):
    header = _base64url(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    claims = _base64url(json.dumps({"sub": user_id, "exp": int(expires.timestamp())}).encode())
    return f"{header}.{claims}.{_signature(f'{header}.{claims}', secret)}"


def browser_id(moment):
    """A UUIDv7, as the browser makes it."""
    milliseconds = int(moment.timestamp() * 1000)
    value = milliseconds << 80 | 7 << 76 | (uuid.uuid4().int & 0xFFF) << 64 | 2 << 62 | uuid.uuid4().int & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def browser_key():
    return _base64url(os.urandom(32))


class SocketClosed(Exception):
    """The server closed a WebSocket."""

    def __init__(self, code, reason):
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class WebSocket:
    """A WebSocket client without threads: what a test sends and receives happens where it says so."""

    def __init__(self, server, path, token=None, origin=None, timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout)
        head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", "Connection: Upgrade", "Upgrade: websocket",
                "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}"]
        if token is not None:
            head.append(f"Authorization: Bearer {token}")
        if origin is not None:
            head.append(f"Origin: {origin}")
        self.socket.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        self._received = b""
        while b"\r\n\r\n" not in self._received:
            self._more()
        answer, self._received = self._received.split(b"\r\n\r\n", 1)
        self.status = int(answer.split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _more(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise SocketClosed(1006, "cut")
        self._received += piece

    def _take(self, count):
        while len(self._received) < count:
            self._more()
        taken, self._received = self._received[:count], self._received[count:]
        return taken

    def send(self, message):
        self._send_frame(1, json.dumps(message).encode())

    def _send_frame(self, opcode, payload):
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def receive(self, timeout=10):
        """The next message as JSON. socket.timeout where none comes, SocketClosed where the server said goodbye."""
        self.socket.settimeout(timeout)
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack("!H", self._take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self._take(8))[0]
            payload = self._take(size)
            if first & 0x0F == 8:
                raise SocketClosed(struct.unpack("!H", payload[:2])[0], payload[2:].decode())
            if first & 0x0F == 9:
                self._send_frame(10, payload)
            elif first & 0x0F == 1:
                return json.loads(payload)
