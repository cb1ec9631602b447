"""Volumes in NIfTI-1 files, one in each; NIfTI-2 is read as well."""

from __future__ import annotations

import logging
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import nibabel
import numpy as np

from tenogen.runs.files import readable, written_aside

from .errors import MriError
from .grid import Grid, checked_grid, require_same_grid
from .nifti_image import nifti_image
from .volume import Volume, require_name, unit_of

MILLIMETRES = {0: 1.0, 1: 1e3, 2: 1.0, 3: 1e-3}  # by the code of the unit: none, m, mm, micrometre

UNREADABLE = (nibabel.filebasedimages.ImageFileError, nibabel.spatialimages.HeaderDataError,
              nibabel.wrapstruct.WrapStructError, OSError, EOFError, ValueError, TypeError, OverflowError, zlib.error)

nibabel.imageglobals.logger.setLevel(logging.CRITICAL)  # what it says of a header that it cannot use, it raises too


class NiftiVolumes:
    """Volumes of NIfTI files by name. The first file's grid is that of all."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files
        self.names = list(files)
        self.where = str(files[self.names[0]])
        self.month: float | None = None
        with _opened(files[self.names[0]]) as image:
            self.grid = _grid(image, files[self.names[0]])

    def read(self, name: str) -> Volume:
        """A volume; an MriError where it does not lie on the first one's grid."""
        require_name(name, self.names, self.where)
        volume = read_nifti(self.files[name], name)
        require_same_grid(volume.grid, volume.where, self.grid, self.where)
        return volume


def read_nifti(path: Path, name: str) -> Volume:
    """The volume of a file, in float64 or whole numbers; its place by sform, else by qform."""
    with _opened(path) as image:
        grid = _grid(image, path)
        values = np.asanyarray(image.dataobj).reshape(grid.shape)
    if values.dtype.kind == "f":
        values = values.astype(np.float64)
    return Volume(name, values, grid, str(path), unit_of(name), f"from {path.name}")


def write_nifti(path: Path, volume: Volume, dtype: type) -> None:
    """Writes a volume as NIfTI-1, floats as `dtype`, a label map as uint8."""
    with written_aside(path) as aside:
        nibabel.save(nifti_image(volume, dtype), aside)


@contextmanager
def _opened(path: Path) -> Iterator[nibabel.Nifti1Pair]:
    """An image of plain numbers; whatever nibabel has against the file is an MriError."""
    readable(path)
    try:
        image = nibabel.load(path)
        if not isinstance(image, nibabel.Nifti1Pair):
            raise MriError(f"{path}: this is {type(image).__name__}, not NIfTI. Convert it to .nii or .nii.gz.")
        if image.get_data_dtype().kind not in "iuf":
            raise MriError(f"{path}: its values are {image.get_data_dtype()}, not plain numbers. Convert it to "
                           "float32.")
        yield image
    except UNREADABLE as error:
        raise MriError(f"{path}: cannot be read as NIfTI: {' '.join(str(error).split()).rstrip(' .?')}. "
                       "Give a whole file .nii or .nii.gz.") from error


def _grid(image: nibabel.Nifti1Pair, path: Path) -> Grid:
    """Its grid: in mm, without the dimensions of length 1 beyond the third."""
    header = image.header
    if header["sform_code"] <= 0 and header["qform_code"] <= 0:
        raise MriError(f"{path}: neither sform nor qform says where its voxels lie. Set one of them.")
    shape = image.shape
    while len(shape) > 3 and shape[-1] == 1:
        shape = shape[:-1]
    unit = int(header["xyzt_units"]) & 7
    if unit not in MILLIMETRES:
        raise MriError(f"{path}: the unit of its coordinates has the code {unit}; known are 1 (m), 2 (mm), 3 "
                       "(micrometre). Set it to 2.")
    scale = MILLIMETRES[unit]
    return checked_grid(shape, np.diag([scale, scale, scale, 1.0]) @ image.affine, str(path))
