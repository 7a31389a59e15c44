"""How much time, repetition and room a SPARQL endpoint is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, how often and how much. Times are in seconds.

    >>> Patience(silence=5.0).deadline
    600.0
    """

    connect: float = 10.0
    """For a connection to be made."""
    silence: float = 60.0
    """For the first line and headers of an answer, and between any two pieces of the rest."""
    deadline: float = 600.0
    """For one question in all: repetitions, pauses and reading included."""
    repetitions: int = 4
    """How often a question is asked again, where that may help."""
    pause: float = 0.5
    """Before the first repetition; twice as long before each further one."""
    longest_pause: float = 30.0
    """Of an endpoint that wants a longer one (``Retry-After``) nothing is asked again."""
    redirections: int = 5
    """How many are followed."""
    most_bytes: int = 256 * 1024 * 1024
    """Of one answer, unpacked."""
