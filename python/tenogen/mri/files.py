"""Files that are given on the command line."""

from __future__ import annotations

from pathlib import Path

from .errors import MriError
from .run_visits import visit_files


def require_file(path: Path) -> None:
    """An MriError where a file is expected and a folder is given; it lists the visits where this is that of a run."""
    if not path.is_dir():
        return
    visits = visit_files(path) or sorted(path.glob("visit_*.h5"))
    if visits:
        names = map(str, sorted(visits, key=lambda file: (len(file.name), file.name)))
        raise MriError(f"{path}: this is a folder. Give one of its visits: {', '.join(names)}.")
    if (path / "parameters.prm").is_file():
        raise MriError(f"{path}: this run has no images in mri/. Run it with MRI/Write = true, and visits.")
    raise MriError(f"{path}: this is a folder. Give a file; dcm2niix makes one from a DICOM series.")
