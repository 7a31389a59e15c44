"""A target by what it is called on the command line: an address, or a file of some form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lod_archive.errors import Location, QueryError, SourceError
from lod_archive.linking.answers import KeptAnswers
from lod_archive.linking.likely import Likely
from lod_archive.linking.local import LocalTarget
from lod_archive.linking.ntriples import read_ntriples
from lod_archive.linking.service import Asking, ReconciliationService
from lod_archive.linking.table import read_table
from lod_archive.linking.target import Target
from lod_archive.linking.wikidata import ENTITY, read_wikidata
from lod_archive.matching import Entity

FORMS: Final = {
    "N-Triples": (".nt", ".nt.gz"),
    "JSON Lines of Wikidata entities": (".json", ".jsonl", ".json.gz", ".jsonl.gz"),
    "CSV": (".csv", ".tsv", ".csv.gz", ".tsv.gz"),
}
"""The forms of files, and how their names end."""
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_WEB: Final = ("http://", "https://")


def is_service(source: str) -> bool:
    """Whether this is the address of a service, not the name of a file."""
    return source.startswith(_WEB)


def name_of(source: str) -> str:
    """A short name for a target.

    >>> name_of("https://wikidata.example.org/en/api"), name_of("dumps/gnd_persons.nt.gz")
    ('wikidata.example.org', 'gnd_persons')
    """
    name = urlsplit(source).hostname or "" if is_service(source) else Path(source).name
    if not is_service(source):
        name = name.partition(".")[0]
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._") or "target"


def open_target(
    source: str,
    entities: Sequence[Entity],
    asking: Asking,
    answers: Path,
    *,
    name: str = "",
    namespace: str = "",
    progress: Callable[[int], None] = lambda _: None,
) -> Target:
    """The dataset that a source gives, ready to be asked for these entities.

    :param source: the address of a reconciliation service, or a file.
    :param answers: the folder where answers of services are kept.
    :param namespace: what ids in a file are put after that are no IRIs; Wikidata's unless given.
    :param progress: called with how much of a file has been read.
    :raises SourceError: if a file is of no known form, or cannot be read.
    :raises EndpointError: if an address is none.
    :raises QueryError: if a file or a prefix cannot have the name.
    """
    if name and not _NAME.fullmatch(name):
        hint = f"use letters, digits, . _ and - alone: {name_of(name)}"
        raise QueryError(f"a dataset cannot be called “{name}”", hint=hint)
    name = name or name_of(source)
    if is_service(source):
        return ReconciliationService(source, name, asking, KeptAnswers(answers))
    read = _reader(Path(source), Likely(entities), progress, namespace)
    prefix = namespace or ENTITY
    types = {kind: (*ids, *(prefix + each for each in ids)) for kind, ids in asking.types.items()}
    return LocalTarget(name, read, types=types, limit=asking.limit)


def _reader(
    path: Path, likely: Likely, progress: Callable[[int], None], namespace: str
) -> Iterator[Entity]:
    ntriples, lines, tables = FORMS.values()
    lower = path.name.lower()
    if lower.endswith(ntriples):
        return read_ntriples(path, likely, progress)
    if lower.endswith(lines):
        return read_wikidata(path, likely, progress, namespace or ENTITY)
    if lower.endswith(tables):
        return read_table(path, likely, progress, namespace)
    known = "; ".join(f"{form} ({', '.join(ends)})" for form, ends in FORMS.items())
    raise SourceError(
        "what this file holds cannot be told from its name",
        at=Location(str(path)),
        hint=f"it may be {known}; or give the address of a service: https://…",
    )
