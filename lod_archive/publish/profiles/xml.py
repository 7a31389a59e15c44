"""Text as XML can hold it, and what stands around it."""

from __future__ import annotations

import re
from typing import Final

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
OPENING: Final = DECLARATION + b"<records>\n"
CLOSING: Final = b"</records>\n"
"""What stands around many records in one file."""
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML 1.0 cannot hold (section 2.2).

    >>> xml_text("shift\x0b 1")
    'shift 1'
    """
    return _FORBIDDEN.sub("", text)
