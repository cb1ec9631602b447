"""The pictures of a sensitivity analysis, where there are some."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from tenogen.json_files import read_object
from tenogen.studies.study_folder import StudyError

from ..markup import Markup, figure, missing, paragraph, scrolling, section, tag
from ..number_text import month_text
from .outcomes import title_of

KINDS = {".png": "image/png", ".svg": "image/svg+xml"}
RECORD = "sensitivity.json"
# What a diagram shows of an outcome.
SHOWN = {
    "sobol": "share of the variance that each parameter explains (Sobol indices)",
    "tornado": "change when one parameter goes from low to high (tornado diagram)",
    "response": "dependence on the most influential parameters",
    "morris": "effect of each parameter over its range (Morris' measures)",
}


def sensitivity(folder: Path) -> Markup:
    """The section: every picture below `sensitivity` in the folder of the study. Raises StudyError where a record of an
    analysis is damaged."""
    place = folder / "sensitivity"
    pictures = sorted(file for file in place.rglob("*") if file.suffix in KINDS) if place.is_dir() else []
    if not pictures:
        return section("sensitivity", "Sensitivity", missing(
            "No pictures of a sensitivity analysis in the folder of the study (sensitivity/*.png or *.svg). "
            "`tenogen sensitivity STUDY` makes them."))
    titles = {file: title for record in sorted(place.rglob(RECORD)) for file, title in _titles(record).items()}
    order = {file: number for number, file in enumerate(titles)}
    pictures.sort(key=lambda file: order.get(file, len(order)))  # those of the user come last
    what = paragraph("How much each parameter contributes to the spread of an outcome.")
    return section("sensitivity", "Sensitivity", what,
                   *(_picture(file, titles.get(file, f"Picture from the file {file.relative_to(place)}"))
                     for file in pictures))


def _titles(record: Path) -> dict[Path, str]:
    """The pictures that `tenogen sensitivity` has written beside its record, with what they show."""
    advice = "Run `tenogen sensitivity` again."
    pictures = read_object(record, StudyError, advice).get("pictures")
    try:
        return {record.with_name(picture["file"]): _title(picture) for picture in pictures}
    except (KeyError, TypeError) as error:
        raise StudyError(f"{record}: 'pictures' does not say what each picture shows. {advice}") from error


def _title(picture: dict[str, Any]) -> str:
    month = "" if picture["month"] is None else f" at {month_text(picture['month'])}"
    return f"{title_of(picture['outcome'])}{month}, arm {picture['arm']}: {SHOWN[picture['diagram']]}"


def _picture(file: Path, title: str) -> Markup:
    address = f"data:{KINDS[file.suffix]};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"
    picture = tag("img", src=address, alt=f"Sensitivity analysis. {title}")
    return figure(title, scrolling(title, picture), class_="wide-picture")
