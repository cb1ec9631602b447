"""Makes a collected study whose outcome is Ishigami's function, for docs/sensitivity.md.

    ishigami.py FOLDER   FOLDER is made; `tenogen` is on the PATH
"""

import os
import shutil
import sys
from pathlib import Path

os.environ["TENOGEN_EXECUTABLE"] = shutil.which("tenogen") or ""
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from computed_study import ComputedStudy, study_of, uniform  # noqa: E402
from sensitivity_functions import ishigami  # noqa: E402

study = ComputedStudy()
study.setUp()
try:
    design = {"kind": "saltelli", "size": 1024, "seed": 1}
    folder = study.compute("study", study_of(uniform(3), design), {"one": ishigami})
    shutil.copytree(folder, sys.argv[1])
finally:
    study.tearDown()
