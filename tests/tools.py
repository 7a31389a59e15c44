"""Programs that tests need and may not find, and the ports that they listen on."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import NoReturn

import pytest


def miss(program: str, remedy: str) -> NoReturn:
    """Say that a test did not run; under continuous integration (``CI``) it fails.

    :param remedy: the command that installs the program.
    """
    reason = f"did not run: {program} is not installed; to get it: {remedy}"
    if "CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
