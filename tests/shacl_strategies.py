"""Small graphs and shapes of every kind, as Turtle, for tests that compare engines.

What is left out, because pySHACL or rdflib deviates from the specification there, is named where
it is left out: each is a case in ``tests/cases/shacl/differences``.

Only numbers are drawn, and the rest are plain functions: a strategy made for each part of each
shape would cost more than validation does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st

from lod_archive.vocab.namespaces import RDF, RDFS, SH, XSD
from tests.shacl_literals import (
    DATATYPES,
    FAMILIES,
    LITERALS,
    NO_ORDER,
    STRINGS,
    TAGGED,
    TEXTS,
    TYPED,
    typed,
)

PREFIXES = f"""@prefix ex: <http://a.example/> .
@prefix sh: <{SH}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
"""

NODES = ("ex:a", "ex:b", "ex:c", "_:x", "_:y", "<http://a.example/имя𝄞>")
NAMED_NODES = tuple(node for node in NODES if not node.startswith("_:"))
PROPERTIES = ("ex:p", "ex:q", "ex:r")
ORDERED = ("ex:m", "ex:n")
"""Properties with values of one kind, which can be compared."""
CLASSES = ("ex:C", "ex:D", "ex:E")
LANGUAGES = ('"en"', '"EN"', '"en-GB"', '"ru"', '"*"')
PATTERNS = ('""', '"^a"', '"^01$"', '"b$"', '"^.$"', '"^A" ; sh:flags "i"', '"а-я|имя"', '"^http"')
KINDS = ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")


@cache
def numbers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


@dataclass(frozen=True)
class Chooser:
    """Makes the choices of one example."""

    draw: st.DrawFn

    def number(self, least: int, most: int) -> int:
        return self.draw(numbers(least, most))

    def one(self, values: Sequence[str]) -> str:
        return values[self.number(0, len(values) - 1)]

    def is_so(self) -> bool:
        return bool(self.number(0, 1))

    def some(self, least: int, most: int, make: Callable[[], str]) -> list[str]:
        """So many different texts, or fewer."""
        return list(dict.fromkeys(make() for _ in range(self.number(least, most))))

    def listed(self, make: Callable[[], str], *, least: int = 1, most: int = 3) -> str:
        """A list, in which a member may stand twice; case ``lists-of-no-shapes``: it has some."""
        return f"( {' '.join(make() for _ in range(self.number(least, most)))} )"

    def literals(self) -> list[str]:
        """Some of one sort, so that they meet their like, and some of any."""
        sort = (TEXTS, TAGGED, TYPED, LITERALS)[self.number(0, 3)]
        return self.some(2, 6, lambda: self.one(sort)) + self.some(0, 3, lambda: self.one(LITERALS))


@dataclass(frozen=True)
class Palette:
    """The literals of one pair of graphs.

    :param bounds: what values are compared with.
    :param ordered: the values of :data:`ORDERED`, each of which can be compared with each.
    """

    literals: tuple[str, ...]
    bounds: tuple[str, ...]
    ordered: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        return self.literals + NAMED_NODES


def palette_of(choose: Chooser) -> Palette:
    """A few literals: of all kinds, if there are no bounds; else of one kind, and some texts."""
    family = FAMILIES[choose.number(0, len(FAMILIES) - 1)]
    ordered = choose.some(1, 4, lambda: choose.one(family))
    if choose.is_so():
        return Palette((*choose.literals(), *ordered), (), tuple(ordered))
    others = NO_ORDER if family is TEXTS else TEXTS + TAGGED + typed(*STRINGS)
    few = choose.some(0, 3, lambda: choose.one(others))
    bounds = choose.some(1, 3, lambda: choose.one(family))
    return Palette((*few, *ordered, *bounds), tuple(bounds), tuple(ordered))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A data graph and a shapes graph."""
    choose = Chooser(draw)
    palette = palette_of(choose)
    return graph(choose, palette), shapes(choose, palette)


