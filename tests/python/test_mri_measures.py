"""Measures of phantoms whose true values are known, by fractions and by labels."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np

from phantom import GAP_T2STAR, SIGNALS, STUMP_T2STAR, TEXTURE, Tendon, grid_around, make_volumes, rotation
from program import measured, run
from visit_files import write_visit

SPACINGS = ((0.3, 0.3, 1.0), (0.5, 0.6, 0.9), (1.0, 1.0, 1.0))  # [mm]
OBLIQUE = {"oblique": rotation(25, -15, 40), "mirrored": rotation(-8, 14, -65) @ np.diag([-1, 1, 1])}
WAYS = ("by fraction", "by label")


class Case:
    """A phantom on a grid, what was measured of it, and errors relative to the truth."""

    def __init__(self, folder: Path, tendon: Tendon, spacing: tuple, directions: np.ndarray) -> None:
        self.tendon = tendon
        shape, affine = grid_around(tendon, spacing, directions)
        volumes = make_volumes(tendon, shape, affine)
        self.centre_label = volumes.pop("centre_label")
        self.file, self.against = folder / "visit_4.h5", folder / "centres.h5"
        write_visit(self.file, volumes, affine)
        write_visit(self.against, {"label": self.centre_label}, affine)
        self.result = measured(self.file, "--against", self.against, "--shrink", 1)
        self.t2star_of_all = measured(self.file)["T2*"]

    def volume_error(self, way: str, tissue: str) -> float:
        """Of `tendon`, `gap` or `fluid`."""
        tendon, middle = self.tendon, np.mean(self.tendon.gap)
        start, end, share = {
            "tendon": (-tendon.length / 2, tendon.length / 2, 1),
            "gap": (*tendon.gap, 1),
            "fluid": (middle - tendon.fluid_length / 2, middle + tendon.fluid_length / 2, tendon.fluid_width ** 2)
        }[tissue]
        return self.result[way][f"{tissue} volume [mm^3]"] / (tendon.area(start, end) * (end - start) * share) - 1

    def length_error(self, way: str, kind: str) -> float:
        """Of the gap's length `by volume` or `by extent`."""
        return self.result[way][f"gap length {kind} [mm]"] / (self.tendon.gap[1] - self.tendon.gap[0]) - 1

    def area_errors(self, way: str) -> np.ndarray:
        """Of the tendon's section in each slab."""
        measures, half = self.result[way], self.result["slab [mm]"] / 2
        errors = []
        for row in measures["profile"]:
            place = np.array(measures["tendon start [mm]"]) + row["position [mm]"] * np.array(self.result["axis"])
            s = (place - self.tendon.place) @ self.tendon.frame[:, 2]
            errors.append(row["tendon CSA [mm^2]"] / self.tendon.area(s - half, s + half) - 1)
        return np.array(errors)

    def tilt(self) -> float:
        """Angle [degree] between the axis found and the true one."""
        return float(np.degrees(np.arccos(min(1, self.tendon.frame[:, 2] @ self.result["axis"]))))


