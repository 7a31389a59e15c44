"""What a result says to people: a message where the shape has none, and what to do about it.

Every engine's results get the same words from here. A shape's own ``sh:message`` always comes
first; its ``sh:description`` becomes the hint when nothing more precise is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import did_you_mean
from lod_archive.shacl.names import closest, short, shown
from lod_archive.shacl.paths import sparql
from lod_archive.shacl.templates import filled
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.report import Result
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class _Words:
    """``{0}`` is the component's parameter, ``{1}`` the path, as the shape has them."""

    parameter: str
    message: str
    hint: str | None = None


_WORDS: Final = {
    "Class": _Words("class", "the value is not a {0}", "refer to a {0}, or give it that type"),
    "Datatype": _Words("datatype", "the value is not a well-formed {0}", "write it as {0}"),
    "NodeKind": _Words("nodeKind", "the value is of the wrong kind: it must be {0}"),
    "MinCount": _Words("minCount", "there are too few values of {1}: {0} needed", "add {1}"),
    "MaxCount": _Words("maxCount", "there are too many values of {1}: {0} allowed"),
    "MinExclusive": _Words("minExclusive", "the value must be more than {0}"),
    "MinInclusive": _Words("minInclusive", "the value must be at least {0}"),
    "MaxExclusive": _Words("maxExclusive", "the value must be less than {0}"),
    "MaxInclusive": _Words("maxInclusive", "the value must be at most {0}"),
    "MinLength": _Words("minLength", "the value must have at least {0} characters"),
    "MaxLength": _Words("maxLength", "the value must have at most {0} characters"),
    "Pattern": _Words("pattern", "the value does not match the pattern {0}"),
    "LanguageIn": _Words("languageIn", "the value must be in one of these languages: {0}"),
    "UniqueLang": _Words("uniqueLang", "{1} has more than one value in one language"),
    "Equals": _Words("equals", "{1} and {0} must have the same values"),
    "Disjoint": _Words("disjoint", "{1} and {0} must not share a value"),
    "LessThan": _Words("lessThan", "the value must be less than that of {0}"),
    "LessThanOrEquals": _Words("lessThanOrEquals", "the value must not be more than that of {0}"),
    "Not": _Words("not", "it must not conform to {0}, but does"),
    "And": _Words("and", "it must conform to each of {0}"),
    "Or": _Words("or", "it must conform to one of {0}"),
    "Xone": _Words("xone", "it must conform to exactly one of {0}"),
    "Node": _Words("node", "the value does not conform to {0}"),
    "QualifiedMinCount": _Words(
        "qualifiedMinCount", "there are too few values of {1} of the right kind: {0} needed"
    ),
    "QualifiedMaxCount": _Words(
        "qualifiedMaxCount", "there are too many values of {1} of this kind: {0} allowed"
    ),
    "Closed": _Words("closed", "the property {1} is not allowed here", "remove {1}"),
    "HasValue": _Words("hasValue", "{1} must have the value {0}", "add {0}"),
    "In": _Words("in", "the value is none of those allowed", "use one of {0}"),
}


class Explainer:
    """Gives results their words. What it says of a constraint is put together once."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._said: dict[tuple[Resource, str, Path | None], _Said] = {}

    def __call__(self, result: Result) -> Result:
        """The result with a message and, where one is known, a hint; its details likewise."""
        key = (result.source_shape, result.constraint_component, result.path)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = _said(self._shapes, result)
        correction = said.correction(result, self._shapes.prefixes)
        own = result.messages if said.is_spare else ()
        return result.told(
            own or said.messages or result.messages,
            correction or said.hint,
            tuple(map(self, result.details)) if result.details else (),
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of every result of one constraint; messages only where the shape has none.

    :param allowed: the values or properties one of which was probably meant.
    :param is_spare: whether a result's own messages come first: those of a query are about it.
    """

    messages: tuple[ox.Literal, ...]
    hint: str | None
    allowed: tuple[Term, ...] = ()
    is_spare: bool = False

    def correction(self, result: Result, prefixes: Mapping[str, str]) -> str | None:
        """The allowed value or property that was probably meant."""
        if not self.allowed:
            return None
        wrong = result.value
        if result.constraint_component == SH.ClosedConstraintComponent and result.predicate:
            wrong = ox.NamedNode(result.predicate)
        if isinstance(wrong, ox.Literal):
            texts = [term.value for term in self.allowed if isinstance(term, ox.Literal)]
            return did_you_mean(wrong.value, texts)
        if isinstance(wrong, ox.NamedNode):
            iris = [term.value for term in self.allowed if isinstance(term, ox.NamedNode)]
            return closest(wrong.value, iris, prefixes)
        return None


