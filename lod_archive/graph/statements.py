"""Statements: what a record says of its entity, resting on claims and perhaps contradicted.

They are published in `Wikibase's pattern
<https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format#Statement_types>`_: the entity's
``p:date`` leads to a statement node with the value (``ps:date``), qualifiers (``pq:…``), rank and
the claims it is derived from. A *direct* triple, ``event/x dcterms:date …``, stands beside it only
for statements of the best rank, and never for one that rests on nothing but claims that assert
nothing (reported, hedged, alleged …): an allegation does not become a fact. Nor does a statement
of lower rank then take its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lod_archive.errors import did_you_mean
from lod_archive.graph.context import Term
from lod_archive.graph.dates import bounds, dates_among, in_gregorian
from lod_archive.graph.nodes import Link, Node, Path, as_fragment, is_empty
from lod_archive.graph.values import Values
from lod_archive.vocab import edtf

RANKS: Final = ("preferred", "normal", "deprecated")
_CALENDARS: Final = ("gregorian", "julian")
_AS_THEY_ARE: Final = ("evidence", "verbatim", "derivation", "derivedFrom", "note")
_KEYS: Final = (
    "property",
    "value",
    "claim",
    "rank",
    "qualifiers",
    "calendar",
    "gregorian",
    *_AS_THEY_ARE,
    "id",
)
_KNOWN: Final = frozenset(_KEYS)


@dataclass(slots=True)
class _Statement:
    """A statement under way: its node, and what decides whether it gives a direct triple.

    :param inputs: the ids of the claims and statements that its value was computed from.
    """

    term: Term
    value: Any
    node: Node
    rank: str
    inputs: list[str]
    is_weak: bool


def add_statements(values: Values, entity: Node) -> None:
    """Put the record's statements, and the direct triples of the best, into the entity's node.

    Nodes of statements and of their values are appended to ``values.nodes``.
    """
    written = values.record.data.get("statements")
    if written is None:
        return
    if not isinstance(written, list):
        hint = "begin each with “- property: …”"
        values.problem(("statements",), "statements are a list", hint)
        return
    statements = []
    for index, data in enumerate(written):
        statement = _read(values, data, ("statements", index), entity["id"])
        if statement is not None:
            statements.append(statement)
    _weaken_derived(statements, values.model.weak_claims)
    best = _best_ranks(statements)
    for statement in statements:
        _attach(statement, entity, is_best=statement.rank == best[statement.term.key])


def _read(values: Values, data: Any, path: Path, owner: str) -> _Statement | None:
    if not isinstance(data, dict):
        hint = "write {property: …, value: …, claim: …}"
        values.problem(path, "a statement is a mapping", hint)
        return None
    for key in sorted(data.keys() - _KNOWN):
        hint = did_you_mean(key, _KEYS) or "a statement has the keys " + ", ".join(_KEYS)
        values.problem((*path, key), f"unknown key “{key}” in a statement", hint, key=True)
    term = _property(values, data.get("property"), path, "property")
    if term is None:
        return None
    if is_empty(data.get("value")):
        values.problem(path, f"the statement on “{term.key}” has no value", "add value: …")
        return None
    claims = _claims(values, data.get("claim"), (*path, "claim"))
    node: Node = {"id": _id(values, data, path, owner, term, claims), "type": "Statement"}
    values.add(node, path)
    value = _value(values, data, path, term, node)
    node["rank"] = rank = _choice(values, data, path, "rank", RANKS, default="normal")
    if claims:
        node["claim"] = claims
    _qualify(values, data, path, node)
    _annotate(values, data, path, node)
    weak, relative = values.model.weak_claims, values.context.relative
    is_weak = bool(claims) and all(relative(claim) in weak for claim in claims)
    derived = data.get("derivedFrom")
    inputs = derived if isinstance(derived, list) else [derived]
    names = [relative(name) for name in inputs if isinstance(name, str)]
    return _Statement(term, value, node, rank, names, is_weak)


def _weaken_derived(statements: list[_Statement], weak_claims: frozenset[str]) -> None:
    """Mark what was computed from something weak: a figure is no firmer than what it is made of.

    Statements of other records are taken as firm; only this record's are known here.
    """
    weak = {each.node["id"] for each in statements if each.is_weak}
    found = True
    while found:
        found = False
        for each in statements:
            if not each.is_weak and any(one in weak or one in weak_claims for one in each.inputs):
                each.is_weak = found = True
                weak.add(each.node["id"])


def _property(values: Values, name: Any, path: Path, key: str) -> Term | None:
    """The property of this name, which stands at a key of what is at the path."""
    term = values.context.terms.get(name) if isinstance(name, str) else None
    if term is not None and term.is_property:
        return term
    if name is None:
        values.problem(path, "the statement has no property", "add property: date, for example")
        return None
    properties = [known.key for known in values.context.terms.values() if known.is_property]
    hint = did_you_mean(str(name), properties)
    hint = hint or 'define it in ontology/context.jsonld: "name": {"@id": "prefix:name"}'
    values.problem((*path, key), f"unknown property {name!r}", hint, key=key == name)
    return None


def _claims(values: Values, given: Any, path: Path) -> list[str]:
    """The ids of the claims that a statement rests on, each once."""
    claims: dict[str, None] = {}
    is_list = isinstance(given, list)
    for index, claim in enumerate(given if is_list else [] if given is None else [given]):
        at = (*path, index) if is_list else path
        if isinstance(claim, str):
            if claim not in values.checked.references:
                values.reference(claim, at)
            claims[claim] = None
        else:
            hint = "claims are records of their own below data/claims; write the id of one"
            values.problem(at, f"{claim!r} is not the id of a claim", hint)
    return list(claims)


def _id(
    values: Values,
    data: Mapping[str, Any],
    path: Path,
    owner: str,
    term: Term,
    claims: list[str],
) -> str:
    """``event/x#date-essay-c01``: the same for as long as property and first claim stay."""
    if data.get("id") is not None:
        given = values.given_id(data["id"], owner, (*path, "id"))
        if given is not None:
            return given
    name = term.key
    if claims:
        name += "-" + as_fragment(values.context.relative(claims[0]))
    return values.unique(f"{owner}#{name}")


