"""Drawing an opened solid: from the front and the right, a little from above, nearer polygons over farther ones."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np

from tenogen.pictures import style  # sets matplotlib up before pyplot
import matplotlib.pyplot as plt
from matplotlib.collections import PolyCollection

from .pictures import Scale
from .solid import Patch

TURN, TILT = np.radians(38.0), np.radians(16.0)  # of the view, to the right and upwards from straight in front
LIGHT = np.array([0.0, 1.0, 0.0])                # from the front: the cut that faces it has its colours in full
SHADOW = 0.68                                    # brightness of what is turned away from it
BORDER_LIFT = 1.5                                # by which borders lie over their polygons [mm]
PIXELS_PER_MM = 6.0
MOST_PIXELS = 900                                # along the longer side of a picture
BORDER, BORDER_WIDTH = (1, 1, 1, 1), 1.6         # colour and width of the gap's border
SEAM = 0.4                                       # width that closes the seams between polygons

TOWARDS = np.array([np.sin(TURN) * np.cos(TILT), np.cos(TURN) * np.cos(TILT), np.sin(TILT)])  # the reader
RIGHT = np.array([-np.cos(TURN), np.sin(TURN), 0.0])
PLANE = np.stack([RIGHT, np.cross(TOWARDS, RIGHT)], axis=1)  # (3, 2) onto the picture: to the right, upwards


@dataclass(frozen=True)
class Shape:
    """What is seen of a patch in its loaded position: one entry per polygon that faces the reader."""

    patch: Patch
    flat: np.ndarray            # (c, 2) corners on the picture [mm]
    seen: list[np.ndarray]      # the corners of each polygon
    nearness: np.ndarray        # to the reader [mm]
    brightness: np.ndarray      # from SHADOW to 1
    borders: list[np.ndarray]   # ends (2, 2) of the gap's border on it, or none (0, 2)


def shape_of(patch: Patch, nodes: np.ndarray, displacement: np.ndarray, region: np.ndarray) -> Shape:
    """The patch moved by the displacement, without magnification; `region` is 1 in the scar and 0 in the stumps."""
    points, region = patch.interpolate(nodes + displacement), patch.interpolate(region)
    flat, near = points @ PLANE, points @ TOWARDS
    normals = _unit_normals(points, patch.polygons)
    faces_reader = np.full(len(normals), True) if patch.is_cut else normals @ TOWARDS > 0
    seen = [polygon for polygon, faces in zip(patch.polygons, faces_reader) if faces]
    brightness = SHADOW + (1 - SHADOW) * np.abs(normals[faces_reader] @ LIGHT)
    return Shape(patch, flat, seen, np.array([near[polygon].mean() for polygon in seen]), brightness,
                 [_border(flat[polygon], region[polygon]) for polygon in seen])


def _unit_normals(points: np.ndarray, polygons: list[np.ndarray]) -> np.ndarray:
    """Normals (p, 3) by Newell's rule, which takes all corners; 0 of what has no area."""
    normals = np.array([np.cross(points[polygon], np.roll(points[polygon], -1, axis=0)).sum(axis=0)
                        for polygon in polygons]).reshape(-1, 3)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / np.where(lengths > 0, lengths, 1)


def _border(flat: np.ndarray, region: np.ndarray) -> np.ndarray:
    """Where the region crosses one half on the sides of a polygon: two points, or none."""
    ends = []
    for one, other in zip(range(len(flat)), np.roll(range(len(flat)), -1)):
        if (region[one] > 0.5) != (region[other] > 0.5):
            share = (0.5 - region[one]) / (region[other] - region[one])
            ends.append((1 - share) * flat[one] + share * flat[other])
    return np.array(ends[:2]).reshape(-1, 2)


def box_of(shapes: list[Shape]) -> np.ndarray:
    """The smallest box that holds all: [[right, up] lowest, highest] [mm]."""
    flat = np.concatenate([shape.flat for shape in shapes])
    margin = 0.02 * np.ptp(flat, axis=0).max()
    return np.array([flat.min(axis=0) - margin, flat.max(axis=0) + margin])


def draw(shapes: list[Shape], values: np.ndarray, scale: Scale, box: np.ndarray) -> tuple[bytes, tuple[int, int]]:
    """A PNG with nodal values (n,) as colours, and its size in pixels."""
    polygons, fills = [], []
    for shape in shapes:
        at_corners = shape.patch.interpolate(values)
        colours = scale.rgba(np.array([at_corners[polygon].mean() for polygon in shape.seen]))
        colours[:, :3] *= shape.brightness[:, None]
        fills.append(colours)
        polygons += [shape.flat[polygon] for polygon in shape.seen]
    nearness = np.concatenate([shape.nearness for shape in shapes])
    borders = [border for shape in shapes for border in shape.borders]
    crossed = [i for i, border in enumerate(borders) if len(border) == 2]
    pieces = polygons + [borders[i] for i in crossed]
    colours = np.concatenate([*fills, np.broadcast_to(BORDER, (len(crossed), 4))])
    widths = np.repeat([SEAM, BORDER_WIDTH], [len(polygons), len(crossed)])
    order = np.argsort(np.concatenate([nearness, nearness[crossed] + BORDER_LIFT]), kind="stable")

    size = box[1] - box[0]
    pixels = np.maximum(np.rint(min(PIXELS_PER_MM, MOST_PIXELS / size.max()) * size), 1).astype(int)
    figure = plt.figure(figsize=pixels / style.matplotlib.rcParams["figure.dpi"])
    axes = figure.add_axes([0, 0, 1, 1], xlim=box[:, 0], ylim=box[:, 1])
    axes.set_axis_off()
    axes.add_collection(PolyCollection([pieces[i] for i in order], facecolors=colours[order], edgecolors=colours[order],
                                       linewidths=widths[order]))
    file = io.BytesIO()
    figure.savefig(file, format="png", transparent=True)
    plt.close(figure)
    return file.getvalue(), (int(pixels[0]), int(pixels[1]))
