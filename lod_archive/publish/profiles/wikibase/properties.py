"""The properties of an export: an own one for each property of the archive and each datatype.

A property of Wikibase has one datatype; one of the archive may lead to items and to addresses. What
each of them stands for is a statement on it: ``owl:equivalentProperty``, with the IRI; and for
identifiers of a kind, ``schema:propertyID``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.wikibase.datatypes import STRING, URL, Json, snak
from lod_archive.publish.profiles.wikibase.numbers import number
from lod_archive.vocab.namespaces import OWL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

EQUIVALENT: Final = OWL.equivalentProperty
SCHEME: Final = SCHEMA.propertyID
_MARKED: Final = {URL: " (URL)", STRING: " (text)"}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the Wikibase.

    :param iri: the archive's property that it stands for.
    :param scheme: of identifiers: what kind they are, such as ``VIAF``.
    """

    iri: str
    datatype: str
    scheme: str = ""

    @property
    def id(self) -> str:
        """Its number, ``P…``.

        >>> Property("https://schema.org/birthDate", "time").id
        'P1075830806'
        """
        return _id(self.iri, self.datatype, self.scheme)

    def label(self, keys: Mapping[str, str]) -> str:
        """What it is called: the key, with the kind of value where another property has it too.

        >>> Property("https://schema.org/sameAs", "url").label({})
        'sameAs (URL)'
        """
        key = keys.get(self.iri) or self.iri.replace("#", "/").rpartition("/")[2]
        return f"{key} ({self.scheme})" if self.scheme else key + _MARKED.get(self.datatype, "")

    def entity(self, keys: Mapping[str, str]) -> Json:
        """Its entity, which says what it stands for."""
        said = {Property(EQUIVALENT, URL): self.iri}
        if self.scheme:
            said[Property(SCHEME, STRING)] = self.scheme
        claims = {each.id: [_claim(self.id, each, value)] for each, value in said.items()}
        return {
            "type": "property",
            "id": self.id,
            "datatype": self.datatype,
            "labels": {"en": {"language": "en", "value": self.label(keys)}},
            "descriptions": {},
            "aliases": {},
            "claims": dict(sorted(claims.items())),
        }


@lru_cache(maxsize=4096)
def _id(iri: str, datatype: str, scheme: str) -> str:
    return f"P{number(f'{iri} {datatype} {scheme}')}"


def _claim(owner: str, said: Property, value: str) -> Json:
    return {
        "id": f"{owner}${said.id}",
        "type": "statement",
        "rank": "normal",
        "mainsnak": snak(said.id, said.datatype, value),
    }
