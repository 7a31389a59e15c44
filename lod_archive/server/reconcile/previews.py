"""What something is, in short: a page for a frame, and a few words for a menu."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

import jinja2

from lod_archive.server.reconcile.answers import framed_page
from lod_archive.server.reconcile.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.matching import Entity
    from lod_archive.server.responses import Response

_NAMES: Final = 8
"""How many other names are shown."""
_STYLE: Final = (
    "body{font:14px/1.4 system-ui,sans-serif;margin:8px;color:#1c1c1c;background:#fff}"
    "h1{font-size:16px;margin:0}p{margin:4px 0}small{color:#555}"
)


class Previews:
    """Makes the pages."""

    def __init__(self) -> None:
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("lod_archive.server.reconcile"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = environment.get_template("preview.html")

    def page(self, entity: Entity, types: Iterable[str], address: str, language: str) -> Response:
        """The page about an entity.

        :param types: what its types are called.
        :param address: where to read on.
        """
        text = self._template.render(
            entity=entity,
            types=types,
            years=years(entity),
            others=_others(entity),
            address=address,
            language=language,
            said=WORDS[language],
            style=_STYLE,
        )
        return framed_page(text, _STYLE)


def flyout(name: str, *lines: str) -> str:
    """A piece of HTML with a name and what is said of it; whatever they are, they are text.

    >>> flyout("<b>Stakhanov</b>", "", "miner")
    '<p><strong>&lt;b&gt;Stakhanov&lt;/b&gt;</strong></p><p>miner</p>'
    """
    said = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f"<p><strong>{html.escape(name)}</strong></p>{said}"


def years(entity: Entity) -> str:
    """The years of an entity; empty if none is known.

    >>> from lod_archive.matching import Entity, Name
    >>> years(Entity("https://e.org/a", (Name("A"),), begin=1906, end=1977))
    '1906–1977'
    """
    begin, end = entity.begin, entity.end
    if begin is None and end is None:
        return ""
    if begin == end:
        return str(begin)
    return f"{'' if begin is None else begin}–{'' if end is None else end}"


def _others(entity: Entity) -> list[str]:
    names = dict.fromkeys(name.text for name in entity.names if name.part is None)
    names.pop(entity.label, None)
    return [*names][:_NAMES]
