"""A study that was laid out, run and collected, as its sensitivity needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tenogen.studies.results import Results, collected_results
from tenogen.studies.study_folder import StudyError, StudyFolder
from tenogen.studies.varied import Varied

from .distributions import Law, law_of
from .errors import SensitivityError


@dataclass(frozen=True)
class Parameter:
    """What varies; `law` is None in a list of points."""

    varied: Varied
    law: Law | None

    @property
    def name(self) -> str:
        """The path of its entry, or the name of a factor."""
        return self.varied.name

    def unit_values(self) -> np.ndarray:
        """Its values at the points as quantiles u (n,)."""
        if self.law is None:
            raise ValueError(f"{self.name} has no distribution")
        return self.law.cdf(np.array(self.varied.texts) if self.varied.values is None else self.varied.values)


@dataclass(frozen=True)
class Outcome:
    """An observable of the study and the months at which it is asked for."""

    name: str
    months: tuple[float, ...]
    values: Mapping[str, np.ndarray]  # of each arm (n, months); NaN where there is none

    @property
    def unit(self) -> str:
        """The unit at the end of the name."""
        return self.name.rpartition("[")[2].rstrip("]") if self.name.endswith("]") else "-"


@dataclass(frozen=True)
class Study:
    """Points, parameters and outcomes of a study."""

    folder: Path
    title: str
    program: str                       # that has collected it
    design_crc64: str
    design: Mapping[str, Any]          # as in study.json
    parameters: tuple[Parameter, ...]
    outcomes: tuple[Outcome, ...]
    states: Mapping[str, list[str]]    # of each arm, at each point

    @property
    def arms(self) -> list[str]:
        """Names of the arms, in their order."""
        return list(self.states)

    @property
    def n_points(self) -> int:
        """Points of the design, those that failed included."""
        return len(next(iter(self.states.values())))


def read_study(folder: Path) -> Study:
    """The study in a folder. Raises SensitivityError with what to do."""
    try:
        held = StudyFolder(folder)
        return _assembled(held, collected_results(held))
    except StudyError as error:
        raise SensitivityError(str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise SensitivityError(f"{folder / 'study.json'}: this program cannot read the study: {error}. Is the file "
                               "damaged?") from error


def _assembled(held: StudyFolder, results: Results) -> Study:
    parameters = tuple(Parameter(varied, law_of(varied.member)) for varied in held.parameters)
    outcomes = [Outcome(name, tuple(map(float, months)), {arm: results.arms[arm].outcomes[name] for arm in held.arms})
                for name, months in results.visits.items()]
    return Study(held.folder, held.title, results.program, results.design_crc64, held.study["design"], parameters,
                 tuple(outcomes), {arm: results.arms[arm].states for arm in held.arms})
