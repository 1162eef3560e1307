"""The first twenty cycles of the kill torture, and the proof that its oracle is not blind."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "torture"))

import kill  # noqa: E402


class Kill(unittest.TestCase):
    def test_nothing_acknowledged_is_lost_or_doubled(self):
        print("\n" + kill.torture(20, int.from_bytes(os.urandom(4)), 50, 400), file=sys.stderr)

    def test_the_oracle_sees_every_kind_of_damage(self):
        run = kill.Torture(2, 1, 100, 200)
        self.addCleanup(run.server.close)
        run.run()
        for damage, words in [
                ("DELETE FROM events WHERE key = (SELECT max(key) FROM events WHERE type = 6)", "lost|its events say"),
                ("INSERT INTO events (visit, previous, at, sequence, is_scored, type, id) SELECT visit, previous, at, sequence, is_scored,"
                 " type, id FROM events WHERE type = 6 LIMIT 1", "twice"),
                ("UPDATE events SET id = 'invented' WHERE key = (SELECT max(key) FROM events WHERE type = 6)", "lost|never sent"),
                ("UPDATE visits SET action_count = action_count + 1", "its events say"),
                ("UPDATE visits SET last_activity = last_activity + 5", "last active"),
                ("DELETE FROM visits WHERE key = (SELECT visit FROM events LIMIT 1)", "not there|do not exist")]:
            run.server.start()
            with self.assertRaisesRegex(kill.Violation, words, msg=damage):
                run.check_file(damage)


if __name__ == "__main__":
    unittest.main()
