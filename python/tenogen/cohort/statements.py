"""What every comparison has to say of itself, whatever its form."""

from __future__ import annotations

from collections import defaultdict

from .assumptions import COMPLICATION_SIGNS, NON_SPECIFIC
from .compare import Comparison, Result
from .noise import listed, noise_text
from .observables import Statistic
from .simulated import signs_in

FEW_PATIENTS = 30  # fewer do not show the tails of a virtual cohort


def meaning(result: Result) -> list[str]:
    """What the comparison means and what it does not."""
    cohort = result.cohort
    control = {True: "The series has a control group, which is not compared here",
               False: f"The series is uncontrolled, n = {cohort.n}",
               None: f"Whether the series (n = {cohort.n}) has a control group is not stated"}[cohort.control_group]
    sentences = ["Simulated outcome of a model with assumed parameters: it is compatible or incompatible with what was "
                 "reported, and never evidence of efficacy.",
                 f"{control}; publication and selection bias are not modelled."]
    if result.is_one_patient:
        sentences.append("One simulated patient is compared with a statistic of several patients, which says little.")
    else:
        sentences.append("All rows come from the same patients: their likelihoods must not be multiplied.")
    return sentences


def assumed(result: Result) -> list[str]:
    """The assumptions that went into the numbers."""
    assumptions = result.assumptions
    shift = ", ".join(f"{name} N({scatter.mean:g}, {scatter.sd:g}^2)" for name, scatter in NON_SPECIFIC.items())
    lines = [f"scatter of one answer, standard deviation: {noise_text(result.used)}; independent at each visit, clipped to "
             "the scale; nothing else scatters",
             "non-specific term (natural history, attention, regression to the mean): "
             + (f"on, added after month 0: {shift}" if assumptions.non_specific else "off (--non-specific adds it)"),
             f"regenerated on MRI: gap regenerated share of {assumptions.regenerated_share:g} or more",
             f"fluid reduced on MRI: gap fluid volume {assumptions.fluid_change:.0%} or more below month 0; as a direction, "
             "a decrease is such a loss and an increase such a gain",
             f"complication: any of {', '.join(COMPLICATION_SIGNS)}, at any time of the run; infection, nerves, clots "
             "and re-rupture are not simulated"]
    if not result.is_one_patient:
        lines.append(f"{assumptions.virtual_cohorts} virtual cohorts (fewer where a note says so), patients drawn with replacement "
                     f"from {len(result.used)} runs, seed {assumptions.seed}")
    return lines


def warnings(result: Result) -> list[str]:
    """What makes the comparison weaker than it looks."""
    lines = [*result.cohort.notes, *result.absent]
    for state, reason, advice in (
            ("failed", "failed", "A run may fail because its tendon does badly, so the others look too good"),
            ("unfinished", "are unfinished", "Compare again when they are complete")):
        names = [run.label for run in result.runs if run.state == state]
        if names:
            lines.append(f"{len(names)} of {len(result.runs)} runs are left out because they {reason}: "
                         f"{', '.join(names)}. {advice}.")
    if 1 < len(result.used) < FEW_PATIENTS:
        lines.append(f"{len(result.used)} simulated patients are few: intervals and tails are rough.")
    revisions = sorted({str(run.provenance.get("git revision", "unknown")) for run in result.used})
    if len(revisions) > 1:
        lines.append(f"The runs come from different revisions of tenogen: {', '.join(revisions)}.")
    if signs := signs_in(result.used):
        lines.append("Adverse signs in the runs: " + ", ".join(f"{sign} in {count}" for sign, count in signs.items()) + ".")
    for comparison in result.comparisons:
        if comparison.evaluations and comparison.lacking:
            lines.append(f"{name_of(comparison)}: {comparison.patients} of {len(result.used)} runs have a value. "
                         f"Left out: {'; '.join(reasons(comparison))}.")
    return lines


def reasons(comparison: Comparison) -> list[str]:
    """Why runs do not answer: each reason once, after the runs it holds for where these are not all."""
    runs = defaultdict(list)
    for label, reason in comparison.lacking.items():
        runs[reason].append(label)
    if comparison.patients == 0 and len(runs) == 1:
        return list(runs)
    return [f"{listed(labels)}: {reason}" for reason, labels in runs.items()]


def name_of(comparison: Comparison) -> str:
    """Observable, visit and reading in one line."""
    month = "" if comparison.report.month is None else f", month {comparison.report.month:g}"
    return f"{comparison.report.observable.name}{month}, {comparison.statistic.value}"


def rate_text(comparison: Comparison) -> str | None:
    """What a count says of the rate behind it, without any model."""
    if comparison.statistic is not Statistic.COUNT or not comparison.evaluations:
        return None
    rate = comparison.evaluations[0].rate
    text = (f"{rate.count} of {rate.n} alone: rate Beta({1 + rate.count}, {1 + rate.n - rate.count}), "
            f"mean {rate.posterior_mean:.3f}")
    if rate.count > 0:
        text += (f", above {rate.posterior_low:.3f} with 95 % (failures under {1 - rate.exact_low:.1%}, "
                 "Clopper-Pearson)")
    if rate.count < rate.n:
        text += f", below {rate.posterior_high:.3f} with 95 % (exact: under {rate.exact_high:.1%}, Clopper-Pearson)"
    return text
