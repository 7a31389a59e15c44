"""``lod-archive link review``: a person goes through the candidates."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.link_entities import archive_option, entities_of
from lod_archive.cli.link_terminal import ask
from lod_archive.cli.options import quiet_option
from lod_archive.cli.places import places_from_here
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import open_archive
from lod_archive.cli.terminal import counted
from lod_archive.errors import SettingsError

if TYPE_CHECKING:
    from lod_archive.linking import Review
    from lod_archive.pipeline import Archive


@click.command(cls=Command)
@archive_option
@click.option(
    "--author",
    metavar="PERSON",
    envvar="LOD_ARCHIVE_AUTHOR",
    help="Who decides: a name, an ORCID, an IRI, or a name and one of these: 'Anna <0000-…>'.",
)
@click.option("--unsure", is_flag=True, help="Show again what somebody was unsure of.")
@click.option("--page", is_flag=True, help="Decide on a page in the browser, on this computer.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port of the page.")
@quiet_option
def review(
    archive: str, author: str | None, unsure: bool, page: bool, port: int, quiet: bool
) -> None:
    """Go through the candidates that wait, and decide on each.

    Each decision is written at once to data/links/NAME.sssom.tsv: Ctrl-C loses nothing. Who decides
    is named by --author, by LOD_ARCHIVE_AUTHOR, or else as Git does. The answers are letters: e the
    same thing (skos:exactMatch), c nearly the same (skos:closeMatch), r another thing, u unsure, s
    skip, n write a note for the next answer, z take back the last answer, q quit.

    For example:

      lod-archive link review --author 'Anna Petrova <0000-0002-1825-0097>'
      lod-archive link review --page
      lod-archive link review --unsure

    Exit codes: 0 gone through, or quit; 2 it could not be.
    """
    from lod_archive.linking import Review
    from lod_archive.linking.people import Person, name_in_git
    from lod_archive.pipeline import now

    with places_from_here(archive):
        with StatusLine(quiet=quiet) as progress:
            opened = open_archive(archive)
            known = entities_of(opened, progress)
        written = author or name_in_git()
        if not written:
            raise SettingsError(
                "it is not known who decides",
                hint="--author 'Anna Petrova <0000-0002-1825-0097>', or set LOD_ARCHIVE_AUTHOR",
            )
        person = Person.parse(written, opened.settings.base)
        cases = Review(opened, known, person, lambda: now().date(), again=unsure)
        if page:
            _on_page(cases, opened, port)
        else:
            _in_terminal(cases, opened)


def _in_terminal(review: Review, archive: Archive) -> None:
    if not review.waiting():
        terminal.notice(
            "nothing waits to be decided; candidates come from: lod-archive link suggest"
        )
        return
    if not sys.stdin.isatty():
        raise click.UsageError(
            "there is no terminal to ask a person in: use --page, or write rows in data/links/"
        )
    done = ask(review, archive.settings.base)
    terminal.notice(_after(done))


def _after(done: int) -> str:
    said = f"{counted(done, 'decision')} in data/links/"
    return f"{said}; publish what was accepted with: lod-archive build" if done else said


def _on_page(review: Review, archive: Archive, port: int) -> None:
    from lod_archive.linking.page import serve_page

    title = next(iter(archive.settings.title.values()))
    with serve_page(review, archive.settings.base, title, port) as page:
        try:
            terminal.notice(f"decide at {page.url} and stop with Ctrl-C")
            page.wait()
        except KeyboardInterrupt:
            terminal.notice(_after(page.done))
