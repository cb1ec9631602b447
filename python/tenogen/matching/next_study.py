"""The region that is left as a study of its own, which `tenogen sweep design` takes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tenogen.cohort.mistakes import CohortError
from tenogen.studies.study_folder import SCHEMA
from tenogen.studies.varied import CHOICES, LEVELS, NUMBERS, OF_A_LIST, Varied

from .matching import Matching
from .region import Levels, Range
from .text import number

FEWEST = 5   # points left, below which no range can be given
FAR = 8.0    # standard deviations beyond which a normal distribution has nothing: 6e-16 on each side
NONE_LEFT = ("Either the model cannot agree with the series within these ranges, or its assumed error is too small: "
             "check the readings, increase --model-sd, or widen the ranges.")
FEW_LEFT = "More points are needed: grow the design (`tenogen sweep design --size`)."
OF_DISTRIBUTIONS = (*NUMBERS, "distribution", "values", LEVELS)


def require_enough(matching: Matching) -> None:
    """Raises CohortError where too few points are left to make a study of."""
    left, judged = int(matching.is_left.sum()), int(matching.judged.sum())
    if left >= FEWEST:
        return
    best = matching.order[0]
    least = matching.implausibility[best]
    raise CohortError(f"no new study: {left} of {judged} points are not ruled out, and at least {FEWEST} are needed. The "
                      f"least implausible, point {best}, has I = {number(least)}, most of it from "
                      f"{matching.worst_of(best).report.observable.name}; the cut-off is "
                      f"{matching.uncertainty.cut_off:g}. {FEW_LEFT if left else NONE_LEFT}")


def next_study(matching: Matching, ranges: list[Range | Levels], file: Path) -> str:
    """The text of the new study, to be written to `file`. Raises CohortError where too little is left."""
    require_enough(matching)
    study = matching.study
    cuts = {one.parameter.name: one for one in ranges}
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "title": f"{study.title}, not ruled out",
        "arms": [_arm(arm, study.folder, file.parent) for arm in study.study["arms"]],
        "parameters": [_parameter(parameter, cuts.get(parameter.name)) for parameter in study.parameters],
        "design": _design(study.study.get("design", {}), study.n_points),
        "outcomes": study.study["outcomes"]}
    head = [f"Made by `tenogen compare --match` from {study.folder.resolve().name}, arm {matching.arm}: "
            f"{int(matching.is_left.sum())} of {int(matching.judged.sum())} points are not ruled out by",
            f"{matching.cohort.title} (SHA-256 {matching.cohort.sha256[:16]}).",
            "A region that is not ruled out: neither an estimate of the parameters nor evidence of efficacy."]
    return "".join(f"// {_one_line(line)}\n" for line in head) + json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _arm(arm: dict[str, Any], folder: Path, place: Path) -> dict[str, Any]:
    """An arm whose file is found from `place`."""
    return arm | {"file": os.path.relpath(folder.resolve() / str(arm["file"]), place.resolve())}


def _design(design: dict[str, Any], n_points: int) -> dict[str, Any]:
    """The same kind and size with another seed, so that no point comes twice; of a list a Sobol sequence."""
    if design.get("kind") == "list":
        return {"kind": "sobol", "size": n_points, "seed": 1}
    return design if design.get("kind") == "grid" else design | {"seed": int(design.get("seed", 1)) + 1}


def _parameter(parameter: Varied, found: Range | Levels | None) -> dict[str, Any]:
    """The member of the new study; `found` is None where the parameter does not vary in the arm."""
    kept = {name: value for name, value in parameter.member.items() if name not in OF_DISTRIBUTIONS}
    if parameter.law != OF_A_LIST and (found is None or not found.is_cut):
        return dict(parameter.member)
    if isinstance(found, Levels) or not parameter.is_of_numbers:
        dropped = found.dropped if isinstance(found, Levels) else ()
        return kept | {"distribution": CHOICES, "values": [level for level in parameter.levels if level not in dropped]}
    low, high = new_ends(parameter, found)
    if low == high:
        return kept | {"distribution": CHOICES, "values": [parameter.texts[int(abs(parameter.values - low).argmin())]]}
    return kept | new_law(parameter, low, high)


def new_ends(parameter: Varied, found: Range | None) -> tuple[float, float]:
    """Ends of the new range: where it is cut, else the prior's, else those of the points."""
    member, law = parameter.member, parameter.law
    low, high = member.get("low"), member.get("high")
    if law == "normal":
        low, high = (member["mean"] + sign * FAR * member["sd"] for sign in (-1, 1))
    elif low is None or high is None:
        low, high = float(parameter.values.min()), float(parameter.values.max())
    if found is not None and found.low.cut is not None:
        low = found.low.cut
    if found is not None and found.high.cut is not None:
        high = found.high.cut
    return float(low), float(high)


def new_law(parameter: Varied, low: float, high: float) -> dict[str, Any]:
    """The distribution on the new range: the same law cut there where the study file can say so, else evenly."""
    member, law, ends = parameter.member, parameter.law, {"low": low, "high": high}
    if law in ("normal", "truncated normal") and low <= member["mean"] <= high:
        return {"distribution": "truncated normal", "mean": member["mean"], "sd": member["sd"]} | ends
    if law in ("log-uniform", "log-normal") and low > 0:
        return {"distribution": "log-uniform"} | ends
    return {"distribution": "uniform"} | ends


def _one_line(text: str) -> str:
    return " ".join(text.split())
