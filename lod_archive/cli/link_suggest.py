"""``lod-archive link suggest``: candidates for links, from a service or a file."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.link_entities import archive_option, entities_of
from lod_archive.cli.options import quiet_option
from lod_archive.cli.places import near, places_from_here, quoted
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import open_archive
from lod_archive.cli.terminal import counted
from lod_archive.errors import QueryError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lod_archive.linking import Suggested
    from lod_archive.matching import Entity
    from lod_archive.pipeline import Archive

_SIDES: Final = ("begin", "end")


def _pairs(
    ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    pairs: dict[str, tuple[str, ...]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise click.BadParameter(f"“{text}” is not NAME=ID", ctx, param)
        pairs[name] = (*pairs.get(name, ()), value)
    return pairs


@click.command(cls=Command)
@click.argument("entities", metavar="[ENTITY]...", nargs=-1)
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    required=True,
    help="Where to look: an address, or a file.",
)
@archive_option
@click.option("--name", metavar="NAME", help="What the dataset is called; made from SOURCE else.")
@click.option(
    "--class", "classes", metavar="CLASS", multiple=True, help="Only entities of this class."
)
@click.option(
    "--type",
    "types",
    metavar="CLASS=ID",
    multiple=True,
    callback=_pairs,
    help="What a class is there: only such candidates count.",
)
@click.option(
    "--property",
    "properties",
    metavar="begin=ID",
    multiple=True,
    callback=_pairs,
    help="A service's property for the year of birth (begin) or death (end): sent as evidence, and "
    "asked of candidates.",
)
@click.option("--namespace", metavar="IRI", default="", help="What a file's ids are put after.")
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="How many candidates an entity gets at most, beside pairs that were decided on.",
)
@click.option(
    "--least",
    type=click.IntRange(0, 100),
    default=50,
    show_default=True,
    help="The score below which a candidate is left out.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="Seconds between two requests to a service.",
)
@click.option("--refresh", is_flag=True, help="Ask a service again what it has answered before.")
@quiet_option
def suggest(  # noqa: PLR0913, PLR0917 click hands over each option
    entities: tuple[str, ...],
    source: str,
    archive: str,
    name: str | None,
    classes: tuple[str, ...],
    types: Mapping[str, tuple[str, ...]],
    properties: Mapping[str, tuple[str, ...]],
    namespace: str,
    limit: int,
    least: int,
    pause: float,
    refresh: bool,
    quiet: bool,
) -> None:
    """Look for candidates for each ENTITY, or all that have no link to SOURCE yet.

    SOURCE is the address of a reconciliation service (API 0.2), as OpenRefine takes it, or a file:
    N-Triples (.nt), JSON Lines of Wikidata entities (.json, .jsonl), or a table of labels (.csv,
    .tsv) with columns id and label, and perhaps aliases, description, type, born, died; each may
    be compressed (.gz). Files need no network.

    Candidates go to candidates/NAME.sssom.tsv, with scores and reasons; pairs that were rejected
    before do not come again. A service is asked slowly, and left alone when it says so; its answers
    are kept in candidates/answers/, so that the same command goes on where it was interrupted.

    For example:

      lod-archive link suggest --from people.csv --namespace https://example.org/people/
      lod-archive link suggest person/aleksei-stakhanov --from dump.nt.gz
      lod-archive link suggest --class Person --type Person=Q5 --property begin=P569
        --from https://service.example/en/api --name wikidata

    Exit codes: 0 looked for, even if nothing was found; 2 it could not be.
    """
    from lod_archive.linking import open_target
    from lod_archive.linking import suggest as look
    from lod_archive.linking.service import Asking
    from lod_archive.linking.suggesting import ANSWERS

    unknown = sorted(properties.keys() - {*_SIDES})
    if unknown:
        raise click.UsageError(f"--property {unknown[0]}=…: write begin=… or end=…")
    for side, ids in properties.items():
        if len(ids) > 1:
            raise click.UsageError(
                f"--property {side}=… is given {len(ids)} times: ask for one class at a time, with "
                "--class and the property that is meant for it"
            )
    with places_from_here(archive), StatusLine(quiet=quiet) as progress:
        opened = open_archive(archive)
        known = entities_of(opened, progress)
        wanted = _wanted(known, entities, _classes(classes, opened), opened.settings.base)
        asking = Asking(
            types=dict(zip(_classes(types, opened), types.values(), strict=True)),
            properties={side: ids[0] for side, ids in properties.items()},
            limit=limit,
            pause=pause,
            contact=opened.settings.contact or opened.settings.base,
            refresh=refresh,
        )
        target = open_target(
            source,
            wanted,
            asking,
            opened.root / ANSWERS,
            name=name or "",
            namespace=namespace,
            progress=lambda done: progress(f"reading {source}", done),
        )
        with closing(target):
            try:
                found = look(
                    opened,
                    wanted,
                    target,
                    least=least / 100,
                    progress=lambda done: progress("looking for candidates", done),
                )
            except KeyboardInterrupt as interrupt:
                interrupt.add_note("answers so far are kept; the same command goes on from there")
                raise
    if not quiet:
        terminal.notice(_told(found, archive))


def _told(found: Suggested, archive: str) -> str:
    lines = [
        f"{counted(found.candidates, 'candidate')} for {counted(found.found, 'entity')}: "
        + click.style(near(found.path), bold=True),
        f"  looked for  {counted(found.asked, 'entity')}",
    ]
    if found.linked:
        lines.append(f"  linked      {counted(found.linked, 'entity')} had a link already")
    if found.below:
        lines.append(f"  left out    {counted(found.below, 'candidate')} below --least")
    if found.unusable:
        lines.append(
            f"  unusable    {counted(found.unusable, 'candidate')} with an id that makes no IRI "
            "to link to"
        )
    if found.candidates:
        where = "" if archive == "." else f" --archive {quoted(archive)}"
        lines.append(f"  next        lod-archive link review{where}")
    return "\n".join(lines)


def _classes(names: Iterable[str], archive: Archive) -> list[str]:
    """The IRIs of classes, by what records call them."""
    from lod_archive.graph import Context

    context = Context.load(archive)
    found = []
    for name in names:
        iri = context.expand_iri(name)
        if iri is None:
            classes = [key for key, term in context.terms.items() if term.is_class]
            hint = did_you_mean(name, classes) or "known classes: " + ", ".join(classes)
            raise click.UsageError(f"there is no class “{name}”: {hint}")
        found.append(iri)
    return found


def _wanted(
    known: Mapping[str, Entity], ids: Sequence[str], classes: Sequence[str], base: str
) -> list[Entity]:
    """The entities named, or all; of these classes, if any are given."""
    for written in ids:
        if base + written.removeprefix(base) not in known:
            near_ids = [iri.removeprefix(base) for iri in known]
            hint = did_you_mean(written, near_ids) or "it needs a record that has a name"
            raise QueryError(f"there is no entity “{written}” to link", hint=hint)
    chosen = [known[base + each.removeprefix(base)] for each in ids] or list(known.values())
    return [each for each in chosen if not classes or not {*classes}.isdisjoint(each.types)]
