"""``lod-archive validate``: what the shapes say of an archive, or of any RDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import format_option, output_option, quiet_option
from lod_archive.cli.places import near, places_from_here, report_from_here
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import is_archive, open_archive
from lod_archive.vocab.formats import N_QUADS, RDF_FORMATS
from lod_archive.vocab.iris import DUMPS, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lod_archive.pipeline import Progress
    from lod_archive.shacl import Report

_DOES_NOT_CONFORM: Final = 1
_HERE: Final = (".",)
_SEVERITIES: Final = ("violation", "warning", "information")
_PUBLICATION: Final = (MANIFEST, DUMPS + N_QUADS.extension)
"""What tells a publication, and the one file of it that holds everything once."""


def _formats() -> Sequence[str]:
    from lod_archive.shacl import FORMATS

    return tuple(FORMATS)


@click.command(cls=Command)
@click.argument("data", type=click.Path(exists=True), nargs=-1)
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
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default=_SEVERITIES[0],
    show_default=True,
    help="The mildest result for which the exit code is 1.",
)
@quiet_option
def validate(
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    form: str | None,
    output: str | None,
    fail_on: str,
    quiet: bool,
) -> None:
    """Check DATA against its shapes.

    DATA is an archive (the working folder unless said otherwise), which has its shapes. Or it is
    any RDF, in files or folders of files, and the shapes are given with --shapes. Each result
    names the place in the records, what is wrong with which value, and what to do.

    For example:

      lod-archive validate
      lod-archive validate my-archive --fail-on warning
      lod-archive validate --format sarif --output results.sarif
      lod-archive validate data.ttl more.nt.gz --shapes shapes/

    Exit codes: 0 conforms (to warnings, see --fail-on), 1 does not conform, 2 could not check.
    """
    with StatusLine(quiet=quiet) as progress:
        report = _report(data or _HERE, shapes, progress)
    from lod_archive.cli.report import TEXT, is_as_bad_as, text_of

    text = text_of(report, form or TEXT)
    if form in (None, TEXT):
        terminal.emit_text(terminal.safe(text), output)
    else:
        terminal.emit_data(text.encode(), output)
    if output not in (None, terminal.STDOUT) and not quiet:
        terminal.notice(f"{text_of(report).partition(chr(10))[0]}; see {output}")
    if any(is_as_bad_as(result, fail_on) for result in report.results):
        click.get_current_context().exit(_DOES_NOT_CONFORM)


def _report(data: Sequence[str], shapes: Sequence[str], progress: Progress) -> Report:
    archives = [path for path in data if is_archive(path)]
    if not archives and (shapes or tuple(data) != _HERE):
        return _of_files(data, shapes, progress)
    if len(data) > 1:
        raise click.UsageError(f"{archives[0]} is an archive; validate it alone")
    if shapes:
        raise click.UsageError(
            f"{archives[0]} is an archive, and has its shapes: put others into its shapes/, "
            f"or validate what it publishes: {near(Path(archives[0]))}/dist"
        )
    with places_from_here(data[0]):
        report = open_archive(data[0]).validate(progress=progress)
    return report_from_here(report, data[0])


def _of_files(data: Sequence[str], shapes: Sequence[str], progress: Progress) -> Report:
    if not shapes:
        raise click.UsageError(
            f"{data[0]} is no archive: it has no archive.toml. For other RDF, name the shapes "
            "with --shapes"
        )
    from lod_archive.shacl import validate as check

    progress("validating", 0)
    return check(_files(data, "DATA"), _files(shapes, "--shapes"))


def _files(paths: Iterable[str], what: str) -> list[str]:
    """The files given, and those in the folders given whose names are of RDF."""
    files = [str(file) for path in paths for file in _files_below(Path(path))]
    if not files:
        raise click.BadParameter("there is no file of RDF in it", param_hint=what)
    return files


def _files_below(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return (path,)
    if all((path / name).is_file() for name in _PUBLICATION):
        return (path / _PUBLICATION[-1],)
    extensions = {f".{known.extension}" for known in RDF_FORMATS}
    named = ((file, file.name.removesuffix(".gz")) for file in sorted(path.rglob("*")))
    return (file for file, name in named if Path(name).suffix in extensions and file.is_file())
