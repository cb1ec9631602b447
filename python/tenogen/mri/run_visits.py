"""The virtual MRI of a run: one file of volumes for each visit."""

from __future__ import annotations

from pathlib import Path

from .errors import MriError
from .hdf5 import Hdf5Volumes


def visit_files(run: Path) -> list[Path]:
    """The files mri/visit_<month>.h5 in a run directory."""
    return sorted((run / "mri").glob("visit_*.h5"))


def visit_of(file: Path) -> Hdf5Volumes:
    """The volumes of a visit, with its month. Raises MriError where the file is damaged or has no month."""
    volumes = Hdf5Volumes(file)
    if volumes.month is None:
        raise MriError(f"{file}: its attribute 'month' is missing. Give a file of `tenogen run`.")
    return volumes
