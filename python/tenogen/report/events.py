"""When milestones are reached and which adverse signs appear in a run."""

from __future__ import annotations

from tenogen.cohort.assumptions import ALL_SIGNS
from tenogen.cohort.fields import is_number
from tenogen.cohort.simulated import ADVERSE_SIGNS

from .arm import Arm
from .arm_markup import arm_name
from .markup import Markup, escaped, heading_cell, joined, missing, paragraph, row, table, tag
from .number_text import NOTHING, named, shown, split_unit

NEVER = "not reached"
MILESTONES_PREDICTED, SIGNS_PREDICTED = "milestones predicted", "adverse signs predicted"  # of summary.json
ENDS = ("low 95 %", "high 95 %")
LIMIT = ("largest [-]", "limit [-]", "limit low 95 % [-]", "limit high 95 % [-]")
CHANCE = "chance [-]"
SMALLEST_CHANCE = 1e-3  # shown as a number
THRESHOLDS = ("Clinical/Events/Daily activity VAS [-]", "Clinical/Events/Sport force [N]",
              "Clinical/VISA-A/Tolerable strain [-]", "Clinical/Events/Sport VAS [-]")
LARGEST_STRAIN = "largest strain in the gap, 95th percentile [-]"


def milestones(arms: list[Arm]) -> Markup:
    """The table: months, and below each the range that scatter of answers makes, where the run has it."""
    names = dict.fromkeys(name for arm in arms for name in arm.run.milestones)
    rows = [row(f"{split_unit(name)[0]}, from month", *(_milestone(arm, name) for arm in arms)) for name in names]
    if not rows:
        return missing("No milestones: summary.json has none.") if arms else Markup()
    parts = [table("Milestones", ["first tolerable", *map(arm_name, arms)], rows)]
    if any(arm.group(MILESTONES_PREDICTED) for arm in arms):
        parts.append(paragraph("Below a month: the month for a patient whose answers lie at the good end of the 95 % "
                               "range, to that for a patient at the bad end."))
    return joined([*parts, *_thresholds(arms)])


def _milestone(arm: Arm, name: str) -> Markup:
    reached, predicted = arm.run.milestones, arm.group(MILESTONES_PREDICTED).get(name)
    if name not in reached:
        return escaped(NOTHING)
    if not isinstance(predicted, dict) or not all(end in predicted for end in ENDS):
        return escaped(_month(reached[name]))
    ends = dict.fromkeys(_month(predicted[end], 2) for end in ENDS)
    return joined([_month(reached[name]), tag("span", " to ".join(ends), class_="range")])


def _month(value: object, digits: int = 3) -> str:
    return NEVER if value is None else shown(value, digits)


def _thresholds(arms: list[Arm]) -> list[Markup]:
    """What the milestones mean, once for arms of one meaning."""
    labels: dict[str, list[str]] = {}
    for arm in arms:
        labels.setdefault(_thresholds_of(arm), []).append(arm.label)
    return [paragraph("" if len(labels) == 1 else f"{', '.join(own)}: ", text) for text, own in labels.items()]


def _thresholds_of(arm: Arm) -> str:
    daily, force, strain, sport = map(arm.run.number, THRESHOLDS)
    return (f"Daily activity: VAS below {shown(daily)}. Recreational sport: the weakest section bears {shown(force)} N at "
            f"{shown(100 * strain)} % strain, and VAS in sport is {shown(sport)} or less. Thresholds are assumed.")


def signs(arms: list[Arm]) -> Markup:
    """The table: yes or no, and below how near the limit was, where the run has it."""
    present = [arm for arm in arms if arm.group(ADVERSE_SIGNS)]
    if not present:
        return missing("No adverse signs: summary.json has none.") if arms else Markup()
    rows = [[heading_cell(sign), *(_sign(arm, sign) for arm in present)] for sign in ALL_SIGNS]
    rows.append(row(named(LARGEST_STRAIN), *(shown(arm.group(ADVERSE_SIGNS).get(LARGEST_STRAIN)) for arm in present)))
    parts = [table("Adverse signs at any time of the run", ["sign", *map(arm_name, present)], rows)]
    if any(arm.group(SIGNS_PREDICTED) for arm in present):
        parts.append(paragraph("Below a sign: the largest value in the run, the limit with the range that contains the "
                               "limits of 95 % of people, and the chance that a person's limit was exceeded (assumed "
                               "scatter of limits)."))
    return joined([*parts, paragraph("Re-rupture, infection, nerves and clots are not simulated.")])


def _sign(arm: Arm, sign: str) -> Markup:
    shows = arm.group(ADVERSE_SIGNS).get(sign)
    return tag("td", shown(shows), _chance(arm.group(SIGNS_PREDICTED).get(sign)), class_="adverse" if shows is True else None)


def _chance(predicted: object) -> Markup:
    """How near a sign is; nothing where the run does not say."""
    if not isinstance(predicted, dict):
        return Markup()
    largest, limit, low, high = (shown(predicted.get(name), 2) for name in LIMIT)
    chance = predicted.get(CHANCE)
    if is_number(chance):
        chance_text = f"{shown(100 * chance, 2)} %" if chance >= SMALLEST_CHANCE else f"below {shown(100 * SMALLEST_CHANCE, 1)} %"
    else:
        chance_text = shown(chance)
    return joined([tag("span", f"largest {largest}, limit {limit} ({low} to {high})", class_="range"),
                   tag("span", f"chance {chance_text}", class_="range")])
