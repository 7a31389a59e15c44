"""In which language to answer.

`RFC 9110, §12.5.4 <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4>`_
"""

from __future__ import annotations

import re

from lod_archive.server.search.messages import MESSAGES

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


def chosen_language(asked: str | None, accepted: str) -> str:
    """The language asked for, else the one that the browser accepts most gladly, else English.

    :param asked: what the address says, ``?lang=``.
    :param accepted: the header ``Accept-Language``; what is malformed in it says nothing.

    >>> chosen_language(None, "uk, ru-RU;q=0.8, en;q=0.5"), chosen_language("en", "ru")
    ('ru', 'en')
    >>> chosen_language("tlh", "en;q=0, *;q=x")
    'en'
    """
    if asked in MESSAGES:
        return str(asked)
    best, weight = "en", 0.0
    for part in accepted.split(","):
        found = _RANGE.fullmatch(part)
        if found and found[1].lower() in MESSAGES:
            quality = float(found[2] or 1)
            if quality > weight:
                best, weight = found[1].lower(), quality
    return best
