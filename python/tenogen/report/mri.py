"""Virtual MRI of the visits: slices under one slider, and measures."""

from __future__ import annotations

from tenogen.mri.errors import MriError
from tenogen.mri.hdf5 import Hdf5Volumes
from tenogen.mri.run_visits import visit_files, visit_of
from tenogen.mri.volume import LABEL

from .arm import Arm
from .markup import Markup, missing, section
from .mri_measures import measures, within_run
from .mri_viewer import IMAGES, Slice, viewer
from .number_text import unit_text
from .slices import Plane, planes_through_tendon


def mri(arms: list[Arm]) -> Markup:
    """The section; a note says why a file cannot be read."""
    notes, visits = [], {}
    for arm in arms:
        visits[arm], refusals = visits_of(arm)
        notes += [missing(f"{arm.label}: {within_run(refusal, arm)}") for refusal in refusals]
        if not visits[arm] and not refusals:
            notes.append(missing(f"{arm.label}: no virtual MRI (MRI/Write is false, or there has been no visit yet)."))
    visits = {arm: volumes for arm, volumes in visits.items() if volumes}
    slices = {}
    for arm, volumes in visits.items():
        slices[arm], refusals = take_slices(volumes)
        notes += [missing(f"{arm.label}: no slices: {within_run(refusal, arm)}") for refusal in refusals]
        if not slices[arm] and not refusals:
            notes.append(missing(f"{arm.label}: no slices: no voxel of the first visit is labelled as tendon."))
    slices = {arm: taken for arm, taken in slices.items() if taken}
    return section("mri", "Virtual MRI", *notes, viewer(slices) if slices else "", measures(visits) if visits else "")


def visits_of(arm: Arm) -> tuple[list[Hdf5Volumes], list[str]]:
    """The files mri/visit_<month>.h5 in the order of their months, and why others are left out."""
    visits, refusals = [], []
    for file in visit_files(arm.run.folder):
        try:
            visits.append(visit_of(file))
        except MriError as refusal:
            refusals.append(str(refusal))
    return sorted(visits, key=lambda volumes: volumes.month), refusals


def take_slices(visits: list[Hdf5Volumes]) -> tuple[list[Slice], list[str]]:
    """Slices of all images and visits, in the planes of the first, and why visits have none; none without a tendon
    in the first."""
    slices, refusals, planes = [], [], None
    for volumes in visits:
        try:
            if planes is None:
                planes = planes_through_tendon(volumes) if LABEL in volumes.names else []
            slices += _slices_of(volumes, planes)
        except MriError as refusal:
            refusals.append(str(refusal))
    return slices, refusals


def _slices_of(volumes: Hdf5Volumes, planes: list[Plane]) -> list[Slice]:
    """Slices of all images of a visit."""
    slices = []
    for image in IMAGES if planes else ():
        if image in volumes.names:
            volume = volumes.read(image)
            slices += [Slice(image, volumes.month, plane, plane.take(volume), unit_text(volume.unit), volume.description)
                       for plane in planes]
    return slices
