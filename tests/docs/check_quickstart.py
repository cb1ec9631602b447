#!/usr/bin/python3
"""Looks at what scripts/quickstart.sh has left: runs, pictures and report.

    tests/docs/check_quickstart.py results/quickstart

Exit code 1, with a line for each, where something is missing or wrong.
"""

from __future__ import annotations

import base64
import binascii
import csv
import html.parser
import io
import json
import re
import sys
from pathlib import Path

import matplotlib.image
import numpy as np

ARMS = ("treated", "untreated")
PICTURES = ("time_courses.png", "sections_treated.png", "sections_untreated.png")
SMALLEST_PICTURE = 300, 400   # pixels, height and width
SMALLEST_IMAGE = 20, 20       # of one in the report: a slice of few voxels
SMALLEST_SHARE = 0.005        # of the pixels that are not the background
REPORT_IMAGES = 10            # slices and views of the tendon, at least


class Report(html.parser.HTMLParser):
    """Text and images of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.text = ""
        self.images: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self.inside.append(tag)
        self.images += [value or "" for name, value in attrs if tag == "img" and name == "src"]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.text += data + " "


def wrong_with_image(png: bytes, smallest: tuple[int, int]) -> str:
    """What is wrong with a picture; nothing where it shows something."""
    try:
        pixels = matplotlib.image.imread(io.BytesIO(png), format="png")
    except Exception as error:  # readers of images raise what they like
        return f"cannot be read as PNG: {error}"
    height, width = pixels.shape[:2]
    if height < smallest[0] or width < smallest[1]:
        return f"has {width} x {height} pixels; at least {smallest[1]} x {smallest[0]} are expected"
    channels = np.round(255 * pixels.reshape(height * width, -1)).astype(np.uint32)
    colours = channels @ (np.uint32(256) ** np.arange(channels.shape[1], dtype=np.uint32))  # one number per pixel
    _, counts = np.unique(colours, return_counts=True)
    if 1 - counts.max() / counts.sum() < SMALLEST_SHARE:
        return "is blank"
    return ""


def mistakes_of_run(folder: Path) -> list[str]:
    """What is wrong with the folder of a run."""
    needed = ("COMPLETE", "history.csv", "summary.json", "fields/fields.xdmf")
    missing = [f"{folder / name} is missing" for name in needed if not (folder / name).is_file()]
    if missing:
        return missing
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    last = summary["visits"][-1]["month"]
    text = (folder / "history.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    mistakes = []
    if last != 24:
        mistakes.append(f"{folder}: the last visit is at month {last}, not 24")
    if not text.endswith("\n") or abs(float(rows[-1]["time [month]"]) - 24) > 0.01:
        mistakes.append(f"{folder / 'history.csv'} does not end with a whole row at month 24")
    return mistakes


def mistakes_of_pictures(folder: Path) -> list[str]:
    """What is wrong with the pictures and the table of outcomes."""
    mistakes = []
    for name in PICTURES:
        file = folder / name
        if not file.is_file():
            mistakes.append(f"{file} is missing")
        elif wrong := wrong_with_image(file.read_bytes(), SMALLEST_PICTURE):
            mistakes.append(f"{file} {wrong}")
    for name in ("outcomes.md", "outcomes.csv"):
        file = folder / name
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        mistakes += [f"{file} does not name {arm}" for arm in ARMS if not re.search(rf"\b{arm}\b", text)]
    return mistakes


def mistakes_of_report(file: Path) -> list[str]:
    """What is wrong with the report."""
    if not file.is_file():
        return [f"{file} is missing"]
    page = file.read_text(encoding="utf-8")
    report = Report(page)
    mistakes = [f"{file} does not name the arm {arm}" for arm in ARMS if not re.search(rf"\b{arm}\b", report.text)]
    parts = ("Outcomes", "Courses", "Virtual MRI")
    mistakes += [f"{file} has no '{part}'" for part in parts if part not in report.text]
    images = [image.removeprefix("data:image/png;base64,") for image in report.images]
    if len(images) < REPORT_IMAGES:
        mistakes.append(f"{file} has {len(images)} images; at least {REPORT_IMAGES} are expected")
    for number, image in enumerate(images, 1):
        try:
            wrong = wrong_with_image(base64.b64decode(image, validate=True), SMALLEST_IMAGE)
        except binascii.Error as error:
            wrong = f"is no image: {error}"
        if wrong:
            mistakes.append(f"{file}: image {number} {wrong}")
    if not page.rstrip().endswith("</html>"):
        mistakes.append(f"{file} does not end with </html>")
    return mistakes


def mistakes_of_quickstart(folder: Path) -> list[str]:
    """What is wrong with all of it."""
    mistakes = [mistake for arm in ARMS for mistake in mistakes_of_run(folder / arm)]
    return mistakes + mistakes_of_pictures(folder / "pictures") + mistakes_of_report(folder / "report.html")


def main(words: list[str]) -> int:
    """The command line."""
    if len(words) != 1:
        print("Usage: check_quickstart.py FOLDER, as in results/quickstart", file=sys.stderr)
        return 2
    mistakes = mistakes_of_quickstart(Path(words[0]))
    for mistake in mistakes:
        print(f"check_quickstart.py: {mistake}", file=sys.stderr)
    if not mistakes:
        print(f"{words[0]}: runs, pictures and report are as they should be.")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
