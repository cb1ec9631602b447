"""Runs a page as a reader would: every block in order, in one scratch folder.

What a block is for follows from its language:

- `sh`, `bash`: each command runs in one shell; its exit code is 0, or what `# exit code N` behind it says.
- `console`: lines after `$ ` run likewise; what stands below each is compared with what it prints.
- `python`: runs in one interpreter, to which the variables of earlier blocks are known.
- `json`: a study or a cohort is checked by the program; anything else must be JSON.
- `ini`, `prm`: a parameter file, checked by `tenogen run --validate` as if it stood in `params/`.
- `text`, and any other: says by a marker what to do.

Markers stand above a block as comments, `<!-- test: WORD ... -->`, which readers of the rendered page do not see:

- `before`: further lines of commands to run first.
- `given NAME...`: results that the page takes for granted (scratch.py has their commands).
- `small "A" becomes "B"`: replaces a text of the block, so that it takes little time.
- `exit code N`: of each command of the block.
- `output`, `output, numbers vary`: the block is what the last command printed, complete; a line `...` stands for any
  lines, `…` or `...` within a line for any text.
- `file NAME`: the block is what this file holds; it is there from the beginning of the page.
- `part of FILE`: the JSON of the block stands somewhere in this JSON file; `...` stands for text and elements left out.
- `default of ENTRY`: the block is the default of this parameter.
- `synopsis`: the block shows the options of commands; each exists.
- `checked REASON`: cannot run here; that the programs and their options exist is checked instead.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from checked_commands import Checker
from markdown import Block, Marker, Page
from scratch import HERE, PROJECT, Given, environment, make_project

PYTHON = "/usr/bin/python3"  # to which Debian's packages belong
TIMEOUT = 600  # s of one command
NUMBER = r"[-+−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?"
JSON_COMMENT = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)  # or a text, which is kept
# What a test must not do to the machine: such blocks say `checked`.
NOT_HERE = re.compile(r"^\s*(sudo|apt|apt-get|cmake|ctest|docker|podman|apptainer|sbatch|srun|scontrol|pip"
                      r"|(?:\./)?scripts/[\w-]+\.sh)\b", re.MULTILINE)
WORDS = ("before", "given", "small", "exit", "output", "file", "part", "default", "synopsis", "checked")


class Trouble(Exception):
    """What is wrong with a block, and on which of its lines (from 0)."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.line = line


