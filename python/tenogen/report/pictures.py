"""Pictures of pixels: their colours, their frame with scale bar and letters, their colour bar."""

from __future__ import annotations

import io
from dataclasses import dataclass

import matplotlib
import numpy as np
from PIL import Image

from .markup import Markup, joined, png_uri, tag
from .number_text import shown, ticks_between, with_unit

TRANSPARENT = 255  # the palette's colour of what has no value
SHADES = 255
BAR_WIDTH, BAR_HEIGHT, BAR_MARGIN = 260, 12, 24
SCALE_BARS = (1, 2, 5, 10, 20, 50)  # [mm]
LONGEST_SCALE_BAR = 0.4             # of the picture's width
STOPS = 16


@dataclass(frozen=True)
class Scale:
    """Colours of values from `low` to `high`; values beyond have the colours of the ends."""

    low: float
    high: float
    colours: str  # of matplotlib
    unit: str = ""

    def shade(self, values: np.ndarray) -> np.ndarray:
        """Numbers of the shades, TRANSPARENT where there is no value."""
        shares = np.clip((np.where(np.isfinite(values), values, self.low) - self.low) / (self.high - self.low), 0, 1)
        return np.where(np.isfinite(values), np.rint(shares * (SHADES - 1)), TRANSPARENT).astype(np.uint8)

    def rgba(self, values: np.ndarray) -> np.ndarray:
        """Colours (n, 4) from 0 to 1 of values (n,)."""
        return matplotlib.colormaps[self.colours]((values - self.low) / (self.high - self.low))

    def palette(self) -> np.ndarray:
        """Colours of the shades, (SHADES, 3) from 0 to 255."""
        colours = matplotlib.colormaps[self.colours](np.linspace(0, 1, SHADES))
        return np.rint(255 * colours[:, :3]).astype(np.uint8)

    def bar(self, name: str, ends_cut: bool) -> Markup:
        """The colour bar; `name` is unique on the page, `ends_cut` says that values lie beyond the upper end."""
        colours = self.palette()[np.linspace(0, SHADES - 1, STOPS).astype(int)]
        stops = joined(tag("stop", offset=f"{i / (STOPS - 1):.3f}", stop_color=f"rgb{tuple(map(int, colour))}")
                       for i, colour in enumerate(colours))
        ticks = []
        for value, text in ticks_between(self.low, self.high):
            x = BAR_MARGIN + BAR_WIDTH * (value - self.low) / (self.high - self.low)
            ticks.append(tag("text", text, x=f"{x:.1f}", y=BAR_HEIGHT + 14, text_anchor="middle"))
        words = f"Colours from {shown(self.low)} to {with_unit(shown(self.high), self.unit)}"
        unit = f"{f'[{self.unit}] ' if self.unit else ''}up to {shown(self.high)}" + (
            "; higher values have the last colour" if ends_cut else "")
        return tag("span",
                   tag("svg", tag("linearGradient", stops, id=f"colours-{name}"),
                       tag("rect", x=BAR_MARGIN, y=0, width=BAR_WIDTH, height=BAR_HEIGHT, fill=f"url(#colours-{name})"),
                       *ticks, viewBox=f"0 0 {BAR_WIDTH + 2 * BAR_MARGIN} {BAR_HEIGHT + 18}", role="img",
                       aria_label=words, class_="colour-bar"), " ", unit, class_="key-of-colours")


def png_of_shades(shades: np.ndarray, palette: np.ndarray) -> bytes:
    """A PNG of a byte per pixel, (rows, columns), by their palette (n, 3)."""
    image = Image.fromarray(shades, mode="P")
    image.putpalette(palette.tobytes())
    file = io.BytesIO()
    image.save(file, format="PNG", optimize=True, transparency=TRANSPARENT)
    return file.getvalue()


def framed(png: bytes, alternative: str, size: tuple[int, int], width: float, letters: dict[str, str]) -> Markup:
    """A picture of `width` mm with a scale bar, and letters at its sides (`left`, `right`, `top`, `bottom`)."""
    length = max((bar for bar in SCALE_BARS if bar <= LONGEST_SCALE_BAR * width), default=width)
    bar = tag("span", tag("span", f"{length:.3g} mm"), class_="scale-bar", style=f"width:{100 * length / width:.2f}%")
    marks = [tag("span", letter, class_=f"letter {side}", aria_hidden="true") for side, letter in letters.items()]
    picture = tag("img", src=png_uri(png), alt=alternative, width=size[0], height=size[1])
    return tag("div", picture, *marks, bar, class_="frame")
