"""The samples in Markdown pages, run as a reader would run them.

A page is read from the top. What stands in a fenced block is

- a **file**, where the line before the block ends with its path in code font and a colon;
- **commands**, in a ``console`` block: each ``$ `` line is run by the shell, and what it prints,
  to either stream, must be what follows, where ``…`` stands for any text and a line that is only
  ``…`` for any lines; a command that fails must be followed by ``$ echo $?``;
- a **Python session**, in a ``pycon`` block: a doctest;
- **published triples**, in a ``turtle`` block: each of them must be in the graph of ``my-archive``;
- anything else: not looked at.

All of a page happens in one folder, unless the page says ``<!-- new archive in each section -->``:
then every section of level two starts with ``lod-archive new my-archive`` done.

    python -m tests.samples docs/how-to.md

puts what commands print now in the place of what the page says they print.
"""

from __future__ import annotations

import contextlib
import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from click.testing import CliRunner

from lod_archive.cli import main
from lod_archive.pipeline import Archive
from lod_archive.query import Prologue
from lod_archive.scaffold import new_archive

ROOT: Final = Path(__file__).parent.parent
ARCHIVE: Final = "my-archive"
_FENCE: Final = re.compile(
    r"(?:^[^\n]*`(?P<path>[^`\n]+)`:\n\n?)?^```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SECTIONS: Final = re.compile(r"^(?=## )", re.MULTILINE)
_EACH_ANEW: Final = "<!-- new archive in each section -->"
_SHELL: Final = re.compile(r"[|<>&;$`*]")
_ANY: Final = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    :param path: the file that it is, if it is one.
    :param line: the line of the page where it begins.
    """

    kind: str
    body: str
    path: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command line and what it is said to print."""

    line: str
    output: str


def blocks(text: str, first_line: int = 1) -> Iterator[Block]:
    """The fenced blocks of a Markdown text."""
    for found in _FENCE.finditer(text):
        line = first_line + text.count("\n", 0, found.start("body"))
        yield Block(found["kind"], found["body"], found["path"], line)


def commands(body: str) -> Iterator[Command]:
    """The commands of a console block; one goes on after a backslash, and in quotation marks."""
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        found = re.match(r"(?:[^\n'\\]|\\.|'[^']*')*", piece, re.DOTALL)
        assert found
        yield Command(found[0], piece[found.end() + 1 :])


def sections(text: str) -> list[tuple[int, str]]:
    """The parts of a page that share a folder, each with the number of its first line."""
    if _EACH_ANEW not in text:
        return [(1, text)]
    starts = [0, *(found.start() for found in _SECTIONS.finditer(text))]
    ends = [*starts[1:], len(text)]
    return [
        (1 + text.count("\n", 0, start), text[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def matches(expected: str, actual: str) -> bool:
    """Whether a text is what is expected, with elisions.

    >>> matches("3 files\\n…\\ndone in … s\\n", "3 files\\na\\nb\\ndone in 2 s\\n")
    True
    """
    pattern = re.escape(expected)
    pattern = re.sub(rf"(?m)^{_ANY}$\n?", "(?:.*\\n)*", pattern.replace("\\\n", "\n"))
    return re.fullmatch(pattern.replace(_ANY, ".*"), actual) is not None


class Sandbox:
    """A folder in which the samples of a page, or of a section, are run one after the other."""

    def __init__(self, folder: Path, *, has_archive: bool) -> None:
        self.folder = folder / "here"
        self.folder.mkdir()
        self._names: dict[str, Any] = {}
        self._environment = _environment(folder / "bin")
        if has_archive:
            new_archive(self.folder / ARCHIVE)

    def run(self, block: Block) -> None:
        """Do what the block says.

        :raises AssertionError: if it does not come out as the page says.
        """
        if block.path is not None:
            path = self.folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
        elif block.kind == "console":
            self.check(block)
        elif block.kind == "pycon":
            self.session(block)
        elif block.kind == "turtle":
            self.published(block)

    def check(self, block: Block) -> None:
        """Run commands and compare what they print."""
        for command, actual in self.outputs(block):
            message = f"$ {command.line}\n--- said\n{command.output}--- printed\n{actual}"
            assert matches(command.output, actual), message

    def outputs(self, block: Block) -> Iterator[tuple[Command, str]]:
        """The commands of a block, each with what it prints."""
        code, printed = 0, ""
        for command in commands(block.body):
            if command.line == "echo $?":
                yield command, f"{code}\n"
                code = 0
                continue
            assert code == 0, f"exit code {code} before {command.line}\n{printed}"
            code, printed = self.call(command.line)
            yield command, printed
        assert code == 0, f"exit code {code} at the end of the block\n{printed}"

    def call(self, line: str) -> tuple[int, str]:
        """The exit code of a command line, and what it prints.

        Ours is run in this process, which is quicker, unless the line needs a shell.
        """
        if line.startswith("lod-archive ") and not _SHELL.search(re.sub(r"'[^']*'", "", line)):
            with contextlib.chdir(self.folder):
                ours = CliRunner().invoke(
                    main, shlex.split(line.replace("\\\n", " "))[1:], prog_name="lod-archive"
                )
            if ours.exception and not isinstance(ours.exception, SystemExit):
                raise ours.exception
            return ours.exit_code, ours.output
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    def session(self, block: Block) -> None:
        """Run a Python session in the folder."""
        name = f"line {block.line}"
        test = doctest.DocTestParser().get_doctest(block.body, self._names, name, name, 0)
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        report: list[str] = []
        with contextlib.chdir(self.folder):
            failed = doctest.DocTestRunner(optionflags=flags).run(
                test, out=report.append, clear_globs=False
            )
        self._names = test.globs
        assert not failed.failed, "".join(report)

    def published(self, block: Block) -> None:
        """Check that the archive's graph has these triples."""
        archive = Archive.open(self.folder / ARCHIVE)
        with archive.assembled() as (_, dataset):
            found = {str(quad.triple) for quad in ox.parse(path=dataset.nquads)}
        prefixes = Prologue(archive.settings.base).prefixes
        head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
        said = ox.parse(head + block.body, ox.RdfFormat.TURTLE, base_iri=archive.settings.base)
        missing = {str(quad.triple) for quad in said} - found
        assert not missing, "not published:\n" + "\n".join(sorted(missing))


def _environment(folder: Path) -> dict[str, str]:
    """The environment of commands: our ``lod-archive`` and ``python`` first, no colours."""
    folder.mkdir()
    scripts = {"lod-archive": f'exec "{sys.executable}" -m lod_archive "$@"'}
    scripts["python"] = f'exec "{sys.executable}" "$@"'
    for name, script in scripts.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    return {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run_section(text: str, folder: Path, *, first_line: int, is_anew: bool) -> None:
    """Run the samples of a part of a page.

    :raises AssertionError: at the first that does not come out as the page says.
    """
    sandbox = Sandbox(folder, has_archive=is_anew)
    for block in blocks(text, first_line):
        try:
            sandbox.run(block)
        except AssertionError as error:
            raise AssertionError(f"line {block.line}: {error}") from None


def rewritten(text: str, folder: Path, *, is_anew: bool) -> str:
    """The part of a page with what its commands print now."""
    sandbox = Sandbox(folder, has_archive=is_anew)

    def block(found: re.Match[str]) -> str:
        one = Block(found["kind"], found["body"], found["path"], 0)
        if one.kind != "console" or one.path is not None:
            sandbox.run(one)
            return found[0]
        shown = "".join(
            f"$ {command.line}\n{command.output if matches(command.output, actual) else actual}"
            for command, actual in sandbox.outputs(one)
        )
        return found[0].replace(one.body, shown)

    return _FENCE.sub(block, text)


def is_each_anew(text: str) -> bool:
    """Whether each section of the page begins with a new archive."""
    return _EACH_ANEW in text


def _write(page: Path) -> None:
    text = page.read_text("utf-8")
    parts = []
    for _, part in sections(text):
        with tempfile.TemporaryDirectory() as folder:
            parts.append(rewritten(part, Path(folder), is_anew=is_each_anew(text)))
    page.write_text("".join(parts), "utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        _write(Path(each))
