"""The program that writes records beside a build, told by :mod:`.writing` what it needs.

It reads pickles from standard input: what :class:`.Records` is made with, and then records, by
id and draft. If one cannot be written, it writes the error to standard output, as a pickle.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from lod_archive.errors import ArchiveError
from lod_archive.publish.pages.writing import Draft, Records

_COLLECTED: Final = 20_000
"""After how many new objects Python looks for garbage: some pages, instead of each some times."""


def main() -> None:
    """Write the records that are read."""
    source = sys.stdin.buffer
    records = Records(*pickle.load(source))  # noqa: S301 from our own process
    gc.freeze()  # the index stays: there is nothing to collect in it,
    gc.set_threshold(_COLLECTED)  # and little in what a page leaves behind
    try:
        for record_id, draft in _received(source):
            records.write(record_id, draft)
    except (ArchiveError, OSError) as error:
        sys.stdout.buffer.write(pickle.dumps(error))
        sys.exit(1)


def _received(source: BinaryIO) -> Iterator[tuple[str, Draft | None]]:
    while True:
        try:
            yield pickle.load(source)  # noqa: S301
        except EOFError:
            return


if __name__ == "__main__":
    main()
