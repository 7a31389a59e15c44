"""What the service says of itself.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#service-manifest
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lod_archive.server.reconcile.addresses import SERVICE
from lod_archive.server.reconcile.extensions import RANKS
from lod_archive.server.reconcile.words import WORDS
from lod_archive.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.server.reconcile.terms import Terms
    from lod_archive.server.reconcile.vocabulary import Words

_BATCH: Final = 50
"""How many queries at once are answered soonest."""
_SUGGESTED: Final = ("entity", "property", "type")
WIDTH: Final = 420
HEIGHT: Final = 180


def manifest(
    root: str, language: str, terms: Terms, words: Words, types: Iterable[str]
) -> dict[str, Any]:
    """The manifest.

    :param root: the address of the archive's first page, without a slash at its end.
    :param types: the IRIs of the types that entities have.
    """
    said = WORDS[language]
    return {
        "versions": ["0.2"],
        "name": said["title"] % words.title,
        "identifierSpace": terms.base,
        "schemaSpace": terms.schema,
        "documentation": f"{root}/view/about",
        "serviceVersion": f"lod_archive {__version__}",
        "logo": f"{root}/static/icon.svg",
        "defaultTypes": [{"id": terms.type_id(iri), "name": words.name(iri)} for iri in types],
        "batchSize": _BATCH,
        "view": {"url": f"{root}/{{{{id}}}}"},
        "preview": {
            "url": f"{root}/{SERVICE}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {kind: _suggest(root, kind) for kind in _SUGGESTED},
        "extend": {
            "propose_properties": {
                "service_url": root,
                "service_path": f"/{SERVICE}/properties",
            },
            "property_settings": _settings(said),
        },
    }


def _suggest(root: str, kind: str) -> dict[str, str]:
    return {
        "service_url": root,
        "service_path": f"/{SERVICE}/suggest/{kind}",
        "flyout_service_url": root,
        "flyout_service_path": f"/{SERVICE}/flyout/{kind}?id=${{id}}",
    }


def _settings(said: dict[str, str]) -> list[dict[str, Any]]:
    def setting(name: str, kind: str, default: object, **more: Any) -> dict[str, Any]:
        described = {"label": said[name], "help_text": said[f"{name} help"]}
        return {"name": name, "type": kind, "default": default, **described, **more}

    ranks = [{"value": rank, "name": said[f"{rank} rank"]} for rank in RANKS]
    return [
        setting("limit", "number", 0),
        setting("rank", "select", RANKS[0], choices=ranks),
        setting("language", "text", ""),
    ]
