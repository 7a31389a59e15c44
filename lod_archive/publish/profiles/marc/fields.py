"""Building a record field by field: clean text, links between scripts, the order of tags."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pymarc import Field, Indicators, Record, Subfield, marc8_mapping

from lod_archive.publish.profiles.marc import codes
from lod_archive.publish.profiles.marc.names import TITLE, Heading, heading, names
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, DCTERMS, SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

Pairs = tuple[tuple[str, str], ...]
_SPACE: Final = re.compile(r"\s+")
_CONTROL: Final = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Control characters, of which ISO 2709 uses three as delimiters, and what XML cannot hold."""
_ALTERNATE: Final = "880"
_BEYOND_MARC8: Final = (
    "characters that MARC-8 lacks (kept here; a system that stores MARC-8 will replace them: tell "
    "it that the records are in UTF-8)"
)
DATES_OF_STATEMENTS: Final = "when a statement held, where its field has no place for that"
NAMELESS: Final = "links to what has no name"
_MATCHES: Final = (SCHEMA.sameAs, SKOS.exactMatch)


@cache
def _marc8() -> frozenset[str]:
    """The characters that MARC-8 has, accents apart from their letters."""
    sets: Iterable[dict[int, tuple[int, int]]] = marc8_mapping.CODESETS.values()
    return frozenset(chr(code) for each in sets for code, _ in each.values())


class Access(NamedTuple):
    """How a thing is named in other records.

    :param alternate: its first name in another script.
    :param controls: $0 and $1.
    """

    name: str
    heading: Heading
    subfields: tuple[Subfield, ...]
    alternate: Heading | None
    controls: tuple[Subfield, ...]


