"""Reading HDF5 files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import h5py

from .errors import TenogenError
from .runs.files import require_readable


@contextmanager
def opened_hdf5(path: Path, error: type[TenogenError], advice: str) -> Iterator[h5py.File]:
    """A file for reading.

    Whatever h5py finds wrong with the file, or with what is read from it while it is open, is raised as `error`, whose
    message ends with `advice`. OSError where the file is missing or cannot be opened.
    """
    require_readable(path)
    try:
        with h5py.File(path, "r") as file:
            yield file
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError) as problem:
        raise error(f"{path}: cannot be read as HDF5: {problem}. {advice}") from problem


def text_of(attribute: str | bytes) -> str:
    """A text attribute or item, which h5py gives as bytes where its length is fixed."""
    return attribute.decode(errors="replace") if isinstance(attribute, bytes) else str(attribute)
