"""The flat JSON-LD nodes that a record's graph is made of, and where they are written."""

from __future__ import annotations

import re
from typing import Any, Final

Path = tuple[str | int, ...]
"""The keys and list positions that lead to a value inside its record."""

Node = dict[str, Any]
"""A flat JSON-LD node object: keys of the context, with no further nodes inside."""

ID_KEYS: Final = ("id", "@id")
TYPE_KEYS: Final = ("type", "@type")
_NOT_IN_FRAGMENT: Final = re.compile(r"[^\w.-]+")


class Link(str):
    """The id of a node in the same graph, as a reference to it."""

    __slots__ = ()


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: null, or a list or mapping of nothing else.

    >>> is_empty([None, {"en": None}]), is_empty([""]), is_empty(False)
    (True, False, False)
    """
    if isinstance(value, dict):
        return all(is_empty(item) for item in value.values())
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    return value is None


def as_fragment(text: str) -> str:
    """A text as part of an IRI's fragment.

    >>> as_fragment("essay/c01")
    'essay-c01'
    """
    return text if text.isalnum() else _NOT_IN_FRAGMENT.sub("-", text)
