"""Tables of patients as spreadsheets save them, and patients whose names look the same."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import program  # noqa: F401  finds the package

from tenogen.cohort.cohort import Cohort
from tenogen.cohort.mistakes import CohortError
from tenogen.cohort.reading import read_cohort

ROWS = (("patient", "month", "vas [-]", "visa_a [-]"), ("a", "0", "8.5", "20"), ("a", "24", "1.5", "90"), ("b", "0", "9.5", "10"),
        ("b", "24", "0.5", "85"))


def table(separator: str = ",", point: str = ".", end: str = "\n", more: str = "") -> str:
    """The rows as a spreadsheet writes them; `more` ends each of them."""
    numbers = [[cell.replace(".", point) for cell in row] for row in ROWS]
    return "".join(separator.join(row) + more + end for row in numbers)


class Tables(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def read(self, content: str | bytes, name: str = "clinic.csv") -> Cohort:
        """The cohort in a file of this content."""
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_cohort(file)

    def refused(self, content: str | bytes, *parts: str, name: str = "clinic.csv") -> None:
        """It is refused with these words."""
        with self.assertRaises(CohortError) as refusal:
            self.read(content, name)
        for part in (str(self.folder / name), *parts):
            self.assertIn(part, str(refusal.exception))

    def assert_read(self, content: str | bytes, *notes: str, name: str = "clinic.csv") -> None:
        """It says what the plain table says, and these words are in its notes."""
        expected, found = self.read(table(), "plain.csv"), self.read(content, name)
        self.assertEqual((found.n, found.visits, found.reports), (expected.n, expected.visits, expected.reports))
        self.assertEqual(bool(found.notes), bool(notes), found.notes)
        for note in notes:
            self.assertIn(note, " ".join(found.notes))


class Spreadsheets(Tables):
    def test_separators(self) -> None:
        self.assert_read(table())
        self.assert_read(table(";"), "clinic.csv: columns are separated by semicolons.")
        self.assert_read(table("\t"), "columns are separated by tabs.")
        self.assert_read('"' + table('";"', end='"\n"').removesuffix('"'), "semicolons")

    def test_decimal_commas(self) -> None:
        for separator in (";", "\t"):
            self.assert_read(table(separator, ","), "and numbers have a decimal comma.")
        self.refused(table(",", ","), "5 values for 4 columns")
        self.refused(table().replace("8.5", '"8,5"'), "vas [-] = '8,5' is not possible")

    def test_commas_and_points_in_one_table(self) -> None:
        mixed = table(";", ",").replace("9,5", "9.5")
        self.refused(mixed, ":4: '9.5' has a point, but '8,5' in line 2 a decimal comma")

    def test_a_comma_in_a_name_is_none_in_a_number(self) -> None:
        found = self.read(table(";").replace("\na;", "\n1,5;"))
        self.assertEqual(len(found.notes), 1)
        self.assertNotIn("decimal comma", found.notes[0])

    def test_a_header_with_two_separators(self) -> None:
        self.refused("patient;month,vas [-]\na;0,8\n", "the header has commas and semicolons")

    def test_the_line_of_excel(self) -> None:
        self.assert_read("sep=,\n" + table())
        self.assert_read("sep=;\r\n" + table(";", ",", "\r\n"), "semicolons", "decimal comma")
        self.assert_read('"sep=;"\n' + table(";"), "semicolons")
        self.refused("sep=:\n" + table(":"), ":1: sep=:")
        self.refused("sep=;\n" + table(";").replace("9.5", "19.5"), ":5: vas [-] = '19.5'")

    def test_blank_columns_and_rows(self) -> None:
        self.assert_read(table(more=",,"))
        self.assert_read(table(";", more=";;;"), "semicolons")
        self.assert_read(table().replace("85\n", "85,,\n") + ",,,\n")
        self.refused(table(more=",").replace("85,", "85,5"), ":5: 5 values for 4 columns")

    def test_encodings(self) -> None:
        self.assert_read(table().encode("utf-8-sig"))
        self.assert_read(table("\t", ",", "\r\n").encode("utf-16"), "tabs", "decimal comma")
        self.assert_read(b"\xfe\xff" + table().encode("utf-16-be"))
        self.refused(table().replace("\na", "\nä").encode("latin-1"), ":2: not UTF-8", "in Excel, this is 'CSV UTF-8'")

    def test_line_ends(self) -> None:
        for end in ("\r\n", "\r"):
            self.assert_read(table(end=end))

    def test_blanks_that_nobody_sees(self) -> None:
        self.assert_read(table().replace("vas [-]", "vas\u00a0[-]").replace("month", "\u200bmonth").replace("8.5", "\u00a08.5\u202f"))

    def test_names_of_files(self) -> None:
        for name in ("CLINIC.CSV", "clinic.tsv", "clinic.txt", "clinic"):
            self.assert_read(table(), name=name)
        published = Path(program.SCRIPTS.parent / "params/cohorts/achilles_bm_msc_2025.json").read_bytes()
        for name in ("SERIES.JSON", "series.txt", "series.csv"):
            self.assertEqual(self.read(published, name).n, 7)

    def test_spreadsheets_themselves(self) -> None:
        for content in (b"PK\x03\x04 and so on", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            self.refused(content, "this is a spreadsheet. Save the sheet as 'CSV UTF-8'", name="clinic.xlsx")


class Names(Tables):
    def with_names(self, first: str, later: str) -> Cohort:
        """The table with two names of its first patient, at month 0 and later."""
        return self.read(table().replace("\na,0", f"\n{first},0").replace("\na,24", f"\n{later},24"))

    def changes(self, cohort: Cohort) -> list[int]:
        """Of how many patients the changes since month 0 are."""
        return [report.n for report in cohort.reports if report.statistic.is_change]

    def test_one_name(self) -> None:
        for first, later in (("Zoë", "Zoe\u0308"), ("P 7", "P\u00a07"), ("P 7", "P  7"), ("P7", "P\u200b7"), ("P7", "\ufeffP7\u200e"),
                             ("P7", "P\u00ad7"), ("\u1e9b\u0323", "\u017f\u0323\u0307")):
            cohort = self.with_names(first, later)
            self.assertEqual((cohort.n, self.changes(cohort), cohort.notes), (2, [2, 2], ()), (first, later))

    def test_one_name_with_a_month_twice(self) -> None:
        with self.assertRaisesRegex(CohortError, "already has month 0 in line 2"):
            self.read(table().replace("\nb,0", "\na\u200b,0"))

    def test_names_that_may_be_one(self) -> None:
        for first, later in (("P7", "p7"), ("007", "7"), ("P07", "P7"), ("7", "7.0"), ("P-7", "P–7"), ("P_7", "P 7"), ("Р7", "P7"),
                             ("Ｐ7", "P7"), ("STRASSE", "straße")):
            cohort = self.with_names(first, later)
            self.assertEqual((cohort.n, self.changes(cohort)), (3, [1, 1]), (first, later))
            self.assertIn(f"Patients {first!r}, {later!r} differ only in case", cohort.notes[0])

    def test_names_that_are_two(self) -> None:
        for first, later in (("P7", "P8"), ("P70", "P7"), ("1-1", "11"), ("7", "7.5"), ("P", "Q")):
            notes = self.with_names(first, later).notes
            self.assertNotIn("differ only", " ".join(notes), (first, later))

    def test_month_0_alone_and_later_months_alone(self) -> None:
        notes = self.with_names("anna", "Ana").notes
        self.assertEqual(len(notes), 1)
        self.assertIn("1 patient has only month 0 (anna), 1 patient has only later months (Ana).", notes[0])
        self.assertEqual(self.read(table() + "c,0,7,30\nd,0,7,30\n").notes, ())
        self.assertEqual(self.read(table() + "c,24,7,30\n").notes, ())


if __name__ == "__main__":
    unittest.main()
