"""What there is to find: the names and texts of every record, read from a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from lod_archive.query.labels import Text
from lod_archive.query.results import Rows
from lod_archive.query.run import run
from lod_archive.query.source import Source
from lod_archive.store import Term
from lod_archive.vocab.namespaces import ARC, DCTERMS, SCHEMA, SKOS


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find.

    :param types: the IRIs of its classes.
    :param names: by which it is shown.
    :param other_names: by which it is found as well: transliterations, parts of a name, names
        that only some sources give.
    :param links: how much of the archive speaks of it; of things found alike, that which more is
        said about comes first.
    """

    iri: str
    types: tuple[str, ...] = ()
    names: tuple[Text, ...] = ()
    other_names: tuple[Text, ...] = ()
    descriptions: tuple[Text, ...] = ()
    paraphrases: tuple[Text, ...] = ()
    links: int = 0


def read_entries(source: Source) -> Iterator[Entry]:
    """Every record of a publication, by IRI. The texts of all are held in memory meanwhile.

    :raises QueryError: if the store cannot be asked.
    """
    texts: defaultdict[str, dict[str, set[Text]]] = defaultdict(lambda: defaultdict(set))
    for thing, predicate, text in _rows(source, _TEXTS):
        if isinstance(predicate, ox.NamedNode) and isinstance(text, ox.Literal):
            texts[_iri(thing)][_ROLES[predicate.value]].add(Text.of(text))
    for thing, name in _rows(source, _STATED_NAMES):
        if isinstance(name, ox.Literal):
            texts[_iri(thing)]["other_names"].add(Text.of(name))
    links = {_iri(thing): int(count.value) for thing, count in _rows(source, _LINKS)
             if isinstance(count, ox.Literal)}  # fmt: skip
    types: defaultdict[str, set[str]] = defaultdict(set)
    for thing, kind in _rows(source, _TYPES):
        types[_iri(thing)].add(_iri(kind))
    for iri in sorted(types):
        yield _entry(iri, types[iri], texts.get(iri, {}), links.get(iri, 0))


def _entry(iri: str, types: Iterable[str], texts: Mapping[str, set[Text]], links: int) -> Entry:
    names = texts.get("names", set())
    return Entry(
        iri=iri,
        types=tuple(sorted(types)),
        names=_sorted(names),
        other_names=_sorted(texts.get("other_names", set()) - names),
        descriptions=_sorted(texts.get("descriptions", set())),
        paraphrases=_sorted(texts.get("paraphrases", set())),
        links=links,
    )


def _sorted(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(sorted(texts, key=lambda text: (text.language or "", text.text)))


def _rows(source: Source, sparql: str) -> tuple[tuple[Term | None, ...], ...]:
    found = run(source, sparql)
    return found.rows if isinstance(found, Rows) else ()


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


_ROLES: Final = {
    **dict.fromkeys((SCHEMA.name, SKOS.prefLabel), "names"),
    **dict.fromkeys(
        (
            SCHEMA.alternateName,
            SCHEMA.familyName,
            SCHEMA.givenName,
            SKOS.altLabel,
            SKOS.hiddenLabel,
            ARC.officialName,
        ),
        "other_names",
    ),
    **dict.fromkeys(
        (
            SCHEMA.description,
            SCHEMA.text,
            SKOS.definition,
            SKOS.note,
            SKOS.scopeNote,
            DCTERMS["description"],
        ),
        "descriptions",
    ),
    ARC.paraphrase: "paraphrases",
}
_RECORD: Final = "?document foaf:primaryTopic ?thing ; dcterms:isPartOf ?dataset ."
_TEXTS: Final = f"""
SELECT ?thing ?property ?text
WHERE {{
  VALUES ?property {{ {" ".join(f"<{iri}>" for iri in _ROLES)} }}
  ?thing ?property ?text .
  {_RECORD}
}}
"""
_STATED_NAMES: Final = f"""
SELECT ?thing ?name
WHERE {{
  VALUES ?direct {{ {" ".join(f"<{iri}>" for iri, role in _ROLES.items() if "name" in role)} }}
  ?property wikibase:directClaim ?direct ;
    wikibase:claim ?claim ; wikibase:statementProperty ?stated .
  ?thing ?claim ?statement .
  ?statement ?stated ?name .
  {_RECORD}
}}
"""
_TYPES: Final = f"SELECT ?thing ?class WHERE {{ ?thing a ?class . {_RECORD} }}"
_LINKS: Final = f"""
SELECT ?thing (COUNT(*) AS ?count)
WHERE {{ {_RECORD} ?other ?property ?thing }}
GROUP BY ?thing
"""
