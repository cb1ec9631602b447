"""Writing HTML. Whatever is not Markup already is text, and escaped."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable

VOID = {"br", "img", "input", "meta", "wbr"}  # elements without content and end


class Markup(str):
    """Text that is HTML already."""


def escaped(content: object) -> Markup:
    """Any value as HTML; Markup as it is."""
    return content if isinstance(content, Markup) else Markup(html.escape(str(content)))


def joined(parts: Iterable[object], separator: str = "") -> Markup:
    """Parts one after the other."""
    return Markup(separator.join(escaped(part) for part in parts))


def tag(name: str, /, *content: object, **attributes: object) -> Markup:
    """An element.

    In the names of attributes `_` stands for `-`, and one at the end is dropped (`class_`). An attribute that is
    None or False is left out, one that is True has no value.
    """
    words = [name]
    for attribute, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = attribute.rstrip("_").replace("_", "-")
        words.append(attribute if value is True else f'{attribute}="{html.escape(str(value))}"')
    start = f"<{' '.join(words)}>"
    return Markup(start if name in VOID else f"{start}{joined(content)}</{name}>")


def breakable(name: str) -> Markup:
    """A name that may be broken after its underscores."""
    return joined(name.split("_"), "_" + tag("wbr"))


def paragraph(*content: object, class_: str | None = None) -> Markup:
    """A paragraph of prose."""
    return tag("p", *content, class_=class_)


def missing(what: str) -> Markup:
    """Says that a part of the report is not there, and why."""
    return paragraph(what, class_="missing")


def bullets(items: Iterable[object]) -> Markup:
    """A list; nothing where there are no items."""
    rows = [tag("li", item) for item in items]
    return tag("ul", *rows) if rows else Markup()


def link(target: str, *content: object) -> Markup:
    """A link to an element of this page."""
    return tag("a", *content, href=f"#{target}")


def section(identifier: str, title: str, *content: object) -> Markup:
    """A part of the page that the contents lead to."""
    return tag("section", tag("h2", title, id=identifier), *content, aria_labelledby=identifier)


def scrolling(label: str, *content: object) -> Markup:
    """Content that scrolls within itself where it is too wide, by the keyboard too."""
    return tag("div", *content, class_="scroll", role="region", tabindex=0, aria_label=label)


def heading_cell(*content: object, **attributes: object) -> Markup:
    """The cell that names a row, or several; it stays in sight where a table scrolls."""
    return tag("th", *content, scope="row", class_="row-head", **attributes)


def row(head: object, *cells: object) -> list[Markup]:
    """A row of a table, named by its first cell."""
    return [heading_cell(head), *(tag("td", cell) for cell in cells)]


def table(caption: str, heads: Iterable[object], rows: Iterable[Iterable[Markup]], class_: str = "numbers") -> Markup:
    """A table within its own scroll bars. Rows hold elements `th` and `td`; class `words` aligns to the left."""
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    body = tag("tbody", *(tag("tr", *cells, Markup("\n")) for cells in rows))
    return scrolling(caption, tag("table", tag("caption", tag("span", caption)), head, body, class_=class_))


def figure(caption: object, *content: object, **attributes: object) -> Markup:
    """A picture with its title above."""
    return tag("figure", tag("figcaption", caption), *content, **attributes)


def png_uri(png: bytes) -> str:
    """A PNG as the address of itself."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
