"""Studies that the program lays out and collects, whose outcomes are known functions: see derived_runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from derived_runs import Outcomes, rows_of
from small_study import SmallStudy

# Entries that no other entry contradicts within 10 % of their defaults.
ENTRIES = {
    "Biology/Stem cells/Motility [mm^2/day]": 0.05, "Biology/Stem cells/Chemotaxis [mm^2/day]": 0.05,
    "Biology/Stem cells/Haptotaxis [mm^2/day]": 0.02, "Biology/Stem cells/Proliferation [1/day]": 0.05,
    "Biology/Stem cells/Loss [1/day]": 0.08, "Biology/Stem cells/Inflammatory loss [1/day]": 0.25,
    "Biology/Stem cells/Differentiation [1/day]": 0.02, "Biology/Fibroblasts/Motility [mm^2/day]": 0.02,
    "Biology/Fibroblasts/Chemotaxis [mm^2/day]": 0.01, "Biology/Fibroblasts/Haptotaxis [mm^2/day]": 0.01,
    "Biology/Fibroblasts/Growth [1/day]": 0.12, "Biology/Fibroblasts/Loss [1/day]": 0.03,
    "Biology/Fibroblasts/Conversion to tenocytes [1/day]": 0.02, "Biology/Tenocytes/Motility [mm^2/day]": 0.005,
    "Biology/Tenocytes/Growth [1/day]": 0.06, "Biology/Tenocytes/Conversion to fibroblasts [1/day]": 0.06,
    "Biology/Tenocytes/Loss [1/day]": 0.01, "Biology/Cytokine/Diffusivity [mm^2/day]": 0.5,
    "Biology/Cytokine/Loop production [pg/mm^3/day]": 1.4, "Biology/Cytokine/Decay [1/day]": 2.0,
}
OUTCOME = "gap modulus [MPa]"
MONTH = 0.05

Function = Callable[[np.ndarray], np.ndarray]  # outcomes (n,) at points u (n, d)


def uniform(count: int) -> list[dict]:
    """The first entries with uniform distributions around their defaults."""
    return [{"entry": name, "distribution": "uniform", "low": 0.9 * value, "high": 1.1 * value}
            for name, value in list(ENTRIES.items())[:count]]


def study_of(parameters: Sequence[Mapping], design: Mapping, arms: Sequence[str] = ("one",)) -> dict:
    """A study file that asks for one outcome at one month."""
    return {"schema": "tenogen study 1", "title": "known functions",
            "arms": [{"name": arm, "file": f"{arm}.prm"} for arm in arms], "parameters": list(parameters),
            "design": dict(design), "outcomes": [{"name": OUTCOME, "months": [MONTH]}]}


class ComputedStudy(SmallStudy):
    """Lays out, fills in outcomes, collects."""

    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # thousands of small files

    def compute(self, name: str, study: Mapping, functions: Mapping[str, Function],
                failed: Mapping[str, Sequence[int]] | None = None) -> Path:
        """The folder of a collected study whose outcome in each arm is a function of u; some points have crashed."""
        folder, failed = self.design(name, dict(study)), failed or {}
        rows = rows_of(folder)
        u = np.column_stack([(np.array([float(row[parameter["entry"]]) for row in rows]) - parameter["low"])
                             / (parameter["high"] - parameter["low"]) for parameter in study["parameters"]])
        outcomes = Outcomes(folder, self.keys(folder))
        for arm, function in functions.items():
            outcomes.table(arm, function(u), failed.get(arm, ()))
        if any(np.setdiff1d(np.arange(len(rows)), failed.get(arm, ())).size for arm in functions):
            self.succeed("collect", folder)
        else:
            self.refuse(3, "there is no result yet", "collect", folder)
        return folder
