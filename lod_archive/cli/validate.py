"""``lod-archive validate``: what the shapes say of an archive, or of any RDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import format_option, output_option, quiet_option
from lod_archive.cli.places import near, places_from_here, report_from_here
from lod_archive.cli.progress import StatusLine, interruptibly
from lod_archive.cli.sources import (
    STDIN,
    check_existence,
    is_archive,
    is_url,
    open_archive,
    read_shapes,
    stdin_as_file,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lod_archive.pipeline import Progress
    from lod_archive.shacl import Engine, Report, Selection, Shapes
    from lod_archive.shacl.severity import Level

_DOES_NOT_CONFORM: Final = 1
_NOT_CHECKED: Final = 2
_HERE: Final = (".",)
_ENGINES: Final = ("auto", "compiled", "pyshacl")
_SEVERITIES: Final = ("violation", "warning", "information")


def _formats() -> Sequence[str]:
    from lod_archive.shacl import FORMATS

    return tuple(FORMATS)


@click.command(cls=Command)
@click.argument("data", nargs=-1)
@click.option(
    "-s",
    "--shapes",
    metavar="PATH",
    multiple=True,
    type=click.Path(exists=True),
    help="SHACL shapes: a file, or a folder of files. Can be given several times.",
)
@format_option(_formats, "text (default), github, sarif, json, csv, turtle or jsonld.")
@output_option
@click.option(
    "--max-results",
    metavar="N",
    type=click.IntRange(min=0),
    help="Write the first N results; 0 writes all. Text on a terminal ends after 100 by itself.",
)
@click.option(
    "--severity",
    type=click.Choice(_SEVERITIES),
    default=_SEVERITIES[-1],
    show_default=True,
    help="The mildest result to look for.",
)
@click.option(
    "--shape",
    metavar="IRI",
    multiple=True,
    help="Check this shape only. Can be given several times.",
)
@click.option(
    "--focus",
    metavar="IRI",
    multiple=True,
    help="Look at this node only. Can be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default=_SEVERITIES[0],
    show_default=True,
    help="The mildest result for which the exit code is 1.",
)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default=_ENGINES[0],
    show_default=True,
    help="Who evaluates the shapes.",
)
@click.option(
    "--threads",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many queries run at once; as many as there are processors unless said otherwise.",
)
@click.option("--lenient", is_flag=True, help="Take shapes that would check nothing, or half.")
@quiet_option
def validate(  # noqa: PLR0913, PLR0917 click passes each option by its name
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    form: str | None,
    output: str | None,
    max_results: int | None,
    severity: Level,
    shape: tuple[str, ...],
    focus: tuple[str, ...],
    fail_on: Level,
    engine: str,
    threads: int | None,
    lenient: bool,
    quiet: bool,
) -> None:
    """Check DATA against its shapes.

    DATA is an archive (the working folder unless said otherwise), which has its shapes. Or it is
    any RDF: files, folders of files, a store, a publication, - for what is piped in (Turtle, TriG
    or N-Triples), or the URL of a SPARQL endpoint, which answers queries and is not downloaded.
    Then the shapes are given with --shapes, unless the data names them with sh:shapesGraph. Each
    result names the place in the records, what is wrong with which value, and what to do. IRIs
    may be written with the usual prefixes and those of the shapes; in an archive, an id is enough.

    For example:

      lod-archive validate
      lod-archive validate my-archive --fail-on warning --focus event/opening
      lod-archive validate --format sarif --output results.sarif
      lod-archive validate data.ttl more.nt.gz --shapes shapes/ --shape ex:BookShape
      zcat dump.nt.gz | head -1000 | lod-archive validate - --shapes shapes/
      lod-archive validate https://example.org/sparql --shapes shapes/ --max-results 10

    Exit codes: 0 conforms (to warnings, see --fail-on), 1 does not conform, 2 could not check.
    """
    form = form or _formats()[0]
    is_shown = form == _formats()[0] and output is None and terminal.is_terminal()
    most = _most(max_results, is_shown=is_shown)
    wanted = _Wanted(severity, shape, focus, most, engine, threads, lenient)
    with StatusLine(quiet=quiet) as progress:
        report = _report(data or _HERE, shapes, wanted, progress)
    from lod_archive.cli.report import has_any_as_grave, summary, write_report

    write_report(report, form, output)
    if output not in (None, terminal.STDOUT) and not quiet:
        terminal.notice(f"{summary(report)}; see {output}")
    if has_any_as_grave(report, fail_on):
        click.get_current_context().exit(_DOES_NOT_CONFORM)
    if not report.is_complete:
        click.get_current_context().exit(_NOT_CHECKED)


def _most(given: int | None, *, is_shown: bool) -> int | None:
    """How many results are written; None for all."""
    from lod_archive.cli.report import MOST_SHOWN

    if given is None:
        return MOST_SHOWN if is_shown else None
    return given or None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How to check, and what; as it was typed."""

    severity: Level
    shapes: Sequence[str]
    focus: Sequence[str]
    most: int | None
    engine: str
    threads: int | None
    is_lenient: bool

    def selection(self, prefixes: Mapping[str, str], base: str = "") -> Selection:
        """What is selected.

        :param base: what an id of a record is relative to.
        """
        from lod_archive.shacl import Selection
        from lod_archive.shacl.names import expanded

        shapes = frozenset(expanded(each, prefixes) for each in self.shapes)
        focus = frozenset(expanded(each, prefixes, base) for each in self.focus)
        return Selection(shapes, focus, self.severity, self.most)

    def chosen(self, shapes: Shapes | None) -> str | Engine:
        """The engine, with as many threads as are wanted.

        :param shapes: which perhaps only pySHACL knows; it has but one.
        """
        from lod_archive.shacl.compiled import Compiled
        from lod_archive.shacl.engines import choose_engine

        engine = choose_engine(self.engine, shapes)[0] if shapes else Compiled()
        if self.threads is None or not isinstance(engine, Compiled):
            return self.engine
        return Compiled(self.threads)


