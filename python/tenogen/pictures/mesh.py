"""The mesh before a run: nodes, cells, named boundaries, tissues, fibres and depots."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tenogen.hdf5 import opened_hdf5, text_of
from tenogen.runs.errors import RunError

# The twelve edges of a hexahedron and the four of a quadrilateral, corners in the order of VTK.
EDGES_OF_HEXAHEDRON = np.array([[0, 1], [1, 2], [2, 3], [3, 0], [4, 5], [5, 6], [6, 7], [7, 4],
                                [0, 4], [1, 5], [2, 6], [3, 7]])
EDGES_OF_QUADRILATERAL = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])


@dataclass(frozen=True)
class Mesh:
    """What `tenogen mesh --picture` writes. Lengths in mm."""

    title: str                 # of the parameter file; may be empty
    nodes: np.ndarray          # (n, 3)
    cells: np.ndarray          # (m, 8) hexahedra, in the order of VTK
    scar: np.ndarray           # (n,) 1 in scar, 0 in intact tissue
    fibres: np.ndarray         # (n, 3) unit vectors
    faces: np.ndarray          # (k, 4) quadrilaterals of the boundary
    boundary_of: np.ndarray    # (k,) index of the name of each face
    boundaries: list[str]
    depots: np.ndarray         # (d, 5) x, y, z, standard deviation of the cloud, share of the dose


@dataclass(frozen=True)
class PlaneSection:
    """The section of a mesh with the plane where one coordinate is `position`. Points are (along z, across)."""

    axis: int                                # of the normal: 0 or 1
    position: float
    polygons: list[np.ndarray]               # a closed ring (p, 2) for each cell that is cut
    cells: np.ndarray                        # their indices
    boundaries: dict[str, np.ndarray]        # segments (s, 2, 2) on each boundary that is cut


def read_mesh(file: Path) -> Mesh:
    """Reads the file; RunError where it is damaged."""
    with opened_hdf5(file, RunError, "Was it written by `tenogen mesh --picture`?") as data:
        depots = data["depots"][...] if "depots" in data else np.zeros((0, 5))
        return Mesh(text_of(data["title"][()]), data["nodes"][...], data["cells"][...].astype(int),
                    data["scar"][...].ravel(), data["fibre_direction"][...], data["faces"][...].astype(int),
                    data["face_boundaries"][...].astype(int).ravel(), json.loads(text_of(data["boundary_names"][()])),
                    depots)


def section_of(mesh: Mesh, axis: int) -> PlaneSection:
    """The section through the middle of the body, normal to x (axis 0) or y (axis 1)."""
    coordinate = mesh.nodes[:, axis]
    position = (coordinate.min() + coordinate.max()) / 2
    distance = coordinate - position
    tiny = 1e-6 * max(np.ptp(coordinate), 1e-12)
    distance = np.where(np.abs(distance) < tiny, tiny, distance)  # a plane through nodes cuts each cell once

    signs = distance[mesh.cells] > 0
    cut = np.flatnonzero(signs.any(axis=1) & ~signs.all(axis=1))
    polygons = [_ring(_crossings(mesh, distance, cell[EDGES_OF_HEXAHEDRON], axis)) for cell in mesh.cells[cut]]

    boundaries = {}
    for number, name in enumerate(mesh.boundaries):
        faces = mesh.faces[mesh.boundary_of == number]
        crossings = [_crossings(mesh, distance, face[EDGES_OF_QUADRILATERAL], axis) for face in faces]
        segments = [points for points in crossings if len(points) == 2]
        if segments:
            boundaries[name] = np.array(segments)
    return PlaneSection(axis, position, polygons, cut, boundaries)


def _crossings(mesh: Mesh, distance: np.ndarray, edges: np.ndarray, axis: int) -> np.ndarray:
    """Points (p, 2) at which edges (e, 2) cross the plane."""
    first, second = distance[edges[:, 0]], distance[edges[:, 1]]
    crossed = (first > 0) != (second > 0)
    weights = (first[crossed] / (first[crossed] - second[crossed]))[:, None]
    points = (1 - weights) * mesh.nodes[edges[crossed, 0]] + weights * mesh.nodes[edges[crossed, 1]]
    return points[:, [2, 1 - axis]]


def _ring(points: np.ndarray) -> np.ndarray:
    """Points of a convex polygon in the order around it."""
    offsets = points - points.mean(axis=0)
    return points[np.argsort(np.arctan2(offsets[:, 1], offsets[:, 0]))]


def areas(mesh: Mesh) -> dict[str, float]:
    """Area of each boundary [mm²]."""
    a, b, c, d = (mesh.nodes[mesh.faces[:, corner]] for corner in range(4))
    area = 0.5 * np.linalg.norm(np.cross(c - a, d - b), axis=1)
    return {name: float(area[mesh.boundary_of == number].sum()) for number, name in enumerate(mesh.boundaries)}
