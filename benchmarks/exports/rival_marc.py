"""The other side for MARC: what somebody would write with rdflib and pymarc.

It has less to do: no shapes, no report of losses, one kind of record, no links between scripts,
and of each essay the main fields alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import rdflib
from pymarc import Field, Indicators, Record, Subfield, record_to_xml
from rdflib.namespace import DCTERMS, RDF

from benchmarks.exports.essays import QUADS

SCHEMA = rdflib.Namespace("https://schema.org/")
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")


def write(folder: Path, path: Path) -> int:
    """Read all triples and write MARCXML; gives how many records there were."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(folder / QUADS, format="nquads")
    essays = sorted(dataset.subjects(RDF.type, SCHEMA.ScholarlyArticle), key=str)
    with path.open("wb") as file:
        file.write(b'<collection xmlns="http://www.loc.gov/MARC21/slim">')
        for essay in essays:
            file.write(record_to_xml(record(dataset, essay)))  # type: ignore[no-untyped-call]
        file.write(b"</collection>")
    return len(essays)


def record(graph: rdflib.Graph, essay: rdflib.term.Node) -> Record:
    """A record with the main fields."""
    made = Record(force_utf8=True)
    made.fields.append(Field("001", data=str(essay)))
    for author in graph.objects(essay, SCHEMA.author):
        made.fields.append(_field("100", "1 ", ("a", _name(graph, author)), ("0", str(author))))
    made.fields.append(_field("245", "10", ("a", _name(graph, essay))))
    for issued in graph.objects(essay, DCTERMS.issued):
        made.fields.append(_field("264", " 1", ("c", str(issued))))
    for text in graph.objects(essay, SCHEMA.description):
        made.fields.append(_field("520", "  ", ("a", str(text))))
    for topic in graph.objects(essay, SCHEMA.about):
        made.fields.append(_field("650", " 4", ("a", _name(graph, topic)), ("0", str(topic))))
    made.fields.append(_field("856", "40", ("u", str(essay))))
    return made


def _name(graph: rdflib.Graph, node: rdflib.term.Node) -> str:
    for name in (SCHEMA.name, SKOS.prefLabel):
        for value in graph.objects(node, name):
            if isinstance(value, rdflib.Literal) and value.language == "en":
                return str(value)
    return ""


def _field(tag: str, indicators: str, *pairs: tuple[str, str]) -> Field:
    return Field(tag, Indicators(*indicators), [Subfield(*pair) for pair in pairs])


if __name__ == "__main__":
    print(json.dumps({"records": write(Path(sys.argv[1]), Path(sys.argv[2]))}))
