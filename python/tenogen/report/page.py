"""The whole page: sections, contents, style and script in one file."""

from __future__ import annotations

from pathlib import Path

from tenogen.cohort.cohort import Cohort

from .arm import Arm
from .arm_markup import arm_name
from .budgets import budgets
from .courses import courses
from .limits import NO_PREDICTION, limits, provenance
from .markup import Markup, joined, link, paragraph, tag
from .mri import mri
from .outcomes import outcomes
from .overview import overview
from .series import series
from .solids import solids

HERE = Path(__file__).parent
# No picture, script or font may come from anywhere but this file.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
CONTENTS = {"what-was-run": "What was run", "outcomes": "Outcomes at the visits", "series": "Beside a clinical series",
            "courses": "Courses over time", "mri": "Virtual MRI", "pictures": "The tendon at the visits",
            "budgets": "Budgets and solver", "limits": "Assumptions and limits", "provenance": "Provenance"}


def page(arms: list[Arm], cohort: Cohort | None) -> str:
    """The page as HTML. Raises RunError or CohortError where something cannot be read."""
    title = f"tenogen report: {', '.join(arm.title or arm.label for arm in arms)}"
    return assembled(title, _header(arms), CONTENTS, [
        overview(arms), outcomes(arms), series(arms, cohort), courses(arms), mri(arms), solids(arms), budgets(arms),
        limits(arms), provenance(arms)])


def assembled(title: str, header: Markup, contents: dict[str, str], sections: list[Markup]) -> str:
    """A page of sections; `contents` are their identifiers with what they are called."""
    head = tag("head", tag("meta", charset="utf-8"), tag("title", title),
               tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
               tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
               tag("meta", name="color-scheme", content="light dark"),
               tag("style", _file("style.css")))
    entries = tag("ol", *(tag("li", link(target, name)) for target, name in contents.items()))
    navigation = tag("nav", tag("h2", "Contents"), entries, aria_label="Contents")
    body = tag("body", link("content", "Skip to the content"), header, navigation,
               tag("main", joined(sections, "\n"), id="content"), tag("script", _file("viewer.js")))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _header(arms: list[Arm]) -> Markup:
    names = [tag("li", arm_name(arm), ": ", arm.title or "without a title",
                 "" if arm.run.state == "complete" else tag("strong", f" ({arm.run.state})")) for arm in arms]
    return tag("header", tag("h1", "Healing of an Achilles tendon, simulated"), tag("ul", *names, class_="arm-list"),
               paragraph(tag("strong", NO_PREDICTION), " Compare each run with the untreated one.", class_="warning"))


def _file(name: str) -> Markup:
    return Markup((HERE / name).read_text(encoding="utf-8"))
