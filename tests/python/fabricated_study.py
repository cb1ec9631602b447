"""The folder of a study whose outcomes are a known function of its parameters, so that what is left is known."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np

import program  # noqa: F401  finds the scripts
from small_study import ARM

from tenogen.studies.varied import entry_name

SIGNS = ("overload", "relapse of inflammation", "fibre strain above caution", "fibre strain above failure")
DECAY = "Biology/Cytokine/Decay [1/day]"
FORCE = "Load/Habitual force [N]"
AGE = "age factor [-]"
LOSS = "Biology/Fibroblasts/Loss [1/day]"
OF_TWO = "Biology/Tenocytes/Loss [1/day]"
PARAMETERS = [
    {"entry": DECAY, "distribution": "uniform", "low": 1.5, "high": 2.5},
    {"entry": FORCE, "distribution": "log-uniform", "low": 900, "high": 3600},
    {"name": AGE, "scales": ["Biology/Fibroblasts/Growth [1/day]", "Biology/Tenocytes/Growth [1/day]"],
     "distribution": "truncated normal", "mean": 0.8, "sd": 0.2, "low": 0.6, "high": 1},
    {"entry": LOSS, "distribution": "choices", "values": ["0.02", "0.03", "0.04"]},
    {"entry": OF_TWO, "arms": ["two"], "distribution": "triangular", "low": 0.005, "mode": 0.01, "high": 0.02},
]
OUTCOMES = {"visa-a [-]": [0, 24], "vas [-]": [0, 24], "gap modulus [MPa]": [24]}
COURSE_MONTHS = np.arange(25.0)
BAD_LEVEL = "0.04"
Summary = Callable[[dict[str, str]], dict]


def healing(values: dict[str, str]) -> dict:
    """The summary.json of a point: VISA-A after two years is 50 + 100 (decay - 2), and 0 for the bad level."""
    visa = 0.0 if values[LOSS] == BAD_LEVEL else 50 + 100 * (float(values[DECAY]) - 2)
    return summary_of(visa)


def summary_of(visa: float) -> dict:
    """The summary.json of a patient with this score after two years."""
    visits = [{"month": 0, "visa-a [-]": 20.0, "vas [-]": 9.0, "vas sport [-]": 9.8, "gap modulus [MPa]": 20.0,
               "gap fluid volume [mm^3]": 2400, "gap regenerated share [-]": 0},
              {"month": 24, "visa-a [-]": visa, "vas [-]": 9 - visa / 12, "vas sport [-]": 9.8 - visa / 11,
               "gap modulus [MPa]": 100 + visa, "gap fluid volume [mm^3]": 300, "gap regenerated share [-]": 1}]
    return {"visits": visits, "milestones": {"daily activity [month]": 0.1, "recreational sport [month]": 3.9},
            "adverse signs": dict.fromkeys(SIGNS, False)}


def write_study(folder: Path, points: int = 120, parameters: list[dict] | None = None, summary: Summary = healing,
                title: str = "a fabricated study", seed: int = 1) -> Path:
    """A study all of whose runs are done."""
    parameters = PARAMETERS if parameters is None else parameters
    rows = design(parameters, points, seed)
    (folder / "arms").mkdir(parents=True)
    for arm in ("one", "two"):
        text = ARM.format(end=731).replace("Visits [month] = 0, 0.05", "Visits [month] = 0, 24")
        (folder / "arms" / f"{arm}.prm").write_text(text, encoding="utf-8")
    study = {"schema": "tenogen study 1", "title": title,
             "arms": [{"name": arm, "file": f"arms/{arm}.prm"} for arm in ("one", "two")], "parameters": parameters,
             "design": {"kind": "random", "size": points, "seed": 7},
             "outcomes": [{"name": name, "months": months} for name, months in OUTCOMES.items()]}
    write_json(folder / "study.json", study)
    write_json(folder / "design.json", {"schema": "tenogen design 1", "program": "tenogen 0.1.0 (abc, Release)",
                                        "points": points, "study crc64": "00aa", "design crc64": "00ff"})
    names = list(rows[0])
    with (folder / "design.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["point", *names, "valid", "reason"])
        writer.writerows([point, *row.values(), "yes", ""] for point, row in enumerate(rows))
    for point, row in enumerate(rows):
        for arm in ("one", "two"):
            write_run(folder, point, arm, summary(row), row)
    return folder


def design(parameters: list[dict], points: int, seed: int) -> list[dict[str, str]]:
    """Values of each point, evenly over the ranges: where points lie is all that matters here."""
    random = np.random.default_rng(seed)
    columns = {}
    for parameter in parameters:
        shares = random.random(points)
        values = parameter.get("values", parameter.get("levels"))
        name = parameter.get("entry") or parameter["name"]
        if values:
            columns[name] = [str(values[int(share * len(values))]) for share in shares]
        elif parameter["distribution"].startswith("log"):
            columns[name] = [repr(float(parameter["low"] * (parameter["high"] / parameter["low"])**share)) for share in shares]
        else:
            columns[name] = [repr(float(parameter["low"] + share * (parameter["high"] - parameter["low"]))) for share in shares]
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def write_run(folder: Path, point: int, arm: str, summary: dict, values: dict[str, str]) -> None:
    """A run that is done, with no more than a comparison reads."""
    run = folder / "points" / f"{point:06d}" / arm
    run.mkdir(parents=True)
    settings = [f"set {entry_name(name)} = {value}\n" for name, value in values.items() if name != AGE]
    (run / "parameters.prm").write_text("".join(settings), encoding="utf-8")
    (run / "COMPLETE").touch()
    write_json(run / "summary.json", summary)
    write_json(run / "provenance.json", {"git revision": "abc", "seed": 1})
    set_status(folder, point, arm, "done")


def set_status(folder: Path, point: int, arm: str, state: str, reason: str = "") -> None:
    """What has become of a run."""
    write_json(folder / "points" / f"{point:06d}" / f"{arm}.json",
               {"state": state, "reason": reason, "attempts": 1, "seconds": 40.0 + point, "host": "a machine",
                "program": "tenogen 0.1.0 (abc, Release)"})


def write_results(folder: Path) -> None:
    """results.h5 of the runs that are done now, as `tenogen sweep collect` writes it."""
    study = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    n_points = len(list((folder / "points").iterdir()))
    with h5py.File(folder / "results.h5", "w") as file:
        file.attrs.update({"schema": 1.0, "title": study["title"], "design crc64": "00ff"})
        file["course months"] = COURSE_MONTHS
        for outcome in study["outcomes"]:
            file[f"outcome months/{outcome['name'].replace('/', ' per ')}"] = np.array(outcome["months"], float)
        for arm in ("one", "two"):
            states = [_state(folder, point, arm) for point in range(n_points)]
            file[f"arms/{arm}/state"] = states
            for outcome in study["outcomes"]:
                _write_outcome(file, folder, arm, outcome, states)


def _write_outcome(file: h5py.File, folder: Path, arm: str, outcome: dict, states: list[str]) -> None:
    name, months = outcome["name"], outcome["months"]
    values, courses = (np.full((len(states), width), np.nan) for width in (len(months), len(COURSE_MONTHS)))
    for point, state in enumerate(states):
        if state == "done":
            told = json.loads((folder / f"points/{point:06d}/{arm}/summary.json").read_text(encoding="utf-8"))["visits"]
            by_month = {visit["month"]: visit[name] for visit in told}
            values[point] = [by_month[month] for month in months]
            courses[point] = np.interp(COURSE_MONTHS, [0, 24], [by_month[0], by_month[24]])
    for part, table in (("outcomes", values), ("courses", courses)):
        dataset = file.create_dataset(f"arms/{arm}/{part}/{name.replace('/', ' per ')}", data=table)
        dataset.attrs["name"] = name


def _state(folder: Path, point: int, arm: str) -> str:
    return json.loads((folder / f"points/{point:06d}/{arm}.json").read_text(encoding="utf-8"))["state"]


def write_json(file: Path, content: object) -> None:
    """A JSON file."""
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")
