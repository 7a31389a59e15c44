"""A pair of an entity and something elsewhere: what speaks for it, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from lod_archive.errors import Location


class Verdict(Enum):
    """What a person has said of a pair."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"
    OPEN = "open"
    """Nothing yet: it is a machine's proposal."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entity, something elsewhere, and how they are, or are not, the same.

    :param subject: the IRI of the entity.
    :param predicate: the IRI of what is said of the two, such as that of ``skos:exactMatch``.
    :param target: the IRI of what is elsewhere.
    :param people: the IRIs of those who decided.
    :param names: their names.
    :param date: the day of the decision: ``2026-11-29``.
    :param confidence: how sure they are, from 0 to 1, as written.
    :param justification: the name of the `SEMAPV <https://w3id.org/semapv/vocab/>`_ term that says
        how the pair was found.
    :param score: how much alike a machine found them, from 0 to 1.
    :param measure: what machine that was.
    :param category: the IRI of the class of the target, or what else is known of its kind.
    :param begin: the year of the target's birth, foundation, or beginning.
    :param end: the year of its death, dissolution, or end.
    :param features: the reasons for the score, each from 0 to 1, by their names.
    :param at: the place of its row.
    """

    subject: str
    predicate: str
    target: str
    verdict: Verdict = Verdict.OPEN
    subject_label: str = ""
    target_label: str = ""
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    date: str = ""
    confidence: str = ""
    comment: str = ""
    justification: str = "LexicalMatching"
    score: float | None = None
    measure: str = ""
    category: str = ""
    description: str = ""
    begin: int | None = None
    end: int | None = None
    features: tuple[tuple[str, float], ...] = ()
    at: Location | None = field(default=None, compare=False)

    @property
    def pair(self) -> tuple[str, str]:
        """The two that it is about."""
        return self.subject, self.target
