"""The tendon as a solid, opened: the quarter that faces the reader is taken out, so that its inside is seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tenogen.pictures.section import cut

SIDE, FRONT = 0, 1  # axes x and y: the quarter to the right and in front of the middle is taken out

# Corners of the six faces of a hexahedron in VTK's order, anticlockwise as seen from outside.
FACES = np.array([[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]])


@dataclass(frozen=True)
class Patch:
    """Polygons whose corners lie between nodes: the corner c has the value sum_k weights[c, k] value[nodes[c, k]]."""

    nodes: np.ndarray           # (c, k)
    weights: np.ndarray         # (c, k)
    polygons: list[np.ndarray]  # corners of each, in their order
    is_cut: bool                # through the body, and seen from one side; otherwise its surface

    def interpolate(self, values: np.ndarray) -> np.ndarray:
        """Nodal values (n, ...) at the corners (c, ...)."""
        return np.einsum("ck,ck...->c...", self.weights, values[self.nodes])


def boundary_faces(cells: np.ndarray) -> np.ndarray:
    """Faces (f, 4) of hexahedra (m, 8) that belong to one cell only."""
    faces = cells[:, FACES].reshape(-1, 4)
    _, first, counts = np.unique(np.sort(faces, axis=1), axis=0, return_index=True, return_counts=True)
    return faces[first[counts == 1]]


def open_body(nodes: np.ndarray, cells: np.ndarray) -> list[Patch]:
    """Surface and cuts of the body without a quarter, in its reference position."""
    middle = (nodes.min(axis=0) + nodes.max(axis=0)) / 2
    beyond = nodes - middle  # the quarter has x and y above 0
    faces = boundary_faces(cells)
    behind_or_left = [beyond[:, FRONT]], [-beyond[:, FRONT], beyond[:, SIDE]]
    surface = _patch(faces, np.ones((len(faces), 4, 1)), behind_or_left, is_cut=False)
    cuts = []
    for normal, other in ((FRONT, SIDE), (SIDE, FRONT)):
        section = cut(nodes, cells, normal, middle[normal])
        weights = np.stack([1 - section.weights, section.weights], axis=1)
        corners = section.triangles
        cuts.append(_patch(section.edges[corners], weights[corners], ([-beyond[:, other]],), is_cut=True))
    return [surface, *cuts]


def _patch(nodes: np.ndarray, weights: np.ndarray, parts: Iterable[list[np.ndarray]], is_cut: bool) -> Patch:
    """Polygons clipped to where some nodal distances are below 0; of several such parts, both.

    `nodes` are the nodes of the corners of the polygons, (p, corners) or (p, corners, 2) with the `weights`
    (p, corners, 1 or 2).
    """
    number, corners = nodes.shape[:2]
    nodes = nodes.reshape(number, -1)
    width = nodes.shape[1]
    start = np.zeros((number, corners, width))
    per_corner = width // corners
    for corner in range(corners):
        own = slice(corner * per_corner, (corner + 1) * per_corner)
        start[:, corner, own] = weights[:, corner]
    all_nodes, all_weights, polygons, count = [], [], [], 0
    for part in parts:
        for polygon, its_nodes in zip(start, nodes):
            for distance in part:
                polygon = _clip(polygon, polygon @ distance[its_nodes])
            if len(polygon) >= 3:
                polygons.append(np.arange(count, count + len(polygon)))
                count += len(polygon)
                all_nodes.append(np.broadcast_to(its_nodes, polygon.shape))
                all_weights.append(polygon)
    empty = np.empty((0, width))
    return Patch(np.concatenate([empty.astype(int), *all_nodes]), np.concatenate([empty, *all_weights]), polygons,
                 is_cut)


def _clip(polygon: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """The part of a polygon, given by rows of weights, where the distance is not above 0."""
    below = distance <= 0
    if below.all():
        return polygon
    corners = []
    for one in range(len(polygon)):
        other = (one + 1) % len(polygon)
        if below[one]:
            corners.append(polygon[one])
        if below[one] != below[other]:
            share = distance[one] / (distance[one] - distance[other])
            corners.append((1 - share) * polygon[one] + share * polygon[other])
    return np.array(corners).reshape(-1, polygon.shape[1])
