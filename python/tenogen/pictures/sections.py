"""Longitudinal sections: a row per field, a column per visit, one colour scale per field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import style  # sets matplotlib up before pyplot
import matplotlib.pyplot as plt
from matplotlib.colors import LogNorm, Normalize

from tenogen.runs.fields import Fields, fields_at_visits
from tenogen.runs.files import written_aside
from tenogen.runs.run_directory import RunDirectory, RunError

from .section import Section, cut


@dataclass(frozen=True)
class Field:
    """A nodal field as it is shown."""

    dataset: str
    title: str
    unit: str
    colours: str
    logarithmic: bool = False


FIELDS = [
    Field("msc", "Stem cells", "cells/mm³", "viridis", logarithmic=True),
    Field("cytokine", "Cytokine", "pg/mm³", "magma"),
    Field("collagen_I", "Collagen I", "mg/mm³", "viridis"),
    Field("collagen_III", "Collagen III", "mg/mm³", "viridis"),
    Field("water", "Excess water", "mm³/mm³", "cividis"),
    Field("alignment", "Alignment", "", "cividis"),
    Field("strain", "Strain along\nthe tension", "", "inferno"),
    Field("local_stiffness", "Local stiffness", "MPa", "inferno"),
]
DECADES_SHOWN = 4
# Peaks in a few points (edges of the grips) would darken all the rest.
PERCENTILE_SHOWN = 98

PLANES = {"x": 0, "y": 1}


@dataclass(frozen=True)
class View:
    """One snapshot cut and interpolated."""

    month: float
    section: Section
    values: dict[str, np.ndarray]


def take_views(run: RunDirectory, plane: str) -> list[View]:
    """The sections of a run at its visits through the middle of the body, in the reference position."""
    moments = fields_at_visits(run)
    if not moments:
        raise RunError(f"{run.folder}: no snapshots at the visits in fields/snapshots.json, so there are no "
                       "sections to draw.")
    sections: dict[Path, Section] = {}
    return [_take_view(fields, PLANES[plane], sections) for fields in moments]


def _take_view(fields: Fields, axis: int, sections: dict[Path, Section]) -> View:
    if fields.mesh_file not in sections:
        middle = (fields.points[:, axis].min() + fields.points[:, axis].max()) / 2
        sections[fields.mesh_file] = cut(fields.points, fields.cells, axis, middle)
    section = sections[fields.mesh_file]
    values = {field.dataset: section.interpolate(fields.scalar(field.dataset)) for field in FIELDS}
    return View(fields.month, section, values)


def colour_scales(views: list[View]) -> dict[str, Normalize]:
    """One scale per field that holds all given views, so that runs can be compared by eye."""
    scales = {}
    for field in FIELDS:
        values = np.concatenate([view.values[field.dataset] for view in views])
        low, high = values.min(), np.percentile(values, PERCENTILE_SHOWN)
        if field.logarithmic and values.max() > 0:
            scales[field.dataset] = LogNorm(values.max() * 10**-DECADES_SHOWN, values.max())
        else:
            spread_is_wide, is_constant = low < 0.5 * high, high - low < 1e-9 * abs(high)
            low = min(low, 0.0) if spread_is_wide or is_constant else low
            scales[field.dataset] = Normalize(low, high if high > low else low + 1)
    return scales


def draw_sections(title: str, views: list[View], scales: dict[str, Normalize], file: Path) -> None:
    """Draws the sections of one run into a PNG. The tendon lies on its side: insertion left, muscle right."""
    across = np.concatenate([view.section.across for view in views])
    along = np.concatenate([view.section.along for view in views])
    # All lengths in inches.
    panel_width = max(2.2, min(4.0, 16 / len(views)))
    panel_height = max(0.7, panel_width * np.ptp(across) / np.ptp(along))
    left, right, top, bottom, gap = 1.6, 1.2, 0.9, 0.65, 0.12
    width = max(left + right + len(views) * (panel_width + gap), 9.0)  # the title needs as much
    height = top + bottom + len(FIELDS) * (panel_height + gap)

    figure = plt.figure(figsize=(width, height))
    inches_per_letter = 0.0078  # and point
    size = min(15, (width - left) / (inches_per_letter * len(title)))
    figure.text(left / width, 1 - 0.3 / height, style.printed(title), fontsize=size, va="center")
    for row, field in enumerate(FIELDS):
        y = height - top - (row + 1) * panel_height - row * gap
        image = None
        for column, view in enumerate(views):
            x = left + column * (panel_width + gap)
            ax = figure.add_axes([x / width, y / height, panel_width / width, panel_height / height])
            image = _draw_view(ax, view, field, scales[field.dataset])
            ax.set_xlim(along.min(), along.max())
            ax.set_ylim(across.min(), across.max())
            if row == 0:
                ax.set_title(f"month {view.month:.3g}", fontsize=13)
            if column == 0:
                ax.set_ylabel(field.title, rotation=0, ha="right", va="center", labelpad=6,
                              fontsize=12)
            _label_ticks(ax, labelled=column == 0 and row == len(FIELDS) - 1)
        bar = figure.add_axes([(left + len(views) * (panel_width + gap) + 0.05) / width, (y + 0.06) / height, 0.14 / width,
                               (panel_height - 0.12) / height])
        _draw_colour_bar(figure, bar, image, field, views)
    with written_aside(file) as aside:
        figure.savefig(aside)
    plt.close(figure)


def _draw_view(ax: plt.Axes, view: View, field: Field, scale: Normalize):
    values = np.clip(view.values[field.dataset], scale.vmin, scale.vmax)
    section = view.section
    ax.set_aspect("equal")
    ax.grid(False)
    ax.set_facecolor("0.88")
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax.tripcolor(section.along, section.across, section.triangles, values, shading="gouraud",
                        cmap=field.colours, norm=scale)


def _label_ticks(ax: plt.Axes, labelled: bool) -> None:
    if labelled:
        ax.set_xlabel("z [mm] above the insertion")
        ax.tick_params(left=False, labelleft=False)
    else:
        ax.set_xticks([])
        ax.set_yticks([])


def _draw_colour_bar(figure: plt.Figure, ax: plt.Axes, image, field: Field, views: list[View]) -> None:
    scale = image.norm
    largest = max(view.values[field.dataset].max() for view in views)
    smallest = min(view.values[field.dataset].min() for view in views)
    extend = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}[
        (smallest < scale.vmin, largest > scale.vmax)]
    ax.grid(False)
    bar = figure.colorbar(image, cax=ax, extend=extend)
    bar.ax.tick_params(labelsize=9)
    if not isinstance(scale, LogNorm):
        bar.ax.locator_params(nbins=3)
    bar.set_label(field.unit, fontsize=9)
