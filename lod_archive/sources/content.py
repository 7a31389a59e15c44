"""What a record is made of once it is read, and how much of it is read at all."""

from __future__ import annotations

from typing import Final, TypeAlias

Json: TypeAlias = "bool | str | list[Json] | dict[str, Json] | None"
"""A value of a record. Numbers are text, as written; see :class:`Number`."""

Step: TypeAlias = "str | int"
"""One step of a path into a record: a key of a mapping, or an index (from 0) of a list."""

MAX_FILE: Final = 64 * 2**20
"""How many bytes a YAML or JSON file may have; it is read as a whole."""

MAX_LINE: Final = 16 * 2**20
"""How many bytes a line of JSON Lines may have."""

MAX_DEPTH: Final = 100
"""How many mappings and lists may stand inside one another."""

MAX_ALIASED: Final = 100_000
"""How many values the YAML aliases of one file may repeat."""


class Number(str):
    """A number that JSON has without quotes, exactly as written; nothing else is one.

    >>> Number("102.50")
    Number('102.50')
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Number({str(self)!r})"


def is_deeper(value: Json, limit: int) -> bool:
    """Whether more than this many mappings and lists stand inside one another; not recursive.

    >>> is_deeper([["a"]], 2), is_deeper([["a"]], 1)
    (False, True)
    """
    level = [value]
    for _ in range(limit + 1):
        containers = [item for item in level if isinstance(item, dict | list)]
        if not containers:
            return False
        level = [
            item
            for container in containers
            for item in (container.values() if isinstance(container, dict) else container)
        ]
    return True
