"""One arm of a study, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tenogen.runs.parameters import Entry, read_parameters
from tenogen.studies.results import ArmResults, Results
from tenogen.studies.study_folder import DONE, Status, StudyError, StudyFolder

from ..arm import MAX_ARMS


@dataclass(frozen=True, eq=False)
class StudyArm:
    """An arm, and its number among the study's, which decides its colour. `results` are None before collecting."""

    study: StudyFolder
    label: str
    number: int
    results: ArmResults | None

    @cached_property
    def statuses(self) -> list[Status]:
        """The state of its run at each point."""
        return self.study.statuses(self.label)

    @property
    def done(self) -> list[Status]:
        """The points where it is done."""
        return [status for status in self.statuses if status.state == DONE]

    @cached_property
    def parameters(self) -> dict[str, Entry]:
        """Entries of the arm's parameter file by their path."""
        return read_parameters(self.study.folder / "arms" / f"{self.label}.prm")


def arms_of(study: StudyFolder, results: Results | None) -> list[StudyArm]:
    """The arms of a study. Raises StudyError where there are more than can be told apart."""
    if len(study.arms) > MAX_ARMS:
        raise StudyError(f"{study.folder}: {len(study.arms)} arms in one diagram cannot be told apart; at most "
                         f"{MAX_ARMS}.")
    return [StudyArm(study, name, number, results.arms.get(name) if results else None)
            for number, name in enumerate(study.arms)]
