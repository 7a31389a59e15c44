"""The words that synthetic records are put together from, in English and Russian."""

from __future__ import annotations

from typing import Final, NamedTuple


class Word(NamedTuple):
    """A word in English, in Russian, and in the Russian's ALA-LC transliteration."""

    english: str
    russian: str
    latin: str


GIVEN_NAMES: Final = (
    Word("Aleksei", "Алексей", "Alekseĭ"),
    Word("Mariia", "Мария", "Marii͡a"),
    Word("Nikolai", "Николай", "Nikolaĭ"),
    Word("Praskovia", "Прасковья", "Praskovʹi͡a"),
    Word("Sergei", "Сергей", "Sergeĭ"),
    Word("Tatiana", "Татьяна", "Tatʹi͡ana"),
    Word("Viacheslav", "Вячеслав", "Vi͡acheslav"),
    Word("Zinaida", "Зинаида", "Zinaida"),
)
FAMILY_NAMES: Final = (
    Word("Bondarenko", "Бондаренко", "Bondarenko"),
    Word("Chernykh", "Черных", "Chernykh"),
    Word("Diachenko", "Дьяченко", "Dʹi͡achenko"),
    Word("Fomenko", "Фоменко", "Fomenko"),
    Word("Kovalenko", "Коваленко", "Kovalenko"),
    Word("Liashko", "Ляшко", "Li͡ashko"),
    Word("Melnyk", "Мельник", "Melʹnik"),
    Word("Shevchenko", "Шевченко", "Shevchenko"),
    Word("Tkach", "Ткач", "Tkach"),
)
PLACES: Final = (
    Word("settlement", "посёлок", "posëlok"),
    Word("mine", "шахта", "shakhta"),
    Word("station", "станция", "stant͡sii͡a"),
    Word("town", "город", "gorod"),
    Word("works", "завод", "zavod"),
)
EVENTS: Final = (
    Word("meeting", "собрание", "sobranie"),
    Word("strike", "забастовка", "zabastovka"),
    Word("shift", "смена", "smena"),
    Word("opening", "открытие", "otkrytie"),
    Word("flood", "затопление", "zatoplenie"),
    Word("visit", "приезд", "priezd"),
    Word("conference", "совещание", "soveshchanie"),
)
TOPICS: Final = (
    Word("wages", "зарплата", "zarplata"),
    Word("housing", "жильё", "zhilʹë"),
    Word("output norms", "нормы выработки", "normy vyrabotki"),
    Word("schooling", "обучение", "obuchenie"),
    Word("safety", "безопасность", "bezopasnostʹ"),
)
SENTENCES: Final = (
    Word(
        "The list was drawn up at the end of the month and signed by two members of the committee.",
        "Список составлен в конце месяца и подписан двумя членами комитета.",
        "",
    ),
    Word(
        'Nobody asked for a "second" count, and the first was sent to the trust.',
        "Никто не просил «второго» подсчёта, и первый был отправлен в трест.",
        "",
    ),
    Word(
        "What the night shift had cut was weighed in the morning, in the presence of a reporter.",
        "Вырубленное ночной сменой взвесили утром в присутствии корреспондента.",
        "",
    ),
    Word(
        "The report gives 5 % less; the difference went unexplained – or unnoticed.",
        "В отчёте на 5 % меньше; разница осталась без объяснения – или незамеченной.",
        "",
    ),
    Word(
        "Families were told to wait at the gate until the lamps had been counted.",
        "Семьям велели ждать у ворот, пока не пересчитают лампы.",
        "",
    ),
    Word(
        "Two of those who were present remembered it otherwise half a century later.",
        "Двое из присутствовавших полвека спустя вспоминали об этом иначе.",
        "",
    ),
)
