"""`cmake --install`: the installed tree works after a move, from any folder, and with no environment."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["TENOGEN_BUILD"])
CMAKE = os.environ["TENOGEN_CMAKE"]

SMALLEST_MESH = {"Resolution": "custom", "Cells across width [-]": 3, "Cells across thickness [-]": 2,
                 "Cells in the ring [-]": 1, "Cells along the gap [-]": 5, "Cells along the distal stump [-]": 3,
                 "Cells along the proximal stump [-]": 2}
ONE_MONTH = {"Time/End [day]": 31, "Time/Visits [month]": "0, 1"}


class InstalledTree(unittest.TestCase):
    """Installs into a folder with a blank in its name and moves it; a run made there serves all tests."""

    @classmethod
    def setUpClass(cls) -> None:
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        first = Path(scratch.name, "first place")
        subprocess.run([CMAKE, "--install", BUILD, "--prefix", first], check=True, stdout=subprocess.DEVNULL)
        cls.prefix = Path(scratch.name, "other place", "tenogen 1")
        cls.prefix.parent.mkdir()
        first.rename(cls.prefix)
        cls.elsewhere = Path(scratch.name, "work")
        cls.elsewhere.mkdir()

        cls.params = Path(cls.tenogen("--params").strip())
        cls.smallest_mesh = cls.overrides({f"Geometry/Mesh/{entry}": value for entry, value in SMALLEST_MESH.items()})
        cls.tenogen("run", cls.params / "achilles_treated.prm", *cls.smallest_mesh, *cls.overrides(ONE_MONTH), "--output",
                    "run")

    @staticmethod
    def overrides(settings: dict[str, object]) -> list[str]:
        return [word for entry, value in settings.items() for word in ("--set", f"{entry}={value}")]

    @classmethod
    def tenogen(cls, *words: object) -> str:
        """What the installed `tenogen WORDS` prints, started in another folder with an empty environment."""
        done = subprocess.run([cls.prefix / "bin" / "tenogen", *map(str, words)], cwd=cls.elsewhere, env={}, text=True,
                              capture_output=True)
        if done.returncode:
            raise AssertionError(f"tenogen {' '.join(map(str, words))}: exit code {done.returncode}\n{done.stderr}")
        return done.stdout

    def test_params_are_those_of_the_tree(self) -> None:
        self.assertEqual(self.params, self.prefix / "share" / "tenogen" / "params")
        for file in ("achilles_untreated.prm", "cohorts/achilles_bm_msc_2025.json", "studies/trial.json"):
            self.assertTrue((self.params / file).is_file(), file)

    def test_run_was_written(self) -> None:
        history = (self.elsewhere / "run" / "history.csv").read_text(encoding="utf-8")
        self.assertEqual(history.splitlines()[-1].split(",")[0], "31")

    def test_every_tool_of_the_source_tree_starts(self) -> None:
        source = Path(__file__).resolve().parents[2] / "python"
        tools = {file.name.removeprefix("tenogen-") for file in source.glob("tenogen-*")}
        for tool in sorted(tools - {"mesh-picture"}):  # that one is started by `tenogen mesh`
            with self.subTest(tool=tool):
                self.assertIn(f"tenogen {tool}", self.tenogen(tool, "--help"))

    def test_picture_of_a_mesh(self) -> None:
        self.tenogen("mesh", self.params / "achilles_treated.prm", *self.smallest_mesh, "--picture", "mesh.png")
        self.assertTrue((self.elsewhere / "mesh.png").is_file())

    def test_report(self) -> None:
        self.tenogen("report", "run", "--output", "report.html")
        self.assertIn("</html>", (self.elsewhere / "report.html").read_text(encoding="utf-8"))

    def test_plot(self) -> None:
        self.tenogen("plot", "run", "--output", "pictures")
        self.assertTrue(list((self.elsewhere / "pictures").glob("*.png")))

    def test_compare_with_the_installed_series(self) -> None:
        self.tenogen("compare", "run", "--cohort", self.params / "cohorts" / "achilles_bm_msc_2025.json")

    def test_study(self) -> None:
        self.tenogen("sweep", "design", self.params / "studies" / "trial.json", "--output", "study", "--size", 1)
        self.assertTrue((self.elsewhere / "study" / "design.csv").is_file())

    def test_python_package(self) -> None:
        package = self.prefix / "share" / "tenogen" / "python"
        done = subprocess.run(["/usr/bin/python3", "-c", "import tenogen; print(tenogen.__file__)"], text=True,
                              env={"PYTHONPATH": str(package)}, cwd=self.elsewhere, capture_output=True, check=True)
        self.assertEqual(Path(done.stdout.strip()), package / "tenogen" / "__init__.py")

    def test_documentation(self) -> None:
        folder = self.prefix / "share" / "doc" / "tenogen"
        for file in ("README.md", "CHANGELOG.md", "docs/install.md", "docs/usage.md"):
            self.assertTrue((folder / file).is_file(), file)


if __name__ == "__main__":
    unittest.main()
