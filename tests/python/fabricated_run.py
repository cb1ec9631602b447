"""A run directory made in code: a small mesh, few voxels, two visits; all that a report reads."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import h5py
import numpy as np

VISITS = (0.0, 4.0)  # [month]
TITLE = "A fabricated tendon"

PARAMETERS = """# All parameters.

# A name for people.
# Default: empty. Allowed: any text without #.
# Confidence: assumed. Source: choice of the user.
set Title = {title}

subsection Treatment
  # Injected cells.
  # Default: 0. Allowed: at least 0.
  # Confidence: assumed. Source: choice of the user; 2e7 in a series.
  set Dose [cells] = {dose}

  # Share of the injected cells that stays.
  # Default: 0.2. Allowed: 0 to 1.
  # Confidence: assumed. Source: nobody
  # measured it.
  set Retention [-] = 0.2

end

subsection Geometry
  subsection Gap
    # Length of the scar.
    # Default: 25. Allowed: 0.01 to 1000. Plausible: 10 to 60.
    # Confidence: measured. Source: somebody (PMC1).
    set Gap length [mm] = 30

  end

end
"""

FIELDS = {"collagen_I": "mg/mm^3", "local_stiffness": "MPa", "region": "-"}


def write_run(folder: Path, title: str = TITLE, dose: str = "2e7", state: str = "COMPLETE") -> Path:
    """A whole run directory; unfinished, and so without a summary, where `state` is empty."""
    folder.mkdir()
    (folder / "parameters.prm").write_text(PARAMETERS.format(title=title, dose=dose), encoding="utf-8")
    write_json(folder / "provenance.json", {"program": "tenogen", "version": "0.1.0", "git revision": "abc123",
                                            "started": "2026-01-01T00:00:00Z", "host": "here", "ranks": 2, "seed": 7,
                                            "parameters crc64": "00ff", "title": title, "mesh cells": 48})
    history = history_of(float(dose))
    rows = [",".join(history), *(",".join(f"{value:.12g}" for value in row) for row in zip(*history.values()))]
    (folder / "history.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    write_fields(folder / "fields")
    (folder / "mri").mkdir()
    for month in VISITS:
        write_mri(folder / "mri" / f"visit_{month:g}.h5", month)
    if state:
        write_json(folder / "summary.json", summary_of(title, history, state))
        (folder / state).write_text("the solver gave up\n" if state == "FAILED" else "complete\n", encoding="utf-8")
    return folder


def write_json(file: Path, content: object) -> None:
    """A file of JSON."""
    file.write_text(json.dumps(content), encoding="utf-8")


def history_of(dose: float) -> dict[str, list[float]]:
    """Columns over four months."""
    months = np.linspace(0, VISITS[-1], 9)
    share = months / VISITS[-1]
    stay = 0.2 * dose
    columns = {
        "time [day]": months * 30.4375, "time [month]": months, "load target [N]": 200 + 500 * months,
        "load applied [N]": 190 + 450 * months, "gap mean msc [cells/mm^3]": 1e-4 * stay * np.exp(-3 * months),
        "gap mean collagen_I [mg/mm^3]": 0.08 + 0.05 * share, "gap mean collagen_III [mg/mm^3]": 0.05 - 0.02 * share,
        "gap mean alignment [-]": 0.4 + 0.3 * share, "gap modulus [MPa]": 35 + 100 * share,
        "gap stiffness EA [kN]": 7 + 20 * share, "gap fluid volume [mm^3]": 2400 - 1500 * share,
        "gap inflamed volume [mm^3]": np.where(months > 0, 0, 4900), "gap regenerated share [-]": share,
        "gap weakest section strain [-]": 0.04 + 0.02 * share, "living msc [cells]": stay * np.exp(-3 * months),
        "died msc [cells]": stay * (1 - np.exp(-3 * months)), "differentiated msc [cells]": 0 * months,
        "left msc [cells]": 0 * months, "cell balance error [-]": 1e-12 * share,
        "smallest concentration [-]": 0 * months,
        "vas [-]": 8.2 - 6 * share, "vas sport [-]": 9.8 - 5 * share, "visa-a [-]": 9 + 60 * share,
        "step [day]": np.where(months > 0, 15.2, 0), "rejected biology steps [-]": 0 * months + 1,
        "rejected intervals [-]": 0 * months}
    return {name: [float(value) for value in values] for name, values in columns.items()}


def summary_of(title: str, history: dict[str, list[float]], state: str) -> dict:
    """The summary.json that belongs to the history."""
    visits = []
    for month in VISITS:
        row = history["time [month]"].index(month)
        visit = {"month": month, "day": month * 30.4375} | {name: values[row] for name, values in history.items()}
        scores = (("vas [-]", 1, 10), ("vas sport [-]", 1, 10), ("visa-a [-]", 7, 100))
        visit["predicted"] = {name: {"value": visit[name], "low 95 %": max(0.0, visit[name] - 1.96 * sd),
                                     "high 95 %": min(top, visit[name] + 1.96 * sd)} for name, sd, top in scores}
        visits.append(visit)
    return {"title": title, "outcome": state.lower(), "visits": visits,
            "milestones": {"daily activity [month]": 0.5, "recreational sport [month]": None},
            "milestones predicted": {"daily activity [month]": {"low 95 %": 0.1, "high 95 %": 1.5},
                                     "recreational sport [month]": {"low 95 %": 3.5, "high 95 %": None}},
            "adverse signs": {"overload": True, "relapse of inflammation": False, "fibre strain above caution": False,
                              "fibre strain above failure": False,
                              "largest strain in the gap, 95th percentile [-]": 0.07},
            "adverse signs predicted": {name: sign_predicted(largest, limit, chance) for name, largest, limit, chance in
                                        (("overload", 0.07, 0.06, 0.84), ("relapse of inflammation", 0.0, 0.05, 1e-9),
                                         ("fibre strain above caution", 0.07, 0.08, 0.23),
                                         ("fibre strain above failure", 0.07, 0.12, 0.006))},
            "clinical model": {"vas noise [-]": 1.0, "vas sport noise [-]": 1.0, "visa-a noise [-]": 7.0,
                               "daily activity vas [-]": 5.0, "sport vas [-]": 4.0, "sport force [N]": 1800.0,
                               "tolerable strain [-]": 0.08},
            "conservation": {"dose [cells]": 2e7, "living msc [cells]": 24.5},
            "cost": {"ranks": 2, "steps": 8, "run [s]": 1.5}, "failure counts": {"linear solver": 3},
            "failures": ["linear solver: the residual rose & rose"] * 3}


def sign_predicted(largest: float, limit: float, chance: float) -> dict[str, float]:
    """How near an adverse sign was, where limits scatter by a sixth between people."""
    return {"largest [-]": largest, "limit [-]": limit, "limit low 95 % [-]": limit * (1 - 1.96 / 6),
            "limit high 95 % [-]": limit * (1 + 1.96 / 6), "chance [-]": chance}


def write_fields(folder: Path) -> None:
    """A bar of 3 x 2 x 8 hexahedra with a scar in its middle, stretched, at every visit."""
    folder.mkdir()
    shape = (4, 3, 9)
    nodes = np.array([(10.0 * i - 15, 6.0 * j - 6, 10.0 * k) for i, j, k in itertools.product(*map(range, shape))])
    corners = ((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1))
    cells = np.array([[np.ravel_multi_index(np.add(cell, corner), shape) for corner in corners]
                      for cell in itertools.product(*(range(n - 1) for n in shape))], np.uint32)
    with h5py.File(folder / "mesh.h5", "w") as file:
        file["nodes"], file["cells"] = nodes, cells
    region = (np.abs(nodes[:, 2] - 40) < 15).astype(float)
    snapshots = []
    for number, month in enumerate(VISITS):
        with h5py.File(folder / f"solution_{number:04d}.h5", "w") as file:
            for name, unit in FIELDS.items():
                file[name] = (region if name == "region" else 0.3 - 0.2 * region + 0.01 * month)[:, None]
                file[name].attrs["unit"] = unit
            file["displacement"] = nodes * [0, 0, 0.01 * (1 + month)]
        snapshots.append({"file": f"solution_{number:04d}.h5", "mesh": "mesh.h5", "time_month": month})
    write_json(folder / "snapshots.json", snapshots)


def write_mri(file: Path, month: float) -> None:
    """A box of tendon with a gap and muscle in front, brighter with time; voxels of 2 x 2 x 4 mm."""
    shape = (20, 18, 25)
    affine = np.diag([2.0, 2.0, 4.0, 1.0])
    affine[:3, 3] = -19, -17, 0
    i, j, k = np.indices(shape)
    tendon = (np.abs(i - 9.5) < 5) & (np.abs(j - 8.5) < 3) & (k > 1) & (k < 23)
    gap = tendon & (np.abs(k - 12) < 4)
    label = np.where(gap, 2, np.where(tendon, 1, np.where(j > 14, 4, 0)))
    volumes = {"label": label.astype(np.uint8), "tendon_fraction": (label == 1) * 1.0, "gap_fraction": gap * 1.0,
               "fluid": 0.3 * gap / (1 + month), "pd_fs": (0.2 + 0.01 * k) * (label > 0) / (1 + month),
               "t2_fs": 0.1 * (label > 0), "t2star": np.where(label > 0, 5.0 * np.maximum(label, 1), np.nan)}
    units = {"t2star": "ms", "fluid": "mm^3/mm^3"}
    with h5py.File(file, "w") as out:
        out.attrs.update({"schema": 1, "month": month})
        out["affine"] = affine
        for name, values in volumes.items():
            out[name] = values
            out[name].attrs.update({"unit": units.get(name, "-"), "description": f"{name} of a box"})
