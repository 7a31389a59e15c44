"""Ids for what is imported: those that it had, else made of the labels; none twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.imports.wikibase.meanings import Item

_COLLECTIONS: Final = {"ScholarlyArticle": "essay", "ConceptScheme": "scheme", "WebPage": "page"}
_LONGEST: Final = 60
_MARKS: Final = re.compile(r"[-_.]{2,}")
"""Marks between words, of which an id has one."""


class Names:
    """Gives out ids.

    :param taken: those that the archive has.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._before = frozenset(taken)
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def is_known(self, record: str) -> bool:
        """Whether the archive had such a record before."""
        return record in self._before

    def of_item(self, number: str, item: Item, kind: str) -> str:
        """An id for an item; the one it had, unless that is given to another."""
        own = item.own
        if own and own not in self._given and _is_free(own):
            self._given.add(own)
            return own
        names = [item.names[key] for key in ("en", "mul") if key in item.names]
        slugs = (_slug(name) for name in (*names, *item.names.values()))
        slug = next((slug for slug in slugs if slug), number.lower())
        return self.unique(f"{_COLLECTIONS.get(kind, kind.lower())}/{slug[:_LONGEST].strip('-._')}")

    def unique(self, wanted: str) -> str:
        """The id that is wanted, or the next free one after it.

        >>> names = Names(["person/x"])
        >>> names.unique("person/x"), names.unique("person/x")
        ('person/x-2', 'person/x-3')
        """
        number = self._last.get(wanted, 1)
        found = wanted if number == 1 else f"{wanted}-{number}"
        while found in self._given or found in self._before:
            number += 1
            found = f"{wanted}-{number}"
        self._last[wanted] = number
        self._given.add(found)
        return found


def _slug(name: str) -> str:
    """The last part of an id for a name.

    >>> _slug("a/b/../C")
    'a-b-c'
    """
    return _MARKS.sub("-", iris.slug(name.replace("/", " ")))


def _is_free(record: str) -> bool:
    return iris.is_record_id(record) and record.partition("/")[0] not in iris.RESERVED
