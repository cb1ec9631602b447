"""Cohort files: what they may hold, every mistake by its place, and tables of individual patients."""

from __future__ import annotations

import copy
import json
import statistics
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "python"))

from tenogen.cohort.cohort import Cohort  # noqa: E402
from tenogen.cohort.mistakes import CohortError  # noqa: E402
from tenogen.cohort.observables import Statistic  # noqa: E402
from tenogen.cohort.reading import read_cohort  # noqa: E402

PUBLISHED = PROJECT / "params/cohorts/achilles_bm_msc_2025.json"

SERIES = {
    "schema": "tenogen cohort 1", "title": "a series", "source": {"citation": "somebody, somewhere"}, "n": 7,
    "control_group": False, "treatment": {"description": "cells"}, "visits [month]": [0, 12, 24],
    "observables": [
        {"name": "vas", "unit": "-", "visit [month]": 24, "statistic": "median_change_from_baseline", "value": -8.5,
         "rounded_to": 0.1, "n": 7, "statement": "less pain", "spread": {"kind": "iqr", "value": [-9, -7]}},
        {"name": "visa_a", "unit": "-", "visit [month]": 24, "statistic": "median", "value": 86.5, "rounded_to": 0.1,
         "n": 7, "statement": "better",
         "readings": [{"statistic": "median_change_from_baseline", "reason": "no word says which"}]},
        {"name": "complications", "unit": "-", "visit [month]": 24, "statistic": "count", "value": 0, "n": 7,
         "statement": "none"},
        {"name": "daily_activity", "unit": "month", "statistic": "latest_month_reached_by_all", "value": 0,
         "rounded_to": 1, "n": 7, "paraphrase": "at once"},
    ],
}


