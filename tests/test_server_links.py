"""What a document is to others, as machines read it: FAIR Signposting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import signposting

from lod_archive.server import application
from lod_archive.vocab.formats import DOCUMENT_FORMATS
from tests.web import ask

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.server.responses import Application

HOST = "https://mirror.example"
BASE = "https://example.org/strike/"
DOCUMENT = "/doc/event/strike"


@pytest.fixture(scope="module")
def served(strike_publication: Path) -> Application:
    return application(strike_publication)


def targets(signposts: object) -> set[tuple[str, str | None]]:
    assert isinstance(signposts, set | frozenset)
    return {(str(each.target), each.type and str(each.type)) for each in signposts}


def test_a_document_has_the_links_of_level_1(served: Application) -> None:
    answer = ask(served, DOCUMENT, headers={"Accept": "text/turtle"})
    found = signposting.find_signposting_http_link([answer.headers["link"]], HOST + DOCUMENT)
    assert found.citeAs is not None
    assert str(found.citeAs.target) == f"{BASE}event/strike"
    assert targets(found.describedBy) == {
        (f"{HOST}{DOCUMENT}.{f.extension}", f.media_type) for f in DOCUMENT_FORMATS
    }
    assert {str(each.target) for each in found.types} == {
        "https://schema.org/Event",
        "https://schema.org/AboutPage",
    }
    assert found.license is not None
    assert str(found.license.target).startswith("https://creativecommons.org/")
    assert found.collection is not None
    assert str(found.collection.target) == f"{BASE}dataset"


def test_the_dataset_lists_its_dumps(served: Application) -> None:
    answer = ask(served, "/doc/dataset", headers={"Accept": "text/turtle"})
    found = signposting.find_signposting_http_link([answer.headers["link"]], f"{HOST}/doc/dataset")
    items = targets(found.items)
    assert (f"{HOST}/dumps/archive.nq", "application/n-quads") in items
    assert len(items) == 6


@pytest.mark.parametrize("name", ["archive.nq", "archive.ttl.gz"])
def test_a_dump_leads_to_the_dataset(served: Application, name: str) -> None:
    answer = ask(served, f"/dumps/{name}")
    found = signposting.find_signposting_http_link([answer.headers["link"]], f"{HOST}/dumps/{name}")
    assert found.collection is not None
    assert str(found.collection.target) == f"{BASE}dataset"
    assert found.license is not None


def test_a_representation_leads_back_to_the_document(served: Application) -> None:
    link = ask(served, f"{DOCUMENT}.ttl").headers["link"]
    assert f'<{BASE}{DOCUMENT[1:]}>; rel="describes"' in link


def test_a_link_set_says_the_same_of_level_2(served: Application) -> None:
    answer = ask(served, DOCUMENT, headers={"Accept": "text/turtle"})
    page = signposting.find_signposting_http_link([answer.headers["link"]], HOST + DOCUMENT)
    (linkset,) = page.linksets
    sent = ask(served, str(linkset.target).removeprefix(HOST))
    assert sent.headers["content-type"] == str(linkset.type)
    contexts = json.loads(sent.body)["linkset"]
    own = next(each for each in contexts if each["anchor"] == f"{BASE}{DOCUMENT[1:]}")
    assert own["cite-as"] == [{"href": f"{BASE}event/strike"}]
    assert {each["href"] for each in own["describedby"]} == {
        str(each.target).removeprefix(HOST) for each in page.describedBy
    }
    others = {each["anchor"] for each in contexts} - {own["anchor"]}
    assert others == {f"{DOCUMENT}.{f.extension}" for f in DOCUMENT_FORMATS}
