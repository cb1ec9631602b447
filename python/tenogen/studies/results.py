"""Reading results.h5, in which `tenogen sweep collect` gathers what is done of a study."""

from __future__ import annotations

from dataclasses import dataclass

import h5py
import numpy as np

from tenogen.hdf5 import opened_hdf5, text_of

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

    Raises StudyError where the file is damaged.
    """
    path = study.folder / FILE
    if not path.is_file():
        return None
    with opened_hdf5(path, StudyError, f"Collect the results again with `tenogen sweep collect {study.folder}`.") as file:
        months = {_name(file, dataset): dataset[...] for dataset in file["outcome months"].values()}
        names = [str(outcome.get("name")) for outcome in study.study["outcomes"]]
        visits = {name: months[name] for name in sorted(months, key=lambda name: (*names, name).index(name))}
        arms = {name: _arm(group) for name, group in file["arms"].items()}
        return Results(file["course months"][...], visits, arms, text_of(file.attrs.get("design crc64", "")),
                       text_of(file.attrs.get("program", "")))


def collected_results(study: StudyFolder) -> Results:
    """The collected results. Raises StudyError where there are none, or where the study has changed since."""
    results, path = read_results(study), study.folder / FILE
    if results is None:
        raise StudyError(f"{path}: not found. Run the study, then `tenogen sweep collect {study.folder}`.")
    if results.design_crc64 != study.marker.get("design crc64"):
        raise StudyError(f"{path}: was collected from another design than the folder holds; perhaps the study has grown. "
                         f"Run `tenogen sweep collect {study.folder}` again.")
    asked = {str(outcome["name"]): outcome["months"] for outcome in study.study["outcomes"]}
    collected = {name: list(months) for name, months in results.visits.items()}
    if collected != asked or set(results.arms) != set(study.arms):
        raise StudyError(f"{path}: was collected for other arms or outcomes than study.json asks for. Run "
                         f"`tenogen sweep collect {study.folder}` again.")
    return results


def _arm(group: h5py.Group) -> ArmResults:
    states = [text_of(state) for state in group["state"][...]]
    outcomes, courses = ({text_of(dataset.attrs["name"]): dataset[...] for dataset in group[part].values()}
                         for part in ("outcomes", "courses"))
    return ArmResults(states, outcomes, courses)


def _name(file: h5py.File, dataset: h5py.Dataset) -> str:
    """The outcome whose months a dataset holds, by the dataset of the same name in an arm."""
    key = dataset.name.rsplit("/", 1)[1]
    arm = next(iter(file["arms"].values()))
    return text_of(arm["outcomes"][key].attrs["name"])
