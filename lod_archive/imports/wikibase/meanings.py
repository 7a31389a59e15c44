"""What properties of a Wikibase mean to the archive, and what its items are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lod_archive.graph.wikidata import ENTITY, read_matches
from lod_archive.publish.profiles.wikibase.datatypes import EXTERNAL_ID, STRING, URL
from lod_archive.publish.profiles.wikibase.items import SAME
from lod_archive.publish.profiles.wikibase.properties import EQUIVALENT, SCHEME, Property
from lod_archive.publish.profiles.wikibase.references import ID
from lod_archive.vocab.namespaces import RDF

if TYPE_CHECKING:
    from lod_archive.archive import ArchiveFolder
    from lod_archive.graph.context import Context
    from lod_archive.imports.wikibase.entities import Json

INSTANCE_OF: Final = "P31"
_EQUIVALENT: Final = Property(EQUIVALENT, URL).id
_SCHEME: Final = Property(SCHEME, STRING).id
_ID: Final = Property(ID, EXTERNAL_ID).id
_SAME: Final = Property(SAME, URL).id
_TYPE: Final = Property(RDF.type, URL).id


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a property means.

    :param key: of records; nothing, if the archive has none for it.
    :param iri: the property that it is said to be.
    :param scheme: of identifiers, what kind they are.
    :param label: what it is called, for messages.
    """

    key: str = ""
    iri: str = ""
    scheme: str = ""
    label: str = ""


@dataclass(slots=True)
class Item:
    """What is known of an item before it is read.

    :param names: its labels, by language.
    :param classes: keys of classes, where they are known.
    :param types: IRIs of others.
    :param own: the id that it had in an archive.
    """

    names: dict[str, str]
    classes: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    own: str | None = None


class Meanings:
    """Knows the properties of a file: those that it describes, else those of Wikidata.

    :param context: what the keys of records mean.
    :ivar languages: number of an item → the code of the language that it is.
    :ivar units: IRI of an item → the word for the unit that it is.
    """

    def __init__(self, archive: ArchiveFolder, context: Context) -> None:
        self._context = context
        self._described: dict[str, Meaning] = {}
        table = read_matches(archive)
        self._classes = {str(match.number): key for key, match in table.classes.items()}
        self.languages = {str(match.number): code for code, match in table.languages.items()}
        self.units = {
            ENTITY + str(match.number): key
            for key, match in table.units.items()
            if key in context.terms
        }
        self._known = _by_number(table.properties)
        self._qualifiers = _by_number(table.qualifiers)
        self._references = _by_number(table.references)
        self._keys = _keys(context)

    def describe(self, entity: Json) -> None:
        """Take in what a property is said to be.

        Numbers are each wiki's own: one that says no IRI is Wikidata's if its label is.
        """
        name = entity["id"]
        iri = next(strings(entity, _EQUIVALENT), "")
        scheme = next(strings(entity, _SCHEME), "")
        label = label_of(entity) or name
        key = self._key(iri, label)
        if iri:
            self._described[name] = Meaning(key, iri, scheme, label)
        else:
            rows = (self._known, self._qualifiers, self._references)
            if not any(_is_called(row.get(name), label) for row in rows):
                self._described[name] = Meaning(label=label)

    def of(self, name: str) -> Meaning:
        """What a property means in a statement."""
        return self._described.get(name) or self._known.get(name) or Meaning(label=name)

    def of_qualifier(self, name: str) -> Meaning:
        """What it means in a qualifier."""
        return self._described.get(name) or self._qualifiers.get(name) or self.of(name)

    def of_reference(self, name: str) -> Meaning:
        """What it means in a reference."""
        return self._described.get(name) or self._references.get(name) or Meaning(label=name)

    def item(self, entity: Json) -> Item:
        """What is known of an item by itself."""
        types = {iri: self._class(iri) for iri in strings(entity, _TYPE)}
        classes = [key for key in types.values() if key is not None]
        classes += [
            self._classes[value["id"]]
            for value in values(entity, INSTANCE_OF)
            if isinstance(value, dict) and value.get("id") in self._classes
        ]
        names = {key: term["value"] for key, term in entity["labels"].items()}
        return Item(
            names,
            list(dict.fromkeys(classes)),
            [iri for iri, key in types.items() if key is None],
            next(strings(entity, _ID), None),
        )

    def is_class(self, snak: Json) -> bool:
        """Whether a snak says nothing but of which class an item is."""
        value = snak.get("datavalue", {}).get("value")
        return (
            snak["property"] == INSTANCE_OF
            and isinstance(value, dict)
            and value.get("id") in self._classes
        )

    def base(self, entity: Json) -> str | None:
        """The base of the archive that an item was exported from."""
        own, iri = next(strings(entity, _ID), None), next(strings(entity, _SAME), None)
        return iri.removesuffix(own) if own and iri and iri.endswith(own) else None

    def _class(self, iri: str) -> str | None:
        for key, term in self._context.terms.items():
            if term.is_class and term.iri == iri:
                return key
        return None

    def _key(self, iri: str, label: str) -> str:
        """The key that the label begins with, if it means the same; else the first that does."""
        word = label.partition(" ")[0]
        term = self._context.terms.get(word)
        return word if term is not None and term.iri == iri else self._keys.get(iri, "")


def _keys(context: Context) -> dict[str, str]:
    keys: dict[str, str] = {}
    for key, term in context.terms.items():
        if term.is_property:
            keys.setdefault(term.iri, key)
    return keys


def _by_number(rows: Any) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for key, match in rows.items():
        if match.number is not None:
            found.setdefault(match.number, Meaning(key, label=match.label))
    return found


def _is_called(meaning: Meaning | None, label: str) -> bool:
    return meaning is not None and meaning.label.casefold() == label.casefold()


def label_of(entity: Json) -> str:
    """What an entity is called, in English if it has a label in it."""
    labels = entity["labels"]
    chosen: Json = labels.get("en") or labels.get("mul") or next(iter(labels.values()), {})
    return str(chosen.get("value", ""))


def values(entity: Json, name: str) -> Iterator[Any]:
    """The values that an entity has for a property."""
    for claim in entity["claims"].get(name, ()):
        if claim["mainsnak"].get("snaktype") == "value":
            yield claim["mainsnak"]["datavalue"]["value"]


def strings(entity: Json, name: str) -> Iterator[str]:
    """Those of them that are texts."""
    return (value for value in values(entity, name) if isinstance(value, str))
