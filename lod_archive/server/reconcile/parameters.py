"""The parameters of a request, from its address and from a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from lod_archive.server.bodies import BodyRefused, read_body
from lod_archive.server.reconcile.addresses import header
from lod_archive.server.reconcile.refusals import RequestRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.server.responses import Receive, Scope

LARGEST: Final = 1 << 22
"""How many bytes a form may have: a thousand names with all that is known of them."""
FORM: Final = "application/x-www-form-urlencoded"
_MOST: Final = 20


async def read_parameters(scope: Scope, receive: Receive) -> Mapping[str, str]:
    """Each parameter by its name; of several with one name, the last.

    :raises RequestRefused: if they are not a form, in UTF-8, of a size that can be read.
    :raises BodyRefused: if the client has left.
    """
    found = _pairs(scope["query_string"])
    if scope["method"] == "POST":
        kind = header(scope, b"content-type").partition(";")[0].strip().lower()
        if kind != FORM:
            raise RequestRefused(f"a request is sent as {FORM}", "queries={…}", 415)
        try:
            found |= _pairs(await read_body(receive, LARGEST))
        except BodyRefused as refused:
            if refused.status is None:
                raise
            raise RequestRefused(refused.detail, None, refused.status) from None
    return found


def announced(scope: Scope) -> int:
    """How many bytes a request may have, by what it says of itself."""
    if scope["method"] != "POST":
        return len(scope["query_string"])
    said = header(scope, b"content-length")
    return min(int(said), LARGEST) if said.isdecimal() and len(said) < 12 else LARGEST


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
