"""Names matched to entities as a historian would: any alphabet, any spelling, with reasons.

:func:`index_matching` writes the index when a publication is built; :class:`MatchingIndex` answers
from it. What is written elsewhere is not needed: a query is a name, and what is known beside it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lod_archive.matching.entities import read_entities
from lod_archive.matching.index import write_matching
from lod_archive.matching.lookup import MatchingIndex
from lod_archive.matching.model import Candidate, Entity, Feature, Name, Query
from lod_archive.matching.table import Wanted, reconcile
from lod_archive.query.source import Source

__all__ = [
    "Candidate",
    "Entity",
    "Feature",
    "MatchingIndex",
    "Name",
    "Query",
    "Wanted",
    "index_matching",
    "indexed",
    "read_entities",
    "reconcile",
    "write_matching",
]


def index_matching(source: Source, path: Path) -> int:
    """Write the index of all records in a store that have a name into a new file; their number.

    :raises PublicationError: if the file exists already, or cannot be written.
    :raises QueryError: if the store cannot be asked.
    """
    return write_matching(read_entities(source), path)


@contextmanager
def indexed(source: Source) -> Iterator[MatchingIndex]:
    """An index of all records in a store, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="lod-archive-") as folder:
        path = Path(folder) / "matching.sqlite"
        index_matching(source, path)
        with closing(MatchingIndex.open(path)) as index:
            yield index
