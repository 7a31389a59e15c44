"""What is lost on the way from the archive to the form of a consumer, and how often."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.profiles.questions import listed, select
from lod_archive.publish.profiles.view import nodes_of
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, FOAF, PROV, RDF, RDFS, WIKIBASE

if TYPE_CHECKING:
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.publish.profiles.view import Node, View
    from lod_archive.query import Source

_PREFIXES: Final = {"foaf": FOAF, "wikibase": WIKIBASE, "prov": PROV}
_HEADER: Final = ("what", "values", "example")
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


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a form has no place for.

    :param what: in words, or as the short form of a property.
    :param values: how many values of the archive it concerns.
    :param example: the id of a record that it concerns.
    """

    what: str
    values: int
    example: str


class Losses:
    """Counts what an export leaves out."""

    def __init__(self) -> None:
        self._found: dict[str, Loss] = {}

    def add(self, what: str, record: str) -> None:
        """Count one value that is left out, or written with less in it.

        :param what: in words that a librarian understands; the same for each such value.
        :param record: the IRI of the record.
        """
        known = self._found.get(what)
        if known is None:
            self._found[what] = Loss(what, 1, record)
        else:
            self._found[what] = Loss(what, known.values + 1, known.example)

    def add_all(self, other: Losses) -> None:
        """Count what another part of the same form leaves out, which comes after this one."""
        for loss in other:
            known = self._found.get(loss.what)
            more = loss if known is None else replace(known, values=known.values + loss.values)
            self._found[loss.what] = more

    def keep(self, loss: Loss) -> None:
        """Take over a loss of another form, unless as much is known to be lost."""
        known = self._found.get(loss.what)
        if known is None or known.values < loss.values:
            self._found[loss.what] = loss

    def __iter__(self) -> Iterator[Loss]:
        return iter(sorted(self._found.values(), key=lambda loss: loss.what))


def merged(several: Iterable[Losses]) -> Losses:
    """What any of several forms loses: each thing once, as often as the form that loses most."""
    losses = Losses()
    for loss in (loss for each in several for loss in each):
        losses.keep(loss)
    return losses


def left_out(profile: Profile, source: Source) -> Iterator[Loss]:
    """What the profile's queries never ask for, although its records have it."""
    if profile.takes_all:
        return
    prologue, mentioned = source.prologue, profile.mentioned
    classes = listed(profile.classes)
    claims = f"{prologue.base}{iris.CLAIM_PREDICATES}"
    taken = (mentioned - {*profile.merged}) | _NEVER_TAKEN
    for row in select(source, _DIRECT % (classes, _apart(taken)), _PREFIXES):
        iri = row["property"].value
        if not iri.startswith(claims):
            besides_it = " (told as another property)" if iri in profile.merged else ""
            yield _loss(f"{prologue.shorten(iri)}{besides_it}", row, prologue.base)
    besides = mentioned | profile.named_in(profile.linked or "")
    for iri, (what, pattern) in _BESIDES.items():
        if iri not in besides:
            for row in select(source, _STATEMENTS % (pattern, classes), _PREFIXES):
                if row["example"] is not None:
                    yield _loss(what, row, prologue.base)
    states = f"{prologue.base}{iris.STATEMENT_PREDICATES}"
    for row in select(
        source, _QUALIFIERS % (_apart(_STATING), states, _apart(profile.classes)), _PREFIXES
    ):
        short = prologue.shorten(row["property"].value)
        if not besides.intersection((short, row["property"].value)):
            yield _loss(f"{short} of statements", row, prologue.base)


def _apart(things: Iterable[str]) -> str:
    """The IRIs as SPARQL has them in a list; what has a prefix of archives is none."""
    return ", ".join(f"<{iri}>" for iri in sorted(things) if _IRI.fullmatch(iri))


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


def as_csv(losses: Iterable[Loss]) -> bytes:
    r"""The report as a table: RFC 4180, in UTF-8, one line for each kind of loss.

    >>> as_csv([Loss("schema:award", 3, "person/x")])
    b'what,values,example\r\nschema:award,3,person/x\r\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    writer.writerows((loss.what, loss.values, loss.example) for loss in losses)
    return text.getvalue().encode()
