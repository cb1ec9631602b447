"""Files that are there, and files that are whole."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from .errors import MriError


def readable(path: Path) -> None:
    """An OSError where a file is not there or cannot be opened: what the library says of it may be anything."""
    with path.open("rb"):
        pass


def require_absent(path: Path, overwrite: bool) -> None:
    """An MriError where a file would be replaced without leave."""
    if path.exists() and not overwrite:
        raise MriError(f"{path}: there is such a file already. Give another --output, or --overwrite.")


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; the file takes its own name when it is whole, and goes when it is not."""
    aside = path.with_name(f".unfinished.{os.getpid()}.{path.name}")
    try:
        yield aside
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
