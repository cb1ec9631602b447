"""The tools under the environments people start them in: closed, full and narrow streams, another Python, other folders."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nibabel
import numpy as np

from program import SCRIPTS, measured

PROGRAM = os.environ.get("TENOGEN_EXECUTABLE", "")
LAUNCHERS = sorted(SCRIPTS.glob("tenogen-*"))
MRI, COMPARE = SCRIPTS / "tenogen-mri", SCRIPTS / "tenogen-compare"
BROKEN = 'raise ImportError("built for another Python\\nand much more")\n'


def without_flags(launcher: Path) -> list[str]:
    """A launcher started by hand, by a Python that obeys its environment."""
    return [sys.executable, "-B", str(launcher)]


class Started(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        labels = np.zeros((14, 12, 40), np.uint8)
        labels[3:10, 3:9, 2:38] = 1
        labels[3:10, 3:9, 15:24] = 2
        self.label = self.folder / "label.nii"
        nibabel.save(nibabel.Nifti1Image(labels, np.diag([0.5, 0.5, 1, 1])), self.label)
        self.measure = [MRI, "measure", "--label", self.label]

    def call(self, command: list, shell: str = '"$@"', cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess:
        """A command, `"$@"` within a line of bash, with further environment variables."""
        return subprocess.run(["bash", "-c", shell, "bash", *command], capture_output=True, cwd=cwd, check=False,
                              env={**os.environ, **variables}, timeout=120)

    def succeed(self, command: list, shell: str = '"$@"', cwd: Path | None = None, **variables: str) -> str:
        """Its standard output, where it ends with code 0 and says nothing on standard error."""
        ended = self.call(command, shell, cwd, **variables)
        self.assertEqual((ended.returncode, ended.stderr), (0, b""), variables or shell)
        return ended.stdout.decode()

    def refuse(self, code: int, message: str, command: list, shell: str = '"$@"', **variables: str) -> None:
        """It ends with this code and one line on standard error that holds this."""
        ended = self.call(command, shell, **variables)
        errors = ended.stderr.decode()
        self.assertEqual((ended.returncode, ended.stdout), (code, b""), errors)
        self.assertIn(message, errors)
        self.assertEqual(errors.count("\n"), 1, errors)


class Streams(Started):
    def test_standard_output_closed(self) -> None:
        visit = self.folder / "visit.h5"
        self.succeed([MRI, "from-nifti", f"label={self.label}", "--output", visit], '"$@" >&-')
        self.assertEqual(measured(visit)["by label"]["tendon volume [mm^3]"], 378)
        self.succeed(self.measure, '"$@" >&-')
        self.succeed([COMPARE, "--help"], '"$@" >&-')
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        self.succeed([MRI, "to-nifti", visit, "--output", self.folder / "out"], '"$@" <&- >&- 2>&-')
        self.assertTrue((self.folder / "out/label.nii.gz").is_file())

    def test_standard_error_closed(self) -> None:
        ended = self.call([MRI, "measure", "--label", self.folder / "none.nii"], '"$@" 2>&-')
        self.assertEqual((ended.returncode, ended.stdout, ended.stderr), (4, b"", b""))

    def test_standard_output_full(self) -> None:
        for launcher in LAUNCHERS:
            self.refuse(4, "standard output: No space left on device.", [launcher, "--help"], '"$@" > /dev/full')
        self.refuse(4, "tenogen mri: standard output: No space left on device.", self.measure, '"$@" > /dev/full')
        self.refuse(4, "tenogen mri: standard output: No space left on device.", [*self.measure, "--json"],
                    'stdbuf -o0 "$@" > /dev/full')

    def test_a_reader_that_stops(self) -> None:
        self.assertEqual(self.succeed(self.measure, '"$@" | head -n 1').strip(), str(self.label))
        visit, out = self.folder / "visit.h5", self.folder / "out"
        self.succeed([MRI, "from-nifti", f"label={self.label}", f"pd={self.label}", f"t2={self.label}", "--output", visit])
        self.call([MRI, "to-nifti", visit, "--output", out], '"$@" | true')
        self.assertEqual(len(list(out.iterdir())), 3)


    def test_a_disk_that_is_full(self) -> None:
        visit, full = self.folder / "visit.h5", 'ulimit -f 0; "$@"'
        self.succeed([MRI, "from-nifti", f"label={self.label}", "--output", visit])
        self.refuse(4, f"tenogen mri: {self.folder}/label.nii.gz: File too large.", [MRI, "to-nifti", visit, "-o", self.folder], full)
        self.refuse(4, f"tenogen mri: {self.folder}/a.h5: ", [MRI, "from-nifti", self.label, "-o", self.folder / "a.h5"], full)
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()), ["label.nii", "visit.h5"])

    def test_interrupted(self) -> None:
        endless = self.folder / "endless.nii"
        os.mkfifo(endless)
        with subprocess.Popen([MRI, "measure", "--label", endless], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            writer = os.open(endless, os.O_WRONLY)  # returns when the tool reads
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=120)
            os.close(writer)
        self.assertEqual((process.returncode, output, errors), (130, b"", b"tenogen mri: interrupted\n"))


class Encodings(Started):
    def test_characters_that_the_terminal_lacks(self) -> None:
        against = [*without_flags(MRI), *self.measure[1:], "--against", self.label]
        for encoding in ("latin-1", "ascii", "cp1252"):
            text = self.call(against, PYTHONIOENCODING=encoding)
            self.assertEqual((text.returncode, text.stderr), (0, b""), encoding)
            self.assertIn(b"fluid ", text.stdout)
        name = self.folder / "Łódź"
        shutil.copy(self.label, name)
        text = self.call([*without_flags(MRI), "measure", "--label", name], PYTHONIOENCODING="latin-1")
        self.assertIn("/?ód?\n".encode("latin-1"), text.stdout)
        result = self.call([*without_flags(MRI), "measure", "--label", name, "--json"], PYTHONIOENCODING="ascii")
        self.assertEqual(json.loads(result.stdout)["file"], str(name))

    def test_plain_locales(self) -> None:
        for locale in ("C", "POSIX", "C.UTF-8"):
            self.assertIn("–", self.succeed([*self.measure, "--against", self.label], LC_ALL=locale))

    def test_names_that_are_no_text(self) -> None:
        name = os.fsencode(self.folder) + b"/label\xff.nii"
        shutil.copy(self.label, name)
        ended = self.call([MRI, "measure", "--label", name], LC_ALL="C.UTF-8")
        self.assertEqual((ended.returncode, ended.stderr), (0, b""))


class Environment(Started):
    def package(self, folder: str, name: str = "numpy") -> Path:
        """A package of this name that cannot be imported, in a folder."""
        place = self.folder / folder
        (place / name).mkdir(parents=True)
        (place / name / "__init__.py").write_text(BROKEN, encoding="utf-8")
        return place

    def test_packages_of_another_python(self) -> None:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        module, _ = self.package("module"), self.package(f"home/.local/lib/{version}/site-packages")
        self.succeed(self.measure, PYTHONPATH=str(module), HOME=str(self.folder / "home"))
        self.succeed(self.measure, cwd=module)
        self.succeed(self.measure, PYTHONHOME="/nowhere", PYTHONWARNINGS="error", PYTHONSAFEPATH="1", PYTHONOPTIMIZE="2")
        if PROGRAM:
            self.succeed([PROGRAM, "mri", *self.measure[1:]], PYTHONPATH=str(module))

    def test_a_broken_package_is_named(self) -> None:
        module = self.package("module", "scipy")
        command = [*without_flags(MRI), *self.measure[1:]]
        self.refuse(2, f"built for another Python and much more ({module}/scipy/__init__.py). Install python3-numpy", command,
                    PYTHONPATH=str(module))
        (module / "scipy/__init__.py").write_text("from . import nothing\n", encoding="utf-8")
        self.refuse(2, f"({module}/scipy/__init__.py)", command, PYTHONPATH=str(module))

    def test_a_missing_package_is_named(self) -> None:
        bare = self.folder / "bare.py"
        bare.write_text("import sys, runpy\nsys.modules['nibabel'] = None\nsys.argv = sys.argv[1:]\n"
                        "sys.path.insert(0, sys.argv[0].rpartition('/')[0])\n"
                        "runpy.run_path(sys.argv[0], run_name='__main__')\n", encoding="utf-8")
        self.refuse(2, "python3-nibabel", [sys.executable, "-B", bare, *self.measure])

    def test_every_launcher_is_protected(self) -> None:
        module = self.package("module")
        for launcher in LAUNCHERS:
            self.assertEqual(launcher.read_text(encoding="utf-8").partition("\n")[0], "#!/usr/bin/python3 -sEB")
            self.assertIn("usage: tenogen", self.succeed([launcher, "--help"], PYTHONPATH=str(module)))

    def test_a_copy_elsewhere(self) -> None:
        copy = self.folder / "a place/with blanks"
        shutil.copytree(SCRIPTS, copy, ignore=shutil.ignore_patterns("__pycache__"))
        link = self.folder / "mri"
        link.symlink_to(copy / "tenogen-mri")
        before = sorted(copy.rglob("*"))
        for launcher in (copy / "tenogen-mri", link):
            self.succeed([launcher, *self.measure[1:]], cwd=self.folder)
        self.assertEqual(sorted(copy.rglob("*")), before)


if __name__ == "__main__":
    unittest.main()
