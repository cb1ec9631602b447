"""The scatter of one answer, from the parameters of each run."""

from __future__ import annotations

from collections.abc import Sequence

from tenogen.runs.run_directory import RunDirectory

NAMED = 8  # runs that are named in a sentence, at most

# Observables with scatter, and the parameter that is its standard deviation. Repeated answers of one patient: VISA-A has
# a test-retest correlation of .93 (Robinson et al. 2001).
NOISE_OF = {"vas": "Clinical/Pain/VAS noise [-]", "vas_sport": "Clinical/Pain/VAS noise [-]",
            "visa_a": "Clinical/VISA-A/VISA-A noise [-]"}


def noise_sd(run: RunDirectory, observable: str) -> float:
    """Standard deviation of one answer, in the observable's unit; 0 of what does not scatter. Raises RunError."""
    return run.number(NOISE_OF[observable]) if observable in NOISE_OF else 0.0


def noise_text(runs: Sequence[RunDirectory]) -> str:
    """The standard deviations of runs; smallest and largest where they differ."""
    parts = []
    for observable in NOISE_OF:
        found = sorted({noise_sd(run, observable) for run in runs})
        parts.append(f"{observable} {' to '.join(f'{sd:g}' for sd in dict.fromkeys((found[0], found[-1])))}")
    return ", ".join(parts)


def listed(labels: Sequence[str]) -> str:
    """Names of runs in one line, the first few of many."""
    more = len(labels) - NAMED
    return ", ".join(labels[:NAMED]) + (f" and {more} more" if more > 0 else "")
