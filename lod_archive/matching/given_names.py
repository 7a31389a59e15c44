"""Given names that are one name: in several languages, and the short forms they go by.

Only what is beyond transliteration: ``Aleksei`` and ``Алексей`` need no table, Oleksii does. The
names are those usual in the Russian Empire, the Soviet Union and their neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final, TypeAlias

from lod_archive.matching.words import NameWord
from lod_archive.query.search.spelling import readings

_NAMES: Final = """
alexander alexandre alejandro | ru aleksandr | uk oleksandr олександр : sasha shura sascha
alexis | ru alexei aleksei alexej | uk oleksii олексій : aliosha alyosha lyosha алеша леша
andrew andreas andre | ru andrei | uk andrii andrij андрій : andriusha
anne hanna | ru anna | uk hanna ганна : ania anya
antony antonius antoine | ru anton
boris borys
catherine katharina katarzyna | ru ekaterina yekaterina | uk kateryna катерина : katia katya
constantine constantin | ru konstantin | uk konstantyn kostiantyn костянтин : kostia kostya костя
daniel | ru daniil | uk danylo данило
demetrius | ru dmitrii dmitri dimitri | uk dmytro дмитро : mitia dima митя
eugene | ru evgenii yevgeny | uk yevhen євген : zhenia женя
helen helena hélène | ru elena | uk olena олена : lena
eudoxia | ru evdokiia yevdokiia evdokia | uk явдоха : dusia dusya dunia дуся дуня
george georg georges | ru georgii | uk heorhii георгій : zhora
iurii yuri yury юрий юрій : yura
gabriel | ru gavriil gavrila | uk havryil гаврило : gavrilka
gregory gregor | ru grigorii | uk hryhorii григорій : grisha гриша
helmut hellmut
john johann jean jan | ru ivan | uk іван : vania vanya ваня
jacob jakob jacques | ru iakov yakov | uk яків : yasha яша james
joseph josef jozef józef | ru iosif | ru osip осип | uk yosyp йосип : iosia soso сосо
charles carl | ru karl | uk karol
lazarus | ru lazar лазар
leo leon léon | ru lev лев : lyova
lewis louis ludwig
marcus marc | ru mark | uk marko марко
mary marie marija | ru maria mariia марія : masha marusia маша маруся
matthew | ru matvei | uk matvii матвій : matthias
michael michel | ru mikhail michail | uk mykhailo михайло : misha миша
miron myron мирон
miroslav myroslav мирослав
nicholas nikolaus nicolas mikołaj | ru nikolai | uk mykola микола : kolia kolya коля
nikita mykyta микита
ru olga | uk olha ольга : olia olya
paul | ru pavel | uk pavlo павло : pasha
ru paraskeva | ru praskovia praskovya prascovia | uk paraskovia параска : pasha pania паша
peter pierre piotr | ru petr pyotr pjotr | uk petro петро : petia petya петя
sergius serge | ru sergei sergej | uk serhii сергій : seriozha seryozha sergo серго серёжа
simon | ru semen semyon
stephen | ru stepan степан | ru stefan : styopa степа
theodore | ru fedor fyodor fiodor feodor | uk fedir федір : fedia fedya федя
tikhon tychon тихон
valentine | ru valentin valentyn
ru vladimir wladimir | uk volodymyr володимир : volodia volodya vova володя
venceslas | ru vyacheslav viacheslav vacheslav вячеслав : slava слава
basil | ru vasilii vassily | uk vasyl василь : vasia vasya вася
zachary | ru zakhar захар
"""
"""A name a line: its forms in Western languages, in Russian and in Ukrainian, each in all spellings
that differ in sound, between bars; those that are two names in one language are apart. After the
colon stand short forms, and what only may be the name."""

_ANY: Final = ""
"""Stands for the languages that write in Latin letters, of which each form is of some."""
_LANGUAGES: Final = ("ru", "uk")


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the forms of a name: by the line, the place in it, and the language."""

    line: int
    place: int
    language: str


_Forms: TypeAlias = dict[str, frozenset[_Form]]


def _read() -> tuple[_Forms, dict[str, frozenset[int]]]:
    """Which full forms have a reading, and in which lines the readings of all forms stand."""
    forms: defaultdict[str, set[_Form]] = defaultdict(set)
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_NAMES.strip().splitlines()):
        full, _, short = line.partition(" : ")
        for place, cell in enumerate(full.split(" | ")):
            first, *rest = cell.split()
            language = first if first in _LANGUAGES else _ANY
            for spelling in rest if language else (first, *rest):
                forms[readings(spelling)[0]].add(_Form(number, place, language))
                lines[readings(spelling)[0]].add(number)
        for spelling in short.split():
            lines[readings(spelling)[0]].add(number)
    return (
        {reading: frozenset(found) for reading, found in forms.items()},
        {reading: frozenset(found) for reading, found in lines.items()},
    )


_FORMS, _LINES = _read()


def is_same_name(one: NameWord, other: NameWord) -> bool:
    """Whether two given names are one: in different languages, or spelt in other ways.

    Two names of one language are two, even if they have one origin.

    >>> from lod_archive.matching.words import words_of
    >>> is_same_name(*words_of("Йосип Joseph")), is_same_name(*words_of("Aleksei Aleksandr"))
    (True, False)
    >>> is_same_name(*words_of("Leon Лев")), is_same_name(*words_of("Леон Лев"))
    (True, False)
    """
    mine, its = _forms(one), _forms(other)
    if mine & its:
        return True
    return any(
        _languages(mine, line, one).isdisjoint(_languages(its, line, other))
        for line in {form.line for form in mine} & {form.line for form in its}
    )


def is_short_form(one: NameWord, other: NameWord) -> bool:
    """Whether one of two given names may be short for the other, or has its origin in common.

    >>> from lod_archive.matching.words import words_of
    >>> is_short_form(*words_of("Паша Praskov'ia"))
    True
    """
    mine, its = (
        {line for reading in word.readings for line in _LINES.get(reading, ())}
        for word in (one, other)
    )
    return not mine.isdisjoint(its)


def _forms(word: NameWord) -> set[_Form]:
    return {form for reading in word.readings for form in _FORMS.get(reading, ())}


def _languages(forms: set[_Form], line: int, word: NameWord) -> set[str]:
    """The languages that a form of a name is of; in Cyrillic letters, a Western one is Russian."""
    languages = {form.language for form in forms if form.line == line}
    return {language or "ru" for language in languages} if word.is_cyrillic else languages
