"""The program that writes records beside a build, told by :mod:`.writing` what it needs.

It is handed what :class:`.Records` is made with, and then records: id, draft and reference.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any, Final

from lod_archive.publish.pages.writing import Records
from lod_archive.publish.processes import serve

_COLLECTED: Final = 20_000
"""After how many new objects Python looks for garbage: some pages, instead of each some times."""


def write(received: Iterator[Any]) -> Iterator[object]:
    """Write the records that are handed over; gives nothing."""
    records = Records(*next(received))
    gc.freeze()  # the index stays: there is nothing to collect in it,
    gc.set_threshold(_COLLECTED)  # and little in what a page leaves behind
    for record_id, draft, reference in received:
        records.write(record_id, draft, reference)
    yield from ()


if __name__ == "__main__":
    serve(write)
