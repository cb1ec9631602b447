"""What the pages of the documentation tell a reader to type works, and prints what they show.

One class per page, so that pages run side by side: `python3 -m unittest test_pages.docs_usage_md`. TENOGEN_DOCS_STORE
names a folder for results that several pages take for granted (scratch.py); without it they are computed anew.
TENOGEN_DOCS_KEEP names a folder to which the scratch folders are copied, to look at.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

from markdown import read_page
from page_run import PageRun
from scratch import PAGES, PROJECT, Given

STORE = tempfile.TemporaryDirectory(prefix="tenogen_store_") if "TENOGEN_DOCS_STORE" not in os.environ else None
GIVEN = Given(Path(STORE.name if STORE else os.environ["TENOGEN_DOCS_STORE"]))


class PageTest(unittest.TestCase):
    """What holds of every page."""

    path: Path

    def test_blocks(self) -> None:
        run = PageRun(read_page(self.path), GIVEN)
        run.run()
        print(f"{self.path.relative_to(PROJECT)}: {run.summary()}", file=sys.stderr)
        if run.failures:
            self.fail("\n" + "\n".join(run.failures))


# A class per page; that of them all is no test itself.
for _path in PAGES:
    _name = re.sub(r"\W", "_", str(_path.relative_to(PROJECT)))
    globals()[_name] = type(_name, (PageTest,), {"path": _path, "__module__": __name__})
del PageTest


if __name__ == "__main__":
    unittest.main()
