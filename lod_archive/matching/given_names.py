"""Given names that are one name: in several languages, and the short forms they go by.

Only what is beyond transliteration: ``Aleksei`` and ``Алексей`` need no table, Oleksii does. The
names are those usual in the Russian Empire, the Soviet Union and their neighbours.
"""

from __future__ import annotations

from typing import Final

from lod_archive.query.search.spelling import readings

_FORMS: Final = """
alexander aleksandr oleksandr alexandre alejandro олександр : sasha shura sascha
alexei aleksei alexis alexej oleksii олексій : aliosha alyosha lyosha алеша леша
andrei andrew andreas andre andrii andrij андрій : andriusha
anna anne hanna ганна : ania anya
anton antony antonius antoine
boris borys
catherine katharina ekaterina yekaterina kateryna katarzyna катерина : katia katya
constantine konstantin konstantyn kostiantyn constantin костянтин : kostia kostya костя
daniel daniil danylo данило
demetrius dmitrii dmitri dmytro dimitri дмитро : mitia dima митя
eugene evgenii yevgeny yevhen євген : zhenia женя
elena helen helena hélène olena олена : lena
eudoxia evdokiia yevdokiia evdokia явдоха : dusia dusya dunia дуся дуня
george georgii georg iurii yuri yury юрий юрій heorhii georges георгій : zhora yura
gabriel gavriil gavrila havryil гаврило : gavrilka
gregory grigorii gregor hryhorii григорій : grisha гриша
helmut hellmut
ivan john johann jean jan іван : vania vanya ваня
jacob iakov yakov jakob james jacques яків : yasha яша
joseph josef iosif osip yosyp jozef józef йосип осип : iosia soso сосо
karl charles carl karol
lazarus lazar лазар
leo lev leon léon лев : lyova
lewis louis ludwig
mark marcus marc marko марко
mary maria mariia marie marija marija марія : masha marusia маша маруся
matthew matvei matthias matvii матвій
michael mikhail michail michel mykhailo миша михайло : misha
miron myron myroslav мирон
nicholas nikolai nikolaus nicolas mykola mikołaj микола : kolia kolya коля
nikita mykyta микита
olga olha ольга : olia olya
paul pavel pavlo павло : pasha
paraskeva praskovia praskovya prascovia paraskovia прасковья параска : pasha pania паша
peter petr pyotr petro pierre pjotr piotr петро : petia petya петя
sergius sergei serge serhii sergej сергій : seriozha seryozha sergo серго серёжа
simon semen semyon симон
stephen stepan stefan stefan степан : styopa степа
theodore fedor fyodor fiodor fedir feodor федір : fedia fedya федя
tikhon tychon тихон
valentine valentin valentyn
vladimir volodymyr wladimir володимир : volodia volodya vova володя
vyacheslav viacheslav venceslas vacheslav в'ячеслав вячеслав : slava слава
basil vasilii vassily vasyl василь : vasia vasya вася
zachary zakhar захар
"""


def _groups() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """In which lines the readings of full forms stand, and those of all forms."""
    full: dict[str, set[int]] = {}
    every: dict[str, set[int]] = {}
    for number, line in enumerate(_FORMS.strip().splitlines()):
        forms, _, short = line.partition(" : ")
        for names, found in ((forms, full), (f"{forms} {short}", every)):
            for name in names.split():
                found.setdefault(readings(name)[0], set()).add(number)
    return (
        {name: frozenset(numbers) for name, numbers in full.items()},
        {name: frozenset(numbers) for name, numbers in every.items()},
    )


_FULL, _EVERY = _groups()
_NONE: Final = frozenset[int]()


def is_same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two given names are forms of one in different languages, told by their readings.

    >>> is_same_name(readings("Йосип"), readings("Joseph"))
    True
    >>> is_same_name(readings("Aleksei"), readings("Aleksandr"))
    False
    """
    return _meet(_FULL, one, other)


def is_short_form(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one of two given names may be short for the other.

    >>> is_short_form(readings("Паша"), readings("Praskov'ia"))
    True
    """
    return _meet(_EVERY, one, other)


def _meet(table: dict[str, frozenset[int]], one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    first = frozenset[int]().union(*(table.get(name, _NONE) for name in one))
    return any(first & table.get(name, _NONE) for name in other)
