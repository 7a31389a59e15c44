"""What the paths of a publication lead to: things, documents, their representations, files.

Nothing is looked up on the disk: the manifest names every file. So no path leads out of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self, TypeAlias

import pyoxigraph as ox

from lod_archive.publish.hosting.headers import file_types
from lod_archive.server.folder import Folder
from lod_archive.vocab import iris
from lod_archive.vocab.formats import (
    BIBTEX,
    CSL_JSON,
    DOCUMENT_FORMATS,
    DUMP_FORMATS,
    HTML,
    N_TRIPLES,
    OPENSEARCH,
    RIS,
)
from lod_archive.vocab.iris import MANIFEST
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lod_archive.publish import Publication

VARIANT_FORMATS: Final = (HTML, *DOCUMENT_FORMATS)
"""What documents are negotiated among, from our most to our least liked."""
HOME: Final = "index"
"""The name of the first page."""
MISSING: Final = "404"
"""The name of the page that is shown where there is nothing."""
_DESCRIBING: Final = (iris.DATASET, iris.ONTOLOGY)
"""The documents that describe what has none of its own: properties, the build …"""
_WELL_KNOWN: Final = {".well-known/void": iris.DATASET}
"""https://www.w3.org/TR/void/#well-known"""
_OTHERS: Final = {
    "json": "application/json",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "jsonl": "application/jsonl",
    "gz": "application/gzip",
    "conf": "text/plain",
    BIBTEX.extension: BIBTEX.media_type,
    RIS.extension: RIS.media_type,
}


@dataclass(frozen=True, slots=True)
class File:
    """A published file, which one URL stands for.

    :param name: its path in the publication.
    :param etag: a strong entity tag, with its quotation marks: it is of the content's SHA-256.
    """

    name: str
    media_type: str
    size: int
    etag: str


Pages: TypeAlias = "Mapping[str, File]"
"""The same page in several languages; the first is for those who like none of them."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and the files that represent it; the most liked comes first.

    :param name: its path, without the extension of any format, such as ``doc/event/strike``.
    :param thing: the path of what it is about.
    :param pages: language → its page in that language; one of them is a variant.
    """

    name: str
    thing: str
    variants: tuple[File, ...]
    pages: Pages

    def variant(self, extension: str) -> File | None:
        """The representation in the format with this extension."""
        return next((each for each in self.variants if each.name.endswith(f".{extension}")), None)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that is no document: one that describes it is at another path."""

    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is no document: a list, a map, a timeline."""

    pages: Pages


Found: TypeAlias = File | Document | Page | Elsewhere


@dataclass(frozen=True, slots=True)
class Site:
    """All paths of one publication, relative to its base.

    :param base: the IRI of the archive.
    :param folder: that of the publication.
    :param described: the path of what has no document → the name of the one that describes it.
    """

    base: str
    folder: Folder
    files: Mapping[str, File]
    documents: Mapping[str, Document]
    pages: Mapping[str, Pages]
    described: Mapping[str, str]

    @classmethod
    def of(cls, publication: Publication) -> Self:
        """The paths of a publication, of which the manifest and two documents are read.

        :raises FileNotFoundError: if it is being replaced at this moment.
        """
        base, folder = publication.facts.base, Folder(publication.root)
        files = {
            name: File(name, media_type(name), fact.size, f'"{fact.sha256[:32]}"')
            for name, fact in publication.files.items()
        }
        files[MANIFEST] = _measured(MANIFEST, folder.read(MANIFEST))
        described = dict(_WELL_KNOWN)
        for name in _DESCRIBING:
            path = iris.document_path(name, N_TRIPLES.extension)
            if path in files:
                described |= dict.fromkeys(_mentioned(folder.read(path), base), name)
        pages = _pages(files)
        documents = dict(_documents(files, pages))
        dataset = documents.get(iris.DOCUMENTS + iris.DATASET)
        if dataset is not None and HOME in pages:
            documents[""] = _home(dataset, pages[HOME])
        return cls(base, folder, files, documents, pages, described)

    def find(self, path: str) -> Found | None:
        """What a path leads to; None if to nothing."""
        found = self.documents.get(path) or self.files.get(path)
        if found is not None:
            return found
        stem, _, extension = path.rpartition(".")
        for thing in (path, stem if extension in _EXTENSIONS else path):
            if iris.DOCUMENTS + thing in self.documents:
                return Elsewhere(iris.DOCUMENTS + path)
        if path in self.described:
            return Elsewhere(iris.DOCUMENTS + self.described[path])
        if path in self.pages:
            return Page(self.pages[path])
        return None if path else Elsewhere(iris.DOCUMENTS + iris.DATASET)


def _mentioned(ntriples: bytes, base: str) -> Iterator[str]:
    """The paths of what a document mentions of the archive."""
    for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES):
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(base):
                yield iris.entity_of(term.value).removeprefix(base)


def media_type(name: str) -> str:
    """The media type of a file, by its extension.

    >>> media_type("cite/essay/strike.json")
    'application/vnd.citationstyles.csl+json'
    >>> media_type("dumps/archive.ttl"), media_type("dumps/archive.ttl.gz"), media_type("x")
    ('text/turtle', 'application/gzip', 'application/octet-stream')
    """
    if name.startswith(iris.CITATIONS) and name.endswith(f".{CSL_JSON.extension}"):
        return CSL_JSON.media_type
    if name == iris.OPENSEARCH:
        return OPENSEARCH.media_type
    extension = name.rpartition(".")[2]
    known = _MEDIA_TYPES.get(extension) or file_types().get(extension)
    return known or "application/octet-stream"


def _measured(name: str, content: bytes) -> File:
    """The file that lists the others, and therefore not itself."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return File(name, media_type(name), len(content), etag)


def _pages(files: Mapping[str, File]) -> dict[str, dict[str, File]]:
    """The path of each page, without language and extension → its languages."""
    found: dict[str, dict[str, File]] = {}
    for language in PAGE_LANGUAGES:
        folder = iris.page_folder(language)
        for name, file in files.items():
            if name.startswith(folder) and file.media_type == HTML.media_type:
                path = name.removeprefix(folder).removesuffix(f".{HTML.extension}")
                found.setdefault(path, {})[language] = file
        if folder and language in found.get(HOME, {}):
            found[folder] = {language: found[HOME][language]}
    return found


def _documents(
    files: Mapping[str, File], pages: Mapping[str, Pages]
) -> Iterator[tuple[str, Document]]:
    """The documents among the files: those below ``doc/`` that have their RDF formats."""
    found: dict[str, dict[str, File]] = {}
    for name, file in files.items():
        stem, _, extension = name.rpartition(".")
        if name.startswith(iris.DOCUMENTS) and extension in _EXTENSIONS:
            found.setdefault(stem, {})[extension] = file
    for name, by_extension in found.items():
        variants = tuple(by_extension[e] for e in _EXTENSIONS if e in by_extension)
        thing = name.removeprefix(iris.DOCUMENTS)
        yield name, Document(name, thing, variants, pages.get(name, {}))


def _home(dataset: Document, pages: Pages) -> Document:
    """The first page, which is about the dataset, and whose data is that of the dataset."""
    data = (file for file in dataset.variants if file.media_type != HTML.media_type)
    return Document("", dataset.thing, (*list(pages.values())[:1], *data), pages)


_EXTENSIONS: Final = tuple(written_in.extension for written_in in VARIANT_FORMATS)
_MEDIA_TYPES: Final = {
    **_OTHERS,
    **{each.extension: each.media_type for each in (*DUMP_FORMATS, *VARIANT_FORMATS)},
}
