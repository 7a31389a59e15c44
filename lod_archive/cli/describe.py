"""``lod-archive describe``: an entity in the terminal, with its claims."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import json_option, language_option, quiet_option
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.prose import heading, paragraph, shown
from lod_archive.cli.sources import open_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.query.description import (
        ClaimNote,
        Description,
        Fact,
        LinkNote,
        StatementNote,
    )

_FACT, _CLAIMED, _DEPRECATED, _OTHER = "★", "☆", "✗", " "
_LEGEND: Final = {
    _FACT: "best value: published as a plain fact",
    _CLAIMED: "best value, but no source vouches for it: no plain fact",
    _DEPRECATED: "deprecated",
}
_COLORS: Final = {_FACT: "green", _CLAIMED: "yellow", _DEPRECATED: "red"}
_MOST_LINKS: Final = 12
"""How many things that say the same of the entity are named, unless all are asked for."""


@click.command(cls=Command)
@click.argument("thing", metavar="ID")
@click.argument("archive", type=click.Path(exists=True), default=".")
@click.option("--all", "is_whole", is_flag=True, help="Name all that speaks of it.")
@language_option
@json_option
@quiet_option
def describe(
    thing: str, archive: str, is_whole: bool, language: str, as_json: bool, quiet: bool
) -> None:
    """Show the entity ID of ARCHIVE: names, facts, statements with their claims, mentions.

    ID is the id of a record, such as event/strike, or its IRI. ARCHIVE (the working folder
    unless said otherwise) may be an archive or a publication, which answers sooner.

    For example:

      lod-archive describe event/opening
      lod-archive describe person/anna-example my-archive --language ru
      lod-archive describe event/opening dist --json | jq .statements

    Exit codes: 0 shown, 2 there is no such entity, or the archive cannot be read.
    """
    from lod_archive.query.describe import describe as found

    with StatusLine(quiet=quiet) as progress, open_sources([archive], progress) as source:
        description = found(source, thing, language=language)
    if as_json:
        text = json.dumps(asdict(description), ensure_ascii=False, indent=2)
        terminal.emit_data(f"{text}\n".encode())
        return
    most = None if is_whole else _MOST_LINKS
    lines = _lines(description, language, most, terminal.width())
    terminal.emit_text("".join(f"{line}\n" for line in lines))


def _lines(about: Description, language: str, most: int | None, width: int | None) -> Iterator[str]:
    yield f"{heading(about.id)}  {', '.join(about.types)}"
    for name in about.names:
        yield from paragraph(f"{name.text}  @{name.language}", width, indent=2, hang=2)
    for text in about.descriptions:
        if text.language in (language, None) or len(about.descriptions) == 1:
            yield ""
            yield from paragraph(text.text, width, indent=2)
    if about.facts:
        yield ""
        yield from _facts(about.facts, width, indent=2)
    for key, statements in groupby(about.statements, key=lambda each: each.property):
        yield ""
        yield heading(key)
        for statement in statements:
            yield from _statement(statement, width)
    if about.links:
        yield ""
        yield heading("what speaks of it")
        for key, links in groupby(about.links, key=lambda link: link.property):
            yield from _links(key, list(links), most, width)
    marks = {_mark(statement) for statement in about.statements}
    legend = [f"{mark} {meaning}" for mark, meaning in _LEGEND.items() if mark in marks]
    if legend:
        yield ""
        yield from (click.style(line, dim=True) for line in legend)


def _statement(statement: StatementNote, width: int | None) -> Iterator[str]:
    mark = _mark(statement)
    rank = f"  ({statement.rank})" if statement.rank != "normal" else ""
    lines = paragraph(f"{shown(statement.value)}{rank}", width, indent=4)
    if mark in _COLORS:
        lines[0] = f"  {click.style(mark, fg=_COLORS[mark])}{lines[0][3:]}"
    if mark == _DEPRECATED:
        lines = [click.style(line, dim=True) for line in lines]
    yield from lines
    for words in statement.verbatim:
        yield from paragraph(
            f"in the source’s words: “{words.text}” @{words.language}", width, indent=6
        )
    yield from _facts(statement.qualifiers, width, indent=6)
    if statement.derivation:
        yield from paragraph(f"derived: {statement.derivation}", width, indent=6, hang=2)
    for evidence in statement.evidence:
        yield from paragraph(f"evidence: {evidence.text}", width, indent=6, hang=2)
    for claim in statement.claims:
        yield from _claim(claim, width)


def _mark(statement: StatementNote) -> str:
    if statement.rank == "deprecated":
        return _DEPRECATED
    if statement.is_fact:
        return _FACT
    return _CLAIMED if statement.is_best else _OTHER


def _claim(claim: ClaimNote, width: int | None) -> Iterator[str]:
    stance = f"{claim.stance}: " if claim.stance else ""
    said = f"{claim.paraphrase} " if claim.paraphrase else ""
    source = f"– {shown(claim.source)} " if claim.source else ""
    yield from paragraph(f"{stance}{said}{source}[{claim.id}]", width, indent=6, hang=2)
    for relation in claim.relations:
        others = ", ".join(other.id or other.text for other in relation.values)
        yield from paragraph(f"{relation.property} {others}", width, indent=8, hang=2)


def _facts(facts: Sequence[Fact], width: int | None, *, indent: int) -> Iterator[str]:
    for fact in facts:
        values = ", ".join(shown(value) for value in fact.values)
        yield from paragraph(f"{fact.property}: {values}", width, indent=indent, hang=2)


def _links(
    key: str, links: Sequence[LinkNote], most: int | None, width: int | None
) -> Iterator[str]:
    things = [
        shown(link.thing) if link.is_fact else f"{shown(link.thing)} [as a claim]"
        for link in links[:most]
    ]
    more = len(links) - len(things)
    if more:
        things.append(f"… and {more} more (--all)")
    yield from paragraph(f"← {key}: {', '.join(things)}", width, indent=2, hang=2)
