"""Pages about many things at once: time, places, topics, claims, the data itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from lod_archive.publish.pages import questions
from lod_archive.publish.pages.citation import DatasetCitation
from lod_archive.publish.pages.dates import date_in_words
from lod_archive.publish.pages.home import CLASSES, Matrix, Section, columns_of, sections_of
from lod_archive.publish.pages.map_labels import label
from lod_archive.publish.pages.paging import Part, paged
from lod_archive.publish.pages.places_map import Outline, draw
from lod_archive.publish.pages.questions import ask, text
from lod_archive.publish.pages.rules import Rule, read_rules
from lod_archive.publish.pages.timeline import Dated, Line, spans_of
from lod_archive.publish.pages.topics import tree
from lod_archive.vocab import iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS, DUMP_FORMATS, N_TRIPLES
from lod_archive.vocab.languages import PAGE_LANGUAGES
from lod_archive.vocab.namespaces import ARC

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.publish.pages.renderer import Renderer
    from lod_archive.publish.statistics import Statistics
    from lod_archive.store import EmbeddedStore

_TIMELINE: Final = "view/timeline"
_DISAGREEMENTS: Final = 14
"""How many disagreements the first page names."""
_EVENTS: Final = 200
"""How many things a page of the timeline has: each is drawn."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of a publication as a whole.

    :param sha256: of the dataset's canonical form.
    :param revision: the version of the records, as the archivist names it.
    :param statistics: what was counted in it; None if nothing was.
    """

    sha256: str
    revision: str | None = None
    statistics: Statistics | None = None


def write_views(
    renderer: Renderer,
    store: EmbeddedStore,
    collections: Mapping[str, Sequence[str]],
    whole: Whole,
    land: Sequence[Outline],
) -> None:
    """Write all of them, in each language.

    :param collections: with their records that are no claims.
    :param land: its outlines, for the map.
    """
    _Views(renderer, store, collections, land).write(whole)


class _Views:
    def __init__(
        self,
        renderer: Renderer,
        store: EmbeddedStore,
        collections: Mapping[str, Sequence[str]],
        land: Sequence[Outline],
    ) -> None:
        self._renderer = renderer
        self._store = store
        self._collections = collections
        self._land = land
        self._base = renderer.index.base

    def write(self, whole: Whole) -> None:
        things = [
            Dated(text(row["thing"]), text(row["earliest"]), text(row["latest"]), text(row["said"]))
            for row in self._ask(questions.DATED)
        ]
        places = [text(row["place"]) for row in self._ask(questions.PLACES)]
        index = self._renderer.index
        located = {place: index.located(place) for place in places}
        drawn = draw([each for each in located.values() if each], self._land)
        elsewhere = [place for place, position in located.items() if position is None]
        topics = tree(
            (
                (text(row["topic"]), text(row["broader"]), int(text(row["things"])))
                for row in self._ask(questions.TOPICS)
            ),
            {
                text(row["topic"]): int(text(row["things"]))
                for row in self._ask(questions.THINGS_BELOW)
            },
        )
        timeline = [*paged(_TIMELINE, [each for each in things if each.year], _EVENTS)]
        undated = [each.iri for each in things if not each.year]
        dates = [
            (text(row["thing"]), text(row["property"]), text(row["date"]))
            for row in self._ask(questions.DATES)
        ]
        spans = {
            kind: [*paged(f"{_TIMELINE}/{kind}", entries, _EVENTS)]
            for kind, entries in spans_of(dates).items()
        }
        matrix = Matrix.of(
            [
                (text(row["topic"]), int(text(row["year"])), int(text(row["things"])))
                for row in self._ask(questions.YEARS_OF_TOPICS)
            ]
        )
        terms, rules = self._terms(), self._rules()
        described = {
            "has_shapes": bool(rules),
            "dumps": self._dumps(),
            "iri": self._base + iris.DATASET,
            "whole": whole,
        }
        counts = {
            "counts": {name: len(members) for name, members in self._collections.items()},
            "claims": len(self._renderer.index.claims),
        }
        sections = sections_of(self._collections, self._renderer.index.types)
        home = {
            "matrix": matrix,
            "columns": columns_of(matrix.years, timeline),
            "sections": sections,
            "disagreements": self._disagreements(),
            "conflicts": len(self._ask(questions.CONFLICTS)),
            **counts,
        }
        for language in PAGE_LANGUAGES:
            self._page("home.html", "index", language, **home)
            for section in sections:
                if section.name in CLASSES:
                    self._list(section, language)
            for kind, pages in {"events": timeline, **spans}.items():
                self._timeline(kind, pages, undated, [*spans], language)
            names = [index.name(place.iri, language).text for place, _, _ in drawn.marks]
            self._page(
                "places.html",
                "view/places",
                language,
                map=drawn,
                marks=label(drawn, names),
                elsewhere=elsewhere,
            )
            self._page("topics.html", "view/topics", language, topics=topics)
            self._claims(language)
            for asked in iris.ASKED:
                self._page("search.html", asked, language, asked=asked, **counts)
            self._page("about.html", "view/about", language)
            self._page(
                "vocabulary.html",
                _document(iris.ONTOLOGY),
                language,
                terms=terms,
                has_shapes=bool(rules),
            )
            if rules:
                by_iri = {rule.iri: rule for rule in rules}
                self._page(
                    "shapes.html", _document(iris.SHAPES), language, rules=rules, by_iri=by_iri
                )
            cited = self._renderer.title(language), self._base + iris.DATASET
            self._page(
                "dataset.html",
                _document(iris.DATASET),
                language,
                citation=DatasetCitation(*cited, whole.revision, whole.sha256, language),
                **described,
                **counts,
            )

    def _page(self, template: str, path: str, language: str, **values: object) -> None:
        settings = self._renderer.settings
        values = {"settings": settings, "formats": DOCUMENT_FORMATS, **values}
        self._renderer.write(template, path, language, **values)

    def _ask(self, sparql: str) -> list[questions.Row]:
        return [*ask(self._store, self._base, sparql)]

    def _list(self, section: Section, language: str) -> None:
        for page in paged(f"view/{section.name}", section.things):
            self._page("list.html", page.path, language, collection=section.name, page=page)

    def _timeline(
        self,
        kind: str,
        pages: Sequence[Part[Dated]],
        undated: Sequence[str],
        spans: Sequence[str],
        language: str,
    ) -> None:
        paths = {"events": _TIMELINE} | {each: f"{_TIMELINE}/{each}" for each in spans}
        for page in pages:
            self._page(
                "timeline.html",
                page.path,
                language,
                kind=kind,
                kinds=paths,
                line=Line.of(page.entries),
                page=page,
                undated=undated if page.path == _TIMELINE else [],
                said=lambda thing: _said(thing, language),
            )

    def _claims(self, language: str) -> None:
        index = self._renderer.index
        conflicts = [text(row["claim"]) for row in self._ask(questions.CONFLICTS)]
        by_stance: defaultdict[str, list[str]] = defaultdict(list)
        by_source: defaultdict[str, list[str]] = defaultdict(list)
        for iri, claim in sorted(index.claims.items()):
            by_stance[claim.stance].append(iri)
            by_source[claim.source].append(iri)
        groups = {
            "stance": dict(sorted(by_stance.items())),
            "source": dict(sorted(by_source.items())),
        }
        self._page(
            "claims.html",
            "view/claims",
            language,
            groups=groups,
            conflicts=len(conflicts),
            slug=self._slug,
        )
        for kind, members in (
            ("conflicts", {"": conflicts}),
            *groups.items(),
        ):
            for of, claims in members.items():
                path = f"view/claims/{kind}" + (f"/{self._slug(of)}" if of else "")
                for page in paged(path, claims):
                    self._page(
                        "claims_of.html",
                        page.path,
                        language,
                        kind=kind,
                        of=of,
                        page=page,
                        claims=index.claims,
                    )

    def _slug(self, iri: str) -> str:
        """What a stance or a source is called in the address of a page."""
        return iris.slug(iri.removeprefix(self._base).rpartition("#")[2])

    def _disagreements(self) -> list[str]:
        """The records about disagreements, as many as the first page has room for."""
        types = self._renderer.index.types
        found = (iri for iri, each in sorted(types.items()) if ARC.Disagreement in each)
        return [*islice(found, _DISAGREEMENTS)]

    def _terms(self) -> list[tuple[str, str, dict[str, list[object]]]]:
        facts: defaultdict[str, dict[str, list[object]]] = defaultdict(dict)
        for row in self._ask(questions.TERM_FACTS):
            of_term = facts[text(row["term"])]
            of_term.setdefault(text(row["property"]), []).append(row["value"])
        return [
            (text(row["term"]), text(row["type"]), facts[text(row["term"])])
            for row in self._ask(questions.TERMS)
        ]

    def _rules(self) -> list[Rule]:
        file = self._renderer.folder / iris.document_path(iris.SHAPES, N_TRIPLES.extension)
        return read_rules(file) if file.is_file() else []

    def _dumps(self) -> list[tuple[str, str, int, str]]:
        """The path, the format, the size and the SHA-256 of each dump."""
        folder = self._renderer.folder
        sums = _checksums(folder)
        names = [
            (iris.DUMPS + each.extension + packed, each.name)
            for each in DUMP_FORMATS
            for packed in ("", ".gz")
        ]
        files = [(name, form, folder / name) for name, form in names]
        return [
            (name, form, file.stat().st_size, sums.get(file.name, ""))
            for name, form, file in files
            if file.is_file()
        ]


def _said(thing: Dated, language: str) -> str:
    """A date in words; where several are given, the first and the last day of them."""
    if thing.said:
        return date_in_words(thing.said, language)
    days = (day and date_in_words(day, language) for day in (thing.earliest, thing.latest))
    return " – ".join(day or "…" for day in days)


def _document(name: str) -> str:
    return iris.DOCUMENTS + name


def _checksums(folder: Path) -> dict[str, str]:
    """File name → SHA-256, of the dumps."""
    file = folder / "dumps" / "SHA256SUMS"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else ()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
