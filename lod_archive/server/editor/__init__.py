"""The page of the endpoint: a form that works everywhere, and an editor where it can."""

from lod_archive.server.editor.assets import Assets
from lod_archive.server.editor.page import EditorPage

__all__ = ["Assets", "EditorPage"]
