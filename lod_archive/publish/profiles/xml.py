"""Text as XML can hold it."""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML 1.0 cannot hold (section 2.2).

    >>> xml_text("shift\x0b 1")
    'shift 1'
    """
    return _FORBIDDEN.sub("", text)
