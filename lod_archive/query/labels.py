"""Names of things and texts about them, in the language that a reader asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from lod_archive.query.prologue import Prologue
from lod_archive.store import Term
from lod_archive.vocab import languages


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its language tag, in the recommended case; None where it has none."""

    text: str
    language: str | None = None

    @classmethod
    def of(cls, literal: ox.Literal) -> Self:
        """The text of a literal.

        >>> Text.of(ox.Literal("Zabastovka", language="ru-latn-alalc97")).language
        'ru-Latn-alalc97'
        """
        return cls(literal.value, languages.cased(literal.language) if literal.language else None)


@dataclass(frozen=True, slots=True)
class Value:
    """What a property says: a text, or a thing by its name.

    :param id: the id or IRI of the thing; None for a text, and for a nested node.
    """

    text: str
    language: str | None = None
    id: str | None = None


class Labels:
    """The names that things have, of which one is chosen to show."""

    def __init__(
        self, named: Iterable[tuple[Term | None, Term | None]], language: str, prologue: Prologue
    ) -> None:
        """Keep the names.

        :param named: things and a name of each; pairs without either are passed over.
        """
        self._language = language.lower()
        self._prologue = prologue
        self._names: defaultdict[str, set[Text]] = defaultdict(set)
        for thing, name in named:
            if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
                self._names[thing.value].add(Text.of(name))

    def thing(self, thing: ox.NamedNode) -> Value:
        """The thing by its name, if it has one, else by its id."""
        name = self.chosen(self._names.get(thing.value, ()))
        shortened = self.shorten(thing.value)
        return Value(name or shortened, id=shortened)

    def chosen(self, texts: Iterable[Text]) -> str | None:
        """The text in the language asked for, else in English, in none, or in any; or None.

        >>> Labels((), "uk", Prologue()).chosen([Text("strike", "en"), Text("Streik", "de")])
        'strike'
        """
        wanted: Sequence[str | None] = (self._language, "en", None)
        rank = {tag: number for number, tag in reversed(list(enumerate(wanted)))}
        best = min(
            texts,
            key=lambda text: (
                rank.get(text.language.lower() if text.language else None, len(wanted)),
                text.language or "",
                text.text,
            ),
            default=None,
        )
        return best.text if best else None

    def shorten(self, iri: str) -> str:
        """The IRI as its id in the archive, or with a prefix."""
        return self._prologue.shorten(iri)
