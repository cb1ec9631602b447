"""The pictures of a sensitivity analysis, where there are some."""

from __future__ import annotations

import base64
from pathlib import Path

from ..markup import Markup, figure, missing, paragraph, scrolling, section, tag

KINDS = {".png": "image/png", ".svg": "image/svg+xml"}


def sensitivity(folder: Path) -> Markup:
    """The section: every picture below `sensitivity` in the folder of the study."""
    place = folder / "sensitivity"
    pictures = sorted(file for file in place.rglob("*") if file.suffix in KINDS) if place.is_dir() else []
    if not pictures:
        return section("sensitivity", "Sensitivity", missing(
            "No pictures of a sensitivity analysis in the folder of the study (sensitivity/*.png or *.svg)."))
    return section("sensitivity", "Sensitivity", paragraph("How much of the spread of an outcome each parameter brings."),
                   *(_picture(file, place) for file in pictures))


def _picture(file: Path, place: Path) -> Markup:
    name = str(file.relative_to(place).with_suffix("")).replace("_", " ").replace("/", ": ")
    address = f"data:{KINDS[file.suffix]};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"
    picture = tag("img", src=address, alt=f"Sensitivity analysis: {name}")
    return figure(name, scrolling(name, picture), class_="wide-picture")
