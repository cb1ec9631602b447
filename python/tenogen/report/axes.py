"""The frame of a small diagram over months, as inline SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .markup import Markup, joined, tag
from .number_text import power_of_ten, ticks_between

WIDTH, HEIGHT = 340, 200  # of the drawing, in its own unit; a letter is 11 high
LEFT, RIGHT, TOP, BOTTOM = 50, 10, 18, 32
DOT = 3  # radius of a dot, which may lie on the frame
MONTHS_BETWEEN_TICKS = (0.1, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 60, 120)
MOST_TICKS = 6
NEAREST = 0.25  # points closer than this are one


@dataclass(frozen=True)
class Axes:
    """Months across, values upwards, from `low` to `high`, perhaps by their logarithm."""

    last_month: float
    low: float
    high: float
    logarithmic: bool = False

    def x(self, months: np.ndarray | float) -> np.ndarray | float:
        """Places across."""
        return LEFT + (WIDTH - LEFT - RIGHT) * np.asarray(months) / self.last_month

    def y(self, values: np.ndarray | float) -> np.ndarray:
        """Places from the top; what lies beyond the ends lies outside."""
        values, low, high = np.asarray(values, dtype=float), self.low, self.high
        if self.logarithmic:
            low, high, values = math.log10(low), math.log10(high), np.log10(values)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (values - low) / (high - low))

    def curve(self, months: np.ndarray, values: np.ndarray) -> str:
        """A path through the points, broken where values are not finite or have no logarithm."""
        drawn = np.isfinite(values) & ((values > 0) | (not self.logarithmic))
        path, last = [], None
        for x, y, is_drawn in zip(self.x(months), self.y(np.where(drawn, values, self.high)), drawn):
            if not is_drawn:
                last = None
            elif last is None or abs(x - last[0]) + abs(y - last[1]) >= NEAREST:
                path.append(f"{'M' if last is None else 'L'}{x:.1f} {y:.1f}")
                last = x, y
        return "".join(path)

    def area(self, months: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> str:
        """A closed path between two curves, which are finite."""
        there = [f"{x:.1f} {y:.1f}" for x, y in zip(self.x(months), self.y(upper))]
        back = [f"{x:.1f} {y:.1f}" for x, y in zip(self.x(months[::-1]), self.y(lower[::-1]))]
        return "M" + "L".join([*there, *back]) + "Z"

    def clipped(self, *content: object) -> Markup:
        """Curves, of which nothing is seen beyond the ends of the axes."""
        return tag("svg", tag("g", *content, transform=f"translate(0 {DOT - TOP})"), x=0, y=TOP - DOT, width=WIDTH,
                   height=HEIGHT - TOP - BOTTOM + 2 * DOT)

    def scale(self, unit: str) -> Markup:
        """The unit, and lines across with their numbers."""
        parts = [tag("text", unit, x=2, y=11, class_="unit")]
        for value, text in self._ticks():
            y = f"{float(self.y(value)):.1f}"
            parts += [tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"),
                      tag("text", text, x=LEFT - 5, y=y, dy="0.35em", text_anchor="end")]
        return joined(parts)

    def frame(self, unit: str, visits: list[float]) -> Markup:
        """Ticks with their numbers, the unit, and dotted lines at the visits."""
        parts = [self.scale(unit), tag("text", "months", x=WIDTH - RIGHT, y=HEIGHT - 3, text_anchor="end")]
        for month in visits:
            x = f"{float(self.x(month)):.1f}"
            parts.append(tag("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM, class_="visit"))
        for month in month_ticks(self.last_month):
            parts.append(tag("text", f"{month:g}", x=f"{float(self.x(month)):.1f}", y=HEIGHT - BOTTOM + 14,
                             text_anchor="middle"))
        return joined(parts)

    def _ticks(self) -> list[tuple[float, str]]:
        if self.logarithmic:
            decades = range(math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high)) + 1)
            return [(10.0**decade, power_of_ten(decade)) for decade in decades]
        return ticks_between(self.low, self.high)


def month_ticks(last_month: float) -> list[float]:
    """Months that get a number below the axis."""
    step = next((step for step in MONTHS_BETWEEN_TICKS if last_month / step <= MOST_TICKS), last_month)
    return [step * i for i in range(math.floor(last_month / step + 1e-9) + 1)]


def drawing(description: str, *content: object) -> Markup:
    """The SVG of a diagram, with words for those who do not see it."""
    return tag("svg", *content, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=description, class_="diagram")
