"""Plane sections through meshes of hexahedra."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Six tetrahedra around the diagonal from corner 0 to corner 6; corners in VTK's order.
TETRAHEDRA_OF_HEXAHEDRON = np.array([[0, 1, 2, 6], [0, 2, 3, 6], [0, 3, 7, 6],
                                     [0, 7, 4, 6], [0, 4, 5, 6], [0, 5, 1, 6]])


@dataclass(frozen=True)
class Section:
    """The section of a mesh with the plane x = const or y = const, as triangles.

    Each of its points lies on an edge between two nodes, so that nodal values are interpolated along
    that edge.
    """

    across: np.ndarray     # (p,) coordinate in the plane across the tendon [mm]
    along: np.ndarray      # (p,) coordinate along the tendon, z [mm]
    triangles: np.ndarray  # (t, 3) indices of points
    edges: np.ndarray      # (p, 2) the nodes at the ends of the point's edge
    weights: np.ndarray    # (p,) weight of the second node

    def interpolate(self, values: np.ndarray) -> np.ndarray:
        """Nodal values (n,) at the points of the section (p,)."""
        return (1 - self.weights) * values[self.edges[:, 0]] + self.weights * values[self.edges[:, 1]]


def cut(nodes: np.ndarray, cells: np.ndarray, normal_axis: int, position: float) -> Section:
    """Section of hexahedra (m, 8) with the plane where coordinate `normal_axis` (0 or 1) is `position`.

    Empty where the plane misses the mesh. A plane through faces of cells is moved by a millionth of the
    mesh's width, so that each of its parts is cut once.
    """
    distance = nodes[:, normal_axis] - position
    tiny = 1e-6 * max(np.ptp(nodes[:, normal_axis]), 1e-12)
    distance = np.where(np.abs(distance) < tiny, tiny, distance)

    tetrahedra = cells[:, TETRAHEDRA_OF_HEXAHEDRON].reshape(-1, 4)
    above = distance[tetrahedra] > 0
    n_above = above.sum(axis=1)

    # Sorted so that the corners above come first: then the three cases differ by their number alone.
    ordered = np.take_along_axis(tetrahedra, np.argsort(~above, axis=1, kind="stable"), axis=1)
    one, two, three = (ordered[n_above == n] for n in (1, 2, 3))

    # The crossed edges of each tetrahedron, in the order around its section.
    triangle_edges = np.concatenate([one[:, [[0, 1], [0, 2], [0, 3]]], three[:, [[3, 0], [3, 1], [3, 2]]]])
    quadrangle_edges = two[:, [[0, 2], [0, 3], [1, 3], [1, 2]]]

    edges = np.concatenate([triangle_edges.reshape(-1, 2), quadrangle_edges.reshape(-1, 2)])
    triangles = np.arange(3 * len(triangle_edges)).reshape(-1, 3)
    quadrangles = np.arange(4 * len(quadrangle_edges)).reshape(-1, 4) + 3 * len(triangle_edges)
    triangles = np.concatenate([triangles, quadrangles[:, [0, 1, 2]], quadrangles[:, [0, 2, 3]]])

    # Each point once: neighbours share the crossed edge.
    edges, unique_index = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    triangles = unique_index.reshape(-1)[triangles]

    first, second = distance[edges[:, 0]], distance[edges[:, 1]]
    weights = first / (first - second)
    points = (1 - weights[:, None]) * nodes[edges[:, 0]] + weights[:, None] * nodes[edges[:, 1]]
    across, along = points[:, 1 - normal_axis], points[:, 2]
    return Section(across, along, _without_slivers(triangles, across, along), edges, weights)


def _without_slivers(triangles: np.ndarray, across: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Triangles that have an area: a plane through nodes also leaves lines, which would be drawn thick."""
    x, z = across[triangles], along[triangles]
    area = 0.5 * np.abs((x[:, 1] - x[:, 0]) * (z[:, 2] - z[:, 0]) - (x[:, 2] - x[:, 0]) * (z[:, 1] - z[:, 0]))
    return triangles[area > 1e-3 * area.mean()] if len(area) else triangles
