"""A volume as a NIfTI-1 image in memory."""

from __future__ import annotations

import nibabel
import numpy as np

from .errors import MriError
from .grid import Grid
from .volume import LABEL, Volume, label_bytes

SCANNER = 1  # code of sform and qform: coordinates of the scanner
QFORM_AGREES = 1e-4  # [mm] largest distance of its corners from those of the affine
LONGEST_DESCRIPTION = 79  # bytes, of the header's 80


def nifti_image(volume: Volume, dtype: type) -> nibabel.Nifti1Image:
    """The image of a volume, floats as `dtype`, a label map as uint8; its header holds name, unit and description.

    sform holds the affine in float32; qform holds it too where rotation and spacing can say it. Raises MriError where
    `dtype` cannot hold the values.
    """
    values = label_bytes(volume) if volume.name == LABEL else _converted(volume, dtype)
    image = nibabel.Nifti1Image(values, volume.grid.affine, dtype=values.dtype)
    image.header.set_xyzt_units("mm")
    image.header["descrip"] = f"{volume.name} [{volume.unit}] {volume.description}".encode()[:LONGEST_DESCRIPTION]
    image.set_sform(volume.grid.affine, SCANNER)
    image.set_qform(volume.grid.affine, SCANNER, strip_shears=True)
    if not _says_the_same(image.get_qform(), volume.grid):
        image.header["qform_code"] = 0
    return image


def _converted(volume: Volume, dtype: type) -> np.ndarray:
    with np.errstate(over="ignore"):
        values = volume.values.astype(dtype)
    if np.count_nonzero(np.isinf(values)) != np.count_nonzero(np.isinf(volume.values)):
        raise MriError(f"{volume.where}: values beyond what float32 holds. Give --dtype float64.")
    return values


def _says_the_same(affine: np.ndarray, grid: Grid) -> bool:
    corners = Grid(grid.shape, affine).corners()
    return bool(np.linalg.norm(corners - grid.corners(), axis=1).max() <= QFORM_AGREES)
