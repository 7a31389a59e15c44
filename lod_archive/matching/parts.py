"""What part a word plays in a name: a name by itself, an initial, a patronymic, a title, a year."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Part: TypeAlias = Literal[
    "word", "initial", "abbreviation", "patronymic", "title", "kind", "year", "small"
]
"""What a word is in a name: ``title`` is “comrade” or “Dr”, ``kind`` says what sort of thing it is
(“city”, “шахта”), ``small`` joins others (“of”, “имени”)."""

WEIGHTS: Final[dict[Part, float]] = {
    "word": 1.0,
    "initial": 0.5,
    "abbreviation": 0.6,
    "patronymic": 0.3,
    "year": 0.3,
    "title": 0.1,
    "kind": 0.3,
    "small": 0.05,
}
"""How much of a name rests on a word of each part."""


def part_of(plain: str, readings: tuple[str, ...], *, is_dotted: bool) -> Part:
    """The part of a word, as far as it can be told from the word alone.

    :param plain: the word without case, accents and marks.
    :param readings: how it may sound.
    :param is_dotted: whether a full stop follows.

    >>> part_of("стаханов", ("stahanov",), is_dotted=False), part_of("yu", ("u",), is_dotted=True)
    ('word', 'initial')
    """
    parts: tuple[tuple[Part, object], ...] = (
        ("year", _YEAR.fullmatch(plain)),
        ("title", plain in _TITLES),
        ("kind", plain in _KINDS),
        ("small", plain in _SMALL),
        ("word", plain.isdigit()),
        ("initial", len(plain) == 1 or (is_dotted and plain in _DIGRAPHS)),
        ("abbreviation", is_dotted),
        ("patronymic", any(_PATRONYMIC.search(reading) for reading in readings)),
    )
    return next((part for part, has_it in parts if has_it), "word")


def is_same_kind(one: str, other: str) -> bool:
    """Whether two words for kinds may say the same one, in whatever language.

    >>> is_same_kind("шахта", "mine"), is_same_kind("mine", "city")
    (True, False)
    """
    return not _KINDS[one].isdisjoint(_KINDS[other])


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YEAR: Final = re.compile(r"1\d{3}|20\d{2}")
_PATRONYMIC: Final = re.compile(r".{3}(?:ovi?c|evi?c|ic|ovna|evna|ivna|icna|inicna)$")
_DIGRAPHS: Final = _words(
    """
    ch cz dzh ia ie io iu ja je jo ju kh ph sch sh shch sz tch th ts tsch ya ye yo yu zh
    """
)
"""How one Cyrillic letter may be written as an initial."""
_TITLES: Final = _words(
    """
    academician archbishop bishop capt captain citizen col colonel com comrade cde count doctor dr
    father gen general jr lady lord lt major marshal miss mister mr mrs ms prince princess prof
    professor rev saint sergeant sir sr
    camarade citoyen frau genosse genossin grazhdanin grazhdanka herr madame mme pan pani tov
    tovarishch tow towarzysz
    академик архиепископ генерал граф гражданин гражданка доктор капитан князь майор маршал
    полковник проф профессор тов товарищ
    академік громадянин товариш
    """
)
_KIND_GROUPS: Final = """
    oblast region province obwod gebiet область обл
    governorate province gouvernement gubernia guberniia губерния
    krai kray territory край
    raion rayon district bezirk район
    uezd district county powiat уезд уїзд
    okrug округ
    volost волость
    city town stadt gorod miasto misto ville ciudad город місто
    village settlement dorf derevnia selo poselok wies дер деревня пос поселок село селище
    mine pit colliery shaft shakhta schacht bergwerk zeche grube kopalnia mina шахта рудник
    factory works plant zavod fabrik fabrika завод комбинат фабрика
    enterprise betrieb предприятие
    trust трест
    organisation organization организация організація
    state staat государство держава
    basin becken bassin bassein basen бассейн басейн
    river fluss reka река річка
    newspaper zeitung gazeta газета
"""
"""Kinds of things; those of a line are one, in different languages."""


def _lines() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_KIND_GROUPS.strip().splitlines()):
        for kind in line.split():
            found.setdefault(kind, set()).add(number)
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


_KINDS: Final = _lines()
_SMALL: Final = _words(
    """
    a an and at by for from in named of on the to after
    de del der des die du e et im imeni la le les und van von y z
    в во и или из им имени на о об от по с со
    з і ім імені із та у
    """
)