class PhantomMeasures(unittest.TestCase):
    """Every measure, on each spacing and oblique grid, of a cylinder and of one with a bulge."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.cases = {}
        for bulge in (0.0, 0.6):
            for spacing in SPACINGS:
                for name, directions in OBLIQUE.items():
                    cls.cases[f"{spacing} mm {name}, bulge {bulge}"] = Case(
                        Path(cls.folder.name), Tendon(bulge=bulge), spacing, directions)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def each(self, title: str, largest: float, error) -> None:
        """Compares an error of every case with the largest allowed, and prints the worst."""
        values = {name: float(np.abs(error(case)).max()) for name, case in self.cases.items()}
        worst = max(values, key=values.get)
        print(f"{title}: {values[worst]:.2g} ({worst}), allowed {largest:g}")
        for name, value in values.items():
            with self.subTest(case=name):
                self.assertLess(value, largest)

    def test_axis(self) -> None:
        self.each("tilt [degree]", 0.1, Case.tilt)

    def test_volumes(self) -> None:
        for tissue in ("tendon", "gap"):
            self.each(f"{tissue} volume by fraction", 1e-3, lambda case: case.volume_error("by fraction", tissue))
            self.each(f"{tissue} volume by label", 1e-2, lambda case: case.volume_error("by label", tissue))
        self.each("fluid volume by fraction", 1e-3, lambda case: case.volume_error("by fraction", "fluid"))
        self.each("fluid volume by label", 5e-2, lambda case: case.volume_error("by label", "fluid"))

    def test_sections(self) -> None:
        self.each("CSA of any slab by fraction", 1e-2, lambda case: case.area_errors("by fraction"))
        self.each("CSA of any slab by label", 6e-2, lambda case: case.area_errors("by label"))
        self.each("CSA by label, mean of all slabs", 1e-2, lambda case: case.area_errors("by label").mean())

    def test_gap_length(self) -> None:
        for way in WAYS:
            for kind in ("by volume", "by extent"):
                self.each(f"gap length {kind}, {way}", 1e-2, lambda case: case.length_error(way, kind))

    def test_tendon_length(self) -> None:
        for way in WAYS:
            self.each(f"tendon length {way}", 1e-2,
                      lambda case: case.result[way]["tendon length [mm]"] / case.tendon.length - 1)

    def test_t2star(self) -> None:
        for region, truth in (("stumps", STUMP_T2STAR), ("gap", GAP_T2STAR)):
            self.each(f"T2* of the {region}", 1e-2, lambda case: case.result["T2*"][region]["mean [ms]"] / truth - 1)
            self.each(f"T2* of the {region}, voxels of mixed tissue too", 2e-2,
                      lambda case: case.t2star_of_all[region]["mean [ms]"] / truth - 1)

    def test_signals(self) -> None:
        for region, value in (("stumps", SIGNALS[1]), ("gap", SIGNALS[2])):
            self.each(f"ratio to muscle of the {region}", 1e-2, lambda case:
                      case.result["signals"]["pd_fs"][region]["ratio to muscle [-]"] / (value / SIGNALS[4]) - 1)
        self.each("texture", 4e-2, lambda case: case.result["texture [-]"] / TEXTURE - 1)

    def test_overlap(self) -> None:
        for region in ("tendon", "stumps", "gap"):
            self.each(f"1 - Dice of the {region}, half full against centre inside", 3e-2,
                      lambda case: 1 - case.result["against"][region]["Dice [-]"])
        self.each("surface distance [mm]", 0.1, lambda case:
                  case.result["against"]["tendon"]["mean surface distance [mm]"])

    def test_tables_hold_what_json_holds(self) -> None:
        case = list(self.cases.values())[-1]
        code, output, errors = run("measure", case.file, "--against", case.against)
        self.assertEqual((code, errors), (0, ""))
        for text in (f"{case.result['by label']['gap volume [mm^3]']:.5g}", "T2*", "texture", "Dice", "month 4"):
            self.assertIn(text, output)


class ThickSlices(unittest.TestCase):
    """Slices of 3 mm, ten times as thick as a pixel is wide: what the length of the gap suffers from them."""

    def test_gap_length(self) -> None:
        allowed = {("by fraction", "by volume"): 0.02, ("by fraction", "by extent"): 0.04,
                   ("by label", "by volume"): 0.1, ("by label", "by extent"): 0.1}
        with tempfile.TemporaryDirectory() as folder:
            for name, directions in {**OBLIQUE, "straight across": Tendon().frame}.items():
                for bulge in (0.0, 0.6):
                    case = Case(Path(folder), Tendon(bulge=bulge), (0.3, 0.3, 3.0), directions)
                    errors = {way: case.length_error(*way) for way in allowed}
                    print(f"gap length, slices of 3 mm, {name}, bulge {bulge}: "
                          + ", ".join(f"{' '.join(way)} {error:+.4f}" for way, error in errors.items()))
                    for way, largest in allowed.items():
                        self.assertLess(abs(errors[way]), largest)


if __name__ == "__main__":
    unittest.main()
