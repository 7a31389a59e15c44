"""Connections that hold a server to its time, byte by byte.

The timeout of a socket is one between two pieces of data: a server that sends one byte each
second, for ever, would never meet it. So a timer shuts the connection down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from threading import Event, Timer
from typing import TYPE_CHECKING

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from urllib3.response import HTTPResponse


def punctual_pool() -> PoolManager:
    """Connections on which the head of an answer must be complete within the read timeout.

    Its body is for :func:`time_limit` to watch.
    """
    pool = PoolManager(num_pools=4, maxsize=8)
    pool.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
    return pool


@contextmanager
def time_limit(seconds: float, end: Callable[[], None]) -> Iterator[Event]:
    """What is done within takes no longer; the event tells whether it was ended.

    :param end: ends it, from another thread, by closing what it reads from.
    """
    is_over = Event()

    def stop() -> None:
        is_over.set()
        # it may have come to its end by itself just now
        with suppress(OSError, RuntimeError, ValueError):
            end()

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()


def _receive(connection: HTTPConnection, receive: Callable[[], HTTPResponse]) -> HTTPResponse:
    """The head of an answer.

    :raises TimeoutError: if it is not complete in time; urllib3 makes a ReadTimeoutError of it.
    """
    sock, seconds = connection.sock, connection.timeout
    if sock is None or not isinstance(seconds, int | float):
        return receive()
    with time_limit(seconds, lambda: sock.shutdown(SHUT_RDWR)) as is_over:
        try:
            return receive()
        finally:
            # a head that breaks off may also pass for a complete one
            if is_over.is_set():
                raise TimeoutError


class _HttpConnection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        return _receive(self, super().getresponse)


class _HttpsConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        return _receive(self, super().getresponse)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection
