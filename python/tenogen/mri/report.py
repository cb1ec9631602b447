"""Measures as text for people."""

from __future__ import annotations

from .measure import FLUID_BESIDE, FLUID_OUTSIDE
from .volume import proton_density_of

Row = dict[str, object]

WAYS = ("by fraction", "by label")


def report(result: dict[str, object]) -> str:
    """Tables of everything that was measured."""
    ways = [way for way in WAYS if way in result]
    parts = [_heading(result), _tissues(result, ways)]
    for name, regions in result.get("signals", {}).items():
        parts.append(_table(name, regions))
    if "texture [-]" in result:
        parts.append(f"texture [-]: {_text(result['texture [-]'])} (coefficient of variation of "
                     f"{proton_density_of(result['signals'])} in the gap)")
    if "T2*" in result:
        parts.append(_table("T2*", result["T2*"]))
    if "against" in result:
        against = dict(result["against"])
        parts.append(_table(f"against {against.pop('file')}", against))
    profile = {f"{row['position [mm]']:.2f}": {name: value for name, value in row.items() if name != "position [mm]"}
               for row in result[ways[0]]["profile"]}
    parts.append(_table(f"slabs ({ways[0]}) at [mm]", profile))
    return "\n\n".join(parts)


def _heading(result: Row) -> str:
    month = "" if result["month"] is None else f", month {result['month']:g}"
    lines = [f"{result['file']}{month}",
             f"voxels {' x '.join(f'{length:.4g}' for length in result['spacing [mm]'])} mm, "
             f"axis ({', '.join(f'{part:.4f}' for part in result['axis'])}), slabs of {result['slab [mm]']:.4g} mm"]
    if result["shrink"]:
        lines.append(f"signals and T2* without {result['shrink']} layer(s) at the surfaces of the regions")
    lines += [f"label {value} has no name: {count} voxels left out"
              for value, count in result["unnamed labels"].items()]
    if result["missing fractions"]:
        lines.append(f"nothing is measured by fraction: no volume {', '.join(result['missing fractions'])}")
    return "\n".join(lines)


def _tissues(result: Row, ways: list[str]) -> str:
    names = [name for name in result["by label"] if name not in ("profile", "tendon start [mm]")]
    rows = {name: {way: result[way][name] for way in ways} for name in names}
    rows |= {name: {"by label": result[name]} for name in (FLUID_BESIDE, FLUID_OUTSIDE)}
    return _table("tissues", rows)


def _table(title: str, rows: dict[str, Row]) -> str:
    """Rows by name, with the columns of all of them."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    lines = [[title, *columns]]
    lines += [[name, *(_text(row.get(column)) for column in columns)] for name, row in rows.items()]
    widths = [max(map(len, column)) for column in zip(*lines)]
    return "\n".join("  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines)


def _text(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.5g}" if isinstance(value, float) else str(value)
