"""What a harvester asks, checked argument by argument."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_EXCLUSIVE: Final = "resumptionToken"
_REQUIRED: Final[Mapping[str, frozenset[str]]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset(),
    "ListSets": frozenset(),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": frozenset({"metadataPrefix"}),
    "ListRecords": frozenset({"metadataPrefix"}),
}
_SELECTIVE: Final = frozenset({"from", "until", "set", _EXCLUSIVE})
_OPTIONAL: Final[Mapping[str, frozenset[str]]] = {
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({_EXCLUSIVE}),
    "ListIdentifiers": _SELECTIVE,
    "ListRecords": _SELECTIVE,
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_VISIBLE: Final = re.compile(r"[!-~]+")
_PART: Final = r"(?:[\w.~!$&'()*+,;=@:/?-]|%[0-9a-f]{2})*+"
_URI: Final = re.compile(
    rf"""
    (?: [a-z][a-z\d+.-]*: | (?![^/?\#]*:) )  # a scheme, or no colon where it could begin one
    (?: //[\w.-]+(?::\d{{1,5}})?(?=[/?\#]|\Z) | (?!//) )
    {_PART} (?: \#{_PART} )?
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
"""What the schema of the protocol takes for an identifier, which every answer repeats.

https://www.rfc-editor.org/rfc/rfc3986#appendix-A, without users and the numbers of hosts.
"""
_PREFIX: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_WRITTEN: Final[Mapping[str, re.Pattern[str]]] = {
    "metadataPrefix": _PREFIX,
    "set": re.compile(rf"{_PREFIX.pattern}(?::{_PREFIX.pattern})*"),
    "identifier": _URI,
    **dict.fromkeys(("from", "until", _EXCLUSIVE), _VISIBLE),
}
"""How arguments are written, so that the answer can repeat them."""


class OaiError(Exception):
    """What the protocol answers instead, with status 200.

    https://www.openarchives.org/OAI/openarchivesprotocol.html#ErrorConditions

    :ivar code: such as ``badArgument``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the protocol has it.

    :param arguments: each once, the verb among them.
    """

    verb: str
    arguments: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """An argument; None if it is not given."""
        return self.arguments.get(name)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a list is of.

    :param first: the earliest stamp, of a second in UTC; empty for no limit.
    :param last: the latest.
    :param set_spec: only those in this set, or in one below it.
    """

    prefix: str
    first: str = ""
    last: str = ""
    set_spec: str = ""


def read_request(pairs: Sequence[tuple[str, str]]) -> Request:
    """The request that these arguments make.

    :raises OaiError: if the protocol does not know it.

    >>> read_request([("verb", "Identify")]).verb
    'Identify'
    """
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _REQUIRED:
        known = ", ".join(_REQUIRED)
        raise OaiError("badVerb", f"One verb is needed, out of {known}.")
    verb, arguments = verbs[0], dict(pairs)
    if len(arguments) != len(pairs):
        raise OaiError("badArgument", "An argument is given more than once.")
    given = arguments.keys() - {"verb"}
    for name in sorted(given & _WRITTEN.keys()):
        if not _WRITTEN[name].fullmatch(arguments[name]):
            raise OaiError("badArgument", f"“{arguments[name]}” cannot be the {name}.")
    allowed = _REQUIRED[verb] | _OPTIONAL.get(verb, frozenset())
    for name in sorted(given - allowed):
        raise OaiError("badArgument", f"{verb} has no argument “{name}”.")
    if _EXCLUSIVE in given:
        if len(given) > 1:
            raise OaiError("badArgument", "A resumptionToken stands alone.")
    else:
        for name in sorted(_REQUIRED[verb] - given):
            raise OaiError("badArgument", f"{verb} needs the argument “{name}”.")
    return Request(verb, arguments)


def selection_of(request: Request) -> Selection:
    """Which records a list asks for.

    :raises OaiError: if a date is none, or the dates are of two granularities or in no order.
    """
    first, last, spec = (request.get(name) or "" for name in ("from", "until", "set"))
    for date in (first, last):
        if date and not _is_date(date):
            raise OaiError(
                "badArgument", f"“{date}” is no date: 2026-11-28 or 2026-11-28T12:00:00Z"
            )
    if first and last and len(first) != len(last):
        raise OaiError("badArgument", "from and until have two granularities.")
    if first and last and first > last:
        raise OaiError("badArgument", "from is after until.")
    first = f"{first}T00:00:00Z" if _DAY.fullmatch(first) else first
    last = f"{last}T23:59:59Z" if _DAY.fullmatch(last) else last
    return Selection(request.arguments["metadataPrefix"], first, last, spec)


def _is_date(text: str) -> bool:
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        return False
    try:
        datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True
