"""Requests that are not answered, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lod_archive.errors import did_you_mean

_LONGEST: Final = 100
"""How many characters a word may have to be taken for a mistyped one."""


class RequestRefused(Exception):
    """A request that cannot be answered as it is.

    :ivar status: that of the answer.
    :ivar detail: what is wrong, and where.
    :ivar hint: what to do about it, if that is known.
    """

    def __init__(self, detail: str, hint: str | None = None, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint


def nearest(word: str, known: Iterable[str]) -> str | None:
    """A hint naming the known words closest to one that a client has sent; None without any.

    >>> nearest("Prson", ["Person"]), nearest("Person" * 100, ["Person"])
    ('did you mean “Person”?', None)
    """
    return did_you_mean(word, known) if len(word) <= _LONGEST else None
