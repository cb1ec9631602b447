"""How all pictures look."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")

matplotlib.rcParams.update({
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


def printed(text: str) -> str:
    """Header text with its exponents raised."""
    for plain, raised in PRINTED_UNITS.items():
        text = text.replace(plain, raised)
    return text
