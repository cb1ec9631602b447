"""How far a simulated and a reported value may differ without meaning anything. All numbers are assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tenogen.cohort.mistakes import CohortError, nearest
from tenogen.cohort.observables import OBSERVABLES, Kind

# Standard deviation between the patients of a series, beyond the noise of an answer: of scores the size of the
# non-specific term's own.
PATIENT_SD = {"vas": 1.0, "vas_sport": 1.0, "visa_a": 10.0, "daily_activity": 1.0, "recreational_sport": 1.0}

# Standard deviation of what the model gets wrong even where its parameters are right (structural uncertainty).
MODEL_SD = {"vas": 1.0, "vas_sport": 1.0, "visa_a": 10.0, "daily_activity": 1.0, "recreational_sport": 1.0}

CUT_OFF = 3.0  # Pukelsheim (1994): at least 95 % of any unimodal distribution lie within three standard deviations
NUMBERS = [name for name, observable in OBSERVABLES.items() if observable.kind is not Kind.SIGN]


@dataclass(frozen=True)
class Uncertainty:
    """What stands between a point's run and the series, per observable in its unit."""

    patient_sd: dict[str, float] = field(default_factory=lambda: dict(PATIENT_SD))
    model_sd: dict[str, float] = field(default_factory=lambda: dict(MODEL_SD))
    disagreement: float = 0.05  # share of the patients of a point who differ from its run in a yes or no
    cut_off: float = CUT_OFF
    by_second: bool = False     # whether the second-largest discrepancy rules out, not the largest

    def stated(self) -> list[str]:
        """What was assumed, and which of it the user chose."""
        standard = Uncertainty()
        return [f"model's structural uncertainty, standard deviation: {_listed(self.model_sd, standard.model_sd)}",
                 f"between patients, standard deviation: {_listed(self.patient_sd, standard.patient_sd)}; independent at "
                 "each visit; a spread that the series reports is used instead",
                 f"yes or no: {self.disagreement:g} of a point's patients differ from its run "
                 f"({_origin(self.disagreement == standard.disagreement)})",
                 f"ruled out: {'second-largest' if self.by_second else 'largest'} |z| above {self.cut_off:g}"
                 + (" (Pukelsheim's rule)" if self.cut_off == CUT_OFF else " (chosen)")]


def from_words(model: Sequence[str], patient: Sequence[str], disagreement: float, cut_off: float,
               by_second: bool) -> Uncertainty:
    """The uncertainty with the standard deviations given as `observable=number`.

    Raises CohortError with all words that are not allowed.
    """
    mistakes: list[str] = []
    patient_sd, model_sd = _read("--patient-sd", patient, mistakes), _read("--model-sd", model, mistakes)
    if mistakes:
        raise CohortError("\n".join(mistakes))
    return Uncertainty(PATIENT_SD | patient_sd, MODEL_SD | model_sd, disagreement, cut_off, by_second)


def _read(option: str, words: Sequence[str], mistakes: list[str]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for word in words:
        name, _, text = word.partition("=")
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if name not in NUMBERS:
            mistakes.append(f"{option} {word}: not a numerical observable. Did you mean '{nearest(name, NUMBERS)}'? "
                            f"Allowed: {', '.join(NUMBERS)}.")
        elif not 0 <= number < float("inf"):
            mistakes.append(f"{option} {word}: '{text}' is not possible. Allowed: a number, at least 0, in the unit "
                            f"of {name} ({OBSERVABLES[name].unit}).")
        else:
            numbers[name] = number
    return numbers


def _listed(numbers: dict[str, float], standard: dict[str, float]) -> str:
    return ", ".join(f"{name} {number:g}{_unit(name)} ({_origin(number == standard.get(name))})"
                     for name, number in numbers.items())


def _unit(name: str) -> str:
    unit = OBSERVABLES[name].unit
    return "" if unit == "-" else f" {unit}"


def _origin(is_standard: bool) -> str:
    return "assumed" if is_standard else "chosen"
