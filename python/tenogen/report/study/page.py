"""The page about a study."""

from __future__ import annotations

from tenogen.cohort.cohort import Cohort
from tenogen.studies.results import read_results
from tenogen.studies.study_folder import StudyFolder

from ..arm_markup import arm_name
from ..limits import NO_PREDICTION, limits
from ..markup import Markup, paragraph, tag
from ..page import assembled
from .courses import courses
from .matching import matching
from .outcomes import NOT_COLLECTED, OF_ANOTHER_DESIGN, outcomes
from .overview import runs, varied
from .provenance import provenance
from .sensitivity import sensitivity
from .series import series
from .study_arm import StudyArm, arms_of

CONTENTS = {"varied": "What was varied", "runs": "Runs, costs, failures", "outcomes": "Outcomes at the visits",
            "courses": "Courses over time", "series": "Beside a clinical series", "sensitivity": "Sensitivity",
            "matching": "History matching", "limits": "Assumptions and limits", "provenance": "Provenance"}


def study_page(study: StudyFolder, cohort: Cohort | None) -> str:
    """The page as HTML. Raises StudyError, RunError or CohortError where something cannot be read."""
    results = read_results(study)
    absence = NOT_COLLECTED
    if results is not None and results.design_crc64 != study.marker.get("design crc64"):
        results, absence = None, OF_ANOTHER_DESIGN
    arms = arms_of(study, results)
    drawn = set(results.visits) if results else set()
    return assembled(f"tenogen study: {study.title}", _header(study, arms), CONTENTS, [
        varied(study, arms), runs(arms), outcomes(arms, results, absence, cohort), courses(arms, results, absence),
        series(arms, cohort, drawn), sensitivity(study.folder), matching(study), limits(arms),
        provenance(study, arms, cohort)])


def _header(study: StudyFolder, arms: list[StudyArm]) -> Markup:
    names = [tag("li", arm_name(arm), f": {len(arm.done)} of {study.n_points} points done") for arm in arms]
    return tag("header", tag("h1", study.title), tag("ul", *names, class_="arm-list"),
               paragraph(tag("strong", NO_PREDICTION), " The spread over the points comes from the parameters that "
                         "were varied. It is not a probability of healing.", class_="warning"))
