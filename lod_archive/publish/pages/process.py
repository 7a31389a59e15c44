"""The program that writes pages beside a build, told by :mod:`.writing` what it needs.

It reads from standard input: a length in eight bytes, as many bytes of pickle, and then the id of
a record on each line.
"""

from __future__ import annotations

import pickle
import sys

from lod_archive.publish.pages.site import Pages


def main() -> None:
    """Write the pages of the records whose ids are read."""
    source = sys.stdin.buffer
    given = source.read(int.from_bytes(source.read(8), "big"))
    pages = Pages(*pickle.loads(given))  # noqa: S301 from our own process
    for line in source:
        pages.write(line.decode().rstrip("\n"))


if __name__ == "__main__":
    main()
