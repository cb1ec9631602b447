"""Packages that only some functions need: they are imported where they are used."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from .errors import TenogenError

INSTALL = {"pandas": "apt-get install python3-pandas", "nibabel": "apt-get install python3-nibabel",
           "meshio": "apt-get install python3-meshio", "pyvista": "pip install pyvista"}


def package(name: str, purpose: str) -> ModuleType:
    """A package of INSTALL. Raises TenogenError, which begins with `purpose`, where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise TenogenError(f"{purpose} needs the Python package {name}: {error}. Install it with `{INSTALL[name]}`.") from error