def graph(choose: Chooser, palette: Palette) -> str:
    """A small data graph."""
    subjects = choose.some(2, 4, lambda: choose.one(NODES))

    def statement() -> str:
        kind = choose.number(0, 5)
        subject = choose.one(subjects)
        if kind < 3:
            value = choose.one(palette.literals if choose.number(0, 2) else NODES)
            return f"{subject} {choose.one(PROPERTIES)} {value} ."
        if kind == 3:
            return f"{subject} {choose.one(ORDERED)} {choose.one(palette.ordered)} ."
        if kind == 4:
            return f"{subject} a {choose.one(CLASSES)} ."
        return f"{choose.one(CLASSES)} rdfs:subClassOf {choose.one(CLASSES)} ."

    statements = choose.some(4, 16, statement)
    return PREFIXES + "\n".join(statements)


@dataclass(frozen=True)
class Shared:
    """Shapes with a name, which others may refer to."""

    palette: Palette
    nodes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()


def shapes(choose: Chooser, palette: Palette) -> str:
    """A shapes graph: one to three shapes, of which the later may refer to the earlier."""
    shared, described = Shared(palette), []
    for number in range(choose.number(1, 3)):
        has_path = choose.is_so()
        name = f"ex:{'P' if has_path else 'N'}{number}"
        body = shape(choose, shared, depth=2, has_path=has_path)
        targets = choose.some(1, 2, lambda: target(choose, palette))
        described.append(f"{name} {' ; '.join((*targets, body))} .")
        if has_path:
            shared = replace(shared, properties=(*shared.properties, name))
        else:
            shared = replace(shared, nodes=(*shared.nodes, name))
    return PREFIXES + "\n".join(described)


def target(choose: Chooser, palette: Palette) -> str:
    kind = choose.one(
        ("sh:targetNode ", "sh:targetClass ", "sh:targetSubjectsOf ", "sh:targetObjectsOf ")
    )
    if kind == "sh:targetNode ":
        return kind + choose.one(palette.terms if choose.is_so() else NAMED_NODES)
    return kind + choose.one(CLASSES if kind == "sh:targetClass " else PROPERTIES + ORDERED)


def shape(choose: Chooser, shared: Shared, *, depth: int, has_path: bool) -> str:
    """What is said of a shape, without its node and targets."""
    palette = shared.palette
    kind = choose.one(ON_PATHS) if has_path else "nothing"
    parts = [f"sh:path {path(choose, 2)}" if has_path else "a sh:NodeShape"]
    if kind == "order":
        # Only of what both engines can compare: see FAMILIES
        parts = [f"sh:path {path_to_ordered(choose)}"]
        relation = choose.one(("sh:lessThan", "sh:lessThanOrEquals"))
        parts += [f"{relation} {several(choose, lambda: choose.one(ORDERED))}"]
    elif kind == "uniqueLang":
        parts += [f"sh:uniqueLang {choose.one(('true', 'true', 'false'))}"]
    elif kind != "nothing":
        parts += [f"sh:{kind} {choose.number(0, 3)}"]
    names = (*SIMPLE, *BOUNDS) if palette.bounds else tuple(SIMPLE)
    chosen = choose.some(0, 2, lambda: choose.one(names))
    parts += [
        f"sh:{name} {SIMPLE[name](choose, palette)}"
        if name in SIMPLE
        else f"sh:{name} {choose.one(palette.bounds)}"
        for name in chosen
    ]
    if depth and (len(parts) < 2 or choose.is_so()):
        parts += choose.some(1, 2, lambda: nested(choose, shared, depth - 1))
    return " ; ".join((*parts, *choose.some(0, 1, lambda: choose.one(REMARKS))))


ON_PATHS = ("nothing", "minCount", "maxCount", "uniqueLang", "uniqueLang", "order", "order")
REMARKS = (
    *("sh:severity sh:Warning", "sh:severity sh:Info", "sh:severity ex:Grave"),
    *("sh:deactivated true", "sh:deactivated false", 'sh:message "no"'),
)


def several(choose: Chooser, make: Callable[[], str]) -> str:
    """One value of a parameter, or two."""
    return " , ".join(choose.some(1, 2, make))


