"""`tenogen mri` on images as other programs save them: rounded labels and headers, names of all kinds, folders."""

from __future__ import annotations

import gzip
import itertools
import os
import shutil
import tempfile
import unittest
from pathlib import Path

import h5py
import nibabel
import numpy as np

from phantom import rotation
from program import assert_refused, main, measured, run

AFFINE = np.diag([0.5, 0.5, 1.0, 1.0])


def label_map() -> np.ndarray:
    """A tendon along z with a gap in it, fluid in the gap, and muscle beside it."""
    labels = np.zeros((14, 12, 40), np.uint8)
    labels[3:10, 3:9, 2:38] = 1
    labels[3:10, 3:9, 15:24] = 2
    labels[5:8, 5:7, 17:22] = 3
    labels[:, 10:, :] = 4
    return labels


def oblique() -> np.ndarray:
    """An affine as programs compute it from direction cosines of few decimals."""
    affine = np.eye(4)
    affine[:3, :3] = np.round(rotation(14, -31, 55), 5) * [0.3, 0.3, 3.0]
    affine[:3, 3] = -91.0625, -120.53125, 44.71875
    return affine


class Images(unittest.TestCase):
    """A folder with a label map, and what is measured in it."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.plain = self.save("plain.nii.gz", label_map())

    def save(self, name: str, values: np.ndarray, affine: np.ndarray = AFFINE) -> Path:
        """An image as nibabel saves it."""
        nibabel.save(nibabel.Nifti1Image(values, affine), self.folder / name)
        return self.folder / name

    def with_header(self, name: str, **fields: object) -> Path:
        """The label map with other fields of its header, placed by qform alone."""
        image = nibabel.Nifti1Image(label_map(), AFFINE)
        image.set_sform(None, 0)
        image.set_qform(AFFINE, 1)
        content = bytearray(image.to_bytes())
        header = nibabel.Nifti1Header(bytes(content[:348]), check=False)
        for field, value in fields.items():
            header[field] = value
        content[:348] = header.binaryblock
        (self.folder / name).write_bytes(content)
        return self.folder / name

    def tissues(self, *words: object) -> dict:
        """What is measured by label, without the profile."""
        return {name: value for name, value in measured(*words)["by label"].items() if name != "profile"}

    def assert_as_plain(self, *words: object) -> None:
        """The same measures as those of the label map."""
        self.assertEqual(self.tissues(*words), self.tissues("--label", self.plain))

    def refused(self, *words: object) -> str:
        """The message of a refusal with exit code 2."""
        return assert_refused(self, main, 2, words)


class Rounding(Images):
    def test_labels_in_scaled_whole_numbers(self) -> None:
        for dtype in (np.uint8, np.int16, np.int32):
            header = nibabel.Nifti1Header()
            header.set_data_dtype(dtype)
            file = self.folder / f"{np.dtype(dtype)}.nii.gz"
            nibabel.save(nibabel.Nifti1Image(label_map().astype(float), AFFINE, header), file)
            self.assert_as_plain("--label", file)
        stored = nibabel.load(self.folder / "int16.nii.gz").get_fdata()
        self.assertTrue(np.any(stored != np.rint(stored)), "nibabel rounds no more")

    def test_labels_a_little_off(self) -> None:
        for offset in (1e-7, -3e-5, 9e-4):
            self.assert_as_plain("--label", self.save("off.nii", label_map() + np.float32(offset)))

    def test_labels_that_are_none(self) -> None:
        for value in (1.5, 1.015625, 0.9):
            labels = label_map().astype(float)
            labels[4, 4, 4] = value
            errors = self.refused("measure", "--label", self.save("between.nii", labels))
            self.assertIn(f"1 voxels hold other values, such as {value!r}.", errors)
            self.assertNotIn("nearest", errors)
        coarse = nibabel.Nifti1Header()
        coarse.set_data_dtype(np.uint8)
        labels = label_map().astype(float)
        labels[0, 0, 0] = 200.0  # so that 0.8 is the step, and 1 is stored as 0.8
        nibabel.save(nibabel.Nifti1Image(labels, AFFINE, coarse), self.folder / "coarse.nii")
        self.assertIn("whole numbers (to within 0.1)", self.refused("measure", "--label", self.folder / "coarse.nii"))

    def test_fractions_in_scaled_whole_numbers(self) -> None:
        tendon = np.isin(label_map(), (1, 2, 3))
        stump = np.where(tendon, np.random.default_rng(1).uniform(0, 1, tendon.shape), 0)
        header, words = nibabel.Nifti1Header(), []
        header.set_data_dtype(np.int16)
        for name, share in (("tendon_fraction", stump), ("gap_fraction", tendon - stump), ("fluid", 0.0 * stump)):
            words.append(self.folder / f"{name}.nii.gz")
            nibabel.save(nibabel.Nifti1Image(share, AFFINE, header), words[-1])
        self.assertGreater(sum(nibabel.load(file).get_fdata() for file in words[:2]).max(), 1 + 1e-6)
        visit = self.folder / "visit.h5"
        self.assertEqual(run("from-nifti", f"label={self.plain}", *words, "--output", visit)[0], 0)
        found = measured(visit)
        volumes = [found[way]["tendon volume [mm^3]"] for way in ("by fraction", "by label")]
        self.assertAlmostEqual(volumes[0] / volumes[1], 1, 4)

    def test_an_affine_a_little_off(self) -> None:
        visit = self.folder / "visit.h5"
        self.assertEqual(run("from-nifti", f"label={self.plain}", "--output", visit)[0], 0)
        with h5py.File(visit, "a") as file:
            file["affine"][3] = [1e-17, 0, -1e-17, 1 + 1e-12]
        self.assert_as_plain(visit)


class Headers(Images):
    def test_a_quaternion_that_rounding_made_too_long(self) -> None:
        half_turn = {"quatern_b": 0.0, "quatern_c": np.float32(0.6), "quatern_d": np.float32(0.8)}
        exact = self.tissues("--label", self.with_header("exact.nii", **half_turn))
        longer = {name: value * (1 + 1e-6) for name, value in half_turn.items()}
        found = self.tissues("--label", self.with_header("longer.nii", **longer))
        for name, value in exact.items():
            np.testing.assert_allclose(found[name], value, rtol=1e-5, atol=1e-4, err_msg=name)

    def test_a_quaternion_that_is_none(self) -> None:
        errors = self.refused("measure", "--label", self.with_header("none.nii", quatern_b=0.9, quatern_c=0.9))
        self.assertIn("the quaternion of qform is not a rotation: b^2 + c^2 + d^2 = 1.62", errors)
        self.assertNotIn("Give a complete", errors)

    def test_dimensions_of_length_zero(self) -> None:
        self.assert_as_plain("--label", self.with_header("four.nii", dim=[4, 14, 12, 40, 0, 1, 1, 1]))
        self.assert_as_plain("--label", self.with_header("five.nii", dim=[5, 14, 12, 40, 1, 0, 1, 1]))
        flat = self.with_header("flat.nii", dim=[3, 14, 12, 0, 1, 1, 1, 1])
        self.assertIn("14 x 12 x 0", self.refused("measure", "--label", flat))

    def test_the_side_of_qform(self) -> None:
        mirrored = np.diag([0.5, 0.5, -1.0, 1.0])
        expected = self.tissues("--label", self.save("mirrored.nii", label_map(), mirrored))["tendon start [mm]"]
        for qfac in (-1.0, -0.99999994, -2.0):
            file = self.with_header("sided.nii", pixdim=[qfac, 0.5, 0.5, 1, 1, 1, 1, 1])
            np.testing.assert_allclose(self.tissues("--label", file)["tendon start [mm]"], expected, atol=1e-4)

    def test_qform_without_sizes_of_voxels(self) -> None:
        errors = self.refused("measure", "--label", self.with_header("sizes.nii", pixdim=[1, 0.5, 0.5, 0, 1, 1, 1, 1]))
        self.assertIn("0.5 x 0.5 x 0 mm (pixdim)", errors)

    def test_a_header_is_not_called_an_incomplete_file(self) -> None:
        errors = self.refused("measure", "--label", self.with_header("code.nii", datatype=9999))
        self.assertIn("header cannot be used", errors)
        self.assertNotIn("Give a complete", errors)

    def test_what_a_file_is_instead(self) -> None:
        for name, content, part in (("a.dcm", bytes(128) + b"DICM", "DICOM"), ("a.nrrd", b"NRRD0004\n", "NRRD"),
                                    ("a.nii", (348).to_bytes(4, "little") + bytes(600), "Analyze")):
            (self.folder / name).write_bytes(content)
            self.assertIn(part, self.refused("measure", "--label", self.folder / name))
        visit = self.folder / "visit.h5"
        run("from-nifti", f"label={self.plain}", "--output", visit)
        self.assertIn("HDF5", self.refused("measure", "--label", visit))

    def test_more_voxels_than_the_file_can_hold(self) -> None:
        file = self.with_header("huge.nii", dim=[3, 30000, 30000, 30000, 1, 1, 1, 1])
        self.assertIn("promises 27000000000352 bytes", self.refused("measure", "--label", file))
        with gzip.open(self.folder / "huge.nii.gz", "wb") as packed:
            packed.write(file.read_bytes())
        self.assertIn("promises", self.refused("measure", "--label", self.folder / "huge.nii.gz"))


class Grids(Images):
    def test_headers_apart_by_rounding(self) -> None:
        affine, labels = oblique(), np.repeat(np.repeat(label_map(), 8, 0), 8, 1)
        self.save("scan.nii.gz", labels * 1.0, affine)
        through_qform = nibabel.Nifti1Header()
        through_qform.set_qform(affine, 1, strip_shears=True)
        turned = through_qform.get_qform()
        far = [np.array([*corner, 1]) for corner in itertools.product(*((0, n) for n in labels.shape))]
        self.assertGreater(max(np.linalg.norm((turned - affine) @ corner) for corner in far), 1.5e-4)
        label = self.save("label.nii.gz", labels, turned)
        words = ("measure", "--label", label, "--without-ratios", "--image")
        self.assertEqual(run(*words, f"pd={self.folder / 'scan.nii.gz'}")[0], 0)
        for shift, code in ((0.0028, 0), (0.0035, 2), (0.15, 2)):  # of 0.3 mm
            moved = affine.copy()
            moved[0, 3] += shift
            found, _, errors = run(*words, f"pd={self.save('moved.nii.gz', labels * 1.0, moved)}")
            self.assertEqual(found, code, f"{shift}: {errors}")
        self.assertIn("Allowed: up to 0.003 mm, 1% of a voxel", errors)

    def test_axes_in_another_order(self) -> None:
        image = nibabel.Nifti1Image(label_map() * 1.0, AFFINE)
        for codes in (("R", "A", "I"), ("L", "P", "S"), ("S", "R", "A")):
            orientation = nibabel.orientations.axcodes2ornt(codes)
            turned = image.as_reoriented(nibabel.orientations.ornt_transform(nibabel.io_orientation(AFFINE), orientation))
            nibabel.save(turned, self.folder / "turned.nii")
            errors = self.refused("measure", "--label", self.plain, "--image", f"pd={self.folder / 'turned.nii'}")
            self.assertIn("axes in another order or direction", errors)


class Names(Images):
    def test_the_content_says_what_a_file_is(self) -> None:
        packed = self.plain.read_bytes()
        for name, content in (("LABEL.NII.GZ", packed), ("label", packed), ("packed.nii", packed), ("label.h5", packed),
                              ("unpacked.nii.gz", gzip.decompress(packed)), ("label.img.gz.bak", packed)):
            (self.folder / name).write_bytes(content)
            self.assert_as_plain("--label", self.folder / name)
            against = measured("--label", self.plain, "--against", self.folder / name)["against"]
            self.assertEqual(against["tendon"]["Dice [-]"], 1, name)

    def test_hdf5_under_any_name(self) -> None:
        self.assertEqual(run("from-nifti", f"label={self.plain}", "--output", self.folder / "VISIT.H5")[0], 0)
        shutil.copy(self.folder / "VISIT.H5", self.folder / "visit.nii")
        self.assert_as_plain(self.folder / "visit.nii")
        against = measured("--label", self.plain, "--against", self.folder / "visit.nii")["against"]
        self.assertEqual(against["gap"]["Dice [-]"], 1)
        self.assertEqual(run("to-nifti", self.folder / "visit.nii", "--output", self.folder / "out")[0], 0)
        self.assertIn("already a NIfTI file", self.refused("to-nifti", self.plain, "-o", self.folder / "out"))

    def test_a_pair_of_files(self) -> None:
        image = nibabel.Nifti1Pair(label_map(), AFFINE)
        nibabel.save(image, self.folder / "pair.img")
        (self.folder / "pair.hdr").rename(self.folder / "pair.HDR")
        for name in ("pair.img", "pair.HDR"):
            self.assert_as_plain("--label", self.folder / name)
            against = measured("--label", self.plain, "--against", self.folder / name)["against"]
            self.assertEqual(against["tendon"]["Dice [-]"], 1)
        (self.folder / "pair.HDR").unlink()
        self.assertIn("no file pair.hdr beside it", self.refused("measure", "--label", self.folder / "pair.img"))

    def test_nifti_2(self) -> None:
        nibabel.save(nibabel.Nifti2Image(label_map(), AFFINE), self.folder / "second.nii.gz")
        self.assert_as_plain("--label", self.folder / "second.nii.gz")

    def test_paths_with_an_equals_sign(self) -> None:
        (self.folder / "run=3").mkdir()
        shutil.copy(self.plain, self.folder / "run=3/label.nii.gz")
        here = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, here)
        self.assertEqual(run("from-nifti", "run=3/label.nii.gz", "--output", "a.h5"), (0, "a.h5\n", ""))
        self.assert_as_plain("a.h5")
        self.assertEqual(run("from-nifti", "label=run=3/label.nii.gz", "--output", "b.h5")[0], 0)
        (self.folder / "3").mkdir()
        shutil.copy(self.plain, self.folder / "3/label.nii.gz")
        self.assertIn("both exist", self.refused("from-nifti", "run=3/label.nii.gz", "--output", "c.h5"))
        self.assertEqual(run("from-nifti", "./run=3/label.nii.gz", "--output", "c.h5")[0], 0)

    def test_the_short_option(self) -> None:
        self.assertEqual(run("from-nifti", self.plain, "-o", self.folder / "visit.h5")[0], 0)
        self.assertEqual(run("to-nifti", self.folder / "visit.h5", "-o", self.folder / "out")[0], 0)
        self.assertTrue((self.folder / "out/plain.nii.gz").is_file())

    def test_names_of_volumes(self) -> None:
        for name in ("SCAN.NII.GZ", "scan.Nii"):
            shutil.copy(self.plain, self.folder / name)
            self.assertEqual(run("from-nifti", self.folder / name, "--output", self.folder / f"{name}.h5")[0], 0)
            with h5py.File(self.folder / f"{name}.h5") as file:
                self.assertIn(name.partition(".")[0], file)


class Folders(Images):
    def test_a_run_directory(self) -> None:
        (self.folder / "run/mri").mkdir(parents=True)
        for month in (4, 12):
            run("from-nifti", f"label={self.plain}", "--output", self.folder / f"run/mri/visit_{month}.h5")
        for words in (("measure", self.folder / "run"), ("measure", self.folder / "run/mri"),
                      ("to-nifti", self.folder / "run", "-o", self.folder / "out"),
                      ("measure", "--label", self.plain, "--against", self.folder / "run")):
            errors = self.refused(*words)
            self.assertIn("this is a folder. Give one of its visits: ", errors)
            self.assertIn("run/mri/visit_4.h5, ", errors)
            self.assertIn("run/mri/visit_12.h5.", errors)

    def test_other_folders(self) -> None:
        (self.folder / "series").mkdir()
        for words in (("measure", "--label", self.folder / "series"), ("from-nifti", self.folder / "series", "-o", "x.h5"),
                      ("measure", "--label", self.plain, "--image", f"pd={self.folder / 'series'}")):
            self.assertIn("dcm2niix", self.refused(*words))


if __name__ == "__main__":
    unittest.main()
