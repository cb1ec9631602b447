"""Reading a run directory: history, snapshots, outcomes at the visits."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np


class RunError(Exception):
    """A run directory that cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Snapshot:
    """The nodal fields of one moment, still on disk."""

    file: Path
    mesh_file: Path
    month: float

    def mesh(self) -> tuple[np.ndarray, np.ndarray]:
        """Nodes (n, 3) [mm] and hexahedra (m, 8) in VTK's order of corners."""
        with open_hdf5(self.mesh_file) as file:
            return read_dataset(file, "nodes"), read_dataset(file, "cells").astype(int)

    def scalar(self, name: str, n_nodes: int) -> np.ndarray:
        """A scalar nodal field, shape (n_nodes,)."""
        with open_hdf5(self.file) as file:
            values = read_dataset(file, name).reshape(-1)
        if values.size != n_nodes:
            raise RunError(f"{self.file}: '{name}' has {values.size} values, but {self.mesh_file} has "
                           f"{n_nodes} nodes. They do not belong together.")
        return values


class RunDirectory:
    """A finished run (or, on request, what an unfinished one has written so far)."""

    def __init__(self, folder: Path, label: str, allow_unfinished: bool = False) -> None:
        self.folder = folder
        self.label = label
        if not folder.is_dir():
            raise RunError(f"{folder}: there is no such folder. Give the --output folder of a `tenogen run`.")
        if not (folder / "history.csv").is_file():
            raise RunError(f"{folder}: no history.csv, so this is not a run directory (or the run stopped "
                           "before its first step).")
        if not (folder / "COMPLETE").exists() and not allow_unfinished:
            advice = ("failed; its log.txt says why" if (folder / "FAILED").exists()
                      else "is not finished; wait for it")
            raise RunError(f"{folder}: the run {advice}, or draw what is there with --unfinished.")
        self.history = read_history(folder / "history.csv")
        self.visits = self._read_visits()
        self.snapshots = self._read_snapshots()

    def visit_months(self) -> list[float]:
        """Months of the visits, in their order."""
        return [float(visit["month"]) for visit in self.visits]

    def snapshots_at_visits(self) -> list[Snapshot]:
        """The snapshots taken at the visits; all of them where the run has no visits."""
        visits = self.visit_months()
        if not visits:
            return self.snapshots
        one_day = 1 / 30.4375
        return [s for s in self.snapshots if min(abs(s.month - visit) for visit in visits) < one_day]

    def _read_visits(self) -> list[dict]:
        file = self.folder / "summary.json"
        if not file.is_file():
            return []
        visits = read_json(file).get("visits", [])
        for visit in visits:
            if "month" not in visit:
                raise RunError(f"{file}: a visit has no 'month'; it has {', '.join(visit)}.")
        return visits

    def _read_snapshots(self) -> list[Snapshot]:
        fields = self.folder / "fields"
        file = fields / "snapshots.json"
        if not file.is_file():
            return []
        try:
            snapshots = [Snapshot(fields / entry["file"], fields / entry["mesh"], float(entry["time_month"]))
                         for entry in read_json(file)]
        except KeyError as error:
            raise RunError(f"{file}: a snapshot has no {error}.") from error
        return sorted(snapshots, key=lambda snapshot: snapshot.month)


def read_history(file: Path) -> dict[str, np.ndarray]:
    """Columns of history.csv by their header `name [unit]`. A last row cut short is left out."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    if len(rows) < 2:
        raise RunError(f"{file}: no rows yet. Wait for the first step of the run.")
    header, rows = rows[0], [row for row in rows[1:] if row]
    if len(rows[-1]) < len(header):
        rows.pop()
    values = np.array([_numbers(row, header, f"{file}:{line}") for line, row in enumerate(rows, start=2)])
    return {name.strip(): values[:, column] for column, name in enumerate(header)}


def _numbers(row: list[str], header: list[str], place: str) -> list[float]:
    if len(row) != len(header):
        raise RunError(f"{place}: {len(row)} values under {len(header)} names. Is the file damaged?")
    numbers = []
    for name, value in zip(header, row):
        try:
            numbers.append(float(value))
        except ValueError:
            raise RunError(f"{place}: {name.strip()} is '{value}', not a number. Is the file damaged?") from None
    return numbers


def read_json(file: Path):
    """Content of a JSON file."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise RunError(f"{file}: not valid JSON: {error}.") from error


def open_hdf5(file: Path) -> h5py.File:
    """An HDF5 file for reading."""
    try:
        return h5py.File(file, "r")
    except OSError as error:
        raise RunError(f"{file}: cannot be read as HDF5: {error}.") from error


def read_dataset(file: h5py.File, name: str) -> np.ndarray:
    """A dataset that must be there."""
    if name not in file:
        raise RunError(f"{file.filename}: no dataset '{name}'. It has: {', '.join(sorted(file))}.")
    return file[name][...]
