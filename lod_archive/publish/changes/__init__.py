"""What changed in the archive, and when: a log that every build goes on with, and its feeds."""

from lod_archive.publish.changes.content import Contents, set_of
from lod_archive.publish.changes.feed import ATOM, ENTRY_POINT, write_feeds
from lod_archive.publish.changes.log import (
    FOLDER,
    LOG,
    Change,
    Content,
    Kind,
    changes_since,
    latest,
    log_of,
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
    "Contents",
    "Kind",
    "changes_since",
    "latest",
    "log_of",
    "read_log",
    "set_of",
    "stamp",
    "write_feeds",
    "write_log",
]
