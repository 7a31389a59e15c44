"""``lod-archive shapes``: the shapes themselves."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, Literal

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command, Commands
from lod_archive.cli.options import format_option, output_option
from lod_archive.cli.places import places_from_here
from lod_archive.cli.sources import (
    check_existence,
    is_archive,
    is_url,
    open_archive,
    read_shapes,
)
from lod_archive.cli.terminal import counted
from lod_archive.errors import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.shacl import Coverage, Explained, Shapes
    from lod_archive.shacl.lint import Kind
    from lod_archive.shacl.opening import AnyData

_FOUND: Final = 1
_HERE: Final = "."
_TEXT, _JSON = "text", "json"


@click.group(cls=Commands)
def shapes() -> None:
    """Look at SHACL shapes themselves: their faults, their queries, what they see of data.

    For example:

      lod-archive shapes lint shapes/ more.ttl --strict
      lod-archive shapes explain shapes/ --shape ex:BookShape
      lod-archive shapes coverage shapes/ --data data.ttl

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
    findings = _findings(_read(paths))
    counts = {level: sum(each.level == level for each in findings) for level in _LEVELS}
    if form == _JSON:
        listed = {"counts": counts, "findings": [each.described() for each in findings]}
        _emit_json(listed, output)
    else:
        terminal.emit_text(terminal.safe("".join(_paragraphs(findings, counts))), output)
    if counts["error"] or (strict and counts["advice"]):
        ctx.exit(_FOUND)


def _read(paths: Sequence[str]) -> Shapes:
    """The shapes at these paths; of the archive in the working folder if none is given.

    :raises SettingsError: if none is given, and there is no archive.
    """
    if not paths:
        open_archive(_HERE)
    return read_shapes(paths or (_HERE,))


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


def _findings(read: Shapes) -> list[_Finding]:
    from lod_archive.shacl import advise_shapes, lint_shapes

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


@shapes.command(cls=Command)
@click.argument("paths", metavar="[SHAPES]...", type=click.Path(exists=True), nargs=-1)
@click.option(
    "--shape",
    metavar="IRI",
    multiple=True,
    help="Explain this shape only. Can be given several times.",
)
@click.option(
    "--data",
    metavar="DATA",
    multiple=True,
    help="Data whose classes the queries then know. Can be given several times.",
)
@format_option(lambda: (_TEXT, _JSON), "text (default) or json.")
@output_option
def explain(
    paths: tuple[str, ...],
    shape: tuple[str, ...],
    data: tuple[str, ...],
    form: str | None,
    output: str | None,
) -> None:
    """Print each constraint of SHAPES with the SPARQL query that finds violations of it.

    SHAPES are files or folders of files; of an archive (the working folder unless said
    otherwise), all that it is validated with. The queries can be run as they stand wherever the
    data is, if LATERAL is known there (https://github.com/w3c/sparql-dev, SEP-0006). Values that
    they compare are then those of the store, which may not be as they were written.

    For example:

      lod-archive shapes explain
      lod-archive shapes explain shapes/ --shape ex:BookShape
      lod-archive shapes explain shapes/ --format json | jq -r '.[].query'

    Exit codes: 0 explained, 2 the shapes could not be read, or not be evaluated.
    """
    from lod_archive.shacl import Selection, explain_shapes
    from lod_archive.shacl.names import expanded

    read = _read(paths)
    wanted = frozenset(expanded(each, read.prefixes) for each in shape)
    with _data(data) as (given, _):
        found = explain_shapes(read, given, selection=Selection(wanted))
    if form == _JSON:
        _emit_json([_described(each) for each in found], output)
    else:
        with terminal.output_for_people(output) as out:
            out.writelines(text for each in found for text in _explanation(each))
            out.write(f"{counted(len(found), 'constraint')}\n")


