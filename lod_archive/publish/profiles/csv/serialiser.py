"""Four tables and their description.

Tables by https://www.rfc-editor.org/rfc/rfc4180, with a byte order mark, without which Excel takes
Cyrillic for something else; descriptions by https://www.w3.org/TR/tabular-metadata/.
"""

from __future__ import annotations

import csv
import io
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.csv.cells import NS, Row
from lod_archive.publish.profiles.csv.columns import TABLES, Column
from lod_archive.publish.profiles.output import Output
from lod_archive.vocab.formats import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

_SEPARATOR: Final = "|"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMULA: Final = re.compile(r"[=+\-@\t\r＝＋－＠]")
"""What a cell begins with that a spreadsheet evaluates:
https://owasp.org/www-community/attacks/CSV_Injection"""
_TEXT: Final = "string"


def record(view: View, iri: str, losses: Losses, *, table: str) -> bytes | None:
    """One record as a row of a table; None if it is not for this table."""
    row = Row(view, iri)
    if table not in (each.value for each in view.literals(iri, f"{NS}table")):
        return None
    return _line([_cell(column, column.cell(row), iri, losses) for column in TABLES[table]])


def _cell(column: Column, values: Sequence[str], iri: str, losses: Losses) -> str:
    shown = []
    for value in values:
        text = _CONTROL.sub("", value)
        if text != value:
            losses.add("control characters in texts", iri)
        if column.is_list and _SEPARATOR in text:
            losses.add("a bar within a value of a list, written as ¦", iri)
            text = text.replace(_SEPARATOR, "¦")
        shown.append(text)
    cell = _SEPARATOR.join(shown)
    if column.datatype == _TEXT and _is_formula(column, cell):
        losses.add("a text that spreadsheets take for a formula, written after an apostrophe", iri)
        return f"'{cell}"
    return cell


def _is_formula(column: Column, cell: str) -> bool:
    """Whether a spreadsheet would evaluate the text. EDTF has no letters that could name a call."""
    return _FORMULA.match(cell) is not None and not column.name.endswith("_date")


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _head(table: str) -> bytes:
    return b"\xef\xbb\xbf" + _line([column.name for column in TABLES[table]])


def _described(column: Column) -> dict[str, object]:
    english, russian = column.title
    said: dict[str, object] = {
        "name": column.name,
        "titles": {"en": [column.name, english], "ru": [russian]},
        "datatype": column.datatype,
    }
    if column.is_list:
        said["separator"] = _SEPARATOR
    if column.property_iri:
        said["propertyUrl"] = column.property_iri
    if column.language:
        said["lang"] = column.language
    if column.name in ("id", "iri"):
        said["required"] = True
    return said


def description(table: str) -> bytes:
    """The metadata of a table, to stand beside it as ``<table>.csv-metadata.json``.

    https://www.w3.org/TR/tabular-data-model/#standard-file-metadata
    """
    said = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"csv.{table}.csv",
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n", "\n"]},
        "tableSchema": {
            "columns": [_described(column) for column in TABLES[table]],
            "primaryKey": "id",
            "aboutUrl": "{+iri}",
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _no_row(view: View, iri: str, losses: Losses) -> None:
    """Descriptions are the same for all archives."""


def _outputs(table: str) -> tuple[Output, Output]:
    rows = Format(f"CSV, {table}", "text/csv", f"{table}.csv")
    about = Format(f"CSVW, {table}", "application/csvm+json", f"{table}.csv-metadata.json")
    return (
        Output(rows, partial(record, table=table), head=_head(table)),
        Output(about, _no_row, head=description(table), is_description=True),
    )


OUTPUTS: Final = tuple(output for table in TABLES for output in _outputs(table))
