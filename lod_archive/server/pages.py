"""The pages that the server makes for whoever asks, beside those that a publication has."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lod_archive.server import frame

if TYPE_CHECKING:
    import jinja2

    from lod_archive.server.visitors import Visitor


def page(template: str, visitor: Visitor, **values: object) -> bytes:
    """A page in the language of whoever asks, with the head of the archive's own pages.

    :param values: what the template needs beside what stands around every page.
    """
    around = visitor.around
    made = _environment().get_template(template)
    head = frame.frame(
        "", visitor.language, around.titles, visitor.other_address, root=f"{around.prefix}/"
    )
    return made.render(**head, **values).encode()


@cache
def _environment() -> jinja2.Environment:
    return frame.environment("lod_archive.server")
