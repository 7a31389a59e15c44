"""What was typed, as terms to look for, and the questions that they make for FTS5.

`FTS5, full-text query syntax <https://www.sqlite.org/fts5.html#full_text_query_syntax>`_. Nothing
of what was typed reaches it but words of letters and digits, each a string of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, TypeAlias

from lod_archive.query.search import spelling

Match: TypeAlias = Literal["exact", "prefix", "similar"]
"""How a result answers: with the very words (in any alphabet), with words that begin so, or with
words that are spelt nearly so."""

MOST_CHARACTERS: Final = 200
"""What is typed beyond them is not read."""
_MOST_WORDS: Final = 8
_LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A word that was typed.

    :param similar: readings in use that differ from its own in a letter or two.
    """

    plain: str
    readings: tuple[str, ...]
    similar: tuple[str, ...] = ()

    def matches(self, word: str) -> bool:
        """Whether a word of a text is what was typed, begins so, or is spelt nearly so.

        >>> SearchTerm("стах", ("stah",)).matches("Stachanow")
        True
        """
        if spelling.plain(word).startswith(self.plain):
            return True
        return any(
            reading.startswith(self.readings) or reading in self.similar
            for reading in spelling.readings(word)
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A question to FTS5 about all the terms, and how its results answer them."""

    match: Match
    expression: str


def read_terms(
    typed: str, similar: Callable[[Sequence[str]], tuple[str, ...]]
) -> tuple[SearchTerm, ...]:
    """The words of what was typed, at most eight; none if there is no letter or digit in it.

    :param similar: finds the readings in use that are nearly one of these.
    """
    found: dict[str, SearchTerm] = {}
    for word in islice(spelling.words(typed[:MOST_CHARACTERS]), _MOST_WORDS):
        written = word.written[:_LONGEST_WORD]
        plain = spelling.plain(written)
        # of many letters that sound like one, that one would begin any number of words
        readings = tuple(each for each in spelling.readings(written) if 4 * len(each) >= len(plain))
        if plain and plain not in found:
            found[plain] = SearchTerm(plain, readings, similar(readings))
    return tuple(found.values())


def questions(terms: Sequence[SearchTerm]) -> Iterator[Question]:
    """The questions to ask, from that whose answers are the best to the one that covers all.

    Names come before other texts, and what is written as typed before what sounds so.

    >>> next(questions([SearchTerm("стах", ("stah",))])).expression
    '(({name} : ("стах")))'
    """
    for columns in (_NAMES, _ALL):
        yield Question("exact", _expression(columns, terms, lambda term: ([term.plain], [])))
        yield Question("exact", _expression(columns, terms, _as_it_sounds))
        yield Question("prefix", _expression(columns, terms, _as_it_sounds, star="*"))
    if any(term.similar for term in terms):
        for columns in (_NAMES, _ALL):
            yield Question("similar", _expression(columns, terms, _as_it_sounds, nearly=True))


def _as_it_sounds(term: SearchTerm) -> tuple[list[str], list[str]]:
    return [term.plain], list(term.readings)


_Forms: TypeAlias = Callable[[SearchTerm], tuple[list[str], list[str]]]


def _expression(
    columns: tuple[str, str],
    terms: Iterable[SearchTerm],
    forms: _Forms,
    *,
    star: str = "",
    nearly: bool = False,
) -> str:
    """All the terms, each in one of its forms."""
    clauses = []
    for term in terms:
        star = "*" if nearly else star
        plain, readings = ([f'"{word}"{star}' for word in words] for words in forms(term))
        if nearly:
            readings += [f'"{word}"' for word in term.similar]
        parts = zip(columns, (plain, readings), strict=True)
        clauses.append(
            " OR ".join(
                f"({{{where}}} : ({' OR '.join(words)}))" for where, words in parts if words
            )
        )
    return " AND ".join(f"({clause})" for clause in clauses)


_NAMES: Final = ("name", "name_sound")
_ALL: Final = ("name text", "name_sound text_sound")
