#!/usr/bin/env python3
"""Which runs of the study of twelve uncertain parameters heal, and what distinguishes them (docs/findings.md)."""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

try:
    import numpy as np
    from scipy.optimize import minimize
except ModuleNotFoundError as error:
    sys.exit(f"healed_or_not.py: {error}. Install python3-numpy python3-scipy and start it with /usr/bin/python3, which "
             "Debian's packages belong to.")

HEALED_MODULUS = 300.0  # MPa at month 24; docs/findings.md
SCAR_AREA = 200.0       # mm^2, Geometry/Gap/Gap area, which does not vary in the study
DEFAULT_GAIN = 1.68     # gain of the loop in the default scar; docs/model.md, 3.7
GAINS = (1.4, 1.7, 2.0)
CELLS = (400, 700, 1000)  # retained cells, 1/mm^3 of scar
RIDGE, FOLDS = 1e-4, 10   # of the logistic regression; a larger ridge bends the exponents

DOSE, RETENTION, LENGTH = "Treatment/Dose [cells]", "Treatment/Retention [-]", "Geometry/Gap/Gap length [mm]"
PRODUCTION, DECAY = "Biology/Cytokine/Loop production [pg/mm^3/day]", "Biology/Cytokine/Decay [1/day]"
HALF_LEVEL, SCALE = "Biology/Cytokine/Loop half level [pg/mm^3]", "Biology/Cytokine/Fibroblast scale [cells/mm^3]"
HIGH_STRAIN, GUARD_STRAIN = "Biology/Strain window/High strain [-]", "Mechanics/Governor/Guard strain [-]"
# The parameters that determine the gain: their defaults, and whether the gain increases (1) or decreases (-1) with them.
IN_THE_GAIN = {PRODUCTION: (1.4, 1), DECAY: (2.0, -1), HALF_LEVEL: (0.15, -1), SCALE: (28000.0, -1)}


@dataclass(frozen=True)
class Point:
    """A completed run: its parameters by name, and its outcomes."""

    parameters: dict[str, float]
    modulus: float             # MPa, at month 24
    inflamed: dict[int, float]  # inflamed volume of the gap in mm^3, by month

    @property
    def healed(self) -> bool:
        """Whether the gap is as stiff as a healed one at month 24."""
        return self.modulus > HEALED_MODULUS

    @property
    def gain(self) -> float:
        """Gain of the inflammatory loop with the fibroblasts of the default scar."""
        return DEFAULT_GAIN * math.prod((self.parameters[name] / default) ** sign
                                        for name, (default, sign) in IN_THE_GAIN.items())

    @property
    def cells(self) -> float:
        """Injected cells that remain, per mm^3 of scar."""
        return self.parameters[DOSE] * self.parameters[RETENTION] / (self.parameters[LENGTH] * SCAR_AREA)

    @property
    def guards_late(self) -> bool:
        """Whether the patient spares the leg only above the strain that harms cells."""
        return self.parameters[GUARD_STRAIN] > self.parameters[HIGH_STRAIN]


def read_points(table: Path) -> list[Point]:
    """The completed runs in the results.csv of the study's treated arm. Raises ValueError if it is another table."""
    with table.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    try:
        columns = list(rows[0])
        varied = columns[columns.index("point") + 1:columns.index("treated: state")]
        return [Point({name: float(row[name]) for name in varied}, float(row["treated: gap modulus [MPa] at month 24"]),
                      {month: float(row[f"treated: gap inflamed volume [mm^3] at month {month}"]) for month in (0, 6)})
                for row in rows if row["treated: state"] == "done"]
    except (IndexError, KeyError, ValueError) as error:
        raise ValueError(f"{table}: not the results.csv of params/studies/uncertain_parameters.json: {error}.") from error


def share(points: list[Point]) -> str:
    """The number of points that heal, as `3 of 9`."""
    return f"{sum(point.healed for point in points)} of {len(points)}"


def band(limits: tuple[float, ...], number: int) -> Callable[[float], bool]:
    """Whether a value is in an interval between limits; the first and the last interval are unbounded."""
    low = limits[number - 1] if number > 0 else -math.inf
    high = limits[number] if number < len(limits) else math.inf
    return lambda value: low <= value < high


