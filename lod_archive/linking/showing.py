"""What a person needs to see of a pair, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lod_archive.linking.reviewing import Case
from lod_archive.linking.target import dates_of
from lod_archive.matching import Entity
from lod_archive.matching.dates import BEGINS, ENDS, Years, years_of
from lod_archive.vocab.namespaces import PREFIXES

_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is known of both, side by side; empty where it is not known."""

    what: str
    here: str
    there: str


def compared(case: Case, base: str) -> list[Compared]:
    """What is known of the two.

    :param base: of the archive, taken off its ids.
    """
    match, entity = case.match, case.entity
    rows = (
        Compared("id", match.subject.removeprefix(base), match.target),
        Compared("name", match.subject_label, match.target_label),
        Compared("also", _other_names(entity), ""),
        Compared("kind", _kinds(entity), _short(match.category)),
        Compared(
            "years",
            _years(entity.begin, entity.end) if entity else "",
            _years(match.begin, match.end),
        ),
        Compared("about", entity.description if entity else "", match.description),
    )
    return [row for row in rows if row.here or row.there]


def evidence(case: Case) -> str:
    """What speaks for the pair: its score, and the reasons for it.

    >>> from lod_archive.sources.sssom import Match
    >>> match = Match("a:x", "skos:exactMatch", "b:y", score=0.97, features=(("name", 1.0),))
    >>> evidence(Case(match, None, "b"))
    'score 97 of 100: name 1.0'
    """
    match = case.match
    score = "no score" if match.score is None else f"score {100 * match.score:.0f} of 100"
    reasons = ", ".join(f"{name} {value:.2g}" if value % 1 else f"{name} {value:.1f}"
                        for name, value in match.features)  # fmt: skip
    return f"{score}: {reasons}" if reasons else score


def doubts(case: Case, base: str) -> Iterator[str]:
    """What speaks against the pair, in words.

    :param base: of the archive, taken off its ids.
    """
    entity, match = case.entity, case.match
    if entity is None:
        yield "the archive has no such entity any more"
        return
    for what, here, there in (
        ("begins", dates_of(entity, BEGINS, entity.begin), match.begin),
        ("ends", dates_of(entity, ENDS, entity.end), match.end),
    ):
        ours = [years for date in here if (years := years_of(date))]
        if ours and there is not None and min(one.apart(Years.of(there)) for one in ours) > 1:
            yield f"{what} {' or '.join(map(_spelled, ours))} here, {there} there"
    if case.same:
        others = ", ".join(each.removeprefix(base) for each in case.same)
        yield f"it is the same as {others} already"


def _other_names(entity: Entity | None) -> str:
    if entity is None:
        return ""
    names = dict.fromkeys(name.text for name in entity.names if name.part is None)
    names.pop(entity.label, None)
    return ", ".join(list(names)[:_MOST_NAMES])


def _kinds(entity: Entity | None) -> str:
    return ", ".join(map(_short, entity.types)) if entity else ""


def _short(iri: str) -> str:
    """The IRI with a prefix, if there is one for it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _spelled(years: Years) -> str:
    return str(years.first) if years.first == years.last else _years(years.first, years.last)


def _years(begin: int | None, end: int | None) -> str:
    """Years as a biographical dictionary has them.

    >>> _years(1906, 1977), _years(1906, None), _years(None, None)
    ('1906–1977', '1906–', '')
    """
    known = begin is not None or end is not None
    first, last = (str(year) if year is not None else "" for year in (begin, end))
    return f"{first}–{last}" if known else ""
