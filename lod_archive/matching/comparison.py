"""Two names compared, word by word: how well they agree, and in what way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from lod_archive.matching.given_names import is_same_name, is_short_form
from lod_archive.matching.romanization import initial_spellings, is_romanization
from lod_archive.matching.words import NameWord, whole_of


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two words are alike.

    :param value: from 0 to 1.
    :param is_same: whether they are the same word, if written in other ways.
    :param how: in words for people.
    """

    value: float
    is_same: bool
    how: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much a name that was asked for agrees with one that an entity has.

    :param value: from 0 to 1.
    :param is_full: whether each is all of the other, word by word the same; but for patronymics,
        titles and the kind of thing, which one of them may leave out.
    :param is_contradicted: whether both have a patronymic or initial, and these are different.
    :param words: how many words agree, but for titles, kinds of things and small words.
    :param years: those that were asked for and are no part of the name.
    :param hows: in what ways the words agree, for people.
    """

    value: float
    is_full: bool = False
    is_contradicted: bool = False
    words: int = 0
    years: tuple[int, ...] = ()
    hows: tuple[str, ...] = ()


EXACT: Final = Likeness(1.0, True, "as written")
_ORTHOGRAPHY: Final = Likeness(0.99, True, "but for marks and orthography")
_ROMANIZED: Final = Likeness(0.98, True, "transliterated")
_TRANSLATED: Final = Likeness(0.95, True, "the same given name in another language")
_SOUND: Final = Likeness(0.93, False, "sounds the same")
_SHORT: Final = Likeness(0.85, False, "a short form")
_ABBREVIATED: Final = Likeness(0.85, False, "abbreviated")
_INITIAL: Final = Likeness(0.9, False, "by its initial")
_NONE: Final = Likeness(0.0, False, "")

_ACRONYM: Final = 0.85
_CONTRADICTED: Final = 0.8
_NAMING: Final = ("word", "initial", "abbreviation")
"""What of a name is nobody else's, or of few."""

_QUERY_SHARE: Final = 0.65
"""How much of an agreement is that all of the query is in the name; the rest is the reverse."""
_HEAVY: Final = 0.5
"""From which weight on a word must not be left out of a full agreement."""
_ALLOWED: Final = ((12, 3), (8, 2), (4, 1))
"""Letters that a word must have at least, and how many of its letters may then be wrong."""
_SHORTEST_PREFIX: Final = 3


def compare(asked: Sequence[NameWord], name: Sequence[NameWord]) -> Agreement:
    """How much the words of a name that was asked for agree with those of a name.

    >>> from lod_archive.matching.words import words_of
    >>> compare(words_of("Stachanow, Alexei"), words_of("Алексей Стаханов")).is_full
    True
    >>> compare(words_of("Stakhanov"), words_of("Aleksei Stakhanov")).is_full
    False
    """
    pairs = _paired(asked, name)
    left_name = _left(name, {at for _, at, _ in pairs})
    left_asked = _left(asked, {at for at, _, _ in pairs})
    years = tuple(int(word.plain) for word in left_asked if word.part == "year")
    of_asked = _share(asked, {at: like.value for at, _, like in pairs}, without_years=bool(years))
    of_name = _share(name, {at: like.value for _, at, like in pairs})
    value = _QUERY_SHARE * of_asked + (1 - _QUERY_SHARE) * of_name
    is_contradicted = _contradict(left_asked, left_name)
    is_full = (
        bool(pairs)
        and not is_contradicted
        and all(like.is_same for _, _, like in pairs)
        and not any(word.weight >= _HEAVY for word in (*left_asked, *left_name))
        and not any(word.part == "year" for word in left_name)
    )
    if value < _SOUND.value and not is_full:
        if _is_one_word(asked, name):
            return Agreement(_SOUND.value, words=len(asked), hows=("written as one word",))
        if _is_acronym(asked, name):
            return Agreement(_ACRONYM, words=1, hows=("by its first letters",))
    return Agreement(
        value=value * (_CONTRADICTED if is_contradicted else 1.0),
        is_full=is_full,
        is_contradicted=is_contradicted,
        words=sum(asked[at].part in _NAMING for at, _, _ in pairs),
        years=years,
        hows=tuple(dict.fromkeys(like.how for _, _, like in pairs)),
    )


def _paired(asked: Sequence[NameWord], name: Sequence[NameWord]) -> list[tuple[int, int, Likeness]]:
    """Which word stands for which, the most alike first; each word once."""
    found: list[tuple[int, int, Likeness]] = []
    free = dict(enumerate(name))
    rest = []
    for at, word in enumerate(asked):
        same = next((other for other, its in free.items() if its.plain == word.plain), None)
        if same is None:
            rest.append(at)
        else:
            found.append((at, same, EXACT))
            del free[same]
    if rest and free:
        alike = ((at, other, likeness(asked[at], free[other])) for at in rest for other in free)
        used: set[int] = set()
        for at, other, like in sorted(
            (each for each in alike if each[2].value),
            key=lambda each: (-each[2].value, abs(each[0] - each[1]), each[0], each[1]),
        ):
            if at not in used and other in free:
                found.append((at, other, like))
                used.add(at)
                del free[other]
    return found


