"""Things and texts as lines for people."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli.terminal import safe

if TYPE_CHECKING:
    from lod_archive.query.labels import Value

_NARROWEST: Final = 30
"""Columns that a paragraph keeps, however far it is indented."""


def shown(value: Value) -> str:
    """A thing by its name, then its id; a text with its language.

    >>> from lod_archive.query.labels import Value
    >>> shown(Value("The strike", id="event/strike")), shown(Value("Забастовка", "ru"))
    ('The strike (event/strike)', 'Забастовка @ru')
    """
    if value.language:
        return f"{value.text} @{value.language}"
    return f"{value.text} ({value.id})" if value.id and value.id != value.text else value.text


def paragraph(text: str, width: int | None, *, indent: int = 0, hang: int = 0) -> list[str]:
    """The text on lines that fit; on one line if there is no width to fit.

    Line breaks in it are not kept, nor anything that steers a terminal.

    :param indent: columns before the first line.
    :param hang: further columns before the others.

    >>> paragraph("to fit a narrow terminal, lines are broken", 35, indent=2, hang=1)
    ['  to fit a narrow terminal, lines', '   are broken']
    """
    line = safe(" ".join(text.split()))
    if width is None:
        return [" " * indent + line]
    return textwrap.wrap(
        line,
        max(width, indent + hang + _NARROWEST),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def heading(text: str) -> str:
    """The heading of a section."""
    return click.style(text, bold=True)
