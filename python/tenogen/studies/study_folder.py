"""Reading the folder of a study: what is varied, the points, and the status of each run."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tenogen.cohort.mistakes import nearest
from tenogen.errors import TenogenError
from tenogen.json_files import read_object
from tenogen.runs.run_directory import RunDirectory, RunError

from .varied import Varied, with_labels

SCHEMA = "tenogen study 1"
WAITING, DONE, CRASHED, REFUSED_POINT = "waiting", "done", "crashed", "refused point"
OTHER_PARAMETERS = "of other parameters"  # done, but for a study that was in this folder before
UNREADABLE = "unreadable"  # done, but its parameters.prm is missing or damaged
UNFINISHED = (WAITING, "stopped")  # any worker continues these


class StudyError(TenogenError):
    """A study that cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Status:
    """The status of one run. `state` is that of the status file, REFUSED_POINT, OTHER_PARAMETERS or UNREADABLE."""

    point: int
    state: str
    reason: str = ""
    attempts: int = 0
    seconds: float = 0.0
    program: str = ""
    host: str = ""


class StudyFolder:
    """A folder that `tenogen sweep design` made. Each file is read once, when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.is_dir():
            raise StudyError(f"{folder}: there is no such folder. Give the --output folder of a `tenogen sweep design`.")
        if not is_study(folder):
            raise StudyError(f"{folder}: no design.json, so this is not the folder of a study. Give the --output folder of a "
                             "`tenogen sweep design`.")

    @cached_property
    def study(self) -> dict[str, Any]:
        """Content of study.json."""
        content = read_object(self.folder / "study.json", StudyError)
        if content.get("schema") != SCHEMA:
            raise StudyError(f"{self.folder / 'study.json'}: schema = {content.get('schema')!r}. Allowed: "
                             f"'{SCHEMA}'.")
        for member in ("arms", "parameters", "outcomes"):
            members = content.get(member)
            if not isinstance(members, list) or not all(isinstance(entry, dict) for entry in members):
                raise StudyError(f"{self.folder / 'study.json'}: '{member}' is not a list of objects. Is the file "
                                 "damaged?")
        return content

    @cached_property
    def marker(self) -> dict[str, Any]:
        """Content of design.json."""
        return read_object(self.folder / "design.json", StudyError)

    @property
    def title(self) -> str:
        """The user's name for the study; that of the folder where there is none."""
        return str(self.study.get("title") or self.folder.resolve().name)

    @property
    def arms(self) -> list[str]:
        """Names of the arms."""
        return [str(arm.get("name")) for arm in self.study["arms"]]

    @cached_property
    def parameters(self) -> list[Varied]:
        """What is varied, with its value at each point."""
        columns = self._design
        parameters = [Varied.of(member) for member in self.study["parameters"]]
        for parameter in parameters:
            if parameter.name not in columns:
                raise StudyError(f"{self.folder / 'design.csv'}: no column '{parameter.name}'. Make the design again with "
                                 "`tenogen sweep design`.")
        return with_labels(parameters, columns)

    def parameters_of(self, arm: str) -> list[Varied]:
        """What is varied in an arm."""
        return [parameter for parameter in self.parameters if parameter.applies_to(arm)]

    @property
    def n_points(self) -> int:
        """Number of points of the design, including those that were refused."""
        return len(self._design["point"])

    def arm(self, name: str | None) -> str:
        """The arm of this name; the only arm of the study where the name is None. Raises StudyError where there is none."""
        if name is None and len(self.arms) == 1:
            return self.arms[0]
        if name is None:
            raise StudyError(f"{self.folder}: the study has the arms {', '.join(self.arms)}. Choose one with --arm.")
        if name not in self.arms:
            raise StudyError(f"{self.folder}: there is no arm '{name}'. Did you mean '{nearest(name, self.arms)}'? "
                             f"Allowed: {', '.join(self.arms)}.")
        return name

    def statuses(self, arm: str) -> list[Status]:
        """The status of an arm's run at each point."""
        validity, reasons = self._design["valid"], self._design["reason"]
        return [self._status(point, arm) if validity[point] == "yes" else Status(point, REFUSED_POINT, reasons[point])
                for point in range(self.n_points)]

    def run(self, point: int, arm: str) -> RunDirectory:
        """The run of an arm at a point."""
        return RunDirectory(self.run_folder(point, arm), point_text(point))

    def run_folder(self, point: int, arm: str) -> Path:
        """The run directory of an arm at a point, whether it is there or not."""
        return self.folder / "points" / point_text(point) / arm

    def _status(self, point: int, arm: str) -> Status:
        file = self.folder / "points" / point_text(point) / f"{arm}.json"
        if not file.is_file():
            return Status(point, WAITING)
        try:
            status = read_object(file, StudyError)
            state, reason = str(status["state"]), str(status.get("reason", ""))
            if state == DONE:
                state, reason = self._checked(point, arm)
            return Status(point, state, reason, int(status.get("attempts", 0)), float(status.get("seconds", 0.0)),
                          str(status.get("program", "")), str(status.get("host", "")))
        except StudyError as error:  # `tenogen sweep` counts it as crashed, too
            return Status(point, CRASHED, str(error))
        except (KeyError, TypeError, ValueError) as error:  # likewise
            return Status(point, CRASHED, f"{file}: not the status of a run: {error}. Is the file damaged?")

    def _checked(self, point: int, arm: str) -> tuple[str, str]:
        """State and reason of a run that is done: whether its parameters.prm has the numbers of the design. A factor has no
        entry of its own to compare."""
        file = self.run_folder(point, arm) / "parameters.prm"
        if not file.is_file():
            return UNREADABLE, f"{file}: not found. Restore the file; or remove {arm}.json beside its folder, and run again."
        try:
            run = self.run(point, arm)
            for varied in self.parameters_of(arm):
                if varied.is_factor or varied.values is None:
                    continue
                if run.number(varied.name) != varied.values[point]:
                    return OTHER_PARAMETERS, (f"{varied.name} is {run.parameter(varied.name).value} in the run, but "
                                              f"{varied.texts[point]} in the design")
            return DONE, ""
        except RunError as error:
            return UNREADABLE, str(error)

    @cached_property
    def _design(self) -> dict[str, list[str]]:
        """Columns of design.csv."""
        file = self.folder / "design.csv"
        try:
            with file.open(newline="", encoding="utf-8") as lines:
                header, *rows = csv.reader(lines)
        except (UnicodeDecodeError, csv.Error, ValueError) as error:
            raise StudyError(f"{file}: not a table in UTF-8: {error}. Is the file damaged?") from error
        if {"point", "valid", "reason"} - set(header) or any(len(row) != len(header) for row in rows):
            raise StudyError(f"{file}: not the table of a design. Make it again with `tenogen sweep design`.")
        return {name: [row[column] for row in rows] for column, name in enumerate(header)}


def is_study(folder: Path) -> bool:
    """Whether a folder is that of a study."""
    return (folder / "design.json").is_file()


def point_text(point: int) -> str:
    """The name of the folder that holds the runs of a point."""
    return f"{point:06d}"


def counts_text(statuses: Iterable[Status]) -> str:
    """`3 waiting, 1 gave up`: those that are not done; empty where all are done."""
    counts = Counter(status.state for status in statuses if status.state != DONE)
    return ", ".join(f"{count} {state}" for state, count in counts.items())


def missing_runs_text(statuses: Iterable[Status]) -> str:
    """`3 of 8 points are not done: 2 waiting, 1 gave up`, and what that means; empty where all are done."""
    statuses = list(statuses)
    left_out = [status for status in statuses if status.state != DONE]
    if not left_out:
        return ""
    ended = any(status.state not in UNFINISHED for status in left_out)
    return (f"{len(left_out)} of {len(statuses)} points are not done: {counts_text(statuses)}"
            + ("; a run may fail because its tendon does badly, so the others look too good." if ended else "."))
