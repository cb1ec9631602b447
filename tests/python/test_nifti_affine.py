"""The place of voxels as the NIfTI C library reads it from our files."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import nibabel
import numpy as np

import program  # noqa: F401 (finds the package)
from phantom import rotation
from tenogen.mri.grid import Grid
from tenogen.mri.nifti import write_nifti
from tenogen.mri.volume import Volume

HERE = Path(__file__).resolve().parent
HEADER = Path("/usr/include/nifti/nifti1_io.h")


def affine(edges: np.ndarray, origin: tuple[float, float, float]) -> np.ndarray:
    result = np.eye(4)
    result[:3, :3], result[:3, 3] = edges, origin
    return result


AFFINES = {
    "straight": affine(np.diag([0.3, 0.3, 3.0]), (-20.1, -35.7, -60.3)),
    "oblique": affine(rotation(25, -15, 40) * [0.3, 0.4, 1.1], (12.3, -45.6, 78.9)),
    "mirrored": affine(rotation(-170, 14, -65) @ np.diag([-1, 1, 1]) * [1.0, 0.7, 0.5], (-90, 126, -72)),
    "half a turn": affine(rotation(180, 0, 0) * 0.8, (1, 2, 3)),
    "sheared": affine(rotation(5, 6, 7) @ [[0.5, 0.2, 0], [0, 0.6, -0.3], [0, 0, 0.9]], (4, 5, 6))}


@unittest.skipUnless(HEADER.exists() and shutil.which("cc"), "cc or libnifti-dev is missing")
class NiftiAffine(unittest.TestCase):
    def test_the_library_agrees(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = []
            for index, matrix in enumerate(AFFINES.values()):
                grid = Grid((4, 5, 6), matrix)
                files.append(folder / f"{index}.nii.gz")
                write_nifti(files[-1], Volume("pd_fs", np.ones(grid.shape), grid, "test", "-"), np.float32)
            subprocess.run(["cc", "-I", HEADER.parent, HERE / "nifti_affine.c", "-o", folder / "reader", "-lniftiio",
                            "-lznz", "-lz", "-lm"], check=True)
            printed = subprocess.run([folder / "reader", *files], check=True, capture_output=True, text=True).stdout
            lines = iter(printed.splitlines())
            largest = 0.0
            for (case, matrix), file in zip(AFFINES.items(), files):
                with self.subTest(case=case):
                    self.assertEqual(next(lines), "shape 4 5 6")
                    self.assertEqual(next(lines), f"codes 1 {0 if case == 'sheared' else 1} units 2")
                    sform, qform = (np.array(next(lines).split()[1:], float).reshape(4, 4) for _ in range(2))
                    np.testing.assert_array_equal(np.float32(sform), np.float32(nibabel.load(file).affine))
                    np.testing.assert_array_equal(np.float32(sform), np.float32(matrix))
                    if case != "sheared":
                        largest = max(largest, np.abs(qform - matrix).max())
                        np.testing.assert_allclose(qform, matrix, atol=2e-5)
            print(f"qform as the library reads it, largest difference: {largest:.1e}")


if __name__ == "__main__":
    unittest.main()
