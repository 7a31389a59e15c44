"""Answers of the service: JSON, handed to a function where that is asked for, and pages."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from lod_archive.publish.hosting import SECURITY
from lod_archive.query.governor import Busy
from lod_archive.server.responses import Response, encoded, response

if TYPE_CHECKING:
    from lod_archive.server.asking import Unanswered
    from lod_archive.server.reconcile.refusals import RequestRefused

METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
_VARYING: Final = ("vary", "Accept-Language")
_POLICY: Final[str] = "content-security-policy"
_CROWDED: Final = "too many others are asking at this moment"
_RETRY: Final = 1
"""Seconds after which those who were turned away may ask again; OpenRefine does."""


def json_answer(value: Any, callback: str | None = None) -> Response:
    """An answer in JSON.

    :param callback: the function that it is handed to, as a script. The comment before its name
        keeps the script from being taken for anything else.
    """
    if callback is None:
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return response(200, [("content-type", "application/json"), _VARYING], body.encode())
    script = f"/**/{callback}({json.dumps(value)});"
    kind = "application/javascript; charset=utf-8"
    return response(200, [("content-type", kind), _VARYING], script.encode())


def refusal(refused: RequestRefused) -> Response:
    """An answer that says what is wrong, always in JSON."""
    return error(refused.status, refused.detail, refused.hint)


def error(
    status: int, detail: str, hint: str | None = None, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """An error in JSON: ``{"status": "error", "message": …, "hint": …}``."""
    said = {"status": "error", "message": detail, **({"hint": hint} if hint else {})}
    body = json.dumps(said, ensure_ascii=False) + "\n"
    return response(status, [("content-type", "application/json"), *headers], body.encode())


def method_not_allowed(allowed: tuple[str, ...]) -> Response:
    """405."""
    listed = ", ".join(allowed)
    return error(405, f"only {listed} can be asked of this address", None, (("allow", listed),))


def busy(seconds: int = _RETRY) -> Response:
    """503, with the time after which to ask again."""
    return error(503, _CROWDED, None, (("retry-after", str(seconds)),))


def unanswered(reason: Unanswered) -> Response:
    """503 if the store has too much to do; 500 if it will never answer."""
    if isinstance(reason.outcome, Busy):
        return busy(reason.outcome.seconds)
    return error(500, reason.message, reason.hint)


def framed_page(html: str, style: str) -> Response:
    """A page that may stand in a frame of any other page, and can do nothing there.

    :param style: the text of its ``<style>``, the only one that counts.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors *; base-uri 'none'"
    others = [(name, value) for name, value in SECURITY if str(name) != _POLICY]
    body = html.encode()
    headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", str(len(body))),
        _VARYING,
        (_POLICY, policy),
    ]
    return Response(200, encoded([*headers, *others]), body)


PREFLIGHT: Final = response(
    204,
    [
        ("allow", ", ".join(METHODS)),
        ("access-control-allow-methods", ", ".join(METHODS)),
        ("access-control-allow-headers", "Accept, Accept-Language, Content-Type"),
        ("access-control-max-age", "86400"),
    ],
)
