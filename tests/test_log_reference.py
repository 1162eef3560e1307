"""The independent reading of access logs: its rules, and the figures of the sample that the server's own tests expect too."""

import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "reference"))

import log_sessions  # noqa: E402


def line(seconds, status=200, agent="agent"):
    minutes, second = divmod(seconds, 60)
    return f'h - - [10/Oct/2025:{minutes // 60:02}:{minutes % 60:02}:{second:02} +0000] "GET / HTTP/1.1" {status} 5 "-" "{agent}"'.encode()


class LogReference(unittest.TestCase):
    def test_a_gap_of_exactly_the_idle_timeout_stays(self):
        self.assertEqual(log_sessions.compute([line(0), line(1800)])["sessions"], 1)
        self.assertEqual(log_sessions.compute([line(0), line(1801)])["sessions"], 2)

    def test_error_lines_are_no_actions(self):
        self.assertEqual(log_sessions.compute([line(0), line(5, status=404)])["bounces"], 1)
        self.assertEqual(log_sessions.compute([line(0), line(5)])["bounces"], 0)
        self.assertEqual(log_sessions.compute([line(0, status=404), line(30, status=404)])["bounces"], 0)

    def test_a_missing_agent_and_a_dash_are_the_same_visitor(self):
        common = b'h - - [10/Oct/2025:00:00:00 +0000] "GET / HTTP/1.1" 200 5'
        self.assertEqual(log_sessions.compute([common, line(1, agent="-")])["visitors"], 1)

    def test_the_sample_has_the_figures_that_the_unit_tests_expect(self):
        self.assertEqual(
            log_sessions.compute_file(HERE / "data" / "access_sample.log"),
            {"lines": 1942, "unreadable": 30, "events": 1912, "pages": 701, "errors": 329, "visitors": 50, "sessions": 389,
             "bounces": 88, "single": 76, "total_duration_s": 625247})

    def test_the_sample_is_what_its_script_writes(self):
        file = HERE / "data" / "access_sample.log"
        before = file.read_bytes()
        subprocess.run([sys.executable, str(HERE / "data" / "generate_access_sample.py")], check=True, stdout=subprocess.DEVNULL)
        self.assertEqual(file.read_bytes(), before)
