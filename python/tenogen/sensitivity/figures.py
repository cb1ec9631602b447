"""Diagrams of sensitivity: each function takes numbers and gives a figure of matplotlib, for files and reports alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tenogen.pictures import style  # sets matplotlib up before pyplot
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

FIRST, TOTAL = style.RUN_COLOURS[0], style.RUN_COLOURS[4]
LOW_COLOUR, HIGH_COLOUR, RANK_COLOUR = style.RUN_COLOURS[5], style.RUN_COLOURS[1], "0.6"
WARNING = "#b00020"
ROW = 0.3                   # height of a parameter [inch]
PANEL = 6.6                 # width of a panel with its names [inch]
COLUMNS = 2
MOST_SHOWN = 20             # parameters in one panel; the others are left out, and a note says so
LOGARITHMIC_FROM = 8.0      # ratio of the ends of a range


@dataclass(frozen=True)
class Panel:
    """What every panel has: a title, names of parameters (d,), a small note, and a warning, which is red."""

    title: str
    names: Sequence[str]
    note: str
    warning: str


@dataclass(frozen=True)
class SobolPanel(Panel):
    """Sobol indices of each parameter (d,), with the ends of intervals (2, d)."""

    first: np.ndarray
    first_interval: np.ndarray
    total: np.ndarray
    total_interval: np.ndarray


@dataclass(frozen=True)
class TornadoPanel(Panel):
    """The outcome with one parameter at its 5 % (low) or 95 % quantile (high) (d,), and with all at their medians."""

    low: np.ndarray
    high: np.ndarray
    middle: float
    outcome: str


@dataclass(frozen=True)
class RankPanel(Panel):
    """Rank correlations of each parameter (d,) with the ends of intervals (2, d): instead of a tornado."""

    correlation: np.ndarray
    interval: np.ndarray


@dataclass(frozen=True)
class MorrisPanel(Panel):
    """Measures of Morris of each parameter (d,), in the unit of the outcome; the interval (2, d) of mu*."""

    mu_star: np.ndarray
    interval: np.ndarray
    sigma: np.ndarray
    unit: str


@dataclass(frozen=True)
class EffectPanel:
    """Points (n,) behind the mean of the outcome (m,) and its band (2, m) over one parameter (m,)."""

    parameter: str
    x: np.ndarray
    mean: np.ndarray
    band: np.ndarray
    point_x: np.ndarray
    point_y: np.ndarray
    logarithmic: bool = False


def sobol_figure(title: str, panels: Sequence[SobolPanel]) -> Figure:
    """First-order and total indices as bars, the largest total on top of each panel."""
    def draw(ax: plt.Axes, panel: SobolPanel) -> None:
        rows, order = _rows(ax, panel, panel.total)
        for offset, values, interval, colour, label in (
                (-0.2, panel.first, panel.first_interval, FIRST, "first order: the parameter alone"),
                (0.2, panel.total, panel.total_interval, TOTAL, "total: with its interactions")):
            ax.barh(rows + offset, values[order], height=0.38, color=colour, label=label)
            _whiskers(ax, rows + offset, interval[:, order])
        ax.set_xlim(left=min(0, ax.get_xlim()[0]), right=max(1, ax.get_xlim()[1]))
        ax.set_xlabel("share of the variance, with 95 % intervals")
    return _figure(title, panels, draw)


def tornado_figure(title: str, panels: Sequence[TornadoPanel | RankPanel]) -> Figure:
    """What one parameter changes from low to high, the largest change on top of each panel."""
    def draw(ax: plt.Axes, panel: TornadoPanel | RankPanel) -> None:
        if isinstance(panel, RankPanel):
            _draw_ranks(ax, panel)
            return
        rows, order = _rows(ax, panel, np.abs(panel.high - panel.low))
        for values, colour, share in ((panel.low, LOW_COLOUR, 5), (panel.high, HIGH_COLOUR, 95)):
            ax.barh(rows, values[order] - panel.middle, left=panel.middle, height=0.6, color=colour, alpha=0.9,
                    label=f"with the parameter at its {share} % quantile")
        ax.axvline(panel.middle, color="0.2", linewidth=1)
        ax.set_xlabel(style.printed(panel.outcome))
    return _figure(title, panels, draw)


def _draw_ranks(ax: plt.Axes, panel: RankPanel) -> None:
    rows, order = _rows(ax, panel, np.abs(panel.correlation))
    ax.barh(rows, panel.correlation[order], height=0.6, color=RANK_COLOUR)
    _whiskers(ax, rows, panel.interval[:, order])
    ax.axvline(0, color="0.2", linewidth=1)
    ax.set_xlim(-1, 1)
    ax.xaxis.set_major_locator(MultipleLocator(0.5))
    ax.set_xlabel("Spearman's rank correlation, with 95 % intervals")


def morris_figure(title: str, panels: Sequence[MorrisPanel]) -> Figure:
    """Mean absolute effects as bars with the spread of the effects beside them, the largest mean on top."""
    def draw(ax: plt.Axes, panel: MorrisPanel) -> None:
        rows, order = _rows(ax, panel, panel.mu_star)
        ax.barh(rows, panel.mu_star[order], height=0.6, color=FIRST, alpha=0.75,
                label="mu*: mean absolute effect over the whole range of the parameter")
        _whiskers(ax, rows, panel.interval[:, order])
        ax.plot(panel.sigma[order], rows, "D", color=HIGH_COLOUR, markersize=5,
                label="sigma: spread of the effect by interactions and curvature")
        ax.set_xlim(left=0)
        ax.set_xlabel("effect" + ("" if panel.unit == "-" else style.printed(f" [{panel.unit}]")))
    return _figure(title, panels, draw)


def response_figure(title: str, panels: Sequence[EffectPanel], outcome: str, note: str = "", warning: str = "") -> Figure:
    """The outcome over one parameter at a time: mean over all others with its band, and the points behind it."""
    columns = len(panels) if len(panels) < 4 else 3 if len(panels) in (5, 6, 9) else 4
    rows = -(-len(panels) // columns)
    size = max(3.3 * columns, 7.5), 2.7 * rows + 1.1
    figure, axes = plt.subplots(rows, columns, figsize=size, sharey=True, squeeze=False)
    for ax, panel in zip(axes.flat, panels):
        _draw_effect(ax, panel)
    for ax in list(axes.flat)[len(panels):]:
        ax.set_axis_off()
    for ax in axes[:, 0]:
        ax.set_ylabel(style.printed(outcome))
    _head(figure, title, note, warning)
    figure.tight_layout(rect=(0, 0, 1, 1 - 0.85 / figure.get_figheight()))
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="upper left", ncol=3, fontsize=9,
                  bbox_to_anchor=(0, 1 - 0.5 / figure.get_figheight()))
    return figure


def _draw_effect(ax: plt.Axes, panel: EffectPanel) -> None:
    ax.plot(panel.point_x, panel.point_y, ".", color="0.6", markersize=3.5, label="points of the study", zorder=2)
    ax.fill_between(panel.x, *panel.band, color=FIRST, alpha=0.35, linewidth=0, label="its 95 % band", zorder=1)
    ax.plot(panel.x, panel.mean, color=FIRST, label="mean over all other parameters, from the surrogate", zorder=3)
    ax.set_xlabel(style.printed(panel.parameter), fontsize=8.5)
    if panel.logarithmic and panel.x[-1] > LOGARITHMIC_FROM * panel.x[0]:
        ax.set_xscale("log")
        return
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("e+0", "e")))


def save(figure: Figure, file: Path, kind: str) -> None:
    """Writes a figure as `kind` (png or svg) and lets go of it."""
    figure.savefig(file, format=kind)
    plt.close(figure)


def _figure(title: str, panels: Sequence[Panel], draw: Callable[[plt.Axes, Panel], None]) -> Figure:
    """Panels in columns, with one legend below."""
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    height = ROW * min(MOST_SHOWN, max(len(panel.names) for panel in panels)) + 1.3
    figure, axes = plt.subplots(rows, columns, figsize=(PANEL * columns, height * rows + 0.9), squeeze=False)
    labels: dict[str, object] = {}
    for ax, panel in zip(axes.flat, panels):
        draw(ax, panel)
        labels |= {label: handle for handle, label in zip(*ax.get_legend_handles_labels())}
    for ax in list(axes.flat)[len(panels):]:
        ax.set_axis_off()
    _head(figure, title)
    below = 0.55 if labels else 0.0
    figure.tight_layout(rect=(0, below / figure.get_figheight(), 1, 1 - 0.35 / figure.get_figheight()), h_pad=1.5)
    if labels:
        figure.legend(list(labels.values()), list(labels), loc="lower left", ncol=columns, fontsize=9)
    return figure


def _rows(ax: plt.Axes, panel: Panel, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of the rows, and the numbers of the parameters in them, by size; the panel gets names and heading."""
    order = np.argsort(-np.nan_to_num(sizes), kind="stable")[:MOST_SHOWN]
    ax.set_yticks(np.arange(len(order)), [style.printed(panel.names[number]) for number in order])
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.grid(False, axis="y")
    ax.set_axisbelow(True)
    left_out = len(panel.names) - len(order)
    lines = [(panel.warning, WARNING), (panel.note, "0.35"),
             (f"{left_out} more parameters rank below these" if left_out else "", "0.35")]
    lines = [(line, colour) for line, colour in lines if line]
    ax.set_title(panel.title, loc="left", pad=7 + 12 * len(lines))
    for place, (line, colour) in enumerate(reversed(lines)):
        ax.annotate(line, (0, 1), xytext=(0, 5 + 12 * place), xycoords="axes fraction", textcoords="offset points",
                    fontsize=8.5, color=colour)
    return np.arange(len(order)), order


def _whiskers(ax: plt.Axes, rows: np.ndarray, interval: np.ndarray) -> None:
    """Intervals as lines; they need not hold the value."""
    known = np.isfinite(interval).all(axis=0)
    ax.hlines(rows[known], interval[0, known], interval[1, known], color="0.2", linewidth=1.2)


def _head(figure: Figure, title: str, note: str = "", warning: str = "") -> None:
    figure.text(0.01, 1 - 0.08 / figure.get_figheight(), style.printed(title), va="top", fontsize=12)
    figure.text(0.01, 1 - 0.33 / figure.get_figheight(), style.printed(warning or note), va="top", fontsize=8.5,
                color=WARNING if warning else "0.35")
