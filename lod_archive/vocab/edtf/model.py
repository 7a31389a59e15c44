"""What reading a date gives: an :class:`Edtf`, or an :class:`EdtfError`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from lod_archive.vocab.edtf.days import Calendar

SPEC: Final = "https://www.loc.gov/standards/datetime/"

Level = Literal[0, 1, 2]
Kind = Literal["date", "datetime", "interval", "one of", "all of"]

_QUOTED: Final = 60


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as its author wrote it, with the days it can mean.

    :attr:`earliest` and :attr:`latest` are ``xsd:date`` lexical forms, always of the proleptic
    Gregorian calendar, whichever :attr:`calendar` the text was read in. None means that this side
    is open (``..``) or unknown (empty), never that the date was too hard. :attr:`level` is the
    lowest level of the specification that has every feature the text uses.
    """

    text: str
    level: Level
    kind: Kind
    earliest: str | None
    latest: str | None
    is_uncertain: bool
    """Some part carries ``?`` or ``%``: its source is doubted."""
    is_approximate: bool
    """Some part carries ``~`` or ``%``: the value is an estimate."""
    calendar: Calendar = "gregorian"

    @property
    def is_interval(self) -> bool:
        """Whether this is a start and an end with ``/``, rather than one date or a set."""
        return self.kind == "interval"

    @property
    def is_set(self) -> bool:
        """Whether this is a list in square (one of) or curly (all of) brackets."""
        return self.kind in ("one of", "all of")

    def __str__(self) -> str:
        return self.text


class EdtfError(ValueError):
    """A text that is not an EDTF date: what is wrong, where, and what to write instead.

    ``reason`` says what is wrong with which part, ``column`` counts from 1 in ``text``, and
    ``hint`` is the EDTF that the author most probably meant, or None where that would be a guess.
    """

    def __init__(self, text: str, reason: str, hint: str | None = None, column: int = 1) -> None:
        # All arguments go to the base class, so that the error survives pickling.
        super().__init__(text, reason, hint, column)
        self.text = text
        self.reason = reason
        self.hint = hint
        self.column = column

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _QUOTED else self.text[:_QUOTED] + "…"
        return f"{text!r} is not an EDTF date: {self.reason}"
