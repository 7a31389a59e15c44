"""Statements of an item, turned into values and statements of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lod_archive.imports.wikibase.claims import About, Claims, Found
from lod_archive.imports.wikibase.merging import put
from lod_archive.imports.wikibase.values import UNFIT, Values, is_edtf, unsaid
from lod_archive.publish.profiles.wikibase.items import SAME
from lod_archive.publish.profiles.wikibase.references import ID
from lod_archive.publish.profiles.wikibase.times import calendar_of, edtf_of
from lod_archive.publish.profiles.wikibase.values import EDTF_TEXT
from lod_archive.vocab.namespaces import ARC, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.graph.context import Context, Term
    from lod_archive.imports.wikibase.entities import Json
    from lod_archive.imports.wikibase.meanings import Meaning, Meanings
    from lod_archive.publish.profiles.losses import Losses

    Record = dict[str, Any]

_PASSED_OVER: Final = frozenset({ID, SAME, RDF.type})
_BESIDE: Final = ("evidence", "derivation", "verbatim")
"""What stands beside the value of a statement, and not among its qualifiers."""
_SPAN: Final = ("start", "end")
_BOUNDS: Final = ("earliest", "latest")


class Statements:
    """Puts what an item says into a record."""

    def __init__(
        self,
        context: Context,
        meanings: Meanings,
        values: Values,
        claims: Claims,
        losses: Losses,
    ) -> None:
        self._context = context
        self._meanings = meanings
        self._values = values
        self._claims = claims
        self._losses = losses

    def add(self, record: Record, name: str, entity: Json) -> list[Record]:
        """Put everything into the record; gives the claims and sources that it rests on."""
        more: list[Record] = []
        statements: list[Record] = []
        for number, claims in entity["claims"].items():
            meaning = self._meanings.of(number)
            if meaning.iri in _PASSED_OVER:
                continue
            term = self._context.terms.get(meaning.key)
            for claim in claims:
                if self._meanings.is_class(claim["mainsnak"]):
                    continue
                if term is None:
                    self._losses.add(f"statements on {number} ({meaning.label})", record["id"])
                    continue
                made = _Made(self, term, claim, record["id"], meaning)
                if made.value is UNFIT:
                    self._losses.add(f"values of “{meaning.label}”", record["id"])
                    continue
                for what in unsaid(claim["mainsnak"], made.value):
                    self._losses.add(what, record["id"])
                said = _words(made.value)
                about = About(record["id"], name, meaning.key, said)
                found = self._claims.of(claim.get("references", []), about)
                more += found.records
                if made.is_plain(claim) and not (found.claims or found.derived):
                    put(record, meaning.key, made.value)
                else:
                    statements.append(made.statement(claim, found))
        if statements:
            record["statements"] = statements
        return more

    def value(self, term: Term, snak: Json, scheme: str = "") -> Any:
        """The value of a snak."""
        return self._values.value(term, snak, scheme)

    def qualifiers(self, claim: Json, record: str) -> Iterator[tuple[Meaning, Json]]:
        """The qualifiers of a statement, with what they mean; others are told as lost."""
        for number, snaks in claim.get("qualifiers", {}).items():
            meaning = self._meanings.of_qualifier(number)
            for snak in snaks:
                is_known = meaning.iri in _OWN or meaning.key in (*_SPAN, *_BOUNDS)
                if is_known or meaning.key in self._context.terms:
                    yield meaning, snak
                else:
                    self._losses.add(f"qualifiers {number} ({meaning.label})", record)

    def lose(self, what: str, record: str) -> None:
        """Count something that cannot be expressed."""
        self._losses.add(what, record)

    def term(self, key: str) -> Term:
        """What a key means."""
        return self._context.terms[key]


_OWN: Final = frozenset({EDTF_TEXT, ARC.earliest, ARC.latest, ARC.stated, ARC.uncertainty})


class _Made:
    """The making of one value or statement."""

    def __init__(
        self, owner: Statements, term: Term, claim: Json, record: str, meaning: Meaning
    ) -> None:
        self._owner = owner
        self._record = record
        self._term = term
        self._days: dict[str, str] = {}
        self._beside: Record = {}
        self._qualifiers: Record = {}
        self._is_julian = False
        self.value: Any = owner.value(term, claim["mainsnak"], meaning.scheme)
        self._read_calendar(claim["mainsnak"])
        for qualifier, snak in owner.qualifiers(claim, record):
            self._take(qualifier, snak)
        self._read_days()

    def is_plain(self, claim: Json) -> bool:
        """Whether it is a value and nothing else."""
        is_bare = not (self._qualifiers or self._beside or self._is_julian)
        return is_bare and claim.get("rank", "normal") == "normal"

    def statement(self, claim: Json, found: Found) -> Record:
        """The statement, resting on what was found in its references."""
        made: Record = {"property": self._term.key, "value": self.value}
        if self._is_julian:
            made["calendar"] = "julian"
        if claim.get("rank", "normal") != "normal":
            made["rank"] = claim["rank"]
        if self._qualifiers:
            made["qualifiers"] = self._qualifiers
        if found.claims:
            made["claim"] = found.claims
        if found.derived:
            made["derivedFrom"] = found.derived
        if found.verbatim:
            made["verbatim"] = found.verbatim
        if not (found.claims or found.derived or self._beside.keys() & set(_BESIDE)):
            made["evidence"] = f"statement {claim['id']} of a Wikibase, which names no source"
        return made | self._beside

    def _read_calendar(self, snak: Json) -> None:
        """A Julian date is kept as its source has it."""
        value = snak.get("datavalue", {}).get("value")
        if self._term.is_date and isinstance(value, dict) and calendar_of(value) == "julian":
            text = edtf_of(value)
            if text is not None and is_edtf(text, "julian"):
                self.value, self._is_julian = text, True

    def _take(self, meaning: Meaning, snak: Json) -> None:
        """One qualifier."""
        value = snak.get("datavalue", {}).get("value")
        if meaning.iri == EDTF_TEXT:
            self.value = value
        elif meaning.iri == ARC.stated:
            self.value, self._is_julian = value, True
        elif meaning.iri == ARC.uncertainty and isinstance(self.value, dict):
            self.value["uncertainty"] = self._owner.value(self._owner.term("uncertainty"), snak)
        elif meaning.key in _SPAN or (meaning.key in _BOUNDS and not meaning.iri):
            self._read_day(meaning, snak)
        elif meaning.iri not in _OWN:
            self._qualify(meaning, snak)

    def _qualify(self, meaning: Meaning, snak: Json) -> None:
        found = self._owner.value(self._owner.term(meaning.key), snak)
        if found is UNFIT:
            self._owner.lose(f"values of the qualifier “{meaning.label}”", self._record)
        else:
            put(self._beside if meaning.key in _BESIDE else self._qualifiers, meaning.key, found)

    def _read_day(self, meaning: Meaning, snak: Json) -> None:
        day = self._owner.value(self._owner.term("date"), snak)
        if day is UNFIT or meaning.key in self._days:
            self._owner.lose(f"values of the qualifier “{meaning.label}”", self._record)
        else:
            self._days[meaning.key] = day

    def _read_days(self) -> None:
        """Wikidata's start and end are a span; its earliest and latest date are one day of many.

        A value that these limit stays as it is; they are the value where there is none.
        """
        start, end = (self._days.get(key, "") for key in _SPAN)
        if start or end:
            self._during(f"{start or '..'}/{end or '..'}", "start and end")
        first, last = (self._days.get(key, "") for key in _BOUNDS)
        text = f"[{first}..{last}]"
        if self.value is UNFIT and self._term.is_date and is_edtf(text):
            self.value = text
        elif first or last:
            self._during(text, "earliest and latest")

    def _during(self, text: str, what: str) -> None:
        if is_edtf(text):
            put(self._qualifiers, "date", text)
        else:
            self._owner.lose(f"dates of {what} that are no single days", self._record)


def _words(value: Any) -> str:
    """A value in words, for a paraphrase."""
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values())
    return str(value)
