"""Measures of small bodies that voxels hold exactly."""

from __future__ import annotations

import unittest
import warnings

import numpy as np

import program  # noqa: F401 (finds the package)
from tenogen.mri.axial_profile import AxialProfile, projection_share
from tenogen.mri.grid import Grid
from tenogen.mri.overlap import dice, mean_surface_distance, surface
from tenogen.mri.regions import DEFAULT_LABELS, regions_of
from tenogen.mri.signals import signal_measures, t2star_measures
from tenogen.mri.tissues import axis_of, shares_by_label, tissue_measures
from tenogen.mri.volume import Volume

GRID = Grid((6, 5, 40), np.diag([-0.5, 0.5, 2.0, 1.0]))
Z = np.array([0.0, 0.0, 1.0])


def volume(values: np.ndarray, grid: Grid = GRID) -> Volume:
    return Volume("test", values, grid, "test", "-")


def ball(grid: Grid, centre: np.ndarray, radius: float) -> np.ndarray:
    """Voxels whose centre lies in a ball [mm]."""
    centres = grid.world(np.indices(grid.shape).reshape(3, -1).T)
    return (np.linalg.norm(centres - centre, axis=1) < radius).reshape(grid.shape)


class Profile(unittest.TestCase):
    def test_projection_of_a_voxel(self) -> None:
        samples = np.random.default_rng(2).uniform(-0.5, 0.5, (200000, 3))
        for widths in ((0.3, 0.2, 1.0), (1.0, 1.0, 1.0), (0.7, 0.0, 1e-5), (0.0, 0.0, 2.0)):
            offsets = np.linspace(-1.6, 1.6, 9)
            counted = [np.mean(samples @ widths <= offset) for offset in offsets]
            np.testing.assert_allclose(projection_share(np.array(widths), offsets), counted, atol=4e-3)

    def test_projection_is_monotonic_and_complete(self) -> None:
        share = projection_share(np.array([0.02, 0.5, 1.0]), np.linspace(-5, 5, 4001))
        self.assertGreater(np.diff(share).min(), -1e-12)
        self.assertEqual((share[0], round(share[-1], 12)), (0, 1))

    def test_volume_is_kept_on_any_axis(self) -> None:
        shares = np.random.default_rng(3).uniform(0, 1, GRID.shape)
        for axis in (Z, np.array([1.0, 2.0, 2.0]) / 3):
            profile = AxialProfile(shares, GRID, axis)
            self.assertAlmostEqual(profile.volume_below(1e6) / (shares.sum() * GRID.voxel_volume), 1, places=12)

    def test_no_voxel(self) -> None:
        self.assertEqual(AxialProfile(np.zeros(GRID.shape), GRID, Z).volume_below(0.0), 0)


