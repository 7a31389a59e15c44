"""``lod-archive todo``: what is still to be found out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import json_option, language_option, quiet_option
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.prose import heading, paragraph, shown
from lod_archive.cli.sources import open_sources
from lod_archive.cli.terminal import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.query.tasks import Subject


@click.command(cls=Command)
@click.argument("archive", type=click.Path(exists=True), default=".")
@language_option
@json_option
@quiet_option
def todo(archive: str, language: str, as_json: bool, quiet: bool) -> None:
    """List the open tasks of ARCHIVE, by what they are about.

    A task is a record of type Task with status open: an identifier to look for, a fact that
    lacks a source. ARCHIVE may be an archive or a publication.

    So are the properties and units that keep statements from Wikidata because their number there
    is not known: see ontology/wikidata-properties.yaml.

    For example:

      lod-archive todo
      lod-archive todo my-archive --language ru
      lod-archive todo --json | jq length

    Exit codes: 0 listed, even if there is nothing to do; 2 it could not be.
    """
    from lod_archive.query.tasks import open_tasks, wanted_matches

    with StatusLine(quiet=quiet) as progress, open_sources([archive], progress) as source:
        subjects = (
            *open_tasks(source, language=language),
            *wanted_matches(source, language=language),
        )
    if as_json:
        listed = json.dumps([asdict(each) for each in subjects], ensure_ascii=False, indent=2)
        terminal.emit_data(f"{listed}\n".encode())
        return
    terminal.emit_text("".join(f"{line}\n" for line in _lines(subjects, terminal.width())))


def _lines(subjects: Sequence[Subject], width: int | None) -> Iterator[str]:
    for subject in subjects:
        number = counted(len(subject.tasks), "task")
        about = shown(subject.thing) if subject.thing else "about nothing in particular"
        yield f"{heading(terminal.safe(about))}: {number}"
        for task in subject.tasks:
            yield from paragraph(f"- {shown(task.task)}", width, indent=2, hang=2)
            if task.description:
                yield from paragraph(task.description, width, indent=4)
        yield ""
    number = counted(_number(subjects), "open task")
    things = counted(len(subjects), "thing")
    yield f"{number} about {things}" if subjects else "nothing is to be done"


def _number(subjects: Sequence[Subject]) -> int:
    """How many tasks there are: a record that is about two things is one, a text at two is two."""
    return len(
        {
            task.task.id or (subject.thing, task.task)
            for subject in subjects
            for task in subject.tasks
        }
    )
