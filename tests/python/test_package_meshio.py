"""`Fields.to_meshio`. Needs meshio, which need not be installed."""

from __future__ import annotations

import importlib.util
import unittest

import numpy as np

import real_runs
from test_package import Folder, tenogen


@unittest.skipIf(importlib.util.find_spec("meshio") is None, "meshio is not installed: Fields.to_meshio is NOT tested")
class ToMeshio(Folder):
    def test_mesh_and_fields(self) -> None:
        import meshio
        fields = tenogen.Run(real_runs.treated()).fields(24)
        fields.to_meshio().write(self.folder / "fields.vtu")
        mesh = meshio.read(self.folder / "fields.vtu")
        np.testing.assert_array_equal(mesh.points, fields.points)
        np.testing.assert_array_equal(mesh.cells_dict["hexahedron"], fields.cells)
        self.assertEqual(set(mesh.point_data), {f"{name} [{unit}]" for name, unit in fields.units.items()})
        np.testing.assert_array_equal(mesh.point_data["displacement [mm]"], fields["displacement"])


if __name__ == "__main__":
    unittest.main()
