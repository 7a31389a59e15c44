"""The item of a record, made once for all forms that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lod_archive.publish.profiles.wikibase.items import item_of

if TYPE_CHECKING:
    from lod_archive.publish.profiles.view import View
    from lod_archive.publish.profiles.wikibase.datatypes import Json
    from lod_archive.publish.profiles.wikibase.numbers import Numbers
    from lod_archive.publish.profiles.wikibase.properties import Property

_made: WeakKeyDictionary[View, dict[str, tuple[Json, set[Property]]]] = WeakKeyDictionary()


def made_item(view: View, iri: str, numbers: Numbers) -> tuple[Json, set[Property]]:
    """The item of a record in a view, and the properties that it uses; kept with the view."""
    known = _made.setdefault(view, {})
    if iri not in known:
        known[iri] = item_of(view, iri, numbers)
    return known[iri]
