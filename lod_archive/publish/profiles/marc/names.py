"""Which name a record goes by, and the access point that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.marc import codes
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import DCTERMS, FOAF, RDF, SCHEMA, SKOS
from lod_archive.vocab.texts import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from lod_archive.publish.profiles.view import View

CATALOGUED_IN: Final = "en"
"""The language of cataloguing, where there is a choice; else the first one in Latin script."""
PERSON, ORGANIZATION, EVENT, PLACE, TOPIC, TITLE = "00", "10", "47", "51", "50", "30"
"""The last two digits of the fields of a kind of access point: 100, 600, 700, 400, 500…"""
KINDS: Final = {
    SCHEMA.Person: PERSON,
    SCHEMA.Organization: ORGANIZATION,
    SCHEMA.Event: EVENT,
    SCHEMA.Place: PLACE,
    SKOS.Concept: TOPIC,
    FOAF.Group: TOPIC,
}
"""Groups are classes of persons, not bodies that act under a name of their own: topical terms."""
_NAMES: Final = (SCHEMA.name, SKOS.prefLabel)


@dataclass(frozen=True, slots=True)
class Heading:
    """An access point: the kind of field, its first indicator, its subfields."""

    kind: str
    first: str
    subfields: tuple[tuple[str, str], ...]


def kind_of(view: View, iri: str) -> str:
    """The kind of access point for a thing; works, serials, collections go by their titles."""
    for each in view.iris(iri, RDF.type):
        if each in KINDS:
            return KINDS[each]
    return TITLE


def statements(view: View, iri: str) -> list[str]:
    """The IRIs of the statements about a record."""
    node = view.nodes.get(iri, {})
    prefix = view.base + iris.CLAIM_PREDICATES
    found = (each.value for name, some in node.items() if name.startswith(prefix) for each in some)
    return sorted(found)


def preferred(literals: Iterable[ox.Literal]) -> list[ox.Literal]:
    """The texts, first the one to catalogue with; each once, in an order of their own."""
    return sorted(set(literals), key=_preference)


def _preference(literal: ox.Literal) -> tuple[bool, bool, bool, str, str]:
    language = (literal.language or "").lower()
    return (
        language != CATALOGUED_IN,
        not codes.is_latin(literal.value),
        "-" in language,
        language,
        literal.value,
    )


def is_named(view: View, iri: str) -> bool:
    """Whether a thing has a name that can be seen."""
    return bool(names(view, iri))


def names(view: View, iri: str) -> list[ox.Literal]:
    """The names proper that can be seen, the one to catalogue with first."""
    said = (each for name in _NAMES for each in view.literals(iri, name))
    found = [each for each in said if is_visible(each.value)]
    return preferred(found) if len(found) > 1 else found


def heading(view: View, iri: str, name: ox.Literal) -> Heading:
    """The access point of a thing that is made of one of its names.

    :raises PublicationError: if there is nothing in the name that can be seen.
    """
    if not is_visible(name.value):
        raise PublicationError(
            "has a name with nothing in it that can be seen, of which no heading can be made",
            hint="write the name, or leave it out",
        )
    kind = kind_of(view, iri)
    if kind == PERSON:
        return _person(view, iri, name)
    if kind == EVENT:
        dates = sorted(each.value for each in view.literals(iri, DCTERMS.date))
        span = _span(dates, dates)
        return Heading(kind, " ", (("a", name.value), *((("d", span),) if span else ())))
    return Heading(kind, "2" if kind == ORGANIZATION else " ", (("a", name.value),))


def _person(view: View, iri: str, name: ox.Literal) -> Heading:
    family = _of_language(view, iri, SCHEMA.familyName, name)
    given = _of_language(view, iri, SCHEMA.givenName, name)
    text, first = name.value, "0"
    if family:
        first = "1"
        if text.endswith(f" {family}"):
            text = f"{family}, {text.removesuffix(family).rstrip()}"
        elif text.startswith(f"{family} "):
            text = f"{family}, {text.removeprefix(family).strip(' ,')}"
        elif given:
            text = f"{family}, {given}"
        elif text != family:
            first = "1" if "," in text else "0"
    born = [each.value for each in view.literals(iri, SCHEMA.birthDate)]
    died = [each.value for each in view.literals(iri, SCHEMA.deathDate)]
    span = _life(_year(born), _year(died))
    return Heading(PERSON, first, (("a", text), *((("d", span),) if span else ())))


def _of_language(view: View, iri: str, part: str, name: ox.Literal) -> str | None:
    same = (e.value for e in view.literals(iri, part) if e.language == name.language)
    return min(filter(is_visible, same), default=None)


def _year(dates: Iterable[str]) -> str | None:
    """The one year that all the dates fall in, if there is one."""
    found = {year for date in dates for year in codes.years(date)}
    return found.pop() if len(found) == 1 else None


def _life(born: str | None, died: str | None) -> str:
    return f"{born or ''}-{died or ''}" if born or died else ""


def _span(first: Iterable[str], last: Iterable[str]) -> str:
    begun = {codes.years(date)[0] for date in first}
    ended = {codes.years(date)[1] for date in last}
    if len(begun) != 1 or len(ended) != 1:
        return ""
    start, end = begun.pop(), ended.pop()
    if start == end:
        return start or ""
    return f"{start or ''}-{end or ''}"
