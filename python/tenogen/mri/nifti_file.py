"""Files in NIfTI-1 and NIfTI-2, recognised by their content: a name or its end says nothing certain."""

from __future__ import annotations

import bz2
import gzip
import logging
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import h5py
import nibabel
import numpy as np
from nibabel.arrayproxy import ArrayProxy

from tenogen.runs.files import require_readable

from .errors import MriError

Header = nibabel.Nifti1Header  # NIfTI-2 derives from it

LONGEST_HEADER = 540  # bytes
HEADERS = {b"n+1\0": nibabel.Nifti1Header, b"ni1\0": nibabel.nifti1.Nifti1PairHeader,
           b"n+2\0": nibabel.Nifti2Header, b"ni2\0": nibabel.nifti2.Nifti2PairHeader}
ANALYZE_SIZES = (348).to_bytes(4, "little"), (348).to_bytes(4, "big")
LARGEST_EXPANSION = {None: 1, gzip: 1100, bz2: 50_000}  # of a byte by decompression
PAIR = re.compile(r"(?P<stem>.+)\.(hdr|img)(\.gz|\.bz2)?", re.IGNORECASE)
LONGEST_QUATERNION = 1.01  # [-] squared length of (b, c, d), which is at most 1 but for rounding

UNREADABLE = (OSError, EOFError, ValueError, TypeError, OverflowError, zlib.error)
UNUSABLE = (nibabel.spatialimages.HeaderDataError, nibabel.wrapstruct.WrapStructError)

nibabel.imageglobals.logger.setLevel(logging.CRITICAL)  # what it says of a header that it cannot use, it raises too


@dataclass(frozen=True)
class NiftiFile:
    """An open file. `values` reads the voxels, shape (ni, nj, nk, ...), when it is turned into an array.

    `step` is the difference between neighbouring values that the file can store, where it stores scaled whole numbers;
    otherwise 0.
    """

    path: Path
    header: Header
    shape: tuple[int, ...]
    values: ArrayProxy
    step: float


def is_nifti(path: Path) -> bool:
    """Whether a file holds an image in NIfTI, or the voxels of a pair .hdr and .img. Raises OSError."""
    require_readable(path)
    try:
        return _header_class(_start(_header_file(path))) is not None
    except (EOFError, OSError, zlib.error):  # of the decompression
        return False


@contextmanager
def opened_nifti(path: Path) -> Iterator[NiftiFile]:
    """A file of plain numbers. Whatever is wrong with it is raised as MriError; OSError where it cannot be opened."""
    require_readable(path)
    try:
        header = _header(path)
        with ExitStack() as files:
            shape, kind = _shape(header), header.get_data_dtype()
            if kind.kind not in "iuf":
                raise MriError(f"{path}: its values are {kind}, not plain numbers. Convert it to float32.")
            slope, intercept = (default if number is None else float(number)
                                for number, default in zip(header.get_slope_inter(), (1.0, 0.0)))
            data_file = path if header.is_single else _data_file(path)
            _check_size(data_file, header.get_data_offset() + math.prod(shape) * kind.itemsize)
            data = files.enter_context(_decompressed(data_file))
            values = ArrayProxy(data, (shape, kind, header.get_data_offset(), slope, intercept))
            yield NiftiFile(path, header, shape, values, abs(slope) if kind.kind in "iu" and slope != 1 else 0.0)
    except UNUSABLE as error:
        raise MriError(f"{path}: its NIfTI header cannot be used: {_sentence(error)}. Correct the header, or save the "
                       "image again with another program.") from error
    except UNREADABLE as error:
        raise MriError(f"{path}: cannot be read as NIfTI: {_sentence(error)}. Give a complete .nii or "
                       ".nii.gz file.") from error


def _header(path: Path) -> Header:
    """The header, read as the NIfTI library reads it where nibabel is stricter."""
    start = _start(_header_file(path))
    kind = _header_class(start)
    if kind is None:
        raise MriError(f"{path}: {_what_it_is(path, start)}")
    header = kind(start[:kind.template_dtype.itemsize], check=False)
    header["pixdim"][0] = -1.0 if header["pixdim"][0] < 0 else 1.0  # only the sign has a meaning
    if header["sform_code"] <= 0 < header["qform_code"]:
        _check_qform(header, path)
    header.check_fix()
    return header