class Draft:
    """A record under way.

    :param about: the IRI of what it is about; ``names`` are its names, the preferred one first.
    :ivar dated: the property by which a statement says when it held.
    """

    def __init__(self, view: View, about: str, losses: Losses) -> None:
        self.view = view
        self.about = about
        self.losses = losses
        self._controls: list[Field] = []
        self._fields: list[Field] = []
        self._occurrence = 0
        self._base = view.base
        self.dated: Final = view.base + iris.QUALIFIER_PREDICATES + "date"
        self._dataset = view.base + iris.DATASET
        self.names: Final = names(view, about)

    @property
    def code(self) -> str | None:
        """The MARC code of the organization that keeps the record, if the archive has one."""
        return self.view.text(self._dataset, ARC.marcOrganization)

    @property
    def agency(self) -> str:
        """Who keeps the record: by code, else by the name of the publisher or the address."""
        publishers = self.view.iris(self._dataset, DCTERMS.publisher)
        called = [each for one in publishers for each in names(self.view, one)]
        address = self._base.partition("://")[2].rstrip("/")
        return self.code or (called[0].value if called else address)

    def id_of(self, iri: str) -> str:
        """The id of a record."""
        return iri.removeprefix(self._base)

    def number_of(self, iri: str) -> str:
        """The id of a record, with the code of the organization whose it is, if it has one."""
        code = self.code
        return f"({code}){self.id_of(iri)}" if code else self.id_of(iri)

    def control(self, tag: str, data: str) -> None:
        """A control field."""
        self._controls.append(Field(tag, data=data))

    def add(self, tag: str, indicators: str, *subfields: tuple[str, str | None]) -> None:
        """A field of those subfields that have a value; none, if it would be empty."""
        made = self._subfields(subfields)
        if made:
            self._fields.append(_field(tag, indicators, made))

    def add_as_written(self, tag: str, indicators: str, code: str, text: str) -> None:
        """A field of one subfield, whose spaces count."""
        self._fields.append(_field(tag, indicators, [Subfield(code, text)]))

    def add_text(self, tag: str, indicators: str, *subfields: tuple[str, str | None]) -> None:
        """The same, as field 880 without an associated field if the text is not in Latin script.

        https://www.loc.gov/marc/bibliographic/ecbdmulti.html, model A
        """
        made = self._subfields(subfields)
        text = " ".join(each.value for each in made)
        if codes.is_latin(text):
            if made:
                self._fields.append(_field(tag, indicators, made))
            return
        link = Subfield("6", f"{tag}-00{codes.script_code(text)}")
        self._fields.append(_field(_ALTERNATE, indicators, [link, *made]))

    def add_pair(
        self,
        tag: str,
        indicators: str,
        subfields: Sequence[tuple[str, str | None]],
        other_indicators: str,
        other: Sequence[tuple[str, str | None]],
    ) -> None:
        """A field, and the same in another script as field 880, each linked to the other."""
        made = self._subfields(other)
        if not made:
            self.add(tag, indicators, *subfields)
            return
        self._occurrence += 1
        number = f"{self._occurrence:02}"
        script = codes.script_code(" ".join(each.value for each in made))
        self.add(tag, indicators, ("6", f"{_ALTERNATE}-{number}"), *subfields)
        link = Subfield("6", f"{tag}-{number}{script}")
        self._fields.append(_field(_ALTERNATE, other_indicators, [link, *made]))

    def record(self, leader: str) -> Record:
        """The record: fields in the order of their tags, those of one tag as they were added."""
        record = Record(leader=leader, to_unicode=True, force_utf8=True)
        fields = sorted(self._fields, key=lambda field: field.tag)
        record.fields = [*sorted(self._controls, key=lambda field: field.tag), *fields]
        return record

    def access(self, iri: str) -> Access | None:
        """How a thing is named in other records; None, if it has no name."""
        memo = self.view.linked.memo
        if iri not in memo:
            memo[iri] = self._access(iri)
        found = memo[iri]
        assert found is None or isinstance(found, Access)  # noqa: S101 nobody else fills it
        return found

    def _access(self, iri: str) -> Access | None:
        found = names(self.view, iri)
        if not found:
            return None
        first = heading(self.view, iri, found[0])
        others = (heading(self.view, iri, each) for each in found if not codes.is_latin(each.value))
        return Access(
            found[0].value,
            first,
            tuple(self._subfields(first.subfields)),
            next((each for each in others if each != first), None),
            tuple(self._subfields(self.controls_of(iri))),
        )

    def controls_of(self, iri: str) -> Pairs:
        """$0 and $1 of a thing of the archive: its IRI, and the identifiers it is said to have."""
        matches = {each for match in _MATCHES for each in self.view.iris(iri, match)}
        found = ((codes.control_subfield(each), each) for each in matches)
        return (("0", iri), *sorted((code, each) for code, each in found if code))

    def add_heading(
        self, block: str, iri: str, before: Pairs = (), after: Pairs = (), second: str = " "
    ) -> None:
        """The access point of a thing, with $0 and $1; what has no name is noted.

        :param block: the first digit of the tag: 6 for subjects, 7 for added entries…
        """
        found = self.access(iri)
        if found is None:
            self.losses.add(NAMELESS, self.about)
            return
        kind = found.heading.kind
        first = "0" if kind == TITLE and block in "67" else found.heading.first
        made = (*before, *found.subfields, *after, *found.controls)
        self.add(f"{block}{kind}", first + second, *made)

    def _subfields(self, pairs: Iterable[tuple[str, str | None]]) -> list[Subfield]:
        return [
            Subfield(code, clean) for code, text in pairs if text and (clean := self.text(text))
        ]

    def text(self, text: str) -> str:
        """The text on one line, without control characters; what is lost is noted."""
        clean = text.strip() if text.isprintable() and "  " not in text else self._clean(text)
        if not clean.isascii() and not _is_marc8(clean):
            self.losses.add(_BEYOND_MARC8, self.about)
        return clean

    def _clean(self, text: str) -> str:
        without = _CONTROL.sub(" ", text)
        if without != text:
            self.losses.add("control characters", self.about)
        clean = _SPACE.sub(" ", without).strip()
        if clean != without.strip():
            self.losses.add("line breaks and runs of spaces", self.about)
        return clean


def _is_marc8(text: str) -> bool:
    known = _marc8()
    return known.issuperset(text) or known.issuperset(unicodedata.normalize("NFD", text))


def _field(tag: str, indicators: str, subfields: list[Subfield]) -> Field:
    return Field(tag, Indicators(indicators[0], indicators[1]), subfields)
