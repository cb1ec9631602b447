"""What the numbers are worth: what the model leaves out, what is assumed, where the runs are from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tenogen.runs.parameters import NOT_STATED

from .arm import Arm
from .arm_markup import WithParameters, arm_name
from .markup import Markup, bullets, joined, missing, paragraph, row, section, table, tag
from .number_text import NOTHING, shown

GRADES = ("measured", "modelled", "assumed", NOT_STATED)

NO_PREDICTION = "Simulated outcome of a model with assumed parameters; not a clinical prediction."

# Sentences of docs/model.md, sections 1 and 7; a test compares them.
NOT_FOR_CLINICAL_USE = (
    "The model has not been validated on patients. It may be used to study mechanisms and to plan measurements, never "
    "to diagnose, to choose or dose a treatment, or to predict for a person.")
NOT_MODELLED = (
    "Muscle atrophy and nervous control; types of immune cells; rupture and damage; time-dependent stress "
    "(viscoelasticity) and flow of pore fluid; permanent elongation; oxygen and blood vessels; growth other than "
    "swelling; friction with the paratenon; drug pharmacology. Healing tendon thickens for months beyond its water "
    "content, and the model does not capture this. A prognosis for an individual patient is not a goal.")
TRUST = (
    ("Well founded", "the balance laws, and the tests showing that the program solves the equations given here."),
    ("Plausible", "the elastic law of intact tendon, orders of magnitude of rates, the existence of a narrow strain "
                  "window."),
    ("Hypothesis", "bistability, stromal memory, the role of the cells, the dose threshold, coverage."),
    ("Not to be used", "absolute scores, the future of an individual patient, any claim of efficacy. "
                       "Say \"compatible with\"."),
)
SCORES_TUNED = "everything else is hand-tuned towards the medians of the series"

PROVENANCE = ("version", "git revision", "build type", "compiler", "deal.II", "PETSc", "PETSc options",
              "parameters crc64", "seed", "started", "host", "ranks", "mesh cells", "mesh vertices", "branched from",
              "resumed")


def limits(arms: Sequence[WithParameters]) -> Markup:
    """The section on assumptions."""
    trust = bullets(joined([tag("strong", grade), ": ", what]) for grade, what in TRUST)
    return section("limits", "Assumptions and limits",
                   paragraph(tag("strong", "Not for clinical use. "), NOT_FOR_CLINICAL_USE),
                   tag("h3", "What the model leaves out"), paragraph(NOT_MODELLED),
                   tag("h3", "How far to trust it"), trust,
                   paragraph("The weights of the clinical scores follow the parts of the questionnaire; ", SCORES_TUNED,
                             ". Agreement with them is therefore no validation. There is no controlled series to test "
                             "against."),
                   tag("h3", "Which parameters are assumed"), *(_confidence(arm) for arm in arms), _assumed(arms))


def _confidence(arm: WithParameters) -> Markup:
    """How many parameters may be trusted how far."""
    claims = [entry for entry in arm.parameters.values() if not entry.is_choice]
    counts = Counter(entry.confidence for entry in claims)
    changed = sum(not entry.is_default for entry in claims)
    grades = ", ".join(f"{counts[grade]} {grade}" for grade in GRADES if counts[grade])
    return paragraph(f"{arm.label}: of {len(claims)} parameters that describe the tissue, the treatment or the "
                     f"imaging, {grades}; {len(arm.parameters) - len(claims)} others are the user's or numerical "
                     f"choices. The grade is that of the default; {changed} of these parameters have another value.")


def _assumed(arms: Sequence[WithParameters]) -> Markup:
    """Every assumed parameter with its value in each arm."""
    paths = dict.fromkeys(entry.path for arm in arms for entry in arm.parameters.values()
                          if entry.confidence == "assumed" and not entry.is_choice)
    rows = []
    for path in paths:
        entries = [arm.parameters.get(path) for arm in arms]
        source = next(entry.source for entry in entries if entry)
        rows.append(row(path, *(entry.value if entry else NOTHING for entry in entries), source))
    if not rows:
        return Markup()
    heads = ["Section/Entry [unit]", *(arm.label for arm in arms), "source"]
    return tag("details", tag("summary", f"All {len(rows)} assumed parameters"),
               table("Assumed parameters", heads, rows, "words"))


def provenance(arms: list[Arm]) -> Markup:
    """The section on where the runs are from."""
    untold = [missing(f"{arm.label}: there is no provenance.json, so the origin of the run is unknown.")
              for arm in arms if not arm.run.provenance]
    present = [arm for arm in arms if arm.run.provenance]
    rows = [row(key, *(_provenance(arm, key) for arm in present)) for key in PROVENANCE
            if any(key in arm.run.provenance for arm in present)]
    rows.append(row("run directory", *(arm.run.folder.resolve().name for arm in present)))
    origins = table("Where the runs are from", ["", *map(arm_name, present)], rows, "words") if present else ""
    return section("provenance", "Provenance", *untold, origins)


def _provenance(arm: Arm, key: str) -> str:
    value = arm.run.provenance.get(key)
    if isinstance(value, list):
        return "; ".join(map(_in_words, value)) or "never"
    return shown(value) if not isinstance(value, str) else value or NOTHING


def _in_words(entry: object) -> str:
    return ", ".join(f"{name} {part}" for name, part in entry.items()) if isinstance(entry, dict) else str(entry)
