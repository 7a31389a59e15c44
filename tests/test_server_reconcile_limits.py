"""What the reconciliation service lends to strangers, and what it says where it fails itself."""

from __future__ import annotations

import asyncio
import difflib
import json
import logging
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from lod_archive.errors import PublicationError
from lod_archive.graph.context import Context
from lod_archive.matching import Entity, MatchingIndex, Name
from lod_archive.pipeline import Archive
from lod_archive.publish import open_publication
from lod_archive.publish.publication import MATCHING
from lod_archive.query.governor import Broken, Busy, Governor, Limited, Limits, Mistake, Outcome
from lod_archive.server.current import Current
from lod_archive.server.questions import answering
from lod_archive.server.reconcile import candidates, parameters, service
from lod_archive.server.reconcile.terms import Terms
from lod_archive.server.reconcile.values import Cells
from lod_archive.server.reconcile.work import Full, Work
from tests.reconciling import FORM, HOST, PIT, Pit, sent, serving_pit

if TYPE_CHECKING:
    from collections.abc import Iterator

STAKE = {"q0": {"query": "Иван Петров"}}
COLUMN = {"ids": ["person/petrov"], "properties": [{"id": "birthPlace"}]}
NEVER_ASKED = {"path": "properties", "type": "Person"}
"""What is known is not asked of the store again: another test must not ask for it."""
BASE = "https://example.org/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of the pit."""
    folder = tmp_path_factory.mktemp("pit") / "dist"
    Archive.open(PIT).build(folder)
    return folder


@pytest.fixture(scope="module")
def pit(root: Path) -> Iterator[Pit]:
    with serving_pit(root) as served:
        yield served


@pytest.fixture
def broken(root: Path, tmp_path: Path) -> Path:
    """The publication, with an index of names that cannot be read."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for path in root.iterdir():
        if path.name != MATCHING:
            (folder / path.name).symlink_to(path)
    (folder / MATCHING).write_bytes(b"no index")
    return folder


def test_clients_that_announce_much_and_send_nothing_take_no_room(pit: Pit) -> None:
    headers = {**FORM, **HOST, "Content-Length": str(1 << 22)}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/reconcile",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def silence() -> dict[str, Any]:
        return await asyncio.Future()

    async def nobody(_: dict[str, Any]) -> None:
        raise AssertionError

    async def asked_beside() -> int:
        silent = [
            asyncio.ensure_future(pit.application(scope, silence, nobody)) for _ in range(1000)
        ]
        await asyncio.sleep(0)
        answer = await sent(pit.application, method="POST", queries=STAKE)
        for each in silent:
            each.cancel()
        await asyncio.gather(*silent, return_exceptions=True)
        return answer.status

    assert pit.run(asked_beside()) == 200


def test_no_more_is_held_in_memory_than_there_is_room_for() -> None:
    work = Work()
    with work.holding() as first:
        first.add((1 << 26) - first.size - 5000)
        with work.holding() as second, pytest.raises(Full):
            second.add(5000)
        with work.holding() as third:
            third.add(800)
    with work.holding() as alone:
        alone.add(1 << 25)


@pytest.mark.parametrize(
    ("path", "request_", "read"),
    [
        ("", {"method": "POST", "queries": STAKE}, (parameters, "parse_qsl")),
        ("", {"method": "POST", "queries": STAKE}, (candidates, "read_queries")),
        ("", {"method": "POST", "extend": COLUMN}, (service, "read_extension")),
        ("flyout/entity", {"id": "person/petrov"}, (MatchingIndex, "entity")),
        ("preview", {"id": "person/petrov"}, (MatchingIndex, "entity")),
        ("suggest/entity", {"prefix": "Пет"}, (MatchingIndex, "suggest")),
    ],
)
def test_nobody_waits_for_what_others_have_sent_to_be_read(
    pit: Pit,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    request_: dict[str, Any],
    read: tuple[Any, str],
) -> None:
    threads: set[str] = set()
    reading: Callable[..., Any] = getattr(*read)

    def watched(*args: Any, **kwargs: Any) -> Any:
        threads.add(threading.current_thread().name.partition("_")[0])
        return reading(*args, **kwargs)

    monkeypatch.setattr(*read, watched)
    assert pit.ask(path, **request_).status == 200
    assert threads == {"reconcile"}


@pytest.mark.parametrize(
    "queries",
    [
        {"q": {"query": "x", "type": "Person" * 100}},
        {"q": {"query": "x", "properties": [{"pid": "name" * 100, "v": 1}]}},
        {"q": {"query": "x", "type" * 100: "Person"}},
    ],
)
def test_long_words_are_compared_with_nothing(
    pit: Pit, monkeypatch: pytest.MonkeyPatch, queries: dict[str, Any]
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(difflib, "get_close_matches", lambda word, *_, **__: compared.append(word))
    assert pit.ask(method="POST", queries=queries).status == 400
    assert compared == []


def test_a_batch_is_answered_in_the_time_of_one_request(
    pit: Pit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part of it takes ten seconds by the clock of the loop."""
    passed = [0.0]
    matching = MatchingIndex.match_all

    def slow(self: MatchingIndex, queries: Any) -> Any:
        passed[0] += 10
        return matching(self, queries)

    async def asked(many: int) -> int:
        loop = asyncio.get_running_loop()
        clock = loop.time
        monkeypatch.setattr(loop, "time", lambda: clock() + passed[0])
        batch = {f"q{number}": {"query": "Петров"} for number in range(many)}
        answer = await sent(pit.application, method="POST", queries=batch)
        monkeypatch.undo()
        return answer.status

    monkeypatch.setattr(MatchingIndex, "match_all", slow)
    assert pit.run(asked(1000)) == 503
    assert 0 < passed[0] < 100
    assert pit.ask(queries=STAKE).status == 200


