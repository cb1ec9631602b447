"""How far one run lies from one reported value, in standard deviations of all that is uncertain between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from tenogen.cohort.assumptions import Assumptions
from tenogen.cohort.cohort import Report, Spread
from tenogen.cohort.noise import noise_sd
from tenogen.cohort.observables import Kind, Statistic
from tenogen.cohort.simulated import OutcomeUnavailable, changes_so, milestone, outcome, relative_change, shows
from tenogen.cohort.statistics import binomial_at_most, of_cohorts, spread_width
from tenogen.runs.run_directory import RunDirectory

from .uncertainty import Uncertainty

SERIES = 4000  # virtual series per point, in pairs of opposite signs
MOST_VALUES = 4_000_000  # patients of all of them: of large series fewer are drawn


@dataclass(frozen=True)
class Discrepancy:
    """z = (expected - observed) / sd, of a month or a range of the worse side. Of a yes or no `expected` and `sd`
    are None; `z` is infinite where a milestone is never reached."""

    z: float
    expected: float | None = None
    sd: float | None = None


def discrepancy(run: RunDirectory, report: Report, statistic: Statistic, assumptions: Assumptions,
                uncertainty: Uncertainty) -> Discrepancy:
    """One reading of a report against the run of a point. Raises OutcomeUnavailable where the run does not answer."""
    observable = report.observable
    if observable.remark:
        raise OutcomeUnavailable(observable.remark)
    if statistic is Statistic.COUNT:
        return _of_count(report, shows(run, observable, report.month, assumptions), uncertainty)
    if statistic is Statistic.DIRECTION:
        return _of_direction(report, _changes_so(run, report, assumptions), uncertainty)
    if observable.name not in uncertainty.model_sd:
        raise OutcomeUnavailable(f"the standard deviation of the model's error is unknown; give --model-sd {observable.name}=NUMBER")
    if statistic is Statistic.LATEST_MONTH:
        return _of_month(report, run, assumptions, uncertainty)
    return _of_number(report, statistic, run, assumptions, uncertainty)


def _changes_so(run: RunDirectory, report: Report, assumptions: Assumptions) -> bool:
    """Whether a run changes as reported since month 0; what a reader of MRI judges, so far that it is seen."""
    source = report.observable.source
    if report.observable.kind is Kind.SIGN:
        return bool(changes_so(relative_change(run, source, report.month), report.value, assumptions.fluid_change))
    return bool(changes_so(outcome(run, source, report.month) - outcome(run, source, 0), report.value))


def _of_number(report: Report, statistic: Statistic, run: RunDirectory, assumptions: Assumptions,
               uncertainty: Uncertainty) -> Discrepancy:
    """A median, a mean, or both ends of a range, of answers or of their changes.

    Patients of a point answer clip(s + b + p + e), at month 0 clip(s0 + p0 + e0): s its run's score, b the
    non-specific term, p, p0 ~ N(0, patient sd^2) and e, e0 ~ N(0, noise sd^2), the run's own noise, independent.
    """
    name, n = report.observable.name, report.n
    months = (report.month, 0.0) if statistic.is_change else (report.month,)
    now, *before = (outcome(run, report.observable.source, month, report.observable.scale) for month in months)
    at_visit, at_start = standard_series(n, assumptions.seed)
    sd = math.hypot(noise_sd(run, name), uncertainty.patient_sd.get(name, 0.0))
    shift = assumptions.shift_of(name, report.month)
    values = np.clip(now + shift.mean + math.hypot(sd, shift.sd) * at_visit, *report.observable.scale)
    if before:
        values = values - np.clip(before[0] + sd * at_start, *report.observable.scale)
    statistics = of_cohorts(statistic, values)
    means, variances = np.atleast_1d(statistics.mean(axis=0)), np.atleast_1d(statistics.var(axis=0))
    if report.spread is not None and statistic is report.statistic:
        patients = _sd_of(report.spread, at_visit)
        variances = patients**2 * np.atleast_1d(of_cohorts(statistic, at_visit).var(axis=0))
    observed = report.value if statistic is Statistic.RANGE else (report.value,)
    ends = [_standardised(mean, value, variance, report, uncertainty)
            for mean, value, variance in zip(means, observed, variances)]
    return max(ends, key=lambda end: abs(end.z))


def _of_month(report: Report, run: RunDirectory, assumptions: Assumptions, uncertainty: Uncertainty) -> Discrepancy:
    """"All n by month v": the latest of n patients who reach it around the run's month. Earlier agrees (z = 0)."""
    name = report.observable.name
    month = milestone(run, report.observable.source, report.value + report.rounded_to / 2)
    if math.isinf(month):
        return Discrepancy(math.inf, math.inf)
    at_visit, _ = standard_series(report.n, assumptions.seed)
    months = np.maximum(month + uncertainty.patient_sd.get(name, 0.0) * at_visit, 0.0)
    latest = of_cohorts(Statistic.LATEST_MONTH, months)
    found = _standardised(float(latest.mean()), report.value, float(latest.var()), report, uncertainty)
    return Discrepancy(max(0.0, found.z), found.expected, found.sd)


def _standardised(mean: float, observed: float, variance: float, report: Report, uncertainty: Uncertainty
                  ) -> Discrepancy:
    """z with the variances of the series' statistic, of its rounding (step^2 / 12) and of the model."""
    sd = math.sqrt(variance + report.rounded_to**2 / 12 + uncertainty.model_sd[report.observable.name]**2)
    if sd == 0:
        raise OutcomeUnavailable("its standard deviation is 0, so no discrepancy can be computed")
    return Discrepancy((float(mean) - observed) / sd, float(mean), sd)


def _of_count(report: Report, is_yes: bool, uncertainty: Uncertainty) -> Discrepancy:
    """k of n patients, of whom each says what the run says but for the disagreement: two-sided binomial tail."""
    share = 1 - uncertainty.disagreement if is_yes else uncertainty.disagreement
    at_least = 1 - binomial_at_most(report.value - 1, report.n, share) if report.value > 0 else 1.0
    at_most = binomial_at_most(report.value, report.n, share)
    z = _as_z(2 * min(at_least, at_most))
    return Discrepancy(z if share * report.n >= report.value else -z)


def _of_direction(report: Report, is_so: bool, uncertainty: Uncertainty) -> Discrepancy:
    """The median patient changes so: more than half of n, of whom each does what the run does but for the
    disagreement."""
    share = 1 - uncertainty.disagreement if is_so else uncertainty.disagreement
    return Discrepancy(_as_z(1 - binomial_at_most(report.n // 2, report.n, share)))


def _as_z(probability: float) -> float:
    """The z beyond which, on both sides, a normal variable lies with this probability."""
    if probability >= 1:
        return 0.0
    return -NormalDist().inv_cdf(probability / 2) if probability > 0 else math.inf


@lru_cache(maxsize=4)
def standard_series(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Standard normal numbers (series, n), for the visit and for month 0, the same for every point.

    The second half is the negative of the first: of a statistic that no end of a scale cuts the mean is exact.
    """
    random = np.random.default_rng([seed, n])
    half = random.standard_normal((2, min(SERIES, MOST_VALUES // n) // 2, n))
    both = np.concatenate([half, -half], axis=1)
    return both[0], both[1]


def _sd_of(spread: Spread, standard: np.ndarray) -> float:
    """The standard deviation of patients whose series have the reported width of spread on average."""
    width = spread.value if spread.kind == "sd" else spread.value[1] - spread.value[0]
    return width / float(spread_width(spread.kind, standard).mean())
