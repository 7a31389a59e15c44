"""EDTF dates of the kinds that archives of the twentieth century use, made at random."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final


def day(random: Random) -> str:
    """A day between 1918 and 1990.

    >>> day(Random(1))
    '1935-10-28'
    """
    return f"{_year(random)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def before_1918(random: Random) -> str:
    """A day by the Julian calendar."""
    year = random.randint(1850, 1917)
    return f"{year}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def any_date(random: Random) -> str:
    """A date of any kind; every other one is a day."""
    return random.choice(_KINDS)(random) if random.random() < 0.5 else day(random)


def _year(random: Random) -> int:
    return random.randint(1918, 1990)


_KINDS: Final[tuple[Callable[[Random], str], ...]] = (
    lambda random: f"{_year(random)}",
    lambda random: f"{_year(random)}-{random.randint(1, 12):02}",
    lambda random: f"{_year(random)}-{random.randint(21, 24)}",  # a season
    lambda random: f"{_year(random)}{random.choice('?~%')}",
    lambda random: f"{_year(random)}-{random.randint(1, 12):02}~",
    lambda random: f"{day(random)}?",
    lambda random: f"{_year(random) // 10}X",
    lambda random: f"{_year(random)}-XX-XX",
    lambda random: f"{_year(random)}-?{random.randint(1, 12):02}-~{random.randint(1, 28):02}",
    lambda random: f"{random.randint(1918, 1940)}/{random.randint(1941, 1990)}",
    lambda random: f"{random.randint(1918, 1940)}-05~/{day(random).replace('19', '20', 1)}",
    lambda random: f"{day(random)}/..",
    lambda random: f"../{day(random)}",
    lambda random: f"{_year(random)}/",
    lambda random: f"[{random.randint(1918, 1930)},{random.randint(1931, 1940)}..1945]",
    lambda random: f"{{{random.randint(1918, 1930)}-10,1935-11}}",
    lambda random: f"{_year(random)}S2",
    lambda random: f"{day(random)}T{random.randint(0, 23):02}:30:00",
)
