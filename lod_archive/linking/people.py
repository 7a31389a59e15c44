"""Who decides: a person by name, by ORCID, or by the IRI of their record."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import Final, Self

from lod_archive.errors import SettingsError
from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.store.terms import is_iri
from lod_archive.vocab import iris

_ORCID: Final = re.compile(r"(?:https://orcid\.org/|orcid:)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who decides.

    :param iri: what identifies them; empty if only their name is known.
    """

    iri: str
    name: str

    @classmethod
    def parse(cls, text: str, base: str = "") -> Self:
        """A person as they are written: a name, an ORCID or IRI, or both: ``Anna <https://…>``.

        :param base: of the archive, whose records can be named by their ids.
        :raises SettingsError: if it is none of these.

        >>> Person.parse("Josiah Carberry <0000-0002-1825-0097>")
        Person(iri='https://orcid.org/0000-0002-1825-0097', name='Josiah Carberry')
        >>> Person.parse("Anna Petrova").name
        'Anna Petrova'
        """
        whole = " ".join(UNPUBLISHABLE.sub("", text).split())
        name, opened, rest = whole.partition("<")
        written = rest.removesuffix(">").strip() if opened else whole
        iri = _iri(written, base)
        if not iri and opened:
            raise SettingsError(
                f"{written!r} identifies nobody",
                hint="write an ORCID or an IRI: Anna Petrova <0000-0002-1825-0097>",
            )
        if not iri and not name.strip():
            raise SettingsError("whoever decides has no name", hint='--author "Anna Petrova"')
        return cls(iri, name.strip() if opened or not iri else "")


def _iri(written: str, base: str) -> str:
    orcid = _ORCID.fullmatch(written)
    if orcid and _is_checked(orcid[1]):
        return f"https://orcid.org/{orcid[1]}"
    if orcid:
        raise SettingsError(
            f"{written} is no ORCID: its last character does not fit",
            hint="compare it with the page of the person at orcid.org",
        )
    if iris.has_known_scheme(written) and is_iri(written):
        return written
    return base + written if base and iris.is_record_id(written) else ""


def _is_checked(orcid: str) -> bool:
    """Whether the last character is the check digit, by ISO 7064 MOD 11-2.

    >>> _is_checked("0000-0002-1825-0097"), _is_checked("0000-0002-1825-0098")
    (True, False)
    """
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    return orcid[-1] == ("X" if expected == 10 else str(expected))


def name_in_git() -> str:
    """The name that Git signs commits with; empty if it has none."""
    command = ["git", "config", "--get", "user.name"]
    try:
        said = subprocess.run(  # noqa: S603 — the command is ours
            command, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()
