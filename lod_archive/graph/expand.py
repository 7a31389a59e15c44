"""Records become triples: each record a named graph, in JSON-LD that Rust turns into N-Quads.

:meth:`Expander.nodes` gives the flat JSON-LD nodes of a record's graph; everything that is derived
(statement nodes, direct triples, date bounds, provenance) is in them, so every serialisation
says the same. :meth:`Expander.expand` does this for a batch; one JSON-LD document a batch is three
times as fast as one a record. Nodes have their context, id and types before everything else, as
`Streaming JSON-LD <https://www.w3.org/TR/json-ld11-streaming/>`_ needs them;
so nothing has to be kept until the end of the node, which nearly halves the time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from lod_archive.archive import CLAIMS
from lod_archive.errors import ModelError
from lod_archive.graph.dates import bounds, dates_among
from lod_archive.graph.links import add_links
from lod_archive.graph.model import Model
from lod_archive.graph.nodes import ID_KEYS, Link, Node, is_empty
from lod_archive.graph.problems import Problems, Record
from lod_archive.graph.statements import add_statements
from lod_archive.graph.values import Checked, Values, id_hint
from lod_archive.vocab import formats, iris
from lod_archive.vocab.namespaces import ARC, DCTERMS

_ENDINGS: Final = (".html", *(f".{known.extension}" for known in formats.RDF_FORMATS))


@dataclass(frozen=True, slots=True)
class Expanded:
    """The graphs of a batch of records.

    :param nquads: all their quads, a record's together and in these a subject's together, each
        once, in canonical N-Quads.
    :param nodes: the flat nodes of each record's graph, its document's and its entity's first.
    """

    nquads: bytes
    nodes: Sequence[Sequence[Node]]

    @property
    def documents(self) -> Iterator[tuple[str, Node]]:
        """For each record its id and its description as one JSON-LD tree, made when asked for."""
        return ((nodes[1]["id"], as_tree(nodes)) for nodes in self.nodes)


class Expander:
    """Turns records into named graphs under one model.

    Mistakes go to :attr:`problems`; a record that has one is left out and the others go on.
    """

    def __init__(self, model: Model, problems: Problems) -> None:
        self.model = model
        self.problems = problems
        self._checked = Checked()
        self._context = json.dumps(dict(model.context.definitions))
        self._is_interleaved = '"@reverse"' in self._context
        self._has_own_date = _has_own_date(model)

    def expand(self, records: Iterable[Record]) -> Expanded:
        """The graphs of these records."""
        expanded = [(record, nodes) for record in records if (nodes := self.nodes(record))]
        try:
            nquads = self.nquads([_graph(nodes) for _, nodes in expanded])
        except (SyntaxError, UnicodeEncodeError):
            expanded = [
                (record, nodes) for record, nodes in expanded if self._is_legal(record, nodes)
            ]
            nquads = self.nquads([_graph(nodes) for _, nodes in expanded])
        return Expanded(nquads, [nodes for _, nodes in expanded])

    def nquads(self, graphs: Sequence[Node]) -> bytes:
        """The quads of flat JSON-LD graph objects, in canonical N-Quads.

        :raises SyntaxError: if the graphs are not JSON-LD under the context.
        :raises UnicodeEncodeError: if a text has half a surrogate pair.
        """
        text = f'{{"@context":{self._context},"@graph":{_JSON.encode(graphs)}}}'
        # lenient: IRIs were checked one by one, where a mistake still has a place
        parsed = ox.parse(text.encode(), ox.RdfFormat.STREAMING_JSON_LD, lenient=True)
        nquads = ox.serialize(parsed, format=ox.RdfFormat.N_QUADS) or b""
        nquads = _CASED_TAG.sub(lambda tag: tag[0].lower(), nquads)
        lines = nquads.splitlines(keepends=True)
        if self._is_interleaved:
            lines = _by_subject(lines)
        is_repeated = len(set(lines)) < len(lines)
        return b"".join(dict.fromkeys(lines)) if is_repeated or self._is_interleaved else nquads

    def _is_legal(self, record: Record, nodes: list[Node]) -> bool:
        """Whether JSON-LD has a meaning for this record; notes the mistake if it has none."""
        try:
            self.nquads([_graph(nodes)])
        except UnicodeEncodeError as error:
            character = f"U+{ord(error.object[error.start]):04X}"
            message = f"a text has the character {character}, half of a surrogate pair"
            hint = "write the character itself, or both halves"
            self.problems.add(ModelError(message, at=record.locate(), hint=hint))
        except SyntaxError as error:
            message = f"JSON-LD has no meaning for this record: {error.msg}"
            self.problems.add(ModelError(message, at=record.locate()))
        else:
            return True
        return False

    def nodes(self, record: Record) -> list[Node] | None:
        """The document's, the entity's and all further nodes of a record; None if it has mistakes.

        >>> from types import SimpleNamespace
        >>> from lod_archive.archive import ArchiveFolder
        >>> expander = Expander(Model.load(ArchiveFolder.open(".")), Problems())
        >>> record = SimpleNamespace(source=SimpleNamespace(name="data/strike.yaml"), data={
        ...     "id": "event/strike", "type": "Event", "name": {"en": "Strike"}, "date": "1936-02"})
        >>> expander.nodes(record)[1]
        {'id': 'event/strike', 'type': 'Event', 'name': {'en': 'Strike'}, 'date': '1936-02',
         'earliest': '1936-02-01', 'latest': '1936-02-29'}
        """
        found = self.problems.count
        entity, values = self.entity(record)
        if self.problems.count > found:
            return None
        return [self._document(record, entity["id"]), entity, *values.nodes]

    def entity(self, record: Record) -> tuple[Node, Values]:
        """The node of a record's entity, and the values that hold its further nodes."""
        values = Values(record, self.model, self.problems, self._checked)
        entity: Node = {"id": self._id(values)}
        values.add_types(record.data, entity, ())
        if "type" not in entity:
            values.problem((), "the record has no type", "add type: Event, Person, Place …")
        elif self._is_claim(entity) and not record.source.name.startswith(CLAIMS):
            hint = f"move it to {CLAIMS}<source>.yaml"
            values.problem((), "claims live below data/claims", hint)
        values.properties(record.data, entity, ())
        add_statements(values, entity)
        add_links(values, entity)
        if self._has_own_date and "date" in entity:
            found = bounds(dates_among(entity["date"]))
            entity |= {key: day for key, day in found.items() if key not in entity}
        return entity, values

    def _is_claim(self, entity: Node) -> bool:
        kinds = entity["type"]
        kinds = kinds if isinstance(kinds, list) else [kinds]
        names = (kind for kind in kinds if isinstance(kind, str))
        return ARC.Claim in map(self.model.context.expand_iri, names)

    def _id(self, values: Values) -> str:
        data = values.record.data
        key = next((key for key in ID_KEYS if not is_empty(data.get(key))), None)
        if key is None:
            values.problem((), "the record has no id", "add id: collection/slug")
            return "record/without-id"
        written = data[key]
        record_id = str(written).removeprefix(self.model.context.base)
        if not isinstance(written, str) or ":" in record_id:
            hint = "write it relative to the base, for example event/record-shift-1935"
            base = self.model.context.base
            values.problem((key,), f"the id {written!r} is not below the base {base}", hint)
        elif not iris.is_record_id(record_id):
            values.problem((key,), f"{written!r} cannot be an id", id_hint(record_id))
        elif record_id.partition("/")[0] in iris.RESERVED:
            first = record_id.partition("/")[0]
            hint = "choose another collection; reserved are " + ", ".join(iris.RESERVED)
            values.problem((key,), f"ids below “{first}/” are the publication's own", hint)
        elif record_id.endswith(_ENDINGS):
            ending = record_id[record_id.rindex(".") :]
            hint = "write it with a hyphen: " + record_id.removesuffix(ending) + "-" + ending[1:]
            values.problem((key,), f"an id cannot end in {ending}, as documents' names do", hint)
        return record_id

    def _document(self, record: Record, record_id: str) -> Node:
        """The document that carries the graph: its licence, the record's file, the activity."""
        return {
            "id": iris.DOCUMENTS + record_id,
            "type": "foaf:Document",
            "foaf:primaryTopic": {"id": Link(record_id)},
            "dcterms:license": {"id": self.model.license},
            "dcterms:isPartOf": {"id": iris.DATASET},
            "dcterms:source": {"@value": record.source.name, "@type": "xsd:string"},
            "prov:wasGeneratedBy": {"id": iris.BUILD},
        }


