"""Records of the Europeana Data Model as RDF/XML of the shape that Europeana's schema wants.

The schema is EDM.xsd (external): root ``rdf:RDF``, one object with its aggregation in each, the
elements of a class in a set order. https://pro.europeana.eu/page/edm-documentation

It is written as text: most of a record is what it speaks of, which many records share, and so the
text of each such thing is made once for many views.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from urllib.parse import quote
from xml.sax.saxutils import escape

import pyoxigraph as ox

from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.xml import CLOSING, DECLARATION, OPENING, xml_text
from lod_archive.vocab import edtf, languages
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import (
    DC,
    DCTERMS,
    EDM,
    EDTF,
    ORE,
    OWL,
    RDAGR2,
    RDF,
    SKOS,
    WGS84_POS,
)
from lod_archive.vocab.texts import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

    Value: TypeAlias = ox.NamedNode | ox.Literal

_NAMESPACES: Final = {
    "dc": str(DC),
    "dcterms": str(DCTERMS),
    "edm": str(EDM),
    "ore": str(ORE),
    "owl": str(OWL),
    "rdaGr2": str(RDAGR2),
    "rdf": str(RDF),
    "skos": str(SKOS),
    "wgs84_pos": str(WGS84_POS),
}
_IN_FRAGMENT: Final = "/?,:~."
"""What a fragment holds as it is, of what EDTF is written with (RFC 3986, section 3.5)."""
_DATES_KNOWN: Final = 10_000
"""How many dates are remembered as they are written."""
_TEXTS: Final = (
    DC["title"],
    DCTERMS.alternative,
    DC.description,
    DC.language,
    DC.identifier,
    DC["format"],
)
_DATES: Final = (DC.date, DCTERMS.created, DCTERMS.issued, DCTERMS.temporal)
_TIES: Final = (
    DC.creator,
    DC.contributor,
    DC.publisher,
    DC.subject,
    DC.type,
    DCTERMS.spatial,
    DCTERMS.references,
    DCTERMS.isPartOf,
    DCTERMS.isVersionOf,
)
_SAID: Final = (*_TEXTS, *_DATES, *_TIES, EDM.isDerivativeOf)
"""What is said of an object, in this order; the schema leaves it to us but for the last."""
_TO_OBJECTS: Final = frozenset({DCTERMS.references, DCTERMS.isPartOf, DCTERMS.isVersionOf})
"""The ties that may lead to another object; other ties to objects are written as their names."""
_OF_CONTEXT: Final = {
    EDM.Agent: (
        (RDAGR2.dateOfBirth, 1),
        (RDAGR2.dateOfDeath, 1),
        (RDAGR2.dateOfEstablishment, 1),
        (RDAGR2.dateOfTermination, 1),
        (OWL.sameAs, 0),
    ),
    EDM.Place: ((OWL.sameAs, 0),),
    SKOS.Concept: ((SKOS.exactMatch, 0), (SKOS.closeMatch, 0)),
}
"""What stands after the labels and notes of each class, in order; 1: once at most."""


def record(view: View, iri: str, losses: Losses) -> bytes | None:
    """One record as ``rdf:RDF``; None if it does not say of which type of object it is."""
    kinds = view.literals(iri, EDM.type)
    if not kinds:
        losses.add("records that are no text, image, sound or video by class or kind", iri)
        return None
    return _Record(view, iri, losses).text(kinds[0].value).encode()


class _Described(NamedTuple):
    """The text of something that records speak of, and what it leaves out."""

    text: str
    losses: list[str]


class _Tie(NamedTuple):
    """How something is tied to a record.

    :param kind: the class that it is described as in the record; empty if it is not.
    :param text: a link, or what it is called.
    :param is_named: whether it has no place of its own here, so that its name stands for it.
    """

    kind: str
    text: str
    is_named: bool


class _Record:
    """The making of one record."""

    def __init__(self, view: View, iri: str, losses: Losses) -> None:
        self._view = view
        self._iri = iri
        self._losses = losses
        self._context: dict[str, str] = {}
        self._spans: dict[str, str] = {}

    def text(self, edm_type: str) -> str:
        """The whole, with the object first and then what it speaks of, in order of IRIs."""
        parts = [_OPENING, _node(EDM.ProvidedCHO, self._iri, self._object(edm_type))]
        parts += self._aggregation()
        for iri in sorted(self._context):
            thing = self._described(iri)
            parts.append(thing.text)
            for what in thing.losses:
                self._losses.add(what, self._iri)
        parts += (_node(EDM.TimeSpan, each, [self._spans[each]]) for each in sorted(self._spans))
        parts.append(_CLOSING)
        return "".join(parts)

    def _object(self, edm_type: str) -> Iterator[str]:
        said = self._view.nodes[self._iri]
        for name in _SAID:
            if name not in said:
                continue
            for value in self._sorted(self._iri, name):
                if name in _DATES:
                    yield self._dated(name, value)
                elif name in _TIES:
                    yield self._tied(name, value)
                else:
                    yield _element(name, value)
        yield _element(EDM.type, ox.Literal(edm_type))
        for value in self._sorted(self._iri, OWL.sameAs):
            yield _element(OWL.sameAs, value)

    def _dated(self, name: str, value: Value) -> str:
        if not isinstance(value, ox.Literal) or value.datatype.value != EDTF.EDTF:
            return _element(name, value)
        fragment, text = _time_span(value.value)
        span = self._iri + fragment
        self._spans[span] = text
        return _element(name, ox.NamedNode(span))

    def _tied(self, name: str, thing: Value) -> str:
        """A link, if the thing is described in the record or an object; else what it is called."""
        memo, key = self._view.linked.memo, f"{name} {thing}"
        if key not in memo:
            memo[key] = self._tie(name, thing)
        found = memo[key]
        assert isinstance(found, _Tie)  # noqa: S101 nobody else fills it
        if found.kind:
            self._context[thing.value] = found.kind
        if found.is_named:
            self._losses.add("links to events and other objects, written as names", self._iri)
        return found.text

    def _tie(self, name: str, thing: Value) -> _Tie:
        kind = self._kind(thing)
        if isinstance(thing, ox.NamedNode) and kind in _OF_CONTEXT:
            is_subject = name == DC.subject and kind == EDM.Place
            return _Tie(kind, _element(DCTERMS.spatial if is_subject else name, thing), False)
        names = self._sorted(thing.value, SKOS.prefLabel)
        if names and not (kind == EDM.ProvidedCHO and name in _TO_OBJECTS):
            return _Tie("", "".join(_element(name, label) for label in names), True)
        return _Tie("", _element(name, thing), False)

    def _aggregation(self) -> Iterator[str]:
        """The aggregation, then the pages and files that it shows, with their rights."""
        about = f"{self._iri}#aggregation"
        provider = self._provider(about)
        rights = [_element(EDM.rights, value) for value in self._sorted(about, EDM.rights)[:1]]
        shown = []
        for name in (EDM.isShownAt, EDM.isShownBy, EDM.object):
            pages = self._sorted(about, name)
            shown += [(name, page) for page in pages[:1]]
            for _ in pages[1:]:
                self._losses.add("addresses beside the first", self._iri)
        parts = [_element(EDM.aggregatedCHO, ox.NamedNode(self._iri))]
        parts += (_element(EDM.dataProvider, value) for value in provider)
        parts += (_element(name, page) for name, page in shown)
        parts += (_element(EDM.provider, value) for value in provider)
        yield _node(ORE.Aggregation, about, [*parts, *rights])
        for page in dict.fromkeys(page.value for _, page in shown):
            yield _node(EDM.WebResource, page, rights)

    def _provider(self, aggregation: str) -> Sequence[Value]:
        """The publisher's name, in English if it has one; its IRI if it has none."""
        for publisher in self._sorted(aggregation, EDM.dataProvider):
            found = self._view.literals(publisher.value, SKOS.prefLabel)
            names = [name for name in found if is_visible(name.value)]
            names = sorted(names, key=lambda name: (name.language != "en", *_order(name)))
            return names[:1] or [publisher]
        return ()

    def _described(self, iri: str) -> _Described:
        """An agent, a place or a concept."""
        memo = self._view.linked.memo
        if iri not in memo:
            kind, losses = self._context[iri], list[str]()
            text = _node(kind, iri, self._contextual(iri, kind, losses))
            memo[iri] = _Described(text, losses)
        found = memo[iri]
        assert isinstance(found, _Described)  # noqa: S101 nobody else fills it
        return found

    def _contextual(self, iri: str, kind: str, losses: list[str]) -> Iterator[str]:
        """What is said of an agent, a place or a concept, in the order of its class."""
        if kind == EDM.Place:
            yield from self._position(iri, losses)
        names = self._labels(iri, SKOS.prefLabel)
        preferred = {name.language: name for name in reversed(names)}
        for label in sorted(preferred.values(), key=_order):
            yield _element(SKOS.prefLabel, label)
        for label in dict.fromkeys([*names, *self._labels(iri, SKOS.altLabel)]):
            if preferred.get(label.language) != label:
                yield _element(SKOS.altLabel, label)
        for note in self._labels(iri, SKOS.note):
            yield _element(SKOS.note, note)
        for name, most in _OF_CONTEXT[kind]:
            values = self._sorted(iri, name)
            yield from (_element(name, value) for value in values[: most or None])
            losses += ["dates of life beside the first"] * len(values[most:] if most else ())

    def _position(self, iri: str, losses: list[str]) -> Iterator[str]:
        points = sorted(self._view.iris(iri, WGS84_POS.location))
        for point in points[:1]:
            for name in (WGS84_POS.lat, WGS84_POS.long):
                for value in self._labels(point, name)[:1]:
                    yield _element(name, value)
        losses += ["positions beside the first"] * len(points[1:])

    def _kind(self, thing: Value) -> str:
        """The class that the thing is written as; empty if EDM has none for it."""
        kinds = self._view.iris(thing.value, RDF.type)
        return next((kind for kind in (*_OF_CONTEXT, EDM.ProvidedCHO) if kind in kinds), "")

    def _labels(self, iri: str, name: str) -> list[ox.Literal]:
        return [label for label in self._sorted(iri, name) if isinstance(label, ox.Literal)]

    def _sorted(self, subject: str, name: str) -> Sequence[Value]:
        values = self._view.values(subject, name)
        return sorted(values, key=_order) if len(values) > 1 else values


