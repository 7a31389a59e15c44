"""Commands as a table: CSV in which a row is about one item.

https://www.wikidata.org/wiki/Help:QuickStatements#CSV_file_syntax

A header names properties; ``qal…`` and ``S…`` behind one are qualifiers and references of its
value. Each kind of statement, by property and what stands with it, has columns of its own, and each
row fills those of one; of a new item, for there is but one row for it, as many as it needs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from lod_archive.publish.profiles.quickstatements.commands import CREATE, LAST, Command

Block = tuple[str, ...]
"""The columns of a kind of statement."""
Row = tuple[str, tuple[tuple[Block, tuple[str, ...]], ...]]
"""An item (nothing, for a new one), and what its row fills."""


def rows_of(commands: Sequence[Command]) -> Iterator[Row]:
    """What the rows of one item say: one for a new item, else one for each statement and source."""
    if commands and commands[0].item == CREATE:
        yield "", tuple(each for command in commands[1:] for each in _filled(command))
        return
    for command in commands:
        for filled in _filled(command):
            yield command.item, (filled,)


def _filled(command: Command) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """A statement with several sources is said several times, each time with another."""
    for reference in command.references or ((),):
        names = [command.name, *(f"qal{name[1:]}" for name, _ in command.qualifiers)]
        names += [f"S{name[1:]}" for name, _ in reference]
        values = (command.value, *(value for _, value in (*command.qualifiers, *reference)))
        yield tuple(names), values


def as_table(rows: Sequence[Row]) -> str:
    """The table: a header with all columns that rows fill, then the rows."""
    most: dict[Block, int] = {}
    for _, filled in rows:
        counts: dict[Block, int] = {}
        for block, _ in filled:
            counts[block] = counts.get(block, 0) + 1
        for block, count in counts.items():
            most[block] = max(most.get(block, 0), count)
    columns: dict[tuple[Block, int], int] = {}
    header = ["qid"]
    for block in sorted(most, key=_order):
        for index in range(most[block]):
            columns[block, index] = len(header)
            header += block
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for item, filled in rows:
        writer.writerow(_cells(item, filled, columns, len(header)))
    return text.getvalue()


def _order(block: Block) -> tuple[bool, Block]:
    """Labels and descriptions first, as items are found by them."""
    return block[0].startswith("P"), block


def _cells(
    item: str,
    filled: Iterable[tuple[Block, tuple[str, ...]]],
    columns: dict[tuple[Block, int], int],
    width: int,
) -> list[str]:
    cells = [item, *[""] * (width - 1)]
    counts: dict[Block, int] = {}
    for block, values in filled:
        index = counts[block] = counts.get(block, -1) + 1
        start = columns[block, index]
        cells[start : start + len(values)] = map(_cell, block, values)
    return cells


def _cell(column: str, value: str) -> str:
    """A value in a cell: terms have no quotation marks there."""
    return value[1:-1] if column[0] in "LDA" else value


def of_cell(column: str, cell: str) -> str:
    """The value that stands in a cell."""
    return f'"{cell}"' if column[0] in "LDA" else cell


def item_of(cell: str) -> str:
    """The item that a row is about."""
    return cell or LAST
