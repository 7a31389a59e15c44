"""Requests that are not answered, and why."""

from __future__ import annotations


class RequestRefused(Exception):
    """A request that cannot be answered as it is.

    :ivar status: that of the answer.
    :ivar detail: what is wrong, and where.
    :ivar hint: what to do about it, if that is known.
    """

    def __init__(self, detail: str, hint: str | None = None, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
