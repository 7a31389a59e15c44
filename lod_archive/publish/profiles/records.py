"""Which records a profile is for, which profiles are for a record, and where it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import Location
from lod_archive.publish.profiles.questions import listed, select
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import DCTERMS, FOAF, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source

_CLASSES_OF: Final = """
SELECT DISTINCT ?class
WHERE { ?document foaf:primaryTopic ?record . ?record rdf:type/rdfs:subClassOf* ?class }
"""
_CLASSES: Final = "SELECT DISTINCT ?class WHERE { ?class rdfs:subClassOf* ?wanted }"
_RECORDS: Final = "SELECT ?record WHERE { ?record a ?class . ?document foaf:primaryTopic ?record }"
_FILE: Final = "SELECT ?file WHERE { ?document foaf:primaryTopic ?record ; dcterms:source ?file }"
_PREFIXES: Final = {"foaf": FOAF, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS}


def records_of(profile: Profile, source: Source, among: Sequence[str] | None = None) -> list[str]:
    """The IRIs of the records that a profile is for, in order.

    :param among: look at these alone.
    """
    classes = classes_of(profile, source)
    values = f"VALUES ?class {{ {listed(classes)} }}"
    if among is not None:
        values = f"VALUES (?record ?class) {{ {_pairs(among, classes)} }}"
    return sorted(set(_column(source, f"{_RECORDS} {values}", "record")))


def classes_of(profile: Profile, source: Source) -> list[str]:
    """The IRIs of the classes that a profile is for, and of those below them."""
    wanted = f"VALUES ?wanted {{ {listed(profile.classes)} }}"
    below = _column(source, f"{_CLASSES} {wanted}", "class")
    return [*dict.fromkeys((*profile.classes, *below))]


def profiles_of(source: Source, record: str, known: Iterable[Profile]) -> list[Profile]:
    """Those of the profiles that are for a record; none if there is no such record."""
    classes = {*_column(source, f"{_CLASSES_OF} VALUES ?record {{ <{record}> }}", "class")}
    return [profile for profile in known if classes.intersection(profile.classes)]


def places_of(source: Source, nodes: Collection[str]) -> dict[str, Location]:
    """Where nodes of records are written, by IRI: the line if the records are at hand, or the file.

    What is no part of a record is left out.
    """
    files = {node: _file_of(source, iris.entity_of(node)) for node in nodes}
    found = {node: Location(file) for node, file in files.items() if file is not None}
    return found | dict(source.locate(nodes) if source.locate else {})


def _file_of(source: Source, record: str) -> str | None:
    """The file that a record was written in."""
    files = _column(source, f"{_FILE} VALUES ?record {{ {ox.NamedNode(record)} }}", "file")
    return files[0] if files else None


def _column(source: Source, query: str, name: str) -> list[str]:
    """The values that a query finds for a variable."""
    return [row[name].value for row in select(source, query, _PREFIXES)]


def _pairs(records: Sequence[str], classes: Sequence[str]) -> str:
    return " ".join(f"(<{record}> <{each}>)" for record in records for each in classes)
