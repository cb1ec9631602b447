"""What the text of the pages names exists: links, headings, files, commands and options.

All pages at once, since the help of all commands is asked for."""

from __future__ import annotations

import functools
import re
import tempfile
import unittest
from pathlib import Path

import markdown
from checked_commands import LONG_OPTION, Checker
from markdown import Page
from scratch import PAGES, PROJECT, make_project

read_page = functools.cache(markdown.read_page)  # links name the same pages again and again

LINKED_TOO = [PROJECT / "CHANGELOG.md", *sorted((PROJECT / "tests").rglob("*.md"))]

# Options of other programs, which pages name in running text.
OTHERS = {"--signal": "sbatch", "--oversubscribe": "mpirun", "--mca": "mpirun", "--bind-to": "mpirun", "--mpi": "srun",
          "--target": "cmake"}
FOLDERS = "scripts|params|tests|docs|python|src|include|benchmarks|cmake|packaging"
PROJECT_PATH = re.compile(rf"^\.?/?((?:{FOLDERS})/[\w./-]+)$")


def place(page: Page, line: int) -> str:
    """file:line."""
    return f"{page.path.relative_to(PROJECT) if page.path.is_relative_to(PROJECT) else page.path}:{line}"


def dead_links(page: Page) -> list[str]:
    """Links to files and headings that there are none of. Addresses on the network are not asked for."""
    mistakes = []
    for line, target in page.links:
        if re.match(r"^(https?://|mailto:)", target):
            continue
        name, _, anchor = target.partition("#")
        file = page.path.parent / name if name else page.path
        if not file.exists():
            mistakes.append(f"{place(page, line)}: there is no {target}")
        elif anchor and file.suffix == ".md" and anchor not in read_page(file).anchors:
            mistakes.append(f"{place(page, line)}: {name or 'the page'} has no heading '#{anchor}'")
    return mistakes


def wrong_code(page: Page, checker: Checker) -> list[str]:
    """Commands, options and files of the project in running text that there are none of."""
    mistakes = []
    for line, text in page.code:
        wrong = []
        plain = re.sub(r'"[^"]*"', "TEXT", text)  # what is quoted is not for tenogen
        if text.startswith("tenogen "):
            words = re.sub(r"[\[\]|()]|\.\.\.|…", " ", plain).split()
            wrong = list(checker.tenogen(words[1:]))
        elif text.startswith("--"):
            wrong = [f"no command has the option {option}" for option in LONG_OPTION.findall(plain)
                     if option not in checker.all_options() and option not in OTHERS]
        elif (path := PROJECT_PATH.match(text)) and not (PROJECT / path[1]).exists():
            wrong = [f"there is no {text}"]
        mistakes += [f"{place(page, line)}: `{text}`: {words}" for words in wrong]
    return mistakes


class Text(unittest.TestCase):
    """Everything but the fenced blocks."""

    def test_links(self) -> None:
        failures = [failure for path in [*PAGES, *LINKED_TOO] for failure in dead_links(read_page(path))]
        if failures:
            self.fail("\n" + "\n".join(failures))

    def test_commands_and_files(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            make_project(Path(name))
            checker = Checker(Path(name))
            failures = [failure for path in PAGES for failure in wrong_code(read_page(path), checker)]
            page = Page(Path("page.md"), code=[(1, "--resume"), (2, "--reusme")])
            self.assertEqual(wrong_code(page, checker), ["page.md:2: `--reusme`: no command has the option --reusme"])
        if failures:
            self.fail("\n" + "\n".join(failures))


if __name__ == "__main__":
    unittest.main()
