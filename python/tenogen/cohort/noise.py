"""The scatter of one answer, as the clinical model of each run has it."""

from __future__ import annotations

from collections.abc import Sequence

from tenogen.runs.clinical_model import GROUP
from tenogen.runs.run_directory import RunDirectory

NAMED = 8  # runs that are named in a sentence, at most

# Observables with scatter, and what the clinical model calls its standard deviation. Repeated answers of one patient:
# VISA-A has a test-retest correlation of .93 (Robinson et al. 2001).
NOISE_OF = {"vas": "vas noise [-]", "vas_sport": "vas sport noise [-]", "visa_a": "visa-a noise [-]"}


def noise_sd(run: RunDirectory, observable: str) -> float:
    """Standard deviation of one answer, in the observable's unit; 0 of what does not scatter. Throws RunError."""
    return run.clinical_model[NOISE_OF[observable]] if observable in NOISE_OF else 0.0


def noise_text(runs: Sequence[RunDirectory]) -> str:
    """The standard deviations of runs; smallest and largest where they differ."""
    parts = []
    for observable in NOISE_OF:
        found = sorted({noise_sd(run, observable) for run in runs})
        parts.append(f"{observable} {' to '.join(f'{sd:g}' for sd in dict.fromkeys((found[0], found[-1])))}")
    return ", ".join(parts) + (" (the default where a run has none)" if default_noise_text(runs) else "")


def default_noise_text(runs: Sequence[RunDirectory]) -> list[str]:
    """A sentence on runs without a scatter of answers of their own; none where all have one."""
    without = [run for run in runs if set(NOISE_OF.values()) & set(run.clinical_model.defaults)]
    if not without:
        return []
    names = listed([run.label for run in without])
    return [f"Scatter of answers: {len(without)} of {len(runs)} runs do not state all of it, neither as '{GROUP}' in "
            f"summary.json nor in parameters.prm. The defaults are used for what is missing: {names}."]


def listed(labels: Sequence[str]) -> str:
    """Names of runs in one line, the first few of many."""
    more = len(labels) - NAMED
    return ", ".join(labels[:NAMED]) + (f" and {more} more" if more > 0 else "")