def _choice(
    values: Values,
    data: Mapping[str, Any],
    path: Path,
    key: str,
    choices: tuple[str, ...],
    default: str,
) -> str:
    choice = data.get(key)
    if choice is None:
        return default
    if choice in choices:
        return str(choice)
    hint = did_you_mean(str(choice), choices) or "write one of: " + ", ".join(choices)
    values.problem((*path, key), f"{choice!r} is not a {key}", hint)
    return default


def _value(values: Values, data: Mapping[str, Any], path: Path, term: Term, node: Node) -> Any:
    """Put the value into the statement's node, with the bounds and calendar of a date."""
    written = data["value"]
    at = (*path, "value")
    calendar: Any = _choice(values, data, path, "calendar", _CALENDARS, default="gregorian")
    if isinstance(written, list):
        values.problem(at, "a statement has one value", "write a statement for each value")
        return None
    if term.is_date and isinstance(written, str):
        value = _date(values, written, at, calendar, node)
        _check_conversion(values, data.get("gregorian"), value, (*path, "gregorian"))
    else:
        value = values.value(term, written, at, f"{node['id']}-value")
        if calendar != "gregorian":
            hint = "remove it; only a statement whose value is a date has a calendar"
            values.problem((*path, "calendar"), "only dates have a calendar", hint, key=True)
    node[f"ps:{term.key}"] = value
    return value


def _date(values: Values, written: str, path: Path, calendar: edtf.Calendar, node: Node) -> str:
    """The Gregorian date; bounds, and what was written in another calendar, go into the node."""
    date = values.date(written, path, calendar)
    if date is None:
        return written
    value = in_gregorian(date)
    if value is None:
        message = f"{written!r} cannot be converted from the Julian calendar"
        hint = "convert it yourself; the source's words can stand in verbatim"
        values.problem(path, message, hint)
        return written
    node |= bounds([date])
    if calendar != "gregorian":
        node |= {"calendar": calendar, "stated": written}
    return value


def _check_conversion(values: Values, printed: Any, value: str, path: Path) -> None:
    """Compare the Gregorian date that the source itself gives beside its own with the converted."""
    if printed is None or printed == value:
        return
    hint = "correct a slip; if the source is wrong, keep its date as a statement of its own"
    values.problem(path, f"the date is {value} in the Gregorian calendar, not {printed}", hint)


def _qualify(values: Values, data: Mapping[str, Any], path: Path, node: Node) -> None:
    """Put the qualifiers into the node, and the bounds of their date if the value has none."""
    qualifiers = data.get("qualifiers")
    if qualifiers is None:
        return
    inside = (*path, "qualifiers")
    if not isinstance(qualifiers, dict):
        values.problem(inside, "qualifiers are a mapping", "qualifiers: {date: …}")
        return
    for key, written in qualifiers.items():
        term = _property(values, key, inside, key)
        if term is not None and not is_empty(written):
            child = f"{node['id']}-{key}"
            node[f"pq:{key}"] = values.value(term, written, (*inside, key), child)
    if "earliest" not in node and "latest" not in node:
        node |= bounds(dates_among(qualifiers.get("date")))


def _annotate(values: Values, data: Mapping[str, Any], path: Path, node: Node) -> None:
    """Put what stands beside the value into the node: evidence, the source's words and so on."""
    for key, written in data.items():
        if key in _AS_THEY_ARE and written is not None:
            term = values.term(key, (*path, key))
            if term is not None:
                node[key] = values.value(term, written, (*path, key), f"{node['id']}-{key}")


def _best_ranks(statements: list[_Statement]) -> dict[str, str | None]:
    """The best rank that each property has; a deprecated statement is never the best."""
    best: dict[str, str | None] = {}
    for statement in statements:
        key, rank = statement.term.key, statement.rank
        if rank == "preferred" or best.get(key) is None:
            best[key] = None if rank == "deprecated" else rank
    return best


def _attach(statement: _Statement, entity: Node, *, is_best: bool) -> None:
    key = statement.term.key
    entity.setdefault(f"p:{key}", []).append(Link(statement.node["id"]))
    if is_best and not statement.is_weak and statement.value is not None:
        statement.node["type"] = ["Statement", "wikibase:BestRank"]
        append(entity, key, statement.value, is_by_language=statement.term.is_language_map)


def append(entity: Node, key: str, value: Any, *, is_by_language: bool) -> None:
    """Add a value to those that the entity has, once, whether texts by language or others."""
    if is_by_language:
        merged = dict(entity.get(key) or {})
        for tag, texts in value.items():
            merged[tag] = _union(merged.get(tag), texts)
        entity[key] = merged
    else:
        entity[key] = _union(entity.get(key), value)


def _union(present: Any, more: Any) -> Any:
    if present is None:
        return more
    items = present if isinstance(present, list) else [present]
    new = more if isinstance(more, list) else [more]
    union = [*items, *(item for item in new if item not in items)]
    return union[0] if len(union) == 1 else union
