"""tenogen in Python: runs, studies, fields and virtual MRI as tables and arrays (docs/python.md).

    import tenogen
    run = tenogen.Run("results/treated")
    run.history["gap stiffness EA [kN]"].plot()
    run.fields(12)["collagen_I"]

Run and Study are the public part, with TenogenError, which all parts raise for input that cannot be used. The packages
below tenogen serve the commands and may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .errors import TenogenError

if TYPE_CHECKING:
    from .runs.run import Run
    from .studies.study import Study

__all__ = ["Run", "Study", "TenogenError"]

# Imported when they are used: the commands start without the packages that these need, and can say which one is missing.
_PLACES = {"Run": "tenogen.runs.run", "Study": "tenogen.studies.study"}


def __getattr__(name: str) -> type:
    if name not in _PLACES:
        raise AttributeError(f"module 'tenogen' has no attribute '{name}'")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
