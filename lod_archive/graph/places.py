"""From a node of the graph back to the line of the record that says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from lod_archive.errors import Location
from lod_archive.graph.expand import Expander
from lod_archive.graph.model import Model
from lod_archive.graph.nodes import TYPE_KEYS, Path
from lod_archive.graph.problems import Problems, Record
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import RDF


class Places:
    """Finds places in the records of an archive; made once for all the results of a report."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._expander = Expander(model, Problems())
        self._last: tuple[Record, Mapping[str, Path]] | None = None

    def place_of(
        self,
        record: Record,
        node: str,
        predicates: Sequence[str] = (),
        value: ox.NamedNode | ox.BlankNode | ox.Literal | None = None,
    ) -> Location:
        """Where a record says something of a node: a text, the key of a predicate, or the node.

        :param node: the IRI of the record's entity, one of its statements or nested objects.
        :param predicates: the IRIs of what may be said; none for the node as a whole.
        :param value: what is said, of which a text with a language is looked for.
        """
        path = self._paths(record).get(node.removeprefix(self._model.context.base), ())
        data = _data_at(record.data, path)
        found = [_key_of(self._model, data, each) for each in predicates]
        keys = [key for key in found if key is not None]
        if isinstance(value, ox.Literal) and value.language:
            for key in keys:
                text = _text_at(_data_at(data, key), value.value, value.language)
                if text is not None:
                    return record.locate((*path, *key, *text))
        return record.locate((*path, *keys[0]) if len(keys) == 1 else path)

    def _paths(self, record: Record) -> Mapping[str, Path]:
        """Where each node of a record is written; the last record's are kept."""
        if self._last is None or self._last[0] is not record:
            _, values = self._expander.entity(record)
            self._last = record, values.paths
        return self._last[1]


def place_of_reference(record: Record, base: str, target: str) -> Location:
    """Where a record refers to an id (relative to the base)."""
    return record.locate(_find(record.data, {target, base + target}) or ())


def _data_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _key_of(model: Model, data: Any, predicate: str) -> Path | None:
    """The key of the data that gives triples with this predicate, with the way to it."""
    if not isinstance(data, dict):
        return None
    base = model.context.base
    for prefix, key in (
        (base + iris.STATEMENT_PREDICATES, "value"),
        (base + iris.QUALIFIER_PREDICATES, "qualifiers"),
    ):
        if predicate.startswith(prefix):
            return (key, predicate.removeprefix(prefix)) if key == "qualifiers" else (key,)
    for key in data:
        if (RDF.type if key in TYPE_KEYS else model.context.expand_iri(key)) == predicate:
            return (key,)
    return _statement_on(model, data.get("statements"), predicate)


def _statement_on(model: Model, statements: Any, predicate: str) -> Path | None:
    """The value of the first statement that gives direct triples, or links, of this predicate."""
    property_key = predicate.removeprefix(model.context.base + iris.CLAIM_PREDICATES)
    for index, statement in enumerate(statements if isinstance(statements, list) else ()):
        name = statement.get("property") if isinstance(statement, dict) else None
        if isinstance(name, str) and (
            name == property_key or model.context.expand_iri(name) == predicate
        ):
            return ("statements", index, "value")
    return None


def _text_at(data: Any, text: str, language: str) -> Path | None:
    """The path of a text in a language; tags are not told apart by their case."""
    for tag, said in data.items() if isinstance(data, dict) else ():
        if tag.lower() == language.lower():
            found = _find(said, {text})
            if found is not None:
                return (tag, *found)
    return _find(data, {text})


def _find(data: Any, wanted: set[str]) -> Path | None:
    """The path of the first text that is one of these."""
    if isinstance(data, str):
        return () if data in wanted else None
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for step, item in items:
        found = _find(item, wanted)
        if found is not None:
            return (step, *found)
    return None
