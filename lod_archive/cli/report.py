"""Validation reports on their way out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from lod_archive.shacl import FORMATS
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from lod_archive.shacl import Report, Result

TEXT: Final = "text"


def text_of(report: Report, form: str = TEXT) -> str:
    """The report in one of the formats of :data:`lod_archive.shacl.FORMATS`."""
    out = io.StringIO()
    FORMATS[form](report, out)
    return out.getvalue()


def is_as_bad_as(result: Result, severity: str) -> bool:
    """Whether the result is of this severity or graver.

    :param severity: ``violation``, ``warning`` or ``information``.
    """
    if severity == "violation":
        return result.is_violation
    return severity == "information" or result.severity != SH.Info