class PageRun:
    """A page, the folder in which it runs, and what has come of it."""

    def __init__(self, page: Page, given: Given) -> None:
        self.page = page
        self.given = given
        self.failures: list[str] = [f"{self.place(line)}: {text}" for line, text in page.mistakes]
        self.counts: Counter[str] = Counter()
        self.not_run: list[str] = []  # what was checked instead, with the reason
        self.times: list[tuple[float, str]] = []

    def run(self) -> None:
        """Runs all blocks; `failures` then says what is wrong."""
        with TemporaryDirectory(prefix="tenogen_page_") as name:
            self.folder = Path(name) / "project"
            self.steps = Path(name) / "steps"
            self.folder.mkdir()
            self.steps.mkdir()
            make_project(self.folder)
            self.checker = Checker(self.folder)
            self.shell: Session | None = None
            self.python: Session | None = None
            self.printed = ""
            try:
                for block in self.page.blocks:
                    for marker in block.markers:
                        if marker.word == "file":
                            self.write(marker.rest, block.text)
                for block in self.page.blocks:
                    self.run_block(block)
            finally:
                for session in (self.shell, self.python):
                    if session:
                        session.end()
                if keep := os.environ.get("TENOGEN_DOCS_KEEP"):
                    shutil.copytree(self.folder, Path(keep) / self.page.path.stem, symlinks=True, dirs_exist_ok=True)

    def summary(self) -> str:
        """How many blocks of which kind were run, what was not and why, and what took longest."""
        done = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items())) or "nothing to run"
        slowest = [f"{place} {seconds:.1f} s" for seconds, place in sorted(self.times, reverse=True)[:3] if seconds > 1]
        longest = f"; longest {', '.join(slowest)}" if slowest else ""
        return "\n".join([f"{len(self.page.blocks)} blocks: {done}{longest}",
                          *(f"  checked, not run: {reason}" for reason in self.not_run)])

    def place(self, line: int) -> str:
        """file:line, as an editor takes it."""
        path = self.page.path
        return f"{path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path}:{line}"

    def run_block(self, block: Block) -> None:
        """One block; failures are kept with their place."""
        start = time.monotonic()
        try:
            self.dispatch(block)
        except (Trouble, ValueError, subprocess.SubprocessError) as trouble:
            self.failures.append(f"{self.place(block.line + getattr(trouble, 'line', 0))}: {trouble}")
        self.times.append((time.monotonic() - start, self.place(block.line)))

    def dispatch(self, block: Block) -> None:
        """By markers, then by language."""
        markers = {marker.word: marker for marker in block.markers}
        for word in markers:
            if word not in WORDS:
                raise Trouble(f"there is no marker 'test: {word}'. Known are {', '.join(WORDS)}.")
        text = block.text
        for marker in block.markers:
            if marker.word == "given":
                for name in marker.rest.replace(",", " ").split():
                    self.given.bring(name, self.folder)
            elif marker.word == "before":
                self.before(marker, block)
            elif marker.word == "small":
                text = smaller(text, marker.rest)
        for word, action in (("checked", self.check), ("synopsis", self.synopsis), ("part", self.part),
                             ("default", self.default), ("output", self.output)):
            if word in markers:
                action(block, text, markers[word].rest)
                return
        if "file" in markers:
            self.counts["files written"] += 1
            return
        expected = int(markers["exit"].rest.removeprefix("code")) if "exit" in markers else None
        by_language: dict[str, Callable[[], None]] = {
            "sh": lambda: self.commands(text, expected), "bash": lambda: self.commands(text, expected),
            "console": lambda: self.console(text, expected), "python": lambda: self.run_python(block, text),
            "json": lambda: self.json(text, expected or 0), "ini": lambda: self.prm(text, expected or 0),
            "prm": lambda: self.prm(text, expected or 0)}
        if block.language not in by_language:
            raise Trouble(f"a block in '{block.language}' needs a marker that says how to test it "
                          "(tests/docs/page_run.py lists them)")
        by_language[block.language]()

    # Commands.

    def before(self, marker: Marker, block: Block) -> None:
        """Commands that the page does not show."""
        self.printed = ""
        for _, command, code in split_commands(marker.rest):
            got, printed = self.execute(command)
            self.printed += printed
            if got != code:
                raise Trouble(f"the marker on line {marker.line}: `{command}` ends with {got}, not {code}:\n{printed}",
                              marker.line - block.line)

    def commands(self, text: str, expected: int | None) -> None:
        """Each of a block."""
        for line, command, code in split_commands(text):
            if found := NOT_HERE.search(command):
                raise Trouble(f"a test does not run {found[1]}: give the block a marker `checked` with a reason", line)
            self.command(command, code if expected is None else expected, line)

    def command(self, command: str, expected: int, line: int) -> None:
        """One; its exit code is as expected."""
        code, self.printed = self.execute(command)
        self.counts["commands run"] += 1
        if code != expected:
            raise Trouble(f"`{command.strip()}` ends with exit code {code}, not {expected}:\n{self.printed.rstrip()}",
                          line)

    def execute(self, command: str) -> tuple[int, str]:
        """Exit code and output of a command in the page's shell."""
        if self.shell is None:
            self.shell = Session(["bash", "--noprofile", "--norc", str(HERE / "shell_session.sh")], self.folder,
                                 environment(self.folder))
        step, output = self.new_step(command)
        code = self.shell.ask(f"{step}\n{output}\n")
        if code is None:
            self.shell = None
            return -1, f"{read(output)}\n(it has ended the shell, or has run for more than {TIMEOUT} s)"
        return code, read(output)

    def console(self, text: str, expected: int | None) -> None:
        """Commands with what they print."""
        parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
        if parts[0].strip() or len(parts) == 1:
            raise Trouble("a block in 'console' begins with a command after '$ '")
        line = 0
        for part in parts[1:]:
            command, shown = split_console(part)
            for _, single, code in split_commands(command):
                self.command(single, code if expected is None else expected, line)
            if shown.strip():
                self.compare(shown, "", line + command.count("\n"))
            line += part.count("\n")

    def output(self, _: Block, text: str, how: str) -> None:
        """The block is what the last command printed."""
        self.compare(text, how, 0)

    def compare(self, shown: str, how: str, line: int) -> None:
        """The page's output with the real one."""
        self.counts["outputs compared"] += 1
        if how.lstrip(", ") not in ("", "numbers vary"):
            raise Trouble(f"the marker 'output {how}' is not known")
        if not matches(shown, self.printed, "numbers vary" in how):
            raise Trouble(f"this is not what is printed. The page shows\n{indented(shown)}\nand what is printed is\n"
                          f"{indented(self.printed)}", line)

    def run_python(self, block: Block, text: str) -> None:
        """A block of Python, with the environment that the shell has by now."""
        if self.python is None:
            _, variables = self.execute("env -0")
            shell = dict(entry.split("=", 1) for entry in variables.split("\0") if "=" in entry)
            self.python = Session([PYTHON, "-B", str(HERE / "python_session.py")], self.folder, shell)
        code_file, output = self.new_step(text)
        code = self.python.ask(json.dumps({"code": str(code_file), "output": str(output), "line": block.line,
                                           "page": str(self.page.path)}) + "\n")
        self.printed = read(output)
        self.counts["Python blocks run"] += 1
        if code is None:
            self.python = None
            raise Trouble(f"Python has ended, or has run for more than {TIMEOUT} s:\n{self.printed}")
        if code:
            inside = re.findall(rf'File "{re.escape(str(self.page.path))}", line (\d+)', self.printed)
            raise Trouble(f"Python:\n{self.printed.rstrip()}", int(inside[-1]) - block.line if inside else 0)

    def new_step(self, text: str) -> tuple[Path, Path]:
        """A file with this text, and the name of one for what it prints."""
        number = len(list(self.steps.iterdir()))
        step = self.steps / f"{number:04}"
        step.write_text(text, encoding="utf-8")
        return step, self.steps / f"{number:04}.out"

    # Files.

    def write(self, name: str, text: str) -> None:
        """A file in the project."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def prm(self, text: str, expected: int) -> None:
        """The block is a valid parameter file."""
        file = self.folder / "params/block_of_the_page.prm"
        file.write_text(text, encoding="utf-8")
        self.must_end("parameter files validated", ["tenogen", "run", str(file), "--validate"], expected)

    def json(self, text: str, expected: int) -> None:
        """The block is JSON, and valid as what its schema says it is."""
        file = self.folder / "params/studies/block_of_the_page.json"
        file.write_text(text, encoding="utf-8")
        schema = re.search(r'"schema":\s*"(tenogen \w+) ', text)
        if schema and schema[1] == "tenogen study":
            folder = file.with_suffix("")
            words = ["tenogen", "sweep", "design", str(file), "--output", str(folder)]
            self.must_end("studies designed", words, expected)
            shutil.rmtree(folder, ignore_errors=True)
        elif schema and schema[1] == "tenogen cohort":
            self.given.bring("results/treated", self.folder)
            self.must_end("cohorts checked", ["tenogen", "compare", "results/treated", "--cohort", str(file)], expected)
        else:
            self.counts["JSON read"] += 1
            parsed(text)

    def must_end(self, what: str, words: list[str], expected: int) -> None:
        """A command that the page does not show, with an exit code."""
        self.counts[what] += 1
        ended = self.call(words)
        self.printed = ended.stdout + ended.stderr
        if ended.returncode != expected:
            raise Trouble(f"`{' '.join(words[:3])} ...` ends with exit code {ended.returncode}, not {expected}:\n"
                          f"{self.printed.rstrip()}")

    def call(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        """A command outside the page's shell."""
        return subprocess.run(words, cwd=self.folder, env=environment(self.folder), capture_output=True, text=True,
                              check=False, timeout=TIMEOUT, stdin=subprocess.DEVNULL)

    def part(self, _: Block, text: str, rest: str) -> None:
        """The block stands in a JSON file."""
        self.counts["JSON compared"] += 1
        name = rest.removeprefix("of ").strip()
        if not contains(parsed((self.folder / name).read_text(encoding="utf-8")), parsed(text)):
            raise Trouble(f"{name} does not hold this")

    def default(self, _: Block, text: str, rest: str) -> None:
        """The block is the default of a parameter."""
        self.counts["defaults compared"] += 1
        entry = rest.removeprefix("of ").strip()
        parameters = json.loads(self.call(["tenogen", "parameters", "--format", "json"]).stdout)
        if entry not in parameters:
            raise Trouble(f"there is no parameter '{entry}'")
        default = str(parameters[entry]["default"])
        if " ".join(default.split()) != " ".join(text.split()):
            raise Trouble(f"the default of {entry} is\n{indented(default)}")

    # What cannot run.

    def check(self, block: Block, text: str, reason: str) -> None:
        """That the programs of a block and their options exist; that Python can read its Python."""
        if len(reason) < 10:
            raise Trouble("the marker 'checked' needs a reason")
        self.counts["blocks checked without running"] += 1
        self.not_run.append(f"{self.place(block.line)}: {reason}")
        if block.language == "python":
            try:
                compile(text, str(self.page.path), "exec")
            except SyntaxError as error:
                raise Trouble(str(error), (error.lineno or 1) - 1) from error
        elif mistakes := list(self.checker.script(text)):
            raise Trouble("; ".join(mistakes))

    def synopsis(self, _: Block, text: str, __: str) -> None:
        """That what a synopsis names exists."""
        self.counts["synopses checked"] += 1
        usages = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
        for usage in filter(str.strip, usages):
            words = re.sub(r"[\[\]|()]|\.\.\.", " ", re.sub(r'"[^"]*"', "TEXT", usage)).split()
            if not words or Path(words[0]).name != "tenogen":
                raise Trouble(f"a synopsis begins with tenogen, not with '{usage.split()[0]}'")
            if mistakes := list(self.checker.tenogen(words[1:])):
                raise Trouble("; ".join(mistakes))


