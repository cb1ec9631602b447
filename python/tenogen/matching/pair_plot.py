"""The points of a study in every plane of two parameters, coloured by their implausibility."""

from __future__ import annotations

import io
import textwrap

import numpy as np

from tenogen.pictures.style import printed, raised  # sets matplotlib up before pyplot
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from tenogen.studies.varied import Varied

from .matching import Matching

COLOURS = "viridis_r"  # the least implausible are bright
LARGEST_SHOWN = 2.5    # cut-offs: what is more implausible has the last colour
BINS = 12
SIDE = 1.55            # of a plane [inch]
LEAST_HEIGHT = 3.2     # of the picture [inch]
KEY_WIDTH = 3.0        # beside the planes where these are KEY_BESIDE or fewer; else in their empty corner [inch]
KEY_BESIDE = 3
KEY_GROWS = 10.0       # height of a picture from which the key grows with it [inch]
LABEL_WIDTH = 17       # characters of a line
LEFT_COLOUR, ALL_COLOUR = "#0072B2", "0.72"
LONGEST_NUMBER = 5     # characters of a tick


def pair_plot(matching: Matching) -> bytes:
    """A PNG. On the diagonal all judged points (grey) and those not ruled out (blue), as shares of their number."""
    parameters = matching.study.parameters_of(matching.arm)
    height = max(LEAST_HEIGHT, SIDE * len(parameters) + 1.45)
    beside = KEY_WIDTH if len(parameters) <= KEY_BESIDE else 0.0
    width = height + beside
    figure, planes = pyplot.subplots(len(parameters), len(parameters), figsize=(width, height), squeeze=False)
    scale = Normalize(0, LARGEST_SHOWN * matching.uncertainty.cut_off)
    for row, vertical in enumerate(parameters):
        for column, horizontal in enumerate(parameters):
            plane = planes[row, column]
            if column > row:
                plane.set_visible(False)
            elif column == row:
                _marginal(plane, vertical, matching)
                plane.set_title(_wrapped(vertical.label), fontsize=8, pad=3)
            else:
                _scatter(plane, horizontal, vertical, matching, scale)
            _label(plane, horizontal, vertical, row == len(parameters) - 1, column == 0 and row > 0)
    figure.subplots_adjust(left=1.05 / width, right=1 - (0.15 + beside) / width, bottom=0.95 / height,
                           top=1 - 0.6 / height, wspace=0.12, hspace=0.12)
    _key(figure, matching, scale)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=110, metadata={"Software": None})
    pyplot.close(figure)
    return file.getvalue()


def _marginal(plane: Axes, parameter: Varied, matching: Matching) -> None:
    """Shares of the judged points and of those left in equal parts of the axis."""
    values = parameter.places
    judged, left = values[matching.judged], values[matching.is_left]
    edges = _edges(judged, parameter)
    for own, filled in ((judged, True), (left, False)):
        if len(own):
            shares = np.histogram(own, edges)[0] / len(own)
            plane.stairs(shares, edges, fill=filled, color=ALL_COLOUR if filled else LEFT_COLOUR, linewidth=1.6)
    plane.set_yticks([])
    plane.grid(False)


def _edges(values: np.ndarray, parameter: Varied) -> np.ndarray:
    low, high = float(values.min()), float(values.max())
    if not parameter.is_of_numbers:
        return np.arange(-0.5, high + 1)
    if low == high:
        return np.array([low - 0.5, low + 0.5])
    return np.geomspace(low, high, BINS + 1) if _is_logarithmic(parameter) else np.linspace(low, high, BINS + 1)


def _scatter(plane: Axes, horizontal: Varied, vertical: Varied, matching: Matching, scale: Normalize) -> None:
    """Points ruled out small, those left on top of them, large and with an edge."""
    x, y = horizontal.places, vertical.places
    implausibility = np.minimum(np.nan_to_num(matching.implausibility, posinf=scale.vmax), scale.vmax)
    out = matching.judged & ~matching.is_left
    for chosen, look in ((out, {"s": 9, "linewidths": 0, "alpha": 0.6}),
                         (matching.is_left, {"s": 17, "linewidths": 0.5, "edgecolors": "black"})):
        plane.scatter(x[chosen], y[chosen], c=implausibility[chosen], cmap=COLOURS, norm=scale, **look)
    plane.grid(False)


