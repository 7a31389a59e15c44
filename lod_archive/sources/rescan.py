"""Records found again by id: only when something is wrong, so nothing is kept before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.sources.chunks import Chunk, read_chunks
from lod_archive.sources.file_problems import FileProblems

if TYPE_CHECKING:
    from collections.abc import Collection

    from lod_archive.archive import ArchiveFolder
    from lod_archive.sources.records import Record

_FEW: Final = 16
"""Up to how many ids are looked for in the bytes before anything is parsed."""


def find_records(
    archive: ArchiveFolder, ids: Collection[str], *, most: int = 10
) -> dict[str, list[Record]]:
    """The records with these ids (relative ids, or IRIs under the base), in reading order.

    It streams through all files, and keeps at most ``most`` records of an id. Ids without a
    record are left out; so are records that cannot be read.

    :raises SourceError: if there is no folder ``data/``.
    """
    base = archive.settings.base
    wanted = {record_id.removeprefix(base): record_id for record_id in ids}
    found: dict[str, list[Record]] = {}
    if not wanted:
        return found
    for chunk in read_chunks(archive):
        if not _may_have(chunk, wanted):
            continue
        for record in chunk.readable(FileProblems(chunk.source.name)):
            written = record.data.get("id", record.data.get("@id"))
            if isinstance(written, str) and written.removeprefix(base) in wanted:
                same = found.setdefault(wanted[written.removeprefix(base)], [])
                if len(same) < most:
                    same.append(record)
    return found


def _may_have(chunk: Chunk, ids: Collection[str]) -> bool:
    """False only where it is certain: UTF-8, no escapes, and none of a few ids in the bytes."""
    if not chunk.source.notation.is_lines or len(ids) > _FEW or b"\\" in chunk.raw:
        return True
    return any(record_id.encode(errors="replace") in chunk.raw for record_id in ids)