def table_of(points: list[Point]) -> list[str]:
    """Number of healed points and their median modulus, by retained cells (rows) and gain (columns)."""
    lines = []
    names = [f"below {CELLS[0]}", *(f"{low} to {high}" for low, high in zip(CELLS, CELLS[1:])), f"above {CELLS[-1]}"]
    for row, name in enumerate(names):
        cells = []
        for column in range(len(GAINS) + 1):
            there = [point for point in points if band(CELLS, row)(point.cells) and band(GAINS, column)(point.gain)]
            cells.append(f"{share(there)}, {np.median([point.modulus for point in there]):.0f}" if there else "none")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def best_gain(points: list[Point]) -> tuple[float, int]:
    """The gain that best separates points that heal (below it) from the others, and how many it classifies correctly."""
    gains = np.unique([round(point.gain, 9) for point in points])  # equal up to rounding in a Sobol design
    limits = (gains[1:] + gains[:-1]) / 2
    right = [sum((point.gain < limit) == point.healed for point in points) for limit in limits]
    return float(limits[int(np.argmax(right))]), max(right)


def regression(points: list[Point]) -> tuple[dict[str, float], float]:
    """A logistic regression on the logarithms: exponents relative to that of the loop production, with the opposite sign, and
    the share classified correctly in cross-validation."""
    names = list(points[0].parameters)
    logarithms = np.log([[point.parameters[name] for name in names] for point in points])
    widths = logarithms.std(axis=0)
    inputs = (logarithms - logarithms.mean(axis=0)) / widths
    healed = np.array([point.healed for point in points])
    exponents = _fit(inputs, healed)[1:] / widths
    right = 0
    for fold in range(FOLDS):
        out = np.arange(len(points)) % FOLDS == fold
        weights = _fit(inputs[~out], healed[~out])
        right += int(((weights[0] + inputs[out] @ weights[1:] > 0) == healed[out]).sum())
    return dict(zip(names, -exponents / exponents[names.index(PRODUCTION)])), right / len(points)


def _fit(inputs: np.ndarray, healed: np.ndarray) -> np.ndarray:
    """The fitted intercept and weights."""
    def objective(weights: np.ndarray) -> float:
        scores = weights[0] + inputs @ weights[1:]
        return float(np.logaddexp(0, np.where(healed, -scores, scores)).mean() + RIDGE * (weights[1:] ** 2).sum())
    return minimize(objective, np.zeros(inputs.shape[1] + 1)).x


def findings(points: list[Point]) -> list[str]:
    """All findings, as lines of text."""
    ruptures = [point for point in points if point.inflamed[0] > 0]
    gone = [point.gain for point in points if point.inflamed[0] == 0]
    healed, others = ([point.modulus for point in ruptures if point.healed == is_healed] for is_healed in (True, False))
    limit, right = best_gain(ruptures)
    exponents, accuracy = regression(points)
    strong = [point for point in ruptures if point.gain >= GAINS[0]]
    weak = [point for point in ruptures if point.gain < GAINS[0]]
    return [f"{len(points)} runs were completed. In {len(gone)} the scar heals before day 0"
            + (f"; their gain is {min(gone):.2f} to {max(gone):.2f}." if gone else "."),
            f"Of the other {len(ruptures)}, {len(healed)} heal (median {np.median(healed):.0f} MPa), {len(others)} do not "
            f"(median {np.median(others):.0f} MPa).",
            f"A gain below {limit:.2f} classifies {right} of {len(ruptures)} correctly.",
            f"Logistic regression: {100 * accuracy:.0f} % of {len(points)} in cross-validation; exponents "
            + ", ".join(f"{name.split(' [')[0].rsplit('/', 1)[1]} {exponent:.2f}" for name, exponent in exponents.items()) + ".",
            "", "Number healed, median modulus [MPa], by retained cells [1/mm^3] and gain "
            f"(below {GAINS[0]}, to {GAINS[1]}, to {GAINS[2]:g}, above):", *table_of(ruptures), "",
            f"Guard strain above the high strain: gain from {GAINS[0]} on {share([p for p in strong if p.guards_late])}, below "
            f"{share([p for p in weak if p.guards_late])}.",
            f"Guard strain below it: {share([p for p in strong if not p.guards_late])}, "
            f"{share([p for p in weak if not p.guards_late])}.",
            f"No inflamed tissue at month 6: {share([p for p in ruptures if p.inflamed[6] == 0])}; some: "
            f"{share([p for p in ruptures if p.inflamed[6] > 0])}."]


def main() -> int:
    """The exit code, as for tenogen: 2 if the table is not that of the study, 4 for a file system error."""
    parser = argparse.ArgumentParser(
        description="Shows which runs of params/studies/uncertain_parameters.json heal, and what distinguishes them.",
        epilog="example: scripts/healed_or_not.py docs/data/uncertain_parameters.csv")
    parser.add_argument("table", metavar="TABLE", type=Path, help="results.csv of the study")
    table = parser.parse_args().table
    try:
        print("\n".join(findings(read_points(table))))
    except OSError as error:
        print(f"healed_or_not.py: {error}", file=sys.stderr)
        return 4
    except ValueError as error:
        print(f"healed_or_not.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
