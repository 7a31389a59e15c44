"""Two names compared, word by word: how well they agree, and in what way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lod_archive.matching.likeness import EXACT, Likeness, likeness
from lod_archive.matching.words import NameWord, whole_of


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much a name that was asked for agrees with one that an entity has.

    :param value: from 0 to 1.
    :param is_full: whether each is all of the other, word by word the same; but for patronymics
        and titles, which one of them may leave out.
    :param is_contradicted: whether both have a patronymic, an initial or a kind of thing, and
        these are different; or one is a man's name, and the other a woman's.
    :param words: how many words agree, but for titles, kinds of things and small words; an initial
        is half a word.
    :param years: those that were asked for and are no part of the name.
    :param hows: in what ways the words agree, for people.
    """

    value: float
    is_full: bool = False
    is_contradicted: bool = False
    words: float = 0
    years: tuple[int, ...] = ()
    hows: tuple[str, ...] = ()


_ONE_WORD: Final = 0.93
_ACRONYM: Final = 0.85
_CONTRADICTED: Final = 0.8
_NAMING: Final = {"word": 1.0, "abbreviation": 1.0, "initial": 0.5}
"""What of a name is nobody else's, or of few, counted in words."""

_QUERY_SHARE: Final = 0.65
"""How much of an agreement is that all of the query is in the name; the rest is the reverse."""
_LEFT_OUT: Final = {"patronymic": 0.05, "title": 0.02}
"""What a name loses by words that it is often written without, in place of their weight."""
_HEAVY: Final = 0.5
"""From which weight on a word must not be left out of a full agreement."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word that was asked for, and the one that stands for it, by their places."""

    asked: int
    name: int
    like: Likeness


def compare(asked: Sequence[NameWord], name: Sequence[NameWord]) -> Agreement:
    """How much the words of a name that was asked for agree with those of a name.

    >>> from lod_archive.matching.words import words_of
    >>> compare(words_of("Stachanow, Alexei"), words_of("Алексей Стаханов")).is_full
    True
    >>> compare(words_of("Stakhanov"), words_of("Aleksei Stakhanov")).is_full
    False
    """
    pairs = _paired(asked, name)
    left_asked = _left(asked, {pair.asked for pair in pairs})
    left_name = _left(name, {pair.name for pair in pairs})
    is_contradicted = _contradict(left_asked, left_name) or (
        any(pair.like.is_contrary for pair in pairs)
        and not _has_kind((*asked, *name))  # beside it, the gender is that of an adjective
    )
    value = _value(asked, name, pairs, left_asked, left_name)
    is_full = not is_contradicted and _is_full(pairs, asked, left_asked, left_name)
    if value < _ONE_WORD and not is_full:
        if _is_one_word(asked, name):
            return Agreement(_ONE_WORD, words=len(asked), hows=("written as one word",))
        if _is_acronym(asked, name):
            return Agreement(_ACRONYM, words=1, hows=("by its first letters",))
    return Agreement(
        value=value * (_CONTRADICTED if is_contradicted else 1.0),
        is_full=is_full,
        is_contradicted=is_contradicted,
        words=sum(_NAMING.get(asked[pair.asked].part, 0) for pair in pairs),
        years=tuple(int(word.plain) for word in left_asked if word.part == "year"),
        hows=tuple(dict.fromkeys(pair.like.how for pair in pairs)),
    )


def _value(
    asked: Sequence[NameWord],
    name: Sequence[NameWord],
    pairs: Sequence[_Pair],
    left_asked: Sequence[NameWord],
    left_name: Sequence[NameWord],
) -> float:
    """How much of either name agrees; years beside what is asked for are no part of it."""
    asked_agreeing = sum(asked[pair.asked].weight * pair.like.value for pair in pairs)
    name_agreeing = sum(name[pair.name].weight * pair.like.value for pair in pairs)
    of_asked = sum(asked[pair.asked].weight for pair in pairs)
    of_asked += sum(word.weight for word in left_asked if word.part != "year")
    of_name = sum(name[pair.name].weight for pair in pairs)
    of_name += sum(_LEFT_OUT.get(word.part, word.weight) for word in left_name)
    if not of_asked or not of_name:
        return 0.0
    shares = asked_agreeing / of_asked, name_agreeing / of_name
    return _QUERY_SHARE * shares[0] + (1 - _QUERY_SHARE) * shares[1]


