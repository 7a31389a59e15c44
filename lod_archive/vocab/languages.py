"""Language tags: whether one is well-formed, and the letter case it is published in.

`RFC 5646 §2.1 <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>`_ gives the grammar and
§2.1.1 the recommended case. RDF 1.1 compares tags in lower case, and the store keeps them so.
"""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, extended language
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|\d{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)

PAGE_LANGUAGES: Final = ("en", "ru")
"""The languages that pages speak themselves; the first where a reader likes none of them."""


def is_well_formed(tag: str) -> bool:
    """Whether this is a language tag by the grammar of RFC 5646 (not whether it is registered).

    >>> is_well_formed("ru-Latn-alalc97"), is_well_formed("russian!"), is_well_formed("en_GB")
    (True, False, False)
    """
    return _TAG.fullmatch(tag) is not None


def cased(tag: str) -> str:
    """The tag in the recommended case: language lower, Script title, REGION upper, rest lower.

    >>> cased("ru-latn-alalc97"), cased("ZH-hant-tw"), cased("en-x-us")
    ('ru-Latn-alalc97', 'zh-Hant-TW', 'en-x-us')
    """
    language, *rest = tag.lower().split("-")
    parts = [language]
    after_singleton = len(language) == 1
    for part in rest:
        if after_singleton or len(part) not in (2, 4) or not part.isalpha():
            parts.append(part)
        else:
            parts.append(part.upper() if len(part) == 2 else part.title())
        after_singleton = after_singleton or len(part) == 1
    return "-".join(parts)
