"""Numbers and units as people read them."""

from __future__ import annotations

import math

from matplotlib.ticker import MaxNLocator

from tenogen.cohort.fields import is_number
from tenogen.pictures.style import raised

NOTHING = "–"
NARROW_SPACE = "\u202f"
TIMES = "\u00a0·\u00a0"  # does not break
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALLEST_PLAIN, LARGEST_PLAIN = 1e-3, 1e9  # beyond them with a power of ten


def shown(value: object, digits: int = 3) -> str:
    """A value of a table, whole numbers in full, others with so many significant digits; `–` where there is none."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not is_number(value):
        return str(value)
    rounded = float(f"{value:.{digits}g}")
    if float(value).is_integer() and abs(value) < LARGEST_PLAIN:
        text = f"{int(value):,}"
    elif SMALLEST_PLAIN <= abs(rounded) < LARGEST_PLAIN:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
        text = f"{rounded:,.{decimals}f}"
    else:
        mantissa, exponent = f"{rounded:.{digits - 1}e}".split("e")
        text = f"{mantissa}{TIMES}{power_of_ten(int(exponent))}"
    return text.replace(",", NARROW_SPACE).replace("-", "−")


def ticks_between(low: float, high: float) -> list[tuple[float, str]]:
    """A few round values from `low` to `high`, and how they are written."""
    values = MaxNLocator(nbins=4).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [(float(value), f"{value:,.10g}".replace(",", NARROW_SPACE).replace("-", "−")) for value in values
            if low - slack <= value <= high + slack]


def power_of_ten(exponent: int) -> str:
    """10 with its exponent raised."""
    return f"10{str(exponent).translate(RAISED)}"


def month_text(month: float) -> str:
    """A moment as a heading."""
    return f"month {month:.3g}"


def split_unit(name: str) -> tuple[str, str]:
    """Name and printed unit of `name [mm^3]`; no unit of pure numbers."""
    text, bracket, unit = name.rpartition(" [")
    if not bracket:
        return name, ""
    return text, unit_text(unit.rstrip("]"))


def unit_text(unit: str) -> str:
    """A unit as it is printed; nothing for pure numbers."""
    return "" if unit == "-" else raised(unit)


def with_unit(text: object, unit: str) -> str:
    """A text with its unit behind it, where it has one."""
    return f"{text} {unit}" if unit else str(text)


def named(name: str) -> str:
    """`name [mm^3]` as a row's head: exponents raised, pure numbers without unit."""
    text, unit = split_unit(name)
    return f"{text} [{unit}]" if unit else text
