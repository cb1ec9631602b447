"""Reading a run directory: how the run ended, its history, its outcomes at the visits, its provenance."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tenogen.json_files import read_object

from .errors import RunError
from .parameters import Entry, read_parameters

DAYS_PER_MONTH = 30.4375
TIME = "time [month]"            # column of history.csv
SAME_VISIT = 1 / DAYS_PER_MONTH  # moments less than a day apart are one visit [month]
LONGEST_RUN = 1e6                # [month]


# What is wrong with a run that is not complete.
NOT_COMPLETE = {"failed": "failed; its log.txt says why. Fix the cause", "unfinished": "is not finished. Wait for it"}


class RunDirectory:
    """The folder of a run. Each file is read once, when it is first needed."""

    def __init__(self, folder: Path, label: str) -> None:
        self.folder = folder
        self.label = label
        if not folder.is_dir():
            raise RunError(f"{folder}: there is no such folder. Give the --output folder of a `tenogen run`.")
        if not (folder / "parameters.prm").is_file():
            raise RunError(f"{folder}: no parameters.prm, so this is not a run directory. The runs of a study are in its "
                           "points/ folder.")

    @property
    def state(self) -> str:
        """How the run ended: `complete`, `failed`, or `unfinished`."""
        for state in ("complete", "failed"):
            if (self.folder / state.upper()).exists():
                return state
        return "unfinished"

    @cached_property
    def history(self) -> dict[str, np.ndarray]:
        """Columns of history.csv by their header `name [unit]`; RunError if the file of a complete run is truncated."""
        file = self.folder / "history.csv"
        if self.state != "complete":
            return read_history(file)
        if not file.is_file():
            raise RunError(f"{file}: not found, although the run is complete. Restore the file, or run again.")
        history = read_history(file, self._is_last_row)
        end, last_visit = history.get(TIME, np.array([np.inf]))[-1], max(self.visit_months(), default=0.0)
        if end < last_visit - SAME_VISIT:
            raise RunError(f"{file}: ends at month {end:g}, but summary.json has a visit at month {last_visit:g}. The file "
                           "is truncated. Restore it, or run again.")
        return history

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Content of summary.json; empty where there is none yet."""
        return self._read_object("summary.json")

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Content of provenance.json; empty where there is none."""
        return self._read_object("provenance.json")

    @cached_property
    def parameters(self) -> dict[str, Entry]:
        """Entries of parameters.prm by their path."""
        return read_parameters(self.folder / "parameters.prm")

    def parameter(self, path: str) -> Entry:
        """One entry of parameters.prm. Raises RunError where it is missing."""
        if path not in self.parameters:
            raise RunError(f"{self.folder / 'parameters.prm'}: no entry '{path}'. Is the file damaged?")
        return self.parameters[path]

    def number(self, path: str) -> float:
        """The value of a parameter, in the unit of its path. Raises RunError where it is missing or not a number."""
        entry = self.parameter(path)
        try:
            return entry.number
        except RunError as error:
            raise RunError(f"{self.folder / 'parameters.prm'}: {error} Is the file damaged?") from error

    @cached_property
    def visits(self) -> list[dict[str, Any]]:
        """Outcomes at the visits, in their order, each with its `month`."""
        file, visits = self.folder / "summary.json", self.summary.get("visits", [])
        if not isinstance(visits, list) or not all(isinstance(visit, dict) for visit in visits):
            raise RunError(f"{file}: 'visits' is not a list of objects. Is the file damaged?")
        for visit in visits:
            month = visit.get("month")
            if not isinstance(month, (int, float)) or not 0 <= month <= LONGEST_RUN:
                raise RunError(f"{file}: the 'month' of a visit is {month!r}. Is the file damaged?")
        return visits

    @cached_property
    def milestones(self) -> dict[str, Any]:
        """Months by name, from summary.json; empty where it has none. Raises RunError for a month before 0."""
        milestones = self.summary.get("milestones")
        if not isinstance(milestones, dict):
            return {}
        for name, month in milestones.items():
            if isinstance(month, (int, float)) and month < 0:
                raise RunError(f"{self.folder / 'summary.json'}: '{name}' of 'milestones' is {month!r}, before the start. Is "
                               "the file damaged?")
        return milestones

    def visit_months(self) -> list[float]:
        """Months of the visits, in their order."""
        return [float(visit["month"]) for visit in self.visits]

    def _is_last_row(self, row: dict[str, float]) -> bool:
        """Whether a row is the last one of a complete run: it has the values of the last visit, where the run ended."""
        visit = self.visits[-1] if self.visits else {}
        common = [(row[name], value) for name, value in visit.items() if name in row]
        return len(common) > 1 and all(value is not None and np.isclose(number, value, rtol=1e-10, atol=1e-300)
                                       for number, value in common)

    def _read_object(self, name: str) -> dict[str, Any]:
        file = self.folder / name
        return read_object(file, RunError) if file.is_file() else {}


def open_runs(folders: list[Path], labels: list[str], unfinished: bool) -> list[RunDirectory]:
    """The runs under their labels. Raises RunError for one that is not complete, unless `unfinished` ones are allowed."""
    runs = [RunDirectory(folder, label) for folder, label in zip(folders, labels)]
    for run in runs:
        if run.state in NOT_COMPLETE and not unfinished:
            raise RunError(f"{run.folder}: the run {NOT_COMPLETE[run.state]}, or show what there is with --unfinished.")
    return runs


def labels_of(folders: list[Path]) -> list[str]:
    """The folders' names, preceded by parent folders where needed to tell them apart."""
    parts = [folder.resolve().parts for folder in folders]
    for depth in range(1, max(map(len, parts)) + 1):
        labels = ["/".join(part[-depth:]) for part in parts]
        if len(set(labels)) == len(labels):
            return labels
    raise RunError("the same run is given twice. Give different folders.")


