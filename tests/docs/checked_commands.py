"""Checks of commands without running them: the program exists, and has the options."""

from __future__ import annotations

import functools
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scratch import PROJECT, environment

SUBCOMMANDS = {"sweep": ("design", "run", "status", "collect", "submit"), "mri": ("to-nifti", "from-nifti", "measure")}
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")
# Long options alone: in running text a single hyphen is often something else.
LONG_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
SEPARATORS = {"&&", "||", ";", "|", "&"}
# What may stand before tenogen. $IMAGE holds what starts a command in an image (docs/install.md), as `enter` does.
WRAPPERS = {"mpirun", "srun", "sudo", "time", "nohup", "env", "apptainer", "singularity", "docker", "podman", "chroot",
            "enter", "$IMAGE"}


class Checker:
    """Checks commands against the help of the programs of a scratch project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @functools.lru_cache(maxsize=None)
    def help(self, *program: str) -> str:
        """What `PROGRAM --help` prints; empty where that fails."""
        ended = subprocess.run([*program, "--help"], cwd=self.folder, env=environment(self.folder), capture_output=True,
                               text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
        return ended.stdout if ended.returncode == 0 else ""

    @functools.lru_cache(maxsize=None)
    def all_options(self) -> set[str]:
        """The long options of every command of tenogen and of every script."""
        commands = set(re.findall(r"^  ([a-z]+)  ", self.help("tenogen"), re.MULTILINE))
        programs = [("tenogen",)] + [("tenogen", name) for name in sorted(commands)]
        programs += [("tenogen", name, inner) for name, inners in SUBCOMMANDS.items() for inner in inners]
        programs += [(str(script),) for script in sorted((PROJECT / "scripts").glob("*"))
                     if script.is_file() and script.stat().st_mode & 0o100]
        return {option for program in programs for option in LONG_OPTION.findall(self.help(*program))}

    def script(self, text: str) -> Iterator[str]:
        """What is wrong with a block of shell commands."""
        parsed = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
        if parsed.returncode:
            yield f"bash cannot read it: {parsed.stderr.strip()}"
        for line in text.replace("\\\n", " ").splitlines():
            if not line.startswith("#"):
                yield from self.line(line)

    def line(self, line: str) -> Iterator[str]:
        """What is wrong with a line of shell commands."""
        try:
            words = shlex.split(line.replace("$(", "$( "), comments=True)
        except ValueError:  # part of something longer, such as a here-document
            return
        command: list[str] = []
        for word in [*words, ";"]:
            if word in SEPARATORS:
                yield from self.command(command)
                command = []
            elif word.endswith(";"):
                yield from self.command([*command, word[:-1]])
                command = []
            else:
                command.append(word)

    def command(self, words: list[str]) -> Iterator[str]:
        """What is wrong with one command."""
        while words and (re.match(r"^\w+=", words[0]) or words[0] in ("export", "[", "if", "then", "do", "exec")):
            words = words[1:]
        if not words:
            return
        if Path(words[0]).name in WRAPPERS:
            inner = next((place for place, word in enumerate(words) if Path(word).name == "tenogen"), None)
            if inner is not None:
                yield from self.command(words[inner:])
        elif Path(words[0]).name == "tenogen":
            yield from self.tenogen(words[1:])
        elif words[0] == "cmake":
            yield from self.cmake(words)
        elif re.match(r"^(\./)?(scripts|benchmarks)/", words[0]):
            yield from self.project_script(words)

    def tenogen(self, words: list[str]) -> Iterator[str]:
        """What is wrong with `tenogen WORDS`."""
        words = words[:words.index("--petsc")] if "--petsc" in words else words
        if not words or not re.fullmatch("[a-z]+", words[0]) or words[1:] == ["1"]:
            return  # an option of all commands, a word for any command, no command at all, the name of a schema
        program = ["tenogen", words[0]]
        if words[0] in SUBCOMMANDS and len(words) > 1 and not words[1].startswith("-"):
            if words[1] not in SUBCOMMANDS[words[0]]:
                if re.fullmatch(r"[a-z-]+", words[1]):
                    yield f"`tenogen {words[0]}` has no command '{words[1]}'"
                return
            program.append(words[1])
        yield from self.options(program, words[1:])

    def project_script(self, words: list[str]) -> Iterator[str]:
        """What is wrong with a script of the project and its options."""
        script = self.folder / words[0]
        if not script.is_file():
            yield f"there is no {words[0]}"
        elif script.stat().st_mode & 0o100:
            yield from self.options([str(script)], words[1:])
        else:
            yield f"{words[0]} cannot be executed"

    def options(self, program: list[str], words: list[str]) -> Iterator[str]:
        """Options that a program's help does not name."""
        help_text = self.help(*program)
        if not help_text:
            yield f"`{' '.join(program)} --help` fails"
            return
        known = set(OPTION.findall(help_text)) | {"-h", "--help"}
        for word in words:
            option = OPTION.match(word.lstrip("[("))
            if option and word.lstrip("[(").startswith("-") and option[0] not in known:
                yield f"`{' '.join([Path(program[0]).name, *program[1:]])}` has no option {option[0]}"

    def cmake(self, words: list[str]) -> Iterator[str]:
        """Presets and targets that there are none of."""
        presets = json.loads((PROJECT / "CMakePresets.json").read_text(encoding="utf-8"))
        lists = (PROJECT / "CMakeLists.txt").read_text(encoding="utf-8")
        for option, value in zip(words, words[1:]):
            if option == "--preset":
                kind = "buildPresets" if "--build" in words else "configurePresets"
                if value not in [preset["name"] for preset in presets[kind] if not preset.get("hidden")]:
                    yield f"CMakePresets.json has no preset '{value}' among its {kind}"
            elif option == "--target" and not re.search(rf"\((?:TARGET )?{re.escape(value)}\b", lists):
                yield f"CMakeLists.txt has no target '{value}'"
        for word in words:
            if (found := re.match(r"-D(TENOGEN_\w+)=", word)) and found[1] not in lists:
                yield f"CMakeLists.txt has no option '{found[1]}'"
