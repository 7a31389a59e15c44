"""The parameters of a request, from its address and from a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from lod_archive.server.bodies import BodyRefused, read_body
from lod_archive.server.reconcile.addresses import header
from lod_archive.server.reconcile.refusals import RequestRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.server.reconcile.work import Hold
    from lod_archive.server.responses import Receive, Scope

LARGEST: Final = 1 << 22
"""How many bytes a form may have: a thousand names with all that is known of them."""
FORM: Final = "application/x-www-form-urlencoded"
_MOST: Final = 20


async def read_form(scope: Scope, receive: Receive, hold: Hold) -> tuple[bytes, bytes]:
    """The parameters as they were sent: those of the address, and those of a form.

    :param hold: counts what has arrived.
    :raises RequestRefused: if they are not a form, of a size that can be read, in time.
    :raises BodyRefused: if the client has left.
    :raises Full: if there is no room for them.
    """
    encoded: bytes = scope["query_string"]
    hold.add(len(encoded))
    if scope["method"] != "POST":
        return encoded, b""
    kind = header(scope, b"content-type").partition(";")[0].strip().lower()
    if kind != FORM:
        raise RequestRefused(f"a request is sent as {FORM}", "queries={…}", 415)

    async def counted() -> dict[str, Any]:
        message = await receive()
        hold.add(len(message.get("body", b"")))
        return message

    try:
        return encoded, await read_body(counted, LARGEST)
    except BodyRefused as refused:
        if refused.status is None:
            raise
        raise RequestRefused(refused.said.en, None, refused.status) from None


def read_parameters(*forms: bytes) -> Mapping[str, str]:
    """Each parameter by its name; of several with one name, the last.

    :raises RequestRefused: if they are not in UTF-8, or there are too many.

    >>> read_parameters(b"lang=ru", b"queries=%7B%7D&lang=en")
    {'lang': 'en', 'queries': '{}'}
    """
    return {name: value for encoded in forms for name, value in _pairs(encoded).items()}


def _pairs(encoded: bytes) -> dict[str, str]:
    try:
        return dict(
            parse_qsl(
                encoded.decode("utf-8"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MOST,
            )
        )
    except UnicodeDecodeError:
        raise RequestRefused("the request is not in UTF-8") from None
    except ValueError:
        raise RequestRefused(f"a request may have {_MOST} parameters") from None
