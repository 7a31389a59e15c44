"""Records by profile over HTTP: by header, by query, by the end of the path."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lod_archive.pipeline import Archive
from lod_archive.publish.profiles import export_records, find_profile
from lod_archive.query import open_source
from lod_archive.server import application
from lod_archive.server.profiles import answering
from lod_archive.server.profiles.wanted import MOST
from lod_archive.store import EmbeddedStore
from tests.web import ask, asked

if TYPE_CHECKING:
    from lod_archive.publish.profiles import Profile
    from lod_archive.server.responses import Application

STRIKE = Path(__file__).parent / "archives" / "strike"
THING, DOCUMENT = "/event/strike", "/doc/event/strike"
DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"


@pytest.fixture(scope="module")
def folder(strike_publication: Path) -> Path:
    return strike_publication


@pytest.fixture(scope="module")
def served(folder: Path) -> Application:
    return application(folder)


@pytest.fixture(scope="module")
def expected(folder: Path) -> bytes:
    """What the command ``export`` writes for the record."""
    source, profile, file = open_source(folder), find_profile("dc"), io.BytesIO()
    iri = f"{source.prologue.base}event/strike"
    assert export_records(profile, source, profile.output(), [iri], file) == 1
    return file.getvalue()


@pytest.mark.parametrize(
    ("path", "query", "headers"),
    [
        (DOCUMENT, "_profile=dc", {}),
        (DOCUMENT, "profile=dc", {}),
        (DOCUMENT, f"_profile=<{DC}>", {}),
        (DOCUMENT, "_profile=%3Chttp%3A%2F%2Fwww.openarchives.org%2FOAI%2F2.0%2Foai_dc%2F%3E", {}),
        (DOCUMENT, f"_profile={DC}", {}),
        (DOCUMENT, "_profile=nothing,dc", {}),
        (DOCUMENT, "_profile=dc&_mediatype=application/xml", {"Accept": "text/turtle"}),
        (DOCUMENT, "_profile=dc", {"Accept": "text/html, */*;q=0.1"}),
        (DOCUMENT, "_profile=dc", {"Accept": "text/xml"}),
        (DOCUMENT, "", {"Accept-Profile": f"<{DC}>"}),
        (DOCUMENT, "", {"Accept-Profile": f"<urn:x:unknown>, <{DC}>;q=0.2"}),
        (DOCUMENT, "", {"Accept-Profile": f"*;q=0.1, <{DC}>;q=0.2, <urn:x:no>;q=0"}),
        (f"{DOCUMENT}.dc.xml", "", {}),
        (f"{DOCUMENT}.dc.xml", "", {"Accept": "image/png"}),
    ],
)
def test_a_record_is_sent_as_the_export_writes_it(
    served: Application, expected: bytes, path: str, query: str, headers: dict[str, str]
) -> None:
    answer = ask(served, path, query=query, headers=headers)
    assert answer.status == 200, answer.text
    assert answer.body == expected
    assert answer.headers["content-type"] == "application/xml"
    assert answer.headers["content-profile"] == f"<{DC}>"
    assert answer.headers["content-location"] == f"{DOCUMENT}.dc.xml"
    assert f'<{DC}>; rel="profile"' in answer.headers["link"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Profile" in answer.headers["access-control-expose-headers"]
    varies = answer.headers.get("vary")
    assert varies == (None if path.endswith(".xml") else "Accept, Accept-Profile")


def test_head_says_the_same_without_the_body(served: Application) -> None:
    get = ask(served, DOCUMENT, query="_profile=dc")
    head = ask(served, DOCUMENT, query="_profile=dc", method="HEAD")
    assert (head.status, head.body, head.headers) == (200, b"", get.headers)


def test_what_a_client_has_is_not_sent_again(served: Application) -> None:
    etag = ask(served, f"{DOCUMENT}.dc.xml").headers["etag"]
    assert etag.startswith('"')
    answer = ask(served, f"{DOCUMENT}.dc.xml", headers={"If-None-Match": etag})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["content-profile"] == f"<{DC}>"


def test_a_script_of_another_site_may_ask_for_a_profile(served: Application) -> None:
    answer = ask(served, DOCUMENT, query="_profile=dc", method="OPTIONS")
    assert answer.status == 204
    assert "Accept-Profile" in answer.headers["access-control-allow-headers"]
    assert ask(served, DOCUMENT, query="_profile=dc", method="POST").status == 405


def test_a_thing_leads_to_its_document_by_the_same_profile(served: Application) -> None:
    answer = ask(served, THING, query="_profile=dc")
    assert (answer.status, answer.headers["location"]) == (303, f"{DOCUMENT}?_profile=dc")
    answer = ask(served, f"{THING}.dc.xml")
    assert (answer.status, answer.headers["location"]) == (303, f"{DOCUMENT}.dc.xml")


@pytest.mark.parametrize(
    ("path", "query", "headers", "status", "problem"),
    [
        (DOCUMENT, "_profile=dcc", {}, 404, "did you mean “dc”?"),
        (DOCUMENT, "_profile=", {}, 200, ""),
        (DOCUMENT, "_profile=,", {}, 404, "No profile is named."),
        (DOCUMENT, "", {"Accept-Profile": "<urn:x:unknown>"}, 406, "dc (Dublin Core)"),
        (DOCUMENT, "_profile=dc", {"Accept": "image/png"}, 406, "is to be had as application/xml"),
        (f"{DOCUMENT}.dc.xlm", "", {}, 404, "no form “xlm”"),
        (f"{DOCUMENT}.nothing.xml", "", {}, 404, "nothing at this address"),
        ("/doc/event/nothing.dc.xml", "", {}, 404, "nothing at this address"),
        ("/doc/event/nothing", "_profile=dc", {}, 404, "nothing at this address"),
        ("/doc/leaflet/date", "_profile=dc", {}, 404, "not for records of this kind"),
        ("/doc/leaflet/date", "", {"Accept-Profile": f"<{DC}>"}, 406, "not for records of this"),
        (DOCUMENT, "_profile=%FF%00%3C", {}, 404, "no profile"),
        (DOCUMENT, "_profile=alt", {"Accept": "image/png"}, 406, "application/json, text/html"),
    ],
)
def test_what_is_not_to_be_had_is_told(
    served: Application,
    path: str,
    query: str,
    headers: dict[str, str],
    status: int,
    problem: str,
) -> None:
    answer = ask(served, path, query=query, headers=headers)
    assert answer.status == status, answer.text
    assert problem in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Profile": "*"},
        {"Accept-Profile": "nonsense nonsense"},
        {"Accept-Profile": ""},
        {"Accept-Profile": f"*, <{DC}>;q=0.5"},
        {"Accept-Profile": "<urn:x:unknown>, *;q=0.1"},
    ],
)
def test_whoever_likes_everything_gets_the_document(
    served: Application, headers: dict[str, str]
) -> None:
    plain = ask(served, DOCUMENT, headers={"Accept": "text/turtle"})
    assert ask(served, DOCUMENT, headers={"Accept": "text/turtle", **headers}) == plain


@pytest.mark.parametrize("by", ["query", "header"])
def test_each_profile_of_a_long_list_is_looked_at_once_and_the_first_alone(
    served: Application, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    looked_up: list[str] = []

    def find(name: str) -> Profile:
        looked_up.append(name)
        return find_profile("dcat")  # it is for no record

    monkeypatch.setattr(answering, "find_profile", find)
    names = ",".join(f"unknown{number // 2}" for number in range(2000))
    query, headers = (f"_profile={names}", {}) if by == "query" else ("", {"Accept-Profile": names})
    answer = ask(served, DOCUMENT, query=query, headers=headers)
    assert answer.status == (404 if by == "query" else 406)
    assert looked_up == [f"unknown{number}" for number in range(MOST)]


def test_documents_are_sent_without_opening_the_store(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(EmbeddedStore, "open")
    assert ask(application(folder), DOCUMENT).status == 200


def test_a_record_is_made_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(*arguments: object) -> int:
        made.append(arguments)
        return export_records(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(answering, "export_records", counted)
    served = application(folder)
    assert ask(served, f"{DOCUMENT}.dc.xml").body == ask(served, f"{DOCUMENT}.dc.xml").body
    assert len(made) == 1


@pytest.mark.parametrize("keyword", ["alt", "all"])
def test_the_profiles_of_a_record_are_listed(served: Application, keyword: str) -> None:
    answer = ask(served, DOCUMENT, query=f"_profile={keyword}")
    assert answer.status == 200
    listed = {each["token"]: each for each in json.loads(answer.body)["profiles"]}
    assert listed["dc"]["uri"] == DC
    assert listed["dc"]["media_types"] == ["application/xml"]
    link = f'<{DOCUMENT}?_profile=dc&_mediatype=application/xml>; rel="alternate"; '
    assert f'{link}type="application/xml"; formats="{DC}"' in answer.headers["link"]
    assert f'rel="type"; token="dc"; anchor="{DC}"' in answer.headers["link"]
    assert f'<{DOCUMENT}.html>; rel="canonical"; type="text/html"' in answer.headers["link"]


def test_the_list_is_a_page_for_people(served: Application) -> None:
    answer = ask(served, DOCUMENT, query="_profile=alt", headers={"Accept": "text/html, */*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<a href="{DOCUMENT}?_profile=dc&amp;_mediatype=application/xml">' in answer.text


def test_every_listed_form_is_to_be_had(served: Application) -> None:
    listed = json.loads(ask(served, DOCUMENT, query="_profile=alt").body)["profiles"]
    for profile in listed:
        for media_type in profile["media_types"]:
            query = f"_profile={profile['token']}&_mediatype={media_type}"
            answer = ask(served, DOCUMENT, query=query)
            assert answer.status == 200, (query, answer.text)
            assert answer.headers["content-type"].partition(";")[0] == media_type.partition(";")[0]


def test_a_proxy_may_have_the_archive_below_a_path(folder: Path) -> None:
    answer = ask(application(folder, prefix="/archive"), f"/archive{DOCUMENT}", query="_profile=dc")
    assert answer.headers["content-location"] == f"/archive{DOCUMENT}.dc.xml"


def test_records_are_those_of_the_publication_that_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    archive = Archive.open(STRIKE)
    archive.build(folder)
    served = application(folder)
    archive.build(folder, revision="another", force=True)  # the store is opened after this
    assert ask(served, f"{DOCUMENT}.dc.xml").status == 200


def test_many_at_once_are_answered_or_asked_to_come_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_MOST", 1)
    served = application(folder)

    async def both() -> list[int]:
        answers = await asyncio.gather(
            asked(served, f"{DOCUMENT}.dc.xml"), asked(served, DOCUMENT, query="_profile=dc")
        )
        return [answer.status for answer in answers]

    assert sorted(asyncio.run(both())) == [200, 503]
