"""Reading JSON files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .errors import TenogenError


def read_json(file: Path, error: type[TenogenError], advice: str = "Is the file damaged?") -> Any:
    """The content of a file. Where it is not valid JSON, raises `error`, whose message ends with `advice`."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise error(f"{file}: not valid JSON: {problem}. {advice}") from problem


def read_object(file: Path, error: type[TenogenError], advice: str = "Is the file damaged?") -> dict[str, Any]:
    """The same of a file that must hold an object."""
    content = read_json(file, error, advice)
    if not isinstance(content, dict):
        raise error(f"{file}: not a JSON object. {advice}")
    return content
