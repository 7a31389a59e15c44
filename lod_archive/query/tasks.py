"""Work that is still to be done, as an archive records it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.query.labels import Labels, Text, Value
from lod_archive.query.results import Rows
from lod_archive.query.run import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lod_archive.query.source import Source
    from lod_archive.store import Term


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be found out or to be done, and what would settle it."""

    task: Value
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing, and the open tasks about it.

    :param thing: None for tasks that are about nothing in particular.
    """

    thing: Value | None
    tasks: tuple[Task, ...]


def open_tasks(source: Source, *, language: str = "en") -> tuple[Subject, ...]:
    """The open tasks by what they are about; one that is about two things stands with both.

    An open task is a ``schema:Action`` with the status ``schema:PotentialActionStatus``.

    :param language: in which to name tasks and things, where they have a name in it.
    """
    found = run(source, _OPEN_TASKS)
    rows = found.rows if isinstance(found, Rows) else ()
    labels = Labels(
        [pair for row in rows for pair in ((row[0], row[1]), (row[3], row[4]))],
        language,
        source.prologue,
    )
    descriptions: defaultdict[ox.NamedNode, set[Text]] = defaultdict(set)
    tasks: defaultdict[ox.NamedNode | None, set[ox.NamedNode]] = defaultdict(set)
    for task, _, description, thing, _ in rows:
        if isinstance(task, ox.NamedNode):
            tasks[thing if isinstance(thing, ox.NamedNode) else None].add(task)
            if isinstance(description, ox.Literal):
                descriptions[task].add(Text.of(description))
    return tuple(
        Subject(
            thing and labels.thing(thing),
            tuple(
                Task(labels.thing(task), labels.chosen(descriptions[task]))
                for task in sorted(about, key=lambda task: task.value)
            ),
        )
        for thing, about in sorted(tasks.items(), key=lambda item: item[0].value if item[0] else "")
    )


def wanted_matches(source: Source, *, language: str = "en") -> tuple[Subject, ...]:
    """The properties and units whose number at Wikidata is not known, which keeps statements back.

    They are those that have no number in ``ontology/wikidata-properties.yaml``, as far as records
    with an item at Wikidata use them: properties that have a row there, and every unit of an amount
    that a property with a number has.
    """
    rows = [row for query in (_WANTED, _WANTED_UNITS) for row in _rows(source, query)]
    labels = Labels([(row[0], row[1]) for row in rows], language, source.prologue)
    missing = {
        thing: wanted.value
        for thing, _, wanted in sorted(rows, key=str)
        if isinstance(thing, ox.NamedNode) and isinstance(wanted, ox.Literal)
    }
    return tuple(
        Subject(labels.thing(thing), (Task(Value(f"find its number at Wikidata: {wanted}")),))
        for thing, wanted in missing.items()
    )


def _rows(source: Source, query: str) -> Sequence[Sequence[Term | None]]:
    found = run(source, query)
    return found.rows if isinstance(found, Rows) else ()


_LINKED: Final = """\
  { SELECT DISTINCT ?record
    WHERE { VALUES ?same { skos:exactMatch owl:sameAs schema:sameAs }
            ?record ?same ?there FILTER(STRSTARTS(STR(?there), "http://www.wikidata.org/entity/Q"))
            ?document foaf:primaryTopic ?record } }
"""
"""The records that have items of Wikidata."""
_WANTED: Final = f"""
SELECT DISTINCT ?property ?name ?missing
WHERE {{
{_LINKED}\
  ?property a wikibase:Property ; wikibase:directClaim ?direct ; wikibase:claim ?claim ;
    skos:editorialNote ?missing ; rdfs:label ?name
  FILTER NOT EXISTS {{ ?property skos:closeMatch ?match }}
  FILTER(EXISTS {{ ?record ?direct ?value }} || EXISTS {{ ?record ?claim ?value }})
}}
"""
_WANTED_UNITS: Final = f"""
SELECT DISTINCT ?unit ?name ?missing
WHERE {{
{_LINKED}\
  ?property a wikibase:Property ; wikibase:directClaim ?direct ; wikibase:claim ?claim ;
    wikibase:statementProperty ?states ; skos:closeMatch ?match
    FILTER(STRSTARTS(STR(?match), "http://www.wikidata.org/entity/P"))
  {{ ?record ?direct ?amount }} UNION {{ ?record ?claim ?statement . ?statement ?states ?amount }}
  ?amount schema:unitCode ?unit
    FILTER(!STRSTARTS(STR(?unit), "http://www.wikidata.org/entity/Q"))
  FILTER NOT EXISTS {{
    ?unit skos:closeMatch ?item FILTER(STRSTARTS(STR(?item), "http://www.wikidata.org/entity/Q"))
  }}
  OPTIONAL {{ ?unit rdfs:label ?name }}
  OPTIONAL {{ ?unit skos:editorialNote ?noted }}
  BIND(COALESCE(?noted, "the item for this unit") AS ?missing)
}}
"""
_OPEN_TASKS: Final = """
SELECT ?task ?name ?description ?thing ?thingName
WHERE {
  ?task a schema:Action ; schema:actionStatus schema:PotentialActionStatus .
  OPTIONAL { ?task schema:name ?name }
  OPTIONAL { ?task schema:description ?description }
  OPTIONAL {
    ?task schema:object ?thing
    OPTIONAL { ?thing schema:name|skos:prefLabel ?thingName }
  }
}
"""
