"""What the expansion needs of a decision on a link to another dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Decision(Protocol):
    """A person's decision that an entity and something elsewhere are linked; texts may be empty."""

    @property
    def predicate(self) -> str:
        """The IRI of what is said of the two."""

    @property
    def target(self) -> str:
        """The IRI of what is elsewhere."""

    @property
    def target_label(self) -> str:
        """What it is called there."""

    @property
    def people(self) -> tuple[str, ...]:
        """The IRIs of those who decided."""

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""

    @property
    def date(self) -> str:
        """The day of the decision."""

    @property
    def confidence(self) -> str:
        """How sure they are, from 0 to 1."""

    @property
    def comment(self) -> str:
        """What they remarked."""

    @property
    def justification(self) -> str:
        """The name of the SEMAPV term for how the pair was found."""

    @property
    def category(self) -> str:
        """The class of the target."""

    @property
    def begin(self) -> int | None:
        """The year in which the target begins, as it is told there."""

    @property
    def end(self) -> int | None:
        """The year in which it ends."""


Links = Mapping[str, tuple[tuple[Decision, str], ...]]
"""The accepted decisions by the id of their entity, each with the name of its file."""
