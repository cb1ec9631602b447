"""A visit in HDF5 and as NIfTI files, for tests of files."""

from __future__ import annotations

import shutil
import tempfile
import unittest
from pathlib import Path

import nibabel
import numpy as np

from phantom import Tendon, grid_around, make_volumes, rotation, write_visit
from program import run


class Files(unittest.TestCase):
    """A visit in HDF5, and the same as NIfTI files."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder_of_all = tempfile.TemporaryDirectory()
        cls.original = Path(cls.folder_of_all.name)
        shape, affine = grid_around(Tendon(), (1.5, 1.2, 1.8), rotation(25, -15, 40))
        cls.volumes, cls.affine = make_volumes(Tendon(), shape, affine), affine
        del cls.volumes["centre_label"]
        write_visit(cls.original / "visit_4.h5", cls.volumes, affine)
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
        """One line on standard error that holds all these parts, no output, this exit code."""
        found, output, errors = run(*words)
        self.assertEqual((found, output), (code, ""), errors)
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertTrue(errors.startswith("tenogen mri: "), errors)
        for part in parts:
            self.assertIn(str(part), errors)
