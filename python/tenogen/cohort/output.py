"""Where a comparison may be written: asked before it is computed, and never at the cost of what it is made of."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from .mistakes import CohortError

OF_A_RUN = ("parameters.prm", "provenance.json")  # files of a run directory, both there from its start


def require_writable(file: Path, inputs: Iterable[Path], overwrite: bool) -> None:
    """Throws CohortError where `file` is one of the inputs, lies in one of them or in the folder of any run, or is there
    already without `overwrite`; OSError where its folder is not there or not open to writing."""
    given = [path.resolve() for path in inputs]
    place = file.resolve()
    if place in given or file.exists() and any(file.samefile(path) for path in given if path.exists()):
        raise CohortError(f"--json {file}: this is an input of the comparison. Give another file.")
    for folder in filter(Path.is_dir, place.parents):
        if folder in given or all((folder / name).is_file() for name in OF_A_RUN):
            raise CohortError(f"--json {file}: lies in {folder}, the folder of a run or a study. Give a place outside.")
    if file.exists() and not file.is_file():
        raise CohortError(f"--json {file}: is there, and no ordinary file. Give another one.")
    if file.exists() and not overwrite:
        raise CohortError(f"--json {file}: there is such a file already. Give another one, or --overwrite.")
    _require_open(file.parent)


def _require_open(folder: Path) -> None:
    """The OSError that writing to a folder would end with."""
    if not folder.is_dir():
        code = errno.ENOTDIR if folder.exists() else errno.ENOENT
    elif not os.access(folder, os.W_OK | os.X_OK):
        code = errno.EACCES
    else:
        return
    raise OSError(code, os.strerror(code), str(folder))
