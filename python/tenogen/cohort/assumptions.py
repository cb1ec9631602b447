"""Every number that stands between a simulated tendon and a clinical report. All are assumed unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scatter:
    """Mean and standard deviation of what is added to a patient's answer, in the unit of the observable."""

    mean: float
    sd: float


# Natural history, attention and regression to the mean: the better score that patients report without any cause
# in the tendon.
NON_SPECIFIC = {"vas": Scatter(-2.0, 1.0), "vas_sport": Scatter(-2.0, 1.0), "visa_a": Scatter(12.0, 8.0)}

# What of a run stands for a complication. Strain above the caution level is named, but is none.
COMPLICATION_SIGNS = ("overload", "relapse of inflammation", "fibre strain above failure")
ALL_SIGNS = COMPLICATION_SIGNS + ("fibre strain above caution",)

NO_SCATTER = Scatter(0.0, 0.0)


@dataclass(frozen=True)
class Assumptions:
    """How a simulated tendon is observed, and how the comparison is drawn."""

    non_specific: bool = False        # whether the non-specific term is added to scores after month 0
    regenerated_share: float = 0.5    # `gap regenerated share [-]` from which a reader of MRI finds a tendon
    fluid_change: float = 0.1         # relative change of `gap fluid volume [mm^3]` that a reader of MRI sees
    virtual_cohorts: int = 20000      # how many are drawn
    seed: int = 1                     # of the drawing

    def shift_of(self, name: str, month: float) -> Scatter:
        """The non-specific term of an observable at a visit."""
        return NON_SPECIFIC.get(name, NO_SCATTER) if self.non_specific and month > 0 else NO_SCATTER