def _explanation(each: Explained) -> Iterator[str]:
    place = f"{each.at}: " if each.at else ""
    yield f"{place}{each.component or 'not compiled'} of {each.shape}\n"
    rows = (
        ("within", each.target if each.target != each.shape else ""),
        ("looks at", "" if each.nodes is None else counted(each.nodes, "node")),
        ("path", each.path or ""),
        (each.level, each.message),
        ("why", f"{each.uncompiled}; pySHACL takes it" if each.uncompiled else ""),
        ("see", each.spec),
    )
    for name, text in rows:
        if text:
            yield f"  {name + ':':<12} {text}\n"
    for line in f"\n{each.query}\n".splitlines() if each.query else ():
        yield f"    {line}\n" if line else "\n"
    yield "\n"


@shapes.command(cls=Command)
@click.argument("paths", metavar="[SHAPES]...", type=click.Path(exists=True), nargs=-1)
@click.option(
    "--data",
    metavar="DATA",
    multiple=True,
    help="The data; the archive in the working folder unless said otherwise.",
)
@click.option(
    "--empty",
    metavar="IRI",
    multiple=True,
    help="A class that the data on purpose has no instance of. Can be given several times.",
)
@format_option(lambda: (_TEXT, _JSON), "text (default) or json.")
@output_option
@click.pass_context
def coverage(
    ctx: click.Context,
    paths: tuple[str, ...],
    data: tuple[str, ...],
    empty: tuple[str, ...],
    form: str | None,
    output: str | None,
) -> None:
    """Say how many nodes of the data each of SHAPES looks at: its focus nodes.

    A shape that sees nothing checks nothing, be it for a misspelt class. SHAPES are files or
    folders of files; of an archive (the working folder unless said otherwise), all that it is
    validated with. DATA is what lod-archive validate takes. In an archive, the classes of its
    terms and those of empty_classes in its archive.toml may have no instance.

    For example:

      lod-archive shapes coverage
      lod-archive shapes coverage shapes/ --data data.ttl --data more.nt.gz
      lod-archive shapes coverage shapes/ --data https://example.org/sparql --empty ex:Letter

    Exit codes: 0 each shape sees something, 1 one does not, 2 it could not be found out.
    """
    from lod_archive.shacl import coverage as covered
    from lod_archive.shacl.names import expanded

    read = _read(paths)
    declared = frozenset(expanded(each, read.prefixes) for each in empty)
    with _data(data or (_HERE,)) as (given, terms):
        found = covered(given or (), read, empty_classes=declared | terms)
    if form == _JSON:
        _emit_json([_described(each) for each in found], output)
    else:
        terminal.emit_text(terminal.safe("".join(_table(found))), output)
    if any(each.is_idle for each in found):
        ctx.exit(_FOUND)


def _table(found: Sequence[Coverage]) -> Iterator[str]:
    width = max((len(f"{each.nodes:,}") for each in found), default=0)
    for each in found:
        why = "  none, as declared" if each.is_declared else ""
        yield f"{each.nodes:>{width},}  {each.name}  ({', '.join(each.targets)}){why}\n"
        if each.is_idle:
            place = f" at {each.at}" if each.at else ""
            yield f"{'':>{width}}  ✗ sees nothing{place}: {each.hint or 'look at its targets'}\n"
    idle = sum(each.is_idle for each in found)
    yield f"\n{counted(len(found), 'shape')} with a target, {idle:,} without a focus node\n"


@contextmanager
def _data(paths: Sequence[str]) -> Iterator[tuple[AnyData | None, frozenset[str]]]:
    """The data at these paths, and the classes that it may have no instance of."""
    archives = [path for path in paths if is_archive(path)]
    if archives and len(paths) > 1:
        raise click.UsageError(f"{archives[0]} is an archive; give it alone")
    if not archives:
        check_existence([path for path in paths if not is_url(path)])
        yield (paths[0] if len(paths) == 1 else list(paths) if paths else None), frozenset()
        return
    from lod_archive.pipeline import empty_classes

    with places_from_here(archives[0]):
        archive = open_archive(archives[0])
        with archive.assembled() as (model, dataset):
            yield dataset, empty_classes(archive, model)


def _described(each: Explained | Coverage) -> dict[str, object]:
    """All of it, for programs."""
    facts = asdict(each)
    at = facts.pop("at")
    return facts | (at or asdict(Location("")) | {"file": None})


def _emit_json(content: object, output: str | None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    terminal.emit_data(f"{text}\n".encode(), output)
