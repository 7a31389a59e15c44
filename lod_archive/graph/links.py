"""Links to other datasets that people have decided on: statements that say who did, and when.

A link that was accepted is published as any other statement of its entity: ``p:exactMatch`` leads
to a node with the target, what the decision rests on, who made it (``prov:wasAttributedTo``) and
when, and what was known of the target then, as qualifiers; the plain triple stands beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lod_archive.graph.context import Term
from lod_archive.graph.dates import bounds, dates_among
from lod_archive.graph.decision import Decision, Links
from lod_archive.graph.model import Model
from lod_archive.graph.nodes import Link, Node, as_fragment
from lod_archive.graph.statements import append
from lod_archive.graph.values import Values
from lod_archive.store.terms import is_iri
from lod_archive.vocab.namespaces import SCHEMA, SEMAPV

_ID: Final = re.compile(rb"[a-z0-9][a-z0-9._/-]*")
_ESCAPED: Final = re.compile(rb"\\[/uUx\r\n]|\0")
"""Ways to write an id so that it does not stand there in ASCII."""
_MOST_YEARS: Final = 9999
_LIMITS: Final = {
    SCHEMA.Person: ("birthDate", "deathDate"),
    SCHEMA.Organization: ("foundingDate", "dissolutionDate"),
}
"""What the first and the last year of a thing are called, by what it is; else they are a date."""


def add_links(values: Values, entity: Node) -> None:
    """Put the links of an entity into its node; nodes of statements go to ``values.nodes``.

    What the record says by a statement of its own, which has its evidence, is not said again.
    """
    for decision, file in values.model.links.get(entity["id"], ()):
        term = _property(values.model, decision.predicate)
        if term is None or _is_stated(values, entity, term.key, decision.target):
            continue
        fragment = as_fragment(decision.target.partition("://")[2] or decision.target).strip("-")
        node_id = values.unique(f"{entity['id']}#{term.key}-{fragment}")
        node: Node = {"id": node_id, "type": ["Statement", "wikibase:BestRank"]}
        node |= {f"ps:{term.key}": decision.target, "rank": "normal"}
        node |= _provenance(decision, file) | _qualifiers(values, decision, entity)
        values.add(node, ())
        entity.setdefault(f"p:{term.key}", []).append(Link(node_id))
        append(entity, term.key, decision.target, is_by_language=False)


def _is_stated(values: Values, entity: Node, key: str, target: str) -> bool:
    """Whether a statement of the record is why the entity has this link."""
    return target in _as_list(entity.get(key)) and any(
        node.get(f"ps:{key}") == target for node in values.nodes
    )


def _property(model: Model, predicate: str) -> Term | None:
    terms = model.context.terms.values()
    return next((term for term in terms if term.is_property and term.iri == predicate), None)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _provenance(decision: Decision, file: str) -> Node:
    """Who decided, when, why, and what the target is called there."""
    who = ", ".join(decision.names or decision.people)
    said = f"{file}: decided by {who}" + (f" on {decision.date}" if decision.date else "")
    node: Node = {"evidence": said}
    if decision.people:
        node["attributedTo"] = list(decision.people)
    if decision.names:
        node["sssom:author_label"] = [
            {"@value": name, "@type": "xsd:string"} for name in decision.names
        ]
    node["justification"] = SEMAPV[decision.justification]
    for key, value, datatype in (
        ("dcterms:created", decision.date, "xsd:date"),
        ("sssom:confidence", decision.confidence, "xsd:decimal"),
        ("sssom:object_label", decision.target_label, "xsd:string"),
        ("sssom:comment", decision.comment, "xsd:string"),
    ):
        if value:
            node[key] = {"@value": value, "@type": datatype}
    return node


def _qualifiers(values: Values, decision: Decision, entity: Node) -> Node:
    """What was known of the target when it was decided: its class, and its years."""
    node: Node = {}
    if is_iri(decision.category):
        node["pq:hasType"] = decision.category
    expand = values.model.context.expand_iri
    begin, end = _year(decision.begin), _year(decision.end)
    kinds = {expand(str(kind)) for kind in _as_list(entity.get("type"))}
    for kind, limits in _LIMITS.items():
        if kind in kinds:
            years = zip(limits, (begin, end), strict=True)
            return node | {f"pq:{key}": year for key, year in years if year}
    if begin or end:
        date = begin if begin == end else f"{begin}/{end}"
        node |= {"pq:date": date} | bounds(dates_among(date))
    return node


def _year(year: int | None) -> str:
    """A year in EDTF, or nothing where it is not known.

    >>> _year(1905), _year(-43), _year(None)
    ('1905', '-0043', '')
    """
    if year is None or abs(year) > _MOST_YEARS:
        return ""
    return f"{year:05d}" if year < 0 else f"{year:04d}"


def digest_of_links(links: Links, base: str, raw: bytes) -> str:
    """A digest of the links of those entities that are mentioned in the bytes of some records.

    It changes with each decision on one of them, so that only they are expanded again. Where an id
    could be written in escapes, all links count.

    >>> digest_of_links({}, "https://example.org/", b"id: event/strike")
    ''
    """
    ids: Iterable[str] = links
    if links and not _ESCAPED.search(raw):
        mentioned = set(_ID.findall(raw.replace(base.encode(), b" ")))
        ids = (each for each in links if each.encode() in mentioned)
    said = [repr([each, *_digested(links[each])]) for each in sorted(ids)]
    return hashlib.sha256("".join(said).encode()).hexdigest() if said else ""


def _digested(decisions: Iterable[tuple[Decision, str]]) -> Iterator[tuple[object, ...]]:
    for decision, file in decisions:
        years = decision.begin, decision.end, decision.category
        yield decision.predicate, decision.target, *years, _provenance(decision, file)
