"""One question put to a service over HTTP, and its answer, in bounded time and memory.

SPARQL endpoints (https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded) and
reconciliation services are asked so. Only what cannot be the question's fault is tried again: a
connection that broke, and the answers 429, 502, 503 and 504.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import urlencode

from urllib3 import Retry, Timeout, exceptions

from lod_archive.errors import EndpointError, Location
from lod_archive.store.remote_address import Address, escaped, shown
from lod_archive.store.remote_connection import punctual_pool, time_limit
from lod_archive.store.remote_manner import Manner

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from lod_archive.store.remote_patience import Patience

_AGAIN: Final = frozenset({429, 502, 503, 504})
_CHUNK: Final = 1 << 16
_REMARK: Final = 1 << 16
"""How much of what accompanies an error is read."""
_WORDS: Final = ("message", "detail", "title", "error")
"""Where errors in JSON have a sentence for people: that of problem+json is the detail."""
_LESS: Final = "ask for less at a time"
_LONGER: Final = f"give it longer, or {_LESS}"
_TLS: Final = "is its certificate one that this computer trusts, and is it really https?"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer of status 200; the names of its headers are lower-case."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """What the body is said to be, without parameters.

        >>> Reply({"content-type": "Text/HTML; charset=utf-8"}, b"").media_type
        'text/html'
        """
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class _Interrupted(Exception):
    """A question was not answered, but may be if asked again."""

    def __init__(self, error: EndpointError, pause: float | None = None) -> None:
        super().__init__(error.message)
        self.error = error
        self.pause = pause


class Exchange:
    """Questions and answers. Reads the network; any number of threads may ask at once."""

    def __init__(self, address: Address, patience: Patience, manner: Manner | None = None) -> None:
        self.address = address
        self.patience = patience
        self.manner = manner or Manner()
        self._pool = punctual_pool()

    def close(self) -> None:
        """Close the connections that are kept for the next question."""
        self._pool.clear()

    def ask(self, query: str, accept: str) -> Reply:
        """The answer to a query, read completely.

        :raises EndpointError: as :meth:`send` does.
        """
        return self.send([("query", query), *self.address.dataset], accept)

    def send(self, form: Sequence[tuple[str, str]] | None, accept: str) -> Reply:
        """The answer to a form, or where there is none to a plain GET, read completely.

        :raises EndpointError: if there is none, it is not of status 200, or it takes too long or
            too much room.
        """
        end = self.manner.clock() + self.patience.deadline
        pause = self.patience.pause
        for repetition in range(self.patience.repetitions + 1):
            try:
                return self._try(form, accept, end)
            except _Interrupted as interruption:
                wait = pause * 2**repetition if interruption.pause is None else interruption.pause
                is_over = self.manner.clock() + wait > end or wait > self.patience.longest_pause
                if is_over or repetition == self.patience.repetitions:
                    raise interruption.error from None
                self.manner.sleep(wait)
        raise AssertionError("the last repetition answers or raises")

    def _try(self, form: Sequence[tuple[str, str]] | None, accept: str, end: float) -> Reply:
        try:
            response = self._send(form, accept, end)
            try:
                return self._read(response, end)
            finally:
                response.close()
        except (exceptions.HTTPError, OSError) as error:
            self._explain(error, end)

    def _send(
        self, form: Sequence[tuple[str, str]] | None, accept: str, end: float
    ) -> BaseHTTPResponse:
        """The beginning of an answer, wherever redirections lead."""
        url, method = self.address.url, "GET" if form is None else "POST"
        body = None if form is None else urlencode(form)
        for _ in range(self.patience.redirections + 1):
            response = self._pool.urlopen(
                method,
                url,
                body=body if method == "POST" else None,
                headers=self._headers(url, accept, method),
                timeout=Timeout(
                    connect=min(self.patience.connect, self._left(end)),
                    read=min(self.patience.silence, self._left(end)),
                ),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            location = response.get_redirect_location()
            if not location:
                return response
            response.close()
            url = self.address.redirect(url, location)
            if response.status == 303:  # https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4
                method = "GET"
        raise self._error(
            f"redirected more than {self.patience.redirections} times, last to {shown(url)}",
            hint="give the address where the answers are",
        )

    def _headers(self, url: str, accept: str, method: str) -> dict[str, str]:
        headers = {"Accept": accept, "User-Agent": self.manner.user_agent}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if authorization := self.address.authorization_at(url):
            headers["Authorization"] = authorization
        return headers

    def _read(self, response: BaseHTTPResponse, end: float) -> Reply:
        if response.status != 200:
            # what is wrong is known already, and told even if the remark on it does not come
            body = bytearray()
            with suppress(exceptions.HTTPError, OSError):
                self._fill(body, response, end, _REMARK)
            self._refuse(response, bytes(body))
        body, most = bytearray(), self.patience.most_bytes
        self._fill(body, response, end, most)
        self._left(end)  # a body without a length may have ended because our time did
        if len(body) > most:
            raise self._error(f"the answer is larger than {most:,} bytes", hint=_LESS)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(headers, bytes(body))

    def _fill(self, body: bytearray, response: BaseHTTPResponse, end: float, most: int) -> None:
        """Read until the answer ends, or is larger than it may be, or time is over."""
        with time_limit(self._left(end), response.shutdown):
            while len(body) <= most and (chunk := response.read1(_CHUNK)):
                body += chunk

    def _refuse(self, response: BaseHTTPResponse, body: bytes) -> NoReturn:
        status = response.status
        remark = _remark(body)
        message = f"the {self.manner.noun} answered {status}" + (f": {remark}" if remark else "")
        error = self._error(message, hint=self.manner.hints.get(status), status=status)
        if status not in _AGAIN:
            raise error
        pause = _retry_after(response.headers.get("Retry-After"))
        if pause is not None and pause > self.patience.longest_pause:
            error.hint = f"the {self.manner.noun} wants to be asked again in {pause:.0f} s"
        raise _Interrupted(error, pause)

    def _left(self, end: float) -> float:
        """The seconds left.

        :raises EndpointError: if there are none.
        """
        left = end - self.manner.clock()
        if left <= 0:
            raise self._error(
                f"no complete answer within {self.patience.deadline:g} s", hint=_LONGER
            )
        return left

    def _explain(self, error: Exception, end: float) -> NoReturn:
        """What an error of the network means, to people."""
        self._left(end)
        silent = f"the {self.manner.noun} was silent for {self.patience.silence:g} s"
        match error:
            case exceptions.ReadTimeoutError() | TimeoutError():
                why, hint = silent, _LONGER
            case exceptions.NameResolutionError():
                why, hint = (
                    "there is no server of this name",
                    "look for a slip in the address; is there a network?",
                )
            case exceptions.NewConnectionError():  # a kind of ConnectTimeoutError to urllib3
                why, hint = "nobody answers there", "is the server running, and on this port?"
            case exceptions.ConnectTimeoutError():
                why, hint = f"no connection within {self.patience.connect:g} s", "is it running?"
            case exceptions.SSLError():
                why, hint = f"no safe connection: {escaped(str(error))}", _TLS
            case exceptions.LocationValueError():
                why, hint = f"not an address: {escaped(str(error))}", self.manner.what
            case exceptions.ProtocolError(args=[_, HTTPException() as reason]) if not isinstance(
                reason, RemoteDisconnected | IncompleteRead
            ):
                why, hint = (
                    f"what answers there is no web server: {escaped(repr(reason))}",
                    self.manner.what,
                )
            case exceptions.ProtocolError() | ConnectionError():
                broken = self._error("the connection broke before the answer was complete")
                raise _Interrupted(broken) from None
            case _:
                why, hint = (
                    f"the answer cannot be read: {escaped(str(error))}",
                    self.manner.what,
                )
        raise self._error(why, hint=hint) from None

    def _error(
        self, message: str, *, hint: str | None = None, status: int | None = None
    ) -> EndpointError:
        return EndpointError(message, at=Location(str(self.address)), hint=hint, status=status)


def _remark(body: bytes) -> str:
    r"""What a server says of an error: the first line, or the words in JSON; of a page, nothing.

    >>> _remark(b"\n Virtuoso 37000 Error SP030: syntax error\n\nSPARQL query:\nASK {")
    'Virtuoso 37000 Error SP030: syntax error'
    >>> _remark(b"<!DOCTYPE html><html>")
    ''
    >>> _remark(b'{"title": "Not found", "status": 404}'), _remark(b"{}")
    ('Not found', '')
    """
    text = body.decode("utf-8", "replace").strip()
    with suppress(ValueError, RecursionError):
        said = json.loads(text)
        found = (said.get(name) for name in _WORDS) if isinstance(said, dict) else ()
        text = next((each.strip() for each in found if isinstance(each, str)), "")
    first = text.partition("\n")[0].strip()
    return "" if first.startswith("<") else escaped(first)


def _retry_after(value: str | None) -> float | None:
    """https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3; None for what is neither form.

    >>> _retry_after("120"), _retry_after("soon"), _retry_after("Thu, 01 Jan 1970 00:00:00 GMT")
    (120.0, None, 0.0)
    """
    try:
        return None if value is None else float(Retry().parse_retry_after(value))
    except exceptions.InvalidHeader:
        return None
