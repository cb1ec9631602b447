"""What the command lines of all tools share."""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import signal
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from tenogen.errors import TenogenError

BAD_INPUT, FILE_SYSTEM, INTERRUPTED = 2, 4, 130  # exit codes: those of tenogen, and that of a shell
STANDARD_OUTPUT = "standard output"
DEBIAN_PYTHON, DEBIAN_PACKAGES = "/usr/bin/python3", "/usr/lib/"
OWN_PACKAGE, OWN_FOLDER = __name__.partition(".")[0], Path(__file__).resolve().parents[2]
LONGEST_REASON = 200  # characters of another package's message


class Parser(argparse.ArgumentParser):
    """The command line of a tool, with the rules of tenogen's own commands: option names are written in full, and a mistake
    is answered in one line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the command line and ends the program with exit code 2."""
        self.exit(BAD_INPUT, f"{self.prog}: {message.rstrip('.')}. `{self.prog} --help` lists what is allowed.\n")


def add_output(parser: argparse._ActionsContainer, metavar: str, what: str, **settings: Any) -> None:
    """Adds --output and --overwrite; `settings` are those of argparse for --output."""
    parser.add_argument("-o", "--output", metavar=metavar, help=what, **settings)
    parser.add_argument("--overwrite", action="store_true", default=None, help="replace files that exist")


def require_new(files: Iterable[Path], overwrite: bool | None) -> None:
    """Raises FileExistsError for the first file that exists, unless it may be replaced."""
    for file in files:
        if not overwrite and os.path.lexists(file):
            raise FileExistsError(errno.EEXIST, "already exists. Choose another --output, or replace it with --overwrite",
                                  str(file))


def output_file(text: str) -> Path:
    """A type of the command line: a file that may be written."""
    path = Path(text)
    if not text or not path.name or path.is_dir():
        raise argparse.ArgumentTypeError(f"'{text}' is not the name of a file")
    return path


def whole(low: int, high: int = 2**63 - 1) -> Callable[[str], int]:
    """A type of the command line: a whole number in a range."""
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text[:30]) <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {low} to {high}")
        return int(text)
    return parse


def refused(program: str, error: OSError) -> int:
    """Says on standard error which file could not be read or written, and why. Returns the exit code."""
    names = " -> ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    reason = " ".join((error.strerror or str(error)).split())
    print(f"{program}: {names}: {reason}." if names else f"{program}: {reason}.", file=sys.stderr)
    return FILE_SYSTEM


def exit_code_of(program: str, work: Callable[[], None]) -> int:
    """Does the work of a command. Returns its exit code: 0, or after a message on standard error 2 for input that cannot be
    used (TenogenError) and 4 for a file that cannot be read or written (OSError)."""
    try:
        work()
    except TenogenError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        return refused(program, error)
    return 0


def guarded(program: str, module: str, packages: str) -> int:
    """Runs `main` of a module with the words of the command line. Returns the exit code.

    Whatever may happen to any tool is handled here: packages that are missing or broken, standard streams that are
    closed, full, or cannot show a character, readers that stop reading, and Ctrl-C. `packages` are the Debian packages
    that the module needs.
    """
    _open_standard_streams()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.environ["MPLBACKEND"] = "Agg"  # that of a notebook may be set, and is not installed for this Python
    try:
        main = _imported(program, module, packages)
        code = main(sys.argv[1:]) if main else BAD_INPUT
    except SystemExit as leaving:  # by argparse
        code = int(leaving.code or 0)
    except KeyboardInterrupt:
        print(f"{program}: interrupted", file=sys.stderr)
        code = INTERRUPTED
    except OSError as error:
        if error.filename != STANDARD_OUTPUT:
            raise
        code = refused(program, error)
    return _flushed(program, code)


class _StandardOutput(io.FileIO):
    """Standard output, whose errors say that they are its own."""

    def write(self, data: bytes) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = STANDARD_OUTPUT
            raise


def _open_standard_streams() -> None:
    """Standard streams that exist, and a standard output that replaces what its encoding lacks.

    A stream that the caller closed is opened to nowhere. Otherwise the next file that is opened would get its number, and
    receive what a library prints.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free, which is this one
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(_StandardOutput(1, "w", closefd=False)), encoding, "replace",
                                  line_buffering=os.isatty(1))


def _flushed(program: str, code: int) -> int:
    """The exit code after all of standard output is written; that of the file system where it cannot be."""
    try:
        sys.stdout.flush()
        return code
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left goes nowhere: Python tries again when it ends
        return code if code else refused(program, error)


def _imported(program: str, module: str, packages: str) -> Callable[[list[str]], int] | None:
    """`main` of a module; None, and a message, where a package that it needs is missing or broken."""
    try:
        return importlib.import_module(module).main
    except Exception as error:  # numpy and what was built with another numpy raise almost any kind
        place = _foreign_file(error)
        is_own = isinstance(error, ImportError) and str(error.name).partition(".")[0] == OWN_PACKAGE
        if is_own or not (place or isinstance(error, ImportError)):
            raise
        where = f" ({place})" if place else ""
        advice = f"Install {packages}, and use {DEBIAN_PYTHON}."
        if place and not place.startswith(DEBIAN_PACKAGES):
            advice += f" {place} is not from Debian: take its folder off Python's search path."
        print(f"{program}: a Python package cannot be imported: {_shortened(str(error))}{where}. {advice}",
              file=sys.stderr)
        return None


def _foreign_file(error: Exception) -> str | None:
    """The file of another package in which an import failed; None where it failed in this package or in Python's own.

    A numpy that is not Debian's is named before a package of Debian that cannot use it.
    """
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("/")]
    if not files or Path(files[-1]).resolve().is_relative_to(OWN_FOLDER):
        return None
    numpy = getattr(sys.modules.get("numpy"), "__file__", None) or DEBIAN_PACKAGES
    found = files[-1] if numpy.startswith(DEBIAN_PACKAGES) else numpy
    is_standard = found.startswith(sysconfig.get_path("stdlib")) and "-packages/" not in found
    return None if is_standard else found


def _shortened(text: str) -> str:
    """A message of another package in one line of a length that can be read."""
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= LONGEST_REASON else text[:LONGEST_REASON] + " ..."
