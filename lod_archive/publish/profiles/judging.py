"""What is written of a record, judged by the schema that lies beside the profile's view.

``schema.xsd`` judges what is written in XML, ``schema.json`` what is written in JSON. Each says in
our own words what we write, and is narrower than the official schema, by which tests judge it.
https://www.w3.org/TR/xmlschema-1/, https://json-schema.org/draft-07
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import fastjsonschema
from lxml import etree

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.losses import Losses
from lod_archive.publish.profiles.verdicts import of_json, of_xml, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lod_archive.publish.profiles.output import Output, RecordWriter
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.publish.profiles.view import View
    from lod_archive.query import Source
    from lod_archive.vocab.formats import Format

Judge: TypeAlias = Callable[[bytes], str | None]
"""Says what is wrong with the bytes of a record; None if nothing is."""
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
"""Shared, for to make one takes as long as to read a record; threads wait for each other."""
_HINT: Final = (
    "correct what the record says there; if it does not say it, lod_archive writes it wrongly: "
    "report that"
)


def judge_of(folder: Path, written: Format) -> Judge | None:
    """The judge of what is written in a format; None if the folder has no schema for it.

    >>> from lod_archive.publish.profiles import find_profile
    >>> citations = find_profile("csl")
    >>> judge = judge_of(citations.folder, citations.output("json").format)
    >>> judge(b'[]')
    'it is [], but must be an object'
    """
    for ending, (name, make) in _KINDS.items():
        path = folder / name
        if written.media_type.endswith(ending) and path.is_file():
            return make(path)
    return None


def writers_of(
    profile: Profile, outputs: Sequence[Output], source: Source | None
) -> list[RecordWriter | None]:
    """What writes each of these forms, and refuses what breaks the profile's schema.

    A form without a schema is judged by another that is made of the same (``judged_as``), unless
    that is one of these and so judged anyway. What both write alike is written once.

    :param source: what is exported; only forms that have ``begin`` need it.
    """
    written = {output.extension for output in outputs}
    return [_writer(profile, output, source, written) for output in outputs]


def _writer(
    profile: Profile, output: Output, source: Source | None, written: set[str]
) -> RecordWriter | None:
    writer, other = output.writer(source), None
    if writer is None or output.judged_as in written:
        return writer
    judged = output if output.judged_as is None else profile.output(output.judged_as)
    if judged.record is not output.record:
        other = judged.writer(source)
    judge = judge_of(profile.folder, judged.format)
    return writer if judge is None else _Judged(writer, judge, judged.format.name, other)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Writes records, and refuses those that break the schema.

    :param form: the name of what is judged.
    :param other: what writes that, if it is not what ``writer`` writes.
    """

    writer: RecordWriter
    judge: Judge
    form: str
    other: RecordWriter | None

    def record(self, view: View, iri: str, losses: Losses) -> bytes | None:
        made = judged = self.writer.record(view, iri, losses)
        if made is not None and self.other is not None:
            judged = self.other.record(view, iri, Losses())
        wrong = None if judged is None else self.judge(judged)
        if wrong is not None:
            message = f"would be written as {self.form} that breaks its schema: {wrong}"
            raise PublicationError(message, hint=_HINT)
        return made

    def last(self) -> Iterable[bytes]:
        return self.writer.last()


@cache
def _by_xsd(path: Path) -> Judge:
    schema = etree.XMLSchema(file=str(path))

    def judge(content: bytes) -> str | None:
        try:
            root = etree.fromstring(content, _PARSER)
            if not schema.validate(root):
                etree.XMLSchema(file=str(path)).assertValid(root)  # threads share what one notes
        except etree.DocumentInvalid as error:
            return of_xml(str(error))
        except (etree.LxmlError, UnicodeDecodeError) as error:
            return f"the XML is not readable: {shortened(str(error))}"
        return None

    return judge


@cache
def _by_json(path: Path) -> Judge:
    check = fastjsonschema.compile(json.loads(path.read_bytes()), use_default=False)

    def judge(content: bytes) -> str | None:
        try:
            check(json.loads(content, parse_constant=_no_number), name_prefix="it")
        except fastjsonschema.JsonSchemaValueException as error:
            return of_json(error)
        except ValueError as error:  # of syntax, of bytes, of numbers
            return f"the JSON is not readable: {shortened(str(error))}"
        return None

    return judge


def _no_number(constant: str) -> None:
    """Refuse what Python alone takes for a number of JSON.

    :raises ValueError: always.
    """
    raise ValueError(f"{constant} is no number")


_KINDS: Final = {"xml": ("schema.xsd", _by_xsd), "json": ("schema.json", _by_json)}
"""How media types end → the name of the schema, and what makes a judge of it."""
