"""What a profile leaves out: properties that it never asks for, and values that its view lacks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.profiles.losses import Loss
from lod_archive.publish.profiles.questions import listed, select
from lod_archive.publish.profiles.records import classes_of
from lod_archive.publish.profiles.view import nodes_of
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, FOAF, PROV, RDF, RDFS, WIKIBASE

if TYPE_CHECKING:
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.publish.profiles.view import Node, View
    from lod_archive.query import Source

_PREFIXES: Final = {"foaf": FOAF, "wikibase": WIKIBASE, "prov": PROV}
_IRI: Final = re.compile(r"""[a-zA-Z][\w+.-]*:[^\s<>"{}|\\^`]*""")
_NEVER_TAKEN: Final = frozenset({RDF.type, ARC.earliest, ARC.latest})
"""What says nothing of its own: earliest and latest days are computed from the dates."""
_DIRECT: Final = """
SELECT ?property (COUNT(*) AS ?values) (MIN(?record) AS ?example)
WHERE {
  { SELECT DISTINCT ?record ?property ?value
    WHERE { VALUES ?class { %s } ?record a ?class ; ?property ?value
            FILTER(?property NOT IN (%s))
            ?document foaf:primaryTopic ?record } }
}
GROUP BY ?property ORDER BY ?property
"""
_STATEMENTS: Final = """
SELECT (COUNT(DISTINCT ?statement) AS ?values) (MIN(?record) AS ?example)
WHERE { %s LATERAL { VALUES ?class { %s } ?record a ?class } }
"""
_BESIDES: Final = {
    WIKIBASE.rank: (
        "values beside the best one, which sources disagree on",
        """{ SELECT ?statement
             WHERE { ?statement a wikibase:Statement
                     FILTER NOT EXISTS { ?statement a wikibase:BestRank } } }
           LATERAL { ?record ?claim ?statement }""",
    ),
    PROV.wasDerivedFrom: (
        "the sources of single statements",
        """{ SELECT DISTINCT ?statement
             WHERE { ?statement a wikibase:Statement ; prov:wasDerivedFrom ?source } }
           LATERAL { ?record ?claim ?statement }""",
    ),
}
"""What a view that never mentions the property leaves out, in words and as a pattern."""

_QUALIFIERS: Final = """
SELECT ?property (COUNT(*) AS ?values) (MIN(?record) AS ?example)
WHERE { { SELECT DISTINCT ?statement ?property ?value
          WHERE { ?statement a wikibase:Statement ; ?property ?value
                  FILTER(?property NOT IN (%s) && !STRSTARTS(STR(?property), "%s")) } }
        LATERAL { ?record ?claim ?statement }
        FILTER EXISTS { ?record a ?class FILTER(?class IN (%s)) } }
GROUP BY ?property ORDER BY ?property
"""
_STATING: Final = frozenset(
    {RDF.type, WIKIBASE.rank, PROV.wasDerivedFrom, ARC.earliest, ARC.latest}
)
"""What makes a statement one; all else that is said of it, but its value, qualifies it."""


def left_out(profile: Profile, source: Source) -> Iterator[Loss]:
    """What the profile's queries never ask for, although its records have it."""
    if not profile.takes_all:
        asked = profile.mentioned | profile.named_in(profile.linked or "")
        classes = classes_of(profile, source)
        yield from _properties(profile, source, classes)
        yield from _statements(source, asked, classes)
        yield from _qualifiers(source, asked, classes)


def _properties(profile: Profile, source: Source, classes: Sequence[str]) -> Iterator[Loss]:
    """Properties of records, and those that are told as another one."""
    prologue = source.prologue
    claims = f"{prologue.base}{iris.CLAIM_PREDICATES}"
    taken = (profile.mentioned - {*profile.merged}) | _NEVER_TAKEN
    query = _DIRECT % (listed(classes), _apart(taken))
    for row in select(source, query, _PREFIXES):
        iri = row["property"].value
        if not iri.startswith(claims):
            how = " (told as another property)" if iri in profile.merged else ""
            yield _loss(f"{prologue.shorten(iri)}{how}", row, prologue.base)


def _statements(source: Source, asked: Collection[str], classes: Sequence[str]) -> Iterator[Loss]:
    """What statements say beside the best values: other values, and sources."""
    for iri, (what, pattern) in _BESIDES.items():
        if iri not in asked:
            query = _STATEMENTS % (pattern, listed(classes))
            for row in select(source, query, _PREFIXES):
                if row["example"] is not None:
                    yield _loss(what, row, source.prologue.base)


def _qualifiers(source: Source, asked: Collection[str], classes: Sequence[str]) -> Iterator[Loss]:
    """What else is said of statements."""
    prologue = source.prologue
    stated = f"{prologue.base}{iris.STATEMENT_PREDICATES}"
    query = _QUALIFIERS % (_apart(_STATING), stated, _apart(classes))
    for row in select(source, query, _PREFIXES):
        iri = row["property"].value
        short = prologue.shorten(iri)
        if iri not in asked and short not in asked:
            yield _loss(f"{short} of statements", row, prologue.base)


def _apart(things: Iterable[str]) -> str:
    """The IRIs as SPARQL has them in a list; what has a prefix of archives is none."""
    return listed((iri for iri in sorted(things) if _IRI.fullmatch(iri)), ", ")


def untold(view: View, otherwise: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Values of the records that their view lacks: properties and records, by IRI.

    A thing that is told by its name is not lacking. Parts of records, which have IRIs below theirs,
    are not looked at, nor are codes that are IRIs.

    :param otherwise: properties whose values are told in another form.
    """
    aside, said = {*_NEVER_TAKEN, *otherwise}, nodes_of(view.said)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for subject, node in view.nodes.items():
        parts[iris.entity_of(subject)].update(_texts(node))
    for record in view.records:
        told = parts[record].union(*map(_texts, view.nodes_of(record)))
        for name, values in said.get(record, {}).items():
            for value in () if name in aside else values:
                is_told = value.value in told or not told.isdisjoint(_labels(said, value))
                if not is_told and (isinstance(value, ox.Literal) or _is_record(view, value)):
                    yield name, record


def _texts(node: Node) -> Iterator[str]:
    return (value.value for values in node.values() for value in values)


def _is_record(view: View, thing: ox.NamedNode) -> bool:
    return thing.value.startswith(view.base) and iris.entity_of(thing.value) == thing.value


def _labels(said: Mapping[str, Node], thing: ox.NamedNode | ox.Literal) -> Iterator[str]:
    return (each.value for each in said.get(thing.value, {}).get(RDFS.label, ()))


def _loss(what: str, row: ox.QuerySolution, base: str | None) -> Loss:
    example = row["example"].value.removeprefix(base or "")
    return Loss(what, int(row["values"].value), example)
