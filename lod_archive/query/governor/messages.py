"""What a server and its readers say to each other.

They are the same program on the same machine, so that Python's own marshal will do: it is ten
times as fast as JSON, and reads nothing that could run.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import Final, TypeAlias

from lod_archive.query.governor.outcomes import Mistake, Unwritable
from lod_archive.query.governor.question import Question


@dataclass(frozen=True, slots=True)
class Ready:
    """The store is open."""


@dataclass(frozen=True, slots=True)
class Written:
    """The answer has been written.

    :param body: the answer; nothing if it is in the reader's file.
    :param size: how many bytes it has.
    """

    media_type: str
    size: int
    body: bytes
    is_in_file: bool


@dataclass(frozen=True, slots=True)
class Exceeded:
    """The answer is larger than it may be.

    :param limit: ``rows`` or ``size``.
    """

    limit: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The reader cannot do its work: the store is damaged, the disk is full."""

    message: str


Reply: TypeAlias = Ready | Written | Exceeded | Failed | Mistake | Unwritable

_KINDS: Final[tuple[type[Reply], ...]] = (Ready, Written, Exceeded, Failed, Mistake, Unwritable)
_NUMBERS: Final = {kind: number for number, kind in enumerate(_KINDS)}


def write_question(question: Question) -> bytes:
    """A question as bytes."""
    return _written(question)


def read_question(data: bytes) -> Question:
    """A question from bytes.

    >>> question = Question("ASK {}", "text/csv", None, ("https://example.org/g",))
    >>> read_question(write_question(question)) == question
    True
    """
    return Question(*marshal.loads(data))  # noqa: S302 from our own process


def write_reply(reply: Reply) -> bytes:
    """A reply as bytes."""
    return bytes((_NUMBERS[type(reply)],)) + _written(reply)


def read_reply(data: bytes) -> Reply:
    """A reply from bytes.

    >>> read_reply(write_reply(Exceeded("rows")))
    Exceeded(limit='rows')
    """
    return _KINDS[data[0]](*marshal.loads(data[1:]))  # noqa: S302 from our own process


def _written(message: Question | Reply) -> bytes:
    return marshal.dumps(tuple(getattr(message, name) for name in message.__slots__))
