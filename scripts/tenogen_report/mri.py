"""Virtual MRI of the visits: slices under one slider, and measures."""

from __future__ import annotations

from tenogen_mri.errors import MriError
from tenogen_mri.hdf5 import Hdf5Volumes
from tenogen_mri.volume import LABEL

from .arm import Arm
from .markup import Markup, missing, section
from .mri_measures import measures
from .mri_viewer import IMAGES, Slice, viewer
from .number_text import unit_text
from .slices import planes_through_tendon


def mri(arms: list[Arm]) -> Markup:
    """The section. Throws MriError where a file is damaged."""
    visits = {arm: visits_of(arm) for arm in arms}
    notes = [missing(f"{arm.label}: no virtual MRI (MRI/Write is false, or there was no visit yet).")
             for arm in arms if not visits[arm]]
    visits = {arm: volumes for arm, volumes in visits.items() if volumes}
    slices = {arm: take_slices(volumes) for arm, volumes in visits.items()}
    notes += [missing(f"{arm.label}: no slices, since no voxel of the first visit is labelled as tendon.")
              for arm in visits if not slices[arm]]
    slices = {arm: taken for arm, taken in slices.items() if taken}
    return section("mri", "Virtual MRI", *notes, viewer(slices) if slices else "", measures(visits) if visits else "")


def visits_of(arm: Arm) -> list[Hdf5Volumes]:
    """The files mri/visit_<month>.h5 in the order of their months."""
    visits = [Hdf5Volumes(file) for file in sorted((arm.run.folder / "mri").glob("visit_*.h5"))]
    return sorted(visits, key=month_of)


def month_of(volumes: Hdf5Volumes) -> float:
    """Months since the injection."""
    if volumes.month is None:
        raise MriError(f"{volumes.where}: its attribute 'month' is missing. Give a file of `tenogen run`.")
    return volumes.month


def take_slices(visits: list[Hdf5Volumes]) -> list[Slice]:
    """Slices of all images and visits, in the planes of the first; none without a tendon in it."""
    planes = planes_through_tendon(visits[0]) if LABEL in visits[0].names else []
    slices = []
    for volumes in visits if planes else []:
        for image in IMAGES:
            if image in volumes.names:
                volume = volumes.read(image)
                slices += [Slice(image, month_of(volumes), plane, plane.take(volume), unit_text(volume.unit),
                                 volume.description) for plane in planes]
    return slices
