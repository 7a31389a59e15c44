"""The changes as feeds, for programs that follow the archive.

Activity Streams 2.0 in the profile of the Entity Metadata Management API 1.0
(https://emm-spec.org/1.0/): an entry point, and pages of changes, the oldest first, so that what a
full page tells never changes. And Atom (RFC 4287) with the latest changes, for feed readers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from lxml import etree

from lod_archive.publish.changes.log import FOLDER, Change, Kind
from lod_archive.publish.profiles.xml import xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lod_archive.archive import Settings

ENTRY_POINT: Final = f"{FOLDER}/feed.jsonld"
"""Where Activity Streams begin."""
ATOM: Final = f"{FOLDER}/feed.atom"
PAGE_SIZE: Final = 100
"""How many changes a page of either feed has."""
_CONTEXT: Final = ("https://www.w3.org/ns/activitystreams", "https://emm-spec.org/1.0/context.json")
_ATOM_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_DEFAULT: Final = cast("dict[str, str]", {None: _ATOM_NAMESPACE})
_VERBS: Final = {Kind.CREATE: "New", Kind.UPDATE: "Changed", Kind.REMOVE: "Removed"}


def write_feeds(folder: Path, log: Sequence[Change], settings: Settings) -> None:
    """Write both feeds into the folder of a publication."""
    title = next(iter(settings.title.values()))
    _write_json(folder / ENTRY_POINT, entry_point(log, settings.base, title))
    for number in range(1, _pages(log) + 1):
        _write_json(folder / _path(number), page(log, number, settings.base))
    (folder / ATOM).write_bytes(atom(log, settings.base, title))


def entry_point(log: Sequence[Change], base: str, title: str) -> dict[str, Any]:
    """The ordered collection of all changes.

    https://emm-spec.org/1.0/#entry-point
    """
    ends = {"first": _page(1, base), "last": _page(_pages(log), base)} if log else {}
    return {
        "@context": _CONTEXT,
        "summary": f"{title}: changes",
        "type": "OrderedCollection",
        "id": base + ENTRY_POINT,
        "totalItems": len(log),
        **ends,
    }


def page(log: Sequence[Change], number: int, base: str) -> dict[str, Any]:
    """One of the pages, counted from 1.

    https://emm-spec.org/1.0/#change-set
    """
    changes = log[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    beside = {"prev": number - 1, "next": number + 1}
    return {
        "@context": _CONTEXT,
        **_page(number, base),
        "partOf": {"type": "OrderedCollection", "id": base + ENTRY_POINT},
        "totalItems": len(changes),
        **{key: _page(n, base) for key, n in beside.items() if 0 < n <= _pages(log)},
        "orderedItems": [_activity(change, base) for change in changes],
    }


def atom(log: Sequence[Change], base: str, title: str) -> bytes:
    """The latest changes as an Atom feed, the last one first.

    https://www.rfc-editor.org/rfc/rfc4287
    """
    feed = etree.Element(f"{{{_ATOM_NAMESPACE}}}feed", nsmap=_DEFAULT)
    _add(feed, "id", base + ATOM)
    _add(feed, "title", title)
    _add(feed, "updated", log[-1].time if log else "1970-01-01T00:00:00Z")
    _add(_add(feed, "author"), "name", title)
    _add(feed, "link", rel="self", type="application/atom+xml", href=base + ATOM)
    _add(feed, "link", rel="alternate", href=base)
    for change in reversed(log[-PAGE_SIZE:]):
        entry = _add(feed, "entry")
        _add(entry, "id", f"{base}{change.record}#{change.kind}-{change.time}")
        _add(entry, "title", f"{_VERBS[change.kind]}: {change.content.name}")
        _add(entry, "updated", change.time)
        _add(entry, "link", rel="alternate", href=base + change.record)
        _add(entry, "summary", _summary(change))
    return bytes(etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _activity(change: Change, base: str) -> dict[str, Any]:
    """https://emm-spec.org/1.0/#entity-change-activities"""
    classes = change.content.classes
    return {
        "summary": _summary(change),
        "type": change.kind,
        "published": change.time,
        "object": {
            "id": base + change.record,
            "type": classes[0] if len(classes) == 1 else classes,
            "name": change.content.name,
            "updated": change.time,
        },
    }


def _summary(change: Change) -> str:
    return f"{_VERBS[change.kind]}: {change.content.name} ({change.record})"


def _pages(log: Sequence[Change]) -> int:
    return -(-len(log) // PAGE_SIZE)


def _path(number: int) -> str:
    return f"{FOLDER}/page-{number}.jsonld"


def _page(number: int, base: str) -> dict[str, str]:
    return {"type": "OrderedCollectionPage", "id": base + _path(number)}


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", "utf-8", newline="\n")


def _add(parent: etree._Element, name: str, text: str | None = None, **of: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM_NAMESPACE}}}{name}", of)
    element.text = xml_text(text) if text is not None else None
    return element