def _is_full(
    pairs: Sequence[_Pair],
    asked: Sequence[NameWord],
    left_asked: Sequence[NameWord],
    left_name: Sequence[NameWord],
) -> bool:
    return (
        bool(pairs)
        and all(pair.like.is_same for pair in pairs)
        and not any(word.weight >= _HEAVY for word in (*left_asked, *left_name))
        and not any(word.part == "year" for word in left_name)
        and (
            any(asked[pair.asked].part == "kind" for pair in pairs)
            or not _has_kind((*left_asked, *left_name))
        )
    )


def _paired(asked: Sequence[NameWord], name: Sequence[NameWord]) -> list[_Pair]:
    """Which word stands for which, the most alike first; each word once."""
    found: list[_Pair] = []
    free = dict(enumerate(name))
    rest = []
    for at, word in enumerate(asked):
        same = next((other for other, its in free.items() if its.plain == word.plain), None)
        if same is None:
            rest.append(at)
        else:
            found.append(_Pair(at, same, EXACT))
            del free[same]
    alike = (_Pair(at, other, likeness(asked[at], free[other])) for at in rest for other in free)
    used: set[int] = set()
    for pair in sorted((pair for pair in alike if pair.like.value), key=_strength):
        if pair.asked not in used and pair.name in free:
            found.append(pair)
            used.add(pair.asked)
            del free[pair.name]
    return found


def _strength(pair: _Pair) -> tuple[float, int, int, int]:
    return -pair.like.value, abs(pair.asked - pair.name), pair.asked, pair.name


def _left(words: Sequence[NameWord], used: set[int]) -> list[NameWord]:
    return [word for at, word in enumerate(words) if at not in used]


def _contradict(left_asked: Sequence[NameWord], left_name: Sequence[NameWord]) -> bool:
    """Whether both have a patronymic, an initial or a kind left that the other has not."""
    return any(
        any(word.part in mine for word in left_asked)
        and any(word.part in its for word in left_name)
        for mine, its in _OPPOSED
    )


_OPPOSED: Final = (
    (("patronymic", "initial"), ("patronymic", "initial")),
    (("initial",), ("word",)),
    (("word",), ("initial",)),
    (("kind",), ("kind",)),
)


def _is_one_word(asked: Sequence[NameWord], name: Sequence[NameWord]) -> bool:
    """Whether the names differ in spaces and hyphens alone."""
    return len(asked) != len(name) and whole_of(tuple(asked)) == whole_of(tuple(name)) != ""


def _is_acronym(asked: Sequence[NameWord], name: Sequence[NameWord]) -> bool:
    return len(asked) == 1 and asked[0].readings[0] in acronyms_of(name)


def acronyms_of(name: Sequence[NameWord]) -> frozenset[str]:
    """How the first letters of a name's words may sound: without its small words.

    >>> from lod_archive.matching.words import words_of
    >>> acronyms_of(words_of("National Endowment for the Humanities"))
    frozenset({'neh'})
    """
    heavy = [word for word in name if word.part != "small"]
    if not _FEWEST <= len(heavy) <= _MOST:
        return frozenset()
    return frozenset({"".join(word.readings[0][:1] for word in heavy)})


_FEWEST: Final = 2
_MOST: Final = 8


def _has_kind(words: Sequence[NameWord]) -> bool:
    return any(word.part == "kind" for word in words)


def other_patronymic(asked: Sequence[NameWord], names: Iterable[Sequence[NameWord]]) -> bool:
    """Whether a patronymic is asked for, and all that these names have are other ones.

    >>> from lod_archive.matching.words import words_of
    >>> other_patronymic(words_of("Aleksei Petrovich"), [words_of("Алексей Григорьевич Стаханов")])
    False
    >>> stranger = words_of("Aleksei Petrovich Stakhanov")
    >>> other_patronymic(stranger, [words_of("Алексей Григорьевич Стаханов")])
    True
    """
    mine = [word for word in asked if word.part == "patronymic"]
    its = [word for name in names for word in name if word.part == "patronymic"]
    alike = (likeness(one, other) for one in mine for other in its)
    return bool(mine and its) and not any(each.value and not each.is_contrary for each in alike)
