"""The program that writes records of an export beside it; :mod:`.sharing` hands them over.

It is handed the name of a profile, the extensions of its forms and :class:`.Answers`, and gives
what is :class:`.Written` of these, one after the other.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any, Final

from lod_archive.publish.processes import serve
from lod_archive.publish.profiles.judging import writers_of
from lod_archive.publish.profiles.profile import find_profile
from lod_archive.publish.profiles.view import Linked
from lod_archive.publish.profiles.writing import write_view

_COLLECTED: Final = 100_000
"""How many objects are made before those that nobody needs are looked for: a view is many, which
all stay until it is written."""


def write(received: Iterator[Any]) -> Iterator[object]:
    """Write what is handed over."""
    known = Linked()
    for name, extensions, answers in received:
        profile = find_profile(name)
        outputs = [profile.output(extension) for extension in extensions]
        writers = writers_of(profile, outputs, None)
        yield write_view(profile, writers, answers.view(known))


if __name__ == "__main__":
    gc.freeze()
    gc.set_threshold(_COLLECTED)
    serve(write)
