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
    from lod_archive.query.source import Source


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
    """The properties whose number at Wikidata is not known, and that keep statements from it.

    They are those of ``ontology/wikidata-properties.yaml`` that have no number, as far as records
    with an item at Wikidata use them.
    """
    found = run(source, _WANTED)
    rows = found.rows if isinstance(found, Rows) else ()
    labels = Labels([(row[0], row[1]) for row in rows], language, source.prologue)
    subjects = []
    for thing, _, missing in sorted(rows, key=str):
        if isinstance(thing, ox.NamedNode) and isinstance(missing, ox.Literal):
            task = Value(f"find its number at Wikidata: {missing.value}")
            subjects.append(Subject(labels.thing(thing), (Task(task),)))
    return tuple(subjects)


_WANTED: Final = """
SELECT DISTINCT ?property ?name ?missing
WHERE {
  { SELECT DISTINCT ?record
    WHERE { VALUES ?same { skos:exactMatch owl:sameAs schema:sameAs }
            ?record ?same ?there FILTER(STRSTARTS(STR(?there), "http://www.wikidata.org/entity/Q"))
            ?document foaf:primaryTopic ?record } }
  ?property a wikibase:Property ; wikibase:directClaim ?direct ; wikibase:claim ?claim ;
    skos:editorialNote ?missing ; rdfs:label ?name
  FILTER NOT EXISTS { ?property skos:closeMatch ?match }
  FILTER(EXISTS { ?record ?direct ?value } || EXISTS { ?record ?claim ?value })
}
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
