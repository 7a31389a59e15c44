"""What stands around the pages that the server makes: the head of the archive's own pages."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import jinja2
import pyoxigraph as ox

from lod_archive.publish.pages.words import WORDS
from lod_archive.vocab import iris
from lod_archive.vocab.formats import HTML, N_TRIPLES
from lod_archive.vocab.languages import PAGE_LANGUAGES
from lod_archive.vocab.namespaces import DCTERMS

if TYPE_CHECKING:
    from lod_archive.publish import Publication

Titles = Mapping[str, str]
"""Language → what the archive is called."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the pages that a server makes of a publication.

    :param prefix: what stands before every path of the server.
    """

    titles: Titles = field(default_factory=dict)
    prefix: str = ""


_NAMELESS: Final = {"en": "First page", "ru": "Первая страница"}


def read_titles(publication: Publication) -> Titles:
    """What a publication says that the archive is called."""
    path = publication.root / iris.document_path(iris.DATASET, N_TRIPLES.extension)
    dataset = publication.facts.base + iris.DATASET
    return {
        quad.object.language or "": quad.object.value
        for quad in (ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES) if path.is_file() else ())
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value == dataset
        if quad.predicate.value == DCTERMS["title"] and isinstance(quad.object, ox.Literal)
    }


def environment(package: str, *before: jinja2.BaseLoader) -> jinja2.Environment:
    """Makes pages of the templates of a package, and of what stands around them.

    :param before: what is asked for templates first.
    """
    packages = package, "lod_archive.server", "lod_archive.publish.pages"
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader([*before, *map(jinja2.PackageLoader, packages)]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def frame(
    page: str, language: str, titles: Titles, other_address: str | None = None, root: str = ""
) -> dict[str, object]:
    """What stands around a page, for the template of the archive's own pages.

    :param page: what a page of the archive is called that it stands for, or nothing.
    :param other_address: where it is in the other language, if it is.
    :param root: what leads from its address to the top of the archive.

    >>> made = frame("search", "ru", {"en": "Pits"}, "search?lang=en")
    >>> made["site"], made["folder"], made["others"]
    ('Pits', 'ru/', [('en', 'search?lang=en')])
    """
    others = [(each, other_address) for each in PAGE_LANGUAGES if each != language]
    return {
        "path": page,
        "root": root,
        "lang": language,
        "searching": page != "search",
        "site": titles.get(language) or next(iter(titles.values()), _NAMELESS[language]),
        "words": WORDS[language],
        "folder": root + iris.page_folder(language),
        "others": others if other_address is not None else [],
    }


def stand_in(path: str, prefix: str, query: str, answering: Container[str]) -> str | None:
    """Where the page that stands for a question leads, on a server that can answer it.

    >>> stand_in("ru/search.html", "/archive", "q=pit", {"search"})
    '/archive/search?q=pit&lang=ru'
    >>> stand_in("browse.html", "", "", {"browse"}), stand_in("browse.html", "", "", {})
    ('/browse', None)
    """
    for language in PAGE_LANGUAGES:
        folder = iris.page_folder(language)
        for question in iris.ASKED:
            if path == f"{folder}{question}.{HTML.extension}" and question in answering:
                said = [query] if query else []
                said += [f"lang={language}"] if folder else []
                return f"{prefix}/{question}" + ("?" + "&".join(said) if said else "")
    return None