def _report(
    data: Sequence[str], shapes: Sequence[str], wanted: _Wanted, progress: Progress
) -> Report:
    archives = [path for path in data if is_archive(path)]
    if not archives and (shapes or tuple(data) != _HERE):
        return interruptibly(lambda: _of_data(data, shapes, wanted, progress))
    if len(data) > 1:
        raise click.UsageError(f"{archives[0]} is an archive; validate it alone")
    if shapes:
        raise click.UsageError(
            f"{archives[0]} is an archive, and has its shapes: put others into its shapes/, "
            f"or validate what it publishes: {near(Path(archives[0]))}/dist"
        )
    if wanted.is_lenient:
        raise click.UsageError("--lenient is for other RDF; an archive is never published so")
    return _of_archive(data[0], wanted, progress)


def _of_archive(path: str, wanted: _Wanted, progress: Progress) -> Report:
    with places_from_here(path):
        archive = open_archive(path)
        from lod_archive.shacl import Shapes

        read = Shapes.read(archive.shapes)
        selection = wanted.selection(read.prefixes, archive.settings.base)
        report = archive.validate(
            engine=wanted.chosen(read), selection=selection, progress=progress
        )
    return report_from_here(report, path)


def _of_data(
    data: Sequence[str], shapes: Sequence[str], wanted: _Wanted, progress: Progress
) -> Report:
    check_existence([path for path in data if path != STDIN and not is_url(path)])
    from lod_archive.shacl import validate as check
    from lod_archive.vocab.namespaces import PREFIXES

    read = read_shapes(shapes) if shapes else None
    progress("loading", 0)
    with stdin_as_file(data) as paths:
        return check(
            paths[0] if len(paths) == 1 else list(paths),
            read,
            engine=wanted.chosen(read),
            strict=not wanted.is_lenient,
            selection=wanted.selection(read.prefixes if read else PREFIXES),
            progress=progress,
        )
