"""Pieces of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
"""The folder of the repository."""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def code(text: str) -> str:
    """Text in code font; nothing for no text."""
    return f"`{text}`" if text else ""


def sections(parts: Iterable[str]) -> str:
    """Blocks with an empty line between them; those without text are left out."""
    return "\n\n".join(part for part in parts if part)
