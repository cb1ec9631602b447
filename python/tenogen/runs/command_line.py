"""What the command lines of all tools share."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path

FILE_SYSTEM, INTERRUPTED = 4, 130  # exit codes: that of tenogen, and that of a shell


def output_file(text: str) -> Path:
    """A type of the command line: a file that may be written."""
    path = Path(text)
    if not text or not path.name or path.is_dir():
        raise argparse.ArgumentTypeError(f"'{text}' is no name of a file")
    return path


def whole(low: int, high: int = 2**63 - 1):
    """A type of the command line: a whole number in a range."""
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text[:30]) <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {low} to {high}")
        return int(text)
    return parse


def refused(program: str, error: OSError) -> int:
    """Says which file did what; the exit code."""
    names = " -> ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    said = error.strerror or str(error)
    print(f"{program}: {names}: {said}." if names else f"{program}: {said}.", file=sys.stderr)
    return FILE_SYSTEM


def guarded(program: str, main: Callable[[list[str]], int], words: list[str]) -> int:
    """Runs a tool; whoever interrupts it is not shown where, whoever stops reading what it prints ends it in silence."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        return main(words)
    except KeyboardInterrupt:
        print(f"{program}: interrupted", file=sys.stderr)
        return INTERRUPTED
