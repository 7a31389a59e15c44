"""What an endpoint's answers are good for, found out before they are believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.store import RemoteStore


@dataclass(frozen=True, slots=True)
class Trust:
    """What the answers of an endpoint are good for."""

    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return not self.missing

    def doubts(self, query: str) -> str | None:
        return None


def examine(store: RemoteStore) -> Trust:
    return Trust()
