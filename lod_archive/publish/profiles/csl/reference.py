"""One record as a bibliography cites it, before it is written in any form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.csl.names import Name, name_of
from lod_archive.publish.profiles.losses import Losses
from lod_archive.publish.profiles.view import text_in
from lod_archive.vocab.languages import PAGE_LANGUAGES, cased
from lod_archive.vocab.namespaces import ARC, BIBO, DCTERMS, OA, SCHEMA, SKOS
from lod_archive.vocab.pagination import pages_in_words

if TYPE_CHECKING:
    import pyoxigraph as ox

    from lod_archive.publish.profiles.view import View

_DOI: Final = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)
_CONTROLS: Final = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()
}
_KINDS: Final = {
    BIBO.AcademicArticle: "article-journal",
    BIBO.Article: "article-magazine",
    BIBO.Book: "book",
    BIBO.Issue: "periodical",
    BIBO.ReferenceSource: "book",
    BIBO.Webpage: "webpage",
    BIBO.Website: "webpage",
}
"""Kind of source → type of CSL: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types"""
_FORMATS: Final = {"video": "motion_picture", "image": "graphic", "audio": "song"}
_CLASSES: Final = {
    SCHEMA.MovingImage: "motion_picture",
    SCHEMA.VideoObject: "motion_picture",
    SCHEMA.ImageObject: "graphic",
    SCHEMA.AudioObject: "song",
    SCHEMA.Periodical: "periodical",
    SCHEMA.Collection: "collection",
    SCHEMA.WebSite: "webpage",
    SCHEMA.WebPage: "webpage",
}
_PARTS: Final = {
    "article-journal": "article-journal",
    "article-magazine": "article-magazine",
    "periodical": "article-magazine",
    "webpage": "webpage",
}
"""Type of a source → type of what is cited from it; a chapter otherwise."""
_TITLES: Final = (SCHEMA.name, SKOS.prefLabel, DCTERMS["title"], ARC.paraphrase)
_AUTHORS: Final = (SCHEMA.author, SCHEMA.creator, SCHEMA.lyricist)
_DATES: Final = (DCTERMS.issued, SCHEMA.dateCreated, DCTERMS["date"])
_PERIODICAL_PARTS: Final = ("article-journal", "article-magazine", "periodical")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a claim stands in its source, and how that says it.

    :param stance: asserted, reported, alleged …
    :param pages: as the source numbers them.
    :param start: the first character, counted from 0; ``end`` is that after the last one.
    """

    stance: str
    pages: str | None
    start: int | None
    end: int | None
    exact: str | None

    @property
    def locator(self) -> str | None:
        """The pages; else the characters, as pages are written."""
        return self.pages or self.characters

    @property
    def characters(self) -> str | None:
        """From which character to which."""
        return None if self.start is None or self.end is None else f"{self.start}–{self.end}"

    @property
    def words(self) -> str:
        """All of it, for people."""
        where = f", {pages_in_words(self.pages)}" if self.pages else ""
        where += f", characters {self.characters} of its text" if self.characters else ""
        quoted = f": “{self.exact}”" if self.exact else ""
        return f"Claim of this source ({self.stance}){where}{quoted}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited.

    :param key: the id of the record.
    :param kind: the type of CSL.
    :param language: that of the title and names.
    :param issued: in EDTF.
    :param pages: on which it stands in its container.
    :param url: where it is; its IRI if it is said to be nowhere else.
    :param passage: of a claim alone.
    """

    iri: str
    key: str
    kind: str
    title: str
    language: str
    authors: tuple[Name, ...] = ()
    composers: tuple[Name, ...] = ()
    contributors: tuple[Name, ...] = ()
    issued: str | None = None
    container: str | None = None
    is_in_periodical: bool = False
    pages: str | None = None
    publisher: str | None = None
    genre: str | None = None
    isbn: str | None = None
    issn: str | None = None
    doi: str | None = None
    url: str = ""
    note: str | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    passage: Passage | None = None


def read_reference(view: View, iri: str, losses: Losses) -> Reference:
    """The reference of a record; that of a claim is that of its source, as a part of which it is.

    :raises PublicationError: if it has no title, or is a claim without a source.
    """
    source = next(iter(view.iris(iri, DCTERMS["source"])), None)
    if source is None and view.is_a(iri, ARC.Claim):
        raise PublicationError("is a claim of no source", hint="say which source claims it")
    if source is None:
        return _of_work(view, iri, losses)
    whole = _of_work(view, source, Losses())  # what is lost of the source is told with it
    part = _of_work(view, iri, losses)
    said = (view.text(iri, predicate) for predicate in (OA.start, OA.end))
    start, end = (None if text is None else int(text) for text in said)
    exact = view.text(iri, OA.exact)
    stance = next(iter(view.iris(iri, ARC.stance)), "unspecified").rpartition("#")[2]
    passage = Passage(stance, part.pages, start, end, one_line(exact) if exact else None)
    kinds = view.iris(source, DCTERMS["type"])
    kind = "entry-encyclopedia" if BIBO.ReferenceSource in kinds else _PARTS.get(whole.kind)
    # The words of the title are the archive's: ISBD A.3.2.2 encloses such a title in brackets.
    return replace(
        whole,
        iri=iri,
        key=part.key,
        kind=kind or "chapter",
        title=f"[{part.title}]",
        language=part.language,
        container=whole.title,
        pages=part.pages,
        is_in_periodical=whole.kind in _PERIODICAL_PARTS,
        genre=f"claim, {stance}",
        url=iri,
        doi=None,
        note="; ".join(filter(None, (passage.words, whole.note))),
        abstract=None,
        keywords=part.keywords,
        passage=passage,
    )


def _of_work(view: View, iri: str, losses: Losses) -> Reference:
    language = _language(view, iri)
    order = (language, *PAGE_LANGUAGES)
    title = _title(view, iri, order)
    if not title:
        raise PublicationError("has a title without a letter in it", hint="write its name in words")
    for _ in _titles(view, iri)[1:]:
        losses.add("names in other languages and scripts than the record's own", iri)
    whole = _whole(view, iri, losses)
    periodical = whole is not None and view.is_a(whole, SCHEMA.Periodical)
    same = [*view.iris(iri, SCHEMA.sameAs), *view.iris(iri, SKOS.exactMatch)]
    dois = [_DOI.fullmatch(each) for each in same]
    publishers = _names(view, iri, (SCHEMA.publisher,), order)
    serials = [iri, whole] if whole else [iri]
    doi = next((found[1] for found in dois if found), None)
    for what, number in (
        ("identifiers elsewhere, but for a DOI", len(same) - (doi is not None)),
        ("media types, of which the type is made", len(view.literals(iri, SCHEMA.encodingFormat))),
        ("languages of a text in which it has no name", _unnamed(view, iri, language)),
        ("genres, numbers and addresses beside the first", _beside(view, iri)),
    ):
        for _ in range(number):
            losses.add(what, iri)
    return Reference(
        iri=iri,
        key=iri.removeprefix(view.base),
        kind=_kind(view, iri, periodical=periodical, is_part=whole is not None),
        title=title,
        language=language,
        authors=_names(view, iri, _AUTHORS, order),
        composers=_names(view, iri, (SCHEMA.composer,), order),
        contributors=_names(view, iri, (SCHEMA.contributor,), order),
        issued=_issued(view, iri, losses),
        container=(_title(view, whole, order) or None) if whole else None,
        is_in_periodical=periodical,
        pages=_optional(view, iri, SCHEMA.pagination, order),
        publisher="; ".join(each.text for each in publishers) or None,
        genre=next(iter(_named(view, iri, SCHEMA.genre, order)), None),
        isbn=_optional(view, iri, SCHEMA.isbn, order),
        issn=next(filter(None, (_optional(view, s, SCHEMA.issn, order) for s in serials)), None),
        doi=doi,
        url=next(iter(sorted(view.iris(iri, SCHEMA.url))), iri),
        note=_optional(view, iri, DCTERMS.bibliographicCitation, order),
        keywords=tuple(sorted({*_named(view, iri, SCHEMA.about, order)})),
        abstract=_optional(view, iri, SCHEMA.description, order),
    )


def _unnamed(view: View, iri: str, language: str) -> int:
    """How many of its languages are not the one that it is cited in."""
    said = {literal.value.lower() for literal in view.literals(iri, SCHEMA.inLanguage)}
    return len(said - {language.lower()})


def _beside(view: View, iri: str) -> int:
    """How many values there are of what a reference has one of, but the first of each."""
    single = (SCHEMA.genre, SCHEMA.isbn, SCHEMA.issn, SCHEMA.url)
    return sum(max(len(view.values(iri, name)) - 1, 0) for name in single)


def _language(view: View, iri: str) -> str:
    """What the record says it is in, if it has a name in it; else a language it has a name in."""
    said = [literal.value for literal in view.literals(iri, SCHEMA.inLanguage)]
    tags = {literal.language or "" for literal in _titles(view, iri)}
    for each in (*said, *PAGE_LANGUAGES, *sorted(tags)):
        if each in tags:
            return cased(each) if each else ""
    return ""


def _kind(view: View, iri: str, *, periodical: bool, is_part: bool) -> str:
    said = [_KINDS[each] for each in view.iris(iri, DCTERMS["type"]) if each in _KINDS]
    said += [kind for each, kind in _CLASSES.items() if view.is_a(iri, each)]
    if not said and view.is_a(iri, SCHEMA.ScholarlyArticle):
        said.append("article-journal" if periodical else "chapter" if is_part else "article")
    if not said and view.is_a(iri, SCHEMA.Article):
        said.append("article-magazine" if periodical else "chapter" if is_part else "article")
    if view.literals(iri, SCHEMA.isbn):
        said.append("book")
    if view.iris(iri, SCHEMA.composer):
        said.append("song")
    formats = [each.value.partition("/")[0] for each in view.literals(iri, SCHEMA.encodingFormat)]
    said += [_FORMATS[each] for each in formats if each in _FORMATS]
    return said[0] if said else "document"


def _whole(view: View, iri: str, losses: Losses) -> str | None:
    """What it is a part of: best a periodical, worst a mere collection."""
    wholes = view.iris(iri, DCTERMS["isPartOf"])

    def order(whole: str) -> tuple[bool, bool, str]:
        periodical = view.is_a(whole, SCHEMA.Periodical)
        return not periodical, view.is_a(whole, SCHEMA.Collection), whole

    wholes = sorted((each for each in wholes if _titles(view, each)), key=order)
    for _ in wholes[1:]:
        losses.add("what it is a part of, beside the one that is cited", iri)
    return wholes[0] if wholes else None


def _issued(view: View, iri: str, losses: Losses) -> str | None:
    """The date of publication, of making, or just its date: the first that is known."""
    found = [each.value for name in _DATES for each in view.literals(iri, name)]
    for _ in found[1:]:
        losses.add("dates beside the one that is cited", iri)
    return found[0] if found else None


def _names(
    view: View, iri: str, roles: tuple[str, ...], order: tuple[str, ...]
) -> tuple[Name, ...]:
    """RDF knows no order of authors: they come in that of the alphabet."""
    agents = dict.fromkeys(agent for role in roles for agent in view.iris(iri, role))
    found = (name_of(view, agent, order) for agent in agents)
    return tuple(sorted(filter(None, found), key=lambda name: name.sorted_by))


def _named(view: View, iri: str, predicate: str, order: tuple[str, ...]) -> list[str]:
    """What the things are called that a property leads to."""
    return list(filter(None, (_title(view, each, order) for each in view.iris(iri, predicate))))


def _title(view: View, iri: str, order: tuple[str, ...]) -> str:
    found = text_in(_titles(view, iri), *order)
    return one_line(found) if found else ""


def _titles(view: View, iri: str) -> list[ox.Literal]:
    found = (literal for name in _TITLES for literal in view.literals(iri, name))
    return list(dict.fromkeys(found))


def _optional(view: View, iri: str, predicate: str, order: tuple[str, ...]) -> str | None:
    found = view.text(iri, predicate, *order)
    return (one_line(found) or None) if found else None


def one_line(text: str) -> str:
    r"""The text without control characters, its white space as single spaces.

    >>> one_line("Сталь\x00\n  и уголь ")
    'Сталь и уголь'
    """
    return " ".join(text.translate(_CONTROLS).split())
