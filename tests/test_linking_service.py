"""Reconciliation services as targets of links: what is sent, and what comes of any answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from jsonschema import Draft7Validator

from lod_archive.errors import EndpointError
from lod_archive.linking.answers import KeptAnswers
from lod_archive.linking.service import PATIENCE, Asking, ReconciliationService, manner_of
from lod_archive.linking.target import NOTHING_SETTLED, Settled
from lod_archive.matching import Entity, Name
from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.sources.sssom import Match
from lod_archive.store.remote_patience import Patience
from tests.mappings import STALIN, WIKIDATA
from tests.servers import LyingEndpoint, Request
from tests.suites import suite_path

PERSON = "https://schema.org/Person"
ENTITY = Entity(
    STALIN,
    (Name("Joseph Stalin", "en", is_preferred=True), Name("Иосиф Сталин", "ru")),
    (PERSON,),
    begin=1878,
    end=1953,
)
MANIFEST = {"versions": ["0.2"], "name": "Wikidata", "identifierSpace": WIKIDATA,
            "schemaSpace": WIKIDATA}  # fmt: skip
Q5 = f"{WIKIDATA}Q5"
CANDIDATE = {
    "id": "Q855",
    "name": "Joseph Stalin",
    "description": "leader of the Soviet Union",
    "type": [{"id": "Q5", "name": "human"}],
    "score": 97.0,
    "match": True,
    "features": [{"id": "all_labels", "value": 100}, {"id": "exact", "value": True}],
}


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Service:
    """A service that answers as it is told, and remembers what it was asked."""

    answer: Callable[[dict[str, Any]], Any]
    manifest: Any = field(default_factory=lambda: MANIFEST)
    refusals: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    rows: Any = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    extended: list[dict[str, Any]] = field(default_factory=list)
    agents: list[str | None] = field(default_factory=list)

    def __call__(self, request: Request) -> None:
        self.agents.append(request.headers.get("User-Agent"))
        respond = partial(request.respond, media_type="application/json")
        if self.refusals:
            status, headers = self.refusals.pop(0)
            respond(b"", status=status, headers=headers)
        elif request.command == "GET":
            respond(as_bytes(self.manifest))
            return
        form = parse_qs(request.body.decode())
        if "extend" in form:
            self.extended.append(json.loads(form["extend"][0]))
            respond(as_bytes({"meta": [], "rows": self.rows}))
        else:
            self.asked.append(json.loads(form["queries"][0]))
            respond(as_bytes(self.answer(self.asked[-1])))


def as_bytes(said: Any) -> bytes:
    return said if isinstance(said, bytes) else json.dumps(said).encode()


def same_for_all(queries: dict[str, Any]) -> dict[str, Any]:
    return {key: {"result": [CANDIDATE]} for key in queries}


@dataclass
class Asked:
    """What asking a service came to."""

    clock: Clock
    found: list[tuple[Entity, list[Match]]]


@pytest.fixture
def ask(lying_endpoint: LyingEndpoint, tmp_path: Path) -> Callable[..., Asked]:
    urls: dict[int, str] = {}

    def run(
        service: Service,
        entities: list[Entity] | None = None,
        settled: Settled = NOTHING_SETTLED,
        **asking: Any,
    ) -> Asked:
        url = urls.setdefault(id(service), lying_endpoint(service))
        clock = Clock()
        patience = asking.pop("patience", PATIENCE)
        target = ReconciliationService(
            url,
            "wikidata",
            Asking(**asking),
            KeptAnswers(tmp_path / "answers"),
            manner=manner_of("mailto:a@example.org", clock=clock.time, sleep=clock.sleep),
            patience=patience,
        )
        try:
            wanted = [ENTITY] if entities is None else entities
            return Asked(clock, list(target.matches(wanted, settled)))
        finally:
            target.close()

    return run


def test_a_service_is_asked_for_as_many_more_as_are_settled_there(
    ask: Callable[..., Asked],
) -> None:
    results = [CANDIDATE | {"id": f"Q{n}", "score": 90 - n, "match": False} for n in range(1, 6)]
    service = Service(
        lambda queries: {key: {"result": results[: each["limit"]]} for key, each in queries.items()}
    )
    settled = {STALIN: {f"{WIKIDATA}Q1", f"{WIKIDATA}Q3", "http://viaf.org/viaf/1"}}
    asked = ask(service, settled=settled, limit=2)
    assert {each["limit"] for each in service.asked[0].values()} == {4}
    [(_, found)] = asked.found
    assert [match.target for match in found] == [f"{WIKIDATA}Q2", f"{WIKIDATA}Q4"]


def test_a_decision_asks_nothing_anew_until_as_many_are_settled_as_are_wanted(
    ask: Callable[..., Asked],
) -> None:
    results = [CANDIDATE | {"id": f"Q{n}", "score": 90 - n, "match": False} for n in range(1, 9)]
    service = Service(
        lambda queries: {key: {"result": results[: each["limit"]]} for key, each in queries.items()}
    )
    limits, found = [], []
    for number in range(6):
        settled = {STALIN: {f"{WIKIDATA}Q{n}" for n in range(1, number + 1)}}
        [(_, matches)] = ask(service, settled=settled, limit=2).found
        limits.append([batch["q0"]["limit"] for batch in service.asked])
        found.append([match.target.removeprefix(WIKIDATA) for match in matches])
    assert limits == [[2], [2, 4], [2, 4], [2, 4, 6], [2, 4, 6], [2, 4, 6, 8]]
    assert found == [[f"Q{n}", f"Q{n + 1}"] for n in range(1, 7)]


def test_names_class_and_years_are_sent_as_the_api_wants_them(ask: Callable[..., Asked]) -> None:
    service = Service(same_for_all)
    ask(service, types={PERSON: ("Q5",)}, properties={"begin": "P569"}, limit=3)
    common = {"limit": 3, "type": "Q5", "properties": [{"pid": "P569", "v": "1878"}]}
    assert service.asked == [
        {"q0": {"query": "Joseph Stalin"} | common, "q1": {"query": "Иосиф Сталин"} | common}
    ]
    schema = suite_path("reconciliation-0.2/schemas/reconciliation-query-batch.json")
    Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(service.asked[0])


def test_candidates_become_pairs_to_decide_on(ask: Callable[..., Asked]) -> None:
    ((entity, (match,)),) = ask(Service(same_for_all)).found
    assert entity is ENTITY
    assert match.target == f"{WIKIDATA}Q855"
    assert (match.target_label, match.category, match.score) == ("Joseph Stalin", Q5, 0.97)
    assert match.features == (("all_labels", 100.0), ("exact", 1.0), ("match", 1.0))
    assert match.measure == "Wikidata, Reconciliation API"


def test_whoever_is_asked_learns_who_asks(ask: Callable[..., Asked]) -> None:
    service = Service(same_for_all)
    ask(service)
    (agent, _) = service.agents
    assert agent is not None
    assert agent.startswith("lod-archive/")
    assert agent.endswith(" (mailto:a@example.org)")


def test_entities_go_in_batches_with_a_pause_between(ask: Callable[..., Asked]) -> None:
    entities = [Entity(f"{STALIN}-{n}", (Name(f"Person {n}"),)) for n in range(12)]
    service = Service(same_for_all)
    asked = ask(service, entities, pause=2.5)
    assert [len(batch) for batch in service.asked] == [10, 2]
    assert [entity for entity, _ in asked.found] == entities
    assert asked.clock.slept == [2.5, 2.5]


def test_a_service_that_takes_few_queries_gets_few(ask: Callable[..., Asked]) -> None:
    service = Service(same_for_all, MANIFEST | {"batchSize": 2})
    ask(service, [ENTITY, Entity(f"{STALIN}-2", (Name("Stalin"),))])
    assert [len(batch) for batch in service.asked] == [2, 1]
    service = Service(same_for_all, MANIFEST | {"batchSize": 1})
    ask(service)
    assert [len(batch) for batch in service.asked] == [1, 1]


def test_a_service_that_is_busy_is_left_alone_as_long_as_it_says(
    ask: Callable[..., Asked],
) -> None:
    service = Service(same_for_all, refusals=[(429, {"Retry-After": "120"}), (503, {})])
    asked = ask(service)
    assert asked.found[0][1]
    assert asked.clock.slept[:2] == [120.0, 4.0]


def test_a_service_that_is_busy_for_too_long_is_given_up(ask: Callable[..., Asked]) -> None:
    service = Service(same_for_all, refusals=[(429, {"Retry-After": "3600"})])
    with pytest.raises(EndpointError) as caught:
        ask(service)
    assert caught.value.hint == "the service wants to be asked again in 3600 s"


def test_what_was_answered_once_is_not_asked_again(ask: Callable[..., Asked]) -> None:
    service = Service(same_for_all)
    first, second = ask(service).found, ask(service).found
    assert first == second
    assert len(service.agents) == 2
    ask(service, refresh=True)
    assert len(service.agents) == 4


def test_one_entity_more_asks_no_other_again(ask: Callable[..., Asked]) -> None:
    entities = [Entity(f"{STALIN}-{n}", (Name(f"Person {n}"),)) for n in range(4)]
    service = Service(same_for_all)
    ask(service, entities[1:])
    ask(service, entities)
    queries = [[query["query"] for query in batch.values()] for batch in service.asked]
    assert queries == [["Person 1", "Person 2", "Person 3"], ["Person 0"]]


@pytest.mark.parametrize(
    "answer", [{"status": "error", "message": "out of order"}, {"q0": {"error": "no"}}, {}]
)
def test_an_answer_that_is_none_is_not_kept(answer: Any, ask: Callable[..., Asked]) -> None:
    service = Service(lambda _: answer)
    with pytest.raises(EndpointError):
        ask(service)
    service.answer = same_for_all
    assert ask(service).found[0][1]


def test_a_manifest_that_is_none_is_not_kept(ask: Callable[..., Asked]) -> None:
    service = Service(same_for_all, {"name": "down for maintenance"})
    with pytest.raises(EndpointError):
        ask(service)
    service.manifest = MANIFEST
    assert ask(service).found[0][1]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.98, 0.49], [0.98, 0.49]),
        ([98, 0.5], [0.98, 0.005]),
        ([250, 125], [1.0, 0.5]),
        ([0, -1], [0.0, 0.0]),
    ],
)
def test_scores_are_on_one_scale(
    scores: list[float], expected: list[float], ask: Callable[..., Asked]
) -> None:
    found = [CANDIDATE | {"id": f"Q{n}", "score": score} for n, score in enumerate(scores)]
    ((_, matches),) = ask(Service(lambda q: {key: {"result": found} for key in q})).found
    assert [match.score for match in matches] == expected


@pytest.mark.parametrize(
    ("schema", "category"),
    [
        (WIKIDATA, Q5),
        ("http://www.wikidata.org/prop/direct/", Q5),
        ("https://b.example/#", "https://b.example/#Q5"),
        ("b", "Q5"),
        (7, "Q5"),
    ],
)
def test_a_type_becomes_an_iri_where_the_service_says_how(
    schema: Any, category: str, ask: Callable[..., Asked]
) -> None:
    ((_, (match,)),) = ask(Service(same_for_all, MANIFEST | {"schemaSpace": schema})).found
    assert match.category == category


def test_a_decade_is_not_sent_as_a_year(ask: Callable[..., Asked]) -> None:
    born = "https://schema.org/birthDate"
    entity = Entity(STALIN, (Name("Stalin"),), begin=1870, facts={born: ("187X",)})
    service = Service(same_for_all)
    ask(service, [entity], properties={"begin": "P569"})
    assert "properties" not in service.asked[0]["q0"]


EXTENDS: dict[str, Any] = {**MANIFEST, "extend": {"property_settings": []}}
LIFE = {"begin": "P569", "end": "P570"}


def test_years_of_candidates_are_asked_for_once_where_a_service_has_them(
    ask: Callable[..., Asked],
) -> None:
    dates = {"P569": [{"date": "1878-12-18T00:00:00+00:00"}], "P570": [{"str": "1953"}]}
    service = Service(same_for_all, EXTENDS, rows={"Q855": dates})
    for _ in range(2):
        ((_, (match,)),) = ask(service, properties=LIFE).found
        assert (match.begin, match.end) == (1878, 1953)
    (question,) = service.extended
    assert question == {"ids": ["Q855"], "properties": [{"id": "P569"}, {"id": "P570"}]}
    schema = suite_path("reconciliation-0.2/schemas/data-extension-query.json")
    Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(question)


@pytest.mark.parametrize(
    ("manifest", "properties"), [(MANIFEST, LIFE), (EXTENDS, {}), (MANIFEST | {"extend": 7}, LIFE)]
)
def test_no_years_are_asked_for_where_they_cannot_be_had(
    manifest: Any, properties: dict[str, str], ask: Callable[..., Asked]
) -> None:
    service = Service(same_for_all, manifest)
    ((_, (match,)),) = ask(service, properties=properties).found
    assert (match.begin, match.end, service.extended) == (None, None, [])


@pytest.mark.parametrize(
    "rows",
    [
        {},
        {"Q855": None},
        {"Q855": {"P569": "1878"}},
        {"Q855": {"P569": [None, {}, {"date": None}, {"bool": True}, {"str": "unknown"}]}},
        {"Q855": {"P569": [{"date": "1870-01-01T00:00:00"}]}},
        {"Q855": {"P569": [{"str": "9" * 100_000}]}},
    ],
)
def test_an_answer_without_a_certain_year_gives_none(rows: Any, ask: Callable[..., Asked]) -> None:
    ((_, (match,)),) = ask(Service(same_for_all, EXTENDS, rows=rows), properties=LIFE).found
    assert (match.begin, match.end) == (None, None)


def test_a_service_that_keeps_its_values_to_itself_is_told(ask: Callable[..., Asked]) -> None:
    with pytest.raises(EndpointError, match="gives none") as caught:
        ask(Service(same_for_all, EXTENDS, rows=[]), properties=LIFE)
    assert caught.value.hint == "without --property no dates are asked for"


def test_texts_of_a_service_are_kept_short_and_plain(ask: Callable[..., Asked]) -> None:
    long = "x \x07\ud800" * 100_000
    found = CANDIDATE | {
        "name": long,
        "description": long,
        "features": [{"id": "huge", "value": int("9" * 400)}, {"id": long, "value": 1}],
    }
    manifest = MANIFEST | {"name": long}
    ((_, (match,)),) = ask(
        Service(lambda q: {key: {"result": [found]} for key in q}, manifest)
    ).found
    for text in (match.target_label, match.description, match.measure, match.features[0][0]):
        assert text.startswith("x x x")
        assert len(text) <= 600
        assert not UNPUBLISHABLE.search(text)


def test_interrupted_work_goes_on_where_it_stopped(ask: Callable[..., Asked]) -> None:
    entities = [Entity(f"{STALIN}-{n}", (Name(f"Person {n}"),)) for n in range(20)]
    service = Service(same_for_all)

    def interrupted(queries: dict[str, Any]) -> Any:
        if len(service.asked) == 2:
            service.refusals = [(400, {})]
            return b""
        return same_for_all(queries)

    service.answer = interrupted
    with pytest.raises(EndpointError):
        ask(service, entities)
    service.refusals, service.answer = [], same_for_all
    assert len(ask(service, entities).found) == 20
    first = [batch["q0"]["query"] for batch in service.asked]
    assert first == ["Person 0", "Person 10", "Person 10"]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (b"<html>", "the answer is not a JSON object"),
        ([], "the answer is not a JSON object"),
        (b"[" * 100_000, "the answer is not a JSON object"),
        ({"name": "X"}, "no reconciliation service"),
        (MANIFEST | {"versions": ["1.0"]}, "does not speak version 0.2 of the API, but 1.0"),
    ],
)
def test_what_is_no_service_is_told(manifest: Any, message: str, ask: Callable[..., Asked]) -> None:
    with pytest.raises(EndpointError, match=message) as caught:
        ask(Service(same_for_all, manifest))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({}, "no candidates for the query “q0”"),
        ({"status": "error", "message": "out of order"}, "out of order"),
        ({"q0": {"result": {}}}, "no candidates for the query “q0”"),
        (b"\xff", "the answer is not a JSON object"),
    ],
)
def test_an_answer_that_is_none_is_told(
    answer: Any, message: str, ask: Callable[..., Asked]
) -> None:
    with pytest.raises(EndpointError, match=message):
        ask(Service(lambda _: answer))


@pytest.mark.parametrize(
    "candidate",
    [
        7,
        {"name": "without id"},
        {"id": "", "name": "x"},
        {"id": "Q 1\n<script>", "name": "x"},
        {"id": ["Q1"], "name": "x"},
        {"id": "Q1", "name": {"en": "x"}},
    ],
)
def test_a_candidate_that_is_none_is_passed_over(candidate: Any, ask: Callable[..., Asked]) -> None:
    found = ask(Service(lambda queries: {key: {"result": [candidate]} for key in queries})).found
    assert found == [(ENTITY, [])]


@pytest.mark.parametrize("score", ["97", None, True, float("1e300"), -4])
def test_a_score_that_is_none_counts_as_nothing(score: Any, ask: Callable[..., Asked]) -> None:
    found = CANDIDATE | {"score": score}
    ((_, (match,)),) = ask(Service(lambda q: {key: {"result": [found]} for key in q})).found
    assert match.score == 0.0


def test_a_huge_answer_is_not_read_to_its_end(ask: Callable[..., Asked]) -> None:
    huge = {"q0": {"result": []}, "more": "x" * 100_000}
    patience = Patience(most_bytes=10_000)
    with pytest.raises(EndpointError, match="larger than 10,000 bytes"):
        ask(Service(lambda _: huge), patience=patience)


def test_redirections_are_followed_but_not_for_ever(
    lying_endpoint: LyingEndpoint, ask: Callable[..., Asked]
) -> None:
    service = Service(same_for_all)
    there = lying_endpoint(service)
    service.refusals = []

    def away(request: Request) -> None:
        request.respond(b"", status=307, headers={"Location": there})

    def around(request: Request) -> None:
        request.respond(b"", status=307, headers={"Location": request.path})

    assert ask(away).found[0][1]
    with pytest.raises(EndpointError, match="redirected more than 5 times"):
        ask(around)
