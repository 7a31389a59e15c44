"""What is matched: entities with their names, queries for them, and candidates with reasons.

The words are those of the [Reconciliation API](https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/):
a *query* is a name with what else is known; *candidates* are entities that it may mean; a
*feature* is one reason for or against a candidate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Name:
    """A name that an entity has, or had.

    :param language: its language tag, if it has one.
    :param is_preferred: whether it is what the entity is called first.
    :param since: the first year in which a former name was in use, if that is known.
    :param until: the last one.
    :param part: which part of a person's name it is; None for a name that stands by itself.
    """

    text: str
    language: str | None = None
    is_preferred: bool = False
    since: int | None = None
    until: int | None = None
    part: Literal["given", "family"] | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that has names, and what helps to tell it from others of that name.

    :param types: the IRIs of its classes, with those that these are subclasses of.
    :param description: what tells it apart, in a few words.
    :param begin: the year of birth, of foundation, of an event's beginning.
    :param end: the year of death, of dissolution, of an event's end.
    :param facts: IRIs and texts that are said of it, by the IRI of the property.
    :param disputed: those that some source says, and that the archive does not hold to be best;
        they speak for a candidate, and the facts do not speak against it then.
    """

    iri: str
    names: tuple[Name, ...]
    types: tuple[str, ...] = ()
    description: str = ""
    begin: int | None = None
    end: int | None = None
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name that it is shown by: an English one of those preferred, else the first."""
        wanted = [name for name in self.names if name.is_preferred] or self.names
        english = (name.text for name in wanted if (name.language or "").startswith("en"))
        return next(english, wanted[0].text if wanted else self.iri)


@dataclass(frozen=True, slots=True)
class Query:
    """A name as somebody has written it, and what they know beside it.

    :param types: the IRIs of classes, one of which it is to be of; none for any.
    :param limit: how many candidates are wanted at most.
    :param evidence: values that are known of it, by the IRI of a property.
    """

    text: str
    types: tuple[str, ...] = ()
    limit: int = 10
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for or against a candidate.

    :param id: a short name for programs, such as ``name`` or ``birth``.
    :param name: what it is, for people.
    :param value: how well it agrees, from 0 to 1.
    """

    id: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a query may mean.

    :param score: from 0 to 100; what is meant comes first.
    :param is_match: whether it is safe to take it without looking.
    """

    iri: str
    name: str
    types: tuple[str, ...]
    description: str
    score: float
    is_match: bool
    features: tuple[Feature, ...]
