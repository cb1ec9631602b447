"""The images of a visit as the program wrote them, and as NIfTI files."""

from __future__ import annotations

import shutil
import tempfile
import unittest
from pathlib import Path

import h5py
import nibabel
import numpy as np

import real_runs
from program import assert_refused, main, run


def write_visit(path: Path, volumes: dict[str, np.ndarray], affine: np.ndarray) -> None:
    """A visit of the treated run with these volumes on another grid in the place of its own: measures of bodies that are
    known exactly, which no run images."""
    with h5py.File(real_runs.treated() / "mri/visit_4.h5") as real, h5py.File(path, "w") as file:
        file.attrs.update(real.attrs)
        file["affine"] = affine
        file["affine"].attrs.update(real["affine"].attrs)
        for name, values in volumes.items():
            file.create_dataset(name, data=values, compression="gzip", compression_opts=1)
            file[name].attrs.update(real[name].attrs)


class Files(unittest.TestCase):
    """The treated tendon at month 4, in HDF5 and as NIfTI files."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder_of_all = tempfile.TemporaryDirectory()
        cls.original = Path(cls.folder_of_all.name)
        shutil.copy(real_runs.treated() / "mri/visit_4.h5", cls.original)
        with h5py.File(cls.original / "visit_4.h5") as file:
            cls.affine, cls.body_affine = file["affine"][...], file["body_affine"][...]
            cls.volumes = {name: volume[...] for name, volume in file.items() if volume.ndim == 3}
        run("to-nifti", cls.original / "visit_4.h5", "--output", cls.original, "--dtype", "float64")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder_of_all.cleanup()

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for file in self.original.iterdir():
            shutil.copy(file, self.folder)
        self.visit, self.label, self.image = (self.folder / name for name in
                                              ("visit_4.h5", "label.nii.gz", "pd_fs.nii.gz"))

    def save(self, name: str, values: np.ndarray, affine: np.ndarray | None = None) -> Path:
        """A NIfTI file of the folder, written by nibabel alone."""
        nibabel.save(nibabel.Nifti1Image(values, self.affine if affine is None else affine), self.folder / name)
        return self.folder / name

    def refused(self, code: int, words: tuple, *parts: object) -> None:
        """`tenogen mri WORDS` is refused with these parts in the message."""
        self.assertTrue(assert_refused(self, main, code, words, *parts).startswith("tenogen mri: "))
