"""How to cite a page: for people, for reference managers, and for programs that read its head.

What the record's reference in CSL-JSON says is said here in other forms; a page of something that
nobody cites by itself, a person or a place, is cited as a page of the archive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from lod_archive.publish.bibtex import entry, escaped
from lod_archive.publish.pages.dates import date_in_words
from lod_archive.vocab import iris
from lod_archive.vocab.formats import CITATION_FORMATS
from lod_archive.vocab.pagination import pages_in_words

if TYPE_CHECKING:
    from lod_archive.vocab.formats import Format

_DCMI: Final = {
    "motion_picture": "MovingImage",
    "graphic": "StillImage",
    "song": "Sound",
    "collection": "Collection",
}
"""Type of CSL → https://www.dublincore.org/specifications/dublin-core/dcmi-type-vocabulary/"""
_ZOTERO: Final = {
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "book": "book",
    "chapter": "bookSection",
    "entry-encyclopedia": "encyclopediaArticle",
    "graphic": "artwork",
    "motion_picture": "film",
    "song": "audioRecording",
    "webpage": "webpage",
}
"""Type of CSL → type of Zotero, which takes the first ``DC.type`` if it is one of its own, and
every page with ``citation_title`` for an article of a journal otherwise."""
_PERIODICAL: Final = ("article-journal", "article-magazine")
_DATA_SET: Final = {"en": ("data set", "version"), "ru": ("набор данных", "версия")}
_CITED_PASSAGE: Final = {"en": "characters", "ru": "знаки"}


