"""JSON that strangers send: read within limits, and checked value by value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

from lod_archive.server.reconcile.refusals import RequestRefused, nearest

_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def read_object(parameter: str, text: str) -> Mapping[str, Any]:
    """The object that a parameter holds.

    :raises RequestRefused: if it is not one, is nested too deeply, or is not Unicode.

    >>> dict(read_object("queries", '{"q0": {}}'))
    {'q0': {}}
    >>> read_object("queries", "[" * 100_000)
    Traceback (most recent call last):
    lod_archive.server.reconcile.refusals.RequestRefused: “queries” is nested too deeply
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RequestRefused(f"“{parameter}” is not JSON: {error.msg} ({place})") from None
    except RecursionError:
        raise RequestRefused(f"“{parameter}” is nested too deeply") from None
    except ValueError:
        raise RequestRefused(
            f"“{parameter}” is not JSON: it has numbers or characters that there are none of"
        ) from None
    return as_object(parameter, value)


def as_object(place: str, value: object) -> Mapping[str, Any]:
    """The value as an object.

    :raises RequestRefused: if it is none; likewise below.
    """
    return value if isinstance(value, dict) else _refuse(place, "an object")


def as_list(place: str, value: object) -> list[Any]:
    """The value as an array."""
    return value if isinstance(value, list) else _refuse(place, "an array")


def as_text(place: str, value: object) -> str:
    """The value as a string."""
    return value if isinstance(value, str) else _refuse(place, "a string")


def as_count(place: str, value: object) -> int:
    """The value as a whole number that is not negative."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return _refuse(place, "a whole number, 0 or more")


def check_keys(place: str, value: Mapping[str, object], known: Iterable[str]) -> None:
    """Do nothing if the object has none but the known keys.

    :raises RequestRefused: if it has another one.
    """
    for key in value:
        if key not in known:
            hint = nearest(key, known) or f"known are {', '.join(known)}"
            raise RequestRefused(f"{place} has an unknown key “{key[:100]}”", hint)


def _refuse(place: str, kind: str) -> NoReturn:
    raise RequestRefused(f"{place} must be {kind}")


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)
