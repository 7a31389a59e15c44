"""What the constraints of a shape admit as a value: kinds of nodes, datatypes, ranges, lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.shacl.lint.findings import Advice, component, members, number, only
from lod_archive.shacl.names import counted, shown
from lod_archive.shacl.vocabulary import NODE_KINDS
from lod_archive.vocab.namespaces import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.shapes import Shapes

_LITERALS: Final = frozenset({"Literal"})
_RESOURCES: Final = frozenset({"IRI", "BlankNode"})
_TEXTS: Final = frozenset({"IRI", "Literal"})
_KINDS: Final = _LITERALS | _RESOURCES
_LOWER: Final = ("minInclusive", "minExclusive")
_UPPER: Final = ("maxInclusive", "maxExclusive")
_ADMITTED: Final = {
    "class": _RESOURCES,
    "datatype": _LITERALS,
    "nodeKind": _KINDS,
    **dict.fromkeys((*_LOWER, *_UPPER), _LITERALS),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), _TEXTS),
    "languageIn": _LITERALS,
}
"""The kinds of nodes that can satisfy a constraint at all; ``nodeKind`` names them itself."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The kinds of nodes that one constraint admits."""

    parameter: str
    label: str
    kinds: frozenset[str]

    @property
    def what(self) -> str:
        """The kinds, for reading."""
        return " and ".join(_NAMES[kind] for kind in sorted(self.kinds, reverse=True))


def admitted_kinds(shapes: Shapes, shape: Resource) -> list[Admitted]:
    """The kinds of nodes that each constraint of the shape admits."""
    return [
        _admitted(shapes, parameter, value)
        for parameter in _ADMITTED
        for value in shapes.index.all(shape, SH[parameter])
    ]


def _admitted(shapes: Shapes, parameter: str, value: Term) -> Admitted:
    label, kinds = f"sh:{parameter}", _ADMITTED[parameter]
    if parameter in ("class", "datatype", "nodeKind"):
        label += f" {shown(value, shapes.prefixes)}"
    name = value.value.removeprefix(SH)
    if parameter == "nodeKind" and name in NODE_KINDS:
        kinds = frozenset(kind for kind in _KINDS if kind in name)
    return Admitted(parameter, label, kinds)


