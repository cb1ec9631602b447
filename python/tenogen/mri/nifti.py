"""Volumes in NIfTI-1 files, one in each; NIfTI-2 is read as well."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np

from .errors import MriError
from .grid import Grid, checked_grid, require_same_grid
from .nifti_file import NiftiFile, opened_nifti
from .nifti_image import nifti_image
from .volume import Volume, require_name, unit_of

MILLIMETRES = {0: 1.0, 1: 1e3, 2: 1.0, 3: 1e-3}  # by the code of the unit: none, m, mm, micrometre


class NiftiVolumes:
    """Volumes of NIfTI files by name. The first file's grid is that of all."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files
        self.names = list(files)
        self.where = str(files[self.names[0]])
        self.month: float | None = None
        with opened_nifti(files[self.names[0]]) as file:
            self.grid = _grid(file)

    def read(self, name: str) -> Volume:
        """A volume; an MriError where it does not lie on the first one's grid."""
        require_name(name, self.names, self.where)
        volume = read_nifti(self.files[name], name)
        require_same_grid(volume.grid, volume.where, self.grid, self.where)
        return volume


def read_nifti(path: Path, name: str) -> Volume:
    """The volume of a file, in float64 or whole numbers; its place by sform, else by qform."""
    with opened_nifti(path) as file:
        grid = _grid(file)
        values = np.asanyarray(file.values)
    if values.dtype.kind == "f":
        values = values.astype(np.float64)
    return Volume(name, values, grid, str(path), unit_of(name), f"from {path.name}", step=file.step)


def write_nifti(path: Path, volume: Volume, dtype: type) -> None:
    """Writes a volume as NIfTI-1, floats as `dtype`, a label map as uint8."""
    nibabel.save(nifti_image(volume, dtype), path)


def _grid(file: NiftiFile) -> Grid:
    """Its grid in mm."""
    path, header = file.path, file.header
    if header["sform_code"] <= 0 and header["qform_code"] <= 0:
        raise MriError(f"{path}: neither sform nor qform says where its voxels lie. Set one of them.")
    unit = int(header["xyzt_units"]) & 7
    if unit not in MILLIMETRES:
        raise MriError(f"{path}: the unit of its coordinates has the code {unit}; known are 1 (m), 2 (mm), 3 "
                       "(micrometre). Set it to 2.")
    scale = MILLIMETRES[unit]
    return checked_grid(file.shape, np.diag([scale, scale, scale, 1.0]) @ header.get_best_affine(), str(path))
