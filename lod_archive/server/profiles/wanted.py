"""Which profile a request asks for: by its query, by ``Accept-Profile``, by the end of its path.

https://www.w3.org/TR/dx-prof-conneg/#http and https://www.w3.org/TR/dx-prof-conneg/#qsa
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from lod_archive.publish.profiles import profiles
from lod_archive.server.site import Document, Elsewhere
from lod_archive.vocab import iris

if TYPE_CHECKING:
    from lod_archive.server.responses import Headers
    from lod_archive.server.site import Site

ANY: Final = "*"
"""Whatever there is: the document as it is."""
MOST: Final = 50
"""How many profiles a request may name: each may have to be made before the next one is tried."""
LISTS: Final = ("alt", "all")
"""What asks for the list of profiles; working drafts of the specification differ."""
_KEYS: Final = ("_profile", "profile")
_ELEMENT: Final = re.compile(r"(?:[^,<]|<[^<>]*>)+")
"""An element of a list; commas may stand in an IRI."""
_LIKED: Final = re.compile(
    r"\s*(?:<([^<>]*)>|([\w:./#~-]+|\*))\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?", re.IGNORECASE
)
_QUALITY: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    :param found: the document, or where it is, for a thing.
    :param names: names or IRIs of profiles, from the most to the least liked.
    :param media_type: what takes the place of ``Accept``.
    :param extension: that of the form, where the path ends in it.
    :param is_negotiated: whether another request for the same address may be answered otherwise,
        for it was ``Accept-Profile`` that asked.
    """

    found: Document | Elsewhere
    names: tuple[str, ...]
    media_type: str | None = None
    extension: str | None = None
    is_negotiated: bool = False


def wanted(site: Site, path: str, query: bytes, headers: Headers) -> Wanted | None:
    """What a request asks for in the form of a profile; None if nothing.

    :param path: relative to the archive's base, decoded.
    """
    if b"profile=" in query:
        found = _by_query(site, path, query.decode("latin-1"))
        if found is not None:
            return found
    said = [value.decode("latin-1") for name, value in headers if name == b"accept-profile"]
    if said:
        return _by_header(site, path, ",".join(said))
    return _by_path(site, path)


def _by_query(site: Site, path: str, query: str) -> Wanted | None:
    values = parse_qs(query)
    said = next((values[key][0] for key in _KEYS if key in values), None)
    found = site.find(path)
    if said is None or not isinstance(found, Document | Elsewhere):
        return None
    named = (name.strip().removeprefix("<").removesuffix(">") for name in said.split(","))
    names = dict.fromkeys(filter(None, named))
    media_type = values.get("_mediatype", [None])[0]
    if media_type:
        media_type = media_type.replace(" ", "+")  # which is how forms write a space
    return Wanted(found, tuple(names)[:MOST], media_type)


def _by_header(site: Site, path: str, accepted: str) -> Wanted | None:
    names = accepted_profiles(accepted)
    found = site.find(path) if names and names[0] != ANY else None
    return Wanted(found, names, is_negotiated=True) if isinstance(found, Document) else None


def _by_path(site: Site, path: str) -> Wanted | None:
    if path in site.documents or path in site.files:
        return None
    for name in profiles():
        stem, dot, extension = path.rpartition(f".{name}.")
        if dot and stem in site.documents:
            return Wanted(site.documents[stem], (name,), extension=extension)
        if dot and iris.DOCUMENTS + stem in site.documents:
            return Wanted(Elsewhere(iris.DOCUMENTS + path), (name,))
    return None


def accepted_profiles(accepted: str) -> tuple[str, ...]:
    """The profiles of an ``Accept-Profile`` header, the most liked first; malformed ones left out.

    >>> accepted_profiles("<urn:x:a>;q=0.5, <urn:x:b>, *;q=0.1, <urn:x:c>;q=0, <urn:x:d>;q=7")
    ('urn:x:b', 'urn:x:a', '*')
    """
    liked: dict[str, float] = {}
    for element in _ELEMENT.findall(accepted):
        said = _LIKED.fullmatch(element)
        if said and (not said[3] or _QUALITY.fullmatch(said[3])):
            liked.setdefault(said[1] or said[2], float(said[3] or 1))
    names = sorted((each for each in liked if each and liked[each]), key=lambda x: -liked[x])
    return tuple(names[:MOST])
