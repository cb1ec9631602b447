"""The fields of a run at its visits, read from its HDF5 files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

from tenogen.runs.run_directory import SAME_VISIT, RunDirectory, RunError, read_json


@dataclass(frozen=True)
class Snapshot:
    """The nodal fields of one moment, still on disk."""

    file: Path
    mesh_file: Path
    month: float

    def mesh(self) -> tuple[np.ndarray, np.ndarray]:
        """Nodes (n, 3) [mm] and hexahedra (m, 8) in VTK's order of corners."""
        with open_hdf5(self.mesh_file) as file:
            nodes, cells = read_dataset(file, "nodes"), read_dataset(file, "cells").astype(int)
        has_shape = nodes.shape[1:] == (3,) and cells.shape[1:] == (8,) and cells.size > 0
        if not has_shape or not 0 <= cells.min() <= cells.max() < len(nodes):
            raise RunError(f"{self.mesh_file}: nodes {nodes.shape} and cells {cells.shape} are no mesh of hexahedra. Is "
                           "the file damaged?")
        return nodes, cells

    def scalar(self, name: str, n_nodes: int) -> np.ndarray:
        """A scalar nodal field, shape (n_nodes,)."""
        return self._field(name, n_nodes, 1).reshape(-1)

    def vector(self, name: str, n_nodes: int) -> np.ndarray:
        """A nodal field of vectors, shape (n_nodes, 3)."""
        return self._field(name, n_nodes, 3).reshape(n_nodes, 3)

    def _field(self, name: str, n_nodes: int, components: int) -> np.ndarray:
        with open_hdf5(self.file) as file:
            values = read_dataset(file, name)
        if values.size != components * n_nodes:
            raise RunError(f"{self.file}: '{name}' has {values.size} values, but {self.mesh_file} has {n_nodes} nodes, "
                           f"each with {components}. They do not belong together.")
        return values


def snapshots_of(run: RunDirectory) -> list[Snapshot]:
    """All snapshots of a run, in the order of time."""
    fields = run.folder / "fields"
    file = fields / "snapshots.json"
    if not file.is_file():
        return []
    try:
        snapshots = [Snapshot(fields / entry["file"], fields / entry["mesh"], float(entry["time_month"]))
                     for entry in read_json(file)]
    except KeyError as error:
        raise RunError(f"{file}: a snapshot has no {error}.") from error
    except (TypeError, ValueError) as error:
        raise RunError(f"{file}: not a list of snapshots: {error}. Is the file damaged?") from error
    return sorted(snapshots, key=lambda snapshot: snapshot.month)


def snapshots_at_visits(run: RunDirectory) -> list[Snapshot]:
    """The snapshots taken at the visits; all of them where the run has no visits."""
    snapshots, visits = snapshots_of(run), run.visit_months()
    if not visits:
        return snapshots
    return [s for s in snapshots if min(abs(s.month - visit) for visit in visits) < SAME_VISIT]


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
