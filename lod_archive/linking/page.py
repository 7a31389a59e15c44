"""A page on this computer on which a person decides, pair after pair; it needs no script.

The server of the standard library does: one person uses it, on loopback, and the ``server`` extra
need not be installed for it. Only who has the address, with the token in it, can see or decide
anything. A page elsewhere can neither read it nor send the form: the token is sent to nobody
(``Referrer-Policy``), other origins are refused, and so are other names of this computer.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.client import HTTP_PORT
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from lod_archive.errors import ArchiveError, ServerError
from lod_archive.linking.reviewing import Case, Review
from lod_archive.linking.showing import compared, doubts, evidence
from lod_archive.sources.sssom import Verdict
from lod_archive.vocab.namespaces import SKOS

HOST: Final = "127.0.0.1"
_MOST_BYTES: Final = 1 << 16
"""Of a form."""
_HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_ANSWERS: Final = {
    "same": (Verdict.ACCEPTED, SKOS.exactMatch),
    "close": (Verdict.ACCEPTED, SKOS.closeMatch),
    "reject": (Verdict.REJECTED, SKOS.exactMatch),
    "unsure": (Verdict.UNSURE, SKOS.exactMatch),
}

_DECIDED: Final = "that pair does not wait any more"


class ReviewPage:
    """The page while it is served.

    :attr:`url` is its address, :attr:`done` how many decisions were made, :attr:`said` what is to
    be told on the page that is sent next.
    """

    def __init__(self, review: Review, base: str, title: str, port: int) -> None:
        self._review = review
        self._base = base
        self._title = title
        self._lock = threading.Lock()
        self._skipped: set[tuple[str, str]] = set()
        self._templates = Environment(
            loader=PackageLoader("lod_archive.linking"), autoescape=True, undefined=StrictUndefined
        )
        self.done = 0
        self.said = ""
        self.token = secrets.token_urlsafe(16)
        try:
            self.server = _Server(self, port)
        except OSError as error:
            raise ServerError(
                f"cannot listen on port {port}: {error.strerror or error}",
                hint="choose another with --port, or none",
            ) from None
        port = self.server.server_port
        own = HOST if port == HTTP_PORT else f"{HOST}:{port}"
        self.url = f"http://{own}/{self.token}/"

    def wait(self) -> None:
        """Wait until the page is closed, or Ctrl-C."""
        self.server.is_over.wait()

    def html(self) -> str:
        """The page with the pair that waits next, and with what the last form did, said once.

        :raises ArchiveErrors: if a file of candidates or decisions has mistakes.
        """
        with self._lock:
            waiting = self._waiting()
            said, self.said = self.said, ""
        case = waiting[0] if waiting else None
        return self._templates.get_template("review.html").render(
            title=self._title,
            who=self._review.person.name or self._review.person.iri,
            case=case,
            rows=compared(case, self._base) if case else (),
            why=evidence(case) if case else "",
            doubts=list(doubts(case, self._base)) if case else (),
            waiting=len(waiting),
            done=self.done,
            said=said,
        )

    def answer(self, form: dict[str, list[str]]) -> str:
        """Do what a form says; gives what was done, in words.

        :raises ArchiveError: if a decision cannot be written.
        """
        subject, target, answer, note = (
            form.get(key, [""])[0] for key in ("subject", "target", "answer", "note")
        )
        with self._lock:
            if answer == "undo":
                taken_back = self._review.undo()
                self.done -= taken_back is not None
                return f"taken back: {taken_back.target_label}" if taken_back else ""
            cases = (case for case in self._waiting() if case.match.pair == (subject, target))
            case = next(cases, None)
            if case is None:
                return _DECIDED
            if answer == "skip":
                self._skipped.add(case.match.pair)
                return ""
            if answer not in _ANSWERS:
                return ""
            if self._review.decide(case, *_ANSWERS[answer], " ".join(note.split())) is None:
                return _DECIDED
            self.done += 1
            return f"written: {case.match.subject_label} = {case.match.target_label}: {answer}"

    def _waiting(self) -> list[Case]:
        return [case for case in self._review.waiting() if case.match.pair not in self._skipped]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, page: ReviewPage, port: int) -> None:
        super().__init__((HOST, port), _Request)
        self.page = page
        self.is_over = threading.Event()


class _Request(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        """Send the page."""
        if self._is_let_in():
            self._send_page()

    def do_POST(self) -> None:
        """Do what the form says, and send the browser to the page with the next pair.

        That it then gets: to load a page again sends no form again.
        """
        if not self._is_let_in():
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the form is too large")
            return
        form = parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"))
        try:
            said = self.server.page.answer(form)
        except ArchiveError as error:
            said = str(error)
        self.server.page.said = said
        self._respond(HTTPStatus.SEE_OTHER, "", Location=self.path)

    def _is_let_in(self) -> bool:
        """Whether the request has the token, and comes by the name of this computer."""
        page = self.server.page
        host = self.headers.get("Host", "")
        origin = self.headers.get("Origin")
        own = urlsplit(page.url).netloc
        is_own = host == own and origin in (None, "null", f"http://{own}")
        if is_own and secrets.compare_digest(self.path.encode(), f"/{page.token}/".encode()):
            return True
        self._send(HTTPStatus.FORBIDDEN, "open the address that the command has printed")
        return False

    def _send_page(self) -> None:
        try:
            self._respond(HTTPStatus.OK, self.server.page.html())
        except ArchiveError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))

    def _send(self, status: HTTPStatus, text: str) -> None:
        self._respond(status, f"<!doctype html><title>{status.phrase}</title><p>{escape(text)}")

    def _respond(self, status: HTTPStatus, html: str, **headers: str) -> None:
        body = html.encode()
        self.send_response(status)
        for name, value in {**_HEADERS, **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as in http.server
        """Say nothing of each request."""


@contextmanager
def serve_page(review: Review, base: str, title: str, port: int = 0) -> Iterator[ReviewPage]:
    """The page, served for as long as the context lasts.

    :param port: 0 for any that is free.
    :raises ServerError: if the port is taken.
    """
    page = ReviewPage(review, base, title, port)
    thread = threading.Thread(target=page.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield page
    finally:
        page.server.is_over.set()
        page.server.shutdown()
        page.server.server_close()
        thread.join()
