"""Volumes on one grid, whatever kind of file they come from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Iterator, Mapping, Protocol

import numpy as np

from .errors import MriError
from .grid import Grid

LABEL = "label"
T2STAR = "t2star"
PROTON_DENSITIES = ("pd_fs", "pd")  # with and without fat saturation: the first that is there is taken
T2_IMAGES = ("t2_fs", "t2")  # likewise
TENDON_FRACTION, GAP_FRACTION, FLUID = "tendon_fraction", "gap_fraction", "fluid"
TISSUES = (TENDON_FRACTION, GAP_FRACTION, FLUID)
PROTONS = ("bound_water", "free_water", "fat")  # densities of a simulation, no images
AFFINE = "affine"  # of a file in HDF5: voxel index to the world
BODY_AFFINE = "body_affine"  # of a simulation: voxel index to the reference body; no measure needs it
RESERVED = (AFFINE, BODY_AFFINE)

UNITS = {LABEL: "-", T2STAR: "ms", "pd_fs": "-", "t2_fs": "-", "pd": "-", "t2": "-", TENDON_FRACTION: "-",
         GAP_FRACTION: "-", FLUID: "mm^3/mm^3", **dict.fromkeys(PROTONS, "mg/mm^3")}

WHOLE = 1e-3  # [-] by which a label may differ from a whole number, beside half of the step of its file
MOST_ROUNDING = 0.1  # [-] the same, whatever the step

NIFTI_END = re.compile(r"\.(nii|hdr|img)(\.gz|\.bz2)?$", re.IGNORECASE)
PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")


@dataclass(frozen=True)
class Volume:
    """Values (ni, nj, nk) on a grid, in the given unit. `where` names file and volume in messages.

    `step` is the difference between neighbouring values that the file can store, where it stores scaled whole numbers;
    otherwise 0.
    """

    name: str
    values: np.ndarray
    grid: Grid
    where: str
    unit: str
    description: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    step: float = 0.0


class Volumes(Protocol):
    """Volumes on one grid, read one at a time."""

    where: str
    names: list[str]
    grid: Grid
    month: float | None  # since the injection, where the file says it

    def read(self, name: str) -> Volume:
        """A volume; an MriError where there is none of this name."""


def unit_of(name: str) -> str:
    """Unit of a volume of this name, `unknown` where the name says nothing."""
    return "-" if re.fullmatch(r"ute_\d+", name) else UNITS.get(name, "unknown")


def signal_names(names: list[str]) -> list[str]:
    """The images among volumes: what is neither label, nor tissue, nor map of T2*."""
    return [name for name in names if name not in (LABEL, T2STAR, *TISSUES, *PROTONS)]


def proton_density_of(names: Iterable[str]) -> str | None:
    """The proton-density image among volumes, None where there is none."""
    names = list(names)
    return next((name for name in PROTON_DENSITIES if name in names), None)


def require_name(name: str, names: list[str], where: str) -> None:
    """An MriError where a volume is missing."""
    if name not in names:
        raise MriError(f"{where}: no volume '{name}'. It has: {', '.join(names) or 'none'}.")


def whole_numbers(volume: Volume) -> np.ndarray:
    """The values of a label map as int64; MriError where they are not whole numbers, apart from rounding."""
    values = volume.values
    if not np.all(np.isfinite(values)):
        raise MriError(f"{volume.where}: {np.count_nonzero(~np.isfinite(values))} voxels hold NaN or infinity. "
                       "Give every voxel a label; 0 is the background.")
    labels = np.rint(values)
    tolerance = min(WHOLE + volume.step / 2, MOST_ROUNDING)
    broken = np.abs(values - labels) > tolerance
    if np.any(broken):
        raise MriError(f"{volume.where}: labels must be whole numbers (to within {tolerance:.3g}), but "
                       f"{np.count_nonzero(broken)} voxels hold other values, such as {float(values[broken][0])!r}. Is "
                       "this a label map? Save it without interpolation between labels.")
    if np.abs(values).max() > np.iinfo(np.int32).max:
        raise MriError(f"{volume.where}: the label {np.abs(values).max():g} is too large. Is this a label map?")
    return labels.astype(np.int64)


def label_bytes(volume: Volume) -> np.ndarray:
    """The values of a label map as uint8, or an MriError."""
    values = whole_numbers(volume)
    if values.min() < 0 or values.max() > 255:
        raise MriError(f"{volume.where}: labels from {values.min()} to {values.max()}, but files hold 0 to 255. "
                       "Renumber them.")
    return values.astype(np.uint8)


def named_files(texts: list[str]) -> Iterator[tuple[str, Path]]:
    """Names and files of arguments NAME=FILE or FILE; then the name is the file's, without its end.

    An argument that is itself the path of a file is no NAME=FILE.
    """
    seen: set[str] = set()
    for text in texts:
        name, equals, file = text.partition("=")
        is_named = bool(equals and PLAIN_NAME.fullmatch(name))
        if is_named and file and Path(text).exists() and Path(file).exists():
            raise MriError(f"{text}: the files {text} and {file} both exist. Give one of them as ./{text} or "
                           f"latter as {name}=./{file}.")
        if Path(text).exists() or not is_named:
            file = text
            name = NIFTI_END.sub("", Path(text).name)
        if not file or not PLAIN_NAME.fullmatch(name) or name in RESERVED:
            raise MriError(f"{text}: '{name}' cannot be the name of a volume. Give NAME=FILE, with a name of letters, "
                           f"digits and _ . + - other than {' and '.join(RESERVED)}.")
        if name in seen:
            raise MriError(f"{text}: there are two volumes '{name}'. Give different names as NAME=FILE.")
        seen.add(name)
        yield name, Path(file)
