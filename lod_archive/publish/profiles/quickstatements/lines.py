"""Commands in lines, which QuickStatements calls version 1: words between tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lod_archive.publish.profiles.quickstatements.commands import CREATE, Command


def line(command: Command) -> str:
    r"""The line of a command; from the second on, a reference begins with ``!``.

    >>> line(Command("Q1", "P569", "+1905-12-21T00:00:00Z/11/J",
    ...              references=((("P854", '"https://a.example/"'),),)))
    'Q1\tP569\t+1905-12-21T00:00:00Z/11/J\tS854\t"https://a.example/"'
    """
    if command.item == CREATE:
        return CREATE
    words = [command.item, command.name, command.value]
    for name, value in command.qualifiers:
        words += [name, value]
    for index, reference in enumerate(command.references):
        for place, (name, value) in enumerate(reference):
            begins = "!" if index and not place else ""
            words += [f"{begins}S{name[1:]}", value]
    return "\t".join(words)


def as_lines(commands: Iterable[Command]) -> str:
    """The lines of commands."""
    return "".join(f"{line(command)}\n" for command in commands)


def words_of(row: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words by twos: names and values."""
    words = iter(row)
    yield from zip(words, words, strict=True)