def _check_qform(header: Header, path: Path) -> None:
    """Normalises a quaternion that rounding made too long; MriError where qform cannot place the voxels."""
    names = ("quatern_b", "quatern_c", "quatern_d")
    squared_length = math.fsum(float(header[name]) ** 2 for name in names)
    if not squared_length <= LONGEST_QUATERNION:
        raise MriError(f"{path}: the quaternion of qform is not a rotation: b^2 + c^2 + d^2 = {squared_length:.7g}, "
                       "which must be at most 1. Set sform, or correct the quaternion.")
    if squared_length > 1:
        for name in names:
            header[name] = float(header[name]) / math.sqrt(squared_length)
    spacing = np.asarray(header["pixdim"][1:4], dtype=float)
    if not np.all(spacing > 0):
        raise MriError(f"{path}: qform gives voxels of {' x '.join(f'{length:g}' for length in spacing)} mm (pixdim). "
                       "They must be above 0. Set sform, or correct pixdim.")


def _shape(header: Header) -> tuple[int, ...]:
    """The shape, without dimensions beyond the third that hold a single volume; some programs give them the length 0."""
    shape = tuple(int(length) for length in header["dim"][1:1 + max(0, int(header["dim"][0]))])
    while len(shape) > 3 and shape[-1] in (0, 1):
        shape = shape[:-1]
    return shape


def _header_class(start: bytes) -> type[Header] | None:
    """The kind of header that a file begins with."""
    return HEADERS.get(start[344:348]) or HEADERS.get(start[4:8])


def _what_it_is(path: Path, start: bytes) -> str:
    """What a file without a NIfTI header is, and what to do."""
    if h5py.is_hdf5(path):
        return "this is an HDF5 file, not NIfTI. Give it as FILE.h5, without --label and --image."
    if start[128:132] == b"DICM":
        return "this is a DICOM file, not NIfTI. Convert its series to .nii.gz, for example with dcm2niix."
    if start[:4] == b"NRRD":
        return "this is an NRRD file, not NIfTI. Save it as .nii.gz."
    if start[:4] in ANALYZE_SIZES and len(start) >= 348:
        return "this is an Analyze file, not NIfTI: it does not say where the voxels lie. Save it as .nii.gz."
    return "not a NIfTI file: it has no NIfTI header. Give a complete .nii or .nii.gz file."


def _start(path: Path) -> bytes:
    with _decompressed(path) as file:
        return file.read(LONGEST_HEADER)


def _decompressed(path: Path) -> BinaryIO:
    """A file opened for reading, through the decompression that its first bytes ask for."""
    compression = _compression(path)
    return compression.open(path) if compression else path.open("rb")


def _compression(path: Path) -> ModuleType | None:
    with path.open("rb") as file:
        first = file.read(3)
    return gzip if first[:2] == b"\x1f\x8b" else bz2 if first == b"BZh" else None


def _check_size(path: Path, needed: int) -> None:
    """An EOFError where a file cannot hold as many bytes as its header promises; all of them take memory at once."""
    largest = path.stat().st_size * LARGEST_EXPANSION[_compression(path)]
    if needed > largest:
        raise EOFError(f"its header promises {needed} bytes, and the file can hold at most {largest}")


def _header_file(path: Path) -> Path:
    """The file that holds the header: of a pair .hdr and .img, the former."""
    return _partner(path, "hdr")


def _data_file(path: Path) -> Path:
    """The file of a pair that holds the voxels."""
    return _partner(path, "img")


def _partner(path: Path, end: str) -> Path:
    """The file of a pair with this end, whatever its letters; `path` itself where it is not one of a pair."""
    pair = PAIR.fullmatch(path.name)
    if not pair or pair[2].lower() == end:
        return path
    name = re.compile(re.escape(pair["stem"]) + rf"\.{end}(\.gz|\.bz2)?", re.IGNORECASE)
    found = sorted(file for file in path.parent.iterdir() if name.fullmatch(file.name))
    if not found:
        raise MriError(f"{path}: there is no file {pair['stem']}.{end} beside it. Keep the two "
                       "together, or save the image as one .nii.gz.")
    return found[0]


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(" .?")
