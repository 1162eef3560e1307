"""What the benchmarks share: the server under load, wrk and nginx, the costs of a process, medians and tables.

Everything runs on 127.0.0.1 and on the same cores as what it measures, in a temporary folder. A figure is the median of at least
`ROUNDS` runs, taken in turns with what it is compared to; beside it stand the least and the most, which is the noise.
"""

import json
import os
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BENCH = HERE.parent
sys.path.insert(0, str(BENCH.parent / "tests"))

from sojourn import Server, until  # noqa: E402

ROUNDS = 5


def need(*programs):
    missing = [program for program in programs if shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin") is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")


def cpu_seconds(pid):
    """What a process and all its threads have used so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def child_seconds(run):
    """Runs a program to its end: its answer, wall and CPU seconds."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    answer = run()
    wall, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return answer, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def folder_bytes(folder):
    return sum(entry.stat().st_size for entry in pathlib.Path(folder).iterdir() if entry.is_file())


class Nginx:
    """nginx that answers 204 to everything."""

    def __init__(self, workers):
        self.folder = tempfile.mkdtemp(prefix="sojourn-bench-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        config = pathlib.Path(self.folder, "nginx.conf")
        config.write_text(f"""
            daemon off; worker_processes {workers}; pid {self.folder}/pid; error_log stderr emerg;
            events {{ worker_connections 1024; }}
            http {{ access_log off; keepalive_requests 1000000000; client_body_temp_path {self.folder}; proxy_temp_path {self.folder};
                    fastcgi_temp_path {self.folder}; uwsgi_temp_path {self.folder}; scgi_temp_path {self.folder};
                    server {{ listen 127.0.0.1:{self.port} reuseport; location / {{ return 204; }} }} }}""")
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.process = subprocess.Popen([program, "-p", self.folder, "-c", str(config)])
        until(self._answers, "nginx")

    def _answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu(self):
        return sum(map(cpu_seconds, self.pids()))

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def milliseconds(text):
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def wrk(url, script, sessions, seconds, connections=64, threads=1):
    """One run of wrk: rate, p50 and p99 in ms, answers that were not 2xx."""
    done = subprocess.run(["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(BENCH / script), url],
                          env={**os.environ, "SESSIONS": sessions}, capture_output=True, text=True, check=True)
    text = done.stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), "requests": int(re.search(r"(\d+) requests in", text)[1]),
            "p50": milliseconds(re.search(r"^\s+50%\s+(\S+)", text, re.M)[1]), "p99": milliseconds(re.search(r"^\s+99%\s+(\S+)", text, re.M)[1]),
            "failed": int(failed[1]) if failed else 0, "errors": sum(map(int, errors.groups())) if errors else 0}


class Pipe:
    """Many requests in one write, their answers counted as they come."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.rest = b""

    def ask(self, requests):
        """Sends them all; answers (status, body) of each."""
        self.socket.sendall(b"".join(requests))
        answers = []
        while len(answers) < len(requests):
            head, separator, rest = self.rest.partition(b"\r\n\r\n")
            size = int(head.split(b"Content-Length: ", 1)[1].split(b"\r\n", 1)[0]) if separator else 0
            if not separator or len(rest) < size:
                piece = self.socket.recv(1 << 20)
                if not piece:
                    raise ConnectionError("cut")
                self.rest += piece
                continue
            answers.append((int(head[9:12]), rest[:size]))
            self.rest = rest[size:]
        return answers

    def close(self):
        self.socket.close()


def start_request(site, number):
    body = b'{"site":"%s","visitor_id":"v-%08d","device":{"type":"desktop","browser":"Firefox","os":"Linux"},"entry":{"page":"/listings"}}' % (
        site.key.encode(), number)
    return b"POST /api/v1/sessions/start HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def make_sessions(server, site, count, file):
    """Starts visits and writes `id key` lines for the load scripts."""
    pipe = Pipe(server.port)
    with open(file, "w") as lines:
        for begin in range(0, count, 64):
            for status, body in pipe.ask([start_request(site, number) for number in range(begin, min(count, begin + 64))]):
                assert status == 201, (status, body)
                started = json.loads(body)
                lines.write(f"{started['session_id']} {started['session_key']}\n")
    pipe.close()


def metric(server, name):
    return float(re.search(rf"^{name} (\S+)", server.get("/metrics").body.decode(), re.M)[1])


class Series:
    """The runs of one thing."""

    def __init__(self):
        self.values = []

    def add(self, value):
        self.values.append(value)

    @property
    def median(self):
        return statistics.median(self.values)

    def text(self, form="{:,.0f}"):
        low, high = min(self.values), max(self.values)
        return f"{form.format(self.median)} ({form.format(low)}–{form.format(high)})"


def table(head, rows):
    rows = [head, *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for number, row in enumerate(rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def machine():
    model = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {model[1] if model else 'unknown processor'}, load {os.getloadavg()[0]:.2f} at the start"
