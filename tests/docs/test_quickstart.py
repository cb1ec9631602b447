"""The check of the quick start passes what the program makes, and names what is wrong.

The runs are those that the pages take for granted, drawn by the commands of scripts/quickstart.sh."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import matplotlib.image
import numpy as np

from check_quickstart import ARMS, mistakes_of_quickstart
from scratch import EXECUTABLE, PROJECT, Given


def drawing_commands(output: Path) -> list[list[str]]:
    """The commands of quickstart.sh that draw, for this folder."""
    script = (PROJECT / "scripts/quickstart.sh").read_text(encoding="utf-8")
    lines = re.findall(r"^build/release/tenogen (?:plot|report) .*$", script, re.MULTILINE)
    return [[str(EXECUTABLE), *line.replace('"', "").replace("$output", str(output)).split()[1:]] for line in lines]


class Quickstart(unittest.TestCase):
    """One folder as quickstart.sh leaves it, copied for each damage."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name) / "quickstart"
        given = Given(Path(os.environ.get("TENOGEN_DOCS_STORE") or Path(cls.temporary.name) / "store"))
        for arm in ARMS:
            given.bring(f"results/{arm}", Path(cls.temporary.name))
            shutil.move(Path(cls.temporary.name) / "results" / arm, cls.folder / arm)
        commands = drawing_commands(cls.folder)
        assert len(commands) == 2, commands
        for command in commands:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def changed(self) -> Path:
        """A copy."""
        copy = Path(tempfile.mkdtemp(dir=self.temporary.name)) / "quickstart"
        shutil.copytree(self.folder, copy)
        return copy

    def assert_named(self, folder: Path, *messages: str) -> None:
        """Each of the mistakes has its message."""
        mistakes = mistakes_of_quickstart(folder)
        self.assertEqual(len(mistakes), len(messages), mistakes)
        for mistake, message in zip(mistakes, messages):
            self.assertIn(message, mistake)

    def test_what_the_program_makes(self) -> None:
        self.assertEqual(mistakes_of_quickstart(self.folder), [])
        script = PROJECT / "tests/docs/check_quickstart.py"
        for folder, code in ((self.folder, 0), (self.folder / "none", 1)):
            ended = subprocess.run([sys.executable, "-B", script, folder], check=False, capture_output=True)
            self.assertEqual(ended.returncode, code, ended)

    def test_runs(self) -> None:
        folder = self.changed()
        (folder / "treated/COMPLETE").unlink()
        history = folder / "untreated/history.csv"
        history.write_text(history.read_text(encoding="utf-8")[:-1], encoding="utf-8")
        self.assert_named(folder, "treated/COMPLETE is missing", "untreated/history.csv does not end with a whole row")

    def test_pictures(self) -> None:
        folder = self.changed() / "pictures"
        (folder / "time_courses.png").write_bytes((folder / "time_courses.png").read_bytes()[:2000])
        matplotlib.image.imsave(folder / "sections_treated.png", np.ones((600, 800, 3)))
        (folder / "sections_untreated.png").unlink()
        (folder / "outcomes.md").write_text("treated alone", encoding="utf-8")
        self.assert_named(folder.parent, "time_courses.png cannot be read", "sections_treated.png is blank",
                          "sections_untreated.png is missing", "outcomes.md does not name untreated")

    def test_report(self) -> None:
        folder = self.changed()
        page = (folder / "report.html").read_text(encoding="utf-8")
        start = 'src="data:image/png;base64,'
        images = re.findall(f'{start}[^"]*"', page)
        for text, *messages in (
                (re.sub(r"\buntreated\b", "other", page), "does not name the arm untreated"),
                (page.replace(images[0], images[0][:len(start) + len(images[0]) // 8 * 4] + '"'), "image 1 cannot be read"),
                (page[:page.index(images[3])], "report.html has 3 images", "does not end with </html>")):
            with self.subTest(messages):
                (folder / "report.html").write_text(text, encoding="utf-8")
                mistakes = "\n".join(mistakes_of_quickstart(folder))
                for message in messages:
                    self.assertIn(message, mistakes)


if __name__ == "__main__":
    unittest.main()
