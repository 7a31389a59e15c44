"""``lod-archive shapes``: the shapes themselves, without any data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command, Commands
from lod_archive.cli.options import format_option, output_option
from lod_archive.cli.places import near
from lod_archive.cli.sources import is_archive, open_archive
from lod_archive.cli.terminal import counted
from lod_archive.errors import Location
from lod_archive.vocab.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lod_archive.shacl.lint import Kind

_FOUND: Final = 1
_HERE: Final = "."
_TEXT, _JSON = "text", "json"


@click.group(cls=Commands)
def shapes() -> None:
    """Look at SHACL shapes themselves, without any data.

    For example:

      lod-archive shapes lint
      lod-archive shapes lint shapes/ more.ttl --strict

    Exit codes: 0 done, 1 the shapes have faults, 2 they could not be read.
    """


@shapes.command(cls=Command)
@click.argument("paths", metavar="[SHAPES]...", type=click.Path(exists=True), nargs=-1)
@click.option("--strict", is_flag=True, help="Exit with 1 if there is advice, too.")
@format_option(lambda: (_TEXT, _JSON), "text (default) or json.")
@output_option
@click.pass_context
def lint(
    ctx: click.Context, paths: tuple[str, ...], strict: bool, form: str | None, output: str | None
) -> None:
    """Find what is wrong with SHAPES, and what is odd.

    SHAPES are files or folders of files; of an archive (the working folder unless said
    otherwise), all that it is validated with. Errors are what validation refuses: terms that
    do not exist, shapes that check nothing, references that lead nowhere. Advice is on what can
    be used, but is hardly meant: contradictions, constraints that hold for everything, missing
    messages. Each names the place, what is odd, and what to do.

    For example:

      lod-archive shapes lint
      lod-archive shapes lint shapes/ more.ttl --strict
      lod-archive shapes lint --format json | jq .counts

    Exit codes: 0 no errors, 1 errors (with --strict, or advice), 2 could not read them.
    """
    findings = _findings(shape_files(paths))
    counts = {level: sum(each.level == level for each in findings) for level in _LEVELS}
    if form == _JSON:
        listed = {"counts": counts, "findings": [each.described() for each in findings]}
        text = json.dumps(listed, ensure_ascii=False, indent=2)
        terminal.emit_data(f"{text}\n".encode(), output)
    else:
        terminal.emit_text(terminal.safe("".join(_paragraphs(findings, counts))), output)
    if counts["error"] or (strict and counts["advice"]):
        ctx.exit(_FOUND)


def shape_files(paths: Sequence[str]) -> list[str]:
    """The files with shapes at these paths; of the archive in the working folder if none is given.

    :raises SettingsError: if none is given, and there is no archive.
    """
    if not paths:
        return [near(file) for file in open_archive(_HERE).shapes]
    files = dict.fromkeys(file for path in paths for file in _files_at(path))
    if not files:
        raise click.BadParameter("there is no file of RDF in it", param_hint="SHAPES")
    return list(files)


def _files_at(path: str) -> Iterable[str]:
    if is_archive(path):
        return (near(file) for file in open_archive(path).shapes)
    if not Path(path).is_dir():
        return (path,)
    endings = {f".{known.extension}" for known in RDF_FORMATS}
    files = sorted(file for file in Path(path).rglob("*") if file.is_file())
    return (str(file) for file in files if Path(file.name.removesuffix(".gz")).suffix in endings)


Level = Literal["error", "advice"]
_LEVELS: Final[tuple[Level, ...]] = ("error", "advice")


@dataclass(frozen=True, slots=True)
class _Finding:
    level: Level
    kind: Kind | None
    message: str
    at: Location | None
    hint: str | None
    spec: str | None

    def described(self) -> dict[str, str | int | None]:
        """All of it, for programs."""
        at = self.at or Location("")
        return {
            "level": self.level,
            "kind": self.kind,
            "file": at.file or None,
            "line": at.line,
            "column": at.column,
            "message": self.message,
            "hint": self.hint,
            "spec": self.spec,
        }

    def __str__(self) -> str:
        place = f"{self.at}: " if self.at else ""
        lines = [f"{place}{self.level}: {self.message}"]
        lines += [f"  Hint: {self.hint}"] if self.hint else []
        lines += [f"  See: {self.spec}"] if self.spec else []
        return "\n".join(lines)


def _findings(files: Sequence[str]) -> list[_Finding]:
    from lod_archive.shacl import Shapes, advise_shapes, lint_shapes

    read = Shapes.read(files)
    found = [
        _Finding("error", None, each.message, each.at, each.hint, each.spec)
        for each in lint_shapes(read)
    ]
    found += [
        _Finding("advice", each.kind, each.message, each.at, each.hint, each.spec)
        for each in advise_shapes(read)
    ]
    return sorted(found, key=lambda each: ((each.at or Location("")).order, each.message))


def _paragraphs(findings: Sequence[_Finding], counts: dict[Level, int]) -> Iterator[str]:
    for each in findings:
        yield f"{each}\n\n"
    if not findings:
        yield "nothing is wrong with the shapes\n"
        return
    advice = counts["advice"]
    pieces = "1 piece of advice" if advice == 1 else f"{advice:,} pieces of advice"
    yield f"{counted(counts['error'], 'error')}, {pieces}\n"
