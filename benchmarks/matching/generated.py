"""Any number of people with made-up names, as they occur in registers of the region."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from lod_archive.matching import Entity, Name, Query
from lod_archive.vocab.namespaces import SCHEMA

PERSON: Final = "https://example.org/person/"
_LETTERS: Final = {
    **dict(zip("абвгдезийклмнопрстуфы", "abvgdeziiklmnoprstufy", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN: Final = _syllables(
    "Алексей Андрей Борис Василий Виктор Владимир Вячеслав Григорий Дмитрий Егор Захар Иван Игнат "
    "Кирилл Константин Лев Максим Мирон Михаил Никита Николай Олег Павел Петр Прокопий Роман Семен "
    "Степан Тимофей Тихон Трофим Федор Филипп Яков"
)
_FATHERS: Final = _syllables(
    "Алексеев Андреев Борисов Васильев Викторов Григорьев Дмитриев Захаров Иванов Константинов "
    "Максимов Михайлов Николаев Павлов Петров Романов Семенов Степанов Тимофеев Федоров Яковлев"
)
_BEGINNINGS: Final = _syllables(
    "Ал Бар Бел Бор Бул Вер Вол Гал Гор Гри Дан Дор Дуб Ев Жар Жур Зай Зим Ис Ка Кал Кар Ков Кор "
    "Кра Куз Лап Лес Ли Лог Мак Мар Мел Мор Наз Ник Ов Ор Пан Пет Пол Про Рад Род Руд Сав Сам Се "
    "Сид Сок Ста Сту Сух Тар Тим Тка Тру Ул Фед Фи Хар Хор Цап Чер Чу Шап Шев Щер Юр Яш"
)
_MIDDLES: Final = _syllables(
    "ан ар ач ба ви во га ге ди до ен ер жи за ка ки ку ла ле ло лю ма ми на ни ов ол па пи ра ре "
    "ри ро са си со та ти ту ха ча че ши"
)
_ENDINGS: Final = ("нов", "ев", "ин", "ский", "енко", "чук", "хин", "шов", "цев", "щев")


def people(number: int, seed: int = 1935) -> Iterator[Entity]:
    """So many people, each with a name in Russian and its transliteration."""
    chance = random.Random(seed)
    for each in range(number):
        given = chance.choice(_GIVEN)
        patronymic = chance.choice(_FATHERS) + "ич"
        middle = chance.choice(_MIDDLES) if chance.random() < _LONG else ""
        family = chance.choice(_BEGINNINGS) + chance.choice(_MIDDLES) + middle
        name = f"{given} {patronymic} {family}{chance.choice(_ENDINGS)}"
        begin = chance.randrange(1860, 1920)
        yield Entity(
            iri=f"{PERSON}{each:06}",
            names=(Name(_romanized(name), "en", True), Name(name, "ru", True)),
            types=(SCHEMA.Person,),
            begin=begin,
            facts={SCHEMA.birthDate: (str(begin),)},
        )


_LONG: Final = 0.5
"""How many surnames have another syllable."""


def queries(entities: list[Entity], number: int, seed: int = 1936) -> list[Query]:
    """So many names as others would write them: inverted, shortened, misspelt."""
    chance = random.Random(seed)
    return [_query(chance.choice(entities), chance) for _ in range(number)]


def _query(entity: Entity, chance: random.Random) -> Query:
    given, patronymic, family = chance.choice(entity.names).text.split()
    form = chance.choice(
        (
            f"{family}, {given}",
            f"{family} {given[0]}. {patronymic[0]}.",
            f"{given} {_misspelt(family, chance)}",
            f"{given} {family}",
            f"{given} {patronymic} {_misspelt(family, chance)}",
        )
    )
    return Query(form, types=entity.types, limit=5)


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def _romanized(name: str) -> str:
    letters = (_LETTERS.get(letter.lower(), letter) for letter in name)
    return " ".join(word.capitalize() for word in "".join(letters).split())
