"""XML that consumers can read: elements to bytes, text without what XML cannot hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML 1.0 cannot hold (section 2.2).

    >>> xml_text("shift\x0b 1")
    'shift 1'
    """
    return _FORBIDDEN.sub("", text)


def fragment(element: _Element) -> bytes:
    """An element by itself, with a line of its own, as UTF-8 without a declaration."""
    return bytes(etree.tostring(element, encoding="UTF-8", xml_declaration=False)) + b"\n"