def read_history(file: Path, is_last_row: Callable[[dict[str, float]], bool] | None = None) -> dict[str, np.ndarray]:
    """Columns of history.csv by their header `name [unit]`.

    Every row ends with a newline, so a last row without one was interrupted and is left out. In a complete run
    (`is_last_row` given) it is a RunError, unless `is_last_row` recognises it: early versions of tenogen wrote the newline
    before each row instead of after it. A row that is not one of numbers is a RunError, too.
    """
    if not file.is_file():
        raise RunError(f"{file}: not found; the run has not made its first step.")
    try:
        text = file.read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RunError(f"{file}: not a table in UTF-8: {error}. Is the file damaged?") from error
    header, rows = rows[0] if rows else [], rows[1:]
    if rows and not text.endswith("\n"):  # the last number may lack digits
        last = rows.pop()
        if is_last_row is not None:
            whole = len(last) == len(header)
            if not (whole and is_last_row(dict(zip(header, _numbers(last, header, f"{file}:{len(rows) + 2}"))))):
                raise RunError(f"{file}: the last row is incomplete. Restore the file, or run again.")
            rows.append(last)
    if not rows:
        raise RunError(f"{file}: no rows yet. Wait for the first step of the run.")
    values = np.array([_numbers(row, header, f"{file}:{line}") for line, row in enumerate(rows, start=2)])
    return {name.strip(): values[:, column] for column, name in enumerate(header)}


def _numbers(row: list[str], header: list[str], place: str) -> list[float]:
    if len(row) != len(header):
        raise RunError(f"{place}: {len(row)} values for {len(header)} columns. Is the file damaged?")
    numbers = []
    for name, value in zip(header, row):
        try:
            numbers.append(float(value))
        except ValueError:
            raise RunError(f"{place}: {name.strip()} is '{value}', not a number. Is the file damaged?") from None
    return numbers
