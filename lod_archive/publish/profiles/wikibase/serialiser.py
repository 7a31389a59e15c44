"""Entities of a Wikibase in JSON and in RDF, and the table of their numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.profile import find_profile
from lod_archive.publish.profiles.wikibase.datatypes import STRING, URL
from lod_archive.publish.profiles.wikibase.graphs import Lines, Namespaces
from lod_archive.publish.profiles.wikibase.items import SAME
from lod_archive.publish.profiles.wikibase.making import made_item
from lod_archive.publish.profiles.wikibase.numbers import numbers_of
from lod_archive.publish.profiles.wikibase.ordering import canonical
from lod_archive.publish.profiles.wikibase.properties import EQUIVALENT, SCHEME, Property
from lod_archive.vocab.formats import Format

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View
    from lod_archive.publish.profiles.wikibase.datatypes import Json
    from lod_archive.query import Source

NAME: Final = "wikibase"
_OF_PROPERTIES: Final = (Property(EQUIVALENT, URL), Property(SCHEME, STRING))


class _Entities:
    """What is written of a source: its items, then the properties that they use."""

    def __init__(self, source: Source) -> None:
        self._numbers = numbers_of(source, find_profile(NAME))
        self._used = set(_OF_PROPERTIES)

    def record(self, view: View, iri: str, losses: Losses) -> bytes:
        """One record as an item."""
        entity, used = made_item(view, iri, self._numbers)
        self._used |= used
        for claims in entity["claims"].values():
            for claim in claims:
                if claim["mainsnak"]["snaktype"] != "value":
                    losses.add("dates that are no point in time, which qualifiers tell", iri)
        return self.written(entity)

    def last(self) -> Iterator[bytes]:
        """The properties, by their numbers."""
        for each in sorted(self._used, key=lambda used: used.id):
            yield self.written(each.entity(self._numbers.keys))

    def written(self, entity: Json) -> bytes:
        """The bytes of an entity."""
        return canonical(entity).encode()


class _Graph(_Entities):
    """The same in lines of RDF."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._lines = Lines(Namespaces.below(source.prologue.base or ""))

    def written(self, entity: Json) -> bytes:
        return "".join(f"{line}\n" for line in self._lines.of(entity)).encode()


class _Numbers(_Entities):
    """Which number stands for which IRI."""

    def written(self, entity: Json) -> bytes:
        said = {claim["mainsnak"]["property"]: claim for (claim, *_) in entity["claims"].values()}
        identity = EQUIVALENT if entity["type"] == "property" else SAME
        iri = said[Property(identity, URL).id]["mainsnak"]["datavalue"]["value"]
        labels = entity["labels"]
        label = labels.get("en") or next(iter(labels.values()))
        row = io.StringIO(newline="")
        csv.writer(row).writerow((entity["id"], iri, label["value"]))
        return row.getvalue().encode()


OUTPUTS: Final = (
    Output(
        Format("Wikibase JSON", "application/json", "json"),
        begin=_Entities,
        head=b"[\n",
        between=b",\n",
        tail=b"\n]\n",
    ),
    Output(Format("Wikibase RDF", "application/n-triples", "nt"), begin=_Graph),
    Output(
        Format("table of numbers", "text/csv", "ids.csv"), begin=_Numbers, head=b"id,iri,label\r\n"
    ),
)
