"""EDTF dates as bibliographies have them."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

DateVariable: TypeAlias = "dict[str, list[list[int]] | bool | int | str]"
"""https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables"""
_DATE: Final = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)(?:T.*)?")
_SEASONS: Final = range(21, 25)
_BIBLATEX_SIDE: Final = r"-?[\dX]{4}(?:-(?:[\dX]\d|\dX|XX)(?:-[\dX]{2})?)?[~?%]?"
_BIBLATEX: Final = re.compile(
    rf"{_BIBLATEX_SIDE}|(?:{_BIBLATEX_SIDE}|\.\.|)/(?:{_BIBLATEX_SIDE}|\.\.|)"
)


def csl_date(edtf: str) -> DateVariable:
    """A date as CSL-JSON has it: in numbers where it can be, else as it was recorded.

    ``circa`` is for what is approximate or uncertain alike, for CSL has but one mark. Before
    Christ, CSL counts without a year 0.

    >>> csl_date("1935-08-30/1935-08-31")
    {'date-parts': [[1935, 8, 30], [1935, 8, 31]]}
    >>> csl_date("1935-23~")
    {'date-parts': [[1935]], 'season': 3, 'circa': True}
    >>> csl_date("-0043"), csl_date("193X"), csl_date("1936/..")
    ({'date-parts': [[-44]]}, {'literal': '193X'}, {'literal': '1936/..'})
    """
    sides = [_DATE.fullmatch(side) for side in edtf.split("/")]
    found = [side for side in sides if side]
    seasons = {int(side[2]) for side in found if side[2] and int(side[2]) > 12}
    if len(found) != len(sides) or len(found) > 2 or not seasons <= set(_SEASONS):
        return {"literal": edtf}
    if seasons and len(found) > 1:
        return {"literal": edtf}
    date: DateVariable = {"date-parts": [_parts(side) for side in found]}
    if seasons:
        date["season"] = seasons.pop() - 20
    if any(side[4] for side in found):
        date["circa"] = True
    return date


def _parts(side: re.Match[str]) -> list[int]:
    year = int(side[1])
    parts = [year if year > 0 else year - 1]
    if side[2] and int(side[2]) <= 12:
        parts += [int(part) for part in (side[2], side[3]) if part]
    return parts


def biblatex_date(edtf: str) -> str | None:
    """A date as BibLaTeX reads it, which is EDTF of levels 0 and 1; None if it cannot.

    https://ctan.org/pkg/biblatex, section 2.3.8

    >>> biblatex_date("1935-08-30/1935-08-31"), biblatex_date("1935-23~"), biblatex_date("193X")
    ('1935-08-30/1935-08-31', '1935-23~', '193X')
    >>> biblatex_date("[1935,1936]"), biblatex_date("Y17000002"), biblatex_date("?1935-08")
    (None, None, None)
    """
    return edtf if _BIBLATEX.fullmatch(edtf) and edtf.strip("./") else None


def ris_date(edtf: str) -> tuple[str | None, str]:
    """The year of a date, and all of it as ``YYYY/MM/DD/…``, what remains after the last stroke.

    >>> ris_date("1935-08-31"), ris_date("1935-23"), ris_date("193X")
    (('1935', '1935/08/31/'), ('1935', '1935///1935-23'), (None, '///193X'))
    >>> ris_date("1935-08-30/1935-08-31")
    ('1935', '1935/08/30/1935-08-30/1935-08-31')
    """
    found = _DATE.fullmatch(edtf.partition("/")[0])
    if found is None or found[1].startswith("-"):
        return None, f"///{edtf}"
    month = found[2] if found[2] and int(found[2]) <= 12 else ""
    rest = "" if re.fullmatch(r"[\d-]+", edtf) and (month or not found[2]) else edtf
    return found[1], f"{found[1]}/{month}/{(found[3] or '') if month else ''}/{rest}"
