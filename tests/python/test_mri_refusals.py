"""What is refused, in one line."""

from __future__ import annotations

import gzip
import random
import shutil
import subprocess
import unittest
import warnings
from pathlib import Path

import h5py
import nibabel
import numpy as np

from program import SCRIPTS, measured, run
from visit_files import Files


class Refusals(Files):
    def measure(self, *parts: object, code: int = 2, label: Path | None = None, words: tuple = ()) -> None:
        self.refused(code, ("measure", "--label", label or self.label, *words), *parts)

    def measure_visit(self, name: str, values: object, *parts: object) -> None:
        """With one dataset replaced."""
        with h5py.File(self.visit, "a") as file:
            del file[name]
            if values is not None:
                file[name] = values
        self.refused(2, ("measure", self.visit), self.visit, *parts)

    def test_affine(self) -> None:
        flat_affine = self.affine.copy()
        flat_affine[:3, 2] = flat_affine[:3, 1]
        self.measure_visit("affine", flat_affine, "singular")
        raw = gzip.decompress(self.label.read_bytes())
        header = nibabel.Nifti1Header(raw[:348])
        for row in ("srow_x", "srow_y", "srow_z"):
            header[row][2] = header[row][1]
        (self.folder / "singular.nii").write_bytes(header.binaryblock + raw[348:])
        self.measure("singular.nii", "affine is singular", label=self.folder / "singular.nii")
        self.measure_visit("affine", np.eye(3), "4 x 4")
        self.measure_visit("affine", np.diag([1e4, 1e4, 1e4, 1]), "1e+04 x 1e+04 x 1e+04 mm", "Is it in mm?")
        self.measure_visit("affine", self.affine + np.outer([1, 0, 0, 0], [0, 0, 0, 1e6]), "from the origin")
        self.measure_visit("affine", np.full((4, 4), np.nan), "not finite")
        self.measure_visit("affine", None, "no dataset 'affine'")
        self.visit.write_bytes((self.original / "visit_4.h5").read_bytes())
        self.measure_visit("affine", np.full((4, 4), b"one"), "'affine' is not an array of numbers", "4 x 4")

    def test_month(self) -> None:
        for month in (np.nan, np.inf, "four", b"four", [1.0, 2.0]):
            with h5py.File(self.visit, "a") as file:
                file.attrs["month"] = month
            self.refused(2, ("measure", self.visit, "--json"), self.visit, "'month' is ", "Set it to a number of months")

    def test_no_place(self) -> None:
        image = nibabel.load(self.label)
        image.set_sform(None, 0)
        image.set_qform(None, 0)
        nibabel.save(image, self.folder / "nowhere.nii")
        self.measure("nowhere.nii", "neither sform nor qform", label=self.folder / "nowhere.nii")

    def test_place_by_qform_alone(self) -> None:
        image = nibabel.load(self.label)
        image.set_sform(None, 0)
        nibabel.save(image, self.folder / "qform.nii")
        np.testing.assert_allclose(measured("--label", self.folder / "qform.nii")["by label"]["tendon start [mm]"],
                                   measured("--label", self.label)["by label"]["tendon start [mm]"], atol=1e-4)

    def test_mutated_headers(self) -> None:
        whole, chance = gzip.decompress(self.label.read_bytes()), random.Random(5)
        codes = []
        for _ in range(300):
            content = bytearray(whole)
            for _ in range(chance.choice([1, 1, 2, 5])):
                content[chance.randrange(352)] = chance.randrange(256)
            (self.folder / "mutated.nii").write_bytes(content)
            code, _, errors = run("measure", "--label", self.folder / "mutated.nii")
            self.assertEqual((errors.count("\n"), errors.count("tenogen mri: ")), (1, 1) if code else (0, 0), errors)
            codes.append(code)
        self.assertEqual(set(codes), {0, 2})

    def test_labels(self) -> None:
        label = self.volumes["label"].astype(float)
        self.measure("label.nii.gz", "no voxel has the value 6 (tendon)", words=("--labels", "tendon=6"))
        for value, part in ((np.nan, "NaN"), (1.5, "whole numbers"), (1e12, "1e+12")):
            label[3, 4, 5] = value
            self.measure("broken.nii", part, label=self.save("broken.nii", label))
            self.measure_visit("label", label, "'label'", part)
        self.measure_visit("label", None, "no volume 'label'", "pd_fs")
        self.measure("both 2", words=("--labels", "tendon=2"))
        for text in ("tendon", "bone=3", "gap=-1", "gap=1.5", "gap=0", "", "gap=٣", "gap=" + "1" * 5000):
            self.measure(text, "whole number", words=("--labels", text))
        self.measure("gap is given twice", words=("--labels", "gap=2,tendon=1,gap=7"))
        self.refused(2, ("from-nifti", f"label={self.save('big.nii', label * 0 + 300)}", "--output",
                         self.folder / "x.h5"), "300", "0 to 255")

    def test_grids(self) -> None:
        image = self.volumes["pd_fs"]
        self.measure("small.nii", "label.nii.gz", "Resample",
                     words=("--image", f"pd_fs={self.save('small.nii', image[1:])}"))
        moved = self.affine.copy()
        moved[0, 3] += 0.05
        self.measure("moved.nii", "0.05 mm", "1% of a voxel", words=("--image", f"pd_fs={self.save('moved.nii', image, moved)}"))
        moved[0, 3] = self.affine[0, 3] + 0.01
        self.assertEqual(run("measure", "--label", self.label, "--image",
                             f"pd_fs={self.save('near.nii', image, moved)}")[0], 0)
        self.measure("other.nii", "Resample", words=("--against", self.save("other.nii", self.volumes["label"][1:])))
        self.refused(2, ("from-nifti", self.label, self.folder / "moved.nii", "--output", self.folder / "x.h5"),
                     "moved.nii", "Resample")
        self.assertFalse((self.folder / "x.h5").exists())
        self.measure_visit("pd_fs", image[1:], "'pd_fs'", "Resample")

    def test_images(self) -> None:
        image = self.volumes["pd_fs"].copy()
        gap = tuple(np.argwhere(self.volumes["label"] == 2)[0])
        image[gap] = np.nan
        self.measure("nan.nii", "NaN or infinity in 1 voxels of the tendon",
                     words=("--image", f"pd_fs={self.save('nan.nii', image)}"))
        self.measure_visit("pd_fs", image, "'pd_fs'", "NaN")
        background = self.volumes["pd_fs"].copy()
        background[self.volumes["label"] == 0] = np.nan
        self.assertEqual(run("measure", "--label", self.label, "--image",
                             f"pd_fs={self.save('background.nii', background)}")[0], 0)
        self.measure("two volumes", words=("--image", f"a={self.image}", "--image", f"a={self.image}"))

    def test_muscle(self) -> None:
        label = self.volumes["label"].copy()
        label[label == 4] = 0
        words = ("--image", f"pd_fs={self.image}")
        self.measure("pd_fs.nii.gz", "no voxel of muscle", label=self.save("bare.nii", label), words=words)
        self.assertEqual(run("measure", "--label", self.folder / "bare.nii", *words, "--without-ratios")[0], 0)
        for signal, reason in ((0, "is 0"), (-3, "is -3"), (1e-300, "is 1e-300")):
            dark = np.where(self.volumes["label"] == 4, signal, self.volumes["pd_fs"])
            self.measure(f"mean signal in muscle {reason}. ", "must be 1e-30 or more",
                         words=("--image", f"pd_fs={self.save('dark.nii', dark)}"))

    def test_shrinking_to_nothing(self) -> None:
        words = ("measure", self.visit, "--shrink", 100)
        self.refused(2, words, "--shrink 100 leaves none of", "voxels of muscle", "Give a smaller --shrink")
        self.assertEqual(run(*words, "--without-ratios")[0], 0)

    def test_values_too_large_to_be_measured(self) -> None:
        gap = tuple(np.argwhere(self.volumes["label"] == 2)[0])
        for name in ("pd_fs", "t2star"):
            image = self.volumes[name].copy()
            image[gap] = 1e300
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                self.measure(f"{name}.nii", "1e+300 in the tendon", "up to 1e+30 in size",
                             words=("--image", f"{name}={self.save(f'{name}.nii', image)}", "--json"))
                self.measure_visit(name, image, f"'{name}'", "up to 1e+30 in size")
            self.visit.write_bytes((self.original / "visit_4.h5").read_bytes())

    def test_fractions(self) -> None:
        for name, factor, part in (("fluid", 1.5 / self.volumes["fluid"].max(), "between 0 and 1"), ("gap_fraction", np.nan, "NaN")):
            self.measure_visit(name, self.volumes[name] * factor, f"'{name}'", part)
            with h5py.File(self.visit, "a") as file:
                file[name][...] = self.volumes[name]
        self.measure_visit("gap_fraction", np.minimum(1, self.volumes["gap_fraction"] + 0.5), "add up to 1.5")

    def test_shape_of_the_tendon(self) -> None:
        self.measure("Give a smaller --slab", words=("--slab", "200"))
        cube = np.zeros((9, 9, 9), np.uint8)
        cube[2:7, 2:7, 2:7] = 1
        self.measure("Give --axis x, y or z", label=self.save("cube.nii", cube, np.eye(4)))

    def test_dimensions(self) -> None:
        label = self.volumes["label"]
        self.measure("times.nii", "three-dimensional", label=self.save("times.nii", np.stack([label, label], 3)))
        self.measure("slice.nii", "three-dimensional", label=self.save("slice.nii", label[:, :, 0]))
        self.measure_visit("label", label[0], "'label'", "three-dimensional")
        colours = np.zeros((3, 4, 5), np.dtype([("R", "u1"), ("G", "u1"), ("B", "u1")]))
        self.measure("colours.nii", "plain numbers", label=self.save("colours.nii", colours))

    def test_kinds_of_file(self) -> None:
        text = self.folder / "text.nii.gz"
        text.write_text("no image")
        self.measure("text.nii.gz", "NIfTI", label=text)
        whole = gzip.decompress(self.label.read_bytes())
        for name, content in (("cut.nii.gz", self.label.read_bytes()[:200]), ("cut.nii", whole[:5000]),
                              ("head.nii", whole[:100]), ("empty.nii", b"")):
            (self.folder / name).write_bytes(content)
            self.measure(name, "Give a complete", label=self.folder / name)
        self.measure("picture.png", "NIfTI", label=shutil.copy(text, self.folder / "picture.png"))
        mgh = self.folder / "brain.mgz"
        nibabel.save(nibabel.MGHImage(np.float32(self.volumes["pd_fs"]), self.affine), mgh)
        self.measure("brain.mgz", "not a NIfTI file", label=mgh)
        text.rename(self.folder / "text.h5")
        self.refused(2, ("measure", self.folder / "text.h5"), "cannot be read as HDF5")
        self.refused(2, ("measure", self.label), "label.nii.gz", "this is a NIfTI file", "Give a label map with --label")
        self.refused(2, ("to-nifti", self.label, "--output", self.folder), "takes FILE.h5", "from-nifti")
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        self.refused(2, ("measure", self.folder / "other.h5"), "schema")
        with h5py.File(self.folder / "other.h5", "a") as file, warnings.catch_warnings():
            warnings.simplefilter("error")
            file.attrs["schema"] = "x"
            file.flush()
            self.refused(2, ("measure", self.folder / "other.h5"), "'schema' is x, not 1")
        self.visit.write_bytes(self.visit.read_bytes()[:9000])
        self.refused(2, ("measure", self.visit), self.visit)

    def test_file_system(self) -> None:
        self.measure("missing.nii", "No such file", code=4, label=self.folder / "missing.nii")
        self.refused(4, ("measure", self.folder / "visit_7.h5"), "visit_7.h5", "No such file")
        self.refused(4, ("measure", self.visit, "--against", self.folder / "missing.nii.gz"), "missing.nii.gz")
        self.refused(4, ("to-nifti", self.visit, "--output", self.label), "label.nii.gz")
        self.refused(4, ("from-nifti", self.label, "--output", self.label / "x.h5"), "label.nii.gz")
        self.refused(2, ("measure", "--label", self.folder), "this is a folder", "visit_4.h5")

    def test_a_damaged_volume_leaves_no_files_of_the_others(self) -> None:
        with h5py.File(self.visit) as file:
            chunk = file["t2star"].id.get_chunk_info(0)
        with self.visit.open("r+b") as file:
            file.seek(chunk.byte_offset)
            file.write(bytes(chunk.size))
        output = self.folder / "nifti"
        self.refused(2, ("to-nifti", self.visit, "--output", output), self.visit, "cannot be read as HDF5")
        self.assertEqual(list(output.iterdir()), [])
        self.assertEqual(run("to-nifti", self.visit, "--output", output, "--volume", "pd_fs")[0], 0)

    def test_names(self) -> None:
        self.refused(2, ("to-nifti", self.visit, "--output", self.folder / "new", "--volume", "t3"), "'t3'", "t2star")
        self.assertFalse((self.folder / "new").exists())
        for text in ("=x.nii", "affine=x.nii", "body_affine=x.nii", "body_affine.nii.gz", "pd_fs=", "a b.nii"):
            self.refused(2, ("from-nifti", text, "--output", self.folder / "x.h5"), text, "NAME=FILE")
        self.refused(2, ("measure",), "either FILE.h5 or --label")
        self.refused(2, ("measure", self.visit, "--label", self.label), "not both")
        self.refused(2, ("measure", self.visit, "--image", "x"), "together with --label only")

    def test_numbers_of_the_command_line(self) -> None:
        for words in (("--slab", "0"), ("--slab", "nan"), ("--slab", "x"), ("--shrink", "-1"), ("--axis", "w")):
            code, output, errors = run("measure", self.visit, *words)
            self.assertEqual((code, output), (2, ""))
            self.assertIn(words[0], errors)

    def test_the_program_itself(self) -> None:
        for words, code in ((["measure", self.visit, "--json"], 0), (["measure", self.folder / "none.h5"], 4), ([], 2)):
            result = subprocess.run([SCRIPTS / "tenogen-mri", *words], capture_output=True, text=True)
            self.assertEqual(result.returncode, code)
            self.assertNotIn("Traceback", result.stderr)


if __name__ == "__main__":
    unittest.main()
