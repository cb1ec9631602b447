"""From mesh to measures: a tendon of known size and tissue is meshed, laid obliquely into the virtual scanner,
imaged and measured. Needs the program, whose path is in TENOGEN_EXECUTABLE."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import nibabel
import numpy as np

from phantom import rotation

PROGRAM = os.environ.get("TENOGEN_EXECUTABLE", "")
TOOL = Path(__file__).resolve().parents[2] / "python/tenogen-mri"

AREA, LENGTH, GAP = 80.0, 60.0, 20.0  # [mm^2], [mm], [mm]
WATER = 0.25  # excess water of the gap [-]
COLLAGEN = {"stump": 0.28, "gap": 0.12}  # [mg/mm^3]
AXIS = "0.2, -0.1, 1"
ECHO_TIMES = np.array([0.07, 0.5, 1, 2, 4, 6, 9])  # [ms]

# An elliptic cylinder: nothing tapers, nothing bulges, nothing is deformed, and the interface is sharp.
PARAMETERS = f"""
subsection Geometry
  subsection Tendon
    set Length [mm] = {LENGTH}
    set Intact area [mm^2] = {AREA}
    set Distal over proximal area [-] = 1
  end
  subsection Gap
    set Gap centre [mm] = {LENGTH / 2}
    set Gap length [mm] = {GAP}
    set Gap area [mm^2] = {AREA}
    set Gap aspect ratio [-] = 2
    set Indicator width [mm] = 0.01
  end
  subsection Mesh
    set Resolution = custom
    set Cells across width [-] = 16
    set Cells across thickness [-] = 10
    set Cells in the ring [-] = 3
    set Cells along the gap [-] = 20
    set Cells along the distal stump [-] = 20
    set Cells along the proximal stump [-] = 20
  end
end
subsection Initial state
  set Relax = false
  subsection Scar
    set Water [-] = {WATER}
    set Fat [-] = 0
    set Collagen I [mg/mm^3] = {COLLAGEN['gap'] / 2}
    set Collagen III [mg/mm^3] = {COLLAGEN['gap'] / 2}
  end
  subsection Intact
    set Collagen I [mg/mm^3] = {COLLAGEN['stump']}
    set Collagen III [mg/mm^3] = 0
  end
end
subsection Mechanics
  set Type = prescribed strain
end
subsection Time
  set End [day] = 0.001
  set Visits [month] = 0
end
subsection Output
  set Fields = false
end
subsection MRI
  set Write = true
  subsection Protons
    set Isotropic share [-] = 1
  end
  subsection Grid
    set Axis [-] = {AXIS}
    set Insertion x [mm] = 12
    set Insertion y [mm] = -31
    set Insertion z [mm] = 55
  end
end
"""


# Where the default field of view holds the tendon.
IN_THE_BOX = {f"MRI/Grid/Insertion {axis} [mm]": 0 for axis in "xyz"}


def simulate(folder: Path, name: str, settings: dict[str, object], ranks: int = 1) -> Path:
    """Runs the phantom and returns its images."""
    file = folder / "phantom.prm"
    file.write_text(PARAMETERS, encoding="utf-8")
    command = [PROGRAM, "run", str(file), "--quiet", "--output", str(folder / name)]
    for entry, value in settings.items():
        command += ["--set", f"{entry}={value}"]
    if ranks > 1:
        command = ["mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1",
                   "-n", str(ranks)] + command
    allowed = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"} if os.geteuid() == 0 else {}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **allowed})
    if ended.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit code {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return folder / name / "mri/visit_0.h5"


def measure(file: Path, *options: str) -> dict:
    """The measures as the tool prints them."""
    ended = subprocess.run([sys.executable, TOOL, "measure", file, "--json", *options], capture_output=True, text=True,
                           check=False)
    if ended.returncode != 0:
        raise AssertionError(ended.stderr)
    return json.loads(ended.stdout)


def oblique_grid(folder: Path, spacing: tuple[float, float, float], angles: tuple[float, float, float]) -> Path:
    """An empty NIfTI file whose grid holds the tendon and the muscle before it."""
    axis = np.array([float(number) for number in AXIS.split(",")])
    centre = np.array([12.0, -31.0, 55.0]) + LENGTH / 2 * axis / np.linalg.norm(axis) + [0, 8, 0]
    matrix = rotation(*angles) @ np.diag(spacing)
    extent = np.array([44.0, 56.0, LENGTH + 30.0])
    shape = np.ceil(extent / spacing).astype(int)
    affine = np.eye(4)
    affine[:3, :3] = matrix
    affine[:3, 3] = centre - matrix @ ((shape - 1) / 2)
    image = nibabel.Nifti1Image(np.zeros(shape, dtype=np.uint8), affine)
    image.header.set_xyzt_units("mm")
    file = folder / f"grid_{spacing[0]}_{angles[0]}.nii.gz"
    nibabel.save(image, file)
    return file


def labels_of_the_tendon(affine: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """1 where a voxel's centre lies in the stumps, 2 in the gap, by the formula of the cylinder."""
    axis = np.array([float(number) for number in AXIS.split(",")])
    axis /= np.linalg.norm(axis)
    front = np.array([0.0, 1.0, 0.0])
    front -= (front @ axis) * axis
    front /= np.linalg.norm(front)
    indices = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1)
    places = indices @ affine[:3, :3].T + affine[:3, 3] - [12.0, -31.0, 55.0]
    height, depth, width = places @ axis, places @ front, places @ np.cross(front, axis)
    thin = math.sqrt(AREA / (2 * math.pi))  # semi-axes thin and 2 thin
    inside = (width / (2 * thin)) ** 2 + (depth / thin) ** 2 < 1
    labels = np.where(inside & (height > 0) & (height < LENGTH), 1, 0)
    labels[(labels == 1) & (np.abs(height - LENGTH / 2) < GAP / 2)] = 2
    return labels.astype(np.uint8)