class Session:
    """A process that executes one step after the other, asked through its standard input."""

    def __init__(self, words: list[str], folder: Path, variables: dict[str, str]) -> None:
        self.answers, write = os.pipe()
        self.process = subprocess.Popen(
            [*words, str(write)], cwd=folder, env=variables, text=True, pass_fds=[write], start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)

    def ask(self, order: str) -> int | None:
        """The exit code of a step; None where the process has ended or takes too long, and is ended then."""
        assert self.process.stdin
        self.process.stdin.write(order)
        self.process.stdin.flush()
        answer = b""
        end = time.monotonic() + TIMEOUT
        while not answer.endswith(b"\n"):
            ready, _, _ = select.select([self.answers], [], [], max(0.0, end - time.monotonic()))
            read_now = os.read(self.answers, 100) if ready else b""
            if not read_now:
                self.end()
                return None
            answer += read_now
        return int(answer)

    def end(self) -> None:
        """Ends the process and what it has started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        assert self.process.stdin
        self.process.stdin.close()
        os.close(self.answers)


def split_commands(text: str) -> list[tuple[int, str, int]]:
    """The commands of a block: line (from 0), text, expected exit code. Comment lines are left out."""
    commands: list[tuple[int, str, int]] = []
    gathered, start = "", 0
    for number, line in enumerate(text.splitlines()):
        if not gathered:
            start = number
            if not line.strip() or line.lstrip().startswith("#"):
                continue
        gathered += line + "\n"
        if line.rstrip().endswith("\\") or is_unfinished(gathered):
            continue
        code = re.search(r"#[^\n]*\bexit code (\d+)", gathered)
        commands.append((start, gathered, int(code[1]) if code else 0))
        gathered = ""
    if gathered:
        raise Trouble("this command has no end", start)
    return commands


def is_unfinished(text: str) -> bool:
    """Whether bash waits for more: a loop, a quotation, a here-document."""
    parsed_by_bash = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False,
                                    env={**os.environ, "LC_ALL": "C"})
    return bool(re.search(r"unexpected end of file|unexpected EOF|here-document .* delimited by end-of-file",
                          parsed_by_bash.stderr))


def split_console(part: str) -> tuple[str, str]:
    """A command, which may go on over lines, and what stands below it."""
    lines = part.splitlines(keepends=True)
    length = 1
    while length < len(lines) and (lines[length - 1].rstrip().endswith("\\") or is_unfinished("".join(lines[:length]))):
        length += 1
    return "".join(lines[:length]), "".join(lines[length:])


def smaller(text: str, rest: str) -> str:
    """The text after what a marker `small` says."""
    parts = re.findall(r'"((?:[^"\\]|\\.)*)" becomes "((?:[^"\\]|\\.)*)"', rest)
    if not parts:
        raise Trouble(f'a marker small reads: small "A" becomes "B"; it is: {rest}')
    for old, new in parts:
        old, new = (part.replace('\\"', '"') for part in (old, new))
        if old not in text:
            raise Trouble(f"the marker small looks for '{old}', which the block does not hold")
        text = text.replace(old, new)
    return text


def matches(shown: str, printed: str, numbers_vary: bool) -> bool:
    """Whether the output on a page is the real one; blanks within a line may differ, and so may lines without text."""
    patterns = []
    for line in filter(str.strip, shown.splitlines()):
        if line.strip() in ("...", "…"):
            patterns.append(r"(?:[^\n]*\n)*?")
            continue
        pieces = []
        for piece in re.split(r"(\.\.\.|…|\s+)", line.strip()):
            if piece in ("...", "…"):
                pieces.append(r"[^\n]*?")
            elif not piece.strip():
                pieces.append(r"[ \t]+" if piece else "")
            elif numbers_vary:
                pieces.append(NUMBER.join(re.escape(part) for part in re.split(NUMBER, piece)))
            else:
                pieces.append(re.escape(piece))
        patterns.append(r"[ \t]*" + "".join(pieces) + r"[ \t]*\n")
    real = "".join(f"{line}\n" for line in printed.splitlines() if line.strip())
    return re.fullmatch("".join(patterns), real) is not None


def parsed(text: str) -> object:
    """JSON in which comments are allowed."""
    try:
        return json.loads(JSON_COMMENT.sub(lambda found: found["text"] or "", text))
    except json.JSONDecodeError as error:
        raise Trouble(f"this is not JSON: {error}", error.lineno - 1) from error


def contains(whole: object, part: object) -> bool:
    """Whether a value is somewhere in a JSON value."""
    inner = whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ()
    return agree(whole, part) or any(contains(value, part) for value in inner)


def agree(real: object, shown: object) -> bool:
    """Whether two JSON values are equal; `...` in the shown one stands for any text, or for further elements."""
    if isinstance(real, dict) and isinstance(shown, dict):
        return real.keys() == shown.keys() and all(agree(real[name], shown[name]) for name in real)
    if isinstance(real, list) and isinstance(shown, list):
        if "..." in shown:
            return all(any(agree(value, item) for value in real) for item in shown if item != "...")
        return len(real) == len(shown) and all(map(agree, real, shown))
    if isinstance(real, str) and isinstance(shown, str):
        return re.fullmatch(re.escape(shown).replace(r"\.\.\.", ".*"), real, re.DOTALL) is not None
    return real == shown


def indented(text: str) -> str:
    """For messages."""
    return "\n".join(f"    {line}" for line in text.rstrip().splitlines())


def read(file: Path) -> str:
    """What a step has printed."""
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