@lru_cache(200_000)
def likeness(one: NameWord, other: NameWord) -> Likeness:
    """How much two words are alike.

    >>> from lod_archive.matching.words import words_of
    >>> for one, other in ("Stachanow", "Стаханов"), ("Josef", "Йосип"), ("Stokhanov", "Стаханов"):
    ...     print(likeness(words_of(one)[0], words_of(other)[0]).how)
    transliterated
    the same given name in another language
    with 1 letter wrong
    """
    if one.folded == other.folded:
        return EXACT if one.plain == other.plain else _ORTHOGRAPHY
    if "year" in (one.part, other.part) or one.plain.isdigit() or other.plain.isdigit():
        return _NONE
    if "initial" in (one.part, other.part):
        return _INITIAL if _is_initial(one, other) or _is_initial(other, one) else _NONE
    return max(_ways(one, other), key=lambda like: (like.value, like.is_same), default=_NONE)


def _ways(one: NameWord, other: NameWord) -> Iterator[Likeness]:
    shares = bool({*one.readings} & {*other.readings})
    if one.is_cyrillic != other.is_cyrillic:
        latin, cyrillic = (other, one) if one.is_cyrillic else (one, other)
        if is_romanization(latin.plain, cyrillic.plain):
            yield _ROMANIZED
    if shares:
        yield _SOUND
    if one.part == other.part == "word":
        if is_same_name(one.readings, other.readings):
            yield _TRANSLATED
        elif is_short_form(one.readings, other.readings):
            yield _SHORT
    if _is_abbreviation(one, other) or _is_abbreviation(other, one):
        yield _ABBREVIATED
    if not shares:
        yield from _misspelt(one, other)


def _misspelt(one: NameWord, other: NameWord) -> Iterator[Likeness]:
    length = max(len(one.readings[0]), len(other.readings[0]))
    allowed = next((most for least, most in _ALLOWED if length >= least), 0)
    if not allowed:
        return
    distance = min(
        OSA.distance(mine, its, score_cutoff=allowed)
        for mine in one.readings[:4]
        for its in other.readings[:4]
    )
    if distance <= allowed:
        letters = "1 letter" if distance == 1 else f"{distance} letters"
        yield Likeness(max(0.5, 1 - 1.3 * distance / length), False, f"with {letters} wrong")


def _is_initial(short: NameWord, word: NameWord) -> bool:
    """Whether it is the first letter of the word, in its alphabet or transliterated."""
    if short.part != "initial":
        return False
    if short.is_cyrillic == word.is_cyrillic and word.folded.startswith(short.folded):
        return True
    if short.is_cyrillic == word.is_cyrillic:
        return word.part == "word" and any(
            reading.startswith(mine) for mine in short.readings for reading in word.readings
        )
    latin, cyrillic = (word, short) if short.is_cyrillic else (short, word)
    spellings = initial_spellings(cyrillic.folded[:1]) + initial_spellings(cyrillic.plain[:1])
    if short.is_cyrillic:
        return any(latin.plain.startswith(spelling) for spelling in spellings)
    return any(spelling.startswith(latin.plain) for spelling in spellings)


def _is_abbreviation(short: NameWord, word: NameWord) -> bool:
    return short.part == "abbreviation" and any(
        reading.startswith(mine)
        for mine in short.readings
        if len(mine) >= _SHORTEST_PREFIX - 1
        for reading in word.readings
    )


def _share(
    words: Sequence[NameWord], agreeing: dict[int, float], *, without_years: bool = False
) -> float:
    whole = sum(word.weight for word in words if not (without_years and word.part == "year"))
    return sum(words[at].weight * value for at, value in agreeing.items()) / whole if whole else 0


def _left(words: Sequence[NameWord], used: set[int]) -> list[NameWord]:
    return [word for at, word in enumerate(words) if at not in used]


def _contradict(left_asked: Sequence[NameWord], left_name: Sequence[NameWord]) -> bool:
    """Whether both have a patronymic, an initial or a year left that the other has not."""
    return any(
        any(word.part in mine for word in left_asked)
        and any(word.part in its for word in left_name)
        for mine, its in _OPPOSED
    )


_OPPOSED: Final = (
    (("patronymic", "initial"), ("patronymic", "initial")),
    (("initial",), ("word",)),
    (("word",), ("initial",)),
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
