"""Volumes in HDF5, as tenogen writes them (docs/mri.md has the format)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Iterable

import h5py
import numpy as np

from tenogen.hdf5 import opened_hdf5, text_of
from tenogen.runs.files import written_aside

from .errors import MriError
from .grid import Grid, checked_affine, checked_grid, require_same_grid
from .volume import AFFINE, LABEL, RESERVED, Volume, label_bytes, require_name

SCHEMA = 1
ADVICE = "Give a complete file of `tenogen run` or `tenogen mri from-nifti`."
NUMBERS = "iufb"  # kinds of dtype


class Hdf5Volumes:
    """The volumes of a file `visit_<month>.h5`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)
        with opened_hdf5(path, MriError, ADVICE) as file:
            schema = file.attrs.get("schema")
            if _number(schema) != SCHEMA:
                found = "missing" if schema is None else schema
                raise MriError(f"{path}: its attribute 'schema' is {found}, not {SCHEMA}. "
                               "Give a file of `tenogen run` or `tenogen mri from-nifti`.")
            if not isinstance(file.get(AFFINE), h5py.Dataset):
                raise MriError(f"{path}: no dataset '{AFFINE}' (voxel index to world mm). Add it to the file.")
            if file[AFFINE].dtype.kind not in NUMBERS:
                raise MriError(f"{path}: '{AFFINE}' is not an array of numbers. Write the 4 x 4 matrix from voxel "
                               "index to world mm.")
            self.names = [name for name in file if name not in RESERVED]
            if not self.names:
                raise MriError(f"{path}: it has an affine, but no volumes. Add them.")
            for name in self.names:
                if not isinstance(file[name], h5py.Dataset) or file[name].dtype.kind not in NUMBERS:
                    raise MriError(f"{path}: '{name}' is not a dataset of numbers. Remove it.")
            affine = checked_affine(file[AFFINE][...], str(path))
            self.units = {name: text_of(file[name].attrs.get("unit", "unknown")) for name in self.names}
            grids = {name: checked_grid(file[name].shape, affine, f"{path}: '{name}'") for name in self.names}
            month = file.attrs.get("month")
            self.month = None if month is None else _number(month)
            if month is not None and (self.month is None or not math.isfinite(self.month)):
                raise MriError(f"{path}: its attribute 'month' is {month}. Set it to a number of months, or remove it.")
        self.grid: Grid = grids[self.names[0]]
        for name, grid in grids.items():
            require_same_grid(grid, f"{path}: '{name}'", self.grid, f"'{self.names[0]}'")

    def read(self, name: str) -> Volume:
        """A volume with its unit, description and other attributes."""
        require_name(name, self.names, self.where)
        with opened_hdf5(self.path, MriError, ADVICE) as file:
            attributes = {key: value for key, value in file[name].attrs.items() if key != "unit"}
            values = file[name][...]
        return Volume(name, values, self.grid, f"{self.path}: '{name}'", unit=self.units[name],
                      description=text_of(attributes.pop("description", "")), attributes=attributes)


def write_hdf5(path: Path, volumes: Iterable[Volume], attributes: dict[str, object]) -> None:
    """Writes volumes on one grid, floats as float64, the label map as uint8."""
    grid: Grid | None = None
    with written_aside(path) as aside, h5py.File(aside, "w") as file:
        file.attrs["schema"] = SCHEMA
        file.attrs.update(attributes)
        for volume in volumes:
            if grid is None:
                grid, first = volume.grid, volume.where
                file[AFFINE] = grid.affine
            require_same_grid(volume.grid, volume.where, grid, first)
            values = label_bytes(volume) if volume.name == LABEL else volume.values.astype(np.float64)
            dataset = file.create_dataset(volume.name, data=values, compression="gzip", shuffle=True)
            dataset.attrs.update({"unit": volume.unit, "description": volume.description, **volume.attributes})


def _number(attribute: object) -> float | None:
    """An attribute that is a number, None of anything else."""
    values = np.ravel(attribute)
    return float(values[0]) if values.size == 1 and values.dtype.kind in NUMBERS else None
