"""Small multiples over time: what happens in the gap, of one run or of several side by side."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import style  # sets matplotlib up before pyplot
import matplotlib.pyplot as plt
from matplotlib.ticker import MultipleLocator

from tenogen.runs.files import written_aside
from tenogen.runs.run_directory import RunDirectory, RunError

TIME = "time [month]"


@dataclass(frozen=True)
class Panel:
    """One small diagram: a column of history.csv, perhaps on a logarithmic axis."""

    title: str
    column: str
    logarithmic: bool = False
    target: str = ""  # a column to aim at, dotted

    @property
    def unit(self) -> str:
        """The unit at the end of the column's header, empty for pure numbers."""
        unit = self.column.rsplit("[", 1)[1].rstrip("]")
        return "" if unit == "-" else style.raised(unit)


PANELS = [
    Panel("Living stem cells (MSC), total", "living msc [cells]", logarithmic=True),
    Panel("Stem cells (MSC), gap mean", "gap mean msc [cells/mm^3]", logarithmic=True),
    Panel("Fibroblasts, gap mean", "gap mean fibroblasts [cells/mm^3]"),
    Panel("Tenocytes, gap mean", "gap mean tenocytes [cells/mm^3]"),
    Panel("Inflammatory cytokine, gap mean", "gap mean cytokine [pg/mm^3]"),
    Panel("Growth factor, gap mean", "gap mean growth_factor [pg/mm^3]"),
    Panel("Collagen I, gap mean", "gap mean collagen_I [mg/mm^3]"),
    Panel("Collagen III, gap mean", "gap mean collagen_III [mg/mm^3]"),
    Panel("Excess water, gap mean", "gap mean water [-]"),
    Panel("Fat fraction, gap mean", "gap mean fat [-]"),
    Panel("Fibre alignment, gap mean", "gap mean alignment [-]"),
    Panel("Cross-link maturity, gap mean", "gap mean crosslinks [-]"),
    Panel("Fluid in the gap", "gap fluid volume [mm^3]"),
    Panel("Stiffness of the gap, EA", "gap stiffness EA [kN]"),
    Panel("Strain at peak load, weakest section", "gap weakest section strain [-]"),
    Panel("Force at the day's peak (dotted: target)", "load applied [N]", target="load target [N]"),
]
COLUMNS_OF_FIGURE = 4
DECADES_SHOWN = 5
LEGEND_LETTERS = 150  # of a line of the legend, with 7 for each mark


def draw_time_courses(runs: list[RunDirectory], file: Path) -> None:
    """Draws all panels of all runs into a PNG. A column that a run lacks is named on stderr and left out."""
    for run in runs:
        if TIME not in run.history:
            raise RunError(f"{run.folder}/history.csv: no column '{TIME}'. Is the file damaged?")

    rows = -(-len(PANELS) // COLUMNS_OF_FIGURE)
    figure, axes = plt.subplots(rows, COLUMNS_OF_FIGURE, figsize=(15, 2.6 * rows + 0.8), sharex=True)
    for panel, ax in zip(PANELS, axes.flat):
        _draw_panel(ax, panel, runs)
    last_month = max(run.history[TIME][-1] for run in runs)
    for ax in axes[-1]:
        ax.set_xlabel("months")
        ax.set_xlim(0, last_month)
        if last_month > 12:
            ax.xaxis.set_major_locator(MultipleLocator(6))
    for ax in axes.flat[len(PANELS):]:
        ax.set_axis_off()

    handles = [plt.Line2D([], [], color=style.RUN_COLOURS[i], linestyle=style.RUN_DASHES[i],
                          label=style.legend_label(run.label))
               for i, run in enumerate(runs)]
    if runs[0].visits:
        handles.append(plt.Line2D([], [], color="0.6", linewidth=0.9, linestyle=":", label="visit"))
    columns = min(len(handles), max(1, LEGEND_LETTERS // max(len(handle.get_label()) + 7 for handle in handles)))
    figure.legend(handles=handles, loc="upper center", ncol=columns, fontsize=12)
    lines = -(-len(handles) // columns)
    figure.tight_layout(rect=(0, 0, 1, 1 - (0.2 + 0.25 * lines) / figure.get_figheight()))
    with written_aside(file) as aside:
        figure.savefig(aside)
    plt.close(figure)


def _draw_panel(ax: plt.Axes, panel: Panel, runs: list[RunDirectory]) -> None:
    ax.set_title(panel.title, loc="left")
    ax.set_ylabel(panel.unit)
    for month in runs[0].visit_months():
        ax.axvline(month, color="0.6", linewidth=0.9, linestyle=":")

    notes = []
    smallest, largest = np.inf, 0.0
    for i, run in enumerate(runs):
        if panel.column not in run.history:
            print(f"warning: {run.folder}/history.csv: no column '{panel.column}'; "
                  f"'{panel.title}' is drawn without it.", file=sys.stderr)
            notes.append(style.printed(f"{run.label}: not in history.csv"))
            continue
        values = run.history[panel.column]
        smallest, largest = min(smallest, values.min()), max(largest, values.max())
        if panel.logarithmic and not (values > 0).any():
            notes.append(style.printed(f"{run.label}: none at any time"))
            continue
        shown = np.where(values > 0, values, np.nan) if panel.logarithmic else values
        ax.plot(run.history[TIME], shown, color=style.RUN_COLOURS[i], linestyle=style.RUN_DASHES[i])
        if panel.target in run.history:
            target = run.history[panel.target]
            largest = max(largest, target.max())
            ax.plot(run.history[TIME], target, color=style.RUN_COLOURS[i], linestyle=":", linewidth=1)

    if panel.logarithmic and largest > 0:
        ax.set_yscale("log")
        ax.set_ylim(bottom=max(ax.get_ylim()[0], largest * 10**-DECADES_SHOWN), top=2 * largest)
    elif smallest >= 0:
        ax.set_ylim(bottom=0, top=1.06 * largest if largest > 0 else 1)
    if notes:
        text = ax.text(0.97, 0.93, "\n".join(notes), transform=ax.transAxes, ha="right", va="top", color="0.35")
        text.set_in_layout(False)
