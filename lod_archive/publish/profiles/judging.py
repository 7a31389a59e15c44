"""What is written of a record, judged by the schema that lies beside the profile's view.

``schema.xsd`` judges what is written in XML, ``schema.json`` what is written in JSON. Each says in
our own words what we write, and is narrower than the official schema, by which tests judge it.
https://www.w3.org/TR/xmlschema-1/, https://json-schema.org/draft-07
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import fastjsonschema
from lxml import etree

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.losses import Losses

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
_NOT_FOR_PEOPLE: Final = re.compile(r"\{[^{}\s]*\}|\[facet '\w+'\] |\.?(, line \d+)?$")
_MOST: Final = 200
"""How many characters of a value are shown."""
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
    'it must be object'
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
        except etree.XMLSyntaxError as error:
            return f"no XML: {error.msg}"
        except etree.DocumentInvalid as error:
            return _in_words(str(error))
        return None

    return judge


def _in_words(message: str) -> str:
    """What libxml2 says, for people: without namespaces, facets and lines of what is written.

    >>> _in_words("Element '{http://a.example/}a': [facet 'minLength'] It is too short., line 1")
    "element 'a': It is too short"
    """
    text = _NOT_FOR_PEOPLE.sub("", message)
    return text[:1].lower() + text[1:]


@cache
def _by_json(path: Path) -> Judge:
    check = fastjsonschema.compile(json.loads(path.read_bytes()), use_default=False)

    def judge(content: bytes) -> str | None:
        try:
            check(json.loads(content), name_prefix="it")
        except json.JSONDecodeError as error:
            return f"no JSON: {error.msg}"
        except fastjsonschema.JsonSchemaValueException as error:
            is_whole = isinstance(error.value, dict | list)
            value = "" if is_whole else f", and is {json.dumps(error.value, ensure_ascii=False)}"
            return f"{error.message}{value[:_MOST]}"
        return None

    return judge


_KINDS: Final = {"xml": ("schema.xsd", _by_xsd), "json": ("schema.json", _by_json)}
"""How media types end → the name of the schema, and what makes a judge of it."""