@lru_cache(_DATES_KNOWN)
def _time_span(date: str) -> tuple[str, str]:
    """What the IRI of a date in EDTF ends in; the date with its first and last day, as text.

    A doubtful one says so in a note.
    """
    parts, read = [_element(SKOS.prefLabel, ox.Literal(date))], edtf.parse(date)
    parts += [_element(SKOS.note, ox.Literal(note, language="en")) for note in _doubts(read)]
    if read.earliest:
        parts.append(_element(EDM.begin, ox.Literal(read.earliest)))
    if read.latest:
        parts.append(_element(EDM.end, ox.Literal(read.latest)))
    return f"#timespan-{quote(date, safe=_IN_FRAGMENT)}", "".join(parts)


def _order(value: Value) -> tuple[str, str]:
    return (getattr(value, "language", None) or "", value.value)


def _doubts(date: edtf.Edtf) -> Iterable[str]:
    if date.is_uncertain:
        yield "uncertain: the source is doubted"
    if date.is_approximate:
        yield "approximate: the date is an estimate"
    if date.kind == "one of":
        yield "one of several dates"


def _node(class_iri: str, about: str, elements: Iterable[str]) -> str:
    """A thing with what is said of it, on a line of its own."""
    tag = _TAGS[class_iri]
    return f'<{tag} rdf:about="{_attribute(about)}">{"".join(elements)}</{tag}>\n'