def path(choose: Chooser, depth: int, *, may_be_sequence: bool = True) -> str:
    """A path of any kind, with others within."""
    kind = choose.one(PATHS) if depth else ""
    if kind == "sequence" and may_be_sequence:
        return choose.listed(lambda: path(choose, depth - 1), least=2)
    if kind == "alternative":
        return f"[ sh:alternativePath {choose.listed(lambda: path(choose, depth - 1), least=2)} ]"
    if kind == "inverse":
        # Case ``inverse-of-a-sequence``
        return f"[ sh:inversePath {path(choose, depth - 1, may_be_sequence=False)} ]"
    if kind in ("zeroOrMore", "oneOrMore", "zeroOrOne"):
        return f"[ sh:{kind}Path {path(choose, depth - 1)} ]"
    return choose.one(PROPERTIES + ORDERED)


PATHS = ("", "", "sequence", "alternative", "inverse", "zeroOrMore", "oneOrMore", "zeroOrOne")


def path_to_ordered(choose: Chooser) -> str:
    kind, last = choose.number(0, 2), choose.one(ORDERED)
    if kind == 0:
        return last
    if kind == 1:
        return f"[ sh:alternativePath ( ex:n {last} ) ]"
    return f"( {path(choose, 1)} {last} )"


def closed(choose: Chooser, _: Palette) -> str:
    ignored = choose.listed(lambda: choose.one((*PROPERTIES, "rdf:type")))
    return f"{choose.one(('true', 'true', 'false'))} ; sh:ignoredProperties {ignored}"


def properties(choose: Chooser, _: Palette) -> str:
    return several(choose, lambda: choose.one(PROPERTIES + ORDERED))


SIMPLE: dict[str, Callable[[Chooser, Palette], str]] = {
    "class": lambda choose, _: several(choose, lambda: choose.one(CLASSES)),
    "datatype": lambda choose, _: choose.one(DATATYPES),
    "nodeKind": lambda choose, _: f"sh:{choose.one(KINDS)}",
    # Case ``no-length-of-blank-nodes``: at least 1
    "minLength": lambda choose, _: str(choose.number(1, 3)),
    "maxLength": lambda choose, _: str(choose.number(0, 3)),
    "pattern": lambda choose, _: choose.one(PATTERNS),
    "languageIn": lambda choose, _: choose.listed(lambda: choose.one(LANGUAGES)),
    "equals": properties,
    "disjoint": properties,
    "hasValue": lambda choose, palette: several(choose, lambda: choose.one(palette.terms)),
    "in": lambda choose, palette: choose.listed(lambda: choose.one(palette.terms), most=14),
    "closed": closed,
}
BOUNDS = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")


def nested(choose: Chooser, shared: Shared, depth: int) -> str:
    """A constraint that refers to other shapes."""

    def of_nodes() -> str:
        return inner(choose, shared, shared.nodes, depth, has_path=False)

    def of_values() -> str:
        return inner(choose, shared, shared.properties, depth, has_path=True)

    def of_any() -> str:
        return of_nodes() if choose.is_so() else of_values()

    kind = choose.one(NESTED)
    if kind in ("and", "or", "xone"):
        return f"sh:{kind} {choose.listed(of_any)}"
    if kind == "qualified":
        return f"sh:property {several(choose, lambda: qualified(choose, of_any))}"
    make = {"node": of_nodes, "property": of_values, "not": of_any}[kind]
    return f"sh:{kind} {several(choose, make)}"


NESTED = ("property", "property", "node", "not", "and", "or", "xone", "qualified")


def inner(
    choose: Chooser, shared: Shared, names: tuple[str, ...], depth: int, *, has_path: bool
) -> str:
    """A shape of one kind: a new one without a name, or one that has a name."""
    if names and choose.is_so():
        return choose.one(names)
    return f"[ {shape(choose, shared, depth=depth, has_path=has_path)} ]"


def qualified(choose: Chooser, make: Callable[[], str]) -> str:
    disjoint = choose.one(("", " ; sh:qualifiedValueShapesDisjoint true"))
    counts = choose.one(QUALIFIED) + disjoint
    return f"[ sh:path {path(choose, 1)} ; sh:qualifiedValueShape {make()} ; {counts} ]"


QUALIFIED = (
    *("sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1", "sh:qualifiedMinCount 2"),
    *("sh:qualifiedMaxCount 0", "sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1"),
)
