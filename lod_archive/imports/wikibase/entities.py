"""Entities in a file: a dump, JSON Lines, or what a wiki answers for one entity.

A dump is an array with an entity on each line; ``Special:EntityData`` answers an object
``{"entities": {"Q1": …}}``. Line by line takes the memory of one entity; a document that is laid
out over several lines has to be read at once.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, TypeAlias, cast

from lod_archive.errors import Location, SourceError, unreadable

Json: TypeAlias = dict[str, Any]
SPEC: Final = "https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html"
_LONGEST: Final = 1 << 26
"""The bytes that a line, or a document of several lines, can have."""
_KINDS: Final = ("item", "property")
_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half of a character, if the other is not with it."""
_GZIP: Final = b"\x1f\x8b"


def read_entities(path: Path, name: str) -> Iterator[tuple[int, Json]]:
    """The entities of a file, each with its line.

    Lexemes and other kinds are passed over; what has no id is not there.

    :param name: what errors call the file.
    :raises SourceError: with its place, if it cannot be read, or holds no entities.
    """
    try:
        with _opened(path) as file:
            found = False
            for line, entity in _entities(file, name):
                found = True
                yield line, entity
    except OSError as error:
        raise SourceError(unreadable(error), at=Location(name)) from None
    except EOFError:
        raise SourceError("the file ends too early", at=Location(name)) from None
    except zlib.error:
        hint = "get it again: what gzip packed is damaged"
        raise SourceError("cannot unpack it", at=Location(name), hint=hint) from None
    if not found:
        hint = "give a dump, JSON Lines, or what Special:EntityData answers"
        raise SourceError("there are no entities in it", at=Location(name), hint=hint, spec=SPEC)


@contextmanager
def as_written_by_wikibase(entity: Json, name: str, line: int) -> Iterator[None]:
    """Tell of an entity that lacks what all entities have, and where it stands.

    :raises SourceError: if reading it fails within the context.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        hint = "its statements must have mainsnak, datavalue and so on, as the specification says"
        message = f"{entity['id']} is not as Wikibase writes entities: {error!r}"
        raise SourceError(message, at=Location(name, line), hint=hint, spec=SPEC) from None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(len(_GZIP)) == _GZIP
    return cast("IO[bytes]", gzip.open(path)) if is_packed else path.open("rb")


def _entities(file: IO[bytes], name: str) -> Iterator[tuple[int, Json]]:
    before: bytearray | None = bytearray()
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST + 1), b""), 1):
        if len(line) + len(before or b"") > _LONGEST:
            raise _too_long(name, number)
        written = _of_line(line)
        if not written:
            if before is not None:
                before += line
            continue
        try:
            value = json.loads(written)
        except RecursionError:
            raise SourceError("nested too deeply", at=Location(name, number)) from None
        except ValueError:
            if before is None or not _is_begun(written):
                raise _not_json(written, name, number) from None
            value = _whole(bytes(before) + line + file.read(_LONGEST), name)
        before = None
        if _HALF.search(written):
            _check_characters(value, name, number)
        yield from ((number, each) for each in _among(value, name, number))


def _of_line(line: bytes) -> bytes:
    """What a line holds, without the brackets and commas of the array that it is in."""
    written = line.strip().rstrip(b",")
    if written.startswith(b"[") and written.endswith(b"]"):
        return written
    written = written.removeprefix(b"[").strip()
    if written.endswith(b"}]"):
        written = written.removesuffix(b"]")
    return b"" if written == b"]" else written


def _is_begun(written: bytes) -> bool:
    """Whether a line may be the first of several that make up a document."""
    return written.startswith(b"{") and (written == b"{" or not written.endswith(b"}"))


def _whole(text: bytes, name: str) -> Any:
    """A file as one document."""
    if len(text) >= _LONGEST:
        raise _too_long(name, 1)
    try:
        value = json.loads(text)
    except RecursionError:
        raise SourceError("nested too deeply", at=Location(name)) from None
    except ValueError:
        raise _not_json(text, name, 1) from None
    if _HALF.search(text):
        _check_characters(value, name, None)
    return value


def _check_characters(value: Any, name: str, number: int | None) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = error.object[error.start].encode("ascii", "backslashreplace").decode()
        message = f"{half} is half of a character, which no text can hold"
        raise SourceError(message, at=Location(name, number), spec=SPEC) from None


def _too_long(name: str, number: int) -> SourceError:
    hint = "write an entity on each line, as the dumps of Wikidata do"
    message = f"more than {_LONGEST >> 20} MiB that are not divided into lines of entities"
    return SourceError(message, at=Location(name, number), hint=hint, spec=SPEC)


def _not_json(text: bytes, name: str, number: int) -> SourceError:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        at = Location(name, number + error.lineno - 1, error.colno)
        hint = "write an entity on each line, or one JSON document"
        return SourceError(f"not JSON: {error.msg}", at=at, hint=hint, spec=SPEC)
    except UnicodeDecodeError as error:
        return SourceError(unreadable(error), at=Location(name, number))
    except ValueError:
        message = "a number has more digits than can be read"
        hint = "write numbers of so many digits as text"
        return SourceError(message, at=Location(name, number), hint=hint, spec=SPEC)
    raise AssertionError


def _among(value: Any, name: str, number: int) -> Iterator[Json]:
    """The entities that a document holds."""
    if isinstance(value, list):
        for each in value:
            yield from _among(each, name, number)
        return
    if isinstance(value, dict) and isinstance(value.get("entities"), dict):
        yield from _among(list(value["entities"].values()), name, number)
        return
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        hint = "an entity is an object with type, id, labels and claims"
        raise SourceError("not an entity", at=Location(name, number), hint=hint, spec=SPEC)
    if value.get("type") in _KINDS:
        yield _repaired(value)


def _repaired(entity: Json) -> Json:
    """PHP writes an empty object as an empty array."""
    for key in ("labels", "descriptions", "aliases", "claims"):
        if not isinstance(entity.get(key), dict):
            entity[key] = {}
    return entity
