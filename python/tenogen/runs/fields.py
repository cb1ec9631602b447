"""The fields that a run wrote at one moment, read from its HDF5 files."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import h5py
import numpy as np

from tenogen.by_name import ByName
from tenogen.hdf5 import opened_hdf5, text_of
from tenogen.json_files import read_json
from tenogen.optional import package

from .run_directory import SAME_VISIT, RunDirectory, RunError

if TYPE_CHECKING:
    import meshio
    import pyvista


@dataclass(frozen=True, eq=False)
class Fields(ByName[np.ndarray]):
    """Fields at the nodes of the mesh at one moment, by name: `fields["collagen_I"]`.

    A scalar field has the shape (n,), a vector field (n, 3), where n is the number of nodes. docs/usage.md lists the
    fields. `units` has the unit of each. Every access to a field reads it from `file`; points and cells are read once.
    Raises RunError where a file is damaged or there is no field of this name, and OSError where a file cannot be opened.
    """

    month: float     # since the start of the run, in months of 30.4375 days
    file: Path       # fields/solution_NNNN.h5
    mesh_file: Path  # fields/mesh.h5

    @property
    def points(self) -> np.ndarray:
        """Nodes of the undeformed body, shape (n, 3) [mm]. Add `displacement` for the body at the day's peak load."""
        return self._mesh[0]

    @property
    def cells(self) -> np.ndarray:
        """The 8 nodes of each hexahedron, shape (m, 8), in the order of VTK."""
        return self._mesh[1]

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of each field, `-` for pure numbers."""
        with _opened(self.file) as file:
            return {name: self._unit(dataset) for name, dataset in file.items()}

    @cached_property
    def names(self) -> list[str]:
        """Names of the fields, in the order of the file."""
        with _opened(self.file) as file:
            return list(file)

    def _refuse(self, name: object) -> RunError:
        return RunError(f"{self.file}: there is no field '{name}'. There are: {', '.join(self.names)}.")

    def _read(self, name: str) -> np.ndarray:
        with _opened(self.file) as file:
            values = _dataset(file, name)
        if values.ndim != 2 or values.shape[0] != len(self.points) or values.shape[1] not in (1, 3):
            raise RunError(f"{self.file}: '{name}' has the shape {values.shape}, but {self.mesh_file} has "
                           f"{len(self.points)} nodes, each with 1 or 3 values. The files do not belong together.")
        return values[:, 0] if values.shape[1] == 1 else values

    def scalar(self, name: str) -> np.ndarray:
        """A field that must be a scalar, shape (n,)."""
        return self._of_rank(name, 1)

    def vector(self, name: str) -> np.ndarray:
        """A field that must be a vector, shape (n, 3)."""
        return self._of_rank(name, 2)

    def __repr__(self) -> str:
        return f"<Fields at month {self.month:g}: {', '.join(self)}>"

    def to_pyvista(self) -> pyvista.UnstructuredGrid:
        """Mesh and fields as a PyVista grid; its arrays are called `name [unit]`. Raises TenogenError without pyvista."""
        pyvista = package("pyvista", "Fields.to_pyvista")
        grid = pyvista.UnstructuredGrid({pyvista.CellType.HEXAHEDRON: self.cells}, self.points)
        for name, values in self._with_units().items():
            grid.point_data[name] = values
        return grid

    def to_meshio(self) -> meshio.Mesh:
        """Mesh and fields as a meshio mesh; its arrays are called `name [unit]`. Raises TenogenError without meshio."""
        meshio = package("meshio", "Fields.to_meshio")
        return meshio.Mesh(self.points, [("hexahedron", self.cells)], point_data=self._with_units())

    def _of_rank(self, name: str, dimensions: int) -> np.ndarray:
        values = self[name]
        if values.ndim != dimensions:
            kind = "a scalar" if dimensions == 1 else "a vector"
            raise RunError(f"{self.file}: '{name}' has the shape {values.shape}, so it is not {kind}. Is the file damaged?")
        return values

    def _with_units(self) -> dict[str, np.ndarray]:
        return {f"{name} [{self.units[name]}]": values for name, values in self.items()}

    @cached_property
    def _mesh(self) -> tuple[np.ndarray, np.ndarray]:
        with _opened(self.mesh_file) as file:
            points, cells = _dataset(file, "nodes"), _dataset(file, "cells").astype(np.int64)
        has_shape = points.shape[1:] == (3,) and cells.shape[1:] == (8,) and cells.size > 0
        if not has_shape or not 0 <= cells.min() <= cells.max() < len(points):
            raise RunError(f"{self.mesh_file}: nodes {points.shape} and cells {cells.shape} are not a mesh of hexahedra. "
                           "Is the file damaged?")
        return points, cells

    def _unit(self, dataset: h5py.Dataset) -> str:
        unit = dataset.attrs.get("unit")
        if unit is None:
            raise RunError(f"{self.file}: '{dataset.name.lstrip('/')}' has no attribute 'unit'. Was the file written by "
                           "`tenogen run`?")
        return text_of(unit)


def fields_of(run: RunDirectory) -> list[Fields]:
    """The fields at all moments for which the run wrote them, in the order of time."""
    folder = run.folder / "fields"
    file = folder / "snapshots.json"
    if not file.is_file():
        return []
    try:
        moments = [Fields(float(entry["time_month"]), folder / entry["file"], folder / entry["mesh"])
                   for entry in read_json(file, RunError)]
    except KeyError as error:
        raise RunError(f"{file}: a snapshot has no {error}. Is the file damaged?") from error
    except (TypeError, ValueError) as error:
        raise RunError(f"{file}: not a list of snapshots: {error}. Is the file damaged?") from error
    return sorted(moments, key=lambda fields: fields.month)


def fields_at_visits(run: RunDirectory) -> list[Fields]:
    """The fields at the visits; at all moments where the run has no visits."""
    moments, visits = fields_of(run), run.visit_months()
    if not visits:
        return moments
    return [fields for fields in moments if min(abs(fields.month - visit) for visit in visits) < SAME_VISIT]


def _opened(path: Path) -> AbstractContextManager[h5py.File]:
    return opened_hdf5(path, RunError, "Is the file damaged?")


def _dataset(file: h5py.File, name: str) -> np.ndarray:
    """A dataset that must be there."""
    if not isinstance(file.get(name), h5py.Dataset):
        raise RunError(f"{file.filename}: there is no '{name}'. There are: {', '.join(sorted(file))}.")
    return file[name][...]
