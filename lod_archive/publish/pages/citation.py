"""How to cite a page: for people, for BibTeX, and for programs that read a page's head."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited.

    :param iri: where it stays, whatever happens to the server.
    :param archive: where it is to be found; nothing for the dataset of the archive itself.
    :param version: the archive's; None if it does not say.
    :param sha256: of the dataset's canonical form: two copies that have the same say the same.
    """

    title: str
    archive: str
    iri: str
    version: str | None = None
    sha256: str | None = None

    @property
    def text(self) -> str:
        """For people.

        >>> print(Citation("Pit", "", "https://example.org/dataset", "2026-11", "9f86").text)
        “Pit” [data set], version 2026-11. https://example.org/dataset. SHA-256 (RDFC-1.0): 9f86
        """
        source = f". {self.archive}" if self.archive else " [data set]"
        version = f", version {self.version}" if self.version else ""
        checksum = f". {self._checksum}" if self.sha256 else ""
        return f"“{self.title}”{source}{version}. {self.iri}{checksum}"

    @property
    def _checksum(self) -> str:
        return f"SHA-256 (RDFC-1.0): {self.sha256}" if self.sha256 else ""

    @property
    def bibtex(self) -> str:
        r"""For BibTeX; what has a meaning there is escaped.

        >>> print(Citation("Coal & {steel}", "Pit", "https://example.org/event/coal").bibtex)
        @misc{event-coal,
          title = {Coal \& \{steel\}},
          howpublished = {Pit},
          url = {https://example.org/event/coal}
        }
        """
        key = re.sub(r"[^a-z0-9]+", "-", "/".join(self.iri.split("/")[-2:]).lower()).strip("-")
        fields = {
            "title": self.title,
            "howpublished": self.archive,
            "version": self.version,
            "note": self._checksum,
        }
        lines = [f"  {name} = {{{_escaped(text)}}}" for name, text in fields.items() if text]
        return "@misc{" + ",\n".join([key, *lines, f"  url = {{{self.iri}}}"]) + "\n}"


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "\\textbackslash "))
