"""Where the study and its runs are from."""

from __future__ import annotations

from collections import Counter

from tenogen.cohort.cohort import Cohort
from tenogen.studies.study_folder import StudyFolder

from ..markup import Markup, row, section, table
from ..number_text import NOTHING, shown
from .study_arm import StudyArm


def provenance(study: StudyFolder, arms: list[StudyArm], cohort: Cohort | None) -> Markup:
    """The section."""
    rows = [row("folder of the study", study.folder.resolve().name)]
    rows += [row(name, shown(study.marker.get(key))) for name, key in
             (("design made by", "program"), ("points", "points"), ("refused points", "refused points"),
              ("study crc64", "study crc64"), ("design crc64", "design crc64"))]
    statuses = [status for arm in arms for status in arm.done]
    for name, counts in (("runs done by", Counter(status.program for status in statuses)),
                         ("on the machines", Counter(status.host for status in statuses))):
        rows.append(row(name, "; ".join(f"{key or 'unknown'}: {count}" for key, count in counts.items()) or NOTHING))
    if cohort:
        rows.append(row("clinical series", f"{cohort.file.name}, SHA-256 {cohort.sha256}"))
    return section("provenance", "Provenance", table("Where the study is from", ["", "study"], rows, "words"))
