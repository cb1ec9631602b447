"""One run of the report: an arm that is compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tenogen.pictures.time_courses import TIME
from tenogen.runs.parameters import Entry
from tenogen.runs.run_directory import RunDirectory, RunError

MAX_ARMS = 6  # as many colours as style.css has

STATES = {"complete": "complete", "failed": "failed: the solver gave up before the end",
                "unfinished": "not finished: the page shows what there was when it was written"}


@dataclass(frozen=True)
class Arm:
    """A run, and its number among the runs of the report, which decides its colour."""

    run: RunDirectory
    number: int

    @property
    def label(self) -> str:
        """Name of the arm throughout the report."""
        return self.run.label

    @property
    def title(self) -> str:
        """The user's name for the run; empty where there is none."""
        return str(self.run.summary.get("title") or self.run.provenance.get("title") or "")

    @property
    def state_text(self) -> str:
        """How the run ended, in words."""
        return STATES[self.run.state]

    @cached_property
    def months(self) -> np.ndarray:
        """Moments of the history [month]."""
        months = self.run.history.get(TIME)
        if months is None or not np.isfinite(months).all():
            raise RunError(f"{self.run.folder / 'history.csv'}: no column '{TIME}' of numbers. Is the file damaged?")
        return months

    @property
    def parameters(self) -> dict[str, Entry]:
        """Entries of parameters.prm by their path."""
        return self.run.parameters

    def group(self, name: str) -> dict[str, Any]:
        """A group of summary.json, such as `cost`; empty where it is not there."""
        content = self.run.summary.get(name)
        return content if isinstance(content, dict) else {}
