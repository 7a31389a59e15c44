"""What there is to tell of an entity, as :func:`lod_archive.query.describe.describe` finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lod_archive.query.labels import Text, Value


@dataclass(frozen=True, slots=True)
class Fact:
    """The values of one property, by the key that records write it with."""

    property: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """What a source says.

    :param stance: the name of the source's stance, such as ``asserted`` or ``alleged``.
    :param relations: how it stands to other claims: ``qualifies``, ``conflictsWith`` …
    """

    id: str
    stance: str | None = None
    paraphrase: str | None = None
    source: Value | None = None
    relations: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementNote:
    """A value of the entity, and what it rests on.

    :param rank: ``preferred``, ``normal`` or ``deprecated``.
    :param is_best: whether no statement of this property ranks higher.
    :param is_fact: whether the plain triple follows: it is best, and not merely alleged.
    :param derivation: how the editors computed a value that no source gives.
    """

    id: str
    property: str
    value: Value
    rank: str
    is_best: bool
    is_fact: bool
    verbatim: tuple[Text, ...] = ()
    derivation: str | None = None
    evidence: tuple[Text, ...] = ()
    qualifiers: tuple[Fact, ...] = ()
    claims: tuple[ClaimNote, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkNote:
    """Something that speaks of the entity.

    :param is_fact: whether it does so plainly; if not, only as a claim, or in a qualifier.
    """

    property: str
    thing: Value
    is_fact: bool


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that an archive has to say about one of its entities.

    :param facts: what is said plainly and rests on no statement.
    """

    id: str
    iri: str
    types: tuple[str, ...]
    names: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    facts: tuple[Fact, ...]
    statements: tuple[StatementNote, ...]
    links: tuple[LinkNote, ...]
