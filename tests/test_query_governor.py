"""Queries in processes that can be killed: every limit holds, and nobody else is disturbed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from contextlib import suppress
from ctypes.util import find_library
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from lod_archive.query import Prologue
from lod_archive.query.governor import (
    Answer,
    Broken,
    Busy,
    Governor,
    Limited,
    Limits,
    Mistake,
    Outcome,
    Question,
    Unwritable,
)
from lod_archive.query.governor.lanes import Costs, Full, Lane
from lod_archive.query.governor.process import reader_environment
from lod_archive.query.governor.spool import INLINE, Spool, TooLarge
from tests.asked_publications import BASE, publication_of
from tests.tools import miss

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

JSON, CSV, TSV, XML = (
    "application/sparql-results+json",
    "text/csv",
    "text/tab-separated-values",
    "application/sparql-results+xml",
)
DATA = "".join(f'<s{n}> <p> "a \\n }},{{ </result> {n}" .\n' for n in range(300))
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""300⁴ solutions: nobody has so much time."""
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
LIMITS = Limits(seconds=20, memory=1 << 27, rows=500, size=1_000_000, quick=2, slow=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("governed")
    publication_of(f"<g> {{ {DATA} }} <h> {{ <s> <q> <o> }}", folder)
    return folder / "store"


def governed(store: Path, work: Callable[[Governor], Awaitable[T]], limits: Limits = LIMITS) -> T:
    """What comes of some work with a governor."""

    async def done() -> T:
        governor = Governor(store, Prologue(BASE), limits)
        try:
            return await asyncio.wait_for(work(governor), 60)
        finally:
            await governor.close()

    return asyncio.run(done())


def outcome(store: Path, question: Question, limits: Limits = LIMITS) -> Outcome:
    return governed(store, lambda governor: governor.ask(question), limits)


def rows(sparql: str, media_type: str | None = JSON) -> Question:
    return Question(sparql, media_type, "text/turtle")


def body(answer: Outcome) -> bytes:
    assert isinstance(answer, Answer), answer
    if answer.file is None:
        return answer.body
    data = answer.file.read()
    answer.release()
    assert len(data) == answer.size
    return data


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("ASK { ?s <q> ?o }", b'{"head":{},"boolean":true}'),
        ("SELECT ?s { ?s <q> ?o }", b'"value":"https://example.org/s"'),
        ("SELECT ?s { :s ?s ?o }", b'"value":"https://example.org/q"'),
        ("CONSTRUCT { ?s <q> ?o } { ?s <q> ?o }", b":s :q :o"),
        ("DESCRIBE <s>", b":s :q :o"),
    ],
)
def test_every_form_of_query_is_answered(store: Path, sparql: str, expected: bytes) -> None:
    assert expected in body(outcome(store, rows(sparql)))


def test_large_answer_is_complete(store: Path) -> None:
    question = rows("SELECT * { ?s <p> ?o } ORDER BY ?o", CSV)
    data = body(outcome(store, question))
    small = body(outcome(store, rows("SELECT * { ?s <p> ?o } ORDER BY ?o LIMIT 10", CSV)))
    assert len(data) > 300 * 30
    assert data.startswith(small)


@pytest.mark.parametrize("media_type", [JSON, CSV, TSV, XML])
@pytest.mark.parametrize(("limit", "is_answered"), [(299, False), (300, True)])
def test_rows_are_counted_whatever_stands_in_them(
    store: Path, media_type: str, limit: int, is_answered: bool
) -> None:
    limits = Limits(rows=limit)
    found = outcome(store, rows("SELECT * { ?s <p> ?o }", media_type), limits)
    assert isinstance(found, Answer) == is_answered
    if not is_answered:
        assert found == Limited("rows", 299)


def test_triples_are_counted(store: Path) -> None:
    question = rows("CONSTRUCT WHERE { ?s <p> ?o }")
    assert outcome(store, question, Limits(rows=299)) == Limited("rows", 299)
    assert isinstance(outcome(store, question, Limits(rows=300)), Answer)


@pytest.mark.parametrize(
    ("sparql", "limits", "limit"),
    [
        (ENDLESS, Limits(seconds=0.5), "time"),
        (HUNGRY, Limits(seconds=50, memory=1 << 26), "memory"),
        ("SELECT * { ?s ?p ?o . ?t ?q ?r }", Limits(size=100_000), "size"),
        ("CONSTRUCT { ?s ?p ?r } { ?s ?p ?o . ?t ?q ?r }", Limits(size=100_000), "size"),
    ],
)
def test_limit_holds_and_is_named(store: Path, sparql: str, limits: Limits, limit: str) -> None:
    async def asked(governor: Governor) -> Outcome:
        found = await governor.ask(rows(sparql))
        assert body(await governor.ask(rows("ASK {}"))) == b'{"head":{},"boolean":true}'
        return found

    found = governed(store, asked, limits)
    assert isinstance(found, Limited)
    assert found.limit == limit


