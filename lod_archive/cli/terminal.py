"""Where results and messages go: terminals of any width and encoding, pipes and files."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lod_archive.errors import ArchiveError, ArchiveErrors

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Unwritable(click.ClickException):
    """The output has nowhere to go."""

    exit_code = 2


def emit_text(text: str, output: str | None = None) -> None:
    """Write a result for people to standard output or a file; in a file it is UTF-8."""
    if output in (None, STDOUT):
        with _writing("standard output"):
            click.echo(degraded(text, sys.stdout.encoding), nl=False)
    else:
        emit_data(text.encode(), output)


def emit_data(data: bytes, output: str | None = None) -> None:
    """Write a result for programs to standard output or a file, byte for byte.

    A file is replaced at once, so that nobody reads half of it.

    :raises Unwritable: if it cannot be written.
    """
    if output is None or output == STDOUT:
        with _writing("standard output"):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return
    is_whole = _is_replaceable(Path(output))
    with _writing(output), click.open_file(output, "wb", atomic=is_whole) as file:
        file.write(data)


@contextmanager
def _writing(what: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if what == "standard output":
            let_go_of_stdout()
        raise Unwritable(f"cannot write {what}: {error.strerror or error}") from None


def let_go_of_stdout() -> None:
    """Keep Python from complaining at exit that what is still in the buffer cannot be written.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_replaceable(path: Path) -> bool:
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
