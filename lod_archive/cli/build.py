"""``lod-archive build``: from records to a publication."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import FOLDER, json_option, quiet_option
from lod_archive.cli.places import near, places_from_here, quoted, report_from_here
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import open_archive
from lod_archive.errors import NonConformance
from lod_archive.vocab.formats import DOCUMENT_FORMATS
from lod_archive.vocab.iris import DUMPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.pipeline import Built
    from lod_archive.publish import Publication

_ENTITIES_BY_CLASS: Final = """
SELECT ?class (COUNT(DISTINCT ?entity) AS ?number)
WHERE {
  ?document foaf:primaryTopic ?entity .
  ?entity a ?class
  FILTER(?entity != :dataset)
}
GROUP BY ?class
ORDER BY DESC(?number) ?class
"""


@click.command(cls=Command)
@click.argument("archive", type=FOLDER, default=".")
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Publish into this folder; ARCHIVE/dist unless said otherwise.",
)
@click.option("--revision", metavar="TEXT", help="The version of the records, to be published.")
@click.option("--force", is_flag=True, help="Make everything anew, even what has not changed.")
@json_option
@quiet_option
def build(
    archive: str, out: str | None, revision: str | None, force: bool, as_json: bool, quiet: bool
) -> None:
    """Validate ARCHIVE (the working folder unless said otherwise) and publish it.

    The publication replaces the last one at once: if anything is wrong, or the build is
    interrupted, the last one stays as it was. What has not changed since is not made again.

    For example:

      lod-archive build
      lod-archive build my-archive --out /srv/www/archive
      lod-archive build --revision $(git rev-parse --short HEAD)
      lod-archive build --json | jq .counts

    Exit codes: 0 published, 1 the records do not conform to the shapes, 2 it could not be done.
    """
    with places_from_here(archive):
        opened = open_archive(archive)
        try:
            with StatusLine(quiet=quiet) as progress:
                built = opened.build(out, revision=revision, force=force, progress=progress)
        except NonConformance as error:
            _show_report(error, archive)
            click.get_current_context().exit(error.exit_code)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note("what was published before is untouched")
            raise
    classes = _entities_by_class(built.publication)
    if as_json:
        summary = json.dumps(_summary(built, classes), ensure_ascii=False, indent=2)
        terminal.emit_data(f"{summary}\n".encode())
    if not quiet:
        terminal.notice(_screen(built, classes, archive))


def _show_report(error: NonConformance, archive: str) -> None:
    """Show all that the shapes say; the error itself has only the first of it."""
    from lod_archive.cli import report
    from lod_archive.shacl import Report

    assert isinstance(error.report, Report)  # noqa: S101 — the pipeline raises no other
    text = report.text_for_notice(report_from_here(error.report, archive))
    terminal.notice(terminal.safe(text))
    terminal.notice("nothing was published")


def _screen(built: Built, classes: Mapping[str, int], archive: str) -> str:
    """What was built, where, how many of what, and what to do next."""
    folder = near(built.publication.root)
    where = click.style(folder, bold=True)
    if not built.is_new:
        return f"nothing has changed: {where} is up to date"
    counts = built.publication.facts.counts
    dumps = [path.removeprefix(DUMPS) for path in _dumps(built.publication)]
    *names, last = (written_in.name for written_in in DOCUMENT_FORMATS)
    rows = [
        ("records", f"{counts['records']:,}: {_listed(classes)}"),
        ("triples", f"{counts['triples']:,}"),
        ("documents", f"{counts['documents']:,}, each in {', '.join(names)} and {last}"),
        ("dumps", f"{', '.join(dumps)}, each also with .gz"),
        ("links", f"{counts['links']:,} to other datasets"),
        *_warnings(built, archive),
        *(("notice", notice) for notice in built.notices),
        ("next", f"lod-archive query {quoted(folder)} --list"),
    ]
    return "\n".join((f"published {where}", *(f"  {name:<10} {said}" for name, said in rows)))


def _listed(classes: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in classes.items())


def _warnings(built: Built, archive: str) -> list[tuple[str, str]]:
    found = built.report.results if built.report else ()
    if not found:
        return []
    command = "lod-archive validate" + ("" if archive == "." else f" {quoted(archive)}")
    return [("warnings", f"{len(found):,}, see: {command}")]


def _summary(built: Built, classes: Mapping[str, int]) -> dict[str, object]:
    publication = built.publication
    return {
        "publication": str(publication.root),
        "base": publication.facts.base,
        "changed": built.is_new,
        "counts": dict(publication.facts.counts),
        "classes": dict(classes),
        "dumps": _dumps(publication),
        "warnings": len(built.report.results) if built.report else None,
        "notices": list(built.notices),
    }


def _dumps(publication: Publication) -> list[str]:
    return [
        path for path in publication.files if path.startswith(DUMPS) and Path(path).suffix != ".gz"
    ]


def _entities_by_class(publication: Publication) -> dict[str, int]:
    from pyoxigraph import Literal, NamedNode

    from lod_archive.query import Rows, open_source, run

    source = open_source(publication.root)
    found = run(source, _ENTITIES_BY_CLASS)
    rows = found.rows if isinstance(found, Rows) else ()
    return {
        source.prologue.shorten(row[0].value): int(row[1].value)
        for row in rows
        if isinstance(row[0], NamedNode) and isinstance(row[1], Literal)
    }
