"""What changed in the archive, and when: a log that every build goes on with, and its feeds."""

from lod_archive.publish.changes.content import content_of, set_of
from lod_archive.publish.changes.feed import ATOM, ENTRY_POINT, write_feeds
from lod_archive.publish.changes.log import (
    FOLDER,
    LOG,
    Change,
    Content,
    Kind,
    changes_since,
    latest,
    read_log,
    stamp,
    write_log,
)

__all__ = [
    "ATOM",
    "ENTRY_POINT",
    "FOLDER",
    "LOG",
    "Change",
    "Content",
    "Kind",
    "changes_since",
    "content_of",
    "latest",
    "read_log",
    "set_of",
    "stamp",
    "write_feeds",
    "write_log",
]
