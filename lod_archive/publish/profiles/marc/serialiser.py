"""MARC 21 as MARCXML and as ISO 2709, both kinds of records together or apart.

https://www.loc.gov/standards/marcxml/, https://www.loc.gov/marc/specifications/specrecstruc.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.marc.authority import NOT_IN_AUTHORITIES, authority
from lod_archive.publish.profiles.marc.bibliographic import NOT_IN_BIBLIOGRAPHIC, bibliographic
from lod_archive.publish.profiles.marc.names import KINDS, is_named
from lod_archive.publish.profiles.output import Output
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import RDF

if TYPE_CHECKING:
    from pymarc import Field, Record

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.output import WriteRecord
    from lod_archive.publish.profiles.view import View

_MARKUP: Final = re.compile("[&<>]").search
MARCXML: Final = "http://www.loc.gov/MARC21/slim"
_MOST_OF_FIELD: Final = 9_999
_MOST_OF_RECORD: Final = 99_999
"""What the lengths in directory and leader can say, in bytes."""


def record(view: View, iri: str, losses: Losses) -> Record:
    """One record, of the kind that its class asks for.

    :raises PublicationError: if it has no name that can be seen, or another name has nothing in it.
    """
    if not is_named(view, iri):
        raise PublicationError(
            "has no name for field 245 or 1XX", hint="give the record a name (name, prefLabel)"
        )
    is_name = is_authority(view, iri)
    node = view.nodes[iri]
    for name in node.keys() & (NOT_IN_AUTHORITIES if is_name else NOT_IN_BIBLIOGRAPHIC):
        for _ in node[name]:
            losses.add(name, iri)
    return (authority if is_name else bibliographic)(view, iri, losses)


def is_authority(view: View, iri: str) -> bool:
    """Whether a record is described as an authority; else it is a bibliographic one."""
    return any(each in KINDS for each in view.iris(iri, RDF.type))


def xml_record(view: View, iri: str, losses: Losses) -> bytes:
    """One record as a ``record`` element of MARCXML with its own namespace: for OAI-PMH too."""
    return marcxml(record(view, iri, losses))


def marcxml(record: Record) -> bytes:
    """The element, on a line of its own, in UTF-8."""
    fields = "".join(map(_element, record.fields))
    leader = str(record.leader)
    text = f'<record xmlns="{MARCXML}"><leader>{leader}</leader>{fields}</record>\n'
    return text.encode()


def _element(field: Field) -> str:
    if field.control_field:
        return f'<controlfield tag="{field.tag}">{escape(field.data or "")}</controlfield>'
    subfields = "".join(
        [
            f'<subfield code="{code}">{escape(value) if _MARKUP(value) else value}</subfield>'
            for code, value in field.subfields
        ]
    )
    first, second = field.indicators or "  "
    return f'<datafield tag="{field.tag}" ind1="{first}" ind2="{second}">{subfields}</datafield>'


def mrc_record(view: View, iri: str, losses: Losses) -> bytes:
    """One record as ISO 2709.

    :raises PublicationError: if a field, or all of it, is longer than its directory can say.
    """
    made = record(view, iri, losses)
    for field in made.fields:
        length = len(field.as_marc("utf-8"))
        if length > _MOST_OF_FIELD:
            raise PublicationError(
                f"field {field.tag} is {length:,} bytes long; ISO 2709 holds {_MOST_OF_FIELD:,}",
                hint="shorten the text, or export MARCXML, which has no such limit: --format xml",
            )
    content: bytes = made.as_marc()
    if len(content) > _MOST_OF_RECORD:
        raise PublicationError(
            f"is {len(content):,} bytes long; ISO 2709 holds {_MOST_OF_RECORD:,}",
            hint="split the record, or export MARCXML, which has no such limit: --format xml",
        )
    return content


def _only(write: WriteRecord, *, authorities: bool) -> WriteRecord:
    def write_one(view: View, iri: str, losses: Losses) -> bytes | None:
        return write(view, iri, losses) if is_authority(view, iri) is authorities else None

    return write_one


def _xml(name: str, extension: str, write: WriteRecord, *, is_harvested: bool = False) -> Output:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{MARCXML}">\n'
    form = Format(name, "application/marcxml+xml", extension)
    tail = b"</collection>\n"
    return Output(form, write, head=head.encode(), tail=tail, is_harvested=is_harvested)


def _mrc(name: str, extension: str, write: WriteRecord) -> Output:
    return Output(Format(name, "application/marc", extension), write, judged_as="xml")


OUTPUTS: Final = (
    _xml("MARCXML", "xml", xml_record, is_harvested=True),
    _mrc("MARC 21 in ISO 2709", "mrc", mrc_record),
    _xml("MARCXML, bibliographic", "bibliographic.xml", _only(xml_record, authorities=False)),
    _mrc("ISO 2709, bibliographic", "bibliographic.mrc", _only(mrc_record, authorities=False)),
    _xml("MARCXML, authorities", "authority.xml", _only(xml_record, authorities=True)),
    _mrc("ISO 2709, authorities", "authority.mrc", _only(mrc_record, authorities=True)),
)
