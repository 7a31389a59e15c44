"""Instances for FOLIO, as JSON Lines; and works one after the other, as OAI-PMH gives them.

A line is one JSON-LD document, the subgraph of one ``bf:Instance``: itself, its Work, their titles,
contributions, agents and subjects with their labels; of other works no more than the label. It is
written as expanded JSON-LD (https://www.w3.org/TR/json-ld11/#expanded-document-form), which needs
no context from the network. https://jsonlines.org/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from lod_archive.publish import serialization
from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.xml import CLOSING, DECLARATION, OPENING
from lod_archive.vocab import formats, iris
from lod_archive.vocab.formats import Format
from lod_archive.vocab.languages import cased
from lod_archive.vocab.namespaces import BF, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import Node, View

_PREFIXES: Final = {"bf": str(BF), "rdf": str(RDF), "rdfs": str(RDFS)}


def work(view: View, iri: str, losses: Losses) -> bytes:
    """What is said of a record, and of what it speaks of, as ``rdf:RDF``."""
    quads = [ox.Quad(*triple) for triple in view.reachable(iri)]
    content = serialization.to_bytes(quads, formats.RDF_XML, prefixes=_PREFIXES)
    return content.removeprefix(DECLARATION) + b"\n"


def instance(view: View, iri: str, losses: Losses) -> bytes | None:
    """The subgraph of a record's Instance on one line; None if the record has none."""
    instances = view.iris(iri, BF.hasInstance)
    if not instances:
        losses.add("works without an Instance, which FOLIO cannot take", iri)
        return None
    nodes = [_expanded(*node) for each in instances for node in _subgraph(view, iri, each)]
    return json.dumps(nodes, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _subgraph(view: View, record: str, start: str) -> Iterator[tuple[str, Node]]:
    """A node and all that it leads to, in the order in which it is reached."""
    waiting, seen = [start], {start}
    while waiting:
        subject = waiting.pop(0)
        node = view.nodes.get(subject)
        if node is None:
            continue
        if _is_other_record(view, record, subject):
            node = {RDFS.label: node.get(RDFS.label, [])}
        yield subject, node
        for values in node.values():
            for value in values:
                if isinstance(value, ox.NamedNode) and value.value not in seen:
                    seen.add(value.value)
                    waiting.append(value.value)


def _is_other_record(view: View, record: str, node: str) -> bool:
    """Whether this is a work with a line, or a place in the export, of its own."""
    return iris.entity_of(node) != record and view.is_record(node)


def _expanded(subject: str, node: Node) -> dict[str, Any]:
    """A node object in expanded form."""
    expanded: dict[str, Any] = {"@id": subject}
    if RDF.type in node:
        expanded["@type"] = [each.value for each in node[RDF.type]]
    for predicate, values in node.items():
        if predicate != RDF.type:
            expanded[predicate] = [_value(each) for each in values]
    return expanded


def _value(value: ox.NamedNode | ox.Literal) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": cased(value.language)}
    if value.datatype.value == XSD.string:
        return {"@value": value.value}
    return {"@value": value.value, "@type": value.datatype.value}


OUTPUTS: Final = (
    Output(Format("JSON Lines of JSON-LD", "application/x-ndjson", "jsonl"), instance),
    Output(
        Format("RDF/XML, a graph for each record", "application/xml", "records.xml"),
        work,
        head=OPENING,
        tail=CLOSING,
        is_harvested=True,
    ),
)
