"""A mapping set written: its header, and a row for what is known of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.sources.sssom.match import Match, Verdict
from lod_archive.sources.sssom.table import Row
from lod_archive.sources.sssom.vocabulary import ARCHIVE, KNOWN, ORCID, PREDICATES
from lod_archive.vocab import iris

_NAMESPACE: Final = re.compile(r".*[/#=]")


def header_of(name: str, base: str, license_: str, prefixes: Mapping[str, str]) -> dict[str, Any]:
    """The header of a new mapping set of this name."""
    return {
        "sssom_version": "1.1",
        "mapping_set_id": f"{base}{iris.LINKS}{name}.sssom.tsv",
        "license": license_,
        "curie_map": dict(prefixes),
    }


def row_of(match: Match, prefixes: dict[str, str], base: str, name: str) -> Row:
    """A row that says this, as :func:`match_of` reads it.

    :param prefixes: those that its mapping set declares; what it lacks is added.
    :param name: of the mapping set, from which the prefix of its targets is made.

    >>> from lod_archive.vocab.namespaces import SKOS
    >>> prefixes = {}
    >>> match = Match("https://a.example/person/x", SKOS.exactMatch, "https://b.example/item/7")
    >>> row_of(match, prefixes, "https://a.example/", "b").cells["object_id"], prefixes["b"]
    ('b:7', 'https://b.example/item/')
    """
    is_unsure = match.verdict is Verdict.UNSURE
    who = "reviewer" if is_unsure else "author"
    cells = {
        "subject_id": _compact(match.subject, prefixes, ARCHIVE, base),
        "subject_label": match.subject_label,
        "predicate_id": _predicate(match.predicate),
        "predicate_modifier": "Not" if match.verdict is Verdict.REJECTED else "",
        "object_id": _compact(match.target, prefixes, name, _namespace(match.target)),
        "object_label": match.target_label,
        "object_category": match.category,
        "mapping_justification": f"semapv:{match.justification}",
        f"{who}_id": _listed(_person(iri, prefixes) for iri in match.people),
        f"{who}_label": _listed(match.names),
        "reviewer_agreement": "0" if is_unsure else "",
        "review_date" if is_unsure else "mapping_date": match.date,
        "confidence": match.confidence,
        "similarity_score": "" if match.score is None else f"{match.score:.3g}",
        "similarity_measure": match.measure,
        "comment": match.comment,
        "other": _written_others(match),
    }
    plain = {
        column: " ".join(UNPUBLISHABLE.sub("", cell).split()) for column, cell in cells.items()
    }
    return Row({column: cell for column, cell in plain.items() if cell})


def _predicate(iri: str) -> str:
    return next(short for short, long in PREDICATES.items() if long == iri)


def _person(iri: str, prefixes: dict[str, str]) -> str:
    if iri.startswith(ORCID):
        return _compact(iri, prefixes, "orcid", ORCID)
    matching = ((key, long) for key, long in prefixes.items() if iri.startswith(long))
    return next((f"{key}:{iri.removeprefix(long)}" for key, long in matching), iri)


def _namespace(iri: str) -> str:
    """What an IRI begins with, up to the name in it."""
    found = _NAMESPACE.match(iri[:-1])
    return found[0] if found else iri[: iri.index(":") + 1]


def _compact(iri: str, prefixes: dict[str, str], prefix: str, namespace: str) -> str:
    """The IRI with a prefix, one that is declared already if there is one.

    Never with one that is the scheme of IRIs, for these stand beside it in full.
    """
    for known, long in prefixes.items():
        if long == namespace:
            return f"{known}:{iri.removeprefix(long)}"
    number, unique = 1, prefix
    while (
        unique in prefixes
        or KNOWN.get(unique, namespace) != namespace
        or iris.has_known_scheme(f"{unique}://host")
    ):
        number += 1
        unique = f"{prefix}{number}"
    prefixes[unique] = namespace
    return f"{unique}:{iri.removeprefix(namespace)}"


def _listed(parts: Iterable[str]) -> str:
    return "|".join(part.replace("|", "\\|") for part in parts)


def _written_others(match: Match) -> str:
    features = ", ".join(f"{name} {value:.2g}" for name, value in match.features)
    said = {
        "begin": match.begin,
        "end": match.end,
        "description": match.description.replace("|", "/"),
        "features": features.replace("|", "/"),
    }
    return "|".join(f"{key}: {value}" for key, value in said.items() if value not in (None, ""))
