"""YAML text → events, by the rules of `YAML 1.2 <https://yaml.org/spec/1.2.2/>`_'s core schema,
except that numbers stay text: what a value is, its key says.

libyaml parses where PyYAML was built with it, PyYAML's own parser elsewhere; both follow
YAML 1.1 in syntax, hence the check of characters before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from lod_archive.sources.characters import check_publishable, check_yaml_characters
from lod_archive.sources.events import Event, Kind, Place
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.yaml_problems import Finding, explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.sources.content import Json

YamlLoader: TypeAlias = "yaml.SafeLoader | yaml.CSafeLoader"
PYTHON: Final[type[YamlLoader]] = yaml.SafeLoader
"""PyYAML's own parser: slow, present everywhere."""
FASTEST: Final[type[YamlLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml, where PyYAML was built with it."""

_CORE: Final[dict[str, Json]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
"""`§10.3.2 <https://yaml.org/spec/1.2.2/#1032-tag-resolution>`_ without its numbers."""

_TAG: Final = "tag:yaml.org,2002:"
_HARMLESS_TAGS: Final = {
    yaml.ScalarEvent: ("!", _TAG + "str"),
    yaml.SequenceStartEvent: ("!", _TAG + "seq"),
    yaml.MappingStartEvent: ("!", _TAG + "map"),
}


def yaml_events(
    text: str, problems: FileProblems, *, loader: type[YamlLoader] = FASTEST
) -> Iterator[Event]:
    """The events of the one document in a YAML text; none if it is empty.

    Tags and unpublishable characters are noted among the problems, and reading goes on.

    :raises Unreadable: if the text is not YAML, or has a second document.
    """
    check_yaml_characters(text, problems)
    documents = 0
    try:
        for parsed in yaml.parse(text, Loader=loader):
            if isinstance(parsed, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _second_document(parsed, problems)
            event = _event(parsed, problems)
            if event is not None:
                yield event
    except yaml.YAMLError as error:
        explain(_finding(error), text, problems)
    except (ValueError, OverflowError) as error:  # PyYAML's own parser, on absurd escapes
        problems.add(f"this is not YAML: {error}", hint="look for a wrong \\U escape or %YAML")
    else:
        return
    raise Unreadable


def _event(parsed: yaml.Event, problems: FileProblems) -> Event | None:
    at = _place(parsed)
    if isinstance(parsed, yaml.ScalarEvent):
        return _scalar(parsed, at, problems)
    if isinstance(parsed, yaml.CollectionEndEvent):
        return Event(Kind.END, *at)
    if isinstance(parsed, yaml.AliasEvent):
        return Event(Kind.ALIAS, *at, parsed.anchor or "")
    if isinstance(parsed, yaml.CollectionStartEvent):
        if parsed.tag is not None:
            _check_tag(parsed, parsed.tag, at, problems)
        kind = Kind.MAPPING if isinstance(parsed, yaml.MappingStartEvent) else Kind.LIST
        return Event(kind, *at, anchor=parsed.anchor)
    return None


def _place(parsed: yaml.Event) -> Place:
    mark = parsed.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _scalar(parsed: yaml.ScalarEvent, at: Place, problems: FileProblems) -> Event:
    text: str = parsed.value
    is_plain = not parsed.style and parsed.tag is None
    if parsed.tag is not None:
        _check_tag(parsed, parsed.tag, at, problems)
    if parsed.style == '"':  # the only style with escapes
        check_publishable(text, *at, problems)
    value = _CORE.get(text, text) if is_plain else text
    return Event(Kind.SCALAR, *at, text, value, is_plain, parsed.anchor)


def _check_tag(parsed: yaml.NodeEvent, tag: str, at: Place, problems: FileProblems) -> None:
    if tag in _HARMLESS_TAGS[type(parsed)]:
        return
    problems.add(
        f"the tag {tag.replace(_TAG, '!!')} is not understood",
        *at,
        hint="delete the tag: what a value is, its key says; quotes make it text",
        spec="https://yaml.org/spec/1.2.2/#691-node-tags",
    )


def _second_document(parsed: yaml.DocumentStartEvent, problems: FileProblems) -> None:
    problems.add(
        "a second document begins here; a file has one",
        *_place(parsed),
        hint="make the file one list, each record beginning with “- ”, or use several files",
        spec="https://yaml.org/spec/1.2.2/#91-documents",
    )
    raise Unreadable


def _finding(error: yaml.YAMLError) -> Finding:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Finding("", Place(1, 1), str(error), Place(1, 1))
    at = error.problem_mark or error.context_mark
    start = error.context_mark or at
    return Finding(
        error.context or "",
        Place(start.line + 1, start.column + 1) if start else Place(1, 1),
        error.problem or "",
        Place(at.line + 1, at.column + 1) if at else Place(1, 1),
    )