def decay_time(collagen: float, water: float) -> float:
    """T2* [ms] of the tissue by docs/model.md, section 4, written out once more."""
    interstitial = 1 - collagen / 1.34 - 0.04
    bound = min(1.95 * collagen, 0.9 * interstitial)
    pools = [(bound, 1.8, 700.0), (interstitial - bound, 12.0, 1000.0), (water, 60.0, 4000.0)]
    flip, repetition = math.radians(10), 50.0
    signal = np.zeros_like(ECHO_TIMES)
    for protons, decay, recovery in pools:
        e1 = math.exp(-repetition / recovery)
        signal += protons * math.sin(flip) * (1 - e1) / (1 - math.cos(flip) * e1) * np.exp(-ECHO_TIMES / decay)
    return -1 / np.polyfit(ECHO_TIMES, np.log(signal), 1)[0]


@unittest.skipUnless(PROGRAM, "TENOGEN_EXECUTABLE is not set: the virtual MRI is NOT tested")
class Scratch(unittest.TestCase):
    """A folder for each test."""

    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)

    def tearDown(self) -> None:
        self.temporary.cleanup()


class VirtualMri(Scratch):
    """The measures against the tendon that was made."""

    def check(self, spacing: tuple[float, float, float], angles: tuple[float, float, float]) -> None:
        grid = oblique_grid(self.folder, spacing, angles)
        samples = 5 if max(spacing[:2]) >= 1 else 3  # a slab as thin as a voxel sees them one by one
        file = simulate(self.folder, f"run_{spacing[0]}_{angles[0]}",
                        {"MRI/Grid/File": grid, "MRI/Grid/Samples per edge [-]": samples})
        with h5py.File(file) as images:
            affine = images["affine"][...]
            shape = images["label"].shape
        np.testing.assert_array_equal(affine, nibabel.load(grid).affine)

        truth = self.folder / f"truth_{spacing[0]}_{angles[0]}.nii.gz"
        nibabel.save(nibabel.Nifti1Image(labels_of_the_tendon(affine, shape), affine), truth)
        found = measure(file, "--shrink", "1", "--against", str(truth))
        tissue = found["by fraction"]
        sections = [slab["tendon CSA [mm^2]"] for slab in tissue["profile"]]
        errors = {
            "tendon volume": tissue["tendon volume [mm^3]"] / (AREA * LENGTH) - 1,
            "gap volume": tissue["gap volume [mm^3]"] / (AREA * GAP) - 1,
            "fluid volume": tissue["fluid volume [mm^3]"] / (AREA * GAP * WATER) - 1,
            "tendon length": tissue["tendon length [mm]"] / LENGTH - 1,
            "gap length": tissue["gap length by volume [mm]"] / GAP - 1,
            "mean CSA": tissue["tendon mean CSA [mm^2]"] / AREA - 1,
            "worst CSA": max((section / AREA - 1 for section in sections), key=abs),
            "T2* of the stumps": found["T2*"]["stumps"]["mean [ms]"] / decay_time(COLLAGEN["stump"], 0) - 1,
            "T2* of the gap": found["T2*"]["gap"]["mean [ms]"] / decay_time(COLLAGEN["gap"], WATER) - 1,
        }
        dice = {region: found["against"][region]["Dice [-]"] for region in ("tendon", "gap")}
        print(f"spacing {spacing} mm, turned by {angles}:",
              ", ".join(f"{name} {100 * error:+.2f} %" for name, error in errors.items()),
              ", ".join(f"Dice of the {region} {value:.3f}" for region, value in dice.items()))
        for name, error in errors.items():
            self.assertLess(abs(error), 0.01, name)
        for region, value in dice.items():
            self.assertGreater(value, 0.97, region)
        # A quarter of the gap is fluid: a reader sees all of it bright, but for voxels that are a fifth stump.
        self.assertAlmostEqual(found["by label"]["fluid volume [mm^3]"] / (AREA * GAP), 1, delta=0.1)

    def test_measures_are_those_of_the_tendon(self) -> None:
        for spacing in [(0.5, 0.5, 1.0), (0.7, 0.7, 0.7), (1.0, 1.0, 1.0)]:
            for angles in [(8, -11, 20), (-25, 5, 140)]:
                with self.subTest(spacing=spacing, angles=angles):
                    self.check(spacing, angles)

    def test_noise_is_rician_with_the_given_ratio(self) -> None:
        snr = 20.0
        with h5py.File(simulate(self.folder, "noisy", {"MRI/SNR [-]": snr, **IN_THE_BOX})) as noisy, \
                h5py.File(simulate(self.folder, "clean", IN_THE_BOX)) as clean:
            muscle, air = clean["label"][...] == 4, clean["pd_fs"][...] == 0
            signal = np.median(clean["pd_fs"][...][muscle])
            muscle &= np.isclose(clean["pd_fs"][...], signal, rtol=1e-5)  # no voxel that is fat in part
            deviation = signal / snr
            image = noisy["pd_fs"][...]
            # At a high signal the noise is Gaussian; without a signal its mean is sqrt(pi/2) deviations.
            self.assertAlmostEqual(image[muscle].std() / deviation, 1, delta=0.02)
            self.assertAlmostEqual(image[muscle].mean() / math.hypot(signal, deviation / math.sqrt(2)), 1, delta=1e-3)
            self.assertAlmostEqual(image[air].mean() / (math.sqrt(math.pi / 2) * deviation), 1, delta=0.02)
            self.assertLess(abs(np.corrcoef(image[muscle], noisy["t2_fs"][...][muscle])[0, 1]), 0.02)

    def test_the_file_says_how_the_images_were_taken(self) -> None:
        settings = {"MRI/UTE/Write echoes": "true", "MRI/T2/Fat saturation": "false", "MRI/Grid/B0 [-]": "0, 3, 4",
                    "MRI/SNR [-]": 12, "MRI/Seed [-]": 5, **IN_THE_BOX}
        with h5py.File(simulate(self.folder, "sequences", settings)) as file:
            for name, expected in {"pd_fs": (30, 4000, 90, 1), "t2": (60, 4000, 90, 0), "ute_2": (1, 50, 10, 0)}.items():
                written = [file[name].attrs[key] for key in ("te_ms", "tr_ms", "flip_angle_degree", "fat_saturation")]
                self.assertEqual(tuple(written), expected, name)
                self.assertEqual(file[name].attrs["unit"], "-")
            self.assertNotIn("te_ms", file["fluid"].attrs)
            np.testing.assert_allclose(file.attrs["b0_direction"], [0, 0.6, 0.8])
            self.assertEqual((file.attrs["snr"], file.attrs["seed"], file.attrs["month"]), (12, 5, 0))

    def test_images_must_fit_into_memory(self) -> None:
        echoes = ", ".join(str(number) for number in range(1, 2001))  # some 9 TB
        fine = {f"MRI/Grid/Spacing {axis} [mm]": spacing for axis, spacing in (("x", 0.05), ("y", 0.05), ("z", 0.6))}
        with self.assertRaisesRegex(AssertionError, "exit code 2.*(?s:.*)GB of memory, but this machine has"):
            simulate(self.folder, "large", {**IN_THE_BOX, **fine, "MRI/UTE/TE [ms]": echoes})

    def test_the_box_must_hold_the_tendon(self) -> None:
        with self.assertRaisesRegex(AssertionError, "exit code 2.*(?s:.*)contains no node of the mesh"):
            simulate(self.folder, "beside", {**IN_THE_BOX, "MRI/Grid/Corner z [mm]": 900})


if __name__ == "__main__":
    unittest.main()
