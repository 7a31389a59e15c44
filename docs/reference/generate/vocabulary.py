"""The vocabulary: ontology, alignments, units, and the keys and words of the context."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import pyoxigraph as ox

from generate.markdown import ROOT, code, sections, table
from lod_archive.graph.context import Context, Term
from lod_archive.query import Prologue
from lod_archive.vocab.namespaces import ARC, OWL, PREFIXES, RDF, RDFS, SKOS

SHORT: Final = Prologue(
    own_prefixes={
        "shapes": "https://w3id.org/lod-archive/shapes#",
        "edm": "http://www.europeana.eu/schemas/edm/",
        "lrmoo": "http://iflastandards.info/ns/lrm/lrmoo/",
        "qudt": "http://qudt.org/schema/qudt/",
    }
)
"""Prefixes by which the pages shorten IRIs."""


class _Graph:
    """Triples of a few Turtle files, by subject."""

    def __init__(self, *names: str) -> None:
        self.values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for name in names:
            for quad in ox.parse(path=ROOT / "ontology" / name, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.object, ox.NamedNode | ox.Literal):
                    subject = self.values.setdefault(quad.subject.value, defaultdict(list))
                    subject[quad.predicate.value].append(quad.object)

    def text(self, subject: str, *predicates: str, language: str = "en") -> str:
        """The first text of these properties in a language."""
        values = (value for each in predicates for value in self.values[subject].get(each, ()))
        texts = (value for value in values if isinstance(value, ox.Literal))
        return next((text.value for text in texts if text.language in (language, None)), "")

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The IRIs that a property has, short and in code font."""
        values = self.values[subject].get(predicate, [])
        return [
            code(SHORT.shorten(value.value)) for value in values if isinstance(value, ox.NamedNode)
        ]

    def of_type(self, *types: str) -> list[str]:
        """The subjects that are of one of these types, in the order of the file."""
        wanted = {ox.NamedNode(each) for each in types}
        return [each for each, said in self.values.items() if wanted & set(said[RDF.type])]


_RELATIONS: Final = (
    ("is a kind of", RDFS.subClassOf),
    ("is a kind of", RDFS.subPropertyOf),
    ("close to", SKOS.closeMatch),
    ("within", SKOS.broadMatch),
    ("related to", SKOS.relatedMatch),
    ("the same as", OWL.sameAs),
)


def terms(*types: str) -> str:
    """A section for each term of the ontology that is of one of these OWL types."""
    graph = _Graph("archive.ttl")
    return sections(_term(graph, iri) for iri in graph.of_type(*(OWL[each] for each in types)))


def _term(graph: _Graph, iri: str) -> str:
    labels = " · ".join(
        f"{graph.text(iri, RDFS.label, language=tag)} ({tag})" for tag in ("en", "ru")
    )
    facts = [labels, *_domain_and_range(graph, iri), *_alignments(graph, iri)]
    note = graph.text(iri, SKOS.editorialNote)
    return sections(
        (
            f"### {SHORT.shorten(iri)}",
            graph.text(iri, RDFS.comment),
            "\n".join(f"- {fact}" for fact in facts),
            f"*{note}*" if note else "",
        )
    )


def _domain_and_range(graph: _Graph, iri: str) -> Iterator[str]:
    for word, predicate in (("of", RDFS.domain), ("value", RDFS.range)):
        if found := graph.iris(iri, predicate):
            yield f"{word}: {', '.join(found)}"


def _alignments(graph: _Graph, iri: str) -> Iterator[str]:
    for words, predicate in _RELATIONS:
        if found := graph.iris(iri, predicate):
            yield f"{words}: {', '.join(found)}"


def stances() -> str:
    """The stances of sources, and which of them assert."""
    graph = _Graph("archive.ttl")
    rows = (
        (
            code(SHORT.shorten(iri).partition(":")[2]),
            graph.text(iri, SKOS.definition),
            "yes" if graph.text(iri, ARC.isAssertion) == "true" else "no",
        )
        for iri in graph.of_type(ARC.Stance)
    )
    return table(("stance", "meaning", "is an assertion"), rows)


def alignments() -> str:
    """How classes and properties of other vocabularies correspond to further ones."""
    graph = _Graph("alignments.ttl")
    rows = (
        (
            code(SHORT.shorten(iri)),
            "; ".join(_alignments(graph, iri)),
            graph.text(iri, SKOS.editorialNote),
        )
        for iri in graph.values
    )
    return table(("term", "corresponds", "note"), rows)


def units() -> str:
    """The units that quantities are given in."""
    qudt = "http://qudt.org/schema/qudt/"
    graph = _Graph("units.ttl")
    words = {term.iri: term.key for term in context().terms.values()}
    rows = (
        (
            code(words[iri]),
            code(SHORT.shorten(iri)),
            code(graph.text(iri, qudt + "ucumCode")),
            graph.text(iri, RDFS.label, language="ru"),
        )
        for iri in graph.values
    )
    return table(("word", "IRI", "UCUM", "Russian"), rows)


@cache
def context() -> Context:
    """The built-in context."""
    definitions = json.loads((ROOT / "ontology/context.jsonld").read_text("utf-8"))["@context"]
    return Context.of(definitions, base="https://example.org/", language="en")


def keys() -> str:
    """The keys of records: IRI, and what values are."""
    known = [term for term in context().terms.values() if term.is_property]
    rows = ((code(term.key), code(SHORT.shorten(term.iri)), _values(term)) for term in known)
    return table(("key", "IRI", "values"), rows)


def _values(term: Term) -> str:
    if term.is_language_map:
        return "texts by language"
    words = {None: "text", "@id": "id, IRI or nested object", "@vocab": "word"}
    if term.coercion in words:
        return words[term.coercion]
    return code(SHORT.shorten(term.coercion or ""))


def classes() -> str:
    """The words for classes."""
    known = [term for term in context().terms.values() if term.is_class]
    return table(("type", "IRI"), ((code(t.key), code(SHORT.shorten(t.iri))) for t in known))


def words() -> str:
    """The other words, which stand as values."""
    known = [t for t in context().terms.values() if not (t.is_property or t.is_class)]
    return table(("word", "IRI"), ((code(t.key), code(SHORT.shorten(t.iri))) for t in known))


def prefixes() -> str:
    """The prefixes that records and queries may use."""
    own = {"p": "prop/", "ps": "prop/statement/", "pq": "prop/qualifier/", "": ""}
    rows: Mapping[str, str] = {**PREFIXES, **{name: f"BASE{path}" for name, path in own.items()}}
    return table(
        ("prefix", "namespace"), ((code(f"{name}:"), code(iri)) for name, iri in rows.items())
    )
