"""Names of things and links to them, as HTML: what most of a page consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from lod_archive.vocab import iris

if TYPE_CHECKING:
    from lod_archive.publish.pages.index import Index
    from lod_archive.query.labels import Text


class Names:
    """What things are called in one language; what was worked out once is kept.

    Made in Python, for a template's macro would take most of the time of a build.
    """

    def __init__(self, index: Index, language: str) -> None:
        self._index: Final = index
        self._language: Final = language
        self._labels: dict[str, Markup] = {}
        self._addresses: dict[str, tuple[bool, Markup] | None] = {}

    def html(self, text: Text) -> Markup:
        """A text, with its language if that is another than the page's."""
        shown = escape(text.text)
        if not text.language or text.language == self._language:
            return shown
        return Markup(f'<span lang="{escape(text.language)}">{shown}</span>')  # noqa: S704 escaped

    def label(self, iri: str) -> Markup:
        """What a thing is called."""
        found = self._labels.get(iri)
        if found is None:
            found = self._labels[iri] = self.html(self._index.name(iri, self._language))
        return found

    def address(self, iri: str) -> tuple[bool, Markup] | None:
        """Where to read about a thing, escaped, and whether that is in the publication.

        What is in it is relative to the folder of the language; None is nowhere.
        """
        if iri not in self._addresses:
            self._addresses[iri] = self._address(iri)
        return self._addresses[iri]

    def _address(self, iri: str) -> tuple[bool, Markup] | None:
        entity, hash_, fragment = iri.partition("#")
        if entity in self._index.entities:
            name = entity.removeprefix(self._index.base)
            return True, escape(f"{iris.DOCUMENTS}{name}.html{hash_}{fragment}")
        return (False, escape(iri)) if iri.startswith(("https://", "http://")) else None


class Links:
    """Links from the pages of a folder.

    :param folder: what leads from these pages to those of their language, such as ``../``.
    """

    def __init__(self, names: Names, folder: str) -> None:
        self._names: Final = names
        self._folder: Final = escape(folder)

    def href(self, iri: str) -> Markup | None:
        """The address of a thing's page, or of a thing elsewhere; None if there is none."""
        address = self._names.address(iri)
        if address is None:
            return None
        is_here, rest = address
        return self._folder + rest if is_here else rest

    def link(self, iri: str, text: Text | None = None) -> Markup:
        """A link to a thing by its name, or by a text; only that where nothing is to be read."""
        names = self._names
        label = names.label(iri) if text is None else names.html(text)
        href = self.href(iri)
        return label if href is None else Markup(f'<a href="{href}">{label}</a>')  # noqa: S704