def test_memory_is_limited_with_the_allocator_of_the_system_too(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_PRELOAD", "")
    found = outcome(store, rows(HUNGRY), Limits(seconds=50, memory=1 << 26))
    assert isinstance(found, Limited)
    assert found.limit == "memory"


def test_readers_have_jemalloc_where_the_system_has_it(store: Path) -> None:
    if find_library("jemalloc") is None:
        miss("jemalloc", "sh scripts/debian libjemalloc2")

    async def maps(governor: Governor) -> list[str]:
        await governor.ask(rows("ASK {}"))
        return [Path(f"/proc/{n}/maps").read_text("ascii") for n in governor.pool.processes()]

    assert all("libjemalloc" in each for each in governed(store, maps))


def test_an_allocator_that_somebody_has_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_PRELOAD", "libmimalloc.so.2")
    assert reader_environment()["LD_PRELOAD"] == "libmimalloc.so.2"


@pytest.mark.parametrize(
    ("sparql", "message", "place"),
    [
        ("SELECT * {\n ?s ?p }", "not complete", (2, 9)),
        ("SELECT * { ?s shema:name ?o }", "did you mean “schema”?", (1, 15)),
        ("INSERT DATA { <a> <b> <c> }", "INSERT changes data", (1, 1)),
        ("SELECT * { SERVICE <http://a/> {} }", "asks another server", (1, 12)),
        ("SELECT * {\n SERVICE SILENT ?a {} }", "asks another server", (2, 2)),
        ("SELECT (<urn:f>(1) AS ?x) {}", "cannot be answered", (None, None)),
    ],
)
def test_mistake_is_explained(
    store: Path, sparql: str, message: str, place: tuple[int | None, int | None]
) -> None:
    found = outcome(store, rows(sparql))
    assert isinstance(found, Mistake)
    assert message in found.message
    assert (found.line, found.column) == place


def test_answer_that_nobody_can_read_is_not_written(store: Path) -> None:
    assert outcome(store, Question("ASK {}", None, "text/turtle")) == Unwritable()
    assert outcome(store, Question("DESCRIBE <s>", JSON, None)) == Unwritable()


@pytest.mark.parametrize(
    ("default", "named", "sparql", "is_found"),
    [
        ((), (), "ASK { ?s <p> ?o . ?t <q> ?r }", True),
        (("g",), (), "ASK { ?s <p> ?o }", True),
        (("g",), (), "ASK { ?s <q> ?o }", False),
        (("g", "h"), (), "ASK { ?s <p> ?o . ?t <q> ?r }", True),
        (("g",), (), "ASK { GRAPH <g> { ?s <p> ?o } }", False),
        ((), ("g",), "ASK { GRAPH <g> { ?s <p> ?o } }", True),
        ((), ("g",), "ASK { ?s <p> ?o }", False),
        (("h",), (), "ASK FROM <g> { ?s <p> ?o }", False),
        ((), (), "ASK FROM <g> { ?s <q> ?o }", False),
    ],
)
def test_graphs_of_the_protocol_are_asked_whatever_the_query_says(
    store: Path, default: tuple[str, ...], named: tuple[str, ...], sparql: str, is_found: bool
) -> None:
    graphs = [tuple(BASE + name for name in names) for names in (default, named)]
    found = body(outcome(store, Question(sparql, JSON, None, *graphs)))
    assert found.endswith(b'"boolean":%s}' % (b"true" if is_found else b"false"))


def test_quick_queries_are_answered_while_slow_ones_run(store: Path) -> None:
    async def asked(governor: Governor) -> int:
        slow = [
            asyncio.ensure_future(governor.ask(rows(f"{ENDLESS} # {n}"), "slow")) for n in range(6)
        ]
        answered = 0
        for n in range(30):
            answer = await governor.ask(rows(f"ASK {{ <s{n}> ?p ?o }}"), "quick")
            answered += isinstance(answer, Answer)
        assert not any(each.done() and isinstance(each.result(), Answer) for each in slow)
        assert governor.slow.inside == 1
        for each in slow:
            each.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        assert (governor.quick.inside, governor.slow.inside) == (0, 0)
        return answered

    assert governed(store, asked) == 30


def test_too_many_are_turned_away(store: Path) -> None:
    async def asked(governor: Governor) -> list[Outcome]:
        return await asyncio.gather(*(governor.ask(rows(f"{ENDLESS} # {n}")) for n in range(12)))

    limits = Limits(seconds=0.5, slice=0.05, quick=1, slow=1, waiting=2, patience=5)
    kinds = {type(each) for each in governed(store, asked, limits)}
    assert kinds == {Busy, Limited}


def test_query_is_given_up_with_its_task(store: Path) -> None:
    async def asked(governor: Governor) -> int:
        asking = asyncio.ensure_future(governor.ask(rows(ENDLESS)))
        while not governor.slow.inside:
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert governor.slow.inside == 0
        return governor.pool.killed

    assert governed(store, asked) == 1


def test_reader_that_is_killed_is_replaced(store: Path) -> None:
    async def asked(governor: Governor) -> Outcome:
        asking = asyncio.ensure_future(governor.ask(rows(ENDLESS)))
        while not governor.slow.inside:
            await asyncio.sleep(0)
        while not asking.done():
            for process in governor.pool.processes():
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            await asyncio.sleep(0)
        assert body(await governor.ask(rows("ASK {}")))
        return await asking

    assert isinstance(governed(store, asked), Broken)


def test_question_of_a_reader_that_was_killed_is_asked_again(store: Path) -> None:
    async def asked(governor: Governor) -> list[Outcome]:
        await governor.ask(rows("ASK {}"))
        for process in governor.pool.processes():
            os.kill(process, signal.SIGKILL)
        more = (governor.ask(rows(f"ASK {{}} # {n}")) for n in range(40))
        return await asyncio.gather(*more)

    assert all(isinstance(each, Answer) for each in governed(store, asked))


def test_readers_end_with_whoever_started_them(store: Path) -> None:
    async def asked(governor: Governor) -> list[int]:
        await governor.ask(rows("ASK {}"))
        return governor.pool.processes()

    processes = governed(store, asked)
    assert processes
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_damaged_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense", "utf-8")
    found = outcome(tmp_path, rows("ASK {}"))
    assert isinstance(found, Broken)
    assert "cannot read the store" in found.message


def test_answer_is_not_begun_while_too_many_wait_to_be_fetched(store: Path) -> None:
    sparql = "SELECT * { ?s <p> ?o . ?t <q> ?r . ?u <p> ?v FILTER (?v < 'a \\n },{ </result> 11') }"

    async def asked(governor: Governor) -> None:
        held = await governor.ask(rows(sparql, XML))
        assert isinstance(held, Answer)
        assert held.size > INLINE
        assert isinstance(await governor.ask(rows("ASK {}")), Busy)
        held.release()
        assert isinstance(await governor.ask(rows("ASK {}")), Answer)

    governed(store, asked, Limits(kept=INLINE, rows=10**6))


def test_lane_serves_first_who_costs_least() -> None:
    async def served() -> list[str]:
        lane, order = Lane(1, 10), []

        async def enter(name: str, used: float) -> None:
            async with lane.place(used, 10):
                order.append(name)

        assert lane.try_enter()
        waiting = [asyncio.ensure_future(enter(*each)) for each in (("a", 3), ("b", 1), ("c", 2))]
        while lane.waiting < 3:
            await asyncio.sleep(0)
        lane.leave()
        await asyncio.gather(*waiting)
        assert (lane.inside, lane.waiting) == (0, 0)
        return order

    assert asyncio.run(served()) == ["b", "c", "a"]


def test_who_gives_up_waiting_takes_no_place() -> None:
    async def served() -> None:
        lane = Lane(1, 1)
        assert lane.try_enter()
        with pytest.raises(Full):
            await lane.enter(0, 0)
        waiting = asyncio.ensure_future(lane.enter(0, 60))
        while not lane.waiting:
            await asyncio.sleep(0)
        with pytest.raises(Full):
            await lane.enter(0, 60)
        lane.leave()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (lane.inside, lane.waiting) == (0, 0)

    asyncio.run(served())


def test_who_costs_most_is_turned_away_first() -> None:
    async def served() -> list[str]:
        lane, order = Lane(1, 2), []

        async def enter(name: str, used: float) -> None:
            try:
                async with lane.place(used, 60):
                    order.append(name)
            except Full:
                order.append(f"no {name}")

        assert lane.try_enter()
        asked = []
        for name, used in (("a", 3.0), ("b", 2.0), ("c", 1.0), ("d", 5.0)):
            asked.append(asyncio.ensure_future(enter(name, used)))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        lane.leave()
        await asyncio.gather(*asked)
        assert (lane.inside, lane.waiting) == (0, 0)
        return order

    assert asyncio.run(served()) == ["no a", "no d", "c", "b"]


def test_who_asks_simple_questions_costs_less_than_a_stranger() -> None:
    now = [0.0]
    costs = Costs(lambda: now[0])
    for _ in range(50):
        costs.add("simple", 0.002)
    costs.add("heavy", 5.0)
    assert costs.of("simple") < costs.of("stranger") < costs.of("heavy")
    now[0] = 3600.0
    assert costs.of("simple") == pytest.approx(costs.of("stranger"), rel=0.01)
    assert costs.of("heavy") == pytest.approx(costs.of("stranger"), rel=0.01)


def test_disk_without_room_is_said(store: Path) -> None:
    """A folder that is not there stands for one that is full: neither takes a file."""

    async def asked(governor: Governor) -> tuple[Outcome, Outcome]:
        small = await governor.ask(rows("ASK {}"))
        shutil.rmtree(governor.pool.spools)
        large = "SELECT * { ?s <p> ?o . ?t <p> ?r } LIMIT 5000"
        return small, await governor.ask(rows(large))

    small, large = governed(store, asked, Limits())
    assert isinstance(small, Answer)
    assert large == Broken("No such file or directory")


def test_spool_keeps_small_answers_at_hand_and_refuses_large_ones(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", 2 * INLINE)
    spool.write(b"a" * INLINE)
    assert spool.path is None
    spool.write(b"b")
    assert spool.inline == b""
    with pytest.raises(TooLarge):
        spool.write(b"c" * INLINE)
    spool.discard()
    assert [*tmp_path.iterdir()] == []
