"""What is lost on the way from the archive to the form of a consumer, and how often."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

_HEADER: Final = ("what", "values", "example")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a form has no place for.

    :param what: in words, or as the short form of a property.
    :param values: how many values of the archive it concerns.
    :param example: the id of a record that it concerns.
    """

    what: str
    values: int
    example: str


class Losses:
    """Counts what an export leaves out."""

    def __init__(self) -> None:
        self._found: dict[str, Loss] = {}

    def add(self, what: str, record: str) -> None:
        """Count one value that is left out, or written with less in it.

        :param what: in words that a librarian understands; the same for each such value.
        :param record: the IRI of the record.
        """
        known = self._found.get(what)
        if known is None:
            self._found[what] = Loss(what, 1, record)
        else:
            self._found[what] = Loss(what, known.values + 1, known.example)

    def add_all(self, other: Losses) -> None:
        """Count what another part of the same form leaves out, which comes after this one."""
        for loss in other:
            known = self._found.get(loss.what)
            more = loss if known is None else replace(known, values=known.values + loss.values)
            self._found[loss.what] = more

    def keep(self, loss: Loss) -> None:
        """Take over a loss of another form, unless as much is known to be lost."""
        known = self._found.get(loss.what)
        if known is None or known.values < loss.values:
            self._found[loss.what] = loss

    def __iter__(self) -> Iterator[Loss]:
        return iter(sorted(self._found.values(), key=lambda loss: loss.what))


def merged(several: Iterable[Losses]) -> Losses:
    """What any of several forms loses: each thing once, as often as the form that loses most."""
    losses = Losses()
    for loss in (loss for each in several for loss in each):
        losses.keep(loss)
    return losses


def as_csv(losses: Iterable[Loss]) -> bytes:
    r"""The report as a table: RFC 4180, in UTF-8, one line for each kind of loss.

    >>> as_csv([Loss("schema:award", 3, "person/x")])
    b'what,values,example\r\nschema:award,3,person/x\r\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    writer.writerows((loss.what, loss.values, loss.example) for loss in losses)
    return text.getvalue().encode()
