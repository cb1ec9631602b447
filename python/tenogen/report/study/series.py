"""Each arm of a study as a virtual cohort beside a clinical series, by the code of `tenogen compare`."""

from __future__ import annotations

from tenogen.cohort.assumptions import Assumptions
from tenogen.cohort.cohort import Cohort
from tenogen.cohort.compare import compare
from tenogen.studies.study_folder import missing_runs_text

from ..markup import Markup, missing, paragraph, section, tag
from ..series import comparison
from .outcomes import distribution_id
from .study_arm import StudyArm

TITLE = "Beside a clinical series"
FEWEST = 2  # runs that make a virtual cohort


def series(arms: list[StudyArm], cohort: Cohort | None, drawn: set[str]) -> Markup:
    """The section; names lead to the distributions of the outcomes `drawn`."""
    if cohort is None:
        return section("series", TITLE, missing("No series was given (--cohort FILE)."))
    heading = [paragraph(tag("strong", cohort.title), f", n = {cohort.n}. {cohort.citation}"),
               paragraph("Each arm is a virtual cohort, from which series of the reported size are drawn. This is "
                         "meaningful if the points differ as patients do. If they differ in unknown parameters, use "
                         "the history matching below, which judges each point. If the arm without cells is compatible "
                         "as well, the agreement says nothing about the cells.")]
    compared = [arm for arm in arms if len(arm.done) >= FEWEST]
    notes = [missing(f"{arm.label}: not compared, because only {len(arm.done)} of its runs are done (at least {FEWEST} "
                     "are needed).") for arm in arms if arm not in compared]
    results = {arm: compare([arm.study.run(status.point, arm.label) for status in arm.done], cohort, Assumptions(),
                            absent=list(filter(None, [missing_runs_text(arm.statuses)]))) for arm in compared}
    table = comparison(results, {name: distribution_id(name) for name in drawn}, "arm") if results else ""
    return section("series", TITLE, *heading, *notes, table)
