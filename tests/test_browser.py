"""The tracker, the demo and the dashboard in a real browser: tests/browser/*.test.mjs against a server that this file starts.

With SOJOURN_WEB=…/web/dist the tracker's tests take its files from there instead of from the server.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from sojourn import binary

HERE = pathlib.Path(__file__).resolve().parent
SECONDS_MAX = 600


class Browser(unittest.TestCase):
    """One test for each test of the browser's own files; they run together, once."""

    results = {}
    output = ""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder)
        server = subprocess.Popen([binary(), "demo", "--data", f"{folder}/data", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.addClassCleanup(server.wait)
        cls.addClassCleanup(server.terminate)
        cls.addClassCleanup(server.stdout.close)
        panel = None
        for line in server.stdout:
            panel = panel or re.search(r"live panel\s+(\S+)", line)
            if panel:
                break
        environment = {**os.environ, "SOJOURN_PANEL": panel[1], "SOJOURN_URL": panel[1].split("/#")[0]}
        files = sorted(map(str, (HERE / "browser").glob("*.test.mjs")))
        run = subprocess.run(["node", "--test", "--test-concurrency=1", "--test-reporter=tap", *files], env=environment, capture_output=True, text=True, timeout=SECONDS_MAX)
        cls.output = run.stdout + run.stderr
        for verdict, name in re.findall(r"^ *(ok|not ok) \d+ - (.+)$", cls.output, re.MULTILINE):
            cls.results[name] = verdict == "ok"
        for figure in re.findall(r"# (acknowledged to seen: .*)", cls.output):
            print(figure)


def fact(name):
    def check(self):
        self.assertIn(name, self.results, f"it did not run:\n{self.output}")
        self.assertTrue(self.results[name], self.output)

    return check


for file in sorted((HERE / "browser").glob("*.test.mjs")):
    for name in re.findall(r"^test\('([^']+)'", file.read_text(), re.MULTILINE):
        setattr(Browser, "test_" + re.sub(r"\W+", "_", name), fact(name))

if __name__ == "__main__":
    unittest.main()