class Box(unittest.TestCase):
    """A tendon that fills its grid from end to end: 3 mm x 2.5 mm x 80 mm, the gap from 20 to 36 mm."""

    def setUp(self) -> None:
        self.label = np.ones(GRID.shape, np.uint8)
        self.label[:, :, 10:18] = 2
        self.label[2:4, 2, 12:14] = 3

    def measures(self) -> dict:
        shares = shares_by_label(regions_of(volume(self.label), DEFAULT_LABELS))
        return tissue_measures(shares, GRID, axis_of(shares.tendon, GRID, "principal", "test"), 2.0, "test")

    def test_volumes_and_lengths(self) -> None:
        measures = self.measures()
        for name, value in (("tendon volume [mm^3]", 600), ("gap volume [mm^3]", 120), ("stump volume [mm^3]", 480),
                            ("fluid volume [mm^3]", 2), ("tendon length [mm]", 80), ("tendon mean CSA [mm^2]", 7.5),
                            ("gap length by volume [mm]", 16), ("gap length by extent [mm]", 16),
                            ("gap start [mm]", 20), ("gap mean CSA [mm^2]", 7.5)):
            self.assertAlmostEqual(measures[name] / value, 1, places=9, msg=name)
        np.testing.assert_allclose(measures["tendon start [mm]"], [-1.25, 1, -1], atol=1e-9)

    def test_sections(self) -> None:
        profile = self.measures()["profile"]
        self.assertEqual(len(profile), 38)
        np.testing.assert_allclose([row["tendon CSA [mm^2]"] for row in profile], 7.5)
        np.testing.assert_allclose([row["gap CSA [mm^2]"] for row in profile][9:17], 7.5, rtol=2e-3)
        np.testing.assert_allclose([row["position [mm]"] for row in profile], 3 + 2 * np.arange(38))

    def test_without_a_gap(self) -> None:
        self.label[:] = 1
        measures = self.measures()
        self.assertEqual((measures["gap volume [mm^3]"], measures["gap length by volume [mm]"],
                          measures["gap length by extent [mm]"], measures["gap mean CSA [mm^2]"]), (0, 0, 0, None))

    def test_nothing_between_the_stumps(self) -> None:
        self.label[:, :, 10:18] = 0
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            measures = self.measures()
        self.assertAlmostEqual(measures["tendon length [mm]"], 80)
        self.assertEqual((measures["gap volume [mm^3]"], measures["gap length by extent [mm]"],
                          measures["tendon smallest CSA [mm^2]"]), (0, 0, 0))

    def test_fluid_beside_a_whole_tendon(self) -> None:
        self.label[:] = 0
        self.label[:2], self.label[2, :, 3], self.label[5] = 1, 3, 3
        self.check_fluid(within=0, beside=5, outside=200)
        regions = regions_of(volume(self.label), DEFAULT_LABELS)
        self.assertEqual((regions.tendon.sum(), regions.gap.sum(), regions.scar.sum()), (400, 0, 0))
        self.assertEqual(self.measures()["gap length by extent [mm]"], 0)

    def test_fluid_beside_a_tendon_with_a_scar(self) -> None:
        self.label[3:] = 0
        self.label[:3, 2, 12:14] = 3  # within the scar
        self.label[3, :, :5] = 3      # beside a stump
        self.check_fluid(within=6, beside=25, outside=0)

    def test_a_gap_full_of_fluid(self) -> None:
        self.label[:, :, 10:18] = 3
        self.check_fluid(within=240, beside=0, outside=0)
        self.assertAlmostEqual(self.measures()["gap length by extent [mm]"], 16)
        self.label[:, :, 12] = 0  # the pool no longer reaches from stump to stump
        self.check_fluid(within=0, beside=210, outside=0)

    def test_a_speck_of_tendon_is_no_stump(self) -> None:
        self.label[:] = 1
        self.label[3:], self.label[5, 4, 20] = 3, 1
        self.check_fluid(within=0, beside=599, outside=0)

    def check_fluid(self, within: int, beside: int, outside: int) -> None:
        """Voxels of fluid by where they count."""
        regions = regions_of(volume(self.label), DEFAULT_LABELS)
        self.assertEqual((regions.fluid.sum(), regions.fluid_beside.sum(), regions.fluid_outside.sum()),
                         (within, beside, outside))
        self.assertFalse(np.any(regions.fluid_beside & regions.tendon))

    def test_labels_without_a_name(self) -> None:
        self.label[0, 0, :7] = 9
        self.assertEqual(regions_of(volume(self.label), DEFAULT_LABELS).unnamed, {9: 7})


