"""How to cite a page: for people, for BibTeX, and for programs that read a page's head."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited.

    :param iri: where it stays, whatever happens to the server.
    :param version: the archive's; None if it does not say.
    """

    title: str
    archive: str
    iri: str
    version: str | None = None

    @property
    def text(self) -> str:
        """For people."""
        version = f", version {self.version}" if self.version else ""
        return f"“{self.title}”. {self.archive}{version}. {self.iri}"

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
        fields = {"title": self.title, "howpublished": self.archive, "note": self.version}
        lines = [f"  {name} = {{{_escaped(text)}}}" for name, text in fields.items() if text]
        return "@misc{" + ",\n".join([key, *lines, f"  url = {{{self.iri}}}"]) + "\n}"


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "\\textbackslash "))
