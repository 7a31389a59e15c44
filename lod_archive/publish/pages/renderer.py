"""Templates and data become files: one per page and language, with links that work anywhere."""

from __future__ import annotations

import json
import shutil
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2
from markupsafe import Markup

from lod_archive.publish.pages.links import Links
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


class Renderer:
    """Writes pages into the folder of a publication.

    Links are relative, so that pages work on any host, under any prefix, and from a disk.
    """

    def __init__(self, publication: Path, settings: Settings, index: Index) -> None:
        self.folder: Final = publication
        self.settings: Final = settings
        self.index: Final = index
        self._folders: set[Path] = set()
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
            words=WORDS[language],
            collection_names=COLLECTIONS[language],
            site=self.title(language),
            description=self.settings.description.get(language, ""),
            name=lambda iri: index.name(iri, language),
            text=lambda texts: index.text(texts, language),
            quotes=index.quotes,
            is_entity=index.entities.__contains__,
            html=links.html,
            label=links.label,
            link=links.link,
            linked_value=links.value,
            href=links.href,
            anchor=lambda iri: iri.removeprefix(index.base).replace("/", "-"),
            **values,
        )
        target = self.folder / page_path(path, language)
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        target.write_bytes(text.encode())

    def copy_static(self) -> None:
        """Write what pages share: their style."""
        shutil.copytree(_HERE / "static", self.folder / "static", dirs_exist_ok=True)