class Images(unittest.TestCase):
    def test_signals(self) -> None:
        image = volume(np.array([[[1.0, 3.0, 8.0, np.nan]]]))
        measures = signal_measures(image, regions([[1, 1, 0, 0]], muscle=[[0, 0, 1, 0]]), True)
        self.assertEqual(measures["gap"], {"voxels": 2, "mean": 2.0, "coefficient of variation [-]": 0.5,
                                           "ratio to muscle [-]": 0.25})

    def test_t2star_leaves_out_what_is_none(self) -> None:
        image = volume(np.array([[[2.0, 4.0, np.nan, np.inf, 0.0, -1.0, 99.0]]]))
        measures = t2star_measures(image, regions([[1, 1, 1, 1, 1, 1, 0]]))
        self.assertEqual(measures["gap"], {"voxels": 2, "voxels without T2*": 4, "mean [ms]": 3.0,
                                           "standard deviation [ms]": 1.0})

    def test_t2star_of_nothing(self) -> None:
        self.assertIsNone(t2star_measures(volume(np.full((1, 1, 2), np.nan)), regions([[1, 1]]))["gap"]["mean [ms]"])

    def test_regions_shrink_away_from_other_tissue_and_not_from_the_border(self) -> None:
        label = np.ones(GRID.shape, np.uint8)
        label[:, :, 20:] = 2
        shrunk = regions_of(volume(label), DEFAULT_LABELS).for_signals(2)
        self.assertEqual((shrunk["stumps"].sum(), shrunk["gap"].sum(), shrunk["tendon"].sum()), (540, 540, 1200))


class Overlap(unittest.TestCase):
    oblique = Grid((30, 28, 9), np.array([[0.4, 0.1, 0.5, 3], [-0.1, 0.5, 0.4, -7], [-0.2, -0.2, 1.5, 9],
                                          [0, 0, 0, 1]]))

    def test_a_region_and_itself(self) -> None:
        region = ball(self.oblique, self.oblique.world(np.array([[14, 14, 4]]))[0], 4.0)
        self.assertEqual(dice(region, region), 1)
        self.assertEqual(mean_surface_distance(region, region, self.oblique), 0)

    def test_nothing(self) -> None:
        nothing, all_of_it = np.zeros(GRID.shape, bool), np.ones(GRID.shape, bool)
        self.assertIsNone(dice(nothing, nothing))
        self.assertEqual(dice(nothing, all_of_it), 0)
        self.assertIsNone(mean_surface_distance(nothing, all_of_it, GRID))

    def test_half(self) -> None:
        first, second = np.zeros(GRID.shape, bool), np.zeros(GRID.shape, bool)
        first[:, :, :20], second[:, :, 10:30] = True, True
        self.assertEqual(dice(first, second), 0.5)

    def test_layers_apart(self) -> None:
        """A thin wide plate and one a layer lower: nearly all faces lie one layer, 2 mm, from the other's."""
        grid = Grid((200, 200, 12), np.diag([0.5, 0.5, 2.0, 1.0]))
        first, second = np.zeros(grid.shape, bool), np.zeros(grid.shape, bool)
        first[:, :, 2:7], second[:, :, 3:8] = True, True
        centres, areas = surface(first, grid)
        self.assertAlmostEqual(areas.sum(), 2 * 100 * 100 + 4 * 100 * 10)
        sides = 4 * 100 * 10 * (2 / 10)  # of 10 mm height, 2 mm stick out: 1 mm from the other's on average
        flat = 2 * 100 * 100 * 2
        self.assertAlmostEqual(mean_surface_distance(first, second, grid), (flat + sides) / areas.sum(), delta=0.02)

    def test_concentric_balls(self) -> None:
        """Steps of voxels come nearer than smooth surfaces: by less than a quarter of the longest edge."""
        fine = Grid((101, 94, 31), self.oblique.affine * [0.3, 0.3, 0.3, 1])
        centre = fine.world(np.array([[50, 47, 15]]))[0]
        distance = mean_surface_distance(ball(fine, centre, 4.5), ball(fine, centre, 3.0), fine)
        print(f"surfaces of balls 1.5 mm apart, voxels of {fine.spacing.round(2)} mm: {distance:.3f} mm")
        self.assertLess(distance, 1.5)
        self.assertGreater(distance, 1.5 - fine.spacing.max() / 4)


def regions(gap: list, muscle: list | None = None) -> dict[str, np.ndarray]:
    """Regions of one row of voxels."""
    return {"gap": np.array([gap], bool), "muscle": np.array([muscle or np.zeros_like(gap)], bool)}


if __name__ == "__main__":
    unittest.main()
