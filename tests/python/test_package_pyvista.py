"""`Fields.to_pyvista`. Needs pyvista, which need not be installed."""

from __future__ import annotations

import importlib.util
import unittest

import numpy as np

import real_runs
from test_package import Folder, tenogen


@unittest.skipIf(importlib.util.find_spec("pyvista") is None, "pyvista is not installed: Fields.to_pyvista is NOT tested")
class ToPyvista(Folder):
    def test_mesh_and_fields(self) -> None:
        fields = tenogen.Run(real_runs.treated()).fields(24)
        grid = fields.to_pyvista()
        np.testing.assert_array_equal(grid.points, fields.points)
        self.assertEqual(grid.n_cells, len(fields.cells))
        self.assertTrue((grid.compute_cell_sizes()["Volume"] > 0).all())
        np.testing.assert_array_equal(grid["collagen_I [mg/mm^3]"], fields["collagen_I"])


if __name__ == "__main__":
    unittest.main()
