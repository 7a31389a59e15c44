"""What is asked of a store about some records: the profile's view, and what that leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.profiles.view import Linked, View, nodes_of
from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source

_OF_ARCHIVES: Final = ("", "p", "ps", "pq")
_LED_TO: Final = r"^<([^>#]*+)[^>]*> [^ ]* <(?!\1>)(%s(?!%s)[^>]*)> \.$"
"""What a line of N-Triples leads to within the archive, but itself and documents."""
_SAID: Final = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?record ?property ?value . ?value rdfs:label ?name }
WHERE { VALUES ?record { %s }
        LATERAL { ?record ?property ?value FILTER(?property IN (%s))
                  OPTIONAL { ?value schema:name | skos:prefLabel | dcterms:title ?name } } }
"""
_MOST: Final = 20_000
"""How many things are remembered; then all are forgotten."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a profile says of some records, as N-Triples: soon handed over, and soon read.

    :param triples: the view.
    :param linked: what is said of what the view leads to and earlier views have not.
    :param said: what the archive says of the records, and the names of what it links them with, if
        the view takes some of that alone.
    :param is_anew: whether what was said earlier is to be forgotten.
    :param datatypes: property → the datatype of its values, where the store does not keep it.
    """

    records: Sequence[str]
    triples: bytes
    linked: bytes
    said: bytes
    is_anew: bool
    base: str
    datatypes: Mapping[str, str]

    def view(self, known: Linked) -> View:
        """The view, and all that is known of what it leads to.

        :param known: what earlier answers have said, which this adds to.
        """
        if self.is_anew:
            known.forget()
        nodes_of(_of_lines(self.linked), known)
        triples = _of_lines(self.triples)
        if self.datatypes:
            triples = _typed(triples, self.datatypes)
        return View(self.records, triples, known, self.base, _of_lines(self.said))


class Questions:
    """Asks a profile's queries; what records lead to is asked of once, up to a number of things."""

    def __init__(self, profile: Profile, source: Source) -> None:
        self._profile = profile
        self._source = source
        self._asked: set[str] = set()
        base = source.prologue.base or ""
        led_to = _LED_TO % (re.escape(base), iris.DOCUMENTS)
        self._led_to = re.compile(led_to.encode(), re.MULTILINE)

    def ask(self, records: Sequence[str]) -> Answers:
        """What the profile says of some records."""
        profile, source = self._profile, self._source
        base = source.prologue.base or ""
        triples = construct(source, profile.of_records(listed(records)))
        is_anew, linked = not self._asked, b""
        if profile.linked is not None:
            found = dict.fromkeys(iri for _, iri in self._led_to.findall(triples))
            wanted = [f"{base}{iris.DATASET}", *(iri.decode() for iri in found)]
            if len(self._asked) + len(wanted) > _MOST:
                self._asked, is_anew = set(), True
            new = [iri for iri in wanted if iri not in self._asked]
            self._asked.update(new)
            query = profile.of_linked(listed(new)) if new else None
            linked = construct(source, query) if query else b""
        said = construct(source, _said(profile, records)) if profile.takes_partly else b""
        return Answers(records, triples, linked, said, is_anew, base, profile.datatypes)


def _said(profile: Profile, records: Sequence[str]) -> str:
    taken = sorted(iri for iri in profile.mentioned if iris.has_known_scheme(iri))
    return _SAID % (listed(records), listed(taken, ", "))


def view(profile: Profile, source: Source, records: Sequence[str]) -> View:
    """What a profile says of some records, and of what they lead to."""
    return Questions(profile, source).ask(records).view(Linked())


def listed(things: Iterable[str], between: str = " ") -> str:
    """The IRIs as SPARQL has them, side by side."""
    return between.join(f"<{iri}>" for iri in things)


def select(source: Source, query: str, prefixes: Mapping[str, str]) -> Iterable[ox.QuerySolution]:
    """The rows of a query of the framework's own."""
    rows = source.store.query(query, prefixes=prefixes)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 it is a SELECT
    return rows


def construct(source: Source, query: str) -> bytes:
    """The answer to a profile's query, as N-Triples; the query knows the archive's own prefixes."""
    prologue = source.prologue
    own = {each: prologue.prefixes[each] for each in _OF_ARCHIVES if each in prologue.prefixes}
    triples = source.store.query(query, prefixes=own, base=prologue.base)
    assert isinstance(triples, ox.QueryTriples)  # noqa: S101 it is a CONSTRUCT
    lines = triples.serialize(format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None  # noqa: S101 no file was named
    return lines


def _typed(triples: Iterable[ox.Triple], datatypes: Mapping[str, str]) -> Iterator[ox.Triple]:
    """The triples with the datatypes that the store does not keep."""
    for triple in triples:
        datatype = datatypes.get(triple.predicate.value)
        if datatype is not None and isinstance(triple.object, ox.Literal):
            literal = ox.Literal(triple.object.value, datatype=ox.NamedNode(datatype))
            triple = ox.Triple(triple.subject, triple.predicate, literal)  # noqa: PLW2901
        yield triple


def as_lines(triples: Iterable[ox.Triple]) -> bytes:
    """The triples as N-Triples."""
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None  # noqa: S101 no file was named
    return lines


def _of_lines(lines: bytes) -> Iterable[ox.Triple]:
    return (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES, lenient=True))
