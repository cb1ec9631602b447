"""Whether runs are patients of one arm: a virtual cohort of several would be a series that nobody has treated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tenogen.runs.run_directory import RunDirectory
from tenogen.studies.study_folder import is_study

from .mistakes import CohortError
from .noise import NAMED, listed

DOSE, PROGRAMME = "Treatment/Dose [cells]", "Load/Programme [day: N]"


def require_one_arm(runs: Sequence[RunDirectory], cohort: Path) -> list[str]:
    """Warnings where runs may be of several arms. Raises CohortError where they are: runs of several arms of a study, or
    some with injected cells and some without."""
    for arms in (_groups(runs, map(_arm_of_study, runs)), _groups(runs, map(_treatment, runs))):
        if len(arms) > 1:
            first = next(iter(arms.values()))
            words = " ".join(str(run.folder) for run in first[:NAMED]) + (" ..." if len(first) > NAMED else "")
            raise CohortError(f"these runs belong to {len(arms)} arms ({_members(arms)}). A virtual cohort of all of "
                              f"them would describe none of the arms. Compare each arm by itself: tenogen compare {words} "
                              f"--cohort {cohort}")
    by_programme = _groups(runs, (run.parameter(PROGRAMME).value for run in runs))
    if len(by_programme) > 1:
        numbered = dict(zip((f"programme {number}" for number in range(1, len(runs) + 1)), by_programme.values()))
        return [f"The runs have {len(numbered)} load programmes ({_members(numbered)}). If these are arms, compare each by "
                "itself."]
    return []


def _groups(runs: Sequence[RunDirectory], keys: Iterable[str | None]) -> dict[str, list[RunDirectory]]:
    """The runs by their keys; those whose key is None are left out."""
    groups = defaultdict(list)
    for run, key in zip(runs, keys):
        if key is not None:
            groups[key].append(run)
    return groups


def _members(groups: Mapping[str, Sequence[RunDirectory]]) -> str:
    return "; ".join(f"{name}: {listed([run.label for run in runs])}" for name, runs in groups.items())


def _arm_of_study(run: RunDirectory) -> str | None:
    """The arm of a run in the folder of a study, points/000001/ARM."""
    place = run.folder.resolve()
    return f"arm '{place.name}'" if len(place.parents) > 2 and is_study(place.parents[2]) else None


def _treatment(run: RunDirectory) -> str:
    return "with injected cells" if run.number(DOSE) > 0 else "without injected cells"
