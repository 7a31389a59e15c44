"""Resumption tokens that hold all that is needed to go on.

They survive a restart and a new build: a list goes on after the last record that was delivered, by
stamp and id, and what has changed meanwhile has a later stamp and comes at the end.
https://www.openarchives.org/OAI/openarchivesprotocol.html#FlowControl
"""

from __future__ import annotations

import base64
import json
from dataclasses import astuple, dataclass
from typing import Final

from lod_archive.server.oai.requests import OaiError, Selection

_MOST: Final = 10**12
"""More than any list has been delivered of."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a list has been delivered.

    :param verb: what was asked.
    :param after: stamp and id of the last record that was delivered.
    :param delivered: how many that was.
    """

    verb: str
    selection: Selection
    after: tuple[str, str] = ("", "")
    delivered: int = 0


def to_token(position: Position) -> str:
    """The token of a position.

    >>> position = Position("ListRecords", Selection("oai_dc"), ("2026-11-28T12:00:00Z", "a/b"), 9)
    >>> from_token(to_token(position), "ListRecords") == position
    True
    """
    content = [
        position.verb,
        astuple(position.selection),
        position.after,
        position.delivered,
    ]
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def from_token(token: str, verb: str) -> Position:
    """The position of a token.

    :param verb: what is asked now.
    :raises OaiError: if it is none of ours, or of another verb.
    """
    try:
        padded = token + "=" * (-len(token) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        asked, selection, after, delivered = content
        position = Position(asked, Selection(*selection), (after[0], after[1]), delivered)
        again = to_token(position)
    except (ValueError, TypeError, LookupError, RecursionError):
        raise _bad("This token is none of ours.") from None
    texts = (asked, *selection, *position.after)
    is_right = all(isinstance(text, str) for text in texts) and type(delivered) is int
    if not is_right or again != token or not 0 <= delivered <= _MOST:
        raise _bad("This token is none of ours.")
    if asked != verb:
        raise _bad(f"This token is of {asked}, and not of {verb}.")
    return position


def _bad(message: str) -> OaiError:
    return OaiError("badResumptionToken", message)