def _element(name: str, value: Value) -> str:
    """A text or a link.

    >>> _element(DC["title"], ox.Literal("R & D", language="en"))
    '<dc:title xml:lang="en">R &amp; D</dc:title>'
    >>> _element(OWL.sameAs, ox.NamedNode("https://example.org/?a=1&b=2"))
    '<owl:sameAs rdf:resource="https://example.org/?a=1&amp;b=2"/>'
    """
    tag = _TAGS[name]
    if isinstance(value, ox.NamedNode):
        return f'<{tag} rdf:resource="{_attribute(value.value)}"/>'
    language = f' xml:lang="{_cased(value.language)}"' if value.language else ""
    text = value.value
    if _SPECIAL(text):
        text = escape(xml_text(text), _RETURN)
    return f"<{tag}{language}>{text}</{tag}>"


def _attribute(iri: str) -> str:
    return iri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


_cased: Final = cache(languages.cased)


class _Tags(dict[str, str]):
    """The names of classes and properties in XML, by IRI, found once."""

    def __missing__(self, iri: str) -> str:
        prefix, namespace = next(each for each in _NAMESPACES.items() if iri.startswith(each[1]))
        self[iri] = tag = f"{prefix}:{iri.removeprefix(namespace)}"
        return tag


_TAGS: Final = _Tags()
_SPECIAL: Final = re.compile(r"[^\t\n -%'-;=?-\ud7ff]").search
"""What may have to be escaped or left out: all but the commonest characters that XML can hold."""
_RETURN: Final = {"\r": "&#13;"}
"""An XML parser would take a bare carriage return for the end of a line."""
_DECLARED: Final = "".join(f' xmlns:{prefix}="{iri}"' for prefix, iri in _NAMESPACES.items())
_OPENING: Final = f"<rdf:RDF{_DECLARED}>\n"
_CLOSING: Final = "</rdf:RDF>\n"
OUTPUTS: Final = (
    Output(
        Format("EDM in one file", "application/xml", "xml"),
        record,
        head=OPENING,
        tail=CLOSING,
        is_harvested=True,
    ),
    Output(
        Format("EDM, a file for each record", "application/zip", "zip"),
        record,
        head=DECLARATION,
        is_zipped=True,
        suffix=".xml",
        judged_as="xml",
    ),
)
