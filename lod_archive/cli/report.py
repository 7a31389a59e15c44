"""Validation reports on their way out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from lod_archive.cli import terminal
from lod_archive.shacl import FORMATS
from lod_archive.shacl.formats.text import verdict, write_text
from lod_archive.shacl.severity import is_as_grave

if TYPE_CHECKING:
    from lod_archive.shacl import Report
    from lod_archive.shacl.severity import Level

TEXT: Final = "text"
MOST_SHOWN: Final = 100
"""How many results are written on a terminal, unless more are asked for."""
_MORE: Final = "; --max-results 0 shows all"


def write_report(report: Report, form: str = TEXT, output: str | None = None) -> None:
    """Write the report in one of the formats of :data:`lod_archive.shacl.FORMATS`, as it goes."""
    if form == TEXT:
        with terminal.output_for_people(output) as out:
            write_text(report, out, more=_MORE)
    else:
        with terminal.output_for_programs(output) as out:
            FORMATS[form](report, out)


def text_for_notice(report: Report) -> str:
    """The report in text, cut where nobody would read on."""
    out = io.StringIO()
    write_text(report.first(MOST_SHOWN), out, more="; lod-archive validate shows all")
    return out.getvalue()


def summary(report: Report) -> str:
    """The report on one line."""
    return verdict(report)


def has_any_as_grave(report: Report, severity: Level) -> bool:
    """Whether there is a result of this severity or a graver one, shown or not."""
    return any(is_as_grave(kind.severity, severity) for kind in report.tally)
