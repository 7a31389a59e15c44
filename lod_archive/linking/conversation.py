"""What goes to and fro with a service: one request after another, with pauses; answers are kept."""

from __future__ import annotations

import json
from typing import Any, Final

from lod_archive.errors import EndpointError, Location
from lod_archive.linking.answers import KeptAnswers
from lod_archive.store.remote_address import Address
from lod_archive.store.remote_exchange import Exchange
from lod_archive.store.remote_manner import Manner
from lod_archive.store.remote_patience import Patience

_JSON: Final = "application/json"


class Conversation:
    """Asks a service, and remembers on disk what it answered.

    :param pause: seconds between two requests.
    :param refresh: whether what was answered before is asked again.
    """

    def __init__(
        self,
        url: str,
        answers: KeptAnswers,
        manner: Manner,
        patience: Patience,
        *,
        pause: float,
        refresh: bool,
    ) -> None:
        """Nothing is asked yet.

        :raises EndpointError: if this is no address on the web.
        """
        self._address = Address.parse(url)
        self._answers = answers
        self._manner = manner
        self._exchange = Exchange(self._address, patience, manner)
        self._pause = pause
        self._refresh = refresh
        self._last: float | None = None

    @property
    def where(self) -> Location:
        """The service, as errors call it."""
        return Location(str(self._address))

    def kept(self, question: str) -> dict[str, Any] | None:
        """What was answered before."""
        kept = None if self._refresh else self._answers.get(self._address.url, question)
        try:
            return None if kept is None else self._read(kept)
        except EndpointError:
            return None

    def keep(self, question: str, answer: dict[str, Any]) -> None:
        """Remember an answer.

        :raises PublicationError: if it cannot be written.
        """
        self._answers.keep(self._address.url, question, json.dumps(answer).encode())

    def send(self, name: str = "", question: str = "") -> dict[str, Any]:
        """The answer to a question, sent as a parameter of this name; without one, the manifest.

        :raises EndpointError: if it does not come, or is no JSON object.
        """
        if self._last is not None:
            left = self._last + self._pause - self._manner.clock()
            if left > 0:
                self._manner.sleep(left)
        body = self._exchange.send([(name, question)] if name else None, _JSON).body
        self._last = self._manner.clock()
        return self._read(body)

    def close(self) -> None:
        """Close the connections."""
        self._exchange.close()

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict):
            return answer
        raise EndpointError(
            "the answer is not a JSON object",
            at=self.where,
            hint="is this the address of a reconciliation service?",
        )
