"""Finding things by name and by what is said of them, in either alphabet and any transliteration.

:func:`index_publication` writes the index when a publication is built; :class:`SearchIndex`
answers from it.
"""

from pathlib import Path

from lod_archive.query.search.entries import Entry, read_entries
from lod_archive.query.search.excerpts import Excerpt, Fragment
from lod_archive.query.search.index import write_index
from lod_archive.query.search.lookup import DEEPEST, Hit, Hits, SearchIndex
from lod_archive.query.search.terms import MOST_CHARACTERS, Match
from lod_archive.query.source import Source

__all__ = [
    "DEEPEST",
    "MOST_CHARACTERS",
    "Entry",
    "Excerpt",
    "Fragment",
    "Hit",
    "Hits",
    "Match",
    "SearchIndex",
    "index_publication",
    "read_entries",
    "write_index",
]


def index_publication(source: Source, path: Path) -> int:
    """Write the index of all records in a store into a new file; gives their number.

    :raises PublicationError: if the file exists already, or cannot be written.
    :raises QueryError: if the store cannot be asked.
    """
    return write_index(path, read_entries(source))
