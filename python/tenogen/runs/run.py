"""A run as tables of pandas and arrays of numpy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from tenogen.optional import package

from .files import last_change
from .outcomes import flat_outcomes
from .parameters import Entry, read_parameters
from .run_directory import DAYS_PER_MONTH, SAME_VISIT, TIME, RunDirectory, RunError

if TYPE_CHECKING:
    import pandas
    from tenogen.mri.images import Images

    from .fields import Fields

DAY = "time [day]"            # column of history.csv
VISITS = "Time/Visits [month]"  # entry of parameters.prm
SAME_TIME = 1e-6 / DAYS_PER_MONTH  # [month] by which rounding moves the step that ends at a visit

# When one of these changes, what was read of a run is out of date.
WATCHED = ("history.csv", "summary.json", "provenance.json", "COMPLETE", "FAILED")

Moment = TypeVar("Moment", "Fields", "Images")


class Run:
    """The directory of a `tenogen run`, complete or not: the run may still be in progress.

    Times are months of 30.4375 days since the start, as in everything that tenogen shows; `time [day]` is a column.
    Names of columns end with the unit. What is returned is what the files hold at that moment, so the same Run can be asked
    again while the program is running.

    Raises TenogenError where the folder is not a run directory, where a file is damaged, and where something is asked
    for that the run does not hold or has not reached; OSError where a file cannot be opened.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser()
        self._content: tuple[list[object], RunDirectory] | None = None
        _ = self._directory  # raises where this is not a run directory

    @property
    def path(self) -> Path:
        """The run directory."""
        return self._path

    @property
    def state(self) -> str:
        """`complete`, `failed` (the solver gave up), or `unfinished`: still running, stopped, or killed."""
        return self._directory.state

    @property
    def history(self) -> pandas.DataFrame:
        """One row per coupled step, from history.csv: the first is the start.

        The index is `time [month]`. Columns are called `name [unit]` as in docs/usage.md, `time [day]` among them. A last
        row that a running program has not yet finished is left out. Every access makes a new table, so you may change it.
        """
        history = self._history()
        return self._table(history, history[TIME])

    @property
    def visits(self) -> pandas.DataFrame:
        """One row per visit, with the outcomes that `history` has at that time.

        The index is `time [month]`, columns are called `name [unit]`. A run that has ended also has the range of 95 % of
        answers for each score, such as `vas, low 95 % [-]` and `vas, high 95 % [-]`. A run that is unfinished has the
        visits it has reached. What has no value is NaN.
        """
        directory = self._directory
        if not directory.summary:
            return self._visits_reached()
        rows = [flat_outcomes(visit) for visit in directory.visits]
        months, days = ([row.pop(name) for row in rows] for name in ("month", "day"))
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name, np.nan) for row in rows] for name in names}
        return self._table({DAY: days} | columns, months).astype(float)

    @property
    def summary(self) -> dict[str, Any]:
        """Content of summary.json (docs/usage.md). It is written when a run ends: TenogenError where there is none yet."""
        summary = self._directory.summary
        if not summary:
            raise RunError(f"{self.path}: there is no summary.json, since the run is {self.state}. It is written when the "
                           "run ends. `history` and `visits` hold what the run has reached.")
        return summary

    @property
    def parameters(self) -> dict[str, Entry]:
        """All parameters of the run by their path, such as `Treatment/Dose [cells]`.

        Each has `value` (text), `number` (float), `numbers` (list of float), `default`, `meaning`, `confidence` and `source`.
        """
        return read_parameters(self.path / "parameters.prm")

    @property
    def provenance(self) -> dict[str, Any]:
        """Content of provenance.json: versions, machine, ranks, start, seed (docs/usage.md)."""
        provenance = self._directory.provenance
        if not provenance:
            raise RunError(f"{self.path / 'provenance.json'}: not found. Restore the file, or run again.")
        return provenance

    @property
    def field_months(self) -> list[float]:
        """Months with fields, in their order; none where `Output/Fields` is false."""
        return [fields.month for fields in self._all_fields()]

    def fields(self, month: float) -> Fields:
        """The fields of a month, to the day: arrays by name, with units, points and cells."""
        return self._at(month, self._all_fields(), "fields", "Output/Fields")

    @property
    def mri_months(self) -> list[float]:
        """Months with virtual MRI, in their order; none where `MRI/Write` is false."""
        return [images.month for images in self._all_images()]

    def mri(self, month: float) -> Images:
        """The virtual MRI of a month, to the day: images of nibabel by the name of their volume."""
        return self._at(month, self._all_images(), "virtual MRI", "MRI/Write")

    def __repr__(self) -> str:
        return f"tenogen.Run('{self.path}')"

    @property
    def _directory(self) -> RunDirectory:
        """The files, read again where one has changed since."""
        changed = [last_change(self._path / name) for name in WATCHED]
        if self._content is None or self._content[0] != changed:
            self._content = changed, RunDirectory(self._path, self._path.name)
        return self._content[1]

    def _all_fields(self) -> list[Fields]:
        from .fields import fields_of  # h5py
        return fields_of(self._directory)

    def _all_images(self) -> list[Images]:
        from tenogen.mri.images import Images  # h5py
        from tenogen.mri.run_visits import visit_files, visit_of
        return sorted((Images(visit_of(file)) for file in visit_files(self.path)), key=lambda images: images.month)

    def _at(self, month: float, moments: Sequence[Moment], what: str, entry: str) -> Moment:
        """The moment that lies nearest to a month, and less than a day from it."""
        nearest = min(moments, key=lambda moment: abs(moment.month - month), default=None)
        if nearest is not None and abs(nearest.month - month) < SAME_VISIT:
            return nearest
        months = ", ".join(f"{moment.month:g}" for moment in moments)
        there_are = f"Months with {what}: {months}." if months else self._why_none(entry)
        raise RunError(f"{self.path}: no {what} at month {month:g}. {there_are} {self._reached()}")

    def _why_none(self, entry: str) -> str:
        """Why there is nothing at any month of what an entry of parameters.prm asks for."""
        value = self._directory.parameter(entry).value
        if value == "false":
            return f"There are none, because `{entry}` is false."
        if self.state == "complete":
            return f"There are none, although `{entry}` is {value}. Restore them, or run again."
        return "There are none yet."

    def _reached(self) -> str:
        try:
            return f"The run ({self.state}) has reached month {self._history()[TIME][-1]:.3g}."
        except RunError:
            return f"The run ({self.state}) has no history yet."

    def _history(self) -> dict[str, np.ndarray]:
        history = self._directory.history
        if TIME not in history:
            raise RunError(f"{self.path / 'history.csv'}: no column '{TIME}'. Is the file damaged?")
        return history

    def _visits_reached(self) -> pandas.DataFrame:
        """The rows of the history at the visits that the parameters ask for. A branch has two rows at the branch point, of
        which the last one is its own."""
        table = self.history
        rows = [np.flatnonzero(np.abs(table.index - visit) < SAME_TIME) for visit in self.parameters[VISITS].numbers]
        return table.iloc[[at_visit[-1] for at_visit in rows if at_visit.size]]

    @staticmethod
    def _table(columns: dict[str, Any], months: Sequence[float]) -> pandas.DataFrame:
        pandas = package("pandas", "A table of a run")
        index = pandas.Index(np.array(months, dtype=float), name=TIME)
        return pandas.DataFrame({name: values for name, values in columns.items() if name != TIME}, index=index)
