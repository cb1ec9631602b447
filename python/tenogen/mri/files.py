"""Files that are there."""

from __future__ import annotations

from pathlib import Path

from .errors import MriError


def require_absent(path: Path, overwrite: bool) -> None:
    """An MriError where a file would be replaced without leave."""
    if path.exists() and not overwrite:
        raise MriError(f"{path}: there is such a file already. Give another --output, or --overwrite.")
