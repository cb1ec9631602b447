"""What a page of Markdown holds: fenced blocks with their markers, links, headings, inline code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>```+)(?P<language>[\w+-]*)\s*$")
MARKER = re.compile(r"^test:\s*(?P<word>[a-z]+)[:\s]*(?P<rest>.*)$", re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(?P<text>.*?) *#*$")
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
INLINE_CODE = re.compile(r"(?P<ticks>`+)(?P<text>.+?)(?P=ticks)(?!`)")


@dataclass(frozen=True)
class Marker:
    """`<!-- test: WORD REST -->`: an instruction to the tests that readers of the rendered page do not see."""

    line: int  # from 1
    word: str
    rest: str


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the line of the page where the text begins, and the markers above it."""

    line: int
    language: str
    text: str
    markers: tuple[Marker, ...] = ()


@dataclass
class Page:
    """A page, read."""

    path: Path
    blocks: list[Block] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    links: list[tuple[int, str]] = field(default_factory=list)  # line, target
    code: list[tuple[int, str]] = field(default_factory=list)   # line, text of inline code
    mistakes: list[tuple[int, str]] = field(default_factory=list)


def read_page(path: Path) -> Page:
    """The page in this file."""
    page = Page(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    prose = [""] * len(lines)  # the lines outside blocks and comments
    markers: list[Marker] = []
    number = 0
    while number < len(lines):
        start = number
        line = lines[number]
        number += 1
        if fence := FENCE.match(line):
            while number < len(lines) and lines[number].strip() != fence["ticks"]:
                number += 1
            if number == len(lines):
                page.mistakes.append((start + 1, "this block has no end"))
            width = len(fence["indent"])
            inside = [line[width:] if line[:width].isspace() else line for line in lines[start + 1:number]]
            text = "".join(f"{line}\n" for line in inside)
            page.blocks.append(Block(start + 2, fence["language"], text, tuple(markers)))
            markers = []
            number += 1
        elif line.lstrip().startswith("<!--"):
            while "-->" not in lines[number - 1] and number < len(lines):
                number += 1
            comment = "\n".join(lines[start:number]).strip().removeprefix("<!--").removesuffix("-->").strip()
            if comment.startswith("test:"):
                if marker := MARKER.match(comment):
                    markers.append(Marker(start + 1, marker["word"], marker["rest"].strip()))
                else:
                    page.mistakes.append((start + 1, f"the marker '{comment}' cannot be read"))
        else:
            prose[start] = line
            if line.strip():
                page.mistakes += [(marker.line, "no block follows this marker") for marker in markers]
                markers = []
    page.mistakes += [(marker.line, "no block follows this marker") for marker in markers]
    read_prose(page, prose)
    return page


def read_prose(page: Page, lines: list[str]) -> None:
    """Headings, links and inline code."""
    text = "\n".join(lines)
    # Inline code may go over the end of a line, not over that of a paragraph.
    offset = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        for found in re.finditer(INLINE_CODE.pattern, paragraph, re.DOTALL):
            page.code.append((text.count("\n", 0, offset + found.start()) + 1, " ".join(found["text"].split())))
        without_code = re.sub(INLINE_CODE.pattern, lambda found: re.sub(r"[^\n]", "x", found[0]), paragraph,
                              flags=re.DOTALL)
        for found in LINK.finditer(without_code):
            page.links.append((text.count("\n", 0, offset + found.start()) + 1, found["target"]))
        offset += len(paragraph)
    for line in lines:
        if heading := HEADING.match(line):
            page.anchors.add(new_anchor(heading["text"], page.anchors))


def new_anchor(heading: str, taken: set[str]) -> str:
    """The anchor that GitHub gives to a heading."""
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    anchor = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
    if anchor not in taken:
        return anchor
    number = 1
    while f"{anchor}-{number}" in taken:
        number += 1
    return f"{anchor}-{number}"
