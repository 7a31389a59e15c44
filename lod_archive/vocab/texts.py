"""Texts with something in them that can be seen."""

from __future__ import annotations

import re
from typing import Final

VISIBLE: Final = (
    "[!-~\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027"
    "\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\uffef\ufffc-\ufffd"
    "\U00010000-\U000dffff]"
)
"""A character that can be seen, as a regular expression of SHACL's: no white space, no control or
format character (https://www.unicode.org/reports/tr44/#General_Category_Values).
``shapes/common.ttl`` has it too."""
_VISIBLE: Final = re.compile(VISIBLE)


def is_visible(text: str) -> bool:
    r"""Whether there is anything to see in a text.

    >>> is_visible("Сталь"), is_visible("—"), is_visible("鋼")
    (True, True, True)
    >>> is_visible(""), is_visible(" \n"), is_visible("\xa0"), is_visible("\u200b")
    (False, False, False, False)
    """
    return _VISIBLE.search(text) is not None
