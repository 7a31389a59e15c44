"""Templates and data become files: one per page and language, with links that work anywhere."""

from __future__ import annotations

import json
import shutil
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import jinja2
from markupsafe import Markup

from lod_archive.publish.files import Files
from lod_archive.publish.pages.links import Links
from lod_archive.publish.pages.passages import passage_in_words
from lod_archive.publish.pages.words import COLLECTIONS, WORDS
from lod_archive.vocab.iris import page_folder
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from lod_archive.archive import Settings
    from lod_archive.publish.pages.index import Index

_HERE: Final = Path(__file__).parent
_OTHERS: Final = {
    language: [each for each in PAGE_LANGUAGES if each != language] for language in PAGE_LANGUAGES
}
_WORDS: Final = {language: SimpleNamespace(**words) for language, words in WORDS.items()}
"""As attributes, which templates ask for: Jinja looks for those first."""
NOWHERE: Final = "404"
"""The page that is shown at any address, from which no relative link is right."""


def page_path(path: str, language: str) -> str:
    """Where the page of a path lies in a language.

    >>> page_path("doc/event/strike", "en"), page_path("doc/event/strike", "ru")
    ('doc/event/strike.html', 'ru/doc/event/strike.html')
    """
    return f"{page_folder(language)}{path}.html"


def script_json(data: object) -> Markup:
    r"""JSON that cannot end the script element it stands in (HTML, section 4.12.1.3).

    See https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements

    >>> print(script_json("</script>"))
    "\u003c/script\u003e"
    """
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 escaped above


def in_bytes(size: int) -> str:
    """The size of a file, for people.

    >>> in_bytes(999), in_bytes(13_460), in_bytes(2_000_000)
    ('999 B', '13.5 kB', '2.0 MB')
    """
    for unit, name in ((1_000_000, "MB"), (1000, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"


class Renderer:
    """Writes pages into the folder of a publication.

    Links are relative, so that pages work on any host, under any prefix, and from a disk.
    """

    def __init__(self, publication: Path, settings: Settings, index: Index) -> None:
        self.folder: Final = publication
        self._files: Final = Files(publication)
        self.settings: Final = settings
        self.index: Final = index
        self._links = cache(partial(Links, index))
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def title(self, language: str) -> str:
        """The name of the archive."""
        title = self.settings.title
        return title.get(language) or next(iter(title.values()))

    def root(self, path: str, language: str) -> str:
        """What leads from a page to the top of the publication."""
        if path == NOWHERE:
            return self.index.base
        return "../" * page_path(path, language).count("/")

    def write(self, template: str, path: str, language: str, **values: object) -> None:
        """Write a page.

        :param path: where, without language and extension.
        :param values: what the template needs beside what all of them have.
        """
        root, index = self.root(path, language), self.index
        folder = root + page_folder(language)
        links = self._links(language, folder)
        text = self._environment.get_template(template).render(
            lang=language,
            path=path,
            root=root,
            folder=folder,
            others=[
                (one, root + page_path(path, one)) for one in PAGE_LANGUAGES if one != language
            ],
            words=_WORDS[language],
            collection_names=COLLECTIONS[language],
            site=self.title(language),
            description=self.settings.description.get(language, ""),
            name=lambda iri: index.name(iri, language),
            text=lambda texts: index.text(texts, language),
            quotes=index.quotes,
            passage=lambda claim: passage_in_words(claim, language),
            bytes=in_bytes,
            is_entity=index.entities.__contains__,
            html=links.html,
            label=links.label,
            link=links.link,
            linked_values=links.values,
            href=links.href,
            anchor=lambda iri: iri.removeprefix(index.base).replace("/", "-"),
            **values,
        )
        self._files.write(page_path(path, language), text.encode())

    def copy_static(self) -> None:
        """Write what pages share: their style."""
        shutil.copytree(_HERE / "static", self.folder / "static", dirs_exist_ok=True)
