"""Packages that only some functions need: they are imported where they are used."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from .errors import TenogenError

# PyVista is not in Debian, and pip refuses to add packages to Debian's own Python.
INSTALL = {name: f"apt-get install python3-{name}" for name in ("pandas", "nibabel", "meshio", "matplotlib")}
INSTALL["pyvista"] = "python3 -m venv --system-site-packages ENV; ENV/bin/pip install pyvista"


def package(name: str, purpose: str) -> ModuleType:
    """A package of INSTALL. Raises TenogenError, which begins with `purpose`, where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise TenogenError(f"{purpose} needs the Python package {name}: {error}. Install it with "
                           f"`{INSTALL[name]}`.") from error
