"""What changed and when: one line of JSON for each change, from the first build on.

A record's stamp is the time of the build that first published its content as it is now; a build
that changes nothing of a record leaves its stamp alone. What was removed stays in the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from lod_archive.errors import Location, PublicationError

FOLDER: Final = "changes"
"""Where a publication has its log and its feeds."""
LOG: Final = f"{FOLDER}/log.jsonl"
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


class Kind(StrEnum):
    """The kinds of change, by their names in Activity Streams 2.0."""

    CREATE = "Create"
    UPDATE = "Update"
    REMOVE = "Remove"


@dataclass(frozen=True, slots=True)
class Content:
    """What there is of a record, as far as changes are concerned.

    :param sha256: changes whenever what is said of the record does, in hexadecimal.
    :param name: what to call it, when it is gone, too.
    :param classes: the IRIs of its classes.
    :param sets: the sets of OAI-PMH that it is in.
    :param profiles: the profiles that it is harvested by.
    """

    sha256: str
    name: str
    classes: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a record.

    :param record: its id.
    :param time: of the build that published it, UTC to the second: ``2026-11-28T21:00:00Z``.
    :param content: what there is of the record since; of a removed one, what there was.
    """

    record: str
    kind: Kind
    time: str
    content: Content


def stamp(time: datetime) -> str:
    """A time as the log has it.

    >>> stamp(datetime(2026, 11, 28, 21, tzinfo=UTC))
    '2026-11-28T21:00:00Z'
    """
    return time.astimezone(UTC).strftime(_TIME)


def changes_since(
    log: Sequence[Change], now: Mapping[str, Content], time: datetime
) -> Iterator[Change]:
    """What has changed between the end of a log and now, in the order of ids.

    No change is stamped before one that is in the log already, whatever the clock says: who has
    asked for everything until then would never see it.

    :param now: what there is of each record that is published.

    >>> strike = Content("00", "Strike")
    >>> found = changes_since([], {"event/strike": strike}, datetime(2026, 11, 28, tzinfo=UTC))
    >>> [(change.kind.value, change.time) for change in found]
    [('Create', '2026-11-28T00:00:00Z')]
    """
    then = latest(log)
    at = max(stamp(time), log[-1].time if log else "")
    for record in sorted(then.keys() | now.keys()):
        old, new = then.get(record), now.get(record)
        is_there = old is not None and old.kind is not Kind.REMOVE
        if new is None:
            if old is not None and is_there:
                yield Change(record, Kind.REMOVE, at, old.content)
        elif old is None or not is_there:
            yield Change(record, Kind.CREATE, at, new)
        elif old.content != new:
            yield Change(record, Kind.UPDATE, at, new)


def latest(log: Iterable[Change]) -> dict[str, Change]:
    """The last change of each record, by its id."""
    return {change.record: change for change in log}


def write_log(path: Path, log: Iterable[Change]) -> None:
    """Write a log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for change in log:
            file.write(json.dumps(asdict(change), ensure_ascii=False) + "\n")


def read_log(path: Path) -> list[Change]:
    """The log in a file; empty if there is none.

    :raises PublicationError: if it is something else, with the line.
    """
    if not path.is_file():
        return []
    with path.open("rb") as file:
        return log_of(file, str(path))


def log_of(lines: Iterable[bytes], name: str) -> list[Change]:
    """The log in the lines of a file of this name.

    :raises PublicationError: as :func:`read_log` does.
    """
    log = []
    for number, line in enumerate(lines, 1):
        try:
            log.append(_change(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise PublicationError(
                f"this is no log of changes: {error}",
                at=Location(name, number),
                hint="take it from a publication as it is, or remove it",
            ) from None
    return log


def _change(said: Mapping[str, object]) -> Change:
    content = said["content"]
    if not isinstance(content, dict):
        raise TypeError("a line without content")
    many = {key: tuple(content[key]) for key in ("classes", "sets", "profiles")}
    return Change(
        str(said["record"]), Kind(str(said["kind"])), str(said["time"]), Content(**content | many)
    )
