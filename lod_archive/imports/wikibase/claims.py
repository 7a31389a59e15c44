"""References, turned into claims and the sources that they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from lod_archive.imports.wikibase.merging import put
from lod_archive.imports.wikibase.values import UNFIT
from lod_archive.publish.profiles.wikibase.references import ID
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import OA, PROV, SCHEMA
from lod_archive.vocab.pagination import is_pages

if TYPE_CHECKING:
    from lod_archive.graph.context import Context
    from lod_archive.imports.wikibase.entities import Json
    from lod_archive.imports.wikibase.meanings import Meaning, Meanings
    from lod_archive.imports.wikibase.naming import Names
    from lod_archive.imports.wikibase.values import Values
    from lod_archive.publish.profiles.losses import Losses

    Record = dict[str, Any]

_PASSAGE: Final = {OA.start: "start", OA.end: "end", OA.exact: "exact"}
_STANCE: Final = "asserted"
"""What a reference of another wiki says: that its source says so."""


@dataclass(frozen=True, slots=True)
class About:
    """What a reference is for.

    :param record: the id of the record.
    :param name: what it is called.
    :param key: of the statement.
    :param said: its value in words.
    """

    record: str
    name: str
    key: str
    said: str


@dataclass(slots=True)
class Found:
    """What became of the references of one statement.

    :param claims: the ids of claims.
    :param derived: what else it was computed from.
    :param records: new records of claims and of sources.
    :param verbatim: the words of sources, by language.
    """

    claims: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    verbatim: Record = field(default_factory=dict)


class Claims:
    """Makes claims, each once."""

    def __init__(
        self,
        context: Context,
        meanings: Meanings,
        values: Values,
        names: Names,
        losses: Losses,
    ) -> None:
        self._context = context
        self._meanings = meanings
        self._values = values
        self._names = names
        self._losses = losses
        self._written: set[str] = set()
        self._sources: dict[str, str] = {}

    def of(self, references: list[Json], about: About) -> Found:
        """What the references of a statement become."""
        found = Found()
        for reference in references:
            said = [
                (self._meanings.of_reference(name), snak)
                for name, snaks in reference.get("snaks", {}).items()
                for snak in snaks
            ]
            own = [snak for meaning, snak in said if meaning.iri == ID]
            if own:
                self._own(str(own[0]["datavalue"]["value"]), said, about, found)
            elif any(meaning.iri == PROV.wasDerivedFrom for meaning, _ in said):
                self._derived(said, about, found)
            else:
                self._foreign(said, about, found)
        return found

    def _own(self, name: str, said: list[tuple[Meaning, Json]], about: About, found: Found) -> None:
        """A claim that was exported by an archive, whole."""
        found.claims.append(name)
        if name in self._written or self._names.is_known(name):
            return
        self._written.add(name)
        claim: Record = {"id": name, "type": "Claim"}
        for meaning, snak in said:
            if meaning.iri in _PASSAGE:
                value = str(_plain(snak["datavalue"]["value"]))
                claim.setdefault("passage", {})[_PASSAGE[meaning.iri]] = value
            elif meaning.iri not in (ID, SCHEMA.url):
                self._put(claim, meaning, snak, about)
        found.records.append(claim)

    def _put(self, claim: Record, meaning: Meaning, snak: Json, about: About) -> None:
        term = self._context.terms.get(meaning.key)
        value = UNFIT if term is None else self._values.value(term, snak)
        if value is UNFIT:
            self._losses.add(f"“{meaning.label}” of a reference", about.record)
        else:
            put(claim, meaning.key, value)

    def _derived(self, said: list[tuple[Meaning, Json]], about: About, found: Found) -> None:
        for meaning, snak in said:
            iri = self._values.relative(str(snak["datavalue"]["value"]))
            if meaning.iri == PROV.wasDerivedFrom and iri is not UNFIT:
                found.derived.append(iri)
            else:
                self._losses.add("what a statement was computed from", about.record)

    def _foreign(self, said: list[tuple[Meaning, Json]], about: About, found: Found) -> None:
        """A reference of another wiki: its source, by its record or its address, says so."""
        source = None
        pages: list[str] = []
        for meaning, snak in said:
            if meaning.key == "source" and source is None:
                value = self._values.value(self._context.terms["source"], snak)
                source = value if value is not UNFIT else None
            elif meaning.key == "url" and source is None and snak.get("snaktype") == "value":
                source = self._page(str(snak["datavalue"]["value"]), about, found)
            elif meaning.key == "pages" and is_pages(_text(snak)):
                pages.append(_text(snak))
            elif meaning.key == "exact" and snak.get("snaktype") == "value":
                words = snak["datavalue"]["value"]
                put(found.verbatim, words["language"], words["text"])
            else:
                self._losses.add(f"“{meaning.label}” of a reference", about.record)
        if source is None:
            self._losses.add("references without a source that is in the file", about.record)
            return
        _, _, local = about.record.partition("/")
        wanted = f"{source.partition('/')[2]}/{local}-{iris.slug(about.key)}"
        claim: Record = {
            "id": self._names.unique(wanted),
            "type": "Claim",
            "source": source,
            "stance": _STANCE,
            "about": about.record,
            "paraphrase": {"en": f"{about.name}: {about.key} {about.said}"},
        }
        if pages:
            claim["pages"] = ", ".join(pages)
        found.claims.append(claim["id"])
        found.records.append(claim)

    def _page(self, address: str, about: About, found: Found) -> str | None:
        """The source for an address, made if there is none yet; None if it is no address."""
        if address not in self._sources:
            try:
                host = urlsplit(address).hostname or address
            except ValueError:
                self._losses.add("addresses of sources that are none", about.record)
                return None
            name = self._names.unique(f"source/{iris.slug(host) or 'page'}")
            self._sources[address] = name
            found.records.append(
                {"id": name, "type": "Source", "name": {"en": host}, "url": address}
            )
        return self._sources[address]


def _text(snak: Json) -> str:
    """The text that a snak has as its value; nothing if that is something else."""
    value = snak.get("datavalue", {}).get("value")
    return value if isinstance(value, str) else ""


def _plain(value: Any) -> Any:
    """A text or a number, whatever it is wrapped in."""
    if isinstance(value, dict):
        return str(value.get("text", value.get("amount", ""))).removeprefix("+")
    return value
