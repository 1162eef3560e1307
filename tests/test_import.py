"""`sojourn import` holds what the independent computation finds, and importing again changes nothing."""

import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "reference"))

import log_sessions  # noqa: E402
from sojourn import binary  # noqa: E402

SAMPLE = HERE / "data" / "access_sample.log"


def sojourn(*arguments):
    answer = subprocess.run([binary(), *map(str, arguments), "--json"], check=True, capture_output=True, timeout=60)
    return json.loads(answer.stdout)


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / "data"
        self.site = sojourn("site", "add", "shop", "--origin", "https://shop.example", "--data", self.data)["site_id"]

    def take(self, file):
        answer = sojourn("import", "--site", self.site, "--data", self.data, file)
        return {name: answer[name] for name in ("lines", "unreadable", "sessions", "events", "duplicates")}

    def expected(self):
        figures = log_sessions.compute_file(SAMPLE)
        return {name: figures[name] for name in ("lines", "unreadable", "sessions", "events")} | {"duplicates": 0}

    def test_finds_what_the_independent_computation_finds(self):
        self.assertEqual(self.take(SAMPLE), self.expected())

    def test_reads_compressed_files(self):
        compressed = self.folder / "access.log.gz"
        compressed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
        self.assertEqual(self.take(compressed), self.expected())

    def test_changes_nothing_the_second_time(self):
        first = self.take(SAMPLE)
        again = self.take(SAMPLE)
        self.assertEqual(again, first | {"sessions": 0, "events": 0, "duplicates": first["events"]})
