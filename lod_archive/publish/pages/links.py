"""Names of things and links to them, as HTML: what most of a page consists of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.publish.pages.entity import Value
    from lod_archive.publish.pages.index import Index
    from lod_archive.query.labels import Text


_BESIDE: Final = Markup(", ")
_KEPT: Final = 4000
"""How many links are kept, for many pages have the same."""


class Links:
    """What the pages of a folder say in one language.

    :param folder: what leads from these pages to those of their language, such as ``../``.
    """

    def __init__(self, index: Index, language: str, folder: str) -> None:
        self._index: Final = index
        self._language: Final = language
        self._folder: Final = folder
        self.link: Final = lru_cache(_KEPT)(self._link)

    def html(self, text: Text) -> Markup:
        """A text, with its language if that is another than the page's."""
        shown = escape(text.text)
        if not text.language or text.language == self._language:
            return shown
        return Markup(f'<span lang="{escape(text.language)}">{shown}</span>')  # noqa: S704 escaped

    def label(self, iri: str) -> Markup:
        """What a thing is called."""
        return self.html(self._index.name(iri, self._language))

    def href(self, iri: str) -> str | None:
        """Where to read about a thing: its page, its address, or nowhere."""
        entity, hash_, fragment = iri.partition("#")
        if entity in self._index.entities:
            name = entity.removeprefix(self._index.base)
            return f"{self._folder}{iris.DOCUMENTS}{name}.html{hash_}{fragment}"
        return iri if iri.startswith(("https://", "http://")) else None

    def _link(self, iri: str, text: Text | None = None) -> Markup:
        """A link to a thing by its name, or by a text; only that where nothing is to be read."""
        label = self.label(iri) if text is None else self.html(text)
        href = self.href(iri)
        return label if href is None else Markup(f'<a href="{escape(href)}">{label}</a>')  # noqa: S704

    def values(self, values: Iterable[Value]) -> Markup:
        """What a property says, side by side: texts, with another language's name, and links."""
        return _BESIDE.join(
            self._said(value.text) if value.iri is None else self.link(value.iri, value.text)
            for value in values
        )

    def _said(self, text: Text) -> Markup:
        shown = self.html(text)
        if text.language in (None, self._language):
            return shown
        return shown + Markup(" <small>{}</small>").format(text.language)
