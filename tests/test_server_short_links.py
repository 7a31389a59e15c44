"""Short addresses of queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lod_archive.errors import ServerError
from lod_archive.server.bodies import LARGEST
from lod_archive.server.editor import ShortLinks, short_links
from tests.web import ask

QUERY = 'SELECT * { ?s ?p "<script>" } # стачка & co'


@pytest.fixture
def links(tmp_path: Path) -> ShortLinks:
    return ShortLinks(tmp_path / "links.sqlite", "/archive")


def test_short_address_leads_to_the_query(links: ShortLinks) -> None:
    kept = ask(links, "/q/", method="POST", body=QUERY.encode())
    assert kept.status == 201
    path = json.loads(kept.body)["path"]
    assert len(path) < 20
    assert kept.headers["location"] == f"/archive/{path}"
    found = ask(links, f"/{path}")
    assert found.status == 303
    location = found.headers["location"]
    assert location.startswith("/archive/sparql?edit=SELECT%20%2A")
    assert "<" not in location


def test_same_query_has_the_same_address_even_after_a_restart(tmp_path: Path) -> None:
    paths = {
        ask(ShortLinks(tmp_path / "l.sqlite"), "/q", method="POST", body=QUERY.encode()).text
        for _ in range(2)
    }
    assert len(paths) == 1


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 413), (b"  ", 413), (b"a" * 30_000, 413), (b"\xff", 400)]
)
def test_what_is_no_query_is_not_kept(links: ShortLinks, body: bytes, status: int) -> None:
    assert ask(links, "/q/", method="POST", body=body).status == status


def test_there_is_an_end_to_what_is_kept(
    links: ShortLinks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(short_links, "_MOST", 1)
    assert ask(links, "/q/", method="POST", body=b"ASK {}").status == 201
    assert ask(links, "/q/", method="POST", body=b"ASK { }").status == 507
    assert ask(links, "/q/", method="POST", body=b"ASK {}").status == 201


def test_body_that_is_too_long_is_said(links: ShortLinks) -> None:
    answer = ask(links, "/q/", method="POST", body=b"a" * (LARGEST + 1))
    assert answer.status == 413
    assert f"{LARGEST:,}" in answer.text


@pytest.mark.parametrize("content", [None, b"no database"])
def test_file_that_cannot_be_used_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "nowhere" / "l.sqlite" if content is None else tmp_path / "l.sqlite"
    if content is not None:
        file.write_bytes(content * 100)
    with pytest.raises(ServerError, match="cannot keep short links") as raised:
        ShortLinks(file)
    assert "--links" in str(raised.value.hint)


def test_file_that_is_damaged_meanwhile_hurts_nobody(links: ShortLinks, tmp_path: Path) -> None:
    file = tmp_path / "damaged.sqlite"
    served = ShortLinks(file)
    file.write_bytes(b"no database" * 1000)
    assert ask(served, "/q/", method="POST", body=QUERY.encode()).status == 503
    assert ask(served, "/q/abcdefghij").status == 503


@pytest.mark.parametrize("name", ["", "nothing", "../x", "a' OR '1'='1", "%"])
def test_other_addresses_lead_nowhere(links: ShortLinks, name: str) -> None:
    assert ask(links, f"/q/{name}").status == 404
    assert ask(links, f"/q/{name}", method="DELETE").status == 405