def impossible_values(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each range without a value, and each value named that other constraints refuse."""
    for shape in shapes.all:
        if not shapes.is_deactivated(shape):
            for check in (_ranges, _types_of_ranges, _languages, _lists, _wanted):
                yield from check(shapes, shape)


def _ranges(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    for lower in _LOWER:
        for upper in _UPPER:
            low, high = only(shapes, shape, lower), only(shapes, shape, upper)
            if not isinstance(low, ox.Literal) or not isinstance(high, ox.Literal):
                continue
            is_open = "Exclusive" in lower + upper
            if _holds(_LESS, high, low) or (is_open and _holds(_EQUAL, high, low)):
                yield _contradiction(
                    shapes,
                    shape,
                    lower,
                    f"nothing lies between sh:{lower} {shown(low, shapes.prefixes)} "
                    f"and sh:{upper} {shown(high, shapes.prefixes)}",
                    hint=f"lower sh:{lower}, or raise sh:{upper}",
                )


def _holds(query: str, one: ox.Literal, other: ox.Literal) -> bool:
    """Whether SPARQL, and so SHACL, finds it true; not so if the two cannot be compared."""
    bound: dict[ox.Variable, Term | ox.Triple] = {ox.Variable("a"): one, ox.Variable("b"): other}
    answer = cast("ox.QuerySolutions", ox.Store().query(query, substitutions=bound))
    return any(True for _ in answer)


def _types_of_ranges(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    datatype = only(shapes, shape, "datatype")
    family = _FAMILIES.get(datatype.value) if datatype else None
    for name in (*_LOWER, *_UPPER):
        bound = only(shapes, shape, name)
        other = _FAMILIES.get(bound.datatype.value) if isinstance(bound, ox.Literal) else None
        if family and other and family != other:
            yield _contradiction(
                shapes,
                shape,
                name,
                f"a value of sh:datatype {shown(datatype, shapes.prefixes)} cannot be compared "
                f"with sh:{name} {shown(bound, shapes.prefixes)}",
                hint="give the bound the datatype of the values",
            )


def _languages(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    datatype = only(shapes, shape, "datatype")
    if datatype and datatype.value != RDF.langString and members(shapes, shape, "languageIn"):
        yield _contradiction(
            shapes,
            shape,
            "languageIn",
            "sh:languageIn wants a language, which no literal of sh:datatype "
            f"{shown(datatype, shapes.prefixes)} has",
            hint="write sh:datatype rdf:langString",
        )
    if members(shapes, shape, "languageIn") == ():
        yield _contradiction(
            shapes, shape, "languageIn", "sh:languageIn has no member", "name the languages in it"
        )


def _lists(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    allowed = members(shapes, shape, "in")
    if allowed is None:
        return
    least, number_allowed = number(shapes, shape, "minCount") or 0, len(set(allowed))
    if least > number_allowed:
        yield Advice(
            "contradiction",
            f"no node can conform to {shapes.name(shape)}: sh:minCount {least} is more than the "
            f"{counted(number_allowed, 'value')} that sh:in allows",
            at=shapes.locate(shape, SH["in"]),
            hint="lower sh:minCount, or allow more values",
            spec=component("in"),
        )
    elif not allowed:
        hint = "name the allowed values in it, or write sh:maxCount 0 if there shall be none"
        yield _contradiction(shapes, shape, "in", "sh:in has no member", hint)
    for value in dict.fromkeys(allowed):
        if why := _refusal(shapes, shape, value):
            yield Advice(
                "contradiction",
                f"{shown(value, shapes.prefixes)} in sh:in of {shapes.name(shape)} is never "
                f"allowed: {why}",
                at=shapes.locate(shape, SH["in"]),
                hint="correct it, or take it out of the list",
                spec=component("in"),
            )


def _wanted(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """What ``sh:hasValue`` demands must be allowed by the constraints beside it."""
    values = shapes.index.all(shape, SH.hasValue)
    allowed = members(shapes, shape, "in")
    most = number(shapes, shape, "maxCount")
    problems = []
    if most is not None and len(values) > most:
        many = counted(len(values), "value")
        problems.append(f"sh:hasValue wants {many}, and sh:maxCount is {most}")
    for value in values:
        name = f"sh:hasValue wants {shown(value, shapes.prefixes)}"
        if why := _refusal(shapes, shape, value):
            problems.append(f"{name}, and {why}")
        elif allowed is not None and value not in allowed:
            problems.append(f"{name}, which is not in sh:in")
    for problem in problems:
        yield Advice(
            "contradiction",
            f"no node can conform to {shapes.name(shape)}: {problem}",
            at=shapes.locate(shape, SH.hasValue),
            hint="correct one of the two",
            spec=component("hasValue"),
        )


def _refusal(shapes: Shapes, shape: Resource, value: Term) -> str | None:
    """Why the shape can never allow this value."""
    kind = next(kind for kind in _KINDS if type(value) is _TYPES[kind])
    for admitted in admitted_kinds(shapes, shape):
        if kind not in admitted.kinds:
            return f"{admitted.label} is for {admitted.what}"
    datatype = only(shapes, shape, "datatype")
    if datatype and isinstance(value, ox.Literal) and value.datatype != datatype:
        return f"sh:datatype is {shown(datatype, shapes.prefixes)}"
    return None


def _contradiction(shapes: Shapes, shape: Resource, parameter: str, why: str, hint: str) -> Advice:
    return Advice(
        "contradiction",
        f"no value can satisfy {shapes.name(shape)}: {why}",
        at=shapes.locate(shape, SH[parameter]),
        hint=hint,
        spec=component(parameter),
    )


_NAMES: Final = {"IRI": "IRIs", "BlankNode": "blank nodes", "Literal": "literals"}
_TYPES: Final = {"IRI": ox.NamedNode, "BlankNode": ox.BlankNode, "Literal": ox.Literal}
_LESS: Final = "SELECT ?a ?b { FILTER (?a < ?b) }"
_EQUAL: Final = "SELECT ?a ?b { FILTER (?a = ?b) }"
_NUMBERS: Final = """
    decimal integer double float nonPositiveInteger negativeInteger nonNegativeInteger
    positiveInteger long int short byte unsignedLong unsignedInt unsignedShort unsignedByte
"""
_FAMILIES: Final = {
    **{XSD[name]: "number" for name in _NUMBERS.split()},
    **{XSD[name]: "time" for name in ("date", "dateTime", "dateTimeStamp")},
    **{XSD[name]: "duration" for name in ("duration", "dayTimeDuration", "yearMonthDuration")},
    **{XSD[name]: name for name in ("string", "boolean", "gYear", "gYearMonth")},
    RDF.langString: "text with language",
}
"""Datatypes whose values can be compared with each other, at least by some engines."""
