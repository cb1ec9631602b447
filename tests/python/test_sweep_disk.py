"""A study on a full disk. Needs the program, TENOGEN_EXECUTABLE, and the right to mount a small disk."""

from __future__ import annotations

import unittest

from small_study import SmallStudy


class SmallDisk(SmallStudy):
    def test_a_full_disk_ends_the_worker(self) -> None:
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = self.call("mount", "-t", "tmpfs", "-o", "size=240k", "tmpfs", disk)
        if mounted.returncode:
            self.skipTest(f"a small disk cannot be made here: {mounted.stderr}")
        try:
            study = self.design("disk/study")
            self.refuse(4, "", "run", study)
            self.assertGreater(sum(arm["waiting"] for arm in self.counts(study).values()), 0)
            self.call("mount", "-o", "remount,size=16m", disk)
            self.succeed("run", study)
            self.assert_all_done(study, 4)
        finally:
            self.call("umount", disk)


if __name__ == "__main__":
    unittest.main()
