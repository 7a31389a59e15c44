"""Which entities of a large dump may be meant at all: those that share a word with the archive."""

from __future__ import annotations

from collections.abc import Iterable

from lod_archive.matching import Entity
from lod_archive.matching.words import words_of


class Likely:
    """The words of an archive's names, as they sound. What shares none of them is not kept.

    So a dump of any size is read in the memory that its likely part takes; the price is that an
    entity with one word for a name is not found if that is misspelt.

    >>> from lod_archive.matching import Name
    >>> likely = Likely([Entity("https://example.org/x", (Name("Алексей Стаханов", "ru"),))])
    >>> likely.is_meant(["Stakhanov"]), likely.is_meant(["Lenin"])
    (True, False)
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        names = (name.text for entity in entities for name in entity.names)
        self._readings = {
            reading for name in names for word in words_of(name) for reading in word.readings
        }

    def is_meant(self, names: Iterable[str]) -> bool:
        """Whether any of the names has a word of the archive's."""
        return any(
            not self._readings.isdisjoint(word.readings)
            for name in names
            for word in words_of(name)
        )