@dataclass(frozen=True, slots=True)
class Cited:
    """The reference of a record, as it was written in files.

    :param item: what the one in CSL-JSON says.
    :param files: their formats, and where they lie in the publication.
    """

    item: Mapping[str, Any]
    bibtex: str
    files: tuple[tuple[Format, str], ...]

    @classmethod
    def of(cls, record_id: str, reference: Sequence[bytes]) -> Self:
        """What these files say.

        :param reference: the files, in the order of their formats.
        """
        items, bibtex, _ = reference
        files = [(each, iris.citation_path(record_id, each.extension)) for each in CITATION_FORMATS]
        return cls(json.loads(items)[0], bibtex.decode().rstrip(), tuple(files))


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited.

    :param title: the name of the record.
    :param archive: that of the archive.
    :param iri: where it stays, whatever happens to the server.
    :param cited: its reference, if it has one.
    :param language: that of the page.
    """

    title: str
    archive: str
    iri: str
    cited: Cited | None = None
    language: str = "en"

    @property
    def item(self) -> Mapping[str, Any]:
        """Its reference in CSL-JSON, empty if it has none."""
        return self.cited.item if self.cited else {}

    @property
    def files(self) -> tuple[tuple[Format, str], ...]:
        """Those of its reference."""
        return self.cited.files if self.cited else ()

    @property
    def bibtex(self) -> str:
        r"""For BibLaTeX; what has a meaning there is escaped.

        >>> print(Citation("Coal & {steel}", "Pit", "https://example.org/event/coal").bibtex)
        @online{event:coal,
          title = {Coal \& \{steel\}},
          organization = {Pit},
          url = {https://example.org/event/coal}
        }
        """
        if self.cited:
            return self.cited.bibtex
        fields = {
            "title": escaped(self.title),
            "organization": escaped(self.archive),
            "url": self.iri,
        }
        return entry("online", "/".join(self.iri.split("/")[-2:]), fields)

    @property
    def text(self) -> str:
        """For people."""
        item = self.item
        title = item.get("title", self.title)
        said = [
            "; ".join(_sorted_by(name) for name in _makers(item)),
            title if title.startswith("[") else f"“{title}”",
            item.get("container-title", ""),
            date_in_words(item.get("custom", {}).get("edtf", ""), self.language),
        ]
        if "stance" in item.get("custom", {}):
            said.append(item["genre"])
        if "page" in item:
            said.append(pages_in_words(item["page"], self.language))
        elif "locator" in item:
            word = _CITED_PASSAGE.get(self.language, _CITED_PASSAGE["en"])
            said.append(f"{word} {item['locator']}")
        return ". ".join([*(each.rstrip(".") for each in said if each), self.archive, self.iri])

    @property
    def tags(self) -> list[tuple[str, str]]:
        """The names and contents of ``<meta>`` elements: Dublin Core, then Highwire Press.

        https://www.dublincore.org/specifications/dublin-core/dcq-html/ ,
        https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
        """
        if not self.item:
            return [
                ("DC.title", self.title),
                ("DC.identifier", self.iri),
                ("DC.publisher", self.archive),
                ("citation_title", self.title),
                ("citation_public_url", self.iri),
                ("citation_publisher", self.archive),
            ]
        return [(name, text) for name, text in (*self._dublin_core(), *self._highwire()) if text]

    def _dublin_core(self) -> Iterator[tuple[str, str]]:
        item = self.item
        yield "DC.title", item["title"]
        yield "DC.identifier", self.iri
        for name in _makers(item):
            yield "DC.creator", _sorted_by(name)
        for name in item.get("contributor", ()):
            yield "DC.contributor", _sorted_by(name)
        yield "DC.type", _ZOTERO.get(item["type"], "document")
        yield "DC.type", _DCMI.get(item["type"], "")
        yield "DC.date", _date(item).replace("/", "-")
        yield "DC.publisher", item.get("publisher", "")
        yield "DC.language", item.get("language", "")
        yield "DC.relation", item.get("container-title", "")
        yield "DC.description", item.get("abstract", "")

    def _highwire(self) -> Iterator[tuple[str, str]]:
        item = self.item
        yield "citation_title", item["title"]
        for name in _makers(item):
            yield "citation_author", _of_highwire(name)
        yield "citation_publication_date", _date(item)
        whole = "journal" if item["type"] in _PERIODICAL else "book"
        if whole == "journal" or item["type"] in ("chapter", "entry-encyclopedia"):
            yield f"citation_{whole}_title", item.get("container-title", "")
        yield "citation_publisher", item.get("publisher", "")
        yield "citation_isbn", item.get("ISBN", "")
        yield "citation_issn", item.get("ISSN", "")
        yield "citation_doi", item.get("DOI", "")
        yield "citation_language", item.get("language", "")
        yield "citation_keywords", item.get("keyword", "").replace(", ", "; ")
        yield "citation_public_url", self.iri


@dataclass(frozen=True, slots=True)
class DatasetCitation:
    """The archive as a whole is cited.

    :param iri: of its dataset.
    :param version: the archive's; None if it does not say.
    :param sha256: of the dataset's canonical form: two copies that have the same say the same.
    :param language: that of the page.
    """

    title: str
    iri: str
    version: str | None
    sha256: str
    language: str = "en"

    @property
    def text(self) -> str:
        """For people.

        >>> print(DatasetCitation("Pit", "https://example.org/dataset", "2026-11", "9f86").text)
        “Pit” [data set], version 2026-11. https://example.org/dataset. SHA-256 (RDFC-1.0): 9f86
        """
        kind, version = _DATA_SET.get(self.language, _DATA_SET["en"])
        numbered = f", {version} {self.version}" if self.version else ""
        return f"“{self.title}” [{kind}]{numbered}. {self.iri}. {self._checksum}"

    @property
    def bibtex(self) -> str:
        """For BibLaTeX; what has a meaning there is escaped."""
        fields = {
            "title": escaped(self.title),
            "version": escaped(self.version or ""),
            "note": escaped(self._checksum),
            "url": self.iri,
        }
        return entry("dataset", self.iri, fields)

    @property
    def _checksum(self) -> str:
        return f"SHA-256 (RDFC-1.0): {self.sha256}"


def _makers(item: Mapping[str, Any]) -> list[dict[str, str]]:
    return [*item.get("author", ()), *item.get("composer", ())]


def _sorted_by(name: Mapping[str, str]) -> str:
    if "family" not in name:
        return name["literal"]
    return ", ".join(filter(None, (name["family"], name.get("given"))))


def _of_highwire(name: Mapping[str, str]) -> str:
    """A name that Zotero takes for one: it reads a comma between two words and two as “and”.

    >>> _of_highwire({"family": "Siegelbaum", "given": "Lewis H."})
    'Siegelbaum, Lewis H.'
    >>> _of_highwire({"family": "von Geldern", "given": "James R."})
    'James R. von Geldern'
    """
    family, given = name.get("family", ""), name.get("given", "")
    if " " in family and " " in given:
        return f"{given} {family}"
    return _sorted_by(name)


def _date(item: Mapping[str, Any]) -> str:
    """The first day of a date, as far as it is known and after Christ, as ``YYYY/MM/DD``.

    >>> _date({"issued": {"date-parts": [[1935, 8, 30], [1935, 8, 31]]}}), _date({})
    ('1935/08/30', '')
    """
    parts = item.get("issued", {}).get("date-parts", [[0]])[0]
    text = "/".join(f"{part:02}" for part in parts)
    return text if re.match(r"[1-9]\d{3}\b", text) else ""