class CohortFile(unittest.TestCase):
    """Reads texts as if they were files."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def read(self, content: object, name: str = "series.json") -> Cohort:
        """The series in a file with this content."""
        file = self.folder / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read_cohort(file)

    def mistakes(self, content: object, name: str = "series.json") -> list[str]:
        """What is wrong with a file of this content, without the folder."""
        with self.assertRaises(CohortError) as caught:
            self.read(content, name)
        return str(caught.exception).replace(f"{self.folder}/", "").split("\n")


class PublishedSeries(unittest.TestCase):
    """The series that comes with the program says what was published."""

    def test_values_and_readings(self) -> None:
        cohort = read_cohort(PUBLISHED)
        reports = {report.observable.name: report for report in cohort.reports}
        self.assertEqual((cohort.n, cohort.control_group, cohort.visits), (7, False, (0, 12, 24)))
        self.assertEqual({name: report.value for name, report in reports.items()},
                         {"vas": -8.5, "vas_sport": -9.7, "visa_a": 86.5, "tendon_regenerated_on_mri": 7,
                          "fluid_and_swelling_reduced_on_mri": "decrease", "daily_activity": 0,
                          "recreational_sport": 4, "complications": 0})
        self.assertEqual(reports["visa_a"].all_statistics(), [Statistic.MEDIAN, Statistic.MEDIAN_CHANGE])
        self.assertTrue(cohort.not_reported)
        self.assertTrue(all(report.statement and report.n == 7 for report in cohort.reports))


class MistakesInJson(CohortFile):
    """Each mistake is named with its place, its value, and what is allowed."""

    def test_the_series_is_read(self) -> None:
        self.assertEqual(len(self.read(SERIES).reports), 4)

    def test_each_mistake(self) -> None:
        cases = [
            (("schema",), "tenogen cohort 9", 'schema = "tenogen cohort 9" is unknown.'),
            (("title",), " ", 'title = " ". Allowed: a text, not blank'),
            (("title",), "half \ud800", 'title = "half \ud800". Allowed: a text, not blank and without lone surrogates.'),
            (("not_reported",), ["\udfff"], 'not_reported = ["\udfff"]. Allowed: a list of texts, not blank and without'),
            (("n",), 0, "n = 0. Allowed: a whole number, 1 to 10000."),
            (("n",), True, "n = true. Allowed: a whole number, 1 to 10000."),
            (("control_group",), "no", 'control_group = "no". Allowed: true or false.'),
            (("source",), "me", 'source is "me". Allowed: an object {...}.'),
            (("treatment", "dose [cells]"), -1, "treatment/dose [cells] = -1. Allowed: a number, at least 0."),
            (("visits [month]",), [0, 24, 12], "visits [month] = [0, 24, 12]."),
            (("visits [month]",), [], "visits [month] = []."),
            (("observables",), [], "observables = []. Allowed: one or more observables."),
            (("observables",), {}, "observables = {}. Allowed: a list [...]."),
            (("colour",), 1, "colour is unknown here."),
            (("observables", 1, "name"), "visa-a", "observables[1]/name = \"visa-a\" is unknown. Did you mean 'visa_a'?"),
            (("observables", 1, "unit"), "points", 'observables[1]/unit = "points" is unknown.'),
            (("observables", 1, "statistic"), "count", 'observables[1]/statistic = "count" is unknown.'),
            (("observables", 1, "value"), 100.5, "observables[1]/value = 100.5. Allowed: a number, 0 to 100 (visa_a, median)."),
            (("observables", 1, "value"), "86.5", 'observables[1]/value = "86.5". Allowed: a number, 0 to 100'),
            (("observables", 1, "value"), float("nan"), "observables[1]/value = NaN. Allowed: a number, 0 to 100"),
            (("observables", 1, "value"), float("inf"), "observables[1]/value = Infinity. Allowed: a number, 0 to 100"),
            (("observables", 1, "value"), 10**400, "observables[1]/value = 1000"),
            (("observables", 0, "value"), -10.5, "observables[0]/value = -10.5. Allowed: a number, -10 to 10 (vas, "
                                                 "median_change_from_baseline)."),
            (("observables", 0, "spread", "value"), [-7, -9], "observables[0]/spread/value = [-7, -9]. Allowed: "
                                                              "[smaller, larger], each -10 to 10."),
            (("observables", 0, "spread", "kind"), "se", 'observables[0]/spread/kind = "se" is unknown.'),
            (("observables", 0, "visit [month]"), 0, "observables[0]/visit [month] = 0.0, but a change needs a visit at "
                                                     "month 0 and a later one."),
            (("observables", 0, "visit [month]"), 6, "observables[0]/visit [month] = 6. Allowed: one of the visits, 0, "
                                                     "12, 24."),
            (("observables", 0, "rounded_to"), 0, "observables[0]/rounded_to = 0. Allowed: a number, 1e-05 to 1."),
            (("observables", 0, "rounded_to"), 1e-300, "observables[0]/rounded_to = 1e-300. Allowed: a number, 1e-05 to 1."),
            (("observables", 1, "rounded_to"), 10.5, "observables[1]/rounded_to = 10.5. Allowed: a number, 0.0001 to 10."),
            (("observables", 3, "rounded_to"), 6, "observables[3]/rounded_to = 6. Allowed: a number, 1e-05 to 1."),
            (("observables", 1, "value"), 86.55, "observables[1]/value = 86.55. Allowed: multiples of rounded_to, 0.1."),
            (("observables", 0, "spread", "value"), [-8, -7], "observables[0]/value = -8.5. Allowed: a number within its own "
                                                              "iqr, -8 to -7."),
            (("observables", 0, "n"), 8, "observables[0]/n = 8. Allowed: a whole number, 1 to 7."),
            (("observables", 0, "assumptions"), "x", 'observables[0]/assumptions = "x". Allowed: a list of texts'),
            (("observables", 1, "readings", 0, "statistic"), "mode", 'observables[1]/readings[0]/statistic = "mode"'),
            (("observables", 2, "value"), 8, "observables[2]/value = 8. Allowed: a whole number of patients, 0 to 7"),
            (("observables", 2, "value"), 1.0, "observables[2]/value = 1.0. Allowed: a whole number of patients, 0 to 7"),
            (("observables", 2, "rounded_to"), 1, "observables[2]/rounded_to has no meaning for a count."),
            (("observables", 2, "spread"), {}, "observables[2]/spread has no meaning for complications."),
            (("observables", 3, "visit [month]"), 12, "observables[3]/visit [month] has no meaning here"),
            (("observables", 3), copy.deepcopy(SERIES["observables"][0]), "observables[3] is a duplicate: vas"),
        ]
        for path, value, expected in cases:
            with self.subTest(path=path, value=str(value)[:20]):
                series = copy.deepcopy(SERIES)
                place = series
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = value
                lines = self.mistakes(series)
                self.assertEqual(len(lines), 1, lines)
                self.assertTrue(lines[0].startswith(f"series.json: {expected}"), lines[0])

    def test_each_missing_member(self) -> None:
        for name in SERIES:
            series = copy.deepcopy(SERIES)
            del series[name]
            with self.subTest(name=name):
                self.assertIn(f"series.json: {name} is missing.", self.mistakes(series))
        for name in ("name", "unit", "visit [month]", "statistic", "value", "rounded_to", "n", "statement"):
            series = copy.deepcopy(SERIES)
            del series["observables"][0][name]
            with self.subTest(name=name):
                lines = self.mistakes(series)
                self.assertEqual(len(lines), 1, lines)
                self.assertIn(f"observables[0]/{name} is missing.", lines[0])

    def test_an_unknown_name_hides_nothing_else(self) -> None:
        series = copy.deepcopy(SERIES)
        series["observables"][0] |= {"name": "visa", "statistic": "medan"}
        series["observables"][1] |= {"name": "visa", "visit [month]": 6}
        lines = self.mistakes(series)
        self.assertEqual(len(lines), 4, lines)
        for place in ("observables[0]/name", "observables[0]/statistic", "observables[1]/name", "observables[1]/visit"):
            self.assertTrue(any(place in line for line in lines), place)

    def test_a_value_must_be_possible_under_every_reading(self) -> None:
        series = copy.deepcopy(SERIES)
        series["observables"][1] |= {"value": -5, "statistic": "median_change_from_baseline",
                                     "readings": [{"statistic": "median", "reason": "?"}]}
        self.assertEqual(self.mistakes(series),
                         ["series.json: observables[1]/value = -5. Allowed: a number, 0 to 100 (visa_a, median)."])

    def test_steps_of_scales_without_end(self) -> None:
        series = copy.deepcopy(SERIES)
        series["observables"][3] |= {"value": 24, "rounded_to": 2.4}
        self.read(series)
        series["observables"][3] |= {"value": 24, "rounded_to": 3}
        self.assertEqual(self.mistakes(series), ["series.json: observables[3]/rounded_to = 3. Allowed: a number, 2.4e-05 to 2.4."])

    def test_what_lies_outside_its_own_spread(self) -> None:
        for kind, statistic, allowed in (("iqr", "mean_change_from_baseline", True), ("range", "mean_change_from_baseline", False),
                                         ("range", "median_change_from_baseline", False)):
            series = copy.deepcopy(SERIES)
            series["observables"][0] |= {"statistic": statistic, "spread": {"kind": kind, "value": [-8, -7]}}
            with self.subTest(kind=kind, statistic=statistic):
                if allowed:
                    self.read(series)
                else:
                    self.assertIn("Allowed: a number within its own range, -8 to -7.", self.mistakes(series)[0])

    def test_a_median_outside_the_range_of_the_same_patients(self) -> None:
        series = copy.deepcopy(SERIES)
        series["observables"].append(series["observables"][1] | {"statistic": "range", "value": [20, 80], "readings": []})
        self.assertEqual(self.mistakes(series), ["series.json: observables[4] contradicts another: the median 86.5 lies outside "
                                                 "the range 20 to 80 of the same patients."])
        series["observables"][4]["n"] = 6
        self.read(series)

    def test_one_patient_has_no_spread(self) -> None:
        series = copy.deepcopy(SERIES)
        series["observables"][0]["n"] = 1
        self.assertEqual(self.mistakes(series), ["series.json: observables[0]/spread has no meaning for one patient. Leave it "
                                                 "out."])

    def test_all_at_once(self) -> None:
        series = copy.deepcopy(SERIES) | {"n": 1.5, "colour": 1}
        series["observables"][0]["value"] = 11
        series["observables"][1]["name"] = "visa"
        self.assertEqual([line.split(" ")[1] for line in self.mistakes(series)],
                         ["n", "observables[0]/value", "observables[1]/name", "colour"])

    def test_text_that_is_no_json(self) -> None:
        self.assertEqual(self.mistakes('{"n":\n 7 8}'), ["series.json:2: column 4: not valid JSON: Expecting ',' "
                                                         "delimiter."])
        self.assertIn("an object has the member 'n' 2 times.", self.mistakes('{"n": 7, "n": 8}')[0])
        self.assertIn("cannot be read as JSON", self.mistakes("[" * 100_000)[0])
        self.assertIn("the file is []. Allowed: an object", self.mistakes("[]")[0])
        self.assertIn("no rows", self.mistakes("", "series.txt")[0])
        (self.folder / "latin.json").write_bytes(b'{\n"title": "Mu\xf1oz"}')
        with self.assertRaisesRegex(CohortError, "latin.json:2: not UTF-8"):
            read_cohort(self.folder / "latin.json")


class TablesOfPatients(CohortFile):
    """Statistics of a table are those computed by hand, and mistakes are named by line and column."""

    TABLE = "\n".join([
        "patient,month,vas [-],visa_a [-],tendon_regenerated_on_mri [-],recreational_sport [month]",
        "a,0,8.5,20,0,3.5", "a,24,1,90,1,", "b,0,9.5,10,0,4", "b,24,0.5,85,1,", "c,0,7.5,,,3", "c,24,2,60,1,", ""])

    def reports(self, table: str) -> dict[tuple, tuple]:
        """Value and n by observable, statistic and month."""
        return {(report.observable.name, report.statistic.value, report.month): (report.value, report.n)
                for report in self.read(table, "table.csv").reports}

    def test_statistics_by_hand(self) -> None:
        change = "median_change_from_baseline"
        self.assertEqual(self.reports(self.TABLE), {
            ("vas", "median", 0): (8.5, 3), ("vas", "median", 24): (1.0, 3), ("vas", change, 24): (-7.5, 3),
            ("visa_a", "median", 0): (15.0, 2), ("visa_a", "median", 24): (85.0, 3), ("visa_a", change, 24): (72.5, 2),
            ("tendon_regenerated_on_mri", "count", 0): (0, 2), ("tendon_regenerated_on_mri", "count", 24): (3, 3),
            ("recreational_sport", "latest_month_reached_by_all", None): (4.0, 3)})

    def test_spread_rounding_and_marks_of_spreadsheets(self) -> None:
        cohort = self.read("\ufeff" + self.TABLE.replace("\n", "\r\n"), "table.csv")
        vas = cohort.reports[0]
        self.assertEqual((cohort.n, vas.rounded_to), (3, 0.1))
        self.assertAlmostEqual(vas.spread.value, statistics.stdev([8.5, 9.5, 7.5]))

    def test_a_milestone_that_not_all_reach_is_a_count(self) -> None:
        self.assertEqual(self.reports(self.TABLE.replace("0,4", "0,"))["recreational_sport", "count", 24], (2, 3))

    def test_each_mistake(self) -> None:
        head = "patient,month,vas [-],complications [-],daily_activity [month]"
        cases = [
            ("a,0,11,0,1", "table.csv:2: vas [-] = '11' is not possible. Allowed: a plain decimal number, 0 to 10, or nothing."),
            ("a,0,0e999,0,1", "table.csv:2: vas [-] = '0e999' is not possible. Allowed: a plain decimal number"),
            ("a,0,1_0,0,1", "table.csv:2: vas [-] = '1_0' is not possible. Allowed: a plain decimal number"),
            ("a,1_2,1,0,1", "table.csv:2: month = '1_2' is not a month. Allowed: a plain decimal number, at least 0."),
            ("a,0,nan,0,1", "table.csv:2: vas [-] = 'nan' is not possible."),
            ("a,0,1,yes,1", "table.csv:2: complications [-] = 'yes' is not an answer. Allowed: 1 for yes, 0 for no"),
            ("a,-1,1,0,1", "table.csv:2: month = '-1' is not a month."),
            (",0,1,0,1", "table.csv:2: patient = '' is blank."),
            ("a,0,1,0", "table.csv:2: 4 values for 5 columns."),
            ("a,0,1,0,1\na,0,1,0,1", "table.csv:3: patient 'a' already has month 0 in line 2."),
            ("a,0,1,0,1\n\na,12,1,0,2", "table.csv:4: daily_activity [month] = '2' differs from another line"),
        ]
        for rows, expected in cases:
            with self.subTest(rows=rows):
                lines = self.mistakes(f"{head}\n{rows}\n", "table.csv")
                self.assertEqual(len(lines), 1, lines)
                self.assertTrue(lines[0].startswith(expected), lines[0])

    def test_mistakes_of_the_header_all_at_once(self) -> None:
        lines = self.mistakes("patient,vas [mm],visa_a [-],visa_a [-]\na,1,2,3\n", "table.csv")
        self.assertEqual([line.split(" Allowed")[0] for line in lines],
                         ["table.csv:1: column 'month' is missing.",
                          "table.csv:1: column 'vas [mm]' is unknown. Did you mean 'vas [-]'?",
                          "table.csv:1: column 'visa_a [-]' appears more than once."])
        many = "\n".join(f"{patient},0,1" for patient in range(10_001))
        self.assertEqual(self.mistakes(f"patient,month,vas [-]\n{many}\n", "table.csv"),
                         ["table.csv: column 'patient' has 10001 patients. Allowed: at most 10000."])
        self.assertIn("no rows", self.mistakes("patient,month,vas [-]\n", "table.csv")[0])


if __name__ == "__main__":
    unittest.main()
