"""Runs and studies whose outcomes are known functions, derived from real ones.

The sensitivity of an outcome, the region that a series does not rule out, and the median of virtual patients are
known in closed form for chosen functions and numbers only; no run of the program has such outcomes. So the files of a
real run are copied, and these are replaced, in the layout in which the program wrote them:

- outcomes at the visits, milestones and adverse signs of summary.json, and outcomes in the table that `tenogen sweep
  run` leaves beside a run (NNNNNN/ARM.csv): they are the chosen numbers;
- varied entries of parameters.prm and the key of a status: they belong to the point to which the run is copied.

Everything else is as the program wrote it. Designs and collected results are made by the program itself.
"""

from __future__ import annotations

import copy
import csv
import functools
import json
import math
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import real_runs

SIGNS = ("overload", "relapse of inflammation", "fibre strain above caution", "fibre strain above failure")
Summary = dict[str, Any]


@functools.cache
def _real_summary() -> str:
    return (real_runs.treated() / "summary.json").read_text(encoding="utf-8")


def summary_of(start: Mapping[str, object], end: Mapping[str, object], sport: float | None = 3.9) -> Summary:
    """summary.json of the treated run with visits at months 0 and 24 alone, these outcomes there, daily activity from
    month 0.1 and sport from month `sport` on, and no adverse sign."""
    summary = json.loads(_real_summary())
    by_month = {visit["month"]: visit for visit in summary["visits"]}
    summary["visits"] = [by_month[0] | start, by_month[24] | end]
    unknown = {*start, *end} - {*by_month[0]}
    if unknown:
        raise KeyError(f"no run has the outcomes {unknown}")
    for visit in summary["visits"]:
        for name, range_of_answers in visit["predicted"].items():
            range_of_answers["value"] = visit[name]
    summary["milestones"] = {"daily activity [month]": 0.1, "recreational sport [month]": sport}
    summary["adverse signs"] |= dict.fromkeys(SIGNS, False)
    return summary


def write_json(file: Path, content: object) -> None:
    """A file of JSON."""
    file.write_text(json.dumps(content, indent=2), encoding="utf-8")


def change_json(file: Path, change: Callable[[Any], object]) -> None:
    """Lets `change` change the content of a file of JSON."""
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    write_json(file, content)


def derive_run(folder: Path, summary: Summary | None = None) -> Path:
    """A copy of the treated run without fields, images and checkpoints, with another summary.json."""
    shutil.copytree(real_runs.treated(), folder, ignore=shutil.ignore_patterns("fields", "mri", "checkpoint"))
    if summary is not None:
        write_json(folder / "summary.json", summary)
    return folder


def rows_of(study: Path) -> list[dict[str, str]]:
    """The rows of a study's design.csv."""
    with (study / "design.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def with_entry(parameters: str, path: str, value: str) -> str:
    """The text of a parameters.prm in which the entry of this path has another value."""
    *sections, entry = re.split(r"/(?![^[]*\])", path)
    lines, now = parameters.split("\n"), []
    for number, line in enumerate(lines):
        words = line.strip()
        if words.startswith("subsection "):
            now.append(words.removeprefix("subsection "))
        elif words == "end":
            now.pop()
        elif now == sections and words.startswith(f"set {entry} ="):
            lines[number] = line[:line.index("=")] + f"= {value}"
            return "\n".join(lines)
    raise KeyError(f"no entry {path}")


class Outcomes:
    """Fills a study that the program has laid out with runs of chosen outcomes.

    `keys` are those of its tasks by point and arm, as `tenogen sweep status --tasks` lists them.
    """

    def __init__(self, study: Path, keys: Mapping[tuple[int, str], str]) -> None:
        self.study = study
        self._keys = keys
        block = real_runs.block_study() / "points"
        self._done, self._crashed = (json.loads((block / f"{point}/one.json").read_text(encoding="utf-8"))
                                     for point in ("000000", "000003"))
        assert (self._done["state"], self._crashed["state"]) == ("done", "crashed")

    def status(self, point: int, arm: str, is_done: bool = True, **more: object) -> None:
        """The status of a real run that was done, or crashed, as that of a task; other members where they are given."""
        folder = self.study / f"points/{point:06}"
        folder.mkdir(parents=True, exist_ok=True)
        status = (self._done if is_done else self._crashed) | {"key": self._keys[point, arm]} | more
        (folder / f"{arm}.json").write_text(json.dumps(status), encoding="utf-8")

    def table(self, arm: str, values: Iterable[float], failed: Sequence[int] = ()) -> None:
        """One outcome at one month for each point: in the last row of a real run's table. NaN: an outcome it lacks."""
        wanted = json.loads((self.study / "study.json").read_text(encoding="utf-8"))["outcomes"][0]["name"]
        with (real_runs.block_study() / "points/000000/one.csv").open(newline="", encoding="utf-8") as lines:
            header, *_, last = csv.reader(lines)
        place = header.index(wanted)
        for point, value in enumerate(values):
            self.status(point, arm, point not in failed)
            if point not in failed:
                text = "" if math.isnan(value) else repr(float(value))
                (self.study / f"points/{point:06}/{arm}.csv").write_text(
                    f"{header[0]},{header[place]}\n{last[0]},{text}\n", encoding="utf-8")

    def runs(self, arm: str, summary: Callable[[dict[str, str]], Summary], template: Path) -> None:
        """A run directory for each point, derived from `template`, with the summary of the point's values."""
        parameters = (template / "parameters.prm").read_text(encoding="utf-8")
        varied = [parameter["entry"] for parameter in
                  json.loads((self.study / "study.json").read_text(encoding="utf-8"))["parameters"]
                  if "entry" in parameter and arm in parameter.get("arms", [arm])]
        kept = [template / name for name in ("provenance.json", "history.csv", "COMPLETE")]
        for point, row in enumerate(rows_of(self.study)):
            self.status(point, arm)
            run = self.study / f"points/{point:06}/{arm}"
            run.mkdir()
            for file in kept:
                shutil.copy(file, run)
            text = parameters
            for entry in varied:
                text = with_entry(text, entry, row[entry])
            (run / "parameters.prm").write_text(text, encoding="utf-8")
            write_json(run / "summary.json", summary(copy.deepcopy(row)))
