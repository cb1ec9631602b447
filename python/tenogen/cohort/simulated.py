"""What runs say of an observable: one value per simulated patient, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from tenogen.runs.run_directory import SAME_VISIT, RunDirectory

from .assumptions import ALL_SIGNS, COMPLICATION_SIGNS, Assumptions
from .fields import is_number
from .mistakes import scale_text
from .observables import Kind, Observable

MILESTONES = "milestones"
ADVERSE_SIGNS = "adverse signs"
ROUNDING = 1e-9  # by which a simulated value may leave its scale, or a change may miss a limit
UNSCORED = "scores, milestones and adverse signs need the load governor or the surrogate"  # of a run without them

Value = TypeVar("Value")


class OutcomeUnavailable(Exception):
    """A run that does not hold what is asked for; the message says what."""


def collect(runs: Iterable[RunDirectory], value_of: Callable[[RunDirectory], Value]
            ) -> tuple[list[Value], dict[str, str]]:
    """The value of each run that has one, and of each other run, by its label, the reason."""
    values, lacking = [], {}
    for run in runs:
        try:
            values.append(value_of(run))
        except OutcomeUnavailable as reason:
            lacking[run.label] = str(reason)
    return values, lacking


def outcome(run: RunDirectory, name: str, month: float, scale: tuple[float, float | None] = (0.0, None)) -> float:
    """An outcome of summary.json at a visit, which lies on its scale."""
    visit = next((visit for visit in run.visits if abs(float(visit["month"]) - month) < SAME_VISIT), None)
    if visit is None:
        months = ", ".join(f"{month:g}" for month in run.visit_months()) or "none"
        raise OutcomeUnavailable(f"the run has no visit at month {month:g} (it has {months})")
    if name not in visit:
        raise OutcomeUnavailable(f"summary.json has no '{name}'; {UNSCORED}")
    if not is_number(visit[name]):
        raise OutcomeUnavailable(f"'{name}' at month {month:g} is {visit[name]}, not a number")
    low, high = scale
    if visit[name] < low - ROUNDING or (high is not None and visit[name] > high + ROUNDING):
        raise OutcomeUnavailable(f"'{name}' at month {month:g} is {visit[name]:g}, outside its scale, {scale_text(low, high)}")
    return float(visit[name])


def relative_change(run: RunDirectory, name: str, month: float) -> float:
    """Change of an outcome since month 0, to its value there; infinite where that is 0 and something has come."""
    before, now = outcome(run, name, 0), outcome(run, name, month)
    if before == 0:
        return math.inf if now > 0 else 0.0
    return now / before - 1


def changes_so(change: float | np.ndarray, direction: str, least: float = 0.0) -> bool | np.ndarray:
    """Whether changes go in a direction of DIRECTIONS and are not smaller than `least`, in their unit."""
    size = -change if direction == "decrease" else change
    return (size > 0) & (size >= least - ROUNDING)


def milestone(run: RunDirectory, key: str, until: float) -> float:
    """The month in which a milestone is reached; infinite where that is not by `until`, or never.

    Raises RunError where it is before the start.
    """
    reached = _member(run.milestones, MILESTONES, key)
    if is_number(reached):
        return float(reached)
    if reached is not None:
        raise OutcomeUnavailable(f"'{key}' of '{MILESTONES}' is {reached}, neither a number nor null")
    end = max(run.visit_months(), default=0.0)
    if end < until - SAME_VISIT:
        raise OutcomeUnavailable(f"the run ends at month {end:g} without it, and month {until:g} is needed")
    return math.inf


def shows(run: RunDirectory, observable: Observable, month: float, assumptions: Assumptions) -> bool:
    """Whether a simulated patient counts as a yes at a visit."""
    if observable.kind is Kind.MILESTONE:
        return milestone(run, observable.source, month) <= month + SAME_VISIT
    if observable.name == "tendon_regenerated_on_mri":
        return outcome(run, observable.source, month) >= assumptions.regenerated_share
    if observable.name == "fluid_and_swelling_reduced_on_mri":
        return bool(changes_so(relative_change(run, observable.source, month), "decrease", assumptions.fluid_change))
    if observable.name == "complications":
        return any([_adverse_sign(run, sign) for sign in COMPLICATION_SIGNS])  # all are read: none may be missing
    raise ValueError(f"{observable.name} is not answered by yes or no")


def signs_in(runs: Iterable[RunDirectory]) -> dict[str, int]:
    """How many runs show each adverse sign; those that no run shows are left out."""
    runs = list(runs)
    counts = {sign: sum(_shows_sign(run, sign) for run in runs) for sign in ALL_SIGNS}
    return {sign: count for sign, count in counts.items() if count}


def _shows_sign(run: RunDirectory, sign: str) -> bool:
    """Whether a run is known to show an adverse sign."""
    try:
        return _adverse_sign(run, sign)
    except OutcomeUnavailable:
        return False


def _adverse_sign(run: RunDirectory, sign: str) -> bool:
    shown = _member(run.summary.get(ADVERSE_SIGNS), ADVERSE_SIGNS, sign)
    if not isinstance(shown, bool):
        raise OutcomeUnavailable(f"'{sign}' of '{ADVERSE_SIGNS}' is {shown}, neither true nor false")
    return shown


def _member(members: object, group: str, key: str) -> object:
    if not isinstance(members, dict) or key not in members:
        raise OutcomeUnavailable(f"summary.json has no '{key}' among its '{group}'; {UNSCORED}")
    return members[key]
