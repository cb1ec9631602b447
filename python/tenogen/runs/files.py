"""Files: whether they can be read, and writing them so that they are whole where they have their name."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator


def readable(path: Path) -> None:
    """Raises OSError where a file is missing or cannot be opened. Libraries report this in many ways."""
    with path.open("rb"):
        pass


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; the file takes its own name when it is whole, and goes when it is not."""
    aside = path.with_name(f".unfinished.{os.getpid()}.{path.name}")
    try:
        yield aside
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
