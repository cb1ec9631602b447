"""The tools in a locale that is no UTF-8. Needs localedef and the sources of locales (Debian's package locales)."""

from __future__ import annotations

import unittest

from test_cases_streams import Started


class Latin(Started):
    def test_a_locale_of_latin_1(self) -> None:
        if self.call(["localedef", "-i", "en_US", "-f", "ISO-8859-1", self.folder / "en_US.ISO-8859-1"]).returncode:
            self.skipTest("there are no sources of locales")
        self.succeed([*self.measure, "--against", self.label], LOCPATH=str(self.folder), LC_ALL="en_US.ISO-8859-1")


if __name__ == "__main__":
    unittest.main()
