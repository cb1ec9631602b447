"""A page that is wrong fails, and the failure names the line."""

from __future__ import annotations

import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

from checked_commands import Checker
from markdown import new_anchor, read_page
from page_run import PageRun, matches, split_commands
from scratch import Given, make_project
from test_text import dead_links, wrong_code


@dataclass(frozen=True)
class Case:
    """A block, a fault in it, and the line (by its beginning) and the message that are reported for the fault."""

    block: str
    right: str
    wrong: str
    named: str
    message: str


OWN = """<!-- test: file own.prm -->
```ini
include params/achilles_treated.prm
set Title = My tendon
```
"""

CASES = (
    Case('```sh\ntenogen run own.prm --validate \\\n  --set "Treatment/Dose [cells]=1e7"\n```',
         "Dose", "Dosis", "tenogen run own.prm", "exit code 2, not 0"),
    Case("```sh\n# A comment.\necho begin\ntenogen mesh own.prm --json\n```",
         "--json", "--jsno", "tenogen mesh", "exit code 2, not 0"),
    Case("```sh\nfor name in a b; do\n  ls -d params\ndone\n```",
         "params", "no_such_folder", "for name", "no_such_folder"),
    Case("```sh\ntenogen run no_such.prm        # exit code 4\n```",
         "code 4", "code 3", "tenogen run no_such", "exit code 4, not 3"),
    Case("<!-- test: before\necho 'mean 12.5 MPa'\n-->\n<!-- test: output, numbers vary -->\n```text\n"
         "mean 7 MPa\n```",
         "mean 7", "median 7", "median 7", "is not what is printed"),
    Case("```console\n$ printf 'one\\ntwo\\n' | \\\n  cat\none\ntwo\n$ false   # exit code 1\n```",
         "\ntwo\n", "\nthree\n", "one", "is not what is printed"),
    Case("```sh\nexport NAME=tendon\n```\n\n```python\nimport os\n\ny = os.environ['NAME']\n```",
         "'NAME'", "'NAMES'", "y =", "KeyError"),
    Case("```python\nx = 'tendon'\n```\n\n```python\n\nassert x == 'tendon'\n```",
         "assert x == 't", "assert x == 'm", "assert", "AssertionError"),
    Case('<!-- test: part of params/cohorts/achilles_bm_msc_2025.json -->\n```json\n"visa_a"  // a comment\n```',
         "visa_a", "visa_b", '"visa_b"', "does not hold this"),
    Case('```json\n{"a": [1, 2]}\n```',
         "2]", "2", '{"a"', "not JSON"),
    Case("```prm\ninclude achilles_common.prm\nset Title = A tendon\n```",
         "Title", "Titel", "include", "Titel"),
    Case("<!-- test: default of Load/Habitual force [N] -->\n```text\n1800\n```",
         "1800", "1900", "1900", "the default of Load"),
    Case('<!-- test: synopsis -->\n```text\ntenogen mesh FILE.prm [--set "Entry=value"]...\n'
         "    [--output FILE]\n```",
         "--output", "--outptu", "tenogen mesh", "no option --outptu"),
    Case("<!-- test: checked it builds for minutes -->\n```sh\ncmake --preset release\n```",
         "preset release", "preset releas", "cmake", "no preset 'releas'"),
    Case("<!-- test: checked it runs for minutes -->\n```sh\nmpirun -n 64 tenogen run own.prm --resume\n```",
         "--resume", "--reusme", "mpirun", "no option --reusme"),
    Case('<!-- test: checked it needs the image -->\n```sh\nIMAGE="apptainer exec tenogen.sif"\n'
         "$IMAGE tenogen mesh own.prm --json\n```",
         "--json", "--jsno", 'IMAGE="', "no option --jsno"),
    Case("<!-- test: checked it runs for minutes -->\n```sh\n./scripts/test.sh --all\n```",
         "test.sh", "tset.sh", "./scripts", "there is no ./scripts/tset.sh"),
    Case('<!-- test: small "5" becomes "0" -->\n```sh\nsleep 5 && true\n```',
         "true", "false", "sleep", "exit code 1, not 0"),
    Case('<!-- test: small "5" becomes "0" -->\n```sh\nsleep 5\n```',
         "sleep 5", "sleep 4", "sleep", "looks for '5'"),
    Case("```sh\ntrue\n```",
         "true", "sudo true", "sudo", "does not run sudo"),
    Case("<!-- test: output -->\n```text\n```",
         "```text", "```text\nx", "x", "is not what is printed"),
    Case("```sh\ntrue\n```",
         "sh", "", "true", "needs a marker"),
    Case("<!-- test: given results/treated -->\n```sh\nls results/treated\n```",
         "given results/treated", "given results/teated", "ls", "'results/teated' is not known"),
    Case("<!-- test: checked it runs for minutes -->\n```sh\ntrue\n```",
         "checked", "cheked", "true", "no marker 'test: cheked'"),
    Case("```sh\ntrue\n```",
         "true", "exit 0", "exit 0", "ended the shell"),
)


