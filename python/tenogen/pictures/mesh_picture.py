"""The picture of a mesh before a run: two sections with cells, tissues, fibres and depots, and a view from outside."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import style  # sets matplotlib up before pyplot
import matplotlib.pyplot as plt
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch

from tenogen.runs.command_line import Parser, exit_code_of, output_file

from .mesh import Mesh, PlaneSection, areas, read_mesh, section_of

INTACT, SCAR, DEPOT = "#e8e4da", "#f2b6a0", "#6a1b9a"
TISSUES = LinearSegmentedColormap.from_list("tissues", [INTACT, SCAR])
MOST_FIBRES = 160  # lines in a section; more would hide the cells
MARGIN = 0.02       # beside the body, as a share of its size
# Directions to the eye.
OUTSIDE_VIEWS = {"from the upper end": (0.45, -0.75, 0.5), "from the lower end": (0.45, 0.75, -0.5)}
VIEWS = {0: ("sagittal", "y"), 1: ("coronal", "x")}  # by the axis of the normal


def main(words: list[str]) -> int:
    """Draws `DATA.h5` into `FILE.png`. Exit codes as those of tenogen."""
    parser = Parser(prog="tenogen mesh-picture",
                    description="Draws a mesh from the data that `tenogen mesh --picture` has written for it. `tenogen mesh "
                                "--picture` calls this command itself.")
    parser.add_argument("data", metavar="DATA.h5", type=Path, help="the data of the mesh")
    parser.add_argument("picture", metavar="FILE.png", type=output_file, help="the picture to write")
    arguments = parser.parse_args(words)
    return exit_code_of("tenogen mesh --picture", lambda: draw(read_mesh(arguments.data), arguments.picture))


def draw(mesh: Mesh, file: Path) -> None:
    """Draws the picture of a mesh into a PNG."""
    colours = {name: style.RUN_COLOURS[number % len(style.RUN_COLOURS)] for number, name in enumerate(mesh.boundaries)}
    sections = [section_of(mesh, axis) for axis in (1, 0)]
    lengths = (1 + 2 * MARGIN) * np.ptp(mesh.nodes, axis=0)

    # All lengths in inches. The tendon lies on its side, as in the pictures of a run.
    width, left, right, gap, top, bottom, outside = 13.0, 0.75, 0.2, 0.8, 0.75, 0.15, 2.9
    scale = min((width - left - right) / lengths[2], 3.2 / max(lengths[0], lengths[1]))
    heights = [scale * lengths[1 - section.axis] for section in sections]
    height = top + sum(heights) + len(heights) * gap + outside + bottom

    figure = plt.figure(figsize=(width, height))
    figure.text(left / width, 1 - 0.25 / height, style.printed(_title(mesh)), fontsize=13, va="center")
    y = height - top
    for section, panel in zip(sections, heights):
        y -= panel
        ax = figure.add_axes([left / width, y / height, scale * lengths[2] / width, panel / height])
        _draw_section(ax, mesh, section, colours)
        y -= gap
    for column, (name, direction) in enumerate(OUTSIDE_VIEWS.items()):
        ax = figure.add_axes([(0.3 + 4.0 * column) / width, bottom / height, 3.9 / width, (outside - 0.2) / height])
        _draw_outside(ax, mesh, colours, np.array(direction))
        ax.set_title(f"seen {name}", loc="left")
    _draw_legends(figure, mesh, colours, 8.15 / width, (bottom + outside) / height)
    figure.savefig(file)
    plt.close(figure)


def _title(mesh: Mesh) -> str:
    size = f"{len(mesh.cells)} cells, {len(mesh.nodes)} nodes"
    return f"{mesh.title}: {size}" if mesh.title else size


def _draw_section(ax: plt.Axes, mesh: Mesh, section: PlaneSection, colours: dict[str, str]) -> None:
    scar = mesh.scar[mesh.cells[section.cells]].mean(axis=1)
    line = 0.6 if len(section.cells) < 1500 else 0.25
    ax.add_collection(PolyCollection(section.polygons, facecolors=TISSUES(scar), edgecolors="0.45", linewidths=line))
    _draw_fibres(ax, mesh, section)
    for name, segments in section.boundaries.items():
        ax.add_collection(LineCollection(segments, colors=colours[name], linewidths=3, capstyle="round", zorder=3))
    for number, depot in enumerate(mesh.depots):
        _draw_depot(ax, depot, section, mesh.depots[:, 4].sum())

    plane, across = VIEWS[section.axis]
    ax.set_aspect("equal")
    ax.grid(False)
    ax.autoscale_view()
    low, high = mesh.nodes.min(axis=0), mesh.nodes.max(axis=0)
    for limits, axis in ((ax.set_xlim, 2), (ax.set_ylim, 1 - section.axis)):
        margin = MARGIN * (high - low)[axis]
        limits(low[axis] - margin, high[axis] + margin)
    ax.set_title(f"{plane} section, {'xy'[section.axis]} = {section.position:.3g} mm", loc="left")
    ax.set_ylabel(f"{across} [mm]")
    ax.set_xlabel("z [mm]", labelpad=1)


def _draw_fibres(ax: plt.Axes, mesh: Mesh, section: PlaneSection) -> None:
    """A short line along the fibres in the middle of some cells, as it is seen in the plane."""
    middles = np.array([polygon.mean(axis=0) for polygon in section.polygons])
    directions = mesh.fibres[mesh.cells[section.cells]].mean(axis=1)[:, [2, 1 - section.axis]]
    area = np.ptp(middles[:, 0]) * np.ptp(middles[:, 1]) if len(middles) > 1 else 1.0
    spacing = np.sqrt(area / MOST_FIBRES)
    squares = np.floor(middles / spacing)
    nearest = np.argsort(np.linalg.norm(middles / spacing - squares - 0.5, axis=1), kind="stable")
    chosen = nearest[np.unique(squares[nearest], axis=0, return_index=True)[1]]  # one in each square
    half = 0.4 * spacing * directions[chosen]
    lines = np.stack([middles[chosen] - half, middles[chosen] + half], axis=1)
    ax.add_collection(LineCollection(lines, colors="0.1", linewidths=1.1, zorder=2))


def _draw_depot(ax: plt.Axes, depot: np.ndarray, section: PlaneSection, all_shares: float) -> None:
    """A circle of one standard deviation about the middle, where the plane passes within it; else a dashed one."""
    distance, width = abs(depot[section.axis] - section.position), depot[3]
    is_cut = distance < width
    radius = np.sqrt(width**2 - distance**2) if is_cut else width
    middle = depot[2], depot[1 - section.axis]
    ax.add_patch(Circle(middle, radius, facecolor=DEPOT, alpha=0.15 if is_cut else 0.0, zorder=4))
    ax.add_patch(Circle(middle, radius, fill=False, edgecolor=DEPOT, linewidth=1.6, linestyle="-" if is_cut else "--",
                        zorder=4))
    ax.text(*middle, f"{depot[4] / all_shares:.0%}", color=DEPOT, ha="center", va="center", fontsize=9, weight="bold",
            zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.0})


def _draw_outside(ax: plt.Axes, mesh: Mesh, colours: dict[str, str], direction: np.ndarray) -> None:
    """The faces of the boundary in the colours of their names, seen from a direction; z to the right."""
    to_eye = direction / np.linalg.norm(direction)
    across = np.cross(to_eye, [1.0, 0.0, 0.0])  # x, the width, points up where it can
    across *= np.sign(across[2]) / np.linalg.norm(across)
    up = np.cross(to_eye, across)
    corners = mesh.nodes[mesh.faces]
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    light = 0.55 + 0.45 * np.abs(normals @ to_eye)
    colour = np.array([to_rgb(colours[name]) for name in mesh.boundaries])[mesh.boundary_of] * light[:, None]
    order = np.argsort(corners.mean(axis=1) @ to_eye)  # the nearest last, over those behind
    flat = np.stack([corners @ across, corners @ up], axis=-1)[order]
    line = 0.3 if len(flat) < 4000 else 0.05
    ax.add_collection(PolyCollection(flat, facecolors=colour[order], edgecolors="white", linewidths=line))
    ax.autoscale_view()
    ax.set_aspect("equal")
    ax.axis("off")


def _draw_legends(figure: plt.Figure, mesh: Mesh, colours: dict[str, str], x: float, y: float) -> None:
    """Two legends side by side, their upper left corner at x, y in shares of the figure."""
    area = areas(mesh)
    handles = [Patch(color=colours[name], label=style.legend_label(f"{name}: {area[name]:.4g} mm²"))
               for name in mesh.boundaries]
    figure.legend(handles=handles, title="Boundaries: name, area", loc="upper left", bbox_to_anchor=(x, y),
                  alignment="left")
    handles = [Patch(facecolor=INTACT, edgecolor="0.45", label="intact tissue"),
               Patch(facecolor=SCAR, edgecolor="0.45", label="scar"),
               Line2D([], [], color="0.1", linewidth=1.1, label="fibres")]
    if len(mesh.depots):
        handles.append(Line2D([], [], linestyle="none", marker="o", markersize=11, markerfacecolor="none",
                              markeredgecolor=DEPOT, label="depot: one standard\ndeviation, share of dose"))
        handles.append(Line2D([], [], linestyle="--", color=DEPOT, label="depot beside the plane"))
    else:
        handles.append(Line2D([], [], linestyle="none", label="no injection (dose 0)"))
    figure.legend(handles=handles, title="Sections", loc="upper left", bbox_to_anchor=(x + 0.185, y), alignment="left")
