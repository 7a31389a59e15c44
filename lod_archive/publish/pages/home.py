"""The first page: subjects in years, and sections by what things are."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

from lod_archive.publish.pages.paging import Part
from lod_archive.publish.pages.timeline import Dated
from lod_archive.publish.pages.words import SECTIONS
from lod_archive.vocab.namespaces import SCHEMA

_ROWS: Final = 12
"""How many subjects the matrix has."""
_COLUMNS: Final = 16
"""How many years it has at most; there are decades otherwise."""
CLASSES: Final = {
    "images": (SCHEMA.ImageObject, SCHEMA.Photograph, SCHEMA.Painting, SCHEMA.VisualArtwork),
    "video": (SCHEMA.VideoObject, SCHEMA.Movie, SCHEMA.Clip),
    "music": (SCHEMA.AudioObject, SCHEMA.MusicComposition, SCHEMA.MusicRecording),
    "collections": (SCHEMA.Collection,),
}
"""The sections that things belong to by their classes, whatever their ids."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many things there are of each subject in each year, or decade.

    :param cells: subject and year → number.
    """

    subjects: list[str]
    years: list[str]
    cells: Mapping[tuple[str, str], int]

    @property
    def gaps(self) -> set[int]:
        """Which years, or decades, do not follow the one before them.

        >>> Matrix([], ["1935", "1936", "1945"], {}).gaps
        {2}
        """
        starts = [int(year.removesuffix("s")) for year in self.years]
        step = 10 if any(year.endswith("s") for year in self.years) else 1
        return {at for at, (one, two) in enumerate(pairwise(starts), 1) if two - one > step}

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int, int]]) -> Self:
        """The matrix of subjects, years and numbers of things.

        >>> matrix = Matrix.of([("strike", 1912, 2), ("pit", 1912, 1), ("strike", 1913, 1)])
        >>> matrix.subjects, matrix.years, matrix.cells["strike", "1912"]
        (['strike', 'pit'], ['1912', '1913'], 2)
        """
        cells: defaultdict[tuple[str, str], int] = defaultdict(int)
        totals: defaultdict[str, int] = defaultdict(int)
        is_decades = len({year for _, year, _ in rows}) > _COLUMNS
        for topic, year, things in rows:
            cells[topic, f"{year // 10 * 10}s" if is_decades else str(year)] += things
            totals[topic] += things
        subjects = sorted(totals, key=lambda topic: (-totals[topic], topic))[:_ROWS]
        years = {year for topic, year in cells if topic in subjects}
        shown = sorted(years, key=lambda year: int(year.removesuffix("s")))
        return cls(subjects, shown, cells)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together on the first page.

    :param collections: by their ids.
    :param things: those that belong here by their class, beside what is in these collections.
    """

    name: str
    collections: Sequence[str]
    things: Sequence[str]


def sections_of(
    collections: Mapping[str, Sequence[str]], types: Mapping[str, Sequence[str]]
) -> list[Section]:
    """The sections that have something in them; what is in none of them comes last.

    A collection all of which stands in sections of its own by class does not stand once more.

    :param collections: with their records.
    :param types: those of each thing.

    >>> pits = {"event": ["event/a"], "pit": ["pit/b"], "media": ["media/c"]}
    >>> for section in sections_of(pits, {"media/c": [SCHEMA.VideoObject]}):
    ...     print(section.name, section.collections, section.things)
    video [] ['media/c']
    events ['event'] []
    rest ['pit'] []
    """
    by_class = {
        name: [
            thing
            for collection, members in collections.items()
            if collection not in SECTIONS[name]
            for thing in members
            if not set(classes).isdisjoint(types.get(thing, ()))
        ]
        for name, classes in CLASSES.items()
    }
    shown = {thing for things in by_class.values() for thing in things}
    left = [name for name, members in collections.items() if not shown.issuperset(members)]
    known = {name for names in SECTIONS.values() for name in names}
    ids = {**SECTIONS, "rest": [name for name in left if name not in known]}
    sections = (
        Section(name, [each for each in names if each in left], by_class.get(name, []))
        for name, names in ids.items()
    )
    return [section for section in sections if section.collections or section.things]


def columns_of(columns: Iterable[str], timeline: Iterable[Part[Dated]]) -> dict[str, str]:
    """Where the timeline comes to each year, or decade such as ``1930s``: page and fragment.

    >>> from lod_archive.publish.pages.paging import paged
    >>> parts = [*paged("time", [Dated("a", f"{year}-01-01", "") for year in (1921, 1935)], 1)]
    >>> [*columns_of(["1921", "1930s", "1990"], parts).values()]
    ['time.html#y1921', 'time-2.html#y1935', 'time-2.html#y1935']
    """
    places: dict[int, str] = {}
    for page in timeline:
        for each in page.entries:
            places.setdefault(int(each.year), f"{page.path}.html#y{each.year}")
    years = [*places]
    found = {}
    for column in columns:
        at = bisect_left(years, int(column.removesuffix("s")))
        found[column] = places[years[min(at, len(years) - 1)]] if years else "view/timeline.html"
    return found
