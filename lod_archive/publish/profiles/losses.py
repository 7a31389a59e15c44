"""What is lost on the way from the archive to the form of a consumer, and how often."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.profiles.questions import select
from lod_archive.query.tokens import tokens
from lod_archive.vocab.namespaces import ARC, FOAF, PROV, RDF, WIKIBASE

if TYPE_CHECKING:
    from lod_archive.publish.profiles.profile import Profile
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
    """What the profile's query never asks for, although its records have it."""
    if profile.takes_all:
        return
    mentioned = _mentioned(profile, profile.construct)
    classes = "".join(f"<{each}> " for each in profile.classes)
    prologue = source.prologue
    claims = f"{prologue.base}prop/"
    taken = ", ".join(f"<{iri}>" for iri in sorted(mentioned | _NEVER_TAKEN) if _IRI.fullmatch(iri))
    for row in select(source, _DIRECT % (classes, taken), _PREFIXES):
        iri = row["property"].value
        if not iri.startswith(claims):
            yield _loss(prologue.shorten(iri), row, prologue.base)
    besides = mentioned | _mentioned(profile, profile.linked or "")
    for iri, (what, pattern) in _BESIDES.items():
        if iri not in besides:
            for row in select(source, _STATEMENTS % (pattern, classes), _PREFIXES):
                if row["example"] is not None:
                    yield _loss(what, row, prologue.base)


def _loss(what: str, row: ox.QuerySolution, base: str | None) -> Loss:
    example = row["example"].value.removeprefix(base or "")
    return Loss(what, int(row["values"].value), example)


def _mentioned(profile: Profile, query: str) -> frozenset[str]:
    """The IRIs that stand in a query of the profile."""
    found = set()
    for token in tokens(query):
        if token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            found.add(profile.prefixes.get(prefix, f"{prefix}:") + local)
    return frozenset(found)


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
