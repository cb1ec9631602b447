"""Whether files can be read, and writing them so that a file with its final name is complete."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator


def require_readable(path: Path) -> None:
    """Raises OSError where a file is missing or cannot be opened. Libraries report this in many ways."""
    with path.open("rb"):
        pass


def last_change(file: Path) -> tuple[int, int, int] | None:
    """Differs from one state of a file to the next; None where it is missing."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A name in the same folder to write to. The file gets the name `path` when the block ends, and is removed on failure."""
    aside = path.with_name(f".unfinished.{os.getpid()}.{path.name}")
    try:
        yield aside
        os.replace(aside, path)
    except OSError as error:
        error.filename = error.filename or str(path)  # a full disk is reported without a name
        raise
    finally:
        aside.unlink(missing_ok=True)
