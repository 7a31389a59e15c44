"""The server as a process: it listens, says so, and stops when asked to, requests answered."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from granian.constants import Interfaces
from granian.server.embed import Server

from lod_archive.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lod_archive.server.responses import Application

_BACKLOG: Final = 1024
_TRIES: Final = 600
_PAUSE: Final = 0.05
"""Seconds between two looks at whether the server listens."""

_HINTS: Final[Mapping[int | None, str]] = {
    errno.EADDRINUSE: "somebody else has this port: choose another one with --port, or 0 for any",
    errno.EADDRNOTAVAIL: "this machine has no such address: --host 0.0.0.0 takes all that it has",
    errno.EACCES: "ports below 1024 are for administrators: choose another one with --port",
}


def run(
    application: Application, host: str, port: int, *, ready: Callable[[str], None] = print
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that are being answered are answered.

    :param port: 0 for one that is free.
    :param ready: told the address, once there is somebody who answers there.
    :raises ServerError: if the address cannot be had.
    """
    host, port = _free(host, port)
    with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_run(application, host, port, ready))


async def _run(
    application: Application, host: str, port: int, ready: Callable[[str], None]
) -> None:
    server: Any = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        backlog=_BACKLOG,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    serving = loop.create_task(server.serve())
    listening = loop.create_task(_listening(host, port))
    await asyncio.wait((serving, listening), return_when=asyncio.FIRST_COMPLETED)
    if listening.done() and not serving.done():
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{port}/")
    await serving


async def _listening(host: str, port: int) -> None:
    for _ in range(_TRIES):
        with suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            return
        await asyncio.sleep(_PAUSE)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """That of uvloop, which is faster, where there is one; it is none for Windows."""
    try:
        import uvloop  # noqa: PLC0415 — not everywhere
    except ModuleNotFoundError:
        return None
    return uvloop.new_event_loop


def _free(host: str, port: int) -> tuple[str, int]:
    """The address, which nobody else has."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            return str(address[0]), int(tried.getsockname()[1])
    except OSError as error:
        raise ServerError(
            f"cannot listen at {host}:{port}: {error.strerror or error}",
            hint=_HINTS.get(error.errno, "choose another address with --host and --port"),
        ) from None
