"""Reading results.h5, in which `tenogen sweep collect` gathers what is done of a study."""

from __future__ import annotations

from dataclasses import dataclass
import h5py
import numpy as np

from .study_folder import StudyError, StudyFolder

FILE = "results.h5"


@dataclass(frozen=True)
class ArmResults:
    """One arm: the state of each point's task, and outcomes by their name, (points, visits) and (points, full months),
    NaN where there is none."""

    states: list[str]
    outcomes: dict[str, np.ndarray]
    courses: dict[str, np.ndarray]

    @property
    def n_done(self) -> int:
        """Points that are done."""
        return self.states.count("done")


@dataclass(frozen=True)
class Results:
    """All arms by name. `visits` holds the months of each outcome's visits, `months` those of the courses."""

    months: np.ndarray
    visits: dict[str, np.ndarray]
    arms: dict[str, ArmResults]
    design_crc64: str
    program: str  # that has collected them


def read_results(study: StudyFolder) -> Results | None:
    """The collected results, outcomes in the order of the study; None where nothing was collected yet.

    Throws StudyError where the file is damaged.
    """
    path = study.folder / FILE
    if not path.is_file():
        return None
    try:
        with h5py.File(path) as file:
            told = {_name(file, dataset): dataset[...] for dataset in file["outcome months"].values()}
            names = [str(outcome.get("name")) for outcome in study.study["outcomes"]]
            visits = {name: told[name] for name in sorted(told, key=lambda name: (*names, name).index(name))}
            arms = {name: _arm(group) for name, group in file["arms"].items()}
            return Results(file["course months"][...], visits, arms, str(file.attrs.get("design crc64", "")),
                           str(file.attrs.get("program", "")))
    except (OSError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise StudyError(f"{path}: not the results of a study: {error}. Collect them again with `tenogen sweep "
                         "collect`.") from error


def _arm(group: h5py.Group) -> ArmResults:
    states = [state.decode() if isinstance(state, bytes) else str(state) for state in group["state"][...]]
    outcomes, courses = ({str(dataset.attrs["name"]): dataset[...] for dataset in group[part].values()}
                         for part in ("outcomes", "courses"))
    return ArmResults(states, outcomes, courses)


def _name(file: h5py.File, dataset: h5py.Dataset) -> str:
    """The outcome whose months a dataset holds, by the dataset of the same name in an arm."""
    key = dataset.name.rsplit("/", 1)[1]
    arm = next(iter(file["arms"].values()))
    return str(arm["outcomes"][key].attrs["name"])
