"""The reconciliation service: requests as clients send them, and answers that the schemas judge."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from lod_archive.pipeline import Archive
from lod_archive.publish.publication import MATCHING
from lod_archive.query.governor import Limits
from lod_archive.server.application import application
from lod_archive.server.questions import answering
from lod_archive.server.reconcile.queries import Value, read_queries
from tests.reconciling import CASES, PIT, Pit, is_valid, parsed, serving_pit
from tests.web import Answer, ask, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.publish import Publication
    from lod_archive.server.current import Mounted

STAKE = {"q0": {"query": "Иван Петров"}}
OTHERS = "https://other.example/"
FRAME = re.compile(r"frame-ancestors \*")


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


def asked_whole(root: Path, path: str, headers: dict[str, str], **options: Any) -> Answer:
    """What the whole server answers, which is stopped then."""

    async def once() -> Answer:
        mounted: list[Mounted] = []

        def mount(publication: Publication) -> Mounted:
            mounted.append(answering(publication, Limits(), prefix=options.get("prefix", "")))
            return mounted[-1]

        app = application(root, mount=mount, **options)
        answer = await asked(app, path, headers=headers)
        await mounted[0].close()
        return answer

    return asyncio.run(once())


def unwrapped(answer: Answer, callback: str | None) -> Any:
    """The JSON of an answer, taken out of the call of a function if it is a script."""
    if callback is None:
        assert answer.headers["content-type"] == "application/json"
        return parsed(answer)
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"
    found = re.fullmatch(rf"/\*\*/{re.escape(callback)}\((.*)\);", answer.text)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("case", sorted(CASES.glob("*/request.http")), ids=lambda p: p.parent.name)
def test_requests_of_openrefine_are_answered(pit: Pit, case: Path) -> None:
    expected = json.loads((case.parent / "expected.json").read_text("utf-8"))
    answer = pit.replay(case.read_bytes())
    assert answer.headers["access-control-allow-origin"] == "*"
    if "page" in expected:
        assert expected["page"] in answer.text
        return
    said = unwrapped(answer, expected.get("callback"))
    if expected["schema"]:
        assert is_valid(expected["schema"], said)
    assert {*expected.get("has", ())} <= said.keys()
    assert said == expected.get("answer", said)
    if "results" in expected:
        assert [each["id"] for each in said["result"]] == expected["results"]
    for key, first in expected.get("first", {}).items():
        found = said[key]["result"]
        assert (found[0]["id"] if found else None) == first


def test_manifest_says_where_everything_is(pit: Pit) -> None:
    said = parsed(pit.ask())
    here = "http://127.0.0.1:8000"
    assert is_valid("manifest", said)
    assert said["name"] == "The pit: reconciliation"
    assert said["identifierSpace"] == "https://example.org/"
    assert said["view"]["url"] == f"{here}/{{{{id}}}}"
    assert said["preview"]["url"].startswith(f"{here}/reconcile/preview?id=")
    for kind in ("entity", "type", "property"):
        assert said["suggest"][kind]["service_path"] == f"/reconcile/suggest/{kind}"
        assert said["suggest"][kind]["service_url"] == here
    assert {"id": "Person", "name": "person"} in said["defaultTypes"]
    assert [each["name"] for each in said["extend"]["property_settings"]] == [
        "limit",
        "rank",
        "language",
    ]


def test_manifest_comes_in_the_language_of_the_client(pit: Pit) -> None:
    answer = pit.ask(headers={"Accept-Language": "ru"})
    said = parsed(answer)
    assert said["name"] == "Шахта: сопоставление"
    assert {"id": "Person", "name": "человек"} in said["defaultTypes"]
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("headers", "is_behind_proxy", "here"),
    [
        ({"Host": "localhost:81"}, False, "http://localhost:81/archive"),
        ({"Host": "[::1]:81"}, False, "http://[::1]:81/archive"),
        ({"Host": 'x"><script>'}, False, "https://example.org"),
        (
            {"Host": "inner", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "archive.example"},
            True,
            "https://archive.example/archive",
        ),
        ({"Host": "inner", "X-Forwarded-Host": "evil.example"}, False, "http://inner/archive"),
    ],
)
def test_addresses_are_those_that_the_client_sees(
    root: Path, headers: dict[str, str], is_behind_proxy: bool, here: str
) -> None:
    options = {"prefix": "/archive", "is_behind_proxy": is_behind_proxy}
    said = parsed(asked_whole(root, "/archive/reconcile", headers, **options))
    assert said["view"]["url"] == f"{here}/{{{{id}}}}"


def test_candidates_say_why(pit: Pit) -> None:
    queries = {"любой ключ": {"query": "Petrov, Ivan", "type": ["Person"], "limit": 1}}
    said = parsed(pit.ask(method="POST", queries=queries))
    assert is_valid("reconciliation-result-batch", said)
    [found] = said["любой ключ"]["result"]
    assert found["id"] == "person/petrov"
    assert found["name"] == "Ivan Petrov"
    assert found["description"] == "Hewer at the pit."
    assert found["type"] == [{"id": "Person", "name": "person"}]
    assert found["features"]
    assert 0 < found["score"] <= 100


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_batches_come_by_get_and_post(pit: Pit, method: str) -> None:
    said = parsed(pit.ask(method=method, queries=STAKE))
    assert said["q0"]["result"][0]["id"] == "person/petrov"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": "Place"}, ["person/petrov"]),  # others are better than none
        ({"type": "Place", "type_strict": "any"}, []),
        ({"type": ["Person", "Place"], "type_strict": "all"}, []),
        ({"type": ["Person", "Place"], "type_strict": "any"}, ["person/petrov"]),
        ({"type": "https://schema.org/Person", "type_strict": "all"}, ["person/petrov"]),
        ({"type": "schema:Person"}, ["person/petrov"]),
        ({"type": []}, ["person/petrov"]),
    ],
)
def test_types_are_meant_as_strictly_as_is_said(
    pit: Pit, query: dict[str, Any], found: list[str]
) -> None:
    batch = {"q": {"query": "Иван Сергеевич Петров", "limit": 1, **query}}
    result = parsed(pit.ask(queries=batch))["q"]["result"]
    assert [each["id"] for each in result] == found
    if query.get("type") == "Place":
        assert not any(each["match"] for each in result)


@pytest.mark.parametrize("limit", [0, 1, 2.0, 10**6])
def test_no_more_candidates_than_are_wanted(pit: Pit, limit: float) -> None:
    result = parsed(pit.ask(queries={"q": {"query": "Petrova", "limit": limit}}))
    assert 1 <= len(result["q"]["result"]) <= (limit or 10)


def test_a_large_batch_has_fewer_candidates_for_each() -> None:
    batch = {f"q{number}": {"query": "x", "limit": 100} for number in range(1000)}
    assert {asked.limit for asked in read_queries(json.dumps(batch)).values()} == {10}


def test_a_thousand_queries_are_answered_and_not_one_more(pit: Pit) -> None:
    batch = {f"q{number}": {"query": "Петрова"} for number in range(1000)}
    answers = parsed(pit.ask(method="POST", queries=batch))
    assert [*answers] == [*batch]
    refused = pit.ask(method="POST", queries={**batch, "more": {"query": "x"}})
    assert refused.status == 413
    assert "1,000 queries" in json.loads(refused.body)["message"]


NAMELESS = [
    *("", "   ", "\N{GRINNING FACE}", "\u202enortep", "\u0645\u0635\u0646\u0639"),
    *("a" * 10_000, "\x00"),
]


@pytest.mark.parametrize("query", NAMELESS)
def test_names_that_nothing_has_find_nothing(pit: Pit, query: str) -> None:
    said = parsed(pit.ask(method="POST", queries={query or "q": {"query": query}}))
    assert said == {query or "q": {"result": []}}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1906", "1906"),
        ("12345678901234567", "12345678901234567"),
        ("-" + "9" * 400, "-" + "9" * 400),
        ("1906.0", "1906"),
        ("48.25", "48.25"),
        ("true", "true"),
    ],
)
def test_numbers_are_taken_as_they_are_written(pit: Pit, number: str, text: str) -> None:
    properties = f'[{{"pid": "birthDate", "v": {number}}}]'
    queries = f'{{"q": {{"query": "Петров", "properties": {properties}}}}}'
    assert read_queries(queries)["q"].properties == (("birthDate", (Value(text),)),)
    assert pit.ask(method="POST", queries=queries).status == 200


def test_a_query_without_a_name_is_answered(pit: Pit) -> None:
    batch = {"q": {"properties": [{"pid": "birthDate", "v": 1906}]}}
    assert parsed(pit.ask(queries=batch)) == {"q": {"result": []}}


REFUSED = yaml.safe_load((CASES / "refused.yaml").read_text("utf-8"))
WORDS_OF_THE_OTHER_KIND = [
    ("flyout/type", {"id": "birthDate"}),
    ("flyout/property", {"id": "Person"}),
    ("properties", {"type": "birthDate"}),
    ("suggest/property", {"type": "birthDate"}),
    ("suggest/entity", {"type": "Person,schema:birthDate"}),
]


@pytest.mark.parametrize(("path", "parameters"), WORDS_OF_THE_OTHER_KIND)
def test_a_property_is_no_type_and_a_type_no_property(
    pit: Pit, path: str, parameters: dict[str, str]
) -> None:
    answer = pit.ask(path, **parameters)
    kind = "property" if path == "flyout/property" else "type"
    assert_refused(answer, f"there is no {kind} “")
    assert "/reconcile" not in answer.text


BOMBS = {
    "arrays": "[" * 200_000,
    "objects": '{"q": ' + '{"a": ' * 100_000,
    "digits": '{"q": {"query": "x", "limit": ' + "9" * 5000 + "}}",
}


def assert_refused(answer: Answer, words: str) -> None:
    said = json.loads(answer.body)
    assert (answer.status, said["status"]) == (400, "error")
    assert words in f"{said['message']} {said.get('hint')}"
    assert len(answer.body) < 1000
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["says"])
def test_what_cannot_be_answered_is_told(pit: Pit, case: dict[str, str]) -> None:
    parameters = {name: text for name, text in case.items() if name != "says"}
    assert_refused(pit.ask(method="POST", **parameters), case["says"])


@pytest.mark.parametrize("parameter", ["queries", "extend"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_what_is_sent_to_break_the_reader_is_refused(pit: Pit, parameter: str, bomb: str) -> None:
    words = "is not JSON" if bomb == "digits" else "nested too deeply"
    assert_refused(pit.ask(method="POST", **{parameter: BOMBS[bomb]}), words)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"queries=" + b"a" * 10_000_000, {}, 413),
        (b"queries=%FF", {}, 400),
        (b"&".join(b"a%d=1" % number for number in range(100)), {}, 400),
        (b'{"queries": {}}', {"Content-Type": "application/json"}, 415),
        (b"", {"Content-Type": ""}, 415),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(
    pit: Pit, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = pit.ask(method="POST", body=body, headers=headers)
    assert (answer.status, json.loads(answer.body)["status"]) == (status, "error")


@pytest.mark.parametrize(
    "callback",
    ["f", "_$1", "jQuery3600012_1764378000000", "window.app.done"],
)
def test_answers_are_handed_to_a_function(pit: Pit, callback: str) -> None:
    answer = pit.ask(queries=STAKE, callback=callback)
    assert is_valid("reconciliation-result-batch", unwrapped(answer, callback))
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "callback",
    [
        *("", "alert(1)", "a;b", "a b", "1a", "a..b", ".a", "a.", "</script>", "a[0]", "this"),
        *("x.eval", "а" * 3, "a" * 129, "if", "a\n", "a\u2028", "%66"),
    ],
)
def test_functions_that_are_none_are_refused(pit: Pit, callback: str) -> None:
    answer = pit.ask(queries=STAKE, callback=callback)
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/json"
    assert "callback" in json.loads(answer.body)["message"]


@pytest.mark.parametrize(
    ("path", "method", "status", "allowed"),
    [
        ("", "OPTIONS", 204, "GET, HEAD, OPTIONS, POST"),
        ("", "DELETE", 405, "GET, HEAD, OPTIONS, POST"),
        ("suggest/entity", "POST", 405, "GET, HEAD, OPTIONS"),
        ("preview", "PUT", 405, "GET, HEAD, OPTIONS"),
    ],
)
def test_methods_are_those_that_make_sense(
    pit: Pit, path: str, method: str, status: int, allowed: str
) -> None:
    answer = pit.ask(path, method=method)
    assert (answer.status, answer.headers["allow"]) == (status, allowed)


def test_a_page_of_another_site_may_ask(pit: Pit) -> None:
    answer = pit.ask(method="OPTIONS", headers={"Origin": OTHERS})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["", "suggest/type", "properties"])
def test_head_is_get_without_the_body(pit: Pit, path: str) -> None:
    whole, head = pit.ask(path), pit.ask(path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == whole.headers


@pytest.mark.parametrize("path", ["nothing", "suggest", "suggest/nothing", "flyout", "preview/x"])
def test_nothing_is_at_other_addresses(pit: Pit, path: str) -> None:
    answer = pit.ask(path)
    assert answer.status == 404
    assert json.loads(answer.body)["status"] == "error"


@pytest.mark.parametrize(
    ("kind", "prefix", "more", "found"),
    [
        ("entity", "Петр", {}, {"person/petrov", "person/petrova"}),
        ("entity", "ivan pe", {}, {"person/petrov"}),
        ("entity", "green", {"type": "Place"}, {"place/green", "place/old-green"}),
        ("entity", "green", {"type": "Person,Topic"}, set()),
        ("entity", "", {}, set()),
        ("type", "Pe", {}, {"Person"}),
        ("type", "", {}, {"Person", "Place", "Source", "Topic", "ConceptScheme"}),
        ("property", "birth", {}, {"birthDate", "birthPlace"}),
        ("property", "date", {"type": "Person"}, {"birthDate", "deathDate"}),
        ("property", "date", {"type": "Place"}, set()),
    ],
)
def test_first_letters_suggest(
    pit: Pit, kind: str, prefix: str, more: dict[str, str], found: set[str]
) -> None:
    said = parsed(pit.ask(f"suggest/{kind}", prefix=prefix, **more))
    plural = {"entity": "entities", "type": "types", "property": "properties"}[kind]
    assert is_valid(f"suggest-{plural}-response", said)
    assert found == {each["id"] for each in said["result"]} - {"Claim"}


def test_long_lists_of_suggestions_go_on(pit: Pit) -> None:
    first = parsed(pit.ask("suggest/property"))
    rest = parsed(pit.ask("suggest/property", cursor=str(first["cursor"])))
    ids = [each["id"] for page in (first, rest) for each in page["result"]]
    assert len(first["result"]) == 10
    assert len(ids) == len({*ids}) > 10


@pytest.mark.parametrize("cursor", ["-1", "x", "1001", "9" * 400, "٣"])
def test_a_cursor_is_one_that_was_given_out(pit: Pit, cursor: str) -> None:
    answer = pit.ask("suggest/property", cursor=cursor)
    assert answer.status in (200, 400)
    assert answer.status == 400 or cursor == "٣"


@pytest.mark.parametrize(
    ("kind", "name", "status", "words"),
    [
        ("entity", "person/petrov", 200, ["Ivan Petrov", "1906–1977", "Hewer at the pit."]),
        ("entity", "topic/work", 200, ["Work &lt;&amp; wages&gt;", "&lt;b&gt;for wages&lt;/b&gt;"]),
        ("entity", "person/nobody", 404, []),
        ("entity", "", 404, []),
        ("entity", "a b<c", 404, []),
        ("type", "Person", 200, ["person", "https://schema.org/Person"]),
        ("property", "birthDate", 200, ["birth date"]),
        ("property", "<b>", 400, []),
        ("type", "https://other.example/Type", 400, []),
    ],
)
def test_flyouts_say_what_something_is(
    pit: Pit, kind: str, name: str, status: int, words: list[str]
) -> None:
    answer = pit.ask(f"flyout/{kind}", id=name)
    assert answer.status == status
    said = json.loads(answer.body)
    assert status != 200 or said["id"] == name
    for each in words:
        assert each in said["html"]


def test_preview_is_a_page_for_any_frame_that_can_do_nothing(pit: Pit) -> None:
    answer = pit.ask("preview", id="topic/work")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert FRAME.search(policy)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "Work &lt;&amp; wages&gt;" in answer.text
    assert "<b>" not in answer.text
    assert 'href="http://127.0.0.1:8000/topic/work"' in answer.text


@pytest.mark.parametrize("path", ["", "suggest/type", "flyout/entity"])
def test_nothing_else_may_stand_in_frames(pit: Pit, path: str) -> None:
    assert "frame-ancestors 'none'" in pit.ask(path).headers["content-security-policy"]


def test_view_leads_to_the_entity(root: Path) -> None:
    app = application(root)
    assert ask(app, "/person/petrov").status == 303


@pytest.mark.parametrize(
    ("wanted", "cells"),
    [
        ({"id": "birthDate"}, [{"date": "1906-01-03T00:00:00Z"}]),
        ({"id": "deathDate"}, [{"str": "1977"}]),
        ({"id": "schema:deathDate"}, [{"str": "1977"}]),
        ({"id": "name"}, [{"str": "Ivan Petrov"}, {"str": "Иван Петров"}]),
        ({"id": "name", "settings": {"limit": 1}}, [{"str": "Ivan Petrov"}]),
        ({"id": "name", "settings": {"limit": "0", "language": "RU"}}, [{"str": "Иван Петров"}]),
        ({"id": "name", "settings": {"language": "de"}}, []),
        ({"id": "outputMass"}, [{"float": 102.5}]),
        ({"id": "sameAs"}, [{"str": "http://encyclopedia.example/petrov"}]),
        (
            {"id": "birthPlace"},
            [{"id": "place/green", "name": "Green", "description": "Village by the pit."}],
        ),
        (
            {"id": "birthPlace", "settings": {"rank": "all"}},
            [
                {"id": "place/green", "name": "Green", "description": "Village by the pit."},
                {
                    "id": "place/old-green",
                    "name": "Old Green",
                    "description": "Village that was flooded.",
                },
            ],
        ),
        ({"id": "birthDate", "settings": {"rank": "all"}}, [{"date": "1906-01-03T00:00:00Z"}]),
        ({"id": "worksFor"}, []),
    ],
)
def test_columns_are_added(pit: Pit, wanted: dict[str, Any], cells: list[Any]) -> None:
    extension = {"ids": ["person/petrov", "person/nobody"], "properties": [wanted]}
    said = parsed(pit.ask(method="POST", extend=extension))
    assert is_valid("data-extension-response", said)
    assert said["rows"]["person/petrov"] == {wanted["id"]: cells}
    assert said["rows"]["person/nobody"] == {wanted["id"]: []}


def test_columns_of_one_property_have_each_the_values_of_their_rank(pit: Pit) -> None:
    best = {"id": "birthPlace", "settings": {"rank": "best"}}
    every = {"id": "schema:birthPlace", "settings": {"rank": "all"}}
    said = parsed(pit.ask(extend={"ids": ["person/petrov"], "properties": [best, every]}))
    row = {
        name: [each["id"] for each in cells]
        for name, cells in said["rows"]["person/petrov"].items()
    }
    assert row == {
        "birthPlace": ["place/green"],
        "schema:birthPlace": ["place/green", "place/old-green"],
    }


def test_columns_of_entities_say_of_which_type(pit: Pit) -> None:
    extension = {"ids": ["person/petrov"], "properties": [{"id": "birthPlace"}, {"id": "name"}]}
    place, name = parsed(pit.ask(extend=extension))["meta"]
    assert place == {
        "id": "birthPlace",
        "name": "birth place",
        "type": {"id": "Place", "name": "place"},
    }
    assert name == {"id": "name", "name": "name"}


def test_places_have_coordinates_in_a_cell(pit: Pit) -> None:
    extension = {"ids": ["place/green"], "properties": [{"id": "geo"}]}
    said = parsed(pit.ask(extend=extension))
    assert said["rows"]["place/green"]["geo"] == [{"str": "48.5,38.25"}]


@pytest.mark.parametrize(
    "name",
    ["", "x y", "<a>", "https://other.example/x", "person/petrov#name", "\x00", "doc/dataset"],
)
def test_ids_of_nothing_have_no_values(pit: Pit, name: str) -> None:
    extension = {"ids": [name], "properties": [{"id": "name"}]}
    said = parsed(pit.ask(method="POST", extend=extension))
    assert said["rows"] == {name: {"name": []}}


def test_a_thousand_entities_are_extended_and_not_one_more(pit: Pit) -> None:
    ids = [f"person/p{number}" for number in range(999)] + ["person/petrov"]
    extension = {"ids": ids, "properties": [{"id": "name"}]}
    said = parsed(pit.ask(method="POST", extend=extension))
    assert len(said["rows"]) == 1000
    assert said["rows"]["person/petrov"]["name"]
    refused = pit.ask(method="POST", extend={**extension, "ids": [*ids, "one-more"]})
    assert refused.status == 413


def test_properties_that_most_have_are_proposed_first(pit: Pit) -> None:
    said = parsed(pit.ask("properties", type="Person"))
    assert is_valid("data-extension-property-proposal", said)
    ids = [each["id"] for each in said["properties"]]
    assert said["type"] == "Person"
    assert ids.index("name") < ids.index("deathDate")
    assert "geo" not in ids
    few = parsed(pit.ask("properties", type="Person", limit="2"))
    assert [each["id"] for each in few["properties"]] == ids[:2]


def test_a_publication_without_the_index_is_served_without_the_service(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "dist").mkdir()
    for path in root.iterdir():
        if path.name != MATCHING:
            (tmp_path / "dist" / path.name).symlink_to(path)
    assert asked_whole(tmp_path / "dist", "/reconcile", {}).status == 404


def test_ten_thousand_at_once_are_answered_or_told_to_come_again(pit: Pit) -> None:
    request = {"method": "POST", "queries": STAKE}
    answers = pit.together([request] * 10_000)
    statuses = Counter(answer.status for answer in answers)
    assert {*statuses} == {200, 503}
    assert statuses[200] >= 500
    turned_away = next(answer for answer in answers if answer.status == 503)
    assert int(turned_away.headers["retry-after"]) > 0
    assert json.loads(turned_away.body)["status"] == "error"
    bodies = {answer.body for answer in answers if answer.status == 200}
    assert [json.loads(body)["q0"]["result"][0]["id"] for body in bodies] == ["person/petrov"]
    assert pit.ask(queries=STAKE).status == 200
