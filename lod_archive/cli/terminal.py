"""Where results and messages go: terminals of any width and encoding, pipes and files."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Final

import click

from lod_archive.errors import ArchiveError, ArchiveErrors

STDOUT: Final = "-"

_PLAIN: Final = str.maketrans(
    {
        "★": "*",
        "☆": "?",
        "✗": "x",
        "…": "...",
        "·": "-",
        "–": "-",
        "—": "-",
        "─": "-",
        "→": "->",
        "←": "<-",
        "“": '"',
        "”": '"',
        "’": "'",
        "×": "x",
        "\u00a0": " ",
    }
)
"""What stands for our signs where they cannot be shown."""

_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal or turns the direction of text; data must not do that to a screen."""


def emit_text(text: str, output: str | None = None) -> None:
    """Write a result for people to standard output or a file; in a file it is UTF-8."""
    if output in (None, STDOUT):
        click.echo(degraded(text, sys.stdout.encoding), nl=False)
    else:
        emit_data(text.encode(), output)


def emit_data(data: bytes, output: str | None = None) -> None:
    """Write a result for programs to standard output or a file, byte for byte.

    A file is replaced at once, so that nobody reads half of it.

    :raises BadParameter: if the file cannot be written.
    """
    if output is None or output == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with click.open_file(output, "wb", atomic=is_replaceable(Path(output))) as file:
            file.write(data)
    except OSError as error:
        cause = error.strerror or str(error)
        raise click.BadParameter(f"cannot write {output}: {cause}", param_hint="--output") from None


def is_replaceable(path: Path) -> bool:
    """Whether the name can be given to another file: not so for ``/dev/stdout`` or a pipe."""
    return not path.is_symlink() and (path.is_file() or not path.exists())


def notice(text: str) -> None:
    """Write a message for the person at the terminal to standard error."""
    click.echo(degraded(text, sys.stderr.encoding), err=True)


def report_error(error: ArchiveError) -> None:
    """Write an error, or each of several and then their number, to standard error."""
    if not isinstance(error, ArchiveErrors):
        notice(_shown(error))
        return
    for one in error.errors:
        notice(_shown(one))
    if error.omitted:
        notice(f"… and {error.omitted:,} more")
    if len(error.errors) > 1:
        notice(click.style(error.message, bold=True))


def _shown(error: ArchiveError) -> str:
    text = safe(str(error))
    place = f"{error.at}:" if error.at else None
    if place is None or not text.startswith(place):
        return click.style("error: ", fg="red") + text
    return click.style(place, bold=True) + text.removeprefix(place)


def safe(text: str) -> str:
    r"""The text without characters that a terminal would obey; tabs and line breaks stay.

    >>> safe("red: \x1b[31m")
    'red: \\x1b[31m'
    """
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def degraded(text: str, encoding: str | None) -> str:
    """The text with plainer signs where this encoding lacks ours, and ``?`` for other letters.

    >>> degraded("★ best – “Стаханов”", "ascii")
    '* best - "????????"'
    >>> degraded("★ best – “Стаханов”", "utf-8")
    '★ best – “Стаханов”'
    """
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return text


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def width() -> int | None:
    """The columns of the terminal that standard output is; None if it is none."""
    return shutil.get_terminal_size().columns if is_terminal() else None


def has_color() -> bool:
    """Whether what goes to standard output may be coloured."""
    wanted = wanted_color()
    return is_terminal() and os.environ.get("TERM") != "dumb" if wanted is None else wanted


def wanted_color() -> bool | None:
    """What the environment says of colour, None if nothing: https://no-color.org/, then
    https://force-color.org/.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def counted(number: int, noun: str) -> str:
    """The number with its noun, in the plural where needed.

    >>> counted(1, "record"), counted(1200, "entity")
    ('1 record', '1,200 entities')
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun.removesuffix('y') + 'ies' if noun.endswith('y') else noun + 's'}"