def page_of(blocks: list[str]) -> str:
    """A page with these blocks."""
    return "# A page\n\n" + OWN + "\n" + "\n\nA text between.\n\n".join(blocks) + "\n"


class Runner(unittest.TestCase):
    """Pages in a folder of their own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "page.md"

    def run_page(self, text: str) -> PageRun:
        """The run of a page with this text, in which `results/treated` is given."""
        self.file.write_text(text, encoding="utf-8")
        (self.folder / "store/results/treated").mkdir(parents=True)
        run = PageRun(read_page(self.file), Given(self.folder / "store"))
        run.run()
        return run

    def test_what_is_right_passes(self) -> None:
        run = self.run_page(page_of([case.block for case in CASES]))
        self.assertEqual(run.failures, [])
        self.assertEqual(run.counts, {
            "files written": 1, "commands run": 14, "outputs compared": 3, "Python blocks run": 3, "JSON compared": 1,
            "JSON read": 1, "parameter files validated": 1, "defaults compared": 1, "synopses checked": 1,
            "blocks checked without running": 5})
        self.assertEqual(run.summary().count("checked, not run: "), 5)
        self.assertIn("it builds for minutes", run.summary())

    def test_what_is_wrong_is_named(self) -> None:
        for case in CASES:
            self.assertEqual(case.block.count(case.right), 1, case)
        text = page_of([case.block.replace(case.right, case.wrong) for case in CASES])
        run = self.run_page(text)
        failures = {}
        for failure in run.failures:
            line, _, message = failure.removeprefix(f"{self.file}:").partition(": ")
            failures[int(line)] = message
        lines = text.splitlines()
        last = 0
        for case in CASES:
            # Blocks come in the order of the cases.
            line = next(number for number, line in enumerate(lines[last:], last + 1) if line.startswith(case.named))
            self.assertIn(line, failures, f"{case}\n{run.failures}")
            self.assertIn(case.message, failures.pop(line), case)
            last = line
        self.assertEqual(failures, {})

    def test_a_marker_without_a_block_and_a_block_without_an_end(self) -> None:
        self.file.write_text("<!-- test: output -->\nNo block.\n\n<!-- test: ? -->\n\n```sh\ntrue\n", encoding="utf-8")
        mistakes = read_page(self.file).mistakes
        self.assertEqual([line for line, _ in mistakes], [1, 4, 6], mistakes)

    def test_links_and_names_in_the_text(self) -> None:
        (self.folder / "other.md").write_text("## A `heading`, twice\n\n## A heading, twice\n", encoding="utf-8")
        self.file.write_text("[a](other.md#a-heading-twice) [b](other.md#a-heading-twice-1) [c](other.md)\n"
                             "[e](none.md) [d](https://x.y/z)\n[f](other.md#none) `[g](none.md)`\n\n"
                             "```sh\n[h](none.md)\n```\n\n"
                             "`tenogen run FILE --resume` `scripts/test.sh`\n`tenogen run\nFILE --reusme`\n"
                             "`scripts/tset.sh`\n", encoding="utf-8")
        page = read_page(self.file)
        self.assertEqual(dead_links(page), [f"{self.file}:2: there is no none.md",
                                            f"{self.file}:3: other.md has no heading '#none'"])
        (self.folder / "project").mkdir()
        make_project(self.folder / "project")
        wrong = wrong_code(page, Checker(self.folder / "project"))
        lines = [failure.removeprefix(f"{self.file}:").split(":")[0] for failure in wrong]
        self.assertEqual(lines, ["10", "12"], wrong)


class Parts(unittest.TestCase):
    """Small decisions."""

    def test_anchors_are_those_of_github(self) -> None:
        taken: set[str] = set()
        for heading, anchor in (
                ("summary.json", "summaryjson"), ("What it does, and does not", "what-it-does-and-does-not"),
                ("`tenogen run`", "tenogen-run"), ("1.2 A [link](b.md)", "12-a-link"), ("μ* – σ", "μ--σ")):
            self.assertEqual(new_anchor(heading, taken), anchor)

    def test_commands_of_a_block(self) -> None:
        text = "a \\\n  b\n\n# no command\ncat <<END   # exit code 3\nc\nEND\nif true; then\n  d\nfi\n'e\nf'\n"
        self.assertEqual([(line, code) for line, _, code in split_commands(text)], [(0, 0), (4, 3), (7, 0), (10, 0)])

    def test_outputs(self) -> None:
        for shown, printed, vary, same in (
                ("a  b\n", "  a b\n\n", False, True), ("a b\n", "ab\n", False, False), ("a\n", "a\nb\n", False, False),
                ("a\n...\nc\n", "a\nb\nb\nc\n", False, True), ("a ... c\n", "a b c\n", False, True),
                ("a …\n", "a\nc\n", False, False), ("x = 1.5 [mm^3]\n", "x = -2,500e-3 [mm^3]\n", True, True),
                ("x = 1.5\n", "x = 1.6\n", False, False), ("x = 1.5\n", "x = nan\n", True, False),
                ("", "", False, True)):
            self.assertEqual(matches(shown, printed, vary), same, (shown, printed))


if __name__ == "__main__":
    unittest.main()
