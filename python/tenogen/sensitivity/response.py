"""One outcome of one arm at one month as a function of the parameters that vary in this arm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from tenogen.cohort.mistakes import nearest

from .errors import SensitivityError
from .study import Outcome, Parameter, Study

SAME_MONTH = 1e-6  # months that differ by less are the same
DONE = "done"
NO_VALUE = "done, but without this outcome"


@dataclass(frozen=True)
class Response:
    """An outcome at the points of a study, y (n,); NaN where a point failed or is missing."""

    study: Study
    arm: str
    outcome: Outcome
    month: float
    y: np.ndarray

    @property
    def title(self) -> str:
        """What a person calls it."""
        return f"{self.arm}: {self.outcome.name} at month {self.month:g}"

    @property
    def varied(self) -> list[int]:
        """Numbers of the parameters that vary in this arm."""
        return [number for number, parameter in enumerate(self.study.parameters) if parameter.varied.applies_to(self.arm)]

    @property
    def parameters(self) -> list[Parameter]:
        """The parameters that vary in this arm."""
        return [self.study.parameters[number] for number in self.varied]

    @property
    def not_varied(self) -> list[str]:
        """Names of the parameters of the study that do not vary in this arm: its outcomes cannot depend on them."""
        return [parameter.name for parameter in self.study.parameters if not parameter.varied.applies_to(self.arm)]

    @property
    def usable(self) -> np.ndarray:
        """Which points have a value (n,)."""
        return np.isfinite(self.y)

    def left_out(self) -> dict[str, int]:
        """Points without a value: the states of their tasks, and how many."""
        states = self.study.states[self.arm]
        reasons = Counter(states[point] if states[point] != DONE else NO_VALUE for point in np.flatnonzero(~self.usable))
        return dict(sorted(reasons.items()))

    def is_constant(self) -> bool:
        """Whether its values differ by no more than rounding."""
        y = self.y[self.usable]
        return len(y) == 0 or float(np.ptp(y)) <= 1e-12 * float(np.abs(y).max())


def responses(study: Study, arm: str | None, outcome: str | None, month: float | None) -> list[Response]:
    """What is asked for: all arms, outcomes and months of the study where none is named."""
    if arm is not None and arm not in study.arms:
        raise SensitivityError(f"{study.folder}: there is no arm '{arm}'. Did you mean '{nearest(arm, study.arms)}'? "
                               f"Allowed: {', '.join(study.arms)}.")
    names = [known.name for known in study.outcomes]
    if outcome is not None and outcome not in names:
        raise SensitivityError(f"{study.folder}: there is no outcome '{outcome}'. Did you mean '{nearest(outcome, names)}'? "
                               f"Allowed: {', '.join(names)}.")
    asked = [known for known in study.outcomes if outcome in (None, known.name)]
    found = [Response(study, name, known, at, known.values[name][:, place])
             for name in study.arms if arm in (None, name)
             for known in asked
             for place, at in enumerate(known.months) if month is None or abs(at - month) < SAME_MONTH]
    if not found:
        months = sorted({at for known in asked for at in known.months})
        raise SensitivityError(f"{study.folder}: {outcome or 'no outcome'} has no value at month {month:g}. Allowed: "
                               f"{', '.join(f'{at:g}' for at in months)}.")
    return found
