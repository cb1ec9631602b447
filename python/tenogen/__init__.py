"""tenogen in Python: runs, studies, fields and virtual MRI as tables and arrays (docs/python.md).

    import tenogen
    run = tenogen.Run("results/treated")
    run.history["gap stiffness EA [kN]"].plot()
    run.fields(12)["collagen_I"]

Run and Study are the public part, with TenogenError, which all parts raise for input that cannot be used. The packages
below tenogen serve the commands and may change.
"""

from .errors import TenogenError
from .runs.run import Run
from .studies.study import Study

__all__ = ["Run", "Study", "TenogenError"]
