"""The program that writes records of an export beside it; :mod:`.sharing` hands them over.

It is handed the name of a profile, the extensions of its forms and :class:`.Answers`, and gives
what is :class:`.Written` of these, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lod_archive.publish.processes import serve
from lod_archive.publish.profiles.profile import find_profile
from lod_archive.publish.profiles.view import Linked
from lod_archive.publish.profiles.writing import write_view


def write(received: Iterator[Any]) -> Iterator[object]:
    """Write what is handed over."""
    known = Linked()
    for name, extensions, answers in received:
        profile = find_profile(name)
        writers = [profile.output(extension).writer(None) for extension in extensions]
        yield write_view(profile, writers, answers.view(known))


if __name__ == "__main__":
    serve(write)
