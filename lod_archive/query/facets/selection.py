"""What has been chosen so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from lod_archive.query.facets.facet import FACETS, Choice, Facet
from lod_archive.query.prologue import Prologue


@dataclass(frozen=True, slots=True)
class Selection:
    """Choices of values, in the order of the facets and of the choosing.

    A record is selected if it has, of each facet that something is chosen of, at least one of the
    values chosen: of one facet they are alternatives, of several they narrow down.
    """

    choices: tuple[tuple[Facet, Choice], ...] = ()

    @classmethod
    def read(cls, chosen: Mapping[str, Sequence[str]], prologue: Prologue) -> Self:
        """The selection that the values by the name of their facet make.

        :raises QueryError: if a value cannot be one of its facet; names of no facet say nothing.

        >>> [str(value) for _, value in Selection.read({"decade": ["1930"]}, Prologue()).choices]
        ['1930']
        """
        return cls(
            tuple(
                dict.fromkeys(
                    (facet, facet.read(text, prologue))
                    for facet in FACETS.values()
                    for text in chosen.get(facet.name, ())
                )
            )
        )

    def of(self, facet: Facet) -> tuple[Choice, ...]:
        """What is chosen of a facet."""
        return tuple(value for chosen, value in self.choices if chosen is facet)

    def having(self, facet: Facet, value: Choice) -> Selection:
        """The selection with a value more."""
        choices = dict.fromkeys((*self.choices, (facet, value)))
        order = list(FACETS.values())
        return Selection(tuple(sorted(choices, key=lambda choice: order.index(choice[0]))))

    def without(self, facet: Facet, value: Choice) -> Selection:
        """The selection without a value."""
        return Selection(tuple(each for each in self.choices if each != (facet, value)))

    def __iter__(self) -> Iterator[tuple[Facet, tuple[Choice, ...]]]:
        """Each facet that something is chosen of, with what that is."""
        chosen: Iterable[Facet] = dict.fromkeys(facet for facet, _ in self.choices)
        return ((facet, self.of(facet)) for facet in chosen)
