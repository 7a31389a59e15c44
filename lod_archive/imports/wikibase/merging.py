"""Several values of one key."""

from __future__ import annotations

from typing import Any


def put(record: dict[str, Any], key: str, value: Any) -> None:
    """Add a value to those that a record has for a key, each once; texts by their language.

    >>> record = {"name": {"en": "Strike"}}
    >>> put(record, "name", {"en": "Walkout"}); put(record, "about", "topic/x")
    >>> record
    {'name': {'en': ['Strike', 'Walkout']}, 'about': 'topic/x'}
    """
    present = record.get(key)
    if isinstance(present, dict) and isinstance(value, dict) and _is_text(present, value):
        for language, text in value.items():
            put(present, language, text)
    elif present is None:
        record[key] = dict(value) if isinstance(value, dict) else value
    else:
        known = present if isinstance(present, list) else [present]
        record[key] = known if value in known else [*known, value]
        if len(record[key]) == 1:
            record[key] = record[key][0]


def _is_text(present: dict[str, Any], value: dict[str, Any]) -> bool:
    """Whether these are texts by language, and not quantities or positions."""
    return not {*present, *value} & {"amount", "latitude", "scheme"}
