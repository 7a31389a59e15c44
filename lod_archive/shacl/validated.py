"""The type that publishing asks for: a dataset together with the report that lets it pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lod_archive.errors import NonConformance
from lod_archive.shacl.names import counted, plain, shown

if TYPE_CHECKING:
    from lod_archive.graph import Dataset
    from lod_archive.shacl.report import Report


@dataclass(frozen=True, slots=True)
class ValidatedGraph:
    """A dataset without violations of its shapes. Publishing functions take only this.

    Warnings do not stop a publication: they are in :attr:`report`, for whoever prints it.

    :raises NonConformance: if the report has violations. So there is no way to make one that
        breaks its shapes, not even past :func:`validated`.
    """

    dataset: Dataset
    report: Report

    def __post_init__(self) -> None:
        number = self.report.counts["violation"]
        if not number:
            return
        what = f"{counted(number, 'violation')} of the shapes"
        first = next(iter(self.report.violations), None)
        if first is None:  # the report leaves them out
            raise NonConformance(what, report=self.report)
        focus = shown(first.focus_node, self.report.prefixes)
        raise NonConformance(
            f"{what}; the first is of {focus}: {plain(first.message())}",
            at=first.at,
            hint=plain(first.hint) if first.hint else None,
            report=self.report,
        )


def validated(dataset: Dataset, report: Report) -> ValidatedGraph:
    """The dataset, fit to be published.

    :param report: what :func:`~lod_archive.shacl.validate` said about this very dataset.
    :raises NonConformance: if it has violations; warnings and information pass.
    """
    return ValidatedGraph(dataset, report)
