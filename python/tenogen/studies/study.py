"""A study as one table, and its runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenogen.optional import package
from tenogen.runs.files import last_change
from tenogen.runs.run import Run

from .study_folder import DONE, StudyError, StudyFolder
from .varied import Varied

if TYPE_CHECKING:
    import pandas

INDEX = ("arm", "point")

# When one of these changes, what was read of a study is out of date. `tenogen sweep design` writes them when it grows.
WATCHED = ("study.json", "design.json", "design.csv")


class Study:
    """The folder of a `tenogen sweep design`, whether its runs are done or not. Every access returns what the files hold at
    that moment, so the same Study can be asked again after it has grown.

    Raises TenogenError where the folder is not that of a study, where a file is damaged, and where something is asked
    for that the study does not hold; OSError where a file cannot be opened.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser()
        self._content: tuple[list[object], StudyFolder] | None = None
        _ = self._folder  # raises where this is not a study

    @property
    def path(self) -> Path:
        """The folder of the study."""
        return self._path

    @property
    def title(self) -> str:
        """Title of the study; the name of the folder where it has none."""
        return self._folder.title

    @property
    def arms(self) -> list[str]:
        """Names of the arms."""
        return self._folder.arms

    @property
    def parameters(self) -> list[str]:
        """What is varied: columns of `results`."""
        return [varied.name for varied in self._folder.parameters]

    @property
    def outcomes(self) -> list[str]:
        """What is asked for, month by month: columns of `results`, such as `gap modulus [MPa] at month 24`."""
        return [_column(str(outcome["name"]), month) for outcome in self._folder.study["outcomes"]
                for month in outcome["months"]]

    @property
    def results(self) -> pandas.DataFrame:
        """One row per arm and point, as the last `tenogen sweep collect` found them, from results.h5.

        The index has the levels `arm` and `point`. Columns: `state` (`done`, or why there is no result), then `parameters`
        and `outcomes`, with the unit in each name. NaN: a parameter that does not vary in the arm, or an outcome that is
        not there. TenogenError where nothing was collected, or for another design.
        """
        pandas = package("pandas", "Study.results")
        from .results import collected_results  # h5py
        folder = self._folder
        results = collected_results(folder)
        tables = [pandas.DataFrame({"state": results.arms[arm].states}
                                   | {varied.name: self._values(varied, arm) for varied in folder.parameters}
                                   | {_column(name, month): results.arms[arm].outcomes[name][:, column]
                                      for name, months in results.visits.items() for column, month in enumerate(months)})
                  for arm in folder.arms]
        return pandas.concat(tables, keys=folder.arms, names=INDEX)

    @property
    def status(self) -> pandas.DataFrame:
        """The present state of each run, with the index of `results`.

        Columns: `state` and `reason` as `tenogen sweep status` gives them, `attempts [-]`, `cost [s]`. A run that is done is
        `of other parameters` where its parameters.prm has other numbers than the design, and `unreadable` where that file is
        missing or damaged.
        """
        pandas = package("pandas", "Study.status")
        folder = self._folder
        statuses = {arm: folder.statuses(arm) for arm in folder.arms}
        tables = [pandas.DataFrame([(status.state, status.reason, status.attempts, status.seconds) for status in of_arm],
                                   columns=["state", "reason", "attempts [-]", "cost [s]"]) for of_arm in statuses.values()]
        return pandas.concat(tables, keys=folder.arms, names=INDEX)

    def runs(self) -> Iterator[tuple[str, int, Run]]:
        """The runs that are done, each with its arm and point: `for arm, point, run in study.runs()`.

        `status` tells which runs are missing and why: a study whose runs failed is not a sample of its design any more.
        """
        folder = self._folder
        for arm in folder.arms:
            for status in folder.statuses(arm):
                if status.state == DONE:
                    yield arm, status.point, self.run(arm, status.point)

    def run(self, arm: str, point: int) -> Run:
        """The run of an arm at a point, whether it is done or not. TenogenError where it has not begun."""
        study = self._folder
        study.arm(arm)
        if not 0 <= point < study.n_points:
            raise StudyError(f"{self.path}: there is no point {point}. Allowed: 0 to {study.n_points - 1}.")
        folder = study.run_folder(point, arm)
        if not folder.is_dir():
            raise StudyError(f"{folder}: not found; the run of arm '{arm}' at point {point} has not begun. Run the study with "
                             f"`tenogen sweep run {self.path}`.")
        return Run(folder)

    def __repr__(self) -> str:
        return f"tenogen.Study('{self.path}')"

    @property
    def _folder(self) -> StudyFolder:
        """The files, read again where one has changed since."""
        changed = [last_change(self._path / name) for name in WATCHED]
        if self._content is None or self._content[0] != changed:
            self._content = changed, StudyFolder(self._path)
        return self._content[1]

    def _values(self, varied: Varied, arm: str) -> object:
        """What a parameter is at each point of an arm: numbers, or words."""
        if not varied.applies_to(arm):
            return np.nan
        return list(varied.texts) if varied.values is None else varied.values


def _column(outcome: str, month: float) -> str:
    """The column of an outcome, called as in results.csv."""
    return f"{outcome} at month {repr(float(month)).removesuffix('.0')}"
