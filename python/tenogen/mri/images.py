"""The virtual MRI of a visit as images of nibabel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenogen.by_name import ByName
from tenogen.optional import package

from .errors import MriError
from .hdf5 import Hdf5Volumes

if TYPE_CHECKING:
    import nibabel


class Images(ByName["nibabel.Nifti1Image"]):
    """Volumes of one visit by name: `images["t2star"]` is a nibabel image with its affine. docs/mri.md lists the volumes.

    An image has the shape (ni, nj, nk), in float64, or uint8 for `label`. Its affine leads from voxel indices to world
    coordinates [mm], RAS+. Its header holds name, unit and description. Every access reads the file again. Raises
    MriError where the file is damaged or there is no volume of this name, and TenogenError without nibabel.
    """

    def __init__(self, volumes: Hdf5Volumes) -> None:
        self._volumes = volumes

    @property
    def month(self) -> float:
        """Month of the visit, of 30.4375 days."""
        return float(self._volumes.month)

    @property
    def affine(self) -> np.ndarray:
        """From voxel indices to world coordinates, shape (4, 4) [mm], of all volumes."""
        return self._volumes.grid.affine.copy()

    @property
    def units(self) -> dict[str, str]:
        """Unit of each volume, `-` for pure numbers."""
        return self._volumes.units

    @property
    def names(self) -> list[str]:
        """Names of the volumes, in the order of the file."""
        return self._volumes.names

    def __repr__(self) -> str:
        return f"<Images at month {self.month:g}: {', '.join(self.names)}>"

    def _refuse(self, name: object) -> MriError:
        return MriError(f"{self._volumes.where}: there is no volume '{name}'. There are: {', '.join(self.names)}.")

    def _read(self, name: str) -> nibabel.Nifti1Image:
        package("nibabel", "Run.mri")
        from .nifti_image import nifti_image
        return nifti_image(self._volumes.read(name), np.float64)
