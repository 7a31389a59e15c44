"""Entries of BibLaTeX, as text: https://ctan.org/pkg/biblatex."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{each: f"\\{each}" for each in "&%$#_"},
    }
)


def entry(kind: str, record_id: str, fields: Mapping[str, str | None]) -> str:
    """An entry, with the fields that say something, in their order.

    :param fields: their values, :func:`escaped` where they are texts.

    >>> print(entry("online", "event/strike", {"title": "The strike", "isbn": None}))
    @online{event:strike,
      title = {The strike}
    }
    """
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return ",\n".join([f"@{kind}{{{key(record_id)}", *lines]) + "\n}"


def key(record_id: str) -> str:
    """The key of a record, of characters that neither biber nor TeX minds.

    >>> key("event/record-shift"), key("https://example.org/a b")
    ('event:record-shift', 'https:::example.org:a_b')
    """
    return re.sub(r"[^A-Za-z0-9.:_-]", "_", record_id.replace("/", ":"))


def escaped(text: str) -> str:
    r"""The text as TeX prints it.

    >>> print(escaped("Coal & {steel}, 100 % ~ C:\\x"))
    Coal \& \{steel\}, 100 \% \textasciitilde{} C:\textbackslash{}x
    """
    return text.translate(_SPECIAL)
