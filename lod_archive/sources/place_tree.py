"""Where a value or a key stands in a document, kept small."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from lod_archive.sources.events import Event, Kind, Place
from lod_archive.sources.file_problems import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lod_archive.sources.content import Step

_OTHER: Final = 0
_NODES: Final = {Kind.MAPPING: 1, Kind.LIST: 2}


class PlaceTree:
    """The places of all keys and values of one document.

    A tree in flat arrays in the order of the text, 17 bytes for a value where objects would
    take hundreds. In a mapping, key and value alternate. A document that breaks off has the
    places before the break.

    >>> from lod_archive.sources.json_events import json_events
    >>> from lod_archive.sources.file_problems import FileProblems
    >>> places = PlaceTree(json_events('{"a": [1, 22]}', FileProblems("x.json")))
    >>> places.find(["a", 1]), places.find(["a"], key=True)
    (Place(line=1, column=11), Place(line=1, column=2))
    >>> places.find(["a", 7, "b"])
    Place(line=1, column=7)
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._kinds = bytearray()
        self._lines, self._columns = array("I"), array("I")
        self._ends = array("I")
        """For each node the number of the first node after it and all that is inside it."""
        self._texts = array("I")
        """For each node the number of its text, which matters where it is a key."""
        self._numbers: dict[str, int] = {}
        self._targets: dict[int, int] = {}
        """From a YAML alias to the node that it repeats."""
        self._build(events)

    def find(self, path: Sequence[Step], *, key: bool = False, root: int = 0) -> Place | None:
        """The place of the value at a path, or of its key; else of the nearest thing around it.

        None only if the document is empty.
        """
        if not self._lines:
            return None
        node = found = root
        for step in path:
            child = self._child(self._targets.get(node, node), step)
            if child is None:
                return self._place(node)
            found, node = child
        return self._place(found if key else node)

    def record(self, index: int) -> int:
        """The node of a file's record: in the list, in the ``@graph``, or the whole document;
        the whole document, too, for a negative index.
        """
        if not self._lines or index < 0:
            return 0
        graph = self._child(0, "@graph")
        root = graph[1] if graph is not None else 0
        item = self._child(root, index)
        return item[1] if item is not None else root

    def _build(self, events: Iterable[Event]) -> None:
        unclosed: list[int] = []
        anchors: dict[str, int] = {}
        try:
            for event in events:
                if event.kind is Kind.END:
                    self._ends[unclosed.pop()] = len(self._lines)
                    continue
                node = self._add(event)
                if event.anchor is not None:
                    anchors[event.anchor] = node
                if event.kind in _NODES:
                    unclosed.append(node)
                elif event.kind is Kind.ALIAS and event.text in anchors:
                    self._targets[node] = anchors[event.text]
        except Unreadable:
            pass
        for node in unclosed:
            self._ends[node] = len(self._lines)

    def _add(self, event: Event) -> int:
        node = len(self._lines)
        self._kinds.append(_NODES.get(event.kind, _OTHER))
        self._lines.append(event.line)
        self._columns.append(event.column)
        self._ends.append(node + 1)
        self._texts.append(self._numbers.setdefault(event.text, len(self._numbers)))
        return node

    def _place(self, node: int) -> Place:
        return Place(self._lines[node], self._columns[node])

    def _child(self, node: int, step: Step) -> tuple[int, int] | None:
        """The nodes of a child's key and value; for a list both are the item's."""
        kind = self._kinds[node]
        siblings = self._inside(node)
        if isinstance(step, int):
            items = enumerate(siblings) if kind == _NODES[Kind.LIST] else ()
            return next(((item, item) for index, item in items if index == step), None)
        number = self._numbers.get(step)
        pairs = zip(siblings, siblings, strict=False) if kind == _NODES[Kind.MAPPING] else ()
        return next((pair for pair in pairs if self._texts[pair[0]] == number), None)

    def _inside(self, node: int) -> Iterator[int]:
        child, end = node + 1, self._ends[node]
        while child < end:
            yield child
            child = self._ends[child]
