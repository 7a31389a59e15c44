"""The profiles that a document is to be had by, for people, for machines and in ``Link``.

https://www.w3.org/TR/dx-prof-conneg/#listprofiles
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lod_archive.server.links import Link
from lod_archive.server.pages import page as page_of
from lod_archive.vocab.formats import HTML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lod_archive.publish.profiles import Output, Profile
    from lod_archive.server.site import Document
    from lod_archive.server.visitors import Visitor

JSON: Final = "application/json"
QSA: Final = "http://www.w3.org/ns/dx/connegp/profile/qsa"
"""What the list itself is written by."""
_PROFILE: Final = "http://www.w3.org/ns/dx/prof/Profile"
_WORDS: Final = {
    "en": {"title": "Profiles", "profile": "Profile", "for": "For", "format": "Format"},
    "ru": {"title": "Профили", "profile": "Профиль", "for": "Для чего", "format": "Формат"},
}
"""The words of the page, in each language."""


def address(page: str, profile: Profile, output: Output) -> str:
    """Where a document is to be had in a form of a profile.

    >>> from lod_archive.publish.profiles import find_profile
    >>> dc = find_profile("dc")
    >>> address("/doc/event/x", dc, dc.output())
    '/doc/event/x?_profile=dc&_mediatype=application/xml'
    """
    media_type = quote(output.format.media_type, safe="/;=")
    return f"{page}?_profile={profile.name}&_mediatype={media_type}"


def links(
    page: str, document: Document, profiles: Sequence[Profile], prefix: str
) -> Iterator[Link | str]:
    """Each form of each profile, what profiles are called for short, and the document itself.

    :param page: the address of the document.
    """
    for profile in profiles:
        yield f'<{_PROFILE}>; rel="type"; token="{profile.name}"; anchor="{profile.iri}"'
    for file in document.variants:
        relation = "canonical" if file is document.variants[0] else "alternate"
        yield Link(f"{prefix}/{file.name}", relation, file.media_type)
    for profile in profiles:
        for output in by_media_type(profile):
            target = address(page, profile, output)
            yield Link(target, "alternate", output.format.media_type, profile.iri)


def by_media_type(profile: Profile) -> Sequence[Output]:
    """The first form of single records in each media type."""
    forms = [each for each in profile.outputs if not each.is_description]
    return list({each.format.media_type: each for each in reversed(forms)}.values())[::-1]


def as_json(resource: str, page: str, profiles: Sequence[Profile], visitor: Visitor) -> str:
    """As the specification has it: https://www.w3.org/TR/dx-prof-conneg/#qsa-listprofiles."""
    listed = [
        {
            "token": profile.name,
            "uri": profile.iri,
            "title": profile.title,
            "media_types": [each.format.media_type for each in by_media_type(profile)],
        }
        for profile in profiles
    ]
    return json.dumps({"resource": resource, "profiles": listed}, ensure_ascii=False, indent=1)


def as_html(resource: str, page: str, profiles: Sequence[Profile], visitor: Visitor) -> str:
    """A page with a link to each form, in the style of the archive's own pages."""
    listed = [
        (profile, output, address(page, profile, output))
        for profile in profiles
        for output in by_media_type(profile)
    ]
    words = _WORDS[visitor.language]
    made = page_of("profiles.html", visitor, say=words, resource=resource, page=page, listed=listed)
    return made.decode()


BODIES: Final[Mapping[str, Callable[[str, str, Sequence[Profile], Visitor], str]]] = {
    JSON: as_json,
    HTML.media_type: as_html,
}
"""In what the list is written."""