@pytest.mark.parametrize(
    ("outcome", "request_", "status", "words"),
    [
        (Limited("size", 100), {"extend": COLUMN}, 413, "fewer ids"),
        (Limited("time", 30), NEVER_ASKED, 500, "cannot be answered"),
        (Broken("the store is damaged"), NEVER_ASKED, 500, "the log of the server"),
        (Mistake("unknown function"), NEVER_ASKED, 500, "the log of the server"),
        (Busy(7), NEVER_ASKED, 503, "too many others"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_fails_for_good_is_not_told_to_come_again(
    pit: Pit,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    outcome: Outcome,
    request_: dict[str, Any],
    status: int,
    words: str,
) -> None:
    assert pit.ask("suggest/property").status == 200

    async def ended(*_: object) -> Outcome:
        return outcome

    monkeypatch.setattr(Governor, "ask", ended)
    with caplog.at_level(logging.WARNING):
        answer = pit.ask(**request_)
    said = json.loads(answer.body)
    assert (answer.status, said["status"]) == (status, "error")
    assert words in f"{said['message']} {said.get('hint')}"
    assert answer.headers.get("retry-after") == ("7" if status == 503 else None)
    assert bool(caplog.messages) == (status != 503)


def test_what_properties_there_are_is_asked_of_the_store_once(
    pit: Pit, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [pit.ask(path, type="Place").body for path in ("suggest/property", "properties")]

    async def nobody(*_: object) -> Outcome:
        raise AssertionError

    monkeypatch.setattr(Governor, "ask", nobody)
    again = [pit.ask(path, type="Place").body for path in ("suggest/property", "properties")]
    assert again == first


def test_limits_of_strangers_are_not_those_of_the_service(root: Path) -> None:
    async def asked_once() -> list[int]:
        mounted = answering(open_publication(root), Limits(rows=1, size=100, seconds=0.001))
        try:
            application = mounted.applications["reconcile"]
            answers = [await sent(application), await sent(application, extend=COLUMN)]
        finally:
            await mounted.close()
        return [answer.status for answer in answers]

    assert asyncio.run(asked_once()) == [200, 200]


class Counted:
    """An index that counts how often it is asked about an entity."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def entity(self, iri: str) -> Entity:
        self.asked[iri] += 1
        return Entity(iri, (Name(iri),), ("https://schema.org/Place",))


def cells(pairs: list[tuple[int, int]], index: Any) -> Cells:
    """Cells of people with places, by the numbers of both."""
    nothing = dict.fromkeys(("amount", "latitude", "longitude"))
    rows = [
        {
            "thing": ox.NamedNode(f"{BASE}person/{person}"),
            "property": ox.NamedNode(f"{BASE}in"),
            "rank": ox.Literal("best"),
            "value": ox.NamedNode(f"{BASE}place/{place}"),
            **nothing,
        }
        for person, place in pairs
    ]
    return Cells(rows, index, Terms(Context.of({}, base=BASE, language="en")), "en")


def test_what_many_have_in_common_is_looked_up_once() -> None:
    index = Counted()
    table = cells([(person, person % 2) for person in range(100)], index)
    column = f"{BASE}in", "best"
    assert table.type_of(column) == "https://schema.org/Place"
    for person in range(100):
        [cell] = table.of(f"{BASE}person/{person}", column, 0, "")
        assert cell["id"] == f"place/{person % 2}"
    assert index.asked == {f"{BASE}place/0": 1, f"{BASE}place/1": 1}


def test_no_more_values_are_made_than_are_wanted() -> None:
    index = Counted()
    table = cells([(1, place) for place in range(100)], index)
    assert len(table.of(f"{BASE}person/1", (f"{BASE}in", "best"), 3, "")) == 3
    assert len(index.asked) == 3


def opened_files() -> set[str]:
    """What this process has open by name."""
    found = set()
    for descriptor in Path("/dev/fd").iterdir():
        try:
            found.add(str(descriptor.readlink()))
        except FileNotFoundError:  # it was that of the folder itself
            continue
    return found


def test_nothing_stays_open_of_a_publication_that_cannot_be_opened(
    broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    before = opened_files()

    with pytest.raises(PublicationError, match="cannot read the index"):
        Current(broken, "", lambda publication: answering(publication, Limits()))
    assert opened_files() <= before
    assert [*(tmp_path / "temporary").iterdir()] == []