def _label(plane: Axes, horizontal: Varied, vertical: Varied, is_lowest: bool, is_first: bool) -> None:
    """Names at the outer planes alone."""
    _axis(plane, horizontal, "x")
    if horizontal is not vertical:
        _axis(plane, vertical, "y")
    plane.tick_params(labelsize=7, length=2, pad=1.5, which="both")
    plane.tick_params(axis="x", labelrotation=90)
    plane.tick_params(labelbottom=is_lowest, labelleft=is_first)
    if is_lowest:
        plane.set_xlabel(_wrapped(horizontal.label), fontsize=8)
    if is_first:
        plane.set_ylabel(_wrapped(vertical.label), fontsize=8)


def _axis(plane: Axes, parameter: Varied, name: str) -> None:
    """The scale and three numbers on it."""
    values = parameter.places
    low, high = float(values.min()), float(values.max())
    is_logarithmic = _is_logarithmic(parameter)
    getattr(plane, f"set_{name}scale")("log" if is_logarithmic else "linear")
    axis = getattr(plane, f"{name}axis")
    axis.set_minor_locator(NullLocator())
    if not parameter.is_of_numbers:
        axis.set_ticks(range(len(parameter.levels)), list(map(printed, parameter.levels)))
        return
    middle = np.sqrt(low * high) if is_logarithmic else (low + high) / 2
    axis.set_ticks([low, middle, high], [_short(value) for value in (low, middle, high)])


def _is_logarithmic(parameter: Varied) -> bool:
    return parameter.is_of_numbers and parameter.law.startswith("log") and bool(np.all(parameter.values > 0))


def _short(value: float) -> str:
    """A number of few characters."""
    text = f"{value:.3g}"
    if "e" in text or len(text) > LONGEST_NUMBER:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return text


def _wrapped(label: str) -> str:
    return printed("\n".join(textwrap.wrap(raised(label), LABEL_WIDTH)))


def _key(figure: pyplot.Figure, matching: Matching, scale: Normalize) -> None:
    """What colours and marks mean, in the empty corner."""
    left, judged = int(matching.is_left.sum()), int(matching.judged.sum())
    cut_off = matching.uncertainty.cut_off
    marks = [Line2D([], [], marker="o", linestyle="", markersize=5, markeredgecolor="black", markerfacecolor="#b5de2b",
                    label=f"not ruled out, I ≤ {cut_off:g}: {left} of {judged}"),
             Line2D([], [], marker="o", linestyle="", markersize=3.5, markeredgewidth=0, markerfacecolor="#443983",
                    label=f"ruled out: {judged - left}"),
             Line2D([], [], color=ALL_COLOUR, linewidth=5, label="diagonal: all judged points"),
             Line2D([], [], color=LEFT_COLOUR, linewidth=1.6, label="diagonal: not ruled out")]
    width, height = figure.get_size_inches()
    large = max(1.0, height / KEY_GROWS)
    figure.legend(handles=marks, loc="upper right", bbox_to_anchor=(1 - 0.15 / width, 1 - 0.1 / height),
                  fontsize=9 * large)
    bar = figure.add_axes([1 - 2.75 * large / width, 1 - 1.45 * large / height, 2.5 * large / width,
                           0.13 * large / height])
    bar.grid(False)
    colours = figure.colorbar(ScalarMappable(scale, COLOURS), cax=bar, orientation="horizontal", extend="max")
    colours.set_label(printed(f"implausibility I, arm {matching.arm}"), fontsize=9 * large)
    colours.ax.axvline(cut_off, color="black", linewidth=1.2)
    colours.ax.tick_params(labelsize=8 * large)