_CASED_TAG: Final = re.compile(rb'"@[a-z0-9-]*[A-Z][A-Za-z0-9-]*(?= <[^<>" ]*> \.$)', re.MULTILINE)
"""A language tag with a capital: only after the object of a quad no quote follows in the line.

A lenient parser leaves tags as they are written; in canonical N-Quads they are in lower case.
"""

_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def _has_own_date(model: Model) -> bool:
    """Whether the key “date” means the date of the thing itself."""
    term = model.context.terms.get("date")
    return term is not None and term.is_date and term.iri == DCTERMS.date


def _graph(nodes: Sequence[Node]) -> Node:
    return {"@id": nodes[0]["id"], "@graph": nodes}


def _by_subject(lines: Iterable[bytes]) -> list[bytes]:
    """The lines with a subject's quads together; the graphs stay in order.

    Only terms with ``@reverse`` put other subjects between those of a node.
    """
    groups: dict[tuple[bytes, bytes], list[bytes]] = {}
    for line in lines:
        graph, subject = line[line.rindex(b" <") :], line[: line.index(b" ")]
        groups.setdefault((graph, subject), []).append(line)
    return [line for group in groups.values() for line in group]


def as_tree(nodes: Sequence[Node]) -> Node:
    """A record's flat nodes as one tree, document → entity → statements → values, to be read.

    The first :class:`Link` to a node is replaced by the node.

    >>> as_tree([{"id": "doc/a/b", "foaf:primaryTopic": {"id": Link("a/b")}},
    ...          {"id": "a/b", "p:date": [Link("a/b#date")]}, {"id": "a/b#date", "rank": "normal"}])
    {'id': 'doc/a/b', 'foaf:primaryTopic': {'id': 'a/b', 'p:date': [{'id': 'a/b#date',
     'rank': 'normal'}]}}
    """
    waiting = {node["id"]: node for node in nodes[1:]}

    def grown(value: Any) -> Any:
        kind = type(value)
        if kind is Link:
            return tree(waiting.pop(value)) if value in waiting else value
        if kind is list:
            return [grown(item) for item in value]
        if kind is dict and type(value.get("id")) is Link:
            node = grown(value["id"])
            return node if isinstance(node, dict) else value
        return value

    def tree(node: Node) -> Node:
        copy = node.copy()
        for key, value in node.items():
            if type(value) is not str:
                copy[key] = grown(value)
        return copy

    return tree(nodes[0])


def weak_claims(records: Iterable[Record], model: Model) -> frozenset[str]:
    """The ids of those claims whose stance asserts nothing; a claim without a stance is one."""
    context = model.context
    return frozenset(
        context.relative(str(next((record.data[key] for key in ID_KEYS if key in record.data), "")))
        for record in records
        if context.expand_iri(str(record.data.get("stance"))) not in model.assertive
    )