def _said(shapes: Shapes, result: Result) -> _Said:
    name = result.constraint_component.removeprefix(SH).removesuffix("ConstraintComponent")
    words, shape = _WORDS.get(name), result.source_shape
    description = shapes.text(shape, SH.description)
    if words is None:
        return _Said(_of_query(shapes, result), description, is_spare=True)
    allowed = tuple(_allowed(shapes, shape, name))
    if shapes.index.all(shape, SH.message):
        return _Said((), description, allowed)
    values = _parameter(shapes, result, words.parameter)
    path = sparql(result.path, shapes.prefixes) if result.path else "the node itself"
    message = ox.Literal(words.message.format(values, path), language="en")
    generic = words.hint.format(values, path) if words.hint else None
    return _Said((message,), description or generic, allowed)


def _of_query(shapes: Shapes, result: Result) -> tuple[ox.Literal, ...]:
    """What is said where a query says nothing: the component's label, with its parameters.

    https://www.w3.org/TR/shacl/#labelTemplate
    """
    if result.constraint_component == SH.SPARQLConstraintComponent:
        return (
            ox.Literal(f"a query of {shapes.name(result.source_shape)} finds it", language="en"),
        )
    component = ox.NamedNode(result.constraint_component)
    given = {
        re.split(r"[#/:]", path)[-1]: value
        for parameter in shapes.index.all(component, SH.parameter)
        for path in shapes.index.iris(parameter, SH.path)
        for value in shapes.index.all(result.source_shape, path)
    }
    labels = shapes.index.all(component, SH.labelTemplate)
    texts = [filled(label, given) for label in labels if isinstance(label, ox.Literal)]
    name = short(component.value, shapes.prefixes)
    return tuple(
        ox.Literal(f"{name}: {text.value}", language=text.language)
        if text.language
        else ox.Literal(f"{name}: {text.value}")
        for text in texts
    ) or (ox.Literal(f"{name} does not hold", language="en"),)


def _parameter(shapes: Shapes, result: Result, parameter: str) -> str:
    """The values of a parameter, for reading; those of a list one by one."""
    values = shapes.index.all(result.source_shape, SH[parameter])
    if parameter in _NUMBERS:
        return ", ".join(value.value for value in values)
    members = shapes.index.members(values[0]) if len(values) == 1 else None
    names = [
        shapes.name(v) if isinstance(v, ox.BlankNode) else shown(v, shapes.prefixes)
        for v in (values if members is None else members)
    ]
    unique = list(dict.fromkeys(names))
    more = [f"{len(unique) - _LISTED} more"] if len(unique) > _LISTED else []
    return ", ".join(unique[:_LISTED] + more)


def _allowed(shapes: Shapes, shape: Resource, component: str) -> Iterable[Term]:
    """The values of ``sh:in``, or the properties that a closed shape mentions."""
    if component == "Closed":
        properties = shapes.index.all(shape, SH.property)
        return (
            ox.NamedNode(iri) for node in properties for iri in shapes.index.iris(node, SH.path)
        )
    if component == "In" and (head := shapes.index.one(shape, SH["in"])) is not None:
        return shapes.index.members(head) or ()
    return ()


_LISTED: Final = 10
"""How many allowed values a hint names."""
_NUMBERS: Final = frozenset(
    {"minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount"}
)
