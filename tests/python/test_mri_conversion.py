"""Volumes from HDF5 to NIfTI and back."""

from __future__ import annotations

import os
import unittest

import h5py
import nibabel
import numpy as np

from program import measured, run
from visit_files import Files


class Conversion(Files):
    def test_there_and_back_is_exact(self) -> None:
        back = self.folder / "back.h5"
        files = [self.folder / f"{name}.nii.gz" for name in self.volumes]
        self.assertEqual(run("from-nifti", *files, "--output", back, "--month", 4), (0, f"{back}\n", ""))
        with h5py.File(back) as file:
            self.assertEqual((file.attrs["schema"], file.attrs["month"]), (1, 4))
            self.assertEqual(set(file), {*self.volumes, "affine"})
            for name, values in self.volumes.items():
                np.testing.assert_array_equal(file[name], values)
                self.assertEqual(file[name].dtype, values.dtype)
            np.testing.assert_array_equal(file["affine"], np.float32(self.affine))
            self.assertEqual(file["t2star"].attrs["unit"], "ms")

    def test_measures_are_those_of_the_hdf5_file(self) -> None:
        images = [word for name in self.volumes if name != "label"
                  for word in ("--image", f"{name}={self.folder / f'{name}.nii.gz'}")]
        simulated, real = measured(self.visit), measured("--label", self.label, *images)
        for key in ("by label", "by fraction", "signals", "T2*"):
            for name, values in simulated[key].items():
                if name == "profile":
                    continue
                np.testing.assert_allclose(flat(real[key][name]), flat(values), rtol=1e-5, err_msg=f"{key}: {name}")

    def test_float32_by_default(self) -> None:
        run("to-nifti", self.visit, "--output", self.folder / "new", "--volume", "pd_fs", "--volume", "label")
        self.assertEqual(sorted(os.listdir(self.folder / "new")), ["label.nii.gz", "pd_fs.nii.gz"])
        image = nibabel.load(self.folder / "new" / "pd_fs.nii.gz")
        self.assertEqual(image.get_data_dtype(), np.float32)
        np.testing.assert_array_equal(image.get_fdata(), np.float32(self.volumes["pd_fs"]))
        self.assertEqual(nibabel.load(self.folder / "new" / "label.nii.gz").get_data_dtype(), np.uint8)

    def test_values_beyond_float32(self) -> None:
        with h5py.File(self.visit, "a") as file:
            file["pd_fs"][0, 0, 0] = 1e300
        words = ("to-nifti", self.visit, "--volume", "pd_fs", "--output", self.folder / "new")
        self.refused(2, words, "'pd_fs'", "--dtype float64")
        self.assertEqual(os.listdir(self.folder / "new"), [])
        self.assertEqual(run(*words, "--dtype", "float64")[0], 0)

    def test_place_in_the_header(self) -> None:
        header = nibabel.load(self.image).header
        self.assertEqual((header["sform_code"], header["qform_code"], header.get_xyzt_units()[0]), (1, 1, "mm"))
        np.testing.assert_allclose(header.get_qform(), self.affine, atol=1e-5)
        t2star = nibabel.load(self.folder / "t2star.nii.gz").header
        with h5py.File(self.visit) as file:
            description = file["t2star"].attrs["description"]
        self.assertEqual(t2star["descrip"].item(), f"t2star [ms] {description}"[:79].encode())

    def test_other_labels_scaled_values_and_one_moment(self) -> None:
        expected = measured("--label", self.label, "--image", f"pd_fs={self.image}")
        label = self.volumes["label"].astype(np.int16)
        other = self.save("other.nii", np.choose(label, [0, 7, 2, 30, 1, 5])[..., None].astype(np.float32))
        self.assertEqual(expected["by label"], measured("--label", other, "--labels", "tendon=7,fluid=30,muscle=1",
                                                        "--without-ratios")["by label"])
        image = nibabel.Nifti1Image(np.int16([[[1, 2], [3, 4]]] * 2), np.eye(4))
        image.header.set_slope_inter(0.5, 10)
        nibabel.save(image, self.folder / "scaled.nii")
        run("from-nifti", f"pd_fs={self.folder / 'scaled.nii'}", "--output", self.folder / "scaled.h5")
        with h5py.File(self.folder / "scaled.h5") as file:
            np.testing.assert_array_equal(file["pd_fs"][0], [[10.5, 11], [11.5, 12]])

    def test_units_by_name(self) -> None:
        names = {"pd": "-", "t2": "-", "bound_water": "mg/mm^3", "free_water": "mg/mm^3", "fat": "mg/mm^3", "other": "unknown"}
        file = self.folder / "named.h5"
        run("from-nifti", *(f"{name}={self.image}" for name in names), "--output", file)
        with h5py.File(file) as volumes:
            self.assertEqual({name: volumes[name].attrs["unit"] for name in names}, names)

    def test_texture_of_images_with_and_without_fat_saturation(self) -> None:
        with_saturation, without = (("--label", self.label, "--image", f"{name}={self.image}") for name in ("pd_fs", "pd"))
        self.assertEqual(measured(*without)["texture [-]"], measured(*with_saturation)["texture [-]"])
        self.assertIn("variation of pd in the gap", run("measure", *without)[1])
        self.assertIn("variation of pd_fs in the gap", run("measure", *without, *with_saturation[2:])[1])

    def test_some_of_the_fractions(self) -> None:
        words = ("--label", self.label, "--image", f"tendon_fraction={self.folder / 'tendon_fraction.nii.gz'}")
        self.assertEqual(measured(*words)["missing fractions"], ["gap_fraction", "fluid"])
        self.assertIn("nothing is measured by fraction: no volume gap_fraction, fluid", run("measure", *words)[1])
        self.assertEqual(measured("--label", self.label)["missing fractions"], [])

    def test_micrometres(self) -> None:
        image = nibabel.Nifti1Image(self.volumes["label"], np.diag([1e3, 1e3, 1e3, 1]) @ self.affine)
        image.header.set_xyzt_units("micron")
        nibabel.save(image, self.folder / "micron.nii")
        volume = "tendon volume [mm^3]"
        self.assertAlmostEqual(measured("--label", self.folder / "micron.nii")["by label"][volume]
                               / measured(self.visit)["by label"][volume], 1, places=5)

    def test_files_that_are_there_stay(self) -> None:
        self.refused(4, ("to-nifti", self.visit, "--output", self.folder), ".nii.gz: already exists", "--overwrite")
        self.refused(4, ("from-nifti", self.label, "--output", self.visit), f"{self.visit}: already exists", "--overwrite")
        self.assertEqual(run("to-nifti", self.visit, "--output", self.folder, "--overwrite")[0], 0)
        self.assertFalse([name for name in os.listdir(self.folder) if name.startswith(".")])


def flat(values: object) -> list[float]:
    """Numbers of a value, a list or a table, NaN for what is undefined."""
    if isinstance(values, dict):
        return [number for value in values.values() for number in flat(value)]
    return [np.nan if value is None else value for value in (values if isinstance(values, list) else [values])]


if __name__ == "__main__":
    unittest.main()
