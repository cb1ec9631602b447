"""How all pictures look."""

from __future__ import annotations

from functools import cache

import matplotlib
from matplotlib import font_manager

matplotlib.use("Agg")

matplotlib.rcdefaults()  # a matplotlibrc of the user could send every text through LaTeX
matplotlib.rcParams.update({
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "figure.dpi": 130,
    "font.size": 10,
    "axes.titlesize": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "0.9",
    "lines.linewidth": 1.8,
    "legend.frameon": False,
})

# Okabe and Ito's colours, which colour-blind readers tell apart.
RUN_COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
RUN_DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))]

# Units as printed: the files hold plain text.
PRINTED_UNITS = {"mm^3": "mm³", "mm^2": "mm²"}


def raised(text: str) -> str:
    """Text with the exponents of its units raised."""
    for plain, with_exponent in PRINTED_UNITS.items():
        text = text.replace(plain, with_exponent)
    return text


def printed(text: str) -> str:
    """Text for a picture as it stands, with the exponents of its units raised.

    Names of runs, arms and parameters are the user's: in a picture, a `$` begins no formula. A character that the font
    lacks is written as its code, `<U+60A3>`; as boxes, names could not be told apart.
    """
    return "".join(_drawable(character) for character in raised(text)).replace("$", r"\$")


def legend_label(text: str) -> str:
    """Text as a line of a legend, from which matplotlib leaves out what begins with an underscore."""
    return " " + printed(text) if text.startswith("_") else printed(text)


def _drawable(character: str) -> str:
    """A character, or its code where the font has no picture of it."""
    if character == "\n" or font_manager.get_font(_font_file()).get_char_index(ord(character)):
        return character
    return f"<U+{ord(character):04X}>"


@cache
def _font_file() -> str:
    return font_manager.findfont(matplotlib.rcParams["font.family"][0])
