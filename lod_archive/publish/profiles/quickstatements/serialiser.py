"""Batches of commands: for linked items by confidence, and for new items; in two forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.profile import find_profile
from lod_archive.publish.profiles.quickstatements.lines import as_lines
from lod_archive.publish.profiles.quickstatements.mapping import mapped
from lod_archive.publish.profiles.quickstatements.statements import Confidence, Statements
from lod_archive.publish.profiles.quickstatements.table import Row, as_table, rows_of
from lod_archive.publish.profiles.wikibase.making import made_item
from lod_archive.publish.profiles.wikibase.numbers import numbers_of
from lod_archive.vocab.formats import Format

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.output import RecordWriter
    from lod_archive.publish.profiles.quickstatements.commands import Command
    from lod_archive.publish.profiles.view import View
    from lod_archive.query import Source

_UNSETTLED: Final = "records whose links to Wikidata are not to one item that is theirs alone"


class _Batch:
    """The commands of one batch, in lines.

    :param confidence: of its statements; None: it creates what has no link.
    """

    def __init__(self, source: Source, confidence: Confidence | None) -> None:
        self._confidence = confidence
        self._numbers = numbers_of(source, find_profile("wikibase"))
        self._known = mapped(source)
        links = self._known.links
        numbers = self._numbers.items.items()
        self._items = {number: links[iri] for iri, number in numbers if iri in links}

    def record(self, view: View, iri: str, losses: Losses) -> bytes | None:
        """The commands for one record; none if it is in another batch."""
        commands = list(self._commands(view, iri, losses))
        return self.written(commands) if commands else None

    def last(self) -> Iterator[bytes]:
        """Nothing follows."""
        return iter(())

    def written(self, commands: list[Command]) -> bytes:
        """The bytes of commands."""
        return as_lines(commands).encode()

    def _commands(self, view: View, iri: str, losses: Losses) -> Iterator[Command]:
        there = self._known.links.get(iri)
        if there is None and iri in self._known.linked:
            losses.add(_UNSETTLED, iri)
            return
        if (there is None) != (self._confidence is None):
            return
        item, used = made_item(view, iri, self._numbers)
        said = Statements(iri, item, used, self._items, self._known, losses)
        if there is None:
            yield from said.creating()
            return
        for confidence, command in said.adding(there):
            if confidence is self._confidence:
                yield command


class _Table(_Batch):
    """The same as a table, whose columns are known when all records are."""

    def __init__(self, source: Source, confidence: Confidence | None) -> None:
        super().__init__(source, confidence)
        self._rows: list[Row] = []

    def written(self, commands: list[Command]) -> bytes:
        self._rows += rows_of(commands)
        return b""

    def last(self) -> Iterator[bytes]:
        """The whole table."""
        yield as_table(self._rows).encode()


def _beginning(
    kind: type[_Batch], confidence: Confidence | None
) -> Callable[[Source], RecordWriter]:
    return lambda source: kind(source, confidence)


_BATCHES: Final = {
    **{confidence.value: confidence for confidence in Confidence},
    "create": None,
}
OUTPUTS: Final = tuple(
    Output(Format(f"{name}, {batch}", media_type, f"{batch}.{extension}"), begin=begin)
    for name, media_type, extension, kind in (
        ("version 1", "text/tab-separated-values", "tsv", _Batch),
        ("CSV", "text/csv", "csv", _Table),
    )
    for batch, confidence in _BATCHES.items()
    for begin in (_beginning(kind, confidence),)
)
