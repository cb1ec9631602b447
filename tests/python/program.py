"""The programs under test, in this process."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import unittest
from collections.abc import Callable, Sequence
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "python"
sys.path.insert(0, str(SCRIPTS))

from tenogen.mri.commands import main  # noqa: E402


def run(*words: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `tenogen mri WORDS`."""
    return started(main, *words)


def started(program: Callable[[list[str]], int], *words: object) -> tuple[int, str, str]:
    """The same of any program that takes the words of its command line and returns its exit code."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = program([str(word) for word in words])
        except SystemExit as leaving:  # by argparse
            code = int(leaving.code or 0)
    return code, output.getvalue(), errors.getvalue()


def assert_refused(test: unittest.TestCase, program: Callable[[list[str]], int], code: int, words: Sequence[object],
                   *parts: object) -> str:
    """The message of a refusal: one line on standard error that holds all these parts, no output, this exit code."""
    found, output, errors = started(program, *words)
    test.assertEqual((found, output), (code, ""), errors)
    test.assertEqual(errors.count("\n"), 1, errors)
    for part in parts:
        test.assertIn(str(part), errors)
    return errors


def measured(*words: object) -> dict:
    """What `tenogen mri measure WORDS --json` prints."""
    code, output, errors = run("measure", *words, "--json")
    if code:
        raise AssertionError(errors)
    return json.loads(output)
