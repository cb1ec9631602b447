"""Which points a clinical series does not rule out, as `tenogen compare --match` has written it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tenogen.json_files import read_object
from tenogen.studies.study_folder import StudyError, StudyFolder

from ..markup import (Markup, breakable, bullets, figure, heading_cell, joined, missing, paragraph, png_uri, row,
                      scrolling, section, table, tag)
from ..number_text import NOTHING, named, shown

SCHEMA = "tenogen matching 1"
SHOWN = 15  # points of the table
TITLE = "History matching: what is not ruled out"
NONE_YET = "No points have been judged. `tenogen compare STUDY --match` does this."


def matching(study: StudyFolder) -> Markup:
    """The section, with a part for each arm that was matched."""
    records = sorted(study.folder.glob("matching/*/matching.json"))
    if not records:
        return section("matching", TITLE, missing(NONE_YET))
    return section("matching", TITLE, *(_arm(_read(file), file, study) for file in records))


def _read(file: Path) -> dict[str, Any]:
    record = read_object(file, StudyError, "Match again with `tenogen compare --match`.")
    if record.get("schema") != SCHEMA:
        raise StudyError(f"{file}: not a matching of this version. Match again with `tenogen compare --match`.")
    return record


def _arm(record: dict[str, Any], file: Path, study: StudyFolder) -> Markup:
    try:
        name = record["study"]["arm"]
        cut_off = record["uncertainty"]["cut_off"]
        share = record["not ruled out"] / record["judged"]
        parts = [tag("h3", f"Arm {name}"), _stale(record, study),
                 paragraph(tag("strong", f"{record['not ruled out']} of {record['judged']} judged points ({share:.0%})"),
                           f" are not ruled out by {record['cohort']['title']}: their implausibility is at most "
                           f"{cut_off:g}."),
                 bullets(record["warnings"]), _readings(record), _alternatives(record), _points(record), _ranges(record),
                 _picture(file, name),
                 tag("details", tag("summary", "Assumed in the matching"), bullets(record["assumed"])),
                 paragraph(record["note"], class_="warning")]
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise StudyError(f"{file}: damaged, {error} is missing. Match again with `tenogen compare --match`.") from error
    return joined(parts)


def _stale(record: dict[str, Any], study: StudyFolder) -> Markup:
    """Says so where the study has changed since."""
    arm = record["study"]["arm"]
    done = sum(status.state == "done" for status in study.statuses(arm)) if arm in study.arms else 0
    if record["study"]["design crc64"] == study.marker.get("design crc64") and done == record["done"]:
        return Markup()
    return missing(f"Made when {record['done']} runs of this arm were done; now {done} are. Match again with "
                   "`tenogen compare --match`.")


def _readings(record: dict[str, Any]) -> Markup:
    rows = []
    for place, reading in enumerate(record["readings"], start=1):
        found = [point["discrepancies"][reading["name"]] for point in record["ranking"]
                 if reading["name"] in point["discrepancies"]]
        sizes = [abs(_number(one["z"])) for one in found]
        ruled_out = sum(size > record["uncertainty"]["cut_off"] for size in sizes)
        note = "" if reading["holds"] else tag("span", "another reading", class_="range")
        rows.append([heading_cell(f"{place}. ", breakable(reading["name"]), note),
                     tag("td", _observed(reading["observed"])), tag("td", _span([one["expected"] for one in found], "never")),
                     tag("td", _span([one["z"] for one in found])), tag("td", f"{ruled_out} of {len(sizes)}")])
    heads = ["reading", "observed", "expected at the points", "z", "points ruled out"]
    return joined([table("What the series reports, and how far the points are from it", heads, rows, "numbers"),
                   paragraph("Only the readings in use can rule out points. z is the difference in standard "
                             "deviations, which combine the series' statistic, its rounding and the model's error.",
                             class_="note")])


def _alternatives(record: dict[str, Any]) -> Markup:
    """What is left under other readings."""
    held = {reading["name"] for reading in record["readings"] if reading["holds"]}
    return bullets(f"With the reading {', '.join(name for name in one['readings'] if name not in held)}, "
                   f"{one['not ruled out']} of {one['judged']} points would not be ruled out."
                   for one in record["other readings"])


def _points(record: dict[str, Any]) -> Markup:
    names = {reading["name"]: place for place, reading in enumerate(record["readings"], start=1) if reading["holds"]}
    rows = [row(shown(point["point"]), _shown(point["implausibility"]), _shown(point["second-largest"]),
                *(_shown(point["discrepancies"].get(name, {}).get("z")) for name in names),
                "ruled out" if point["ruled out"] else "")
            for point in record["ranking"][:SHOWN]]
    heads = ["point", "I", "second-largest |z|", *(f"z {place}" for place in names.values()), ""]
    caption = (f"The {len(rows)} least implausible points. The numbers of z are those of the table above; points.csv "
               "has all points")
    return table(caption, heads, rows)


def _ranges(record: dict[str, Any]) -> Markup:
    if not record["parameters"]:
        return Markup()
    rows = [row(named(one["label"]), one["prior"], *_ends(one), f"{one['kept share']:.0%}",
                *(shown(one["separation"][name], 2) for name in ("distance", "chance")), _new(one))
            for one in record["parameters"]]
    heads = ["parameter", "prior", "points left", "chance below", "chance above", "kept", "separation", "chance",
             "range of the new study"]
    return joined([table("Parameters of the points that are not ruled out, and their prior", heads, rows, "words"),
                   paragraph("Chance below, above: the probability that as many points drawn at random leave at least "
                             "that much of the range empty at this end. Only a very small one narrows the range of the "
                             "new study. Separation: how well the parameter alone separates the points that are left "
                             "from those ruled out, from 0 to 1, and the probability of that by chance.",
                             class_="note")])


def _ends(one: dict[str, Any]) -> tuple[str, str, str]:
    if "levels left" in one:
        return ", ".join(one["levels left"]), NOTHING, NOTHING
    low, high = one["low"], one["high"]
    return f"{shown(low['outermost'])} to {shown(high['outermost'])}", shown(low["chance"], 2), shown(high["chance"], 2)


def _new(one: dict[str, Any]) -> str:
    if "levels left" in one:
        return f"without {', '.join(one['levels dropped'])}" if one["cut"] else "unchanged"
    cuts = [f"{word} {shown(one[end]['cut'])}" for word, end in (("from", "low"), ("to", "high"))
            if one[end]["cut"] is not None]
    return " ".join(cuts) or "unchanged"


def _picture(file: Path, arm: str) -> Markup:
    picture = file.with_name("pairs.png")
    if not picture.is_file():
        return missing(f"No {picture.name} beside {file.name}.")
    words = (f"The judged points of the arm {arm} in every plane of two parameters, coloured by implausibility. The "
             "tables above give the ranges.")
    title = "Points in every plane of two parameters"
    image = tag("img", src=png_uri(picture.read_bytes()), alt=words)
    return figure(title, scrolling(title, image), class_="wide-picture")


def _number(value: float | str | None) -> float:
    """A number of the record; the word `infinite` stands for one that has no end."""
    return float("inf") if value == "infinite" else float("nan") if value is None else float(value)


def _shown(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return NOTHING if value is None else value
    return shown(round(float(value), 2), 3)


def _span(values: list[float | str | None], infinite: str = "infinite") -> str:
    known = sorted(_number(value) for value in values if value is not None)
    if not known:
        return NOTHING
    return " to ".join(dict.fromkeys(infinite if end == float("inf") else _shown(end) for end in (known[0], known[-1])))


def _observed(value: object) -> str:
    return " to ".join(map(shown, value)) if isinstance(value, list) else shown(value)
