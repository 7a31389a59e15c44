"""Events → the data of one document, with the line where each of its records begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lod_archive.errors import did_you_mean
from lod_archive.sources.content import MAX_ALIASED, MAX_DEPTH, Json
from lod_archive.sources.events import Event, Kind
from lod_archive.sources.file_problems import FileProblems, Unreadable

_YAML: Final = "https://yaml.org/spec/1.2.2/#"
UNIQUE_IN_YAML: Final = _YAML + "3213-node-comparison"
UNIQUE_IN_JSON: Final = "https://www.rfc-editor.org/rfc/rfc8259#section-4"

_FEW_ANCHORS: Final = 100
"""Up to how many anchors are compared with the name of an alias that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML or JSON file holds."""

    value: Json
    line: int
    """Where the value begins."""
    item_lines: tuple[int, ...] = ()
    """Where each record begins, if the value is a list, or a mapping whose ``@graph`` is one."""


@dataclass(slots=True)
class _Open:
    """A mapping or a list whose end has not been read."""

    event: Event
    mapping: dict[str, Json] | None
    items: list[Json]
    is_key: bool
    key: str | None = None
    """The key whose value comes next; None where a key comes next."""
    keys: dict[str, Event] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)

    @property
    def value(self) -> Json:
        return self.items if self.mapping is None else self.mapping


class DocumentBuilder:
    """Takes events one by one; :attr:`document` is there when the last has come.

    :param unique_keys: where the format's specification says that keys are unique.

    Repeated keys, keys that are no text, merge keys, and aliases that lead nowhere are noted
    among the problems, and building goes on. It is not recursive.
    """

    def __init__(self, problems: FileProblems, *, unique_keys: str = UNIQUE_IN_YAML) -> None:
        self.document: Document | None = None
        self._problems = problems
        self._unique_keys = unique_keys
        self._stack: list[_Open] = []
        self._anchors: dict[str, Json] = {}
        self._aliased = 0
        self._item_lines: tuple[int, ...] = ()

    def feed(self, event: Event) -> None:
        """Take the next event.

        :raises Unreadable: if nesting is too deep or aliases multiply without end.
        """
        kind = event.kind
        if kind is Kind.END:
            self._close()
            return
        parent = self._stack[-1] if self._stack else None
        is_key = parent is not None and parent.mapping is not None and parent.key is None
        if parent is not None and parent.mapping is None and len(self._stack) <= 2:
            parent.lines.append(event.line)
        if kind is Kind.SCALAR:
            if event.anchor is not None:
                self._anchors[event.anchor] = event.text if is_key else event.value
            if is_key:
                self._key(event)
            else:
                self._attach(event.value, event)
        elif kind is Kind.ALIAS:
            self._alias(event, is_key)
        else:
            self._open(event, is_key)

    def _open(self, event: Event, is_key: bool) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._problems.add(
                f"more than {MAX_DEPTH} mappings and lists stand inside one another",
                event.line,
                event.column,
                hint="give the inner things records of their own, and refer to them by id",
            )
            raise Unreadable
        if is_key:
            self._problems.add(
                "a key must be text, not a mapping or a list",
                event.line,
                event.column,
                hint="put a text that begins with { or [ in quotes",
                spec=_YAML + "822-block-mappings",
            )
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
        mapping: dict[str, Json] | None = {} if event.kind is Kind.MAPPING else None
        self._stack.append(_Open(event, mapping, [], is_key))

    def _close(self) -> None:
        closed = self._stack.pop()
        parent = self._stack[-1] if self._stack else None
        if closed.event.anchor is not None:
            self._anchors[closed.event.anchor] = closed.value
        if parent is not None and closed.is_key:
            parent.key = "?"
            return
        is_graph = len(self._stack) == 1 and parent is not None and parent.key == "@graph"
        if closed.mapping is None and (parent is None or is_graph):
            self._item_lines = tuple(closed.lines)
        self._attach(closed.value, closed.event)

    def _attach(self, value: Json, event: Event) -> None:
        if not self._stack:
            self.document = Document(value, event.line, self._item_lines)
            return
        parent = self._stack[-1]
        if parent.mapping is None:
            parent.items.append(value)
        elif parent.key is not None:
            parent.mapping[parent.key] = value
            parent.key = None

    def _key(self, event: Event) -> None:
        parent = self._stack[-1]
        key = parent.key = event.text
        first = parent.keys.setdefault(key, event)
        if first is not event:
            self._problems.add(
                f"the key “{key}” is here a second time, after line {first.line}, "
                f"column {first.column}",
                event.line,
                event.column,
                hint=f"write “{key}” once; several values make a list",
                spec=self._unique_keys,
            )
        if event.is_plain and key == "<<":
            self._problems.add(
                "merge keys (<<) are not part of YAML 1.2",
                event.line,
                event.column,
                hint="write out the keys that it stands for",
                spec=_YAML + "1032-tag-resolution",
            )
        elif event.is_plain and not key:
            self._problems.add(
                "a value has no key",
                event.line,
                event.column,
                hint="write the key before the colon; put a text that begins with “:” in quotes",
                spec=_YAML + "822-block-mappings",
            )

    def _alias(self, event: Event, is_key: bool) -> None:
        value: Json = None
        if event.text in self._anchors:
            value = self._copy(self._anchors[event.text], len(self._stack), event)
        elif any(frame.event.anchor == event.text for frame in self._stack):
            self._bad_alias(event, f"*{event.text} stands inside the very thing it repeats")
        else:
            self._bad_alias(event, f"*{event.text} repeats something that is not above it")
        if not is_key:
            self._attach(value, event)
        elif isinstance(value, str):
            self._key(event._replace(text=value))
        else:
            self._key(event)
            self._bad_alias(event, "a key must be text")

    def _bad_alias(self, event: Event, message: str) -> None:
        is_cheap = not self._problems.is_full and len(self._anchors) <= _FEW_ANCHORS
        self._problems.add(
            message,
            event.line,
            event.column,
            hint=(did_you_mean(event.text, self._anchors) if is_cheap else None)
            or f"mark a thing above with &{event.text}, or write out what is meant",
            spec=_YAML + "71-alias-nodes",
        )

    def _copy(self, value: Json, depth: int, alias: Event) -> Json:
        """A copy for an alias: two records never share a part. Depth bounds the recursion."""
        self._aliased += 1
        depth += isinstance(value, dict | list)
        if self._aliased > MAX_ALIASED or depth > MAX_DEPTH:
            self._problems.add(
                f"*{alias.text} repeats too much: aliases inside aliases multiply",
                alias.line,
                alias.column,
                hint="give what is repeated a record of its own, and refer to it by id",
                spec=_YAML + "71-alias-nodes",
            )
            raise Unreadable
        if isinstance(value, dict):
            return {key: self._copy(item, depth, alias) for key, item in value.items()}
        if isinstance(value, list):
            return [self._copy(item, depth, alias) for item in value]
        return value
