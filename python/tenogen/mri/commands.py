"""The command line of `tenogen mri`."""

from __future__ import annotations

import argparse
import json
import math
from contextlib import ExitStack
from pathlib import Path

import h5py
import numpy as np

from tenogen.runs.command_line import Parser, add_output, exit_code_of, require_new, whole
from tenogen.runs.files import written_aside

from .errors import MriError
from .files import require_file
from .hdf5 import Hdf5Volumes, write_hdf5
from .measure import Settings, measure
from .nifti import NiftiVolumes, write_nifti
from .nifti_file import is_nifti
from .regions import DEFAULT_LABELS, parse_labels
from .report import report
from .tissues import WORLD_AXES
from .volume import LABEL, NIFTI_END, Volumes, named_files, require_name

HDF5_ENDS = (".h5", ".hdf5")
MOST_LAYERS = 1000  # that --shrink leaves out
DTYPES = {"float32": np.float32, "float64": np.float64}


def main(words: list[str]) -> int:
    """Exit codes as those of tenogen: 2 for input that cannot be used, 4 for the file system."""
    arguments = parse_arguments(words)
    return exit_code_of("tenogen mri", lambda: _run(arguments))


def parse_arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = Parser(prog="tenogen mri", description="Converts and measures MRI volumes, simulated and real ones alike. "
                                                    "docs/mri.md has the file format and the definitions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_to_nifti(commands)
    _add_from_nifti(commands)
    _add_measure(commands)
    return parser.parse_args(words)


def to_nifti(arguments: argparse.Namespace) -> None:
    """One .nii.gz for each volume."""
    require_file(arguments.file)
    if is_nifti(arguments.file):
        raise MriError(f"{arguments.file}: this is already a NIfTI file. to-nifti takes FILE.h5; from-nifti makes one.")
    volumes = Hdf5Volumes(arguments.file)
    names = arguments.volume or volumes.names
    files = {name: arguments.output / f"{name}.nii.gz" for name in names}
    for name in names:
        require_name(name, volumes.names, volumes.where)
    require_new(files.values(), arguments.overwrite)
    arguments.output.mkdir(parents=True, exist_ok=True)
    with ExitStack() as all_files:  # which get their names when all of them are complete
        for name, file in files.items():
            write_nifti(all_files.enter_context(written_aside(file)), volumes.read(name), DTYPES[arguments.dtype])
    for file in files.values():  # last: whoever reads the names may stop
        print(file)


def from_nifti(arguments: argparse.Namespace) -> None:
    """One HDF5 file for all volumes."""
    require_new([arguments.output], arguments.overwrite)
    if arguments.output.suffix.lower() not in HDF5_ENDS:
        raise MriError(f"--output {arguments.output}: the name of an HDF5 file ends with {' or '.join(HDF5_ENDS)}.")
    files = dict(named_files(arguments.volumes))
    for file in files.values():
        require_file(file)
    volumes = NiftiVolumes(files)
    attributes = {} if arguments.month is None else {"month": arguments.month}
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    write_hdf5(arguments.output, (volumes.read(name) for name in volumes.names), attributes)
    print(arguments.output)


def print_measures(arguments: argparse.Namespace) -> None:
    """The measures as tables, or as JSON."""
    labels = DEFAULT_LABELS if arguments.labels is None else parse_labels(arguments.labels)
    settings = Settings(labels, arguments.axis, arguments.slab, arguments.shrink,
                        not arguments.without_ratios)
    against = None if arguments.against is None else _label_map(arguments.against)
    result = measure(_examination(arguments), settings, against)
    print(json.dumps(result, indent=2, allow_nan=False) if arguments.json else report(result))


def _examination(arguments: argparse.Namespace) -> Volumes:
    if (arguments.file is None) == (arguments.label is None):
        raise MriError("give either FILE.h5 or --label LABEL.nii.gz, and not both.")
    if arguments.file is not None:
        require_file(arguments.file)
        if is_nifti(arguments.file):
            raise MriError(f"{arguments.file}: this is a NIfTI file. Give a label map with --label, and images with "
                           "--image.")
        if arguments.image:
            raise MriError(f"{arguments.file}: this file has its own images. Give --image together with --label only.")
        return Hdf5Volumes(arguments.file)
    images = dict(named_files(arguments.image))
    if LABEL in images:
        raise MriError(f"--image: '{LABEL}' is the name of the label map. Give the image another name as NAME=FILE.")
    files = {LABEL: arguments.label, **images}
    for file in files.values():
        require_file(file)
    return NiftiVolumes(files)


def _label_map(path: Path) -> Volumes:
    """A label map in NIfTI or HDF5. The name decides only what a damaged file is called."""
    require_file(path)
    is_called_nifti = NIFTI_END.search(path.name) and not h5py.is_hdf5(path)
    return NiftiVolumes({LABEL: path}) if is_nifti(path) or is_called_nifti else Hdf5Volumes(path)


def _add_to_nifti(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("to-nifti", help="HDF5 to NIfTI", description="Writes a .nii.gz for each volume.")
    parser.add_argument("file", metavar="FILE.h5", type=Path)
    parser.add_argument("--volume", metavar="NAME", action="append", help="only this volume; may be repeated")
    add_output(parser, "DIR", "folder for the files", type=Path, required=True)
    parser.add_argument("--dtype", choices=list(DTYPES), default="float32",
                        help="data type of the volumes; labels are always uint8 (default: %(default)s)")
    parser.set_defaults(command=to_nifti)


def _add_from_nifti(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("from-nifti", help="NIfTI to HDF5",
                                 description="Writes volumes on one grid to a file.")
    parser.add_argument("volumes", metavar="[NAME=]FILE.nii[.gz]", nargs="+",
                        help="an image in NIfTI; without NAME, the volume is named after the file")
    add_output(parser, "FILE.h5", "the HDF5 file", type=Path, required=True)
    parser.add_argument("--month", metavar="M", type=_number, help="months since the injection, kept with the volumes")
    parser.set_defaults(command=from_nifti)


def _add_measure(commands: argparse._SubParsersAction) -> None:
    defaults = ",".join(f"{name}={value}" for name, value in DEFAULT_LABELS.items())
    parser = commands.add_parser("measure", help="volumes, lengths, sections, signals, T2*, overlap",
                                 description="Measures an examination: FILE.h5, or a label map and images in NIfTI.")
    parser.add_argument("file", metavar="FILE.h5", type=Path, nargs="?")
    parser.add_argument("--label", metavar="LABEL.nii[.gz]", type=Path, help="label map, instead of FILE.h5")
    parser.add_argument("--image", metavar="NAME=FILE.nii[.gz]", action="append", default=[],
                        help="image beside --label; may be repeated. `t2star` is a map in ms, others are signals")
    parser.add_argument("--labels", metavar="NAME=VALUE,...",
                        help=f"what the values of the label map mean (default: {defaults})")
    parser.add_argument("--axis", choices=["principal", *WORLD_AXES], default="principal",
                        help="axis along which lengths are measured (default: %(default)s, that of the tendon)")
    parser.add_argument("--slab", metavar="MM", type=_length,
                        help="thickness of the slabs of the profile (default: 1, or the size of a voxel along the axis "
                             "if that is larger)")
    parser.add_argument("--shrink", metavar="LAYERS", type=whole(0, MOST_LAYERS), default=0,
                        help="layers of voxels left out at the surfaces of regions, where tissues mix; for signals and "
                             "T2* only (default: %(default)s)")
    parser.add_argument("--without-ratios", action="store_true", help="do not relate signals to muscle")
    parser.add_argument("--against", metavar="OTHER", type=Path,
                        help="label map on the same grid, in NIfTI or HDF5, to compare with")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.set_defaults(command=print_measures)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"'{text}' is not a finite number")
    return value


def _length(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not above 0")
    return value


def _run(arguments: argparse.Namespace) -> None:
    try:
        arguments.command(arguments)
    except MemoryError as error:
        raise MriError("there is not enough memory for these volumes. Cut out the region of the tendon.") from error
