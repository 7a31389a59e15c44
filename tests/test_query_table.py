"""Tables line up in every script, fit the terminal, and steer it nowhere."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from lod_archive.query import Prologue
from lod_archive.query.table import Style, columns, draw
from lod_archive.store import Term

RU = ox.Literal("Рекордная смена", language="ru")
LATIN = ox.Literal("kulʹturnostʹ", language="ru-latn-alalc97")
STRESSED = ox.Literal("Стаха\u0301нов", language="ru")
WIDE = ox.Literal("斯达汉诺夫", language="zh-hant-tw")
LONG = ox.Literal("word " * 60)
THING = ox.NamedNode("https://example.org/event/strike")
NUMBER = ox.Literal(102)


def table(*rows: tuple[Term | None, ...], width: int | None = None, color: bool = False) -> str:
    names = [f"v{n}" for n in range(len(rows[0]))]
    return draw(names, rows, Style(Prologue("https://example.org/"), width, color))


def test_columns_line_up_in_every_script() -> None:
    lines = table((RU, NUMBER), (STRESSED, NUMBER), (WIDE, NUMBER), (LATIN, NUMBER)).splitlines()
    assert {columns(line) for line in lines[1:-1]} == {columns(lines[1])}
    assert all(line.endswith("102") for line in lines[2:-1])


def test_language_tags_are_shown_in_their_recommended_case() -> None:
    text = table((LATIN,), (WIDE,))
    assert "kulʹturnostʹ @ru-Latn-alalc97" in text
    assert "斯达汉诺夫 @zh-Hant-TW" in text


def test_language_tags_are_dimmed_only_in_colour() -> None:
    assert "\x1b[2m @ru\x1b[0m" in table((RU,), color=True)
    assert "\x1b" not in table((RU,))


def test_iris_are_shortened() -> None:
    event = ox.NamedNode("https://schema.org/Event")
    assert table((THING, event)).splitlines()[2].split() == ["event/strike", "schema:Event"]


@pytest.mark.parametrize("width", [30, 40, 80, 120])
def test_long_cells_are_cut_to_the_terminal(width: int) -> None:
    lines = table((THING, LONG, WIDE), width=width).splitlines()
    assert all(columns(line) <= width for line in lines)
    assert "…" in lines[2]


def test_nothing_is_cut_without_a_terminal() -> None:
    assert "…" not in table((LONG, LONG))


def test_cell_cannot_steer_the_terminal() -> None:
    text = table((ox.Literal("a\x1b[31m\r\nb\x9bc\td"),))
    assert text.splitlines()[2] == "a [31m b c d"


def test_unbound_cells_are_empty() -> None:
    assert table((None, NUMBER)).splitlines()[2].strip() == "102"


@pytest.mark.parametrize(("count", "said"), [(0, "no rows"), (1, "1 row"), (2, "2 rows")])
def test_number_of_rows_stands_at_the_end(count: int, said: str) -> None:
    text = draw(["x"], [[NUMBER]] * count, Style(Prologue()))
    assert text.endswith(said + "\n")
