"""How grave a result is: https://www.w3.org/TR/shacl/#severity."""

from __future__ import annotations

from typing import Final, Literal, get_args

from lod_archive.vocab.namespaces import SH

Level = Literal["violation", "warning", "information"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""The levels, the gravest first."""

_BY_SEVERITY: Final[dict[str, Level]] = {SH.Warning: "warning", SH.Info: "information"}


def level_of(severity: str) -> Level:
    """The level of a severity, by its IRI.

    SHACL lets a shape have a severity of its own making; what it means is not known, so it is
    taken as seriously as a violation.

    >>> level_of(SH.Info), level_of("http://a.example/Disaster")
    ('information', 'violation')
    """
    return _BY_SEVERITY.get(severity, "violation")


def is_as_grave(severity: str, level: Level) -> bool:
    """Whether a severity is of this level or a graver one.

    >>> is_as_grave(SH.Warning, "information"), is_as_grave(SH.Warning, "violation")
    (True, False)
    """
    return LEVELS.index(level_of(severity)) <= LEVELS.index(level)
