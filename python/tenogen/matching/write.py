"""The files of a matching."""

from __future__ import annotations

from pathlib import Path

from tenogen.runs.files import written_aside

from .matching import Matching
from .next_study import next_study
from .pair_plot import pair_plot
from .record import as_csv, as_json
from .region import Levels, Range

FOLDER = "matching"  # in that of the study, with a folder for each arm
FILES = TABLE, RECORD, PICTURE, NEXT_STUDY = "points.csv", "matching.json", "pairs.png", "not_ruled_out.json"


def default_folder(matching: Matching) -> Path:
    """Where the files of an arm go."""
    return matching.study.folder / FOLDER / matching.arm


def write(matching: Matching, ranges: list[Range | Levels], folder: Path) -> None:
    """Writes table, record and picture, then the new study; each file aside and renamed when it is whole.

    Files of an earlier matching go first: where the disk is full, there are no two matchings side by side. Raises
    CohortError where too little is left for a new study.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    record = as_json(matching, ranges)
    for name, content in ((TABLE, _encoded(as_csv(matching))), (RECORD, _encoded(record)), (PICTURE, pair_plot(matching))):
        with written_aside(folder / name) as aside:
            aside.write_bytes(content)
    file = folder / NEXT_STUDY
    text = next_study(matching, ranges, file)
    with written_aside(file) as aside:
        aside.write_bytes(_encoded(text))


def _encoded(text: str) -> bytes:
    """Text in UTF-8; names of files may hold what is none."""
    return text.encode("utf-8", errors="backslashreplace")
