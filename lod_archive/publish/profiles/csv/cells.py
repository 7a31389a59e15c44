"""What stands in the cells of a row: values of the view, as short texts in a set order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.vocab import edtf
from lod_archive.vocab.languages import cased
from lod_archive.vocab.namespaces import SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lod_archive.publish.profiles.view import View

NS: Final = "https://w3id.org/lod-archive/profiles/csv#"
_NAMES: Final = (SCHEMA.name, SKOS.prefLabel)
_OWN: Final = ("en", "ru")
"""The languages whose names have columns."""


@dataclass(frozen=True)
class Row:
    """A record in a view.

    :param iri: that of the record.
    """

    view: View
    iri: str

    @cached_property
    def base(self) -> str:
        """What ids are relative to; nothing if the archive does not say."""
        return self.view.text(self.iri, f"{NS}base") or ""

    def id_of(self, iri: str) -> str:
        """The id of a record, or the IRI of something else."""
        return iri.removeprefix(self.base) if self.base else iri

    def iris(self, predicate: str) -> list[str]:
        """What the record leads to, in order."""
        return sorted(self.view.iris(self.iri, predicate))

    def texts(self, predicate: str, language: str) -> list[str]:
        """The texts in a language, in order."""
        literals = self.view.literals(self.iri, predicate)
        return sorted(each.value for each in literals if each.language == language)


def own_id(row: Row) -> Sequence[str]:
    """What the record is called in the archive."""
    return [row.id_of(row.iri)]


def own_iri(row: Row) -> Sequence[str]:
    """What the record is called in the world."""
    return [row.iri]


def types(row: Row) -> Sequence[str]:
    """Its kinds, in a word each."""
    return sorted(each.value for each in row.view.literals(row.iri, f"{NS}type"))


def text(predicate: str, language: str) -> Callable[[Row], Sequence[str]]:
    """A text in a language; the first if there are several."""
    return lambda row: row.texts(predicate, language)[:1]


def name(language: str) -> Callable[[Row], Sequence[str]]:
    """The name in a language, the main one."""
    return lambda row: [each for names in _NAMES for each in row.texts(names, language)][:1]


def transliterated(row: Row) -> Sequence[str]:
    """All names that are written in another script than their language's own."""
    return [name for name, tag in _named(row) if "-latn" in tag]


def other_names(row: Row) -> Sequence[str]:
    """All names that have no column of their own, with the tag of their language."""
    own = {each for language in _OWN for each in name(language)(row)}
    shown = ((name, tag) for name, tag in _named(row) if "-latn" not in tag)
    return [
        f"{name} ({cased(tag)})" if tag else name
        for name, tag in shown
        if tag not in _OWN or name not in own
    ]


def _named(row: Row) -> list[tuple[str, str]]:
    found = (
        (each.value, each.language or "")
        for predicate in (*_NAMES, SCHEMA.alternateName)
        for each in row.view.literals(row.iri, predicate)
    )
    return sorted(set(found), key=lambda pair: (pair[1], pair[0]))


def iris(predicate: str) -> Callable[[Row], Sequence[str]]:
    """IRIs of the world."""
    return lambda row: row.iris(predicate)


def ids(predicate: str) -> Callable[[Row], Sequence[str]]:
    """Ids of other records."""
    return lambda row: [row.id_of(iri) for iri in row.iris(predicate)]


def local_names(predicate: str) -> Callable[[Row], Sequence[str]]:
    """The last words of IRIs, such as ``alleged``."""
    return lambda row: [iri.replace("#", "/").rpartition("/")[2] for iri in row.iris(predicate)]


def names_of(predicate: str) -> Callable[[Row], Sequence[str]]:
    """The names of other records, in English where they have one, in the order of their ids."""

    def names(row: Row) -> Sequence[str]:
        return [_name_of(row, iri) or row.id_of(iri) for iri in row.iris(predicate)]

    return names


def _name_of(row: Row, iri: str) -> str | None:
    literals = row.view.literals(iri, f"{NS}name")
    by_liking = sorted(
        literals, key=lambda each: (each.language not in _OWN, each.language or "", each.value)
    )
    return by_liking[0].value if by_liking else None


def number(local: str) -> Callable[[Row], Sequence[str]]:
    """A number, as it is written."""
    return lambda row: sorted(each.value for each in row.view.literals(row.iri, NS + local))[:1]


def plain(predicate: str) -> Callable[[Row], Sequence[str]]:
    """A text of no language."""
    return lambda row: sorted(each.value for each in row.view.literals(row.iri, predicate))[:1]


def best_date(direct: str) -> Callable[[Row], Sequence[str]]:
    """The best date in EDTF; the first if several are as good."""
    return lambda row: _best(row, direct)[:1]


def _best(row: Row, direct: str) -> list[str]:
    return sorted(each.value for each in row.view.values(row.iri, direct))


def bound(direct: str, stated: str, which: str) -> Callable[[Row], Sequence[str]]:
    """The earliest or latest day that the best date can mean, in the Gregorian calendar."""

    def day(row: Row) -> Sequence[str]:
        best = _best(row, direct)[:1]
        if not best:
            return []
        for statement in row.iris(NS + stated):
            says = [each.value for each in row.view.values(statement, f"{NS}value")]
            found = row.view.text(statement, NS + which)  # which only the best ones have
            if says == best and found:
                return [found]
        return _computed(best[0], which)

    return day


def _computed(date: str, which: str) -> list[str]:
    """The bounds of a date that is no statement; whatever the record says, it is Gregorian."""
    try:
        found = edtf.parse(date)
    except edtf.EdtfError:
        return []
    day = found.earliest if which == "earliest" else found.latest
    return [day] if day else []


def others(direct: str, stated: str) -> Callable[[Row], Sequence[str]]:
    """How many other values sources give than the one that is shown; nothing if none is."""

    def count(row: Row) -> Sequence[str]:
        said = {
            value.value
            for statement in row.iris(NS + stated)
            for value in row.view.values(statement, f"{NS}value")
            if isinstance(value, ox.NamedNode | ox.Literal)
        }
        shown = set(_best(row, direct))
        return [str(max(len(said | shown) - 1, 0))] if said or shown else []

    return count
