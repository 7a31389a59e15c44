"""Commands for the statements of one record: those that Wikidata can take, by how sure they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lod_archive.publish.profiles.quickstatements.commands import (
    CREATE,
    LAST,
    Command,
    has_known_unit,
    plain,
    written,
)
from lod_archive.publish.profiles.quickstatements.dates import KEPT, dates_of, is_sayable
from lod_archive.publish.profiles.wikibase.datatypes import (
    EXTERNAL_ID,
    ITEM,
    QUANTITY,
    STRING,
    TEXT,
    TIME,
    URL,
    Json,
)
from lod_archive.publish.profiles.wikibase.items import SAME
from lod_archive.publish.profiles.wikibase.properties import Property
from lod_archive.publish.profiles.wikibase.references import ID
from lod_archive.vocab.namespaces import ARC, DCTERMS, OA, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    from lod_archive.graph.wikidata import Match
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.quickstatements.mapping import Mapped

_UNSAYABLE: Final = "dates that are estimates, in doubt or spans, which commands cannot say"
_OTHER_QUALIFIERS: Final = "qualifiers that Wikidata has in another form, or no property for"
_UNNAMED: Final = "pages and words of sources that have neither an item nor an address there"
_OTHER_VALUES: Final = "statements whose values Wikidata has in another form, or no item for"
UNITS_WAITING: Final = "amounts in units whose item at Wikidata is not known: see lod-archive todo"
WAITING: Final = "statements that wait for a number of Wikidata: see lod-archive todo"
_SILENT: Final = frozenset(
    {RDF.type, ID, SAME, SCHEMA.sameAs, SKOS.exactMatch, SKOS.closeMatch, SKOS.editorialNote}
)
"""What says nothing to Wikidata: what a record is called here, and what it is elsewhere."""
_QUALIFIERS: Final = {
    DCTERMS.date: "date",
    SCHEMA.location: "place",
}
_PARTS: Final = (
    ("source", Property(DCTERMS.source, ITEM)),
    ("pages", Property(SCHEMA.pagination, STRING)),
    ("url", Property(SCHEMA.url, URL)),
    ("exact", Property(OA.exact, STRING)),
)
"""The parts of a reference, in the order in which they are written."""
_NAMING: Final = frozenset({"source", "url"})
"""Those that say which source it is; without one of them the others say nothing."""
_STANCE: Final = Property(ARC.stance, URL).id
_CLAIM: Final = Property(ID, EXTERNAL_ID).id
_INSTANCE_OF: Final = "P31"
_NO_LANGUAGE: Final = "und"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
"""Those that Wikidata has are among these; a transliteration, such as ``ru-latn``, is none."""
_LONGEST: Final = 250


class Confidence(Enum):
    """How sure a statement is.

    :cvar SURE: a source vouches for it, and none contradicts it.
    :cvar DISPUTED: sources disagree, or only allege or report it.
    :cvar UNSOURCED: the archive says so without naming a source: its own record is the source.
    """

    SURE = "sure"
    DISPUTED = "disputed"
    UNSOURCED = "unsourced"


Judged: TypeAlias = tuple[Confidence, Command]


class Statements:
    """What can be said at Wikidata of one record.

    :param iri: of the record.
    :param item: what it is in a Wikibase of its own.
    :param used: the properties of that item.
    :param items: number of an item in that Wikibase → the item of Wikidata that it is.
    """

    def __init__(
        self,
        iri: str,
        item: Json,
        used: Iterable[Property],
        items: Mapping[str, str],
        known: Mapped,
        losses: Losses,
    ) -> None:
        self._iri = iri
        self._item = item
        self._properties = {each.id: each for each in used}
        self._items = items
        self._known = known
        self._losses = losses

    def adding(self, there: str) -> Iterator[Judged]:
        """What is to be said of an item of Wikidata, with how sure it is."""
        for name, claims in self._item["claims"].items():
            prop = self._properties[name]
            if prop.iri in _SILENT:
                continue
            for claim in claims:
                command = self._command(prop, claim, there)
                if command is not None:
                    yield self._confidence(claim, claims), command

    def creating(self) -> Iterator[Command]:
        """What makes an item: labels and descriptions, the class, and all that nobody disputes."""
        yield Command(CREATE)
        yield from self._terms()
        for claim in self._item["claims"].get(Property(RDF.type, URL).id, ()):
            match = self._known.classes.get(claim["mainsnak"]["datavalue"]["value"])
            if match and match.number:
                yield Command(LAST, _INSTANCE_OF, match.number)
        for confidence, command in self.adding(LAST):
            if confidence is Confidence.DISPUTED:
                self._lose("statements on new items that sources disagree on")
            else:
                yield command

    def _terms(self) -> Iterator[Command]:
        """Labels, descriptions and aliases."""
        single = (("L", self._item["labels"]), ("D", self._item["descriptions"]))
        terms = [(letter, term) for letter, found in single for term in found.values()]
        terms += [("A", term) for several in self._item["aliases"].values() for term in several]
        for letter, term in terms:
            text = plain(term["value"])
            if not _LANGUAGE.fullmatch(term["language"]):
                self._lose("names and descriptions in languages that Wikidata does not have")
            elif len(text) > _LONGEST:
                self._lose("names and descriptions that are too long for Wikidata")
            else:
                yield Command(LAST, f"{letter}{term['language']}", f'"{text}"')

    def _command(self, prop: Property, claim: Json, there: str) -> Command | None:
        match = self._known.properties.get(prop.iri)
        reason = self._refusal(claim, match)
        if reason is not None or match is None or match.number is None:
            self._lose(reason or WAITING)
            return None
        value = self._value(claim["mainsnak"], match)
        if value is None:
            self._lose(UNITS_WAITING if _is_in_unknown_unit(claim["mainsnak"]) else _OTHER_VALUES)
            return None
        if claim["rank"] == "preferred":
            self._lose("ranks, which commands do not have")
        references = tuple(self._references(claim)) or tuple(self._own())
        if not references:
            self._lose("statements whose sources cannot be named there")
            return None
        return Command(there, match.number, value, tuple(self._qualifiers(claim)), references)

    def _refusal(self, claim: Json, match: Match | None) -> str | None:
        """Why a statement cannot be said there, whatever its value."""
        if match is None:
            return "statements on properties that Wikidata has no use for"
        if match.number is None:
            return WAITING
        if claim["rank"] == "deprecated":
            return "statements that the archive holds to be wrong"
        if not is_sayable(claim):
            return _UNSAYABLE
        return None

    def _lose(self, what: str) -> None:
        self._losses.add(what, self._iri)

    def _value(self, snak: Json, match: Match) -> str | None:
        """The value as Wikidata wants it; None if it cannot be had."""
        datatype = snak["datatype"]
        if snak["snaktype"] != "value":
            return None
        value: Any = snak["datavalue"]["value"]
        if self._properties[snak["property"]].iri == SCHEMA.inLanguage:
            language = self._known.languages.get(value) if datatype == STRING else None
            return language.number if language else None
        if (datatype, match.datatype) == (STRING, EXTERNAL_ID):
            datatype = EXTERNAL_ID
        if datatype != match.datatype:
            return None
        if datatype == TEXT and not _LANGUAGE.fullmatch(value["language"]):
            return None
        return self._linked(value) if datatype == ITEM else written(datatype, value)

    def _linked(self, value: Json) -> str | None:
        """The item of Wikidata for an item."""
        return self._items.get(value["id"])

    def _qualifiers(self, claim: Json) -> Iterator[tuple[str, str]]:
        for key, value in dates_of(claim):
            match = self._known.qualifiers.get(key)
            if value is not None and match and match.number:
                yield match.number, str(written(TIME, value))
            else:
                self._lose(_OTHER_QUALIFIERS)
        for snak in (snak for snaks in claim.get("qualifiers", {}).values() for snak in snaks):
            if snak["property"] in KEPT:
                continue
            key = _QUALIFIERS.get(self._properties[snak["property"]].iri, "")
            match = self._known.qualifiers.get(key)
            there = match and self._value(snak, match)
            if match and match.number and there:
                yield match.number, there
            else:
                self._lose(_OTHER_QUALIFIERS)

    def _references(self, claim: Json) -> Iterator[tuple[tuple[str, str], ...]]:
        for reference in claim.get("references", ()):
            found = []
            is_named = False
            for key, part in _PARTS:
                match = self._known.references.get(key)
                if match is None or match.number is None:
                    continue
                for snak in reference["snaks"].get(part.id, ()):
                    value = self._part(snak, key)
                    if value is not None:
                        found.append((match.number, value))
                        is_named = is_named or key in _NAMING
            if is_named:
                yield tuple(found)
            elif found:
                self._lose(_UNNAMED)

    def _part(self, snak: Json, key: str) -> str | None:
        value = snak["datavalue"]["value"]
        if key == "source":
            return self._linked(value)
        if key == "exact":
            return written(TEXT, {"language": _NO_LANGUAGE, "text": value})
        return written(STRING, value)

    def _own(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """The archive's own record as a source."""
        match = self._known.references.get("url")
        if match and match.number:
            yield ((match.number, f'"{self._iri}"'),)

    def _confidence(self, claim: Json, others: Iterable[Json]) -> Confidence:
        references = claim.get("references", ())
        stances = [
            snak["datavalue"]["value"]
            for reference in references
            for snak in reference["snaks"].get(_STANCE, ())
        ]
        if not stances:
            return Confidence.UNSOURCED
        is_weak = all(stance in self._known.weak for stance in stances)
        is_contradicted = any(
            snak["datavalue"]["value"] in self._known.contradicted
            for reference in references
            for snak in reference["snaks"].get(_CLAIM, ())
        )
        is_outranked = claim["rank"] == "normal" and any(
            other["rank"] == "preferred" for other in others
        )
        if is_weak or is_contradicted or is_outranked:
            return Confidence.DISPUTED
        return Confidence.SURE


def _is_in_unknown_unit(snak: Json) -> bool:
    is_amount = snak["datatype"] == QUANTITY and snak["snaktype"] == "value"
    return is_amount and not has_known_unit(snak["datavalue"]["value"])
