"""The page on which a person decides: what it shows, takes and refuses."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
import urllib3
from urllib3 import BaseHTTPResponse

from lod_archive.errors import ServerError
from lod_archive.linking.page import ReviewPage, serve_page
from lod_archive.pipeline import Archive
from lod_archive.sources.sssom import Verdict, read_decisions
from tests.mappings import STALIN, WIKIDATA, linked_archive
from tests.test_linking_review import review_of, suggested

Q855 = f"{WIKIDATA}Q855"
HOSTILE = "'><script>alert(1)</script>"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = linked_archive(tmp_path)
    suggested(archive, table=f"id,label,description\nQ855,Joseph Stalin,{HOSTILE}\n")
    return archive


@pytest.fixture
def page(archive: Archive) -> Iterator[ReviewPage]:
    with serve_page(review_of(archive), "https://example.org/", "Test") as page:
        yield page


def request(
    page: ReviewPage, method: str = "GET", path: str | None = None, **given: str
) -> BaseHTTPResponse:
    """What the page answers, and where it leads: to the page that the browser gets then.

    ``host`` and ``origin`` are headers, all else the fields of a form.
    """
    url = page.url if path is None else page.url.replace(f"/{page.token}/", path)
    headers = {key.title(): given.pop(key) for key in ("host", "origin") if key in given}
    body = urlencode(given) if method == "POST" else None
    response = urllib3.request(method, url, body=body, headers=headers, retries=False)
    if response.status != 303:
        return response
    there = urljoin(url, response.headers["Location"])
    return urllib3.request("GET", there, retries=False)


def text(response: BaseHTTPResponse) -> str:
    return response.data.decode()


def test_the_pair_that_waits_is_shown_with_nothing_of_it_alive(page: ReviewPage) -> None:
    response = request(page)
    shown = text(response)
    assert response.status == 200
    assert "Joseph Stalin = Joseph Stalin?" in shown
    assert "<script" not in shown
    assert "&gt;&lt;script&gt;alert(1)" in shown
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("same", Verdict.ACCEPTED),
        ("close", Verdict.ACCEPTED),
        ("reject", Verdict.REJECTED),
        ("unsure", Verdict.UNSURE),
    ],
)
def test_an_answer_is_written(
    answer: str, verdict: Verdict, page: ReviewPage, archive: Archive
) -> None:
    said = request(page, "POST", subject=STALIN, target=Q855, answer=answer, note="as\nI know")
    assert "Nothing waits to be decided" in text(said)
    (match,) = read_decisions(archive)
    assert (match.verdict, match.comment) == (verdict, "as I know")
    assert page.done == 1


def test_an_answer_can_be_taken_back_on_the_page(page: ReviewPage, archive: Archive) -> None:
    request(page, "POST", subject=STALIN, target=Q855, answer="same")
    said = text(request(page, "POST", answer="undo"))
    assert re.search(r'role="status">taken back: Joseph Stalin<', said)
    assert read_decisions(archive) == ()


def test_to_load_the_page_again_does_nothing_again(page: ReviewPage) -> None:
    form = urlencode({"subject": STALIN, "target": Q855, "answer": "same"})
    response = urllib3.request("POST", page.url, body=form, redirect=False)
    assert (response.status, response.headers["Location"]) == (303, f"/{page.token}/")
    assert "written: Joseph Stalin" in text(request(page))
    assert "written: Joseph Stalin" not in text(request(page))
    assert page.done == 1


def test_the_enter_key_in_the_note_decides_nothing(page: ReviewPage) -> None:
    first = re.search(r"<button[^>]*>", text(request(page)))
    assert first is not None
    assert first[0] == "<button disabled hidden>"


def test_on_the_port_of_the_web_the_host_has_no_port(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setattr("lod_archive.linking.page.HTTP_PORT", port)
    with serve_page(review_of(archive), "https://example.org/", "Test", port) as page:
        assert page.url == f"http://127.0.0.1/{page.token}/"
        there = f"http://127.0.0.1:{port}/{page.token}/"
        response = urllib3.request("GET", there, headers={"Host": "127.0.0.1"}, retries=False)
        assert response.status == 200


@pytest.mark.parametrize(
    "form",
    [
        {"subject": STALIN, "target": f"{WIKIDATA}Q1", "answer": "same"},
        {"subject": STALIN, "target": Q855, "answer": "publish"},
        {"subject": STALIN, "target": Q855, "answer": "skip"},
        {},
    ],
)
def test_what_does_not_wait_or_is_no_answer_decides_nothing(
    form: dict[str, str], page: ReviewPage, archive: Archive
) -> None:
    assert request(page, "POST", **form).status == 200
    assert read_decisions(archive) == ()


@pytest.mark.parametrize(
    "given",
    [
        {"path": "/"},
        {"path": "/guessed/"},
        {"path": "/../"},
        {"host": "evil.example"},
        {"origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_has_not_the_address_sees_and_decides_nothing(
    method: str, given: dict[str, str], page: ReviewPage, archive: Archive
) -> None:
    form = {"subject": STALIN, "target": Q855, "answer": "same"} if method == "POST" else {}
    response = request(page, method, **given, **form)
    assert response.status == 403
    assert "Stalin" not in text(response)
    assert read_decisions(archive) == ()


@pytest.mark.parametrize("length", ["100000", "-1", "many"])
def test_a_form_too_large_is_refused(length: str, page: ReviewPage) -> None:
    connection = HTTPConnection("127.0.0.1", page.server.server_port, timeout=10)
    connection.putrequest("POST", f"/{page.token}/")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_mistake_in_the_files_is_told_on_the_page(page: ReviewPage, archive: Archive) -> None:
    path = archive.root / "data/links/x.sssom.tsv"
    path.parent.mkdir()
    path.write_text("subject_id\n", "utf-8")
    response = request(page)
    assert response.status == 500
    assert "data/links/x.sssom.tsv:1" in text(response)


def test_a_port_that_is_taken_is_told(page: ReviewPage, archive: Archive) -> None:
    port = page.server.server_port
    with (
        pytest.raises(ServerError, match=f"cannot listen on port {port}"),
        serve_page(review_of(archive), "https://example.org/", "Test", port),
    ):
        pass
