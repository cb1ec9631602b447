"""One reading against simulated patients: of one patient, or of virtual cohorts drawn from several."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .assumptions import Assumptions
from .cohort import Report
from .observables import DIRECTIONS, Statistic
from .patients import Answers
from .simulated import changes_so
from .statistics import (ENDS, LEVEL, Rate, beta_binomial, central_counts, median_likelihood, of_cohorts, position,
                         rate_of, spread_width)

VALUES_AT_ONCE = 2_000_000  # drawn before they are made to statistics: bounds the memory
MOST_VALUES = 20_000_000    # drawn for a row: of large series fewer virtual cohorts
FEWEST_COHORTS = 2000       # that are drawn all the same, where as many are asked for
SHARE_WORTH_SAYING = 0.01   # of answers at an end of the scale


@dataclass(frozen=True)
class Evaluation:
    """How a reported value lies to the simulated ones. What has no meaning is None.

    Of one patient `simulated` is the value without scatter, and `interval` holds 95 % of the patient's
    possible answers. Of virtual cohorts with as many patients as were reported, `simulated` is the median of
    their statistic and `interval` holds 95 % of it; `quantile` and `tail_share` say where the reported value
    lies among them, and `likelihood` is the probability that the statistic rounds to it, found by
    `likelihood_by`. All in the observable's unit; of counts, in patients. `part` names the end of a range.
    """

    observed: float | str | tuple[float, float]
    simulated: float | str
    part: str = ""
    difference: float | None = None
    interval: tuple[float, float] | None = None
    quantile: float | None = None
    tail_share: float | None = None
    likelihood: float | None = None
    likelihood_by: str = ""
    compatible: bool | None = None
    rate: Rate | None = None
    notes: tuple[str, ...] = ()


def evaluate_numbers(report: Report, statistic: Statistic, answers: Answers, assumptions: Assumptions
                     ) -> list[Evaluation]:
    """A median, a mean, or both ends of a range, of answers or of their changes."""
    notes = _notes_on_scale(report, statistic, answers)
    if len(answers.now) == 1:
        return [_one_patient(report, statistic, answers, notes)]

    draws, widths = _draw_cohorts(report, statistic, answers, assumptions)
    notes += _notes_on_number(report, assumptions)
    if widths is not None:
        low, middle, high = np.quantile(widths, [ENDS[0], 0.5, ENDS[1]])
        notes.append(f"{_spread_text(report)} reported; of virtual cohorts {middle:.3g} ({low:.3g} to {high:.3g})")
    if statistic is not Statistic.RANGE:
        return [_among_draws(report, statistic, report.value, draws, answers, notes)]
    return [_among_draws(report, statistic, value, draws[:, end], answers, notes, part)
            for end, (value, part) in enumerate(zip(report.value, ("smallest", "largest")))]


def evaluate_direction(report: Report, answers: Answers, assumptions: Assumptions, least: float = 0.0
                       ) -> list[Evaluation]:
    """Whether values rise or fall, by `least` or more: the change of one patient, the median change of cohorts."""
    by = f" by {least:.0%} or more" if least else ""
    if len(answers.now) == 1:
        change = float(answers.without_scatter()[0])
        simulated = next((direction for direction in DIRECTIONS if changes_so(change, direction, least)), "no change")
        notes = (f"simulated change {change:+.1%}; the reader of the MRI sees changes{by}",) if least else ()
        return [Evaluation(report.value, simulated, compatible=simulated == report.value, notes=notes)]
    medians, _ = _draw_cohorts(report, Statistic.DIRECTION, answers, assumptions)
    share = float(np.mean(changes_so(medians, report.value, least)))
    return [Evaluation(report.value, f"in {share:.0%}", tail_share=share, likelihood=share, likelihood_by="draws",
                       compatible=share >= 1 - LEVEL,
                       notes=(f"share of virtual cohorts whose median changes in this direction{by}",
                              *_notes_on_number(report, assumptions)))]


def evaluate_count(report: Report, patients: Sequence[bool]) -> list[Evaluation]:
    """k of n against K of N simulated patients, whose share is known no better than so many tell it."""
    k, n = report.value, report.n
    rate = rate_of(k, n)
    if len(patients) == 1:
        return [Evaluation(k, "yes" if patients[0] else "no", compatible=k > 0 if patients[0] else k < n, rate=rate)]
    share = sum(patients) / len(patients)
    chances = beta_binomial(n, sum(patients), len(patients))
    tail_share = min(1.0, 2 * min(math.fsum(chances[:k + 1]), math.fsum(chances[k:])))
    return [Evaluation(k, n * share, difference=n * share - k, interval=central_counts(chances),
                       tail_share=tail_share, likelihood=chances[k], likelihood_by="beta-binomial",
                       compatible=tail_share >= 1 - LEVEL, rate=rate,
                       notes=(f"yes in {sum(patients)} of {len(patients)} simulated patients",))]


def evaluate_latest_month(report: Report, months: Sequence[float], assumptions: Assumptions) -> list[Evaluation]:
    """"All n by month v": n of n against K of N simulated patients there by v + d. Earlier agrees as well."""
    by = report.value + report.rounded_to / 2
    if len(months) == 1:
        return [Evaluation(report.value, months[0], difference=_finite(months[0] - report.value),
                           compatible=months[0] <= by, notes=(f"agrees until month {by:g}",))]
    there = sum(month <= by for month in months)
    everybody = Answers(np.array(months))
    latest, _ = _draw_cohorts(report, Statistic.LATEST_MONTH, everybody, assumptions)
    low, middle, high = (float(month) for month in np.quantile(latest, [ENDS[0], 0.5, ENDS[1]], method="inverted_cdf"))
    likelihood = beta_binomial(report.n, there, len(months))[report.n]
    return [Evaluation(report.value, middle, difference=_finite(middle - report.value), interval=(low, high),
                       tail_share=likelihood, likelihood=likelihood, likelihood_by="beta-binomial",
                       compatible=likelihood >= 1 - LEVEL,
                       notes=(f"agrees until month {by:g}: {there} of {len(months)} simulated patients",
                              *_notes_on_number(report, assumptions)))]


def _one_patient(report: Report, statistic: Statistic, answers: Answers, notes: list[str]) -> Evaluation:
    """The value of one patient, with the interval of the answer where its scatter is known."""
    simulated, half = float(answers.without_scatter()[0]), report.rounded_to / 2
    interval = None if answers.is_exact else (answers.quantile(ENDS[0]), answers.quantile(ENDS[1]))
    if statistic is Statistic.RANGE:
        low, high = report.value
        lowest, highest = interval or (simulated, simulated)
        return Evaluation(report.value, simulated, interval=interval, notes=tuple(notes),
                          compatible=lowest <= high + half and low - half <= highest)
    if interval is None:
        notes = [*notes, "not judged: one patient does not show how much patients differ"]
        return Evaluation(report.value, simulated, difference=simulated - report.value, notes=tuple(notes))
    return Evaluation(report.value, simulated, difference=simulated - report.value, interval=interval,
                      compatible=interval[0] - half <= report.value <= interval[1] + half, notes=tuple(notes))


def _among_draws(report: Report, statistic: Statistic, value: float, draws: np.ndarray, answers: Answers,
                 notes: list[str], part: str = "") -> Evaluation:
    """Where a reported value lies among the statistic of virtual cohorts."""
    half = report.rounded_to / 2
    quantile, tail_share = position(value, half, draws)
    if statistic in (Statistic.MEDIAN, Statistic.MEDIAN_CHANGE) and report.n % 2 == 1:
        below, upto = answers.share_below(value - half, or_equal=False), answers.share_below(value + half)
        likelihood, likelihood_by = median_likelihood(below, upto, report.n), "order statistic"
    else:
        likelihood, likelihood_by = float(np.mean(np.abs(draws - value) <= half)), "draws"
    low, middle, high = (float(level) for level in np.quantile(draws, [ENDS[0], 0.5, ENDS[1]]))
    return Evaluation(value, middle, part, middle - value, (low, high), quantile, tail_share, likelihood, likelihood_by,
                      tail_share >= 1 - LEVEL, notes=tuple(notes))


def _draw_cohorts(report: Report, statistic: Statistic, answers: Answers, assumptions: Assumptions
                  ) -> tuple[np.ndarray, np.ndarray | None]:
    """The statistic of virtual cohorts of the reported size, and where a spread is reported, the width of theirs.

    Each report and reading has random numbers of its own: what else is compared does not change them.
    """
    name = f"{report.observable.name} {report.month} {statistic.value}"
    random = np.random.default_rng([assumptions.seed, zlib.crc32(name.encode())])
    with_spread = report.spread is not None and statistic is report.statistic and report.n > 1
    at_once = max(1, VALUES_AT_ONCE // report.n)
    number = cohorts_drawn(report.n, assumptions)
    statistics, widths = [], []
    for first in range(0, number, at_once):
        values = answers.draw(random, (min(at_once, number - first), report.n))
        statistics.append(of_cohorts(statistic, values))
        if with_spread:
            widths.append(spread_width(report.spread.kind, values))
    return np.concatenate(statistics), np.concatenate(widths) if with_spread else None


def cohorts_drawn(n: int, assumptions: Assumptions) -> int:
    """How many virtual cohorts of n patients are drawn for a row: as many as asked for, unless they are large."""
    return min(assumptions.virtual_cohorts, max(FEWEST_COHORTS, MOST_VALUES // n))


def _notes_on_number(report: Report, assumptions: Assumptions) -> list[str]:
    """Says where fewer virtual cohorts are drawn than asked for."""
    number = cohorts_drawn(report.n, assumptions)
    is_fewer = number < assumptions.virtual_cohorts
    return [f"only {number} virtual cohorts were drawn, because the series is large"] if is_fewer else []


def _notes_on_scale(report: Report, statistic: Statistic, answers: Answers) -> list[str]:
    """What the ends of a scale do to a reading."""
    low, high = answers.scale
    notes = []
    if high is None:
        return notes
    if statistic.is_change and report.value < 0:
        notes.append(f"a fall of {-report.value:g} needs a score of {low - report.value:g} or more before treatment")
    elif statistic.is_change:
        notes.append(f"a rise of {report.value:g} needs a score of {high - report.value:g} or less before treatment")
    for end, share in zip((low, high), answers.share_at_ends()):
        if share > SHARE_WORTH_SAYING:
            notes.append(f"{share:.0%} of simulated answers at the visit are clipped to {end:g}")
    return notes


def _spread_text(report: Report) -> str:
    spread = report.spread
    if spread.kind == "sd":
        return f"sd {spread.value:.3g}"
    return f"{spread.kind} {spread.value[0]:g} to {spread.value[1]:g}, width {spread.value[1] - spread.value[0]:.3g},"


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
