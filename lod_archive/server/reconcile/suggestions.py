"""What may be meant by the first letters: entities, types, properties; and what each is, in short.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#suggest-services
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lod_archive.server.reconcile.candidates import typed
from lod_archive.server.reconcile.refusals import RequestRefused

if TYPE_CHECKING:
    from lod_archive.matching import MatchingIndex
    from lod_archive.server.reconcile.terms import Terms
    from lod_archive.server.reconcile.vocabulary import Words

_SHOWN: Final = 10
_DEEPEST: Final = 1000
"""Beyond so many, nobody looks on; more letters say more."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed so far.

    :param offset: how many suggestions they have seen already.
    """

    prefix: str
    offset: int = 0

    @classmethod
    def read(cls, prefix: str, cursor: str) -> Typed:
        """From the parameters ``prefix`` and ``cursor``.

        :raises RequestRefused: if the cursor is no number that the service has given out.
        """
        if cursor and not (cursor.isdecimal() and len(cursor) < 6 and int(cursor) <= _DEEPEST):
            raise RequestRefused(f"“cursor” must be a number up to {_DEEPEST:,}")
        return cls(prefix.strip(), int(cursor or 0))

    def page(self, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """An answer with what was found from the offset on, one more than is shown if there is."""
        shown = [*found[:_SHOWN]]
        following = self.offset + _SHOWN
        has_more = len(found) > _SHOWN and following <= _DEEPEST
        return {"result": shown, **({"cursor": following} if has_more else {})}


def suggest_entities(
    given: Typed, types: Iterable[str], index: MatchingIndex, terms: Terms, words: Words
) -> dict[str, Any]:
    """Entities a name of which begins so.

    :param types: the IRIs of those that they must be of one of; none for any.
    """
    if not given.prefix:
        return {"result": []}
    found = index.suggest(given.prefix, types=tuple(types), limit=_SHOWN + 1, offset=given.offset)
    return given.page(
        [
            {
                "id": terms.entity_id(each.iri),
                "name": each.name,
                **({"description": each.description} if each.description else {}),
                "notable": typed(each.types, terms, words),
            }
            for each in found
        ]
    )


def suggest_words(given: Typed, offered: Iterable[tuple[str, str]], words: Words) -> dict[str, Any]:
    """Types or properties a word of whose name, or whose id, begins so; all without letters.

    :param offered: their ids and IRIs, from the most to the least used.
    """
    found = [
        _described(name, iri, words)
        for name, iri in offered
        if _begins(given.prefix.casefold(), name, words.name(iri))
    ]
    return given.page(found[given.offset :])


def _begins(prefix: str, *names: str) -> bool:
    """Whether a name, or a word in it, begins so.

    >>> _begins("date", "birthDate", "birth date"), _begins("", "x"), _begins("ate", "birth date")
    (True, True, False)
    """
    return any(
        name.startswith(prefix) or f" {prefix}" in name
        for name in (name.casefold() for name in names)
    )


def _described(name: str, iri: str, words: Words) -> dict[str, Any]:
    said = words.description(iri)
    return {"id": name, "name": words.name(iri), **({"description": said} if said else {})}


def proposal(
    kind: str | None, limit: int | None, offered: Iterator[tuple[str, str]], words: Words
) -> dict[str, Any]:
    """Properties that entities of a type have, as data extension proposes them."""
    found = [{"id": name, "name": words.name(iri)} for name, iri in offered]
    asked = {"type": kind} if kind else {}
    return {
        **asked,
        **({"limit": limit} if limit else {}),
        "properties": found[:limit] if limit else found,
    }
